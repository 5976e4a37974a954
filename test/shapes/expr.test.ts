/** Random expressions: the canonical form must have the value that Python's arithmetic gives, at every point. */

import { expect, test } from "vitest";
import { and, compare, eq, ge, not, or } from "../../src/shapes/bool.ts";
import { DataDependentError, ShapeEnv } from "../../src/shapes/env.ts";
import {
  add,
  evaluate,
  floorDivide,
  floordiv,
  max,
  min,
  mod,
  modulo,
  mul,
  sub,
  symbol,
} from "../../src/shapes/expr.ts";
import { printBool, printInt } from "../../src/shapes/print.ts";
import type { CompareOp, SymExpr, SymInt } from "../../src/shapes/types.ts";

/** xorshift32, so that a failure can be repeated. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

type Plain = (point: readonly number[]) => number;
interface Pair {
  readonly sym: SymInt;
  readonly plain: Plain;
}

const SYMBOLS = ["a", "b", "c"].map(symbol);

/** An expression built twice: symbolically, and as a plain function. Null when a divisor is the constant 0. */
function random(next: (n: number) => number, depth: number): Pair | null {
  if (depth === 0 || next(5) === 0) {
    const k = next(6);
    if (k < 3) return { sym: SYMBOLS[k] ?? 0, plain: (p) => p[k] ?? 0 };
    const value = next(13) - 6;
    return { sym: value, plain: () => value };
  }
  const left = random(next, depth - 1);
  const right = random(next, depth - 1);
  if (!left || !right) return null;
  const make = (f: (a: SymInt, b: SymInt) => SymInt, g: (a: number, b: number) => number): Pair => ({
    sym: f(left.sym, right.sym),
    plain: (p) => g(left.plain(p), right.plain(p)),
  });
  switch (next(8)) {
    case 0:
    case 1:
      return make(
        (a, b) => add(a, b),
        (a, b) => a + b,
      );
    case 2:
      return make(sub, (a, b) => a - b);
    case 3:
      return make(
        (a, b) => mul(a, b),
        (a, b) => a * b,
      );
    case 4:
      return right.sym === 0 ? null : make(floordiv, floorDivide);
    case 5:
      return right.sym === 0 ? null : make(mod, modulo);
    case 6:
      return make((a, b) => min(a, b), Math.min);
    default:
      return make((a, b) => max(a, b), Math.max);
  }
}

function valueAt(sym: SymInt, point: readonly number[]): number | null {
  return evaluate(sym, (e: SymExpr) => {
    const i = SYMBOLS.findIndex((s) => s.id === e.id);
    return i < 0 ? null : (point[i] ?? null);
  });
}

test("the canonical form of 4000 random expressions has their value at random points", () => {
  const next = generator(12345);
  let checked = 0;
  for (let i = 0; i < 4000; i++) {
    const pair = random(next, 4);
    if (!pair) continue;
    for (let j = 0; j < 8; j++) {
      const point = [next(19) - 4, next(19) - 4, next(19) - 4];
      let plain: number;
      try {
        plain = pair.plain(point);
      } catch {
        continue; // a division by zero
      }
      if (!Number.isSafeInteger(plain)) continue;
      const value = valueAt(pair.sym, point);
      if (value !== plain) expect.fail(`${printInt(pair.sym)} at ${point} is ${value}, not ${plain}`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(10000);
});

test("ranges, and what is proved with them, hold at every point of the ranges", () => {
  const next = generator(777);
  const ops: readonly CompareOp[] = ["eq", "ne", "lt", "le", "gt", "ge"];
  let proved = 0;
  for (let i = 0; i < 2500; i++) {
    const env = new ShapeEnv();
    for (const s of SYMBOLS) env.declare(s, 5, s.name, null, { min: 2, max: 9 });
    const [left, right] = [random(next, 3), random(next, 2)];
    if (!left || !right) continue;
    const op = ops[next(6)] ?? "eq";
    const answer = env.prove(compare(op, left.sym, right.sym));
    const range = env.range(left.sym);
    for (let j = 0; j < 6; j++) {
      const point = [2 + next(8), 2 + next(8), 2 + next(8)];
      try {
        const [a, b] = [left.plain(point), right.plain(point)];
        if (a < range.min || a > range.max) expect.fail(`${printInt(left.sym)} is not in [${range.min}, ${range.max}]`);
        if (answer === null) continue;
        const truth = compare(op, a, b);
        if (truth !== answer) expect.fail(`${printBool(compare(op, left.sym, right.sym))} at ${point} is ${truth}`);
        proved++;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
  }
  expect(proved).toBeGreaterThan(500);
});

const [a, b] = [symbol("a"), symbol("b")];

test("equal polynomials are one object", () => {
  expect(mul(add(a, 2), sub(a, 2))).toBe(sub(mul(a, a), 4));
  expect(floordiv(add(mul(6, a), 4), 2)).toBe(add(mul(3, a), 2));
  expect(floordiv(mul(a, b, 3), mul(a, 3))).toBe(b);
  expect(mod(add(mul(4, a), b, 8), 4)).toBe(mod(b, 4));
  expect(floordiv(floordiv(a, 2), 3)).toBe(floordiv(a, 6));
  expect(max(a, add(a, 1), 0)).toBe(max(add(a, 1), 0));
});

test.each([
  [printInt(sub(mul(2, a), add(b, 3))), "2*a - b - 3"],
  [printInt(floordiv(add(a, 1), 2)), "(a + 1)//2"],
  [printInt(mul(-1, mul(a, b))), "-a*b"],
  [printBool(eq(sub(a, b), 0)), "a == b"],
  [printBool(not(ge(a, 5))), "a < 5"],
  [printBool(and(eq(a, 1), or(false, ge(b, 2)))), "(a == 1) and (b >= 2)"],
  [printBool(compare("eq", mul(2, a), 5)), "False"],
])("%s", (text, expected) => expect(text).toBe(expected));

test("a decision is recorded once, and what follows from it is known", () => {
  const env = new ShapeEnv();
  const x = env.backedSymbol({ hint: 6, source: "x.size()[0]" });
  const y = env.backedSymbol({ hint: 6, source: "y.size()[0]" });
  expect(env.prove(eq(x, 1))).toBe(false);
  expect(env.decide(ge(x, 5), "branch")).toBe(true);
  expect(env.prove(ge(x, 4))).toBe(true);
  expect(env.decide(eq(x, y), "broadcast")).toBe(true);
  expect(env.simplify(sub(x, y))).toBe(0);
  expect(env.decide(eq(mod(x, 3), 0), "view")).toBe(true);
  expect(env.prove(eq(mod(y, 3), 0))).toBe(true);
  expect(env.guards.map((g) => printBool(g.condition))).toEqual(["s0 >= 5", "s0 == s1", "s0%3 == 0"]);
});

test("sizes that only data decides can't be branched on", () => {
  const env = new ShapeEnv();
  const u = env.fresh(0, 10);
  expect(() => env.decide(ge(u, 5), "branch")).toThrow(DataDependentError);
  env.require(ge(u, 5), "torch._check");
  expect(env.decide(ge(u, 3), "branch")).toBe(true);
  expect(() => env.require(ge(4, u), "torch._check")).toThrow("torch._check: u0 <= 4 does not hold");
});
