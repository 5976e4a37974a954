/** Expressions: each leaves one value on the stack. */

import type {
  Await,
  BoolOp,
  Dict,
  Expr,
  FormattedValue,
  IfExp,
  JoinedStr,
  Operator,
  Position,
  Slice,
  Subscript,
  YieldFrom,
} from "../ast.ts";
import type { CodeConstant } from "../code_object.ts";
import { INPLACE_BASE, Intrinsic1, Opcode } from "../opcode.ts";
import { compileCall, compileSuperAttribute, isOptimizableSuper } from "./calls.ts";
import { compileComprehension } from "./comprehensions.ts";
import { compileCompare, jumpIf } from "./conditions.ts";
import { tupleConstant } from "./constant_pool.ts";
import { foldConstant, foldSequence } from "./fold.ts";
import { compileLambda } from "./functions.ts";
import { Pseudo } from "./instruction_stream.ts";
import { compileName, storeName } from "./names.ts";
import type { Unit } from "./unit.ts";

/** Number of elements from which a constant list or set is built from one constant tuple. */
const CONSTANT_DISPLAY_SIZE = 3;

const BINARY_OPARG: Record<Operator, number> = {
  Add: 0,
  BitAnd: 1,
  FloorDiv: 2,
  LShift: 3,
  MatMult: 4,
  Mult: 5,
  Mod: 6,
  BitOr: 7,
  Pow: 8,
  RShift: 9,
  Sub: 10,
  Div: 11,
  BitXor: 12,
};

export function binaryOparg(op: Operator, inplace: boolean): number {
  return BINARY_OPARG[op] + (inplace ? INPLACE_BASE : 0);
}

export function compileExpr(unit: Unit, expr: Expr): void {
  const { pos } = expr;
  switch (expr.kind) {
    case "Constant":
      unit.emitConst(expr.value, pos);
      return;
    case "Name":
      if (expr.id === "__debug__") {
        unit.emitConst({ type: "bool", value: true }, pos);
        return;
      }
      compileName(unit, expr.id, "Load", pos);
      return;
    case "Attribute":
      if (isOptimizableSuper(unit, expr)) {
        compileSuperAttribute(unit, expr, 0);
        return;
      }
      compileExpr(unit, expr.value);
      unit.emit(Opcode.LOAD_ATTR, unit.nameIndex(unit.mangle(expr.attr)) * 2, pos);
      return;
    case "Call":
      compileCall(unit, expr);
      return;
    case "Subscript":
      compileSubscript(unit, expr);
      return;
    case "BinOp": {
      if (tryConstant(unit, expr)) return;
      compileExpr(unit, expr.left);
      compileExpr(unit, expr.right);
      unit.emit(Opcode.BINARY_OP, BINARY_OPARG[expr.op], pos);
      return;
    }
    case "UnaryOp":
      if (tryConstant(unit, expr)) return;
      compileExpr(unit, expr.operand);
      if (expr.op === "Not") {
        unit.emit(Opcode.UNARY_NOT, 0, pos);
        return;
      }
      if (expr.op === "USub") {
        unit.emit(Opcode.UNARY_NEGATIVE, 0, pos);
        return;
      }
      if (expr.op === "Invert") {
        unit.emit(Opcode.UNARY_INVERT, 0, pos);
        return;
      }
      unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE, pos);
      return;
    case "BoolOp":
      compileBoolOp(unit, expr);
      return;
    case "Compare":
      compileCompare(unit, expr);
      return;
    case "IfExp":
      compileIfExp(unit, expr);
      return;
    case "NamedExpr":
      compileExpr(unit, expr.value);
      unit.emit(Opcode.COPY, 1, pos);
      storeName(unit, expr.target.id, expr.target.pos);
      return;
    case "Lambda":
      compileLambda(unit, expr);
      return;
    case "Tuple":
      if (tryConstant(unit, expr)) return;
      compileDisplay(unit, expr.elts, "tuple", pos);
      return;
    case "List":
      compileDisplay(unit, expr.elts, "list", pos);
      return;
    case "Set":
      compileDisplay(unit, expr.elts, "set", pos);
      return;
    case "Dict":
      compileDict(unit, expr);
      return;
    case "ListComp":
    case "SetComp":
    case "DictComp":
    case "GeneratorExp":
      compileComprehension(unit, expr);
      return;
    case "JoinedStr":
      compileJoinedStr(unit, expr);
      return;
    case "FormattedValue":
      compileFormattedValue(unit, expr);
      return;
    case "Yield":
      if (expr.value === null) unit.emitNone(pos);
      else compileExpr(unit, expr.value);
      emitYield(unit, pos);
      return;
    case "YieldFrom":
      compileYieldFrom(unit, expr);
      return;
    case "Await":
      compileAwait(unit, expr);
      return;
    case "Slice":
      compileSlice(unit, expr);
      return;
    case "Starred":
      throw unit.error(
        expr.ctx === "Store"
          ? "starred assignment target must be in a list or tuple"
          : "can't use starred expression here",
        pos,
      );
  }
}

