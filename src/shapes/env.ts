/** The knowledge about the sizes of one program: hints, ranges, equalities and recorded guards. */

import type { Span } from "../diagnostics/span.ts";
import { comparedInts, eq, linearForm, mapInts, ne, not } from "./bool.ts";
import { add, evaluate, freeSymbols, isExpr, key, mapLeaves, mod, monomials, mul, sub, symbol } from "./expr.ts";
import { printBool } from "./print.ts";
import { ALL, intersect, type Range, rangeOf, rangeThroughQuotient } from "./ranges.ts";
import type { BoolExpr, Guard, SymBool, SymExpr, SymInt } from "./types.ts";

type Symbol_ = Extract<SymExpr, { kind: "symbol" }>;

/** A condition on sizes that only the data decides. */
export class DataDependentError extends Error {
  readonly condition: SymBool;
  constructor(condition: SymBool) {
    super(`Could not guard on data-dependent expression ${printBool(condition)}`);
    this.condition = condition;
  }
}

/** A condition that was promised or required, and is false. */
export class ShapeConditionError extends Error {
  readonly condition: SymBool;
  constructor(condition: SymBool, reason: string) {
    super(`${reason}: ${printBool(condition)} does not hold`);
    this.condition = condition;
  }
}

export interface SymbolInfo {
  readonly symbol: Symbol_;
  /** The size of the example input; null for an unbacked symbol. */
  readonly hint: number | null;
  /** Which size it stands for: `x.size()[0]`; null for an unbacked symbol. */
  readonly source: string | null;
  /** Name of the user's `Dim`. */
  readonly userName: string | null;
  /** The range that was declared, before guards narrowed it. */
  readonly declared: Range;
}

export interface SymbolOptions {
  readonly hint: number;
  readonly source: string;
  readonly userName?: string | null;
  readonly min?: number;
  readonly max?: number;
}

/** A guard that fixed a symbol to a number or to other symbols. */
export interface Substitution {
  readonly symbol: Symbol_;
  readonly value: SymInt;
  readonly guard: Guard;
}

export class ShapeEnv {
  readonly guards: Guard[] = [];
  readonly substitutions: Substitution[] = [];
  /** Where the program is; guards carry it. */
  span: Span | null = null;
  private readonly infos = new Map<SymExpr, SymbolInfo>();
  private readonly bounds = new Map<number, Range>();
  private readonly replaced = new Map<SymExpr, SymInt>();
  private readonly facts = new Set<SymBool>();
  private readonly excluded = new Map<number, Set<number>>();
  private backed = 0;
  private unbacked = 0;

  /** A size of an input that may vary. Sizes 0 and 1 are special cases of many operators: a dynamic size is at least 2, unless the example is smaller or it is said otherwise. */
  backedSymbol(options: SymbolOptions): Symbol_ {
    const made = symbol(`s${this.backed++}`);
    this.declare(made, options.hint, options.source, options.userName ?? null, {
      min: options.min ?? Math.min(options.hint, 2),
      max: options.max ?? Number.POSITIVE_INFINITY,
    });
    return made;
  }

  /** Takes over a symbol that was made elsewhere (a program that was read from a file). */
  declare(made: Symbol_, hint: number | null, source: string | null, userName: string | null, declared: Range): void {
    this.infos.set(made, { symbol: made, hint, source, userName, declared });
    this.bounds.set(made.id, declared);
    const number = /^([su])(\d+)$/.exec(made.name);
    if (number?.[1] === "s") this.backed = Math.max(this.backed, Number(number[2]) + 1);
    if (number?.[1] === "u") this.unbacked = Math.max(this.unbacked, Number(number[2]) + 1);
  }

  fresh(min: number, max: number): Symbol_ {
    const made = symbol(`u${this.unbacked++}`);
    this.declare(made, null, null, null, { min, max });
    return made;
  }

  get symbols(): readonly SymbolInfo[] {
    return [...this.infos.values()];
  }

  info(s: SymExpr): SymbolInfo | null {
    return this.infos.get(s) ?? null;
  }

  /** The range of a value as it is known now. */
  range(value: SymInt): Range {
    return rangeOf(this.simplify(value), (e) => this.bounds.get(e.id) ?? ALL);
  }

  /** The value with every equality applied that is known, and what the ranges decide. */
  simplify(value: SymInt): SymInt {
    if (typeof value === "number") return value;
    return this.narrow(this.replaced.size === 0 ? value : this.substitute(value));
  }

  private substitute(value: SymInt): SymInt {
    return mapLeaves(value, (e) => {
      const to = this.replaced.get(e);
      return to === undefined ? e : this.substitute(to);
    });
  }

