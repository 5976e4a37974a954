/** `match` statements (PEP 634). Names are bound only when the whole pattern has matched. */

import type {
  Expr,
  Match,
  MatchAs,
  MatchCase,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  Pattern,
  Position,
} from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { jumpIf } from "./conditions.ts";
import { FALSE, intConstant, NONE, TRUE } from "./constant_pool.ts";
import { compileExpr, namesConstant } from "./expressions.ts";
import { foldConstant, foldSequence } from "./fold.ts";
import type { Label } from "./instruction_stream.ts";
import { storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import { emitUnpack } from "./targets.ts";
import type { Unit } from "./unit.ts";

/** COMPARE_OP's oparg for `==`. */
const EQUAL = (2 << 4) | 8;

/**
 * The state of one pattern. The stack holds the captured values of `stores` (the first on top), above them `onTop`
 * values that the pattern still works on, and at the top the subject.
 */
interface Context {
  stores: string[];
  /** `fail[n]` pops n values and goes to the next case. */
  fail: Label[];
  onTop: number;
  allowIrrefutable: boolean;
}

export function compileMatch(unit: Unit, stmt: Match): void {
  const { cases, pos } = stmt;
  compileExpr(unit, stmt.subject);
  const end = unit.newLabel();
  cases.forEach((matchCase, i) => {
    const isLast = i === cases.length - 1;
    // The last case uses the subject itself; the others a copy.
    if (!isLast) unit.emit(Opcode.COPY, 1, matchCase.pattern.pos);
    compileCase(unit, matchCase, isLast, end);
  });
  unit.place(end, pos);
}

function compileCase(unit: Unit, { pattern, guard, body }: MatchCase, isLast: boolean, end: Label): void {
  const { pos } = pattern;
  const context: Context = { stores: [], fail: [], onTop: 0, allowIrrefutable: guard !== null || isLast };
  compilePattern(unit, pattern, context);
  for (const name of context.stores) storeName(unit, name, pos);
  if (guard !== null) {
    // A failed guard has only the subject's copy to pop, if there is one.
    const failed = failLabel(unit, context, 0);
    jumpIf(unit, guard, failed, false);
  }
  if (!isLast) unit.emit(Opcode.POP_TOP, 0, pos);
  compileBody(unit, body);
  unit.jump(end, pos);
  placeFailures(unit, context, pos);
}

function failLabel(unit: Unit, context: Context, pops: number): Label {
  while (context.fail.length <= pops) context.fail.push(unit.newLabel());
  const label = context.fail[pops];
  if (label === undefined) throw new Error("no label to fail to");
  return label;
}

/** A jump on failure, popping all that the pattern has on the stack. */
function failIfFalse(unit: Unit, context: Context, pos: Position): void {
  unit.emit(Opcode.POP_JUMP_IF_FALSE, failLabel(unit, context, context.onTop + context.stores.length), pos);
}

function fail(unit: Unit, context: Context, pos: Position): void {
  unit.jump(failLabel(unit, context, context.onTop + context.stores.length), pos);
}

/** Places the labels of failure, deepest first: each pops one value and falls to the next. */
function placeFailures(unit: Unit, context: Context, pos: Position): void {
  for (let i = context.fail.length - 1; i >= 0; i--) {
    const label = context.fail[i];
    if (label === undefined) continue;
    unit.place(label, pos);
    if (i > 0) unit.emit(Opcode.POP_TOP, 0, pos);
  }
  context.fail = [];
}

/** Matches the value on top and consumes it. */
function compilePattern(unit: Unit, pattern: Pattern, context: Context): void {
  const { pos } = pattern;
  switch (pattern.kind) {
    case "MatchValue":
      compileExpr(unit, pattern.value);
      unit.emit(Opcode.COMPARE_OP, EQUAL, pos);
      failIfFalse(unit, context, pos);
      return;
    case "MatchSingleton":
      unit.emitConst(pattern.value === null ? NONE : pattern.value ? TRUE : FALSE, pos);
      unit.emit(Opcode.IS_OP, 0, pos);
      failIfFalse(unit, context, pos);
      return;
    case "MatchSequence":
      compileSequence(unit, pattern, context);
      return;
    case "MatchMapping":
      compileMapping(unit, pattern, context);
      return;
    case "MatchClass":
      compileClass(unit, pattern, context);
      return;
    case "MatchStar":
      capture(unit, pattern.name, context, pos);
      return;
    case "MatchAs":
      compileAs(unit, pattern, context);
      return;
    case "MatchOr":
      compileOr(unit, pattern, context);
      return;
  }
}

function compileSubpattern(unit: Unit, pattern: Pattern, context: Context): void {
  const before = context.allowIrrefutable;
  context.allowIrrefutable = true;
  compilePattern(unit, pattern, context);
  context.allowIrrefutable = before;
}

/** Puts the value on top under everything that the pattern still works on, to be stored at the end. */
function capture(unit: Unit, name: string | null, context: Context, pos: Position): void {
  if (name === null) {
    unit.emit(Opcode.POP_TOP, 0, pos);
    return;
  }
  if (context.stores.includes(name)) throw unit.error(`multiple assignments to name '${name}' in pattern`, pos);
  rotate(unit, context.onTop + context.stores.length + 1, pos);
  context.stores.push(name);
}

/** Moves the top value down to position `count` from the top. */
function rotate(unit: Unit, count: number, pos: Position): void {
  for (let i = count; i > 1; i--) unit.emit(Opcode.SWAP, i, pos);
}

function compileAs(unit: Unit, pattern: MatchAs, context: Context): void {
  const { pos, name } = pattern;
  if (pattern.pattern === null) {
    if (!context.allowIrrefutable) {
      throw unit.error(
        name === null
          ? "wildcard makes remaining patterns unreachable"
          : `name capture '${name}' makes remaining patterns unreachable`,
        pos,
      );
    }
    capture(unit, name, context, pos);
    return;
  }
  context.onTop++;
  unit.emit(Opcode.COPY, 1, pos);
  compilePattern(unit, pattern.pattern, context);
  context.onTop--;
  capture(unit, name, context, pos);
}

function isWildcard(pattern: Pattern): boolean {
  return pattern.kind === "MatchAs" && pattern.pattern === null && pattern.name === null;
}

function isStarWildcard(pattern: Pattern): boolean {
  return pattern.kind === "MatchStar" && pattern.name === null;
}

function compileSequence(unit: Unit, pattern: MatchSequence, context: Context): void {
  const { patterns, pos } = pattern;
  const stars = patterns.flatMap((p, i) => (p.kind === "MatchStar" ? [i] : []));
  if (stars.length > 1) throw unit.error("multiple starred expressions in sequence pattern", pos);
  const [star] = stars;
  const onlyWildcards = patterns.every((p) => isWildcard(p) || isStarWildcard(p));
  context.onTop++;
  unit.emit(Opcode.MATCH_SEQUENCE, 0, pos);
  failIfFalse(unit, context, pos);
  const least = star === undefined ? patterns.length : patterns.length - 1;
  if (star === undefined || least > 0) {
    unit.emit(Opcode.GET_LEN, 0, pos);
    unit.emitConst(intConstant(least), pos);
    unit.emit(Opcode.COMPARE_OP, star === undefined ? EQUAL : (5 << 4) | 12, pos);
    failIfFalse(unit, context, pos);
  }
  context.onTop--;
  if (onlyWildcards) {
    unit.emit(Opcode.POP_TOP, 0, pos);
    return;
  }
  const starPattern = star === undefined ? undefined : patterns[star];
  if (star !== undefined && starPattern !== undefined && isStarWildcard(starPattern)) {
    compileByIndex(unit, patterns, star, context, pos);
    return;
  }
  emitUnpack(unit, patterns.length, stars, pos, "multiple starred expressions in sequence pattern");
  context.onTop += patterns.length;
  for (const inner of patterns) {
    context.onTop--;
    compileSubpattern(unit, inner, context);
  }
}

/** With `*_` in it, only the elements that matter are looked at. */
function compileByIndex(unit: Unit, patterns: readonly Pattern[], star: number, context: Context, pos: Position): void {
  context.onTop++;
  patterns.forEach((inner, i) => {
    if (isWildcard(inner) || i === star) return;
    unit.emit(Opcode.COPY, 1, pos);
    if (i < star) unit.emitConst(intConstant(i), pos);
    else {
      unit.emit(Opcode.GET_LEN, 0, pos);
      unit.emitConst(intConstant(patterns.length - i), pos);
      unit.emit(Opcode.BINARY_OP, 10, pos);
    }
    unit.emit(Opcode.BINARY_SUBSCR, 0, pos);
    compileSubpattern(unit, inner, context);
  });
  context.onTop--;
  unit.emit(Opcode.POP_TOP, 0, pos);
}

function compileMapping(unit: Unit, pattern: MatchMapping, context: Context): void {
  const { keys, patterns, rest, pos } = pattern;
  context.onTop++;
  unit.emit(Opcode.MATCH_MAPPING, 0, pos);
  failIfFalse(unit, context, pos);
  if (keys.length === 0 && rest === null) {
    context.onTop--;
    unit.emit(Opcode.POP_TOP, 0, pos);
    return;
  }
  if (keys.length > 0) {
    unit.emit(Opcode.GET_LEN, 0, pos);
    unit.emitConst(intConstant(keys.length), pos);
    unit.emit(Opcode.COMPARE_OP, (5 << 4) | 12, pos);
    failIfFalse(unit, context, pos);
  }
  emitKeys(unit, keys, pos);
  unit.emit(Opcode.MATCH_KEYS, 0, pos);
  // On the stack now: subject, keys, values or None.
  context.onTop += 2;
  unit.emit(Opcode.COPY, 1, pos);
  unit.emitNone(pos);
  unit.emit(Opcode.IS_OP, 1, pos);
  failIfFalse(unit, context, pos);
  unit.emit(Opcode.UNPACK_SEQUENCE, patterns.length, pos);
  context.onTop += patterns.length - 1;
  for (const inner of patterns) {
    context.onTop--;
    compileSubpattern(unit, inner, context);
  }
  context.onTop -= 2;
  if (rest === null) {
    unit.emit(Opcode.POP_TOP, 0, pos);
    unit.emit(Opcode.POP_TOP, 0, pos);
    return;
  }
  // The rest is a new dict of the subject without the keys.
  unit.emit(Opcode.BUILD_MAP, 0, pos);
  unit.emit(Opcode.SWAP, 3, pos);
  unit.emit(Opcode.DICT_UPDATE, 2, pos);
  unit.emit(Opcode.UNPACK_SEQUENCE, keys.length, pos);
  for (let left = keys.length; left > 0; left--) {
    unit.emit(Opcode.COPY, 1 + left, pos);
    unit.emit(Opcode.SWAP, 2, pos);
    unit.emit(Opcode.DELETE_SUBSCR, 0, pos);
  }
  capture(unit, rest, context, pos);
}

/** The tuple of a mapping pattern's keys: literals and dotted names. */
function emitKeys(unit: Unit, keys: readonly Expr[], pos: Position): void {
  const folded = foldSequence(keys, "tuple");
  checkDuplicateKeys(unit, keys);
  if (folded !== null) {
    unit.emitConst(folded, pos);
    return;
  }
  for (const key of keys) compileExpr(unit, key);
  unit.emit(Opcode.BUILD_TUPLE, keys.length, pos);
}

function checkDuplicateKeys(unit: Unit, keys: readonly Expr[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const constant = foldConstant(key);
    if (constant === null || constant.type !== "str") continue;
    if (seen.has(constant.value)) throw unit.error("mapping pattern checks duplicate key", key.pos);
    seen.add(constant.value);
  }
}

function compileClass(unit: Unit, pattern: MatchClass, context: Context): void {
  const { cls, patterns, kwdAttrs, kwdPatterns, pos } = pattern;
  const repeated = kwdAttrs.find((name, i) => kwdAttrs.indexOf(name) < i);
  if (repeated !== undefined) throw unit.error(`attribute name repeated in class pattern: ${repeated}`, pos);
  compileExpr(unit, cls);
  unit.emitConst(namesConstant(kwdAttrs), pos);
  unit.emit(Opcode.MATCH_CLASS, patterns.length, pos);
  unit.emit(Opcode.COPY, 1, pos);
  unit.emitNone(pos);
  unit.emit(Opcode.IS_OP, 1, pos);
  context.onTop++;
  failIfFalse(unit, context, pos);
  const all = [...patterns, ...kwdPatterns];
  unit.emit(Opcode.UNPACK_SEQUENCE, all.length, pos);
  context.onTop += all.length - 1;
  for (const inner of all) {
    context.onTop--;
    if (isWildcard(inner)) unit.emit(Opcode.POP_TOP, 0, pos);
    else compileSubpattern(unit, inner, context);
  }
}

/** Every alternative binds the same names; they are brought into one order on the stack. */
function compileOr(unit: Unit, pattern: MatchOr, context: Context): void {
  const { patterns, pos } = pattern;
  const end = unit.newLabel();
  let control: string[] | null = null;
  patterns.forEach((alternative, i) => {
    const inner: Context = {
      stores: [],
      fail: [],
      onTop: 0,
      allowIrrefutable: i === patterns.length - 1 && context.allowIrrefutable,
    };
    unit.emit(Opcode.COPY, 1, alternative.pos);
    compilePattern(unit, alternative, inner);
    if (control === null) control = inner.stores;
    else orderAlike(unit, control, inner.stores, alternative.pos);
    unit.jump(end, alternative.pos);
    placeFailures(unit, inner, alternative.pos);
  });
  const names: string[] = control ?? [];
  // No alternative matched: the subject goes, and the whole pattern fails.
  unit.emit(Opcode.POP_TOP, 0, pos);
  fail(unit, context, pos);
  unit.place(end, pos);
  // The captured values go under what the outer pattern has on the stack, and the subject's copy goes.
  const below = names.length + 1 + context.onTop + context.stores.length;
  for (const name of names) {
    rotate(unit, below, pos);
    if (context.stores.includes(name)) throw unit.error(`multiple assignments to name '${name}' in pattern`, pos);
    context.stores.push(name);
  }
  unit.emit(Opcode.POP_TOP, 0, pos);
}

/** Brings the captured values of an alternative, which end at the top of the stack, into the order `control`. */
function orderAlike(unit: Unit, control: readonly string[], stores: string[], pos: Position): void {
  const differs = control.length !== stores.length || control.some((name) => !stores.includes(name));
  if (differs) throw unit.error("alternative patterns bind different names", pos);
  // Selection sort, deepest first, by swaps with the top, which is the first of `stores`.
  const swapWithTop = (at: number): void => {
    if (at === 0) return;
    unit.emit(Opcode.SWAP, at + 1, pos);
    const a = stores[at];
    const b = stores[0];
    if (a === undefined || b === undefined) throw new Error("a captured name is missing");
    stores[at] = b;
    stores[0] = a;
  };
  for (let i = control.length - 1; i > 0; i--) {
    const name = control[i];
    if (name === undefined || stores[i] === name) continue;
    swapWithTop(stores.indexOf(name));
    swapWithTop(i);
  }
}