/** Emits the folded value when there is one. */
function tryConstant(unit: Unit, expr: Expr): boolean {
  const constant = foldConstant(expr);
  if (constant === null) return false;
  unit.emitConst(constant, expr.pos);
  return true;
}

function compileSubscript(unit: Unit, expr: Subscript): void {
  const { value, slice, pos } = expr;
  compileExpr(unit, value);
  if (isPlainSlice(slice)) {
    compileSliceBounds(unit, slice);
    unit.emit(Opcode.BINARY_SLICE, 0, pos);
    return;
  }
  compileExpr(unit, slice);
  unit.emit(Opcode.BINARY_SUBSCR, 0, pos);
}

/** A slice without step, for BINARY_SLICE and STORE_SLICE. */
export function isPlainSlice(expr: Expr): expr is Slice {
  return expr.kind === "Slice" && expr.step === null;
}

export function compileSliceBounds(unit: Unit, slice: Slice): void {
  for (const bound of [slice.lower, slice.upper]) {
    if (bound === null) unit.emitNone(slice.pos);
    else compileExpr(unit, bound);
  }
}

function compileSlice(unit: Unit, slice: Slice): void {
  compileSliceBounds(unit, slice);
  if (slice.step !== null) compileExpr(unit, slice.step);
  unit.emit(Opcode.BUILD_SLICE, slice.step === null ? 2 : 3, slice.pos);
}

function compileBoolOp(unit: Unit, expr: BoolOp): void {
  const { pos } = expr;
  const end = unit.newLabel();
  const last = expr.values.length - 1;
  expr.values.forEach((value, i) => {
    compileExpr(unit, value);
    if (i === last) return;
    unit.emit(Opcode.COPY, 1, pos);
    unit.emit(expr.op === "And" ? Opcode.POP_JUMP_IF_FALSE : Opcode.POP_JUMP_IF_TRUE, end, pos);
    unit.emit(Opcode.POP_TOP, 0, pos);
  });
  unit.place(end, pos);
}

function compileIfExp(unit: Unit, expr: IfExp): void {
  const otherwise = unit.newLabel();
  const end = unit.newLabel();
  jumpIf(unit, expr.test, otherwise, false);
  compileExpr(unit, expr.body);
  unit.jump(end, expr.pos);
  unit.place(otherwise, expr.pos);
  compileExpr(unit, expr.orelse);
  unit.place(end, expr.pos);
}

/** A list, set or tuple display; the elements may be starred. */
export function compileDisplay(
  unit: Unit,
  elts: readonly Expr[],
  type: "list" | "set" | "tuple",
  pos: Position,
  /** How many values of the sequence are on the stack already. */
  pushed = 0,
): void {
  const starred = elts.some((e) => e.kind === "Starred");
  if (!starred && pushed === 0 && elts.length >= CONSTANT_DISPLAY_SIZE && type !== "tuple") {
    const folded = foldSequence(elts, type === "list" ? "tuple" : "frozenset");
    if (folded !== null) {
      unit.emit(type === "list" ? Opcode.BUILD_LIST : Opcode.BUILD_SET, 0, pos);
      unit.emitConst(folded, pos);
      unit.emit(type === "list" ? Opcode.LIST_EXTEND : Opcode.SET_UPDATE, 1, pos);
      return;
    }
  }
  if (!starred) {
    for (const elt of elts) compileExpr(unit, elt);
    const build = type === "list" ? Opcode.BUILD_LIST : type === "set" ? Opcode.BUILD_SET : Opcode.BUILD_TUPLE;
    unit.emit(build, pushed + elts.length, pos);
    return;
  }
  const [build, add, extend] =
    type === "set"
      ? ([Opcode.BUILD_SET, Opcode.SET_ADD, Opcode.SET_UPDATE] as const)
      : ([Opcode.BUILD_LIST, Opcode.LIST_APPEND, Opcode.LIST_EXTEND] as const);
  let built = false;
  let count = pushed;
  for (const elt of elts) {
    if (elt.kind === "Starred") {
      if (!built) unit.emit(build, count, pos);
      built = true;
      compileExpr(unit, elt.value);
      unit.emit(extend, 1, elt.pos);
    } else {
      compileExpr(unit, elt);
      if (built) unit.emit(add, 1, pos);
      else count++;
    }
  }
  if (type === "tuple") unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, pos);
}

