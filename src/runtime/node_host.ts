/** The core's view of a real file system. */

import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import type { DirectoryEntry, Host } from "../host.ts";

/** Nothing is cached: an editor's host decides that for itself. */
export function nodeHost(): Host {
  return {
    readText(path) {
      const bytes = read(path);
      return bytes === null || !isUtf8(bytes) ? null : bytes.toString("utf8").replace(/^\uFEFF/, "");
    },
    readBytes: read,
    size(path) {
      const info = stat(path);
      return info?.isFile() ? info.size : null;
    },
    readRange,
    isFile: (path) => stat(path)?.isFile() ?? false,
    isDirectory: (path) => stat(path)?.isDirectory() ?? false,
    readDirectory(path) {
      try {
        return readdirSync(path, { withFileTypes: true }).map((entry): DirectoryEntry => {
          const linked = entry.isSymbolicLink() && (stat(`${path}/${entry.name}`)?.isDirectory() ?? false);
          return { name: entry.name, isDirectory: entry.isDirectory() || linked };
        });
      } catch {
        return [];
      }
    },
    stamp(path) {
      const info = stat(path);
      return info === undefined ? null : `${info.size}:${info.mtimeMs}`;
    },
    now: () => Date.now(),
  };
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function readRange(path: string, offset: number, length: number): Uint8Array | null {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) return bytes.subarray(0, done);
      done += count;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
