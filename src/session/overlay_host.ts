/** A host in which unsaved editors' texts stand for the files on disk. */

import type { Host } from "../host.ts";

export function overlayHost(base: Host, unsaved: ReadonlyMap<string, string>): Host {
  if (unsaved.size === 0) return base;
  const encoder = new TextEncoder();
  return {
    readText: (path) => unsaved.get(path) ?? base.readText(path),
    readBytes: (path) => {
      const text = unsaved.get(path);
      return text === undefined ? base.readBytes(path) : encoder.encode(text);
    },
    size: (path) => {
      const text = unsaved.get(path);
      return text === undefined ? base.size(path) : encoder.encode(text).length;
    },
    readRange: (path, offset, length) => {
      const text = unsaved.get(path);
      return text === undefined
        ? base.readRange(path, offset, length)
        : encoder.encode(text).subarray(offset, offset + length);
    },
    isFile: (path) => unsaved.has(path) || base.isFile(path),
    isDirectory: (path) => base.isDirectory(path),
    readDirectory: (path) => base.readDirectory(path),
    stamp: (path) => {
      const text = unsaved.get(path);
      return text === undefined ? base.stamp(path) : `unsaved:${text}`;
    },
    now: () => base.now(),
  };
}
