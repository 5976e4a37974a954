/** Rewrite rules for quotients, remainders and extrema: a row a rule. A rule gives the simpler value, or null. */

import {
  add,
  floorDivide,
  floordiv,
  fromMonomials,
  isExpr,
  type Monomial,
  max,
  min,
  mod,
  monomials,
  mul,
} from "./expr.ts";
import type { SymExpr, SymInt } from "./types.ts";

type Rule = (left: SymInt, right: SymInt) => SymInt | null;

/** All rules hold wherever the original is defined (the divisor is not 0). */
const FLOORDIV_RULES: readonly Rule[] = [
  // x // 1 = x
  (x, k) => (k === 1 ? x : null),
  // x // -1 = -x
  (x, k) => (k === -1 ? mul(-1, x) : null),
  // 0 // x = 0
  (x) => (x === 0 ? 0 : null),
  // x // x = 1
  (x, k) => (x === k ? 1 : null),
  // (q·k + r) // k = q + r // k, for the monomials that k divides
  (x, k) => {
    const [quotient, rest] = splitMultiples(x, k);
    return quotient.length === 0 ? null : add(fromMonomials(quotient), floordiv(fromMonomials(rest), k));
  },
  // (g·x) // (g·k) = x // k, for a common positive number g or atom
  (x, k) => {
    const g = commonFactor(x, k);
    return g === null ? null : floordiv(divideBy(x, g), divideBy(k, g));
  },
  // (x // a) // b = x // (a·b), for positive numbers
  (x, k) =>
    isExpr(x) && x.kind === "floordiv" && isPositive(x.right) && isPositive(k)
      ? floordiv(x.left, mul(x.right, k))
      : null,
  // (x + c) // k with x a multiple of g, g | k: c may be rounded down to a multiple of g
  (x, k) => {
    if (!isPositive(k)) return null;
    const all = monomials(x);
    const c = all.find((m) => m.atoms.length === 0)?.coefficient ?? 0;
    const g = all.reduce((acc, m) => (m.atoms.length === 0 ? acc : gcd(acc, m.coefficient)), k);
    const rounded = g > 1 ? floorDivide(c, g) * g : c;
    return rounded === c ? null : floordiv(add(x, rounded - c), k);
  },
];

const MOD_RULES: readonly Rule[] = [
  // x % ±1 = 0
  (_, k) => (k === 1 || k === -1 ? 0 : null),
  // 0 % x = 0
  (x) => (x === 0 ? 0 : null),
  // (q·k + r) % k = r % k
  (x, k) => {
    const [quotient, rest] = splitMultiples(x, k);
    return quotient.length === 0 ? null : mod(fromMonomials(rest), k);
  },
  // (g·x) % (g·k) = g·(x % k), for a common positive number g
  (x, k) => {
    if (typeof k !== "number" || k <= 0) return null;
    const g = content(x, k);
    return g > 1 ? mul(g, mod(divideBy(x, { coefficient: g, atoms: [] }), k / g)) : null;
  },
  // (x % (a·k)) % k = x % k, for positive numbers
  (x, k) =>
    isExpr(x) && x.kind === "mod" && isPositive(x.right) && isPositive(k) && x.right % k === 0 ? mod(x.left, k) : null,
];

export function simplifyFloorDiv(left: SymInt, right: SymInt): SymInt | null {
  return firstOf(FLOORDIV_RULES, left, right);
}

export function simplifyMod(left: SymInt, right: SymInt): SymInt | null {
  return firstOf(MOD_RULES, left, right);
}

function firstOf(rules: readonly Rule[], left: SymInt, right: SymInt): SymInt | null {
  for (const rule of rules) {
    const result = rule(left, right);
    if (result !== null) return result;
  }
  return null;
}

