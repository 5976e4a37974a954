/** Statements: a dispatch, and those that need no file of their own. */

import type { Assert, AugAssign, Damaged, If, Import, ImportFrom, Raise, Stmt } from "../ast.ts";
import { Intrinsic1, Opcode } from "../opcode.ts";
import { compileAnnAssign } from "./annotations.ts";
import { compileClassDef } from "./classes.ts";
import { jumpIf } from "./conditions.ts";
import { intConstant, strConstant, tupleConstant } from "./constant_pool.ts";
import { binaryOparg, compileExpr, compileSliceBounds, isPlainSlice, namesConstant } from "./expressions.ts";
import { foldConstant } from "./fold.ts";
import { compileFunctionDef } from "./functions.ts";
import { compileBreak, compileContinue, compileFor, compileReturn, compileWhile } from "./loops.ts";
import { loadName, storeName } from "./names.ts";
import { compileMatch } from "./patterns.ts";
import { deleteTarget, storeTarget } from "./targets.ts";
import { compileTry } from "./try.ts";
import { compileTryStar } from "./try_star.ts";
import { compileTypeAlias } from "./type_params.ts";
import type { Unit } from "./unit.ts";
import { compileWith } from "./with.ts";

export function compileBody(unit: Unit, body: readonly Stmt[]): void {
  for (const stmt of body) compileStmt(unit, stmt);
}

function compileStmt(unit: Unit, stmt: Stmt): void {
  switch (stmt.kind) {
    case "Expr":
      if (unit.interactive) {
        compileExpr(unit, stmt.value);
        unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.PRINT, stmt.pos);
        unit.emit(Opcode.POP_TOP, 0, stmt.pos);
        return;
      }
      // A constant alone, a docstring in the wrong place for one, does nothing.
      if (foldConstant(stmt.value) !== null) return;
      compileExpr(unit, stmt.value);
      unit.emit(Opcode.POP_TOP, 0, stmt.pos);
      return;
    case "Assign": {
      compileExpr(unit, stmt.value);
      const last = stmt.targets.length - 1;
      stmt.targets.forEach((target, i) => {
        if (i < last) unit.emit(Opcode.COPY, 1, stmt.pos);
        storeTarget(unit, target);
      });
      return;
    }
    case "AugAssign":
      compileAugAssign(unit, stmt);
      return;
    case "AnnAssign":
      compileAnnAssign(unit, stmt);
      return;
    case "Return":
      compileReturn(unit, stmt);
      return;
    case "If":
      compileIf(unit, stmt);
      return;
    case "For":
    case "AsyncFor":
      compileFor(unit, stmt);
      return;
    case "While":
      compileWhile(unit, stmt);
      return;
    case "Break":
      compileBreak(unit, stmt);
      return;
    case "Continue":
      compileContinue(unit, stmt);
      return;
    case "FunctionDef":
    case "AsyncFunctionDef":
      compileFunctionDef(unit, stmt);
      return;
    case "ClassDef":
      compileClassDef(unit, stmt);
      return;
    case "Import":
      compileImport(unit, stmt);
      return;
    case "ImportFrom":
      compileImportFrom(unit, stmt);
      return;
    case "Raise":
      compileRaise(unit, stmt);
      return;
    case "Try":
      compileTry(unit, stmt);
      return;
    case "TryStar":
      compileTryStar(unit, stmt);
      return;
    case "With":
    case "AsyncWith":
      compileWith(unit, stmt, 0);
      return;
    case "Match":
      compileMatch(unit, stmt);
      return;
    case "Assert":
      compileAssert(unit, stmt);
      return;
    case "Delete":
      for (const target of stmt.targets) deleteTarget(unit, target);
      return;
    case "TypeAlias":
      compileTypeAlias(unit, stmt);
      return;
    case "Damaged":
      compileDamaged(unit, stmt);
      return;
    case "Global":
    case "Nonlocal":
      return;
    case "Pass":
      unit.emit(Opcode.NOP, 0, stmt.pos);
      return;
  }
}

function compileIf(unit: Unit, stmt: If): void {
  const end = unit.newLabel();
  const otherwise = stmt.orelse.length > 0 ? unit.newLabel() : end;
  jumpIf(unit, stmt.test, otherwise, false);
  compileBody(unit, stmt.body);
  if (otherwise !== end) {
    unit.jump(end, stmt.pos);
    unit.place(otherwise, stmt.pos);
    compileBody(unit, stmt.orelse);
  }
  unit.place(end, stmt.pos);
}

