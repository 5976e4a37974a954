/** Chains such as `a + b + c` or `x.y[0]` nest a level a link without any recursion of the parser: their depth is checked here. */

import type { Stmt } from "../ast.ts";
import { faultAt, MAX_DEPTH, type Parser } from "./state.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Before a statement is read. */
export function startChains(p: Parser): void {
  p.deepest = 0;
  p.longest = 0;
}

/** Levels of a tree between two that the parser enters, for each link of a chain: one a precedence. */
const LEVELS = 12;

/** Whether a statement can be too deep at all: hardly any can, and the others need not be walked. */
export function mayBeDeep(p: Parser): boolean {
  return (p.deepest + 1) * (p.longest + 1) * LEVELS > MAX_DEPTH;
}

/** Refuses a statement whose tree is too deep for those who walk it by recursion. */
export function checkChains(p: Parser, stmt: Stmt): void {
  let level: Tree[] = [stmt as unknown as Tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw faultAt(p, stmt.pos, "expression is too deeply nested");
    const next: Tree[] = [];
    for (const node of level) for (const value of Object.values(node)) gather(value, next);
    level = next;
  }
}

function gather(value: unknown, into: Tree[]): void {
  if (Array.isArray(value)) for (const item of value) gather(item, into);
  else if (typeof value === "object" && value !== null && ("kind" in value || "value" in value))
    into.push(value as Tree);
}
