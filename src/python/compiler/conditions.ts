/** Comparisons and conditional jumps. */

import type { CmpOperator, Compare, Expr, Position } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { compileExpr } from "./expressions.ts";
import { constantTruth, foldConstant, foldSequence } from "./fold.ts";
import type { Label } from "./instruction_stream.ts";
import type { Unit } from "./unit.ts";

/** The COMPARE_OP oparg: index of the operator, and CPython's mask of the outcomes that make it true. */
const COMPARISONS: Partial<Record<CmpOperator, number>> = {
  Lt: (0 << 4) | 2,
  LtE: (1 << 4) | 10,
  Eq: (2 << 4) | 8,
  NotEq: (3 << 4) | 7,
  Gt: (4 << 4) | 4,
  GtE: (5 << 4) | 12,
};

/** Jumps to `target` when the truth of `test` is `when`, else goes on. */
export function jumpIf(unit: Unit, test: Expr, target: Label, when: boolean): void {
  const { pos } = test;
  switch (test.kind) {
    case "UnaryOp":
      if (test.op === "Not") {
        jumpIf(unit, test.operand, target, !when);
        return;
      }
      break;
    case "BoolOp": {
      const isOr = test.op === "Or";
      const last = test.values.length - 1;
      // The values before the last decide as soon as one is true (or) or false (and).
      const decided = isOr === when ? target : unit.newLabel();
      test.values.forEach((value, i) => {
        if (i < last) jumpIf(unit, value, decided, isOr);
        else jumpIf(unit, value, target, when);
      });
      if (decided !== target) unit.place(decided, pos);
      return;
    }
    case "IfExp": {
      const otherwise = unit.newLabel();
      const end = unit.newLabel();
      jumpIf(unit, test.test, otherwise, false);
      jumpIf(unit, test.body, target, when);
      unit.jump(end, pos);
      unit.place(otherwise, pos);
      jumpIf(unit, test.orelse, target, when);
      unit.place(end, pos);
      return;
    }
    case "Compare":
      if (test.ops.length > 1) {
        jumpIfChain(unit, test, target, when);
        return;
      }
      if (jumpIfNone(unit, test, target, when)) return;
      break;
    default: {
      const constant = foldConstant(test);
      const truth = constant === null ? null : constantTruth(constant);
      if (truth === null) break;
      if (truth === when) unit.jump(target, pos);
      return;
    }
  }
  compileExpr(unit, test);
  unit.emit(when ? Opcode.POP_JUMP_IF_TRUE : Opcode.POP_JUMP_IF_FALSE, target, pos);
}

/** `x is None` and `x is not None` have jumps of their own. */
function jumpIfNone(unit: Unit, test: Compare, target: Label, when: boolean): boolean {
  const [op] = test.ops;
  const [right] = test.comparators;
  if ((op !== "Is" && op !== "IsNot") || right?.kind !== "Constant" || right.value.type !== "None") return false;
  compileExpr(unit, test.left);
  const onNone = (op === "Is") === when;
  unit.emit(onNone ? Opcode.POP_JUMP_IF_NONE : Opcode.POP_JUMP_IF_NOT_NONE, target, test.pos);
  return true;
}

/** `a < b < c` as a condition: each operand is evaluated once, and none after the first false comparison. */
function jumpIfChain(unit: Unit, test: Compare, target: Label, when: boolean): void {
  const { pos } = test;
  const cleanup = unit.newLabel();
  const end = unit.newLabel();
  compileChain(unit, test, cleanup, false);
  unit.emit(when ? Opcode.POP_JUMP_IF_TRUE : Opcode.POP_JUMP_IF_FALSE, target, pos);
  unit.jump(end, pos);
  unit.place(cleanup, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  if (!when) unit.jump(target, pos);
  unit.place(end, pos);
}

export function compileCompare(unit: Unit, expr: Compare): void {
  const { pos, ops } = expr;
  if (ops.length === 1) {
    compileExpr(unit, expr.left);
    compileComparison(unit, expr, 0, pos);
    return;
  }
  const cleanup = unit.newLabel();
  const end = unit.newLabel();
  compileChain(unit, expr, cleanup, true);
  unit.jump(end, pos);
  unit.place(cleanup, pos);
  unit.emit(Opcode.SWAP, 2, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.place(end, pos);
}

/** Leaves the last comparison's result; at `cleanup` there is the operand and, if `keep`, the failed result. */
function compileChain(unit: Unit, expr: Compare, cleanup: Label, keep: boolean): void {
  const { pos, ops } = expr;
  const last = ops.length - 1;
  compileExpr(unit, expr.left);
  for (let i = 0; i < last; i++) {
    const right = expr.comparators[i];
    if (right === undefined) throw new Error("a comparison without its operand");
    compileExpr(unit, right);
    unit.emit(Opcode.SWAP, 2, pos);
    unit.emit(Opcode.COPY, 2, pos);
    emitComparison(unit, ops[i], pos);
    if (keep) unit.emit(Opcode.COPY, 1, pos);
    unit.emit(Opcode.POP_JUMP_IF_FALSE, cleanup, pos);
    if (keep) unit.emit(Opcode.POP_TOP, 0, pos);
  }
  compileComparison(unit, expr, last, pos);
}

/** One operator of the comparison, its left operand being on the stack. */
function compileComparison(unit: Unit, expr: Compare, i: number, pos: Position): void {
  const op = expr.ops[i];
  const right = expr.comparators[i];
  if (right === undefined) throw new Error("a comparison without its operand");
  // A literal list or set that is only searched never changes: a constant will do.
  if ((op === "In" || op === "NotIn") && (right.kind === "List" || right.kind === "Set")) {
    const folded = foldSequence(right.elts, right.kind === "List" ? "tuple" : "frozenset");
    if (folded !== null) {
      unit.emitConst(folded, right.pos);
      emitComparison(unit, op, pos);
      return;
    }
  }
  compileExpr(unit, right);
  emitComparison(unit, op, pos);
}

function emitComparison(unit: Unit, op: CmpOperator | undefined, pos: Position): void {
  switch (op) {
    case "Is":
      unit.emit(Opcode.IS_OP, 0, pos);
      return;
    case "IsNot":
      unit.emit(Opcode.IS_OP, 1, pos);
      return;
    case "In":
      unit.emit(Opcode.CONTAINS_OP, 0, pos);
      return;
    case "NotIn":
      unit.emit(Opcode.CONTAINS_OP, 1, pos);
      return;
    default: {
      const oparg = op === undefined ? undefined : COMPARISONS[op];
      if (oparg === undefined) throw new Error("a comparison without an operator");
      unit.emit(Opcode.COMPARE_OP, oparg, pos);
      return;
    }
  }
}
