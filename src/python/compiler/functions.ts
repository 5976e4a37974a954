/** Functions and lambdas: their code objects, defaults, annotations, decorators and closures. */

import type { Arg, Arguments, AsyncFunctionDef, Expr, FunctionDef, Lambda, Position, Stmt } from "../ast.ts";
import { type CodeConstant, CodeFlag, type CodeObject } from "../code_object.ts";
import { FunctionFlag, Intrinsic1, Intrinsic2, Opcode } from "../opcode.ts";
import type { Scope } from "../symtable/scope.ts";
import { compileAnnotation, foldAnnotation } from "./annotations.ts";
import { assemble } from "./assembler.ts";
import { NONE, strConstant, tupleConstant } from "./constant_pool.ts";
import { deferredCode } from "./deferred.ts";
import { compileExpr, namesConstant } from "./expressions.ts";
import { foldSequence } from "./fold.ts";
import { type Handler, Pseudo } from "./instruction_stream.ts";
import { storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import { compileTypeParams, startTypeParams } from "./type_params.ts";
import { Unit } from "./unit.ts";

/** Opens a code object inside `parent` and emits what every code object starts with. */
export function startUnit(parent: Unit, scope: Scope, name: string, firstlineno: number): Unit {
  const unit = new Unit(parent.compilation, parent, scope, name, firstlineno);
  if (scope.isFunctionLike) {
    unit.flags |= CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS;
    if (isInsideFunction(parent)) unit.flags |= CodeFlag.NESTED;
  }
  if (scope.type === "function") {
    if (scope.isGenerator) unit.flags |= scope.isCoroutine ? CodeFlag.ASYNC_GENERATOR : CodeFlag.GENERATOR;
    else if (scope.isCoroutine) unit.flags |= CodeFlag.COROUTINE;
  }
  emitPrologue(unit, { line: firstlineno, column: 0, endLine: firstlineno, endColumn: 0 });
  return unit;
}

function isInsideFunction(unit: Unit): boolean {
  for (let at: Unit | null = unit; at !== null; at = at.parent) if (at.ownScope.isFunctionLike) return true;
  return false;
}

/** Cells, free variables, the generator and RESUME. */
export function emitPrologue(unit: Unit, pos: Position): void {
  if (unit.freevars.length > 0) unit.emit(Opcode.COPY_FREE_VARS, unit.freevars.length, pos);
  for (const name of unit.ownScope.cellvars) {
    const slot = unit.slots.get(name);
    if (slot === undefined) throw new Error(`no slot for the cell ${name}`);
    unit.emit(Opcode.MAKE_CELL, slot, pos);
  }
  if (unit.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) {
    unit.emit(Opcode.RETURN_GENERATOR, 0, pos);
    unit.emit(Opcode.POP_TOP, 0, pos);
  }
  unit.emit(Opcode.RESUME, 0, pos);
}

/** Ends a body with `return None`. */
export function finishUnit(unit: Unit, pos: Position, stopIteration: Handler | null): void {
  unit.emitNone(pos);
  unit.emit(Opcode.RETURN_VALUE, 0, pos);
  if (stopIteration !== null) placeStopIterationHandler(unit, pos, stopIteration);
}

/** A generator's handler turns a StopIteration that escapes into RuntimeError (PEP 479). */
export function placeStopIterationHandler(unit: Unit, pos: Position, handler: Handler): void {
  unit.stream.placeHandler(handler, pos);
  unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR, pos);
  unit.emit(Opcode.RERAISE, 1, pos);
}

/** Emits the closure, the code and MAKE_FUNCTION; what `flags` announces is on the stack already. */
export function makeFunction(
  unit: Unit,
  inner: Unit,
  flags: number,
  pos: Position,
  code: CodeObject = assemble(inner),
): void {
  let oparg = flags;
  if (inner.freevars.length > 0) {
    for (const name of inner.freevars) {
      const { slot } = unit.lookUp(name);
      if (slot < 0) throw new Error(`no slot for the free variable ${name}`);
      unit.emit(Opcode.LOAD_CLOSURE, slot, pos);
    }
    unit.emit(Opcode.BUILD_TUPLE, inner.freevars.length, pos);
    oparg |= FunctionFlag.CLOSURE;
  }
  unit.emitConst({ type: "code", value: code }, pos);
  unit.emit(Opcode.MAKE_FUNCTION, oparg, pos);
}

