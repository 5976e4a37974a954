/** Class statements: the body's code object and the call of `__build_class__`. */

import type { ClassDef, Keyword, Position } from "../ast.ts";
import { Intrinsic1, Opcode } from "../opcode.ts";
import { hasAnnotations } from "./annotations.ts";
import { compileArguments } from "./calls.ts";
import { strConstant } from "./constant_pool.ts";
import { compileExpr } from "./expressions.ts";
import { makeFunction, splitDocstring, startUnit } from "./functions.ts";
import { loadName, storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import { compileTypeParams, startTypeParams } from "./type_params.ts";
import type { Unit } from "./unit.ts";

export function compileClassDef(unit: Unit, stmt: ClassDef): void {
  const { pos, decoratorList } = stmt;
  for (const decorator of decoratorList) compileExpr(unit, decorator);
  if (stmt.typeParams.length > 0) {
    const scoped = startTypeParams(unit, stmt);
    compileTypeParams(scoped, stmt.typeParams, pos);
    storeName(scoped, ".type_params", pos);
    loadName(scoped, ".type_params", pos, false);
    scoped.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.SUBSCRIPT_GENERIC, pos);
    storeName(scoped, ".generic_base", pos);
    compileBuild(scoped, stmt, true);
    scoped.emit(Opcode.RETURN_VALUE, 0, pos);
    unit.emit(Opcode.PUSH_NULL, 0, pos);
    makeFunction(unit, scoped, 0, pos);
    unit.emit(Opcode.CALL, 0, pos);
  } else {
    compileBuild(unit, stmt, false);
  }
  for (const decorator of [...decoratorList].reverse()) unit.emit(Opcode.CALL, 0, decorator.pos);
  storeName(unit, stmt.name, pos);
}

/** `__build_class__(body, name, *bases, **keywords)`. */
function compileBuild(unit: Unit, stmt: ClassDef, generic: boolean): void {
  const { pos } = stmt;
  unit.emit(Opcode.PUSH_NULL, 0, pos);
  unit.emit(Opcode.LOAD_BUILD_CLASS, 0, pos);
  makeFunction(unit, compileClassBody(unit, stmt), 0, pos);
  unit.emitConst(strConstant(stmt.name), pos);
  const bases = generic ? [...stmt.bases, genericBase(pos)] : stmt.bases;
  const keywords: readonly Keyword[] = stmt.keywords;
  compileArguments(unit, 2, bases, keywords, pos);
}

function genericBase(pos: Position): { kind: "Name"; id: string; ctx: "Load"; pos: Position } {
  return { kind: "Name", id: ".generic_base", ctx: "Load", pos };
}

function compileClassBody(unit: Unit, stmt: ClassDef): Unit {
  const line = stmt.decoratorList[0]?.pos.line ?? stmt.pos.line;
  const scope = unit.scopeOf(stmt);
  const inner = startUnit(unit, scope, stmt.name, line);
  const pos = { line, column: 0, endLine: line, endColumn: 0 };
  loadName(inner, "__name__", pos, false);
  storeName(inner, "__module__", pos);
  inner.emitConst(strConstant(inner.qualname), pos);
  storeName(inner, "__qualname__", pos);
  if (stmt.typeParams.length > 0) {
    loadName(inner, ".type_params", pos, false);
    storeName(inner, "__type_params__", pos);
  }
  if (scope.needsClassDict) {
    inner.emit(Opcode.LOAD_LOCALS, 0, pos);
    inner.emit(Opcode.STORE_DEREF, cellSlot(inner, "__classdict__"), pos);
  }
  const [docstring, body] = splitDocstring(stmt.body);
  if (hasAnnotations(stmt.body)) inner.emit(Opcode.SETUP_ANNOTATIONS, 0, pos);
  if (docstring !== null) {
    inner.docstring = docstring;
    const at = stmt.body[0]?.pos ?? pos;
    inner.emitConst(strConstant(docstring), at);
    storeName(inner, "__doc__", at);
  }
  compileBody(inner, body);
  const end = stmt.body.at(-1)?.pos ?? stmt.pos;
  if (scope.needsClassDict) {
    inner.emit(Opcode.LOAD_CLOSURE, cellSlot(inner, "__classdict__"), end);
    storeName(inner, "__classdictcell__", end);
  }
  if (scope.needsClassCell) {
    inner.emit(Opcode.LOAD_CLOSURE, cellSlot(inner, "__class__"), end);
    inner.emit(Opcode.COPY, 1, end);
    storeName(inner, "__classcell__", end);
  } else {
    inner.emitNone(end);
  }
  inner.emit(Opcode.RETURN_VALUE, 0, end);
  return inner;
}

function cellSlot(unit: Unit, name: string): number {
  const slot = unit.slots.get(name);
  if (slot === undefined) throw new Error(`no cell ${name}`);
  return slot;
}
