/**
 * Properties of the symbolic algebra: random expressions and conditions are built twice, symbolically and as plain Python
 * arithmetic, and must agree at every point; what the environment proves, bounds, simplifies or learns must hold there too.
 */

import { expect, test } from "vitest";
import { and, compare, eq, mapInts, not, or } from "../../src/shapes/bool.ts";
import { DataDependentError, ShapeConditionError, ShapeEnv } from "../../src/shapes/env.ts";
import {
  add,
  ceildiv,
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
import type { CompareOp, SymBool, SymExpr, SymInt } from "../../src/shapes/types.ts";

/** Each property is tried with each of these; a failure names its seed. */
const SEEDS = [11, 2024, 77003] as const;
const SYMBOLS = ["p", "q", "r", "s"].map(symbol);
const OPS: readonly CompareOp[] = ["eq", "ne", "lt", "le", "gt", "ge"];

/** xorshift32. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

type Next = (n: number) => number;
type Point = readonly number[];
/** A value built twice. `plain` throws a RangeError where Python divides by zero. */
interface Built<S, P> {
  readonly sym: S;
  readonly plain: (point: Point) => P;
}
type Int = Built<SymInt, number>;
type Bool = Built<SymBool, boolean>;

const BINARY: readonly (readonly [(a: SymInt, b: SymInt) => SymInt, (a: number, b: number) => number])[] = [
  [(a, b) => add(a, b), (a, b) => a + b],
  [(a, b) => add(a, b), (a, b) => a + b],
  [sub, (a, b) => a - b],
  [(a, b) => mul(a, b), (a, b) => a * b],
  [(a, b) => min(a, b), Math.min],
  [(a, b) => max(a, b), Math.max],
  [floordiv, floorDivide],
  [mod, modulo],
  [ceildiv, (a, b) => -floorDivide(-a, b) + 0],
];
const FIRST_DIVISION = 6;

/** `positive` keeps divisors above zero, as sizes' divisors are. */
function int(next: Next, depth: number, positive = false): Int {
  if (depth === 0 || next(5) === 0) {
    const k = next(7);
    if (k < 4) return { sym: SYMBOLS[k] ?? 0, plain: (p) => p[k] ?? 0 };
    const value = positive ? next(9) : next(17) - 8;
    return { sym: value, plain: () => value };
  }
  const left = int(next, depth - 1, positive);
  const at = next(BINARY.length);
  const [f, g] = BINARY[at] ?? BINARY[0] ?? [add, Math.max];
  let right = int(next, depth - 1, positive);
  if (at >= FIRST_DIVISION) {
    if (positive || right.sym === 0) {
      const value = 1 + next(8);
      right =
        next(3) === 0
          ? { sym: SYMBOLS[value % 4] ?? 1, plain: (p) => p[value % 4] ?? 1 }
          : { sym: value, plain: () => value };
    }
  }
  const [l, r] = [left, right];
  return { sym: f(l.sym, r.sym), plain: (p) => g(l.plain(p), r.plain(p)) };
}

function bool(next: Next, depth: number): Bool {
  const kind = depth === 0 ? 0 : next(5);
  if (kind < 2) {
    const [a, b] = [int(next, 2, true), int(next, 1, true)];
    const op = OPS[next(6)] ?? "eq";
    return {
      sym: compare(op, a.sym, b.sym),
      plain: (p) => compare(op, a.plain(p), b.plain(p)) === true,
    };
  }
  const a = bool(next, depth - 1);
  if (kind === 2) return { sym: not(a.sym), plain: (p) => !a.plain(p) };
  const b = bool(next, depth - 1);
  // Both sides are computed: a condition with a division by zero in it is no size's.
  const both = (p: Point) => [a.plain(p), b.plain(p)];
  return kind === 3
    ? { sym: and(a.sym, b.sym), plain: (p) => both(p).every(Boolean) }
    : { sym: or(a.sym, b.sym), plain: (p) => both(p).some(Boolean) };
}

const lookup = (point: Point) => (e: SymExpr) => point[SYMBOLS.findIndex((s) => s === e)] ?? null;

const truthAt = (condition: SymBool, point: Point): SymBool =>
  mapInts(condition, (v) => evaluate(v, lookup(point)) ?? v);

/** The plain value; null where Python raises or leaves the numbers that JavaScript holds exactly. */
function plainly<P>(built: Built<unknown, P>, point: Point): P | null {
  try {
    const value = built.plain(point);
    return typeof value === "number" && !Number.isSafeInteger(value) ? null : value;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Ranges {
  readonly env: ShapeEnv;
  readonly low: readonly number[];
  readonly high: readonly number[];
  point(next: Next): Point;
}

/** Sizes in ranges of their own, with an example that lies in them. */
function ranges(next: Next): Ranges {
  const low = SYMBOLS.map(() => (next(4) === 0 ? next(3) : 2));
  const high = low.map((l) => l + next(12));
  const env = new ShapeEnv();
  for (const [i, s] of SYMBOLS.entries()) {
    const [min = 0, max = 0] = [low[i], high[i]];
    env.declare(s, min + next(max - min + 1), s.name, null, { min, max });
  }
  return { env, low, high, point: (n) => low.map((l, i) => l + n((high[i] ?? l) - l + 1)) };
}

test.each(SEEDS)("integers: 2500 expressions have Python's value at random points (seed %i)", (seed) => {
  const next = generator(seed);
  let checked = 0;
  for (let i = 0; i < 2500; i++) {
    const built = int(next, 4);
    for (let j = 0; j < 6; j++) {
      const point = SYMBOLS.map(() => next(25) - 8);
      const wanted = plainly(built, point);
      if (wanted === null) continue;
      const value = evaluate(built.sym, lookup(point));
      if (value !== wanted) expect.fail(`${printInt(built.sym)} at ${point} is ${value}, not ${wanted}`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(8_000);
});

test.each(SEEDS)("booleans: 1500 conditions, their negations and De Morgan's laws (seed %i)", (seed) => {
  const next = generator(seed);
  let checked = 0;
  for (let i = 0; i < 1500; i++) {
    const [a, b] = [bool(next, 3), bool(next, 2)];
    expect(not(not(a.sym))).toBe(a.sym);
    expect(not(and(a.sym, b.sym))).toBe(or(not(a.sym), not(b.sym)));
    for (let j = 0; j < 5; j++) {
      const point = SYMBOLS.map(() => 1 + next(11));
      const wanted = plainly(a, point);
      if (wanted === null) continue;
      const truth = truthAt(a.sym, point);
      if (truth !== wanted) expect.fail(`${printBool(a.sym)} at ${point} is ${String(truth)}, not ${wanted}`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(5_000);
});

test.each(SEEDS)("ranges: bounds, proofs and simplifications hold at every point of them (seed %i)", (seed) => {
  const next = generator(seed);
  let proved = 0;
  let simplified = 0;
  for (let i = 0; i < 1200; i++) {
    const { env, point } = ranges(next);
    const value = int(next, 3, true);
    const condition = bool(next, 1);
    const range = env.range(value.sym);
    const simple = env.simplify(value.sym);
    const answer = env.prove(condition.sym);
    for (let j = 0; j < 8; j++) {
      const at = point(next);
      const v = plainly(value, at);
      if (v !== null) {
        if (v < range.min || v > range.max)
          expect.fail(`${printInt(value.sym)} at ${at} is ${v}, not in [${range.min}, ${range.max}]`);
        const s = evaluate(simple, lookup(at));
        if (s !== v) expect.fail(`${printInt(value.sym)} became ${printInt(simple)}, at ${at} ${s}, not ${v}`);
        if (simple !== value.sym) simplified++;
      }
      const truth = plainly(condition, at);
      if (answer === null || truth === null) continue;
      if (truth !== answer) expect.fail(`${printBool(condition.sym)} at ${at} is ${truth}, proved ${answer}`);
      if (typeof condition.sym !== "boolean") proved++;
    }
  }
  expect(proved).toBeGreaterThan(400);
  expect(simplified).toBeGreaterThan(200);
});

/**
 * Guards: the environment decides conditions by the example. Every other point that fulfils all recorded guards is a size that
 * the program is right for, so there the decisions must be the same, and what is proved, bounded and simplified must hold.
 */
test.each(SEEDS)(
  "guards: where they hold, every decision is the same and all that is learned is true (seed %i)",
  (seed) => {
    const next = generator(seed);
    let kept = 0;
    let proved = 0;
    for (let i = 0; i < 1500; i++) {
      const { env, point } = ranges(next);
      const decided: (readonly [Bool, boolean])[] = [];
      for (let k = 0; k < 1 + next(3); k++) {
        const condition = next(3) === 0 ? divisible(next) : bool(next, 1);
        if (plainly(condition, hints(env)) === null) continue;
        decided.push([condition, env.decide(condition.sym, "branch")]);
      }
      const value = int(next, 3, true);
      const claim = bool(next, 1);
      const [range, simple, answer] = [env.range(value.sym), env.simplify(value.sym), env.prove(claim.sym)];
      const guards = env.guards.map((g) => printBool(g.condition)).join(", ");
      for (let j = 0; j < 24; j++) {
        const at = j === 0 ? hints(env) : point(next);
        if (env.guards.some((g) => truthAt(g.condition, at) !== true)) {
          if (j === 0) expect.fail(`the example ${at} does not fulfil ${guards}`);
          continue;
        }
        kept++;
        for (const [condition, truth] of decided) {
          const now = plainly(condition, at);
          if (now !== null && now !== truth)
            expect.fail(`${printBool(condition.sym)} was decided ${truth}, at ${at} it is ${now}; guards: ${guards}`);
        }
        const v = plainly(value, at);
        if (v !== null && (v < range.min || v > range.max))
          expect.fail(
            `${printInt(value.sym)} at ${at} is ${v}, not in [${range.min}, ${range.max}]; guards: ${guards}`,
          );
        if (v !== null && evaluate(simple, lookup(at)) !== v)
          expect.fail(`${printInt(value.sym)} became ${printInt(simple)}, at ${at} not ${v}; guards: ${guards}`);
        const truth = plainly(claim, at);
        if (truth === null || answer === null) continue;
        if (truth !== answer)
          expect.fail(`${printBool(claim.sym)} at ${at} is ${truth}, proved ${answer}; guards: ${guards}`);
        proved++;
      }
    }
    expect(kept).toBeGreaterThan(3000);
    expect(proved).toBeGreaterThan(1000);
  },
);

const hints = (env: ShapeEnv): Point => SYMBOLS.map((s) => env.hint(s) ?? 0);

/** A divisibility, as views and splits ask for. */
function divisible(next: Next): Bool {
  const value = int(next, 1, true);
  const by = 2 + next(5);
  return { sym: eq(mod(value.sym, by), 0), plain: (p) => modulo(value.plain(p), by) === 0 };
}

/** Unbacked sizes have no example: a condition is proved, promised, or refused. */
test.each(SEEDS)("unbacked sizes: what torch._check promises is all that is believed (seed %i)", (seed) => {
  const next = generator(seed);
  let proved = 0;
  let refused = 0;
  for (let i = 0; i < 700; i++) {
    const env = new ShapeEnv();
    const high = SYMBOLS.map(() => 3 + next(12));
    for (const [k, s] of SYMBOLS.entries()) env.declare(s, null, null, null, { min: 1, max: high[k] ?? 3 });
    const [promise, asked] = [bool(next, 1), bool(next, 1)];
    try {
      env.require(promise.sym, "torch._check");
    } catch (error) {
      if (!(error instanceof ShapeConditionError)) throw error;
      // Refused only when it can't hold anywhere.
      for (let j = 0; j < 20; j++) {
        const at = high.map((h) => 1 + next(h));
        if (plainly(promise, at) === true) expect.fail(`${printBool(promise.sym)} was refused, but holds at ${at}`);
      }
      continue;
    }
    let truth: boolean;
    try {
      truth = env.decide(asked.sym, "branch");
    } catch (error) {
      if (!(error instanceof DataDependentError)) throw error;
      refused++;
      continue;
    }
    for (let j = 0; j < 30; j++) {
      const at = high.map((h) => 1 + next(h));
      if (plainly(promise, at) !== true) continue;
      const now = plainly(asked, at);
      if (now === null) continue;
      if (now !== truth)
        expect.fail(
          `${printBool(asked.sym)} was decided ${truth} under ${printBool(promise.sym)}, at ${at} it is ${now}`,
        );
      proved++;
    }
  }
  expect(proved).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(50);
});
