/** Binary, in-place and unary operators, and rich comparison: fast for numbers and strings, the full protocol else. */

import type { Interpreter } from "../interpreter.ts";
import { PyForeignNumber } from "../objects/boxed.ts";
import { PyComplex } from "../objects/complex.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { float, PyFloat } from "../objects/float.ts";
import { invertInt, negInt } from "../objects/int_arithmetic.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { asInt } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { callSpecial } from "./call.ts";
import { truth } from "./convert.ts";
import { raise } from "./errors.ts";
import { numberOp } from "./number_op.ts";
import { typeOf } from "./type_of.ts";

export type BinaryOperator = "+" | "-" | "*" | "@" | "/" | "//" | "%" | "**" | "<<" | ">>" | "&" | "|" | "^";
export type UnaryOperator = "-" | "+" | "~";
export type CompareOperator = "<" | "<=" | "==" | "!=" | ">" | ">=";

interface Dunders {
  readonly forward: string;
  readonly reflected: string;
  readonly inplace: string;
}

function dunders(stem: string): Dunders {
  return { forward: `__${stem}__`, reflected: `__r${stem}__`, inplace: `__i${stem}__` };
}

export const BINARY_DUNDERS: Readonly<Record<BinaryOperator, Dunders>> = {
  "+": dunders("add"),
  "-": dunders("sub"),
  "*": dunders("mul"),
  "@": dunders("matmul"),
  "/": dunders("truediv"),
  "//": dunders("floordiv"),
  "%": dunders("mod"),
  "**": dunders("pow"),
  "<<": dunders("lshift"),
  ">>": dunders("rshift"),
  "&": dunders("and"),
  "|": dunders("or"),
  "^": dunders("xor"),
};

const COMPARE: Readonly<Record<CompareOperator, { readonly forward: string; readonly reflected: string }>> = {
  "<": { forward: "__lt__", reflected: "__gt__" },
  "<=": { forward: "__le__", reflected: "__ge__" },
  "==": { forward: "__eq__", reflected: "__eq__" },
  "!=": { forward: "__ne__", reflected: "__ne__" },
  ">": { forward: "__gt__", reflected: "__lt__" },
  ">=": { forward: "__ge__", reflected: "__le__" },
};

/** `a op b`. */
export function binaryOp(vm: Interpreter, op: BinaryOperator, a: PyValue, b: PyValue): PyValue {
  const fast = numberOp(vm, op, a, b);
  if (fast !== undefined) return fast;
  const result = tryBinary(vm, op, a, b);
  if (result !== undefined) return result;
  return unsupported(vm, op === "**" ? "** or pow()" : op, a, b);
}

function tryBinary(vm: Interpreter, op: BinaryOperator, a: PyValue, b: PyValue): PyValue | undefined {
  const { forward, reflected } = BINARY_DUNDERS[op];
  const [ta, tb] = [typeOf(a), typeOf(b)];
  // A subclass that redefines the reflected method goes first. Joining and repeating sequences are no methods of numbers:
  // CPython tries the other operand's before them.
  let reflectedDone = ta === tb;
  const goesFirst =
    tb.isSubtypeOf(ta) ||
    (b instanceof PyForeignNumber && isPlainNumber(a)) ||
    ((op === "+" || op === "*") && !ta.heap && REPEATED.has(ta.name));
  if (ta !== tb && goesFirst && tb.lookup(reflected) !== ta.lookup(reflected)) {
    const r = callSpecial(vm, b, reflected, a);
    if (r !== undefined && r !== NotImplemented) return r;
    reflectedDone = true;
  }
  const r = callSpecial(vm, a, forward, b);
  if (r !== undefined && r !== NotImplemented) return r;
  if (!reflectedDone) {
    const s = callSpecial(vm, b, reflected, a);
    if (s !== undefined && s !== NotImplemented) return s;
  }
  return unknownOperand(a, b);
}

/** Whether a value is one of Python's own numbers, whose methods would take a foreign number for its payload. */
function isPlainNumber(v: PyValue): boolean {
  return !(v instanceof PyObject)
    ? v !== null && typeof v !== "string"
    : v instanceof PyFloat || v instanceof PyComplex;
}

/** `a op= b`: the in-place method, else the binary operator. */
export function inplaceOp(vm: Interpreter, op: BinaryOperator, a: PyValue, b: PyValue): PyValue {
  if (a instanceof PyObject) {
    const r = callSpecial(vm, a, BINARY_DUNDERS[op].inplace, b);
    if (r !== undefined && r !== NotImplemented) return r;
  }
  const fast = numberOp(vm, op, a, b);
  if (fast !== undefined) return fast;
  const result = tryBinary(vm, op, a, b);
  return result ?? (result === null ? null : unsupported(vm, `${op}=`, a, b));
}

function unknownOperand(a: PyValue, b: PyValue): PyValue | undefined {
  if (a instanceof PyUnknown) return new PyUnknown(a.origin);
  return b instanceof PyUnknown ? new PyUnknown(b.origin) : undefined;
}

