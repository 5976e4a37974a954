/** Interned constructors of symbolic booleans. Comparisons are put as `non-constant part <op> constant` with positive leading coefficient. */

import { add, fromMonomials, key, monomials, mul, sub } from "./expr.ts";
import { gcd } from "./simplify.ts";
import type { BoolExpr, CompareOp, SymBool, SymInt } from "./types.ts";

const interned = new Map<string, BoolExpr>();
let nextId = 1;

function intern(text: string, make: (id: number) => BoolExpr): BoolExpr {
  let found = interned.get(text);
  if (found === undefined) {
    found = Object.freeze(make(nextId++));
    interned.set(text, found);
  }
  return found;
}

const boolKey = (value: SymBool): string => (typeof value === "boolean" ? String(value) : `b${value.id}`);

const COMPARE: Readonly<Record<CompareOp, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};
export const NEGATED: Readonly<Record<CompareOp, CompareOp>> = {
  eq: "ne",
  ne: "eq",
  lt: "ge",
  ge: "lt",
  gt: "le",
  le: "gt",
};
const MIRRORED: Readonly<Record<CompareOp, CompareOp>> = { eq: "eq", ne: "ne", lt: "gt", gt: "lt", le: "ge", ge: "le" };

/** `form ⋈ constant`: form has no constant term, coprime coefficients, and a positive leading one; all equal forms are one object. */
export interface LinearForm {
  readonly op: CompareOp;
  readonly form: SymInt;
  readonly constant: number;
}

/** Null when the comparison is decided by itself (`decided` then says how). */
export function linearForm(op: CompareOp, left: SymInt, right: SymInt): LinearForm | boolean {
  const all = monomials(sub(left, right));
  const constant = -(all.find((m) => m.atoms.length === 0)?.coefficient ?? 0);
  const rest = all.filter((m) => m.atoms.length > 0);
  const [lead] = rest;
  if (lead === undefined) return COMPARE[op](0, constant);
  const g = rest.reduce((acc, m) => gcd(acc, m.coefficient), 0) * (lead.coefficient < 0 ? -1 : 1);
  const form = fromMonomials(rest.map((m) => ({ coefficient: m.coefficient / g, atoms: m.atoms })));
  const oriented = g < 0 ? MIRRORED[op] : op;
  const c = constant / g + 0;
  if (Number.isInteger(c)) return { op: oriented, form, constant: c };
  // The form is an integer: bounds are rounded, equality with a fraction is impossible.
  switch (oriented) {
    case "eq":
      return false;
    case "ne":
      return true;
    case "lt":
    case "le":
      return { op: "le", form, constant: Math.floor(c) };
    case "gt":
    case "ge":
      return { op: "ge", form, constant: Math.ceil(c) };
  }
}

/** A comparison in canonical form, or its truth. */
export function compare(op: CompareOp, left: SymInt, right: SymInt): SymBool {
  if (typeof left === "number" && typeof right === "number") return COMPARE[op](left, right);
  const linear = linearForm(op, left, right);
  if (typeof linear === "boolean") return linear;
  // Negative terms go to the other side, which reads better: s0 == s1, not s0 - s1 == 0.
  const all = monomials(linear.form);
  const lhs = fromMonomials(all.filter((m) => m.coefficient > 0));
  const negative = fromMonomials(all.filter((m) => m.coefficient < 0));
  const rhs = add(mul(-1, negative), linear.constant);
  return intern(`${linear.op} ${key(lhs)} ${key(rhs)}`, (id) => ({ kind: linear.op, left: lhs, right: rhs, id }));
}

export const eq = (a: SymInt, b: SymInt): SymBool => compare("eq", a, b);
export const ne = (a: SymInt, b: SymInt): SymBool => compare("ne", a, b);
export const lt = (a: SymInt, b: SymInt): SymBool => compare("lt", a, b);
export const le = (a: SymInt, b: SymInt): SymBool => compare("le", a, b);
export const gt = (a: SymInt, b: SymInt): SymBool => compare("gt", a, b);
export const ge = (a: SymInt, b: SymInt): SymBool => compare("ge", a, b);

export function not(value: SymBool): SymBool {
  if (typeof value === "boolean") return !value;
  switch (value.kind) {
    case "not":
      return value.arg;
    case "and":
      return or(...value.args.map(not));
    case "or":
      return and(...value.args.map(not));
    default:
      return compare(NEGATED[value.kind], value.left, value.right);
  }
}

export const and = (...args: readonly SymBool[]): SymBool => junction("and", args);
export const or = (...args: readonly SymBool[]): SymBool => junction("or", args);

function junction(kind: "and" | "or", args: readonly SymBool[]): SymBool {
  const absorbing = kind === "or";
  const kept = new Map<string, SymBool>();
  for (const a of args.flatMap((x) => (typeof x !== "boolean" && x.kind === kind ? x.args : [x]))) {
    if (a === absorbing) return absorbing;
    if (typeof a !== "boolean") kept.set(boolKey(a), a);
  }
  for (const a of kept.values()) if (kept.has(boolKey(not(a)))) return absorbing;
  const list = [...kept.values()].sort((a, b) => boolId(a) - boolId(b));
  const [only] = list;
  if (only === undefined) return !absorbing;
  if (list.length === 1) return only;
  return intern(`${kind} ${list.map(boolKey).join(" ")}`, (id) => ({ kind, args: list, id }));
}

const boolId = (value: SymBool): number => (typeof value === "boolean" ? 0 : value.id);

/** Rebuilds a boolean with `map` applied to the integers it compares. */
export function mapInts(value: SymBool, map: (v: SymInt) => SymInt): SymBool {
  if (typeof value === "boolean") return value;
  switch (value.kind) {
    case "not":
      return not(mapInts(value.arg, map));
    case "and":
      return and(...value.args.map((a) => mapInts(a, map)));
    case "or":
      return or(...value.args.map((a) => mapInts(a, map)));
    default:
      return compare(value.kind, map(value.left), map(value.right));
  }
}

/** The integers that a condition compares. */
export function comparedInts(value: SymBool): readonly SymInt[] {
  if (typeof value === "boolean") return [];
  switch (value.kind) {
    case "not":
      return comparedInts(value.arg);
    case "and":
    case "or":
      return value.args.flatMap(comparedInts);
    default:
      return [value.left, value.right];
  }
}