/** min/max: flattened, without duplicates, numbers folded, and of values a constant apart only the extreme one. */
export function simplifyMinMax(kind: "min" | "max", args: readonly SymInt[]): readonly SymInt[] {
  const pick = kind === "min" ? Math.min : Math.max;
  const flat = args.flatMap((a) => (isExpr(a) && a.kind === kind ? a.args : [a]));
  const groups = new Map<string, { base: SymInt; offset: number }>();
  for (const value of flat) {
    const all = monomials(value);
    const offset = all.find((m) => m.atoms.length === 0)?.coefficient ?? 0;
    const base = add(value, -offset);
    const k = isExpr(base) ? String(base.id) : "number";
    const old = groups.get(k);
    groups.set(k, { base, offset: old ? pick(old.offset, offset) : offset });
  }
  return [...groups.values()]
    .map(({ base, offset }) => add(base, offset))
    .sort((a, b) => (isExpr(a) ? a.id : Number.POSITIVE_INFINITY) - (isExpr(b) ? b.id : Number.POSITIVE_INFINITY));
}

/** max(0, x) and min(k, x), used often. */
export const atLeast = (x: SymInt, low: number): SymInt => max(x, low);
export const atMost = (x: SymInt, high: SymInt): SymInt => min(x, high);

function isPositive(value: SymInt): value is number {
  return typeof value === "number" && value > 0;
}

export function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** gcd of all coefficients and `seed`. */
function content(value: SymInt, seed: number): number {
  return monomials(value).reduce((g, m) => gcd(g, m.coefficient), seed);
}

/** The monomials that a one-monomial `divisor` divides (as quotients), and the others. */
function splitMultiples(value: SymInt, divisor: SymInt): [Monomial[], Monomial[]] {
  const parts = monomials(divisor);
  const d = parts[0];
  const quotient: Monomial[] = [];
  const rest: Monomial[] = [];
  if (d === undefined || parts.length !== 1) return wholeMultiple(value, divisor);
  for (const m of monomials(value)) {
    const q = divideMonomial(m, d);
    if (q) quotient.push(q);
    else rest.push(m);
  }
  return [quotient, rest];
}

/** For a divisor with several terms: `value = c·divisor` for a single coefficient monomial c. */
function wholeMultiple(value: SymInt, divisor: SymInt): [Monomial[], Monomial[]] {
  const top = monomials(value)[0];
  const lead = monomials(divisor)[0];
  const q = top && lead ? divideMonomial(top, lead) : null;
  if (q && mul(fromMonomials([q]), divisor) === value) return [[q], []];
  return [[], [...monomials(value)]];
}

function divideMonomial(m: Monomial, d: Monomial): Monomial | null {
  if (m.coefficient % d.coefficient !== 0) return null;
  const atoms = [...m.atoms];
  for (const a of d.atoms) {
    const at = atoms.indexOf(a);
    if (at < 0) return null;
    atoms.splice(at, 1);
  }
  return { coefficient: m.coefficient / d.coefficient, atoms };
}

/** A common factor of all monomials of both, other than 1: a positive number and atoms. */
function commonFactor(a: SymInt, b: SymInt): Monomial | null {
  const all = [...monomials(a), ...monomials(b)];
  const [first, ...others] = all;
  if (first === undefined) return null;
  const coefficient = all.reduce((g, m) => gcd(g, m.coefficient), 0);
  const atoms: SymExpr[] = [];
  const left = others.map((m) => [...m.atoms]);
  for (const atom of first.atoms) {
    if (!left.every((l) => l.includes(atom))) continue;
    for (const l of left) l.splice(l.indexOf(atom), 1);
    atoms.push(atom);
  }
  return coefficient > 1 || atoms.length > 0 ? { coefficient, atoms } : null;
}

function divideBy(value: SymInt, d: Monomial): SymInt {
  return fromMonomials(
    monomials(value).map((m) => {
      const q = divideMonomial(m, d);
      if (!q) throw new Error("not a common factor");
      return q;
    }),
  );
}
