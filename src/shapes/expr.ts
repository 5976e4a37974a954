/**
 * Interned constructors of symbolic integers in canonical form: sums are expanded polynomials over atoms (symbols, quotients,
 * remainders, …), with one monomial a term, so equal polynomials are identical objects.
 */

import { simplifyFloorDiv, simplifyMinMax, simplifyMod } from "./simplify.ts";
import type { SymExpr, SymInt } from "./types.ts";

const interned = new Map<string, SymExpr>();
let nextId = 1;

/** Python's floor division on exact integers; throws on zero as Python does. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw new RangeError("integer division or modulo by zero");
  return Math.floor(a / b) + 0;
}

/** Python's modulo: the sign of the divisor. */
export function modulo(a: number, b: number): number {
  return a - floorDivide(a, b) * b + 0;
}

export function isExpr(value: SymInt): value is SymExpr {
  return typeof value !== "number";
}

export const key = (value: SymInt): string => (typeof value === "number" ? `#${value}` : String(value.id));

function intern(text: string, make: (id: number) => SymExpr): SymExpr {
  let found = interned.get(text);
  if (found === undefined) {
    found = Object.freeze(make(nextId++));
    interned.set(text, found);
  }
  return found;
}

export function symbol(name: string): Extract<SymExpr, { kind: "symbol" }> {
  const made = intern(`symbol ${name}`, (id) => ({ kind: "symbol", name, id }));
  if (made.kind !== "symbol") throw new Error("a symbol's key is taken");
  return made;
}

/** An integer whose inside the algebra does not see; the same name and arguments are the same value. */
export function opaque(name: string, args: readonly SymInt[] = []): SymExpr {
  return intern(`opaque ${name} ${args.map(key).join(" ")}`, (id) => ({ kind: "opaque", name, args, id }));
}

/** coefficient × product of atoms (sorted by id, repeated for powers). */
export interface Monomial {
  readonly coefficient: number;
  readonly atoms: readonly SymExpr[];
}

/** The monomials of a canonical value, the constant one last. */
export function monomials(value: SymInt): readonly Monomial[] {
  if (typeof value === "number") return value === 0 ? [] : [{ coefficient: value, atoms: [] }];
  if (value.kind === "add") return value.terms.flatMap(monomials);
  if (value.kind !== "mul") return [{ coefficient: 1, atoms: [value] }];
  const [first] = value.factors;
  return typeof first === "number"
    ? [{ coefficient: first, atoms: value.factors.slice(1).filter(isExpr) }]
    : [{ coefficient: 1, atoms: value.factors.filter(isExpr) }];
}

function fromMonomial({ coefficient, atoms }: Monomial): SymInt {
  const [only] = atoms;
  if (only === undefined || coefficient === 0) return coefficient;
  if (atoms.length === 1 && coefficient === 1) return only;
  const factors: SymInt[] = coefficient === 1 ? [...atoms] : [coefficient, ...atoms];
  return intern(`mul ${factors.map(key).join(" ")}`, (id) => ({ kind: "mul", factors, id }));
}

/** Sums monomials: like ones are collected, the constant goes last, the others by degree and age. */
export function fromMonomials(list: readonly Monomial[]): SymInt {
  const sums = new Map<string, Monomial>();
  for (const m of list) {
    const k = m.atoms.map((a) => a.id).join(" ");
    const old = sums.get(k);
    sums.set(k, old ? { coefficient: old.coefficient + m.coefficient, atoms: m.atoms } : m);
  }
  const kept = [...sums.values()].filter((m) => m.coefficient !== 0).sort(compareMonomials);
  const [first] = kept;
  if (first === undefined) return 0;
  if (kept.length === 1) return fromMonomial(first);
  const terms = kept.map(fromMonomial);
  return intern(`add ${terms.map(key).join(" ")}`, (id) => ({ kind: "add", terms, id }));
}