/** Runs of plain items become one BUILD_MAP; `**mapping` is merged between them. */
function compileDict(unit: Unit, expr: Dict): void {
  const { keys, values, pos } = expr;
  let have = false;
  let run: { readonly key: Expr; readonly value: Expr }[] = [];
  const flush = (): void => {
    if (run.length === 0) return;
    compileItems(unit, run, pos);
    if (have) unit.emit(Opcode.DICT_UPDATE, 1, pos);
    have = true;
    run = [];
  };
  keys.forEach((key, i) => {
    const value = values[i];
    if (value === undefined) throw new Error("a dict display with fewer values than keys");
    if (key !== null) {
      run.push({ key, value });
      return;
    }
    flush();
    if (!have) unit.emit(Opcode.BUILD_MAP, 0, pos);
    have = true;
    compileExpr(unit, value);
    unit.emit(Opcode.DICT_UPDATE, 1, pos);
  });
  flush();
  if (!have) unit.emit(Opcode.BUILD_MAP, 0, pos);
}

function compileItems(unit: Unit, items: readonly { readonly key: Expr; readonly value: Expr }[], pos: Position): void {
  const keys =
    items.length > 1
      ? foldSequence(
          items.map((item) => item.key),
          "tuple",
        )
      : null;
  if (keys !== null) {
    for (const { value } of items) compileExpr(unit, value);
    unit.emitConst(keys, pos);
    unit.emit(Opcode.BUILD_CONST_KEY_MAP, items.length, pos);
    return;
  }
  for (const { key, value } of items) {
    compileExpr(unit, key);
    compileExpr(unit, value);
  }
  unit.emit(Opcode.BUILD_MAP, items.length, pos);
}

function compileJoinedStr(unit: Unit, expr: JoinedStr): void {
  if (expr.values.length === 0) {
    unit.emitConst({ type: "str", value: "" }, expr.pos);
    return;
  }
  for (const value of expr.values) compileExpr(unit, value);
  if (expr.values.length > 1) unit.emit(Opcode.BUILD_STRING, expr.values.length, expr.pos);
}

const CONVERSIONS = { "": 0, s: 1, r: 2, a: 3 } as const;

function compileFormattedValue(unit: Unit, expr: FormattedValue): void {
  compileExpr(unit, expr.value);
  let oparg: number = CONVERSIONS[expr.conversion];
  if (expr.formatSpec !== null) {
    compileExpr(unit, expr.formatSpec);
    oparg |= 4;
  }
  unit.emit(Opcode.FORMAT_VALUE, oparg, expr.pos);
}

/** An asynchronous generator wraps what it yields. */
export function emitYield(unit: Unit, pos: Position): void {
  const { isGenerator, isCoroutine } = unit.ownScope;
  if (isGenerator && isCoroutine) unit.emit(Opcode.CALL_INTRINSIC_1, Intrinsic1.ASYNC_GEN_WRAP, pos);
  unit.emit(Opcode.YIELD_VALUE, handlerDepth(unit), pos);
  unit.emit(Opcode.RESUME, 1, pos);
}

function handlerDepth(unit: Unit): number {
  let depth = 0;
  for (let h = unit.stream.handler; h !== null; h = h.parent) depth++;
  return depth;
}

function compileYieldFrom(unit: Unit, expr: YieldFrom): void {
  const { pos } = expr;
  if (unit.ownScope.isCoroutine) throw unit.error("'yield from' inside async function", pos);
  compileExpr(unit, expr.value);
  unit.emit(Opcode.GET_YIELD_FROM_ITER, 0, pos);
  unit.emitNone(pos);
  emitDelegation(unit, false, pos);
}

function compileAwait(unit: Unit, expr: Await): void {
  const { ownScope } = unit;
  if (ownScope.type !== "function") throw unit.error("'await' outside function", expr.pos);
  if (!ownScope.isCoroutine && ownScope.comprehension !== "generator") {
    throw unit.error("'await' outside async function", expr.pos);
  }
  compileExpr(unit, expr.value);
  unit.emit(Opcode.GET_AWAITABLE, 0, expr.pos);
  unit.emitNone(expr.pos);
  emitDelegation(unit, true, expr.pos);
}

/** The loop behind `await` and `yield from`: sends into the receiver until it returns (PEP 380). */
export function emitDelegation(unit: Unit, isAwait: boolean, pos: Position): void {
  const { stream } = unit;
  const send = unit.newLabel();
  const exit = unit.newLabel();
  unit.place(send, pos);
  unit.emit(Opcode.SEND, exit, pos);
  const fail = stream.setup(Pseudo.SETUP_FINALLY, pos);
  unit.emit(Opcode.YIELD_VALUE, handlerDepth(unit), pos);
  stream.popBlock();
  unit.emit(Opcode.RESUME, isAwait ? 3 : 2, pos);
  stream.emit(Pseudo.JUMP_NO_INTERRUPT, send, pos);
  stream.placeHandler(fail, pos);
  unit.emit(Opcode.CLEANUP_THROW, 0, pos);
  unit.place(exit, pos);
  unit.emit(Opcode.END_SEND, 0, pos);
}

/** A tuple of strings as a constant, for keyword names and the like. */
export function namesConstant(names: readonly string[]): CodeConstant {
  return tupleConstant(names.map((value) => ({ type: "str", value })));
}
