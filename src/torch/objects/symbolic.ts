/** Symbolic sizes as Python sees them: they act as int, bool and float, and a decision on one records a guard. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { float, PyFloat } from "../../dynamo/objects/float.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { type BinaryOperator, binaryOp } from "../../dynamo/protocols/operator.ts";
import { compare, not as notBool } from "../../shapes/bool.ts";
import { DataDependentError, ShapeConditionError } from "../../shapes/env.ts";
import { add, floordiv, max, min, mod, mul, pow, sub } from "../../shapes/expr.ts";
import { printBool, printInt } from "../../shapes/print.ts";
import type { BoolExpr, CompareOp, SymBool, SymExpr, SymInt } from "../../shapes/types.ts";
import { torchState } from "../state.ts";
import { scaledSize } from "./sym_float.ts";

export const symIntType: PyType = nativeType("SymInt", { module: "torch" });
export const symBoolType: PyType = nativeType("SymBool", { module: "torch" });

export class PySymInt extends PyObject {
  readonly expr: SymExpr;
  constructor(expr: SymExpr) {
    super(symIntType);
    this.expr = expr;
  }
}

export class PySymBool extends PyObject {
  readonly expr: BoolExpr;
  constructor(expr: BoolExpr) {
    super(symBoolType);
    this.expr = expr;
  }
}

/** A size as a Python value: an int where it is known. */
export function pySymInt(vm: Interpreter, value: SymInt): PyValue {
  const simple = torchState(vm).shapes.simplify(value);
  return typeof simple === "number" ? simple : new PySymInt(simple);
}

export function pySymBool(value: SymBool): PyValue {
  return typeof value === "boolean" ? value : new PySymBool(value);
}

/** The size that a Python value stands for; undefined when it is no integer. */
export function symIntOf(value: PyValue): SymInt | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof PySymInt ? value.expr : undefined;
}

/** Raises what a shape condition ended in as Python's exception. */
export function raiseShapeError(vm: Interpreter, e: unknown): never {
  if (e instanceof DataDependentError) {
    return raise(
      vm,
      RuntimeErrorType,
      `${e.message}. The size depends on tensor data; promise what holds with torch._check(...)`,
      { ruleId: "DYN2001" },
    );
  }
  if (e instanceof ShapeConditionError) {
    return raise(vm, RuntimeErrorType, e.message, { ruleId: "DYN2003" });
  }
  throw e;
}

/** The size as a number; a symbolic one is fixed to its value at the example input, with a guard. */
export function specialise(vm: Interpreter, value: SymInt, reason: string): number {
  if (typeof value === "number") return value;
  try {
    return torchState(vm).shapes.specialise(value, reason);
  } catch (e) {
    return raiseShapeError(vm, e);
  }
}

export function decide(vm: Interpreter, condition: SymBool, reason: string): boolean {
  if (typeof condition === "boolean") return condition;
  try {
    return torchState(vm).shapes.decide(condition, reason);
  } catch (e) {
    return raiseShapeError(vm, e);
  }
}

type IntOp = (a: SymInt, b: SymInt) => SymInt;

/** Both operands as sizes: an exact result; else as numbers at the example input. */
function intMethod(operator: BinaryOperator, op: IntOp, reflected: boolean): NativeImpl {
  return (vm: Interpreter, self: PyValue, other: PyValue) => {
    const a = symIntOf(self);
    const b = symIntOf(other);
    if (a === undefined) return NotImplemented;
    const [left, right] = reflected ? [b, a] : [a, b];
    if (left !== undefined && right !== undefined) {
      if (operator === "**" && !(typeof right === "number" && right >= 0)) return onNumbers(vm, operator, left, right);
      return pySymInt(vm, op(left, right));
    }
    if (other instanceof PyFloat) {
      const scaled = operator === "*" ? scaledSize(a, other.value) : undefined;
      if (scaled !== undefined) return scaled;
      const size = float(specialise(vm, a, "used in floating-point arithmetic"));
      return reflected ? binaryOp(vm, operator, other, size) : binaryOp(vm, operator, size, other);
    }
    return NotImplemented;
  };
}

function onNumbers(vm: Interpreter, operator: BinaryOperator, left: SymInt, right: SymInt): PyValue {
  const reason = "used in floating-point arithmetic";
  return binaryOp(vm, operator, specialise(vm, left, reason), specialise(vm, right, reason));
}

function dividing(reflected: boolean): NativeImpl {
  return (vm: Interpreter, self: PyValue, other: PyValue) => {
    const a = symIntOf(self);
    if (a === undefined) return NotImplemented;
    const b = other instanceof PyFloat ? other : symIntOf(other);
    if (b === undefined) return NotImplemented;
    const divisor = b instanceof PyFloat ? b.value : b;
    if (!reflected && typeof divisor === "number" && divisor > 0) {
      const scaled = scaledSize(a, 1 / divisor);
      if (scaled !== undefined) return scaled;
    }
    const reason = "used in floating-point arithmetic";
    const size = specialise(vm, a, reason);
    const number = b instanceof PyFloat ? b : specialise(vm, b, reason);
    return reflected ? binaryOp(vm, "/", number, size) : binaryOp(vm, "/", size, number);
  };
}

