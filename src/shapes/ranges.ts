/** Integer intervals, and the interval of an expression from those of its symbols. */

import { add, floorDivide, monomials, mul, sub } from "./expr.ts";
import type { SymExpr, SymInt } from "./types.ts";

export interface Range {
  readonly min: number;
  readonly max: number;
}

export const ALL: Range = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

export function intersect(a: Range, b: Range): Range {
  return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
}

/** 0 · ∞ is 0 here: an empty size makes an empty product. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function multiply(a: Range, b: Range): Range {
  const corners = [times(a.min, b.min), times(a.min, b.max), times(a.max, b.min), times(a.max, b.max)];
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

function divide(a: number, b: number): number {
  if (!Number.isFinite(b)) return a === 0 ? 0 : Number.isFinite(a) ? (a < 0 !== b < 0 ? -1 : 0) : a * Math.sign(b);
  return Number.isFinite(a) ? floorDivide(a, b) : a * Math.sign(b);
}

/** `known` gives the interval of a symbol or opaque value, and may narrow that of any other expression. */
export function rangeOf(value: SymInt, known: (e: SymExpr) => Range): Range {
  if (typeof value === "number") return { min: value, max: value };
  const go = (v: SymInt) => rangeOf(v, known);
  const fact = known(value);
  return intersect(fact, structural(value, go));
}

function structural(value: SymExpr, go: (v: SymInt) => Range): Range {
  switch (value.kind) {
    case "symbol":
    case "opaque":
      return ALL;
    case "add":
      return value.terms.map(go).reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }));
    case "mul": {
      // A repeated factor is a square, which is never negative.
      const [even, odd] = squares(value.factors);
      const parts = [...odd.map(go), ...even.map((e) => square(go(e)))];
      return parts.reduce(multiply, { min: 1, max: 1 });
    }
    case "floordiv": {
      const a = go(value.left);
      const b = go(value.right);
      if (b.min <= 0) return ALL;
      const corners = [divide(a.min, b.min), divide(a.min, b.max), divide(a.max, b.min), divide(a.max, b.max)];
      return { min: Math.min(...corners), max: Math.max(...corners) };
    }
    case "mod": {
      const a = go(value.left);
      const b = go(value.right);
      if (b.min <= 0) return ALL;
      if (a.min >= 0 && a.max < b.min) return a;
      return { min: 0, max: Math.min(b.max - 1, a.min >= 0 ? a.max : b.max - 1) };
    }
    case "pow": {
      const a = go(value.left);
      const b = go(value.right);
      return a.min >= 1 && b.min >= 0 ? { min: a.min ** b.min, max: a.max ** b.max } : ALL;
    }
    case "min":
    case "max": {
      const pick = value.kind === "min" ? Math.min : Math.max;
      const parts = value.args.map(go);
      return { min: pick(...parts.map((r) => r.min)), max: pick(...parts.map((r) => r.max)) };
    }
  }
}

function square(r: Range): Range {
  const low = r.min <= 0 && r.max >= 0 ? 0 : Math.min(times(r.min, r.min), times(r.max, r.max));
  return { min: low, max: Math.max(times(r.min, r.min), times(r.max, r.max)) };
}

function squares(factors: readonly SymInt[]): [SymInt[], SymInt[]] {
  const even: SymInt[] = [];
  const odd: SymInt[] = [];
  for (let i = 0; i < factors.length; i++) {
    const f = factors[i] ?? 1;
    if (typeof f !== "number" && factors[i + 1] === f) {
      even.push(f);
      i++;
    } else odd.push(f);
  }
  return [even, odd];
}

/**
 * The interval of a sum with a quotient q = left // k in it, through k·q = left − r with 0 ≤ r < k: so s − s // 2 is seen to be
 * positive, which the intervals of its parts don't show. Null when there is no such quotient.
 */
export function rangeThroughQuotient(form: SymInt, range: (v: SymInt) => Range): Range | null {
  for (const { coefficient: c, atoms } of monomials(form)) {
    const [q] = atoms;
    if (atoms.length !== 1 || q?.kind !== "floordiv" || typeof q.right !== "number" || q.right <= 0) continue;
    const k = q.right;
    const { min, max } = range(add(mul(k, sub(form, mul(c, q))), mul(c, q.left)));
    const slack = c > 0 ? { min: -c * (k - 1), max: 0 } : { min: 0, max: -c * (k - 1) };
    return { min: Math.ceil((min + slack.min) / k), max: Math.floor((max + slack.max) / k) };
  }
  return null;
}
