/** The core's view of a real file system. */

import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { DirectoryEntry, Host } from "../host.ts";

/** Nothing is cached: an editor's host decides that for itself. */
export function nodeHost(): Host {
  return {
    readText(path) {
      const bytes = read(path);
      return bytes === null || !isUtf8(bytes) ? null : bytes.toString("utf8").replace(/^\uFEFF/, "");
    },
    readBytes: read,
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

function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