  /** A remainder or quotient that the range makes trivial, an extremum that one argument always wins. */
  private narrow(value: SymInt): SymInt {
    if (typeof value === "number") return value;
    const known = (e: SymExpr) => this.bounds.get(e.id) ?? ALL;
    const r = rangeOf(value, known);
    if (r.min === r.max) return r.min;
    if (value.kind === "add" || value.kind === "mul") {
      const parts = value.kind === "add" ? value.terms : value.factors;
      const narrowed = parts.map((p) => this.narrow(p));
      if (narrowed.every((p, i) => p === parts[i])) return value;
      return value.kind === "add" ? add(...narrowed) : mul(...narrowed);
    }
    if (value.kind === "mod") {
      const left = rangeOf(value.left, known);
      if (left.min >= 0 && left.max < rangeOf(value.right, known).min) return value.left;
      if (this.facts.has(eq(value, 0))) return 0;
    }
    if (value.kind === "min" || value.kind === "max") {
      const sign = value.kind === "min" ? 1 : -1;
      for (const winner of value.args) {
        const wins = value.args.every((o) => o === winner || rangeOf(mul(sign, sub(o, winner)), known).min >= 0);
        if (wins) return winner;
      }
    }
    return value;
  }

  hint(value: SymInt): number | null {
    return evaluate(value, (e) => this.symbolHint(e));
  }

  private symbolHint(e: SymExpr): number | null {
    const hint = this.infos.get(e)?.hint ?? null;
    if (hint !== null) return hint;
    const to = this.replaced.get(e);
    return to === undefined ? null : this.hint(to);
  }

  /**
   * Whether the example's size stands for all: not for what only the data decide, nor for the sizes 0 and 1, which many
   * operators treat specially.
   */
  representative(value: SymInt): boolean {
    if (typeof value === "number") return true;
    return [...freeSymbols(value)].every((s) => (this.symbolHint(s) ?? 0) >= 2);
  }

  /** The value at the example input, where that is representative; 2 stands for every other size. */
  typical(value: SymInt): number {
    return evaluate(value, (e) => Math.max(this.symbolHint(e) ?? 2, 2)) ?? 2;
  }

  /** The truth at the example input; null when it depends on data. */
  hintOf(condition: SymBool): boolean | null {
    let unknown = false;
    const result = mapInts(condition, (v) => {
      const h = this.hint(v);
      if (h === null) unknown = true;
      return h ?? v;
    });
    return unknown || typeof result !== "boolean" ? null : result;
  }

  prove(condition: SymBool): boolean | null {
    if (typeof condition === "boolean") return condition;
    const simple = mapInts(condition, (v) => this.simplify(v));
    if (typeof simple === "boolean") return simple;
    return this.proveSimple(simple);
  }

  private proveSimple(condition: BoolExpr): boolean | null {
    if (this.facts.has(condition)) return true;
    if (this.facts.has(not(condition))) return false;
    if (condition.kind === "not") {
      const inner = this.prove(condition.arg);
      return inner === null ? null : !inner;
    }
    if (!("left" in condition)) {
      const absorbing = condition.kind === "or";
      const parts = condition.args.map((a) => this.prove(a));
      if (parts.includes(absorbing)) return absorbing;
      return parts.includes(null) ? null : !absorbing;
    }
    const linear = linearForm(condition.kind, condition.left, condition.right);
    if (typeof linear === "boolean") return linear;
    const direct = (v: SymInt): Range => rangeOf(v, (e) => this.bounds.get(e.id) ?? ALL);
    const { min, max } = intersect(direct(linear.form), rangeThroughQuotient(linear.form, direct) ?? ALL);
    const c = linear.constant;
    switch (linear.op) {
      case "eq":
      case "ne": {
        const apart = c < min || c > max || this.isExcluded(linear.form, c) || this.incongruent(linear.form, c);
        const same = min === c && max === c;
        if (!apart && !same) return null;
        return apart === (linear.op === "ne");
      }
      case "lt":
        return max < c ? true : min >= c ? false : null;
      case "le":
        return max <= c ? true : min > c ? false : null;
      case "gt":
        return min > c ? true : max <= c ? false : null;
      case "ge":
        return min >= c ? true : max < c ? false : null;
    }
  }

  private isExcluded(form: SymInt, constant: number): boolean {
    return isExpr(form) && (this.excluded.get(form.id)?.has(constant) ?? false);
  }

  /** k·q + (x % k) style forms can't hit constants of another class: 2·s0 == 5 is decided by the canonical form, this does s0 with a known s0 % k. */
  private incongruent(form: SymInt, constant: number): boolean {
    for (const fact of this.facts) {
      if (typeof fact === "boolean" || fact.kind !== "eq") continue;
      const { left, right } = fact;
      if (!isExpr(left) || left.kind !== "mod" || left.left !== form) continue;
      if (typeof left.right === "number" && typeof right === "number") {
        const rest = mod(constant, left.right);
        if (typeof rest === "number" && rest !== right) return true;
      }
    }
    return false;
  }