export function compileFunctionDef(unit: Unit, stmt: FunctionDef | AsyncFunctionDef): void {
  const { pos, args, decoratorList } = stmt;
  for (const decorator of decoratorList) compileExpr(unit, decorator);
  if (stmt.typeParams.length > 0) {
    const scoped = startTypeParams(unit, stmt);
    const inDefaults = defaultsFlags(args);
    const count = (inDefaults & 1) + (inDefaults >> 1);
    scoped.argcount = count;
    compileTypeParams(scoped, stmt.typeParams, pos);
    for (let slot = 0; slot < count; slot++) scoped.emit(Opcode.LOAD_FAST, slot, pos);
    compileFunction(scoped, stmt, inDefaults);
    scoped.emit(Opcode.SWAP, 2, pos);
    scoped.emit(Opcode.CALL_INTRINSIC_2, Intrinsic2.SET_FUNCTION_TYPE_PARAMS, pos);
    scoped.emit(Opcode.RETURN_VALUE, 0, pos);
    unit.emit(Opcode.PUSH_NULL, 0, pos);
    makeFunction(unit, scoped, 0, pos);
    compileDefaults(unit, args, pos);
    unit.emit(Opcode.CALL, count, pos);
  } else {
    compileFunction(unit, stmt, compileDefaults(unit, args, pos));
  }
  for (const decorator of [...decoratorList].reverse()) unit.emit(Opcode.CALL, 0, decorator.pos);
  storeName(unit, stmt.name, pos);
}

/** Annotations, body and MAKE_FUNCTION; the defaults that `flags` announces are on the stack. */
function compileFunction(unit: Unit, stmt: FunctionDef | AsyncFunctionDef, flags: number): void {
  const annotated = compileSignatureAnnotations(unit, stmt.args, stmt.returns, stmt.pos);
  const line = stmt.decoratorList[0]?.pos.line ?? stmt.pos.line;
  const oparg = flags | (annotated ? FunctionFlag.ANNOTATIONS : 0);
  const deferred = unit.compilation.deferred?.get(stmt);
  if (deferred === undefined) makeFunction(unit, functionUnit(unit, stmt, line), oparg, stmt.pos);
  else {
    const header = startUnit(unit, unit.scopeOf(stmt), stmt.name, line);
    setParameters(header, stmt.args);
    makeFunction(unit, header, oparg, stmt.pos, deferredCode(header, stmt, deferred));
  }
}

/** The function's parameters and body. */
export function functionUnit(unit: Unit, stmt: FunctionDef | AsyncFunctionDef, firstlineno: number): Unit {
  const inner = startUnit(unit, unit.scopeOf(stmt), stmt.name, firstlineno);
  setParameters(inner, stmt.args);
  const [docstring, body] = splitDocstring(stmt.body);
  inner.docstring = docstring;
  inner.constants.index(docstring === null ? NONE : strConstant(docstring));
  const { isGenerator, isCoroutine } = inner.ownScope;
  const handler = isGenerator || isCoroutine ? inner.stream.setup(Pseudo.SETUP_CLEANUP, stmt.pos) : null;
  compileBody(inner, body);
  finishUnit(inner, stmt.body.at(-1)?.pos ?? stmt.pos, handler);
  return inner;
}

