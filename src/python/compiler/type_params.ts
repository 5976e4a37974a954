/** Type parameters and `type` statements (PEP 695). */

import type { AsyncFunctionDef, ClassDef, Expr, FunctionDef, Position, TypeAlias, TypeParam } from "../ast.ts";
import { Intrinsic1, Intrinsic2, Opcode } from "../opcode.ts";
import { strConstant } from "./constant_pool.ts";
import { compileExpr } from "./expressions.ts";
import { makeFunction, startUnit } from "./functions.ts";
import { storeName } from "./names.ts";
import type { Unit } from "./unit.ts";

/** Opens the code object that makes the type parameters and what they belong to. */
export function startTypeParams(unit: Unit, node: FunctionDef | AsyncFunctionDef | ClassDef | TypeAlias): Unit {
  const scope = unit.compilation.table.typeParamScopes.get(node);
  if (scope === undefined) throw new Error("type parameters without a scope");
  return startUnit(unit, scope, scope.name, node.pos.line);
}

/** Makes and binds each parameter; leaves the tuple of them. */
export function compileTypeParams(unit: Unit, params: readonly TypeParam[], pos: Position): void {
  for (const param of params) {
    unit.emitConst(strConstant(param.name), param.pos);
    if (param.kind === "TypeVar" && param.bound !== null) {
      compileLazily(unit, param.name, param.bound);
      const constrained = param.bound.kind === "Tuple";
      const intrinsic = constrained ? Intrinsic2.TYPEVAR_WITH_CONSTRAINTS : Intrinsic2.TYPEVAR_WITH_BOUND;
      unit.emit(Opcode.CALL_INTRINSIC_2, intrinsic, param.pos);
    } else {
      unit.emit(Opcode.CALL_INTRINSIC_1, INTRINSICS[param.kind], param.pos);
    }
    if (param.defaultValue !== null) {
      compileLazily(unit, param.name, param.defaultValue);
      unit.emit(Opcode.CALL_INTRINSIC_2, Intrinsic2.SET_TYPEPARAM_DEFAULT, param.pos);
    }
    unit.emit(Opcode.COPY, 1, param.pos);
    storeName(unit, param.name, param.pos);
  }
  unit.emit(Opcode.BUILD_TUPLE, params.length, pos);
}

const INTRINSICS = {
  TypeVar: Intrinsic1.TYPEVAR,
  ParamSpec: Intrinsic1.PARAMSPEC,
  TypeVarTuple: Intrinsic1.TYPEVARTUPLE,
} as const;

/** Pushes a function that evaluates `expr`; a starred default gives its one value. */
function compileLazily(unit: Unit, name: string, expr: Expr): void {
  const inner = startUnit(unit, unit.scopeOf(expr), name, expr.pos.line);
  if (expr.kind === "Starred") {
    compileExpr(inner, expr.value);
    inner.emit(Opcode.UNPACK_SEQUENCE, 1, expr.pos);
  } else {
    compileExpr(inner, expr);
  }
  inner.emit(Opcode.RETURN_VALUE, 0, expr.pos);
  makeFunction(unit, inner, 0, expr.pos);
}

/** `type Name[T] = value`: the name, the parameters and a function for the value. */
export function compileTypeAlias(unit: Unit, stmt: TypeAlias): void {
  const { pos, name, typeParams } = stmt;
  if (typeParams.length > 0) {
    unit.emit(Opcode.PUSH_NULL, 0, pos);
    const scoped = startTypeParams(unit, stmt);
    scoped.emitConst(strConstant(name.id), pos);
    compileTypeParams(scoped, typeParams, pos);
    compileAlias(scoped, stmt);
    scoped.emit(Opcode.RETURN_VALUE, 0, pos);
    makeFunction(unit, scoped, 0, pos);
    unit.emit(Opcode.CALL, 0, pos);
  } else {
    unit.emitConst(strConstant(name.id), pos);
    unit.emitNone(pos);
    compileAlias(unit, stmt);
  }
  storeName(unit, name.id, name.pos);
}

function compileAlias(unit: Unit, stmt: TypeAlias): void {
  const inner = startUnit(unit, unit.scopeOf(stmt), stmt.name.id, stmt.pos.line);
  compileExpr(inner, stmt.value);
  inner.emit(Opcode.RETURN_VALUE, 0, stmt.value.pos);
  makeFunction(unit, inner, 0, stmt.pos);
  unit.emit(Opcode.BUILD_TUPLE, 3, stmt.pos);
  unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.TYPEALIAS, stmt.pos);
}