function compareMethod(op: CompareOp): NativeImpl {
  return (vm: Interpreter, self: PyValue, other: PyValue) => {
    const a = symIntOf(self);
    const b = symIntOf(other);
    if (a !== undefined && b !== undefined) return pySymBool(simplified(vm, compare(op, a, b)));
    if (a !== undefined && other instanceof PyFloat) {
      if (Number.isInteger(other.value)) return pySymBool(simplified(vm, compare(op, a, other.value)));
      // s <= 2.5 is s <= 2; s == 2.5 is false.
      const below = Math.floor(other.value);
      if (op === "eq" || op === "ne") return op === "ne";
      if (Number.isFinite(other.value)) {
        const bound = op === "lt" || op === "le" ? compare("le", a, below) : compare("gt", a, below);
        return pySymBool(simplified(vm, bound));
      }
      const above = op === "gt" || op === "ge";
      return other.value < 0 ? above : !above;
    }
    return NotImplemented;
  };
}

function simplified(vm: Interpreter, condition: SymBool): SymBool {
  return torchState(vm).shapes.prove(condition) ?? condition;
}

const arithmetic: Readonly<Record<string, NativeImpl>> = {};
const table: readonly [string, BinaryOperator, IntOp][] = [
  ["add", "+", add],
  ["sub", "-", sub],
  ["mul", "*", mul],
  ["floordiv", "//", floordiv],
  ["mod", "%", mod],
  ["pow", "**", pow],
];
const methods = arithmetic as Record<string, NativeImpl>;
for (const [name, operator, op] of table) {
  methods[`__${name}__(self, other)`] = intMethod(operator, op, false);
  methods[`__r${name}__(self, other)`] = intMethod(operator, op, true);
}
for (const op of ["eq", "ne", "lt", "le", "gt", "ge"] as const) methods[`__${op}__(self, other)`] = compareMethod(op);

const asNumber = (vm: Interpreter, self: PySymInt): PyValue =>
  specialise(vm, self.expr, "converted to a Python number");

defineMethods(symIntType, {
  ...methods,
  "__truediv__(self, other)": dividing(false),
  "__rtruediv__(self, other)": dividing(true),
  "__neg__(self)": (vm, self: PySymInt) => pySymInt(vm, mul(-1, self.expr)),
  "__pos__(self)": (_vm, self: PySymInt) => self,
  "__abs__(self)": (vm, self: PySymInt) => pySymInt(vm, max(self.expr, mul(-1, self.expr))),
  "__bool__(self)": (vm, self: PySymInt) => decide(vm, compare("ne", self.expr, 0), "branch"),
  // `int(n)` keeps the size symbolic, as `math.floor` and `//` do; where C code wants a number (`operator.index`) it is fixed.
  "__sym_int__(self)": (_vm, self: PySymInt) => self,
  "__int__(self)": (vm, self: PySymInt) => specialise(vm, self.expr, "int() of a size"),
  "__trunc__(self)": (_vm, self: PySymInt) => self,
  "__floor__(self)": (_vm, self: PySymInt) => self,
  "__ceil__(self)": (_vm, self: PySymInt) => self,
  "__round__(self, ndigits=None)": (_vm, self: PySymInt) => self,
  "__index__(self)": asNumber,
  "__float__(self)": (vm, self: PySymInt) => float(specialise(vm, self.expr, "converted to a float")),
  // As in PyTorch: code that caches by its arguments (einops does) catches the error and computes without its cache.
  "__hash__(self)": (vm) => raise(vm, TypeErrorType, "unhashable type: non-nested SymInt"),
  "__repr__(self)": (_vm, self: PySymInt) => printInt(self.expr),
  "__sym_max__(self, other)": (vm, self: PySymInt, other: PyValue) => extremum(vm, max, self, other),
  "__sym_min__(self, other)": (vm, self: PySymInt, other: PyValue) => extremum(vm, min, self, other),
  "__deepcopy__(self, memo)": (_vm, self: PySymInt) => self,
  "__copy__(self)": (_vm, self: PySymInt) => self,
});

function extremum(vm: Interpreter, op: IntOp, self: PySymInt, other: PyValue): PyValue {
  const b = symIntOf(other);
  return b === undefined ? NotImplemented : pySymInt(vm, op(self.expr, b));
}

defineMethods(symBoolType, {
  "__bool__(self)": (vm, self: PySymBool) => decide(vm, self.expr, "branch"),
  "__repr__(self)": (_vm, self: PySymBool) => printBool(self.expr),
  "__sym_not__(self)": (_vm, self: PySymBool) => pySymBool(notBool(self.expr)),
  "__hash__(self)": (vm, self: PySymBool) => (decide(vm, self.expr, "branch") ? 1 : 0),
});