  decide(condition: SymBool, reason: string): boolean {
    const proved = this.prove(condition);
    if (proved !== null) return proved;
    const simple = mapInts(condition, (v) => this.simplify(v));
    const truth = this.hintOf(simple);
    if (truth === null) throw new DataDependentError(simple);
    this.assume(truth ? simple : not(simple), reason);
    return truth;
  }

  require(condition: SymBool, reason: string): void {
    const proved = this.prove(condition);
    if (proved === true) return;
    const simple = mapInts(condition, (v) => this.simplify(v));
    if (proved === false || this.hintOf(simple) === false) throw new ShapeConditionError(simple, reason);
    this.assume(simple, reason);
  }

  /** The number that `value` is at the example input; recorded as a guard. */
  specialise(value: SymInt, reason: string): number {
    const simple = this.simplify(value);
    if (typeof simple === "number") return simple;
    const h = this.hint(simple);
    if (h === null) throw new DataDependentError(eq(simple, 0));
    this.assume(eq(simple, h), reason);
    return h;
  }

  /** Records a guard and learns from it. */
  private assume(condition: SymBool, reason: string): void {
    if (typeof condition === "boolean") return;
    const guard: Guard = { condition, span: this.span, reason };
    this.guards.push(guard);
    this.learn(condition, guard);
  }

  private learn(condition: SymBool, guard: Guard): void {
    if (typeof condition === "boolean") return;
    this.facts.add(condition);
    if (condition.kind === "and") {
      for (const part of condition.args) this.learn(part, guard);
      return;
    }
    if (!("left" in condition)) return;
    const linear = linearForm(condition.kind, condition.left, condition.right);
    if (typeof linear === "boolean" || typeof linear.form === "number") return;
    const { form, constant: c } = linear;
    switch (linear.op) {
      case "eq":
        this.learnEquality(form, c, guard);
        break;
      case "ne":
        this.exclude(form, c);
        break;
      case "lt":
        this.narrowTo(form, { min: Number.NEGATIVE_INFINITY, max: c - 1 });
        break;
      case "le":
        this.narrowTo(form, { min: Number.NEGATIVE_INFINITY, max: c });
        break;
      case "gt":
        this.narrowTo(form, { min: c + 1, max: Number.POSITIVE_INFINITY });
        break;
      case "ge":
        this.narrowTo(form, { min: c, max: Number.POSITIVE_INFINITY });
        break;
    }
  }

  private narrowTo(form: SymExpr, range: Range): void {
    this.bounds.set(form.id, intersect(this.bounds.get(form.id) ?? ALL, range));
  }

  private exclude(form: SymExpr, constant: number): void {
    const set = this.excluded.get(form.id) ?? new Set();
    set.add(constant);
    this.excluded.set(form.id, set);
    const known = this.bounds.get(form.id) ?? ALL;
    if (known.min === constant) this.narrowTo(form, { min: constant + 1, max: known.max });
    else if (known.max === constant) this.narrowTo(form, { min: known.min, max: constant - 1 });
  }

  /** form == c: solves for the youngest symbol that stands alone with coefficient ±1, unbacked ones first. */
  private learnEquality(form: SymExpr, c: number, guard: Guard): void {
    const candidates = monomials(form).filter((m) => {
      const [atom] = m.atoms;
      return m.atoms.length === 1 && Math.abs(m.coefficient) === 1 && atom !== undefined && this.infos.has(atom);
    });
    candidates.sort((a, b) => this.age(b.atoms[0]) - this.age(a.atoms[0]));
    for (const m of candidates) {
      const [atom] = m.atoms;
      if (atom?.kind !== "symbol") continue;
      const rest = sub(form, mul(m.coefficient, atom));
      if (freeSymbols(rest).has(atom)) continue;
      const value = mul(m.coefficient, sub(c, rest));
      const range = this.bounds.get(atom.id) ?? ALL;
      this.replaced.set(atom, value);
      this.substitutions.push({ symbol: atom, value, guard });
      if (isExpr(value)) this.narrowTo(value, range);
      return;
    }
    this.narrowTo(form, { min: c, max: c });
  }

  private age(s: SymExpr | undefined): number {
    if (!s) return -1;
    const unbacked = this.infos.get(s)?.hint === null ? 1e9 : 0;
    return unbacked + [...this.infos.keys()].indexOf(s);
  }

  /** Text that changes exactly when what is known changes; a cache of derived facts can be keyed by it. */
  get version(): string {
    return `${this.infos.size}/${this.guards.length}`;
  }

  /** True when no guard is known that speaks of this value (a size that stayed free). */
  isFree(value: SymInt): boolean {
    const symbols = freeSymbols(value);
    return !this.guards.some((g) =>
      comparedInts(g.condition).some((v) => [...freeSymbols(v)].some((s) => symbols.has(s))),
    );
  }

  /** Whether `a == b` can be proved; a shorthand for shape functions. */
  same(a: SymInt, b: SymInt): boolean {
    return a === b || key(a) === key(b) || this.prove(ne(a, b)) === false;
  }
}