function compileAugAssign(unit: Unit, stmt: AugAssign): void {
  const { target, pos } = stmt;
  const operate = (): void => {
    compileExpr(unit, stmt.value);
    unit.emit(Opcode.BINARY_OP, binaryOparg(stmt.op, true), pos);
  };
  switch (target.kind) {
    case "Name":
      loadName(unit, target.id, target.pos, false);
      operate();
      storeName(unit, target.id, target.pos);
      return;
    case "Attribute": {
      const name = unit.nameIndex(unit.mangle(target.attr));
      compileExpr(unit, target.value);
      unit.emit(Opcode.COPY, 1, target.pos);
      unit.emit(Opcode.LOAD_ATTR, name * 2, target.pos);
      operate();
      unit.emit(Opcode.SWAP, 2, target.pos);
      unit.emit(Opcode.STORE_ATTR, name, target.pos);
      return;
    }
    case "Subscript": {
      const sliced = isPlainSlice(target.slice);
      compileExpr(unit, target.value);
      if (isPlainSlice(target.slice)) compileSliceBounds(unit, target.slice);
      else compileExpr(unit, target.slice);
      const operands = sliced ? 3 : 2;
      for (let i = 0; i < operands; i++) unit.emit(Opcode.COPY, operands, target.pos);
      unit.emit(sliced ? Opcode.BINARY_SLICE : Opcode.BINARY_SUBSCR, 0, target.pos);
      operate();
      for (let i = operands + 1; i >= 2; i--) unit.emit(Opcode.SWAP, i, target.pos);
      unit.emit(sliced ? Opcode.STORE_SLICE : Opcode.STORE_SUBSCR, 0, target.pos);
      return;
    }
    default:
      throw unit.error("illegal expression for augmented assignment", target.pos);
  }
}

function compileImport(unit: Unit, stmt: Import): void {
  for (const { name, asname, pos } of stmt.names) {
    unit.emitConst(intConstant(0), pos);
    unit.emitNone(pos);
    unit.emit(Opcode.IMPORT_NAME, unit.nameIndex(name), pos);
    const [top, ...rest] = name.split(".");
    if (asname === null) {
      storeName(unit, top ?? name, pos);
      continue;
    }
    // `import a.b.c as d` binds the innermost module.
    for (const part of rest) {
      unit.emit(Opcode.IMPORT_FROM, unit.nameIndex(part), pos);
      unit.emit(Opcode.SWAP, 2, pos);
      unit.emit(Opcode.POP_TOP, 0, pos);
    }
    storeName(unit, asname, pos);
  }
}

function compileImportFrom(unit: Unit, stmt: ImportFrom): void {
  const { pos, names } = stmt;
  unit.emitConst(intConstant(stmt.level), pos);
  unit.emitConst(namesConstant(names.map((n) => n.name)), pos);
  unit.emit(Opcode.IMPORT_NAME, unit.nameIndex(stmt.module ?? ""), pos);
  if (names.length === 1 && names[0]?.name === "*") {
    unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.IMPORT_STAR, pos);
    unit.emit(Opcode.POP_TOP, 0, pos);
    return;
  }
  for (const { name, asname, pos: at } of names) {
    unit.emit(Opcode.IMPORT_FROM, unit.nameIndex(name), at);
    storeName(unit, asname ?? name, at);
  }
  unit.emit(Opcode.POP_TOP, 0, pos);
}

function compileRaise(unit: Unit, stmt: Raise): void {
  let count = 0;
  for (const expr of [stmt.exc, stmt.cause]) {
    if (expr === null) continue;
    compileExpr(unit, expr);
    count++;
  }
  unit.emit(Opcode.RAISE_VARARGS, count, stmt.pos);
}

function compileAssert(unit: Unit, stmt: Assert): void {
  const { pos } = stmt;
  const end = unit.newLabel();
  jumpIf(unit, stmt.test, end, true);
  unit.emit(Opcode.LOAD_ASSERTION_ERROR, 0, pos);
  if (stmt.msg !== null) {
    compileExpr(unit, stmt.msg);
    unit.emit(Opcode.CALL, 0, pos);
  }
  unit.emit(Opcode.RAISE_VARARGS, 1, pos);
  unit.place(end, pos);
}

/** Running a statement that could not be read raises its SyntaxError, with the place in it. */
function compileDamaged(unit: Unit, stmt: Damaged): void {
  const { pos } = stmt;
  const place = tupleConstant([
    strConstant(unit.compilation.filename),
    intConstant(pos.line),
    intConstant(pos.column + 1),
    { type: "None" },
    intConstant(pos.endLine),
    intConstant(pos.endColumn + 1),
  ]);
  loadName(unit, "SyntaxError", pos, true);
  unit.emitConst(strConstant(stmt.message), pos);
  unit.emitConst(place, pos);
  unit.emit(Opcode.CALL, 2, pos);
  unit.emit(Opcode.RAISE_VARARGS, 1, pos);
}
