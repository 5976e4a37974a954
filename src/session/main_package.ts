/** The package that a program's file lies in, so that its imports work as under `python -m package.module`. */

import { basename, dirname, join } from "node:path";
import type { Host } from "../host.ts";

export interface MainPackage {
  /** The dotted name for `__package__`; null when the program is a script that imports nothing relatively. */
  readonly name: string | null;
  /** The folder that holds the topmost package. */
  readonly root: string;
}

/**
 * `file` is absolute. Folders count as packages while they hold an `__init__.py` (or one that is not saved yet), and at
 * least as far up as the file's relative imports reach (PEP 420: a package needs no `__init__.py`). Null for a file
 * outside any package.
 */
export function mainPackage(host: Pick<Host, "isFile">, file: string, text: string): MainPackage | null {
  const level = relativeLevel(text);
  const names: string[] = [];
  let folder = dirname(file);
  while (names.length < level || host.isFile(join(folder, "__init__.py").replaceAll("\\", "/"))) {
    if (dirname(folder) === folder) break;
    names.unshift(basename(folder));
    folder = dirname(folder);
  }
  if (names.length === 0) return null;
  return { name: level === 0 ? null : names.join("."), root: folder.replaceAll("\\", "/") };
}

/** How many dots the file's farthest relative import has. */
function relativeLevel(text: string): number {
  const dots = [...text.matchAll(/^[ \t]*from[ \t]+(\.+)[ \t]*[A-Za-z_]?/gm)].map(([, found = ""]) => found.length);
  return Math.max(0, ...dots);
}
