/** Moves a tree that was parsed from a part of a file to the part's place in the file. */

import type { Module, Position } from "../ast.ts";

/** Adds `by` to every line number of a tree that nobody else holds. */
export function shiftLines(module: Module, by: number): void {
  if (by === 0) return;
  const seen = new Set<object>();
  const stack: unknown[] = [module];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== "object" || value === null || value instanceof Uint8Array || seen.has(value)) continue;
    seen.add(value);
    if (isPosition(value)) {
      const position = value as { -readonly [K in keyof Position]: Position[K] };
      position.line += by;
      position.endLine += by;
    } else stack.push(...Object.values(value));
  }
}

function isPosition(value: object): value is Position {
  return "line" in value && "endLine" in value && "endColumn" in value;
}