export function compileLambda(unit: Unit, expr: Lambda): void {
  const { pos, args } = expr;
  const flags = compileDefaults(unit, args, pos);
  const inner = startUnit(unit, unit.scopeOf(expr), "<lambda>", pos.line);
  setParameters(inner, args);
  inner.constants.index(NONE);
  const { isGenerator, isCoroutine } = inner.ownScope;
  const handler = isGenerator || isCoroutine ? inner.stream.setup(Pseudo.SETUP_CLEANUP, pos) : null;
  compileExpr(inner, expr.body);
  if (isGenerator) {
    inner.emit(Opcode.POP_TOP, 0, expr.body.pos);
    finishUnit(inner, expr.body.pos, handler);
  } else {
    inner.emit(Opcode.RETURN_VALUE, 0, expr.body.pos);
    if (handler !== null) placeStopIterationHandler(inner, expr.body.pos, handler);
  }
  makeFunction(unit, inner, flags, pos);
}

/** The docstring and the statements after it. */
export function splitDocstring(body: readonly Stmt[]): readonly [string | null, readonly Stmt[]] {
  const [first] = body;
  if (first?.kind !== "Expr" || first.value.kind !== "Constant" || first.value.value.type !== "str")
    return [null, body];
  return [first.value.value.value, body.slice(1)];
}

function setParameters(unit: Unit, args: Arguments): void {
  unit.posonlyargcount = args.posonlyargs.length;
  unit.argcount = args.posonlyargs.length + args.args.length;
  unit.kwonlyargcount = args.kwonlyargs.length;
  if (args.vararg !== null) unit.flags |= CodeFlag.VARARGS;
  if (args.kwarg !== null) unit.flags |= CodeFlag.VARKEYWORDS;
}

function defaultsFlags(args: Arguments): number {
  const keyword = args.kwDefaults.some((d) => d !== null);
  return (args.defaults.length > 0 ? FunctionFlag.DEFAULTS : 0) | (keyword ? FunctionFlag.KWDEFAULTS : 0);
}

/** Pushes the defaults tuple and the keyword defaults dict, as far as there are any; returns MAKE_FUNCTION's bits. */
function compileDefaults(unit: Unit, args: Arguments, pos: Position): number {
  if (args.defaults.length > 0) {
    const folded = foldSequence(args.defaults, "tuple");
    if (folded !== null) unit.emitConst(folded, pos);
    else {
      for (const value of args.defaults) compileExpr(unit, value);
      unit.emit(Opcode.BUILD_TUPLE, args.defaults.length, pos);
    }
  }
  const names: string[] = [];
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kwDefaults[i] ?? null;
    if (value === null) return;
    names.push(unit.mangle(arg.arg));
    compileExpr(unit, value);
  });
  if (names.length > 0) {
    unit.emitConst(namesConstant(names), pos);
    unit.emit(Opcode.BUILD_CONST_KEY_MAP, names.length, pos);
  }
  return defaultsFlags(args);
}

/** Pushes the tuple (name, annotation, …), in CPython's order; false when nothing is annotated. */
function compileSignatureAnnotations(unit: Unit, args: Arguments, returns: Expr | null, pos: Position): boolean {
  const annotated: { readonly name: string; readonly annotation: Expr }[] = [];
  const add = (arg: Arg | null): void => {
    if (arg !== null && arg.annotation !== null) {
      annotated.push({ name: unit.mangle(arg.arg), annotation: arg.annotation });
    }
  };
  args.args.forEach(add);
  args.posonlyargs.forEach(add);
  add(args.vararg);
  args.kwonlyargs.forEach(add);
  add(args.kwarg);
  if (returns !== null) annotated.push({ name: "return", annotation: returns });
  if (annotated.length === 0) return false;
  const folded: CodeConstant[] = [];
  for (const { name, annotation } of annotated) {
    const constant = foldAnnotation(unit, annotation);
    if (constant === null) break;
    folded.push(strConstant(name), constant);
  }
  if (folded.length === annotated.length * 2) {
    unit.emitConst(tupleConstant(folded), pos);
    return true;
  }
  for (const { name, annotation } of annotated) {
    unit.emitConst(strConstant(name), annotation.pos);
    compileAnnotation(unit, annotation);
  }
  unit.emit(Opcode.BUILD_TUPLE, annotated.length * 2, pos);
  return true;
}
