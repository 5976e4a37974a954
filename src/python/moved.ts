/** A copy of a statement some lines further down. */

import type { Position, Stmt } from "./ast.ts";

export function movedBy(stmt: Stmt, lines: number): Stmt {
  return lines === 0 ? stmt : (copy(stmt, lines) as Stmt);
}

function copy(value: unknown, lines: number): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item, lines));
  if (isPosition(value)) return { ...value, line: value.line + lines, endLine: value.endLine + lines };
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copy(field, lines)]));
}

function isPosition(value: object): value is Position {
  return "endColumn" in value;
}
