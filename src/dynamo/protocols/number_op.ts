/** Arithmetic of int, bool and float operands without going through their methods. */

import type { Interpreter } from "../interpreter.ts";
import { PyComplex } from "../objects/complex.ts";
import { OverflowErrorType, ValueErrorType, ZeroDivisionErrorType } from "../objects/exception_types.ts";
import { float, PyFloat } from "../objects/float.ts";
import { floorDivFloat, modFloat } from "../objects/float_arithmetic.ts";
import type { PyInt } from "../objects/int.ts";
import {
  addInt,
  andInt,
  floorDivInt,
  modInt,
  mulInt,
  orInt,
  powInt,
  shiftLeftInt,
  shiftRightInt,
  subInt,
  trueDivInt,
  xorInt,
} from "../objects/int_arithmetic.ts";
import type { PyValue } from "../objects/object.ts";
import { raise } from "./errors.ts";
import type { BinaryOperator } from "./operator.ts";

/** The result for plain numbers; undefined when an operand is something else or the operator isn't theirs. */
export function numberOp(vm: Interpreter, op: BinaryOperator, a: PyValue, b: PyValue): PyValue | undefined {
  if (a instanceof PyFloat) {
    if (b instanceof PyFloat) return floatOp(vm, op, a.value, b.value);
    const y = plainInt(b);
    return y === undefined ? undefined : floatOp(vm, op, a.value, floatOf(vm, y));
  }
  const x = plainInt(a);
  if (x === undefined) return undefined;
  if (b instanceof PyFloat) return floatOp(vm, op, floatOf(vm, x), b.value);
  const y = plainInt(b);
  if (y === undefined) return undefined;
  if (typeof a === "boolean" && typeof b === "boolean" && (op === "&" || op === "|" || op === "^"))
    return op === "&" ? a && b : op === "|" ? a || b : a !== b;
  return intOp(vm, op, x, y);
}

function plainInt(v: PyValue): PyInt | undefined {
  if (typeof v === "number" || typeof v === "bigint") return v;
  return typeof v === "boolean" ? Number(v) : undefined;
}

/** An int as a float operand; OverflowError when it is too large. */
export function floatOf(vm: Interpreter, n: PyInt): number {
  const x = Number(n);
  if (!Number.isFinite(x)) raise(vm, OverflowErrorType, "int too large to convert to float");
  return x;
}

/** An operator on two ints. */
export function intOp(vm: Interpreter, op: BinaryOperator, a: PyInt, b: PyInt): PyValue | undefined {
  switch (op) {
    case "+":
      return addInt(a, b);
    case "-":
      return subInt(a, b);
    case "*":
      if (typeof a === "bigint" || typeof b === "bigint") {
        vm.chargeMemory(bigSize(a) + bigSize(b));
        chargeDigits(vm, a, b);
      }
      return mulInt(a, b);
    case "//":
      if (b === 0) raise(vm, ZeroDivisionErrorType, "integer division or modulo by zero");
      chargeDigits(vm, a, b);
      return floorDivInt(a, b);
    case "%":
      if (b === 0) raise(vm, ZeroDivisionErrorType, "integer modulo by zero");
      chargeDigits(vm, a, b);
      return modInt(a, b);
    case "/": {
      if (b === 0) raise(vm, ZeroDivisionErrorType, "division by zero");
      const r = trueDivInt(a, b);
      if (r === undefined) raise(vm, OverflowErrorType, "integer division result too large for a float");
      return float(r);
    }
    case "**":
      if (b < 0) {
        if (a === 0) raise(vm, ZeroDivisionErrorType, "0.0 cannot be raised to a negative power");
        return float(floatOf(vm, a) ** floatOf(vm, b));
      }
      if (a !== 0 && a !== 1 && a !== -1) {
        const bits = Number(b) * Math.max(1, bigSize(a));
        vm.chargeMemory(bits / 8);
        if (bits > 64 * SMALL_DIGITS) vm.charge((bits / 64) * STEPS_PER_DIGIT);
      }
      return a === 1 || a === 0 ? powInt(a, b === 0 ? 0 : 1) : a === -1 ? (modIsOdd(b) ? -1 : 1) : powInt(a, b);
    case "<<":
      if (b < 0) raise(vm, ValueErrorType, "negative shift count");
      if (a !== 0) vm.chargeMemory(Number(b) / 8);
      return shiftLeftInt(a, b);
    case ">>":
      if (b < 0) raise(vm, ValueErrorType, "negative shift count");
      return shiftRightInt(a, b);
    case "&":
      return andInt(a, b);
    case "|":
      return orInt(a, b);
    case "^":
      return xorInt(a, b);
    case "@":
      return undefined;
  }
}

function modIsOdd(n: PyInt): boolean {
  return typeof n === "number" ? n % 2 !== 0 : n % 2n !== 0n;
}

/** 64-bit digits up to which an operation on integers is one step. */
const SMALL_DIGITS = 64;
/** What multiplying and dividing long integers takes, a digit. */
const STEPS_PER_DIGIT = 8;

/** The work of an operation on long integers. */
function chargeDigits(vm: Interpreter, a: PyInt, b: PyInt): void {
  if (typeof a !== "bigint") return;
  const digits = (bigSize(a) + bigSize(b)) / 64;
  if (digits > SMALL_DIGITS) vm.charge(digits * STEPS_PER_DIGIT);
}

/** About how many bits the integer has. */
function bigSize(n: PyInt): number {
  return typeof n === "number" ? Math.log2(Math.abs(n) + 1) : n.toString(16).length * 4;
}

/** An operator on two floats. */
export function floatOp(vm: Interpreter, op: BinaryOperator, a: number, b: number): PyValue | undefined {
  switch (op) {
    case "+":
      return float(a + b);
    case "-":
      return float(a - b);
    case "*":
      return float(a * b);
    case "/":
      if (b === 0) raise(vm, ZeroDivisionErrorType, "float division by zero");
      return float(a / b);
    case "//":
      if (b === 0) raise(vm, ZeroDivisionErrorType, "float floor division by zero");
      return float(floorDivFloat(a, b));
    case "%":
      if (b === 0) raise(vm, ZeroDivisionErrorType, "float modulo by zero");
      return float(modFloat(a, b));
    case "**":
      return powFloat(vm, a, b);
    default:
      return undefined;
  }
}

/** `a ** b`; a negative base with a fractional exponent gives a complex number. */
export function powFloat(vm: Interpreter, a: number, b: number): PyValue {
  if (a === 1 || b === 0) return float(1);
  if (a === 0 && b < 0) raise(vm, ZeroDivisionErrorType, "0.0 cannot be raised to a negative power");
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    const [size, angle] = [(-a) ** b, Math.PI * b];
    return new PyComplex(size * Math.cos(angle), size * Math.sin(angle));
  }
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return float(1);
  // A square is exact to the last bit, which JavaScript's power is not always.
  const r = b === 2 ? a * a : a ** b;
  if (!Number.isFinite(r) && Number.isFinite(a) && Number.isFinite(b))
    raise(vm, OverflowErrorType, "(34, 'Numerical result out of range')");
  return float(r);
}