function compareMonomials(a: Monomial, b: Monomial): number {
  if (a.atoms.length !== b.atoms.length) return b.atoms.length - a.atoms.length;
  for (let i = 0; i < a.atoms.length; i++) {
    const d = (a.atoms[i]?.id ?? 0) - (b.atoms[i]?.id ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}

export function add(...terms: readonly SymInt[]): SymInt {
  const [a, b] = terms;
  if (terms.length === 2 && typeof a === "number" && typeof b === "number") return a + b;
  return fromMonomials(terms.flatMap(monomials));
}

export function neg(value: SymInt): SymInt {
  return mul(-1, value);
}

export function sub(a: SymInt, b: SymInt): SymInt {
  return typeof a === "number" && typeof b === "number" ? a - b : a === b ? 0 : add(a, neg(b));
}

/** Products of larger sums than this stay unexpanded; nothing depends on them being canonical. */
const MAX_EXPANSION = 256;

export function mul(...factors: readonly SymInt[]): SymInt {
  let product: SymInt = 1;
  for (const f of factors) product = mul2(product, f);
  return product;
}

function mul2(a: SymInt, b: SymInt): SymInt {
  if (typeof a === "number" && typeof b === "number") return a * b + 0;
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  if (b === 1) return a;
  const left = monomials(a);
  const right = monomials(b);
  if (left.length * right.length > MAX_EXPANSION && typeof a !== "number" && typeof b !== "number") {
    return opaque("mul", a.id < b.id ? [a, b] : [b, a]);
  }
  return fromMonomials(left.flatMap((x) => right.map((y) => multiplyMonomials(x, y))));
}

function multiplyMonomials(x: Monomial, y: Monomial): Monomial {
  const atoms = [...x.atoms, ...y.atoms].sort((p, q) => p.id - q.id);
  return { coefficient: x.coefficient * y.coefficient, atoms };
}

/** `left // right`, as Python's. */
export function floordiv(left: SymInt, right: SymInt): SymInt {
  if (typeof left === "number" && typeof right === "number") return floorDivide(left, right);
  return (
    simplifyFloorDiv(left, right) ??
    intern(`floordiv ${key(left)} ${key(right)}`, (id) => ({ kind: "floordiv", left, right, id }))
  );
}

/** `-(-left // right)`. */
export function ceildiv(left: SymInt, right: SymInt): SymInt {
  return neg(floordiv(neg(left), right));
}

/** `left % right`, as Python's. */
export function mod(left: SymInt, right: SymInt): SymInt {
  if (typeof left === "number" && typeof right === "number") return modulo(left, right);
  return (
    simplifyMod(left, right) ?? intern(`mod ${key(left)} ${key(right)}`, (id) => ({ kind: "mod", left, right, id }))
  );
}

/** `left ** right` for a right that is not negative. */
export function pow(left: SymInt, right: SymInt): SymInt {
  if (typeof right === "number" && Number.isInteger(right) && right >= 0 && right <= 16) {
    return mul(...new Array<SymInt>(right).fill(left));
  }
  if (typeof left === "number" && typeof right === "number") return left ** right;
  return intern(`pow ${key(left)} ${key(right)}`, (id) => ({ kind: "pow", left, right, id }));
}

export function min(...args: readonly SymInt[]): SymInt {
  return extremum("min", args);
}

export function max(...args: readonly SymInt[]): SymInt {
  return extremum("max", args);
}

function extremum(kind: "min" | "max", args: readonly SymInt[]): SymInt {
  const flat = simplifyMinMax(kind, args);
  const [only] = flat;
  if (flat.length === 1 && only !== undefined) return only;
  return intern(`${kind} ${flat.map(key).join(" ")}`, (id) => ({ kind, args: flat, id }));
}

/** The product of sizes. */
export function product(sizes: readonly SymInt[]): SymInt {
  return mul(...sizes);
}

/** The symbols (and opaque values) that a value is made of. */
export function freeSymbols(value: SymInt, into: Set<SymExpr> = new Set()): Set<SymExpr> {
  if (typeof value === "number") return into;
  switch (value.kind) {
    case "symbol":
      into.add(value);
      break;
    case "add":
      for (const t of value.terms) freeSymbols(t, into);
      break;
    case "mul":
      for (const f of value.factors) freeSymbols(f, into);
      break;
    case "floordiv":
    case "mod":
    case "pow":
      freeSymbols(value.left, into);
      freeSymbols(value.right, into);
      break;
    case "min":
    case "max":
      for (const a of value.args) freeSymbols(a, into);
      break;
    case "opaque":
      if (value.name === "mul") for (const a of value.args) freeSymbols(a, into);
      else into.add(value);
  }
  return into;
}

/** Rebuilds a value with `leaf` applied to its symbols and opaque values; every node is canonicalised again. */
export function mapLeaves(value: SymInt, leaf: (e: SymExpr) => SymInt): SymInt {
  if (typeof value === "number") return value;
  const go = (v: SymInt) => mapLeaves(v, leaf);
  switch (value.kind) {
    case "symbol":
      return leaf(value);
    case "add":
      return add(...value.terms.map(go));
    case "mul":
      return mul(...value.factors.map(go));
    case "floordiv":
      return floordiv(go(value.left), go(value.right));
    case "mod":
      return mod(go(value.left), go(value.right));
    case "pow":
      return pow(go(value.left), go(value.right));
    case "min":
      return min(...value.args.map(go));
    case "max":
      return max(...value.args.map(go));
    case "opaque":
      return value.name === "mul" ? mul(...value.args.map(go)) : leaf(value);
  }
}

/** The value at a point; null when `at` does not know a symbol, or a division by zero occurs. */
export function evaluate(value: SymInt, at: (e: SymExpr) => number | null): number | null {
  let unknown = false;
  try {
    const result = mapLeaves(value, (e) => {
      const v = at(e);
      if (v === null) unknown = true;
      return v ?? 0;
    });
    return unknown || typeof result !== "number" ? null : result;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
