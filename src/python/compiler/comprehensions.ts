/** Comprehensions and generator expressions: inlined in functions (PEP 709), functions of their own elsewhere. */

import type { Comprehension, DictComp, Expr, GeneratorExp, ListComp, Position, SetComp } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { Binding, type Scope, Use } from "../symtable/scope.ts";
import { jumpIf } from "./conditions.ts";
import { compileExpr, emitDelegation, emitYield } from "./expressions.ts";
import { finishUnit, makeFunction, placeStopIterationHandler, startUnit } from "./functions.ts";
import { Pseudo } from "./instruction_stream.ts";
import { storeTarget } from "./targets.ts";
import type { Unit } from "./unit.ts";

type AnyComprehension = ListComp | SetComp | DictComp | GeneratorExp;

export function compileComprehension(unit: Unit, expr: AnyComprehension): void {
  const scope = unit.scopeOf(expr);
  const [first] = expr.generators;
  if (first === undefined) throw new Error("a comprehension without a for clause");
  const isAsync = scope.isCoroutine && scope.comprehension !== "generator";
  if (isAsync && !unit.ownScope.isCoroutine && unit.ownScope.comprehension !== "generator") {
    throw unit.error("asynchronous comprehension outside of an asynchronous function", expr.pos);
  }
  if (scope.inlined) compileInlined(unit, expr, scope, first);
  else compileAsFunction(unit, expr, scope, first, isAsync);
}

function compileAsFunction(
  unit: Unit,
  expr: AnyComprehension,
  scope: Scope,
  first: Comprehension,
  isAsync: boolean,
): void {
  const { pos } = expr;
  const inner = startUnit(unit, scope, scope.name, pos.line);
  inner.argcount = 1;
  if (expr.kind === "GeneratorExp") {
    const handler = inner.stream.setup(Pseudo.SETUP_CLEANUP, pos);
    inner.emit(Opcode.LOAD_FAST, 0, first.iter.pos);
    compileGenerators(inner, expr, 0, 0);
    finishUnit(inner, pos, handler);
  } else {
    const handler = scope.isCoroutine ? inner.stream.setup(Pseudo.SETUP_CLEANUP, pos) : null;
    emitEmpty(inner, expr);
    inner.emit(Opcode.LOAD_FAST, 0, first.iter.pos);
    compileGenerators(inner, expr, 0, 0);
    inner.emit(Opcode.RETURN_VALUE, 0, pos);
    if (handler !== null) placeStopIterationHandler(inner, pos, handler);
  }
  makeFunction(unit, inner, 0, pos);
  compileIterable(unit, first);
  unit.emit(Opcode.CALL, 0, pos);
  if (isAsync) {
    unit.emit(Opcode.GET_AWAITABLE, 0, pos);
    unit.emitNone(pos);
    emitDelegation(unit, true, pos);
  }
}

