/** Broadcasting of symbolic shapes. */

import { eq } from "../shapes/bool.ts";
import { printInt } from "../shapes/print.ts";
import type { SymInt } from "../shapes/types.ts";
import { OpError, type ShapeGuards } from "./types.ts";

/** Sizes as PyTorch writes them: `[2, s0]`. */
export function printShape(shape: readonly SymInt[]): string {
  return `[${shape.map((d) => printInt(d)).join(", ")}]`;
}

/**
 * Whether a size is 1: proved, or decided by the hint. A size that only data decides is taken as not 1, as PyTorch does, and so
 * is a dynamic size whose example is 1.
 */
export function isOne(guards: ShapeGuards, size: SymInt): boolean {
  if (typeof size === "number") return size === 1;
  const proved = guards.prove(eq(size, 1));
  if (proved !== null) return proved;
  return guards.representative(size) && guards.decide(eq(size, 1), "broadcast");
}

/** Whether a dynamic size is 1 at the example input; asked where the program is right only with a 1, which fixes the size. */
export function fixedToOne(guards: ShapeGuards, size: SymInt): boolean {
  return typeof size !== "number" && guards.hint(size) === 1 && guards.decide(eq(size, 1), "broadcast");
}

/** Whether two sizes are the same; sizes that only data decides must be. */
export function sameSize(guards: ShapeGuards, a: SymInt, b: SymInt, reason: string): boolean {
  if (a === b) return true;
  const condition = eq(a, b);
  if (typeof condition === "boolean") return condition;
  if (guards.hint(a) === null || guards.hint(b) === null) {
    guards.require(condition, reason);
    return true;
  }
  return guards.decide(condition, reason);
}

/** The common shape of operands; raises PyTorch's error for sizes that don't fit. */
export function broadcastShapes(guards: ShapeGuards, shapes: readonly (readonly SymInt[])[]): readonly SymInt[] {
  const [first, ...others] = shapes;
  if (first === undefined) return [];
  return others.reduce((acc, shape) => broadcastPair(guards, acc, shape), first);
}

function broadcastPair(guards: ShapeGuards, a: readonly SymInt[], b: readonly SymInt[]): readonly SymInt[] {
  if (a === b) return a;
  const rank = Math.max(a.length, b.length);
  const result: SymInt[] = [];
  for (let i = 0; i < rank; i++) {
    const da = a[i - rank + a.length] ?? 1;
    const db = b[i - rank + b.length] ?? 1;
    result.push(broadcastSize(guards, da, db, i));
  }
  return result;
}

function broadcastSize(guards: ShapeGuards, a: SymInt, b: SymInt, dim: number): SymInt {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (isOne(guards, b)) return a;
  if (isOne(guards, a)) return b;
  if (sameSize(guards, a, b, "broadcast")) return typeof a === "number" ? a : b;
  if (fixedToOne(guards, b)) return a;
  if (fixedToOne(guards, a)) return b;
  throw new OpError(
    "RuntimeError",
    `The size of tensor a (${printInt(a)}) must match the size of tensor b (${printInt(b)}) at non-singleton dimension ${dim}`,
  );
}
