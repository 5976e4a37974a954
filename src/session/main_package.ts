/** The package that a program's file lies in, so that its imports work as under `python -m package.module`. */

import { basename, dirname, join } from "node:path";
import type { Host } from "../host.ts";
import type { Module, Stmt } from "../python/ast.ts";
import { blocksOf } from "../python/blocks.ts";

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
export function mainPackage(host: Pick<Host, "isFile">, file: string, program: Module): MainPackage | null {
  const level = relativeLevel(program.body);
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

/** How many dots the farthest relative import has, wherever it stands. */
function relativeLevel(body: readonly Stmt[]): number {
  return body.reduce((level, stmt) => {
    if (stmt.kind === "ImportFrom") return Math.max(level, stmt.level);
    return blocksOf(stmt).reduce((inner, block) => Math.max(inner, relativeLevel(block)), level);
  }, 0);
}