/** The variables' outer values are saved on the stack, under the iterator, and put back on every way out. */
function compileInlined(unit: Unit, expr: AnyComprehension, scope: Scope, first: Comprehension): void {
  const { pos } = expr;
  const { stream } = unit;
  compileIterable(unit, first);
  const outer = unit.scope;
  unit.scope = scope;
  const saved = saveVariables(unit, scope, pos);
  if (saved.length > 0) unit.emit(Opcode.SWAP, saved.length + 1, pos);
  const cleanup = saved.length > 0 ? stream.setup(Pseudo.SETUP_FINALLY, pos) : null;
  emitEmpty(unit, expr);
  unit.emit(Opcode.SWAP, 2, pos);
  compileGenerators(unit, expr, 0, 0);
  unit.scope = outer;
  if (cleanup === null) return;
  stream.popBlock();
  restoreVariables(unit, saved, pos);
  const end = unit.newLabel();
  unit.jump(end, pos);
  stream.placeHandler(cleanup, pos);
  unit.emit(Opcode.SWAP, 2, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  restoreVariables(unit, saved, pos);
  unit.emit(Opcode.RERAISE, 0, pos);
  unit.place(end, pos);
}

function saveVariables(unit: Unit, scope: Scope, pos: Position): number[] {
  const saved: number[] = [];
  for (const [name, symbol] of scope.symbols) {
    const isOwn = symbol.binding === Binding.LOCAL || symbol.binding === Binding.CELL;
    if (!isOwn || symbol.flags & Use.PARAM) continue;
    const slot = unit.comprehensionSlot(scope, name);
    unit.emit(Opcode.LOAD_FAST_AND_CLEAR, slot, pos);
    if (symbol.binding === Binding.CELL) unit.emit(Opcode.MAKE_CELL, slot, pos);
    saved.push(slot);
  }
  return saved;
}

/** The stack is `saved…, result`, but the swap that brought the iterator up put the last saved value first. */
function restoreVariables(unit: Unit, saved: readonly number[], pos: Position): void {
  unit.emit(Opcode.SWAP, saved.length + 1, pos);
  for (const slot of [...saved].reverse()) unit.stream.emit(Pseudo.STORE_FAST_MAYBE_NULL, slot, pos);
}

function emitEmpty(unit: Unit, expr: AnyComprehension): void {
  if (expr.kind === "ListComp") unit.emit(Opcode.BUILD_LIST, 0, expr.pos);
  else if (expr.kind === "SetComp") unit.emit(Opcode.BUILD_SET, 0, expr.pos);
  else if (expr.kind === "DictComp") unit.emit(Opcode.BUILD_MAP, 0, expr.pos);
}

function compileIterable(unit: Unit, { iter, isAsync }: Comprehension): void {
  compileExpr(unit, iter);
  unit.emit(isAsync ? Opcode.GET_AITER : Opcode.GET_ITER, 0, iter.pos);
}

/** The loops from clause `index` on; `depth` counts the iterators under the top one, above the result. */
function compileGenerators(unit: Unit, expr: AnyComprehension, index: number, depth: number): void {
  const generator = expr.generators[index];
  if (generator === undefined) {
    compileElement(unit, expr, depth);
    return;
  }
  const { target, iter, ifs, isAsync } = generator;
  const { stream } = unit;
  if (index > 0) {
    // `for y in [value]` binds a temporary: no list is made and no loop is run.
    const single = singleElement(iter);
    if (single !== null && !isAsync) {
      const skip = unit.newLabel();
      compileExpr(unit, single);
      storeTarget(unit, target);
      for (const test of ifs) jumpIf(unit, test, skip, false);
      compileGenerators(unit, expr, index + 1, depth);
      unit.place(skip, expr.pos);
      return;
    }
    compileIterable(unit, generator);
  }
  const start = unit.newLabel();
  const next = unit.newLabel();
  const exhausted = unit.newLabel();
  unit.place(start, iter.pos);
  if (isAsync) {
    const handler = stream.setup(Pseudo.SETUP_FINALLY, iter.pos);
    unit.emit(Opcode.GET_ANEXT, 0, iter.pos);
    unit.emitNone(iter.pos);
    emitDelegation(unit, true, iter.pos);
    stream.popBlock();
    compileIteration(unit, expr, index, depth, next);
    unit.place(next, expr.pos);
    unit.jump(start, expr.pos);
    stream.placeHandler(handler, iter.pos);
    unit.emit(Opcode.END_ASYNC_FOR, 0, iter.pos);
  } else {
    unit.emit(Opcode.FOR_ITER, exhausted, iter.pos);
    compileIteration(unit, expr, index, depth, next);
    unit.place(next, expr.pos);
    unit.jump(start, expr.pos);
    unit.place(exhausted, iter.pos);
    unit.emit(Opcode.END_FOR, 0, iter.pos);
  }
  function compileIteration(u: Unit, e: AnyComprehension, i: number, d: number, skip: number): void {
    storeTarget(u, target);
    for (const test of ifs) jumpIf(u, test, skip, false);
    compileGenerators(u, e, i + 1, d + 1);
  }
}

function singleElement(iter: Expr): Expr | null {
  if (iter.kind !== "List" && iter.kind !== "Tuple") return null;
  const [only] = iter.elts;
  return iter.elts.length === 1 && only !== undefined && only.kind !== "Starred" ? only : null;
}

function compileElement(unit: Unit, expr: AnyComprehension, depth: number): void {
  const { pos } = expr;
  if (expr.kind === "DictComp") {
    compileExpr(unit, expr.key);
    compileExpr(unit, expr.value);
    unit.emit(Opcode.MAP_ADD, depth + 1, pos);
    return;
  }
  compileExpr(unit, expr.elt);
  if (expr.kind === "GeneratorExp") {
    emitYield(unit, expr.elt.pos);
    unit.emit(Opcode.POP_TOP, 0, expr.elt.pos);
    return;
  }
  unit.emit(expr.kind === "ListComp" ? Opcode.LIST_APPEND : Opcode.SET_ADD, depth + 1, pos);
}
