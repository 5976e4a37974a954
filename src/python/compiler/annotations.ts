/** Annotations: evaluated where they stand, or kept as text under `from __future__ import annotations`. */

import type { AnnAssign, Expr, Stmt } from "../ast.ts";
import type { CodeConstant } from "../code_object.ts";
import { Opcode } from "../opcode.ts";
import { unparse } from "../unparse.ts";
import { strConstant } from "./constant_pool.ts";
import { compileExpr } from "./expressions.ts";
import { foldConstant } from "./fold.ts";
import { storeTarget } from "./targets.ts";
import type { Unit } from "./unit.ts";

export function compileAnnotation(unit: Unit, annotation: Expr): void {
  if (unit.compilation.table.futureAnnotations) {
    unit.emitConst(strConstant(unparse(annotation)), annotation.pos);
    return;
  }
  if (annotation.kind === "Starred") {
    // `*args: *Ts`: the one value of the unpacked annotation.
    compileExpr(unit, annotation.value);
    unit.emit(Opcode.UNPACK_SEQUENCE, 1, annotation.pos);
    return;
  }
  compileExpr(unit, annotation);
}

/** The annotation's value when it is known now. */
export function foldAnnotation(unit: Unit, annotation: Expr): CodeConstant | null {
  if (unit.compilation.table.futureAnnotations) return strConstant(unparse(annotation));
  return foldConstant(annotation);
}

/** `target: annotation = value`; modules and classes keep the annotations of simple names. */
export function compileAnnAssign(unit: Unit, stmt: AnnAssign): void {
  const { target, annotation, value, pos } = stmt;
  if (value !== null) {
    compileExpr(unit, value);
    storeTarget(unit, target);
  }
  const keepsAnnotations = !unit.ownScope.isFunctionLike;
  if (target.kind === "Name") {
    if (!stmt.simple || !keepsAnnotations) return;
    compileAnnotation(unit, annotation);
    unit.emit(Opcode.LOAD_NAME, unit.nameIndex("__annotations__"), pos);
    unit.emitConst(strConstant(unit.mangle(target.id)), pos);
    unit.emit(Opcode.STORE_SUBSCR, 0, pos);
    return;
  }
  if (value === null) evaluateTarget(unit, target);
  if (keepsAnnotations && !unit.compilation.table.futureAnnotations) {
    compileExpr(unit, annotation);
    unit.emit(Opcode.POP_TOP, 0, pos);
  }
}

/** `a.b: int` and `a[i]: int` evaluate a and i, and store nothing. */
function evaluateTarget(unit: Unit, target: Expr): void {
  const drop = (expr: Expr): void => {
    compileExpr(unit, expr);
    unit.emit(Opcode.POP_TOP, 0, expr.pos);
  };
  if (target.kind === "Attribute") drop(target.value);
  if (target.kind === "Subscript") {
    drop(target.value);
    drop(target.slice);
  }
}

/** Whether a module's or class's body annotates a variable anywhere, so that `__annotations__` is needed. */
export function hasAnnotations(body: readonly Stmt[]): boolean {
  return body.some((stmt) => {
    switch (stmt.kind) {
      case "AnnAssign":
        return true;
      case "For":
      case "AsyncFor":
      case "While":
      case "If":
        return hasAnnotations(stmt.body) || hasAnnotations(stmt.orelse);
      case "With":
      case "AsyncWith":
        return hasAnnotations(stmt.body);
      case "Match":
        return stmt.cases.some((c) => hasAnnotations(c.body));
      case "Try":
      case "TryStar":
        return (
          hasAnnotations(stmt.body) ||
          stmt.handlers.some((h) => hasAnnotations(h.body)) ||
          hasAnnotations(stmt.orelse) ||
          hasAnnotations(stmt.finalbody)
        );
      default:
        return false;
    }
  });
}