/** The builtin sequences, whose `*` is repetition. */
const REPEATED: ReadonlySet<string> = new Set(["str", "list", "tuple", "bytes", "bytearray"]);

function isRepeated(v: PyValue): boolean {
  return typeOf(v).mro.some((t) => !t.heap && REPEATED.has(t.name));
}

function unsupported(vm: Interpreter, op: string, a: PyValue, b: PyValue): never {
  if (op === "*" || op === "*=") {
    // In place, a left operand that is itself some kind of sequence hides the right one.
    const hides = op === "*=" && (typeOf(a).heap || typeOf(a).lookup("__contains__") !== undefined);
    const factor = isRepeated(a) ? b : !hides && isRepeated(b) ? a : undefined;
    if (factor !== undefined)
      raise(vm, TypeErrorType, `can't multiply sequence by non-int of type '${typeOf(factor).name}'`);
  }
  raise(vm, TypeErrorType, `unsupported operand type(s) for ${op}: '${typeOf(a).name}' and '${typeOf(b).name}'`);
}

const UNARY = { "-": "__neg__", "+": "__pos__", "~": "__invert__" } as const;

export function unaryOp(vm: Interpreter, op: UnaryOperator, a: PyValue): PyValue {
  if (a instanceof PyFloat && op !== "~") return op === "-" ? float(-a.value) : a;
  if (!(a instanceof PyObject)) {
    const n = asInt(a);
    if (n !== undefined) return op === "-" ? negInt(n) : op === "~" ? invertInt(n) : n;
  }
  const r = callSpecial(vm, a, UNARY[op]);
  if (r !== undefined) return r;
  if (a instanceof PyUnknown) return new PyUnknown(a.origin);
  raise(vm, TypeErrorType, `bad operand type for unary ${op}: '${typeOf(a).name}'`);
}

/** The order of two numbers or two strings: negative, zero, positive, NaN when unordered; undefined for other values. */
function order(a: PyValue, b: PyValue): number | undefined {
  if (typeof a === "string") {
    if (typeof b !== "string") return undefined;
    return a === b ? 0 : compareStrings(a, b);
  }
  const x = comparable(a);
  if (x === undefined) return undefined;
  const y = comparable(b);
  if (y === undefined) return undefined;
  return x < y ? -1 : x > y ? 1 : isSame(x, y) ? 0 : Number.NaN;
}

function comparable(v: PyValue): number | bigint | undefined {
  if (typeof v === "number" || typeof v === "bigint") return v;
  if (v instanceof PyFloat) return v.value;
  return typeof v === "boolean" ? Number(v) : undefined;
}

/** By code points: UTF-16 units compare alike except where surrogates meet characters above them. */
export function compareStrings(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const high = (c: number) => c >= 0xd800 && c <= 0xdfff;
    if (high(x) !== high(y)) return high(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

function decide(op: CompareOperator, c: number): boolean {
  switch (op) {
    case "<":
      return c < 0;
    case "<=":
      return c <= 0;
    case "==":
      return c === 0;
    case "!=":
      return c !== 0;
    case ">":
      return c > 0;
    case ">=":
      return c >= 0;
  }
}

/** `a op b` for the six comparisons; the result need not be a bool. */
export function richCompare(vm: Interpreter, a: PyValue, op: CompareOperator, b: PyValue): PyValue {
  const c = order(a, b);
  if (c !== undefined) return decide(op, c);
  const { forward, reflected } = COMPARE[op];
  const [ta, tb] = [typeOf(a), typeOf(b)];
  let reflectedDone = false;
  const goesFirst = tb.isSubtypeOf(ta) || (b instanceof PyForeignNumber && isPlainNumber(a));
  if (ta !== tb && goesFirst && tb.lookup(reflected) !== undefined) {
    const r = callSpecial(vm, b, reflected, a);
    if (r !== undefined && r !== NotImplemented) return r;
    reflectedDone = true;
  }
  const r = callSpecial(vm, a, forward, b);
  if (r !== undefined && r !== NotImplemented) return r;
  if (!reflectedDone) {
    const s = callSpecial(vm, b, reflected, a);
    if (s !== undefined && s !== NotImplemented) return s;
  }
  const unknown = unknownOperand(a, b);
  if (unknown !== undefined) return unknown;
  if (op === "==") return identical(a, b);
  if (op === "!=") return !identical(a, b);
  raise(vm, TypeErrorType, `'${op}' not supported between instances of '${ta.name}' and '${tb.name}'`);
}

/** `a is b or a == b`, as containers compare their items. */
export function equals(vm: Interpreter, a: PyValue, b: PyValue): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return false;
  return truth(vm, richCompare(vm, a, "==", b));
}

/** `a is b`. */
export function identical(a: PyValue, b: PyValue): boolean {
  return a === b;
}

/** Numeric equality across number and bigint. */
function isSame(x: number | bigint, y: number | bigint): boolean {
  return (
    !(x < y) && !(x > y) && !(typeof x === "number" && Number.isNaN(x)) && !(typeof y === "number" && Number.isNaN(y))
  );
}
