/** Constant folding: the value of an expression that is known without running it, where CPython's compiler folds too. */

import type { BinOp, Expr, UnaryOp } from "../ast.ts";
import type { CodeConstant } from "../code_object.ts";
import { FALSE, TRUE } from "./constant_pool.ts";

/** Larger results are computed when the program runs. */
const MAX_INT_BITS = 128n;
const MAX_STR_LENGTH = 4096;

/** The constant that `expr` is, or null. */
export function foldConstant(expr: Expr): CodeConstant | null {
  switch (expr.kind) {
    case "Constant":
      return expr.value;
    case "Tuple": {
      if (expr.ctx !== "Load") return null;
      return foldSequence(expr.elts, "tuple");
    }
    case "UnaryOp":
      return foldUnary(expr);
    case "BinOp":
      return foldBinary(expr);
    case "Name":
      return expr.id === "__debug__" && expr.ctx === "Load" ? TRUE : null;
    default:
      return null;
  }
}

/** All elements as one constant, or null. */
export function foldSequence(elts: readonly Expr[], type: "tuple" | "frozenset"): CodeConstant | null {
  const items: CodeConstant[] = [];
  for (const elt of elts) {
    const item = foldConstant(elt);
    if (item === null) return null;
    items.push(item);
  }
  return { type, items };
}

/** Python's truth of a constant; null when it is not known here. */
export function constantTruth(constant: CodeConstant): boolean | null {
  switch (constant.type) {
    case "None":
      return false;
    case "Ellipsis":
      return true;
    case "bool":
      return constant.value;
    case "int":
      return BigInt(constant.value) !== 0n;
    case "float":
      return constant.value !== 0;
    case "complex":
      return constant.imag !== 0;
    case "str":
    case "bytes":
      return constant.value.length > 0;
    case "tuple":
    case "frozenset":
      return constant.items.length > 0;
    case "code":
      return null;
  }
}

function foldUnary(expr: UnaryOp): CodeConstant | null {
  const operand = foldConstant(expr.operand);
  if (operand === null) return null;
  switch (expr.op) {
    case "Not": {
      const truth = constantTruth(operand);
      return truth === null ? null : truth ? FALSE : TRUE;
    }
    case "USub": {
      if (operand.type === "float") return { type: "float", value: -operand.value };
      const value = asInt(operand);
      return value === null ? null : int(-value);
    }
    case "UAdd": {
      if (operand.type === "float") return operand;
      const value = asInt(operand);
      return value === null ? null : int(value);
    }
    case "Invert": {
      const value = operand.type === "bool" ? null : asInt(operand);
      return value === null ? null : int(~value);
    }
  }
}

function foldBinary(expr: BinOp): CodeConstant | null {
  // The right operand first: it is the shallow side of a long chain.
  const right = foldConstant(expr.right);
  if (right === null) return null;
  const left = foldConstant(expr.left);
  if (left === null) return null;
  if (left.type === "str" && right.type === "str" && expr.op === "Add") {
    const length = left.value.length + right.value.length;
    return length > MAX_STR_LENGTH ? null : { type: "str", value: left.value + right.value };
  }
  const bitwise = expr.op === "BitAnd" || expr.op === "BitOr" || expr.op === "BitXor";
  // The bitwise operators of two bools give a bool; there is nothing to gain in folding them.
  if (bitwise && left.type === "bool" && right.type === "bool") return null;
  const a = asInt(left);
  const b = asInt(right);
  if (a !== null && b !== null) return foldInts(expr.op, a, b);
  const x = asFloat(left);
  const y = asFloat(right);
  return x === null || y === null ? null : foldFloats(expr.op, x, y);
}

function foldInts(op: BinOp["op"], a: bigint, b: bigint): CodeConstant | null {
  switch (op) {
    case "Add":
      return int(a + b);
    case "Sub":
      return int(a - b);
    case "Mult":
      return bits(a) + bits(b) > MAX_INT_BITS ? null : int(a * b);
    case "BitAnd":
      return int(a & b);
    case "BitOr":
      return int(a | b);
    case "BitXor":
      return int(a ^ b);
    case "LShift":
      return b < 0n || b + bits(a) > MAX_INT_BITS ? null : int(a << b);
    case "RShift":
      return b < 0n ? null : int(a >> b);
    case "Pow":
      return b < 0n || bits(a) * b > MAX_INT_BITS ? null : int(a ** b);
    case "FloorDiv":
      return b === 0n ? null : int(floorDivide(a, b));
    case "Mod":
      return b === 0n ? null : int(a - b * floorDivide(a, b));
    case "Div": {
      const small = bits(a) <= 53n && bits(b) <= 53n && b !== 0n;
      return small ? { type: "float", value: Number(a) / Number(b) } : null;
    }
    case "MatMult":
      return null;
  }
}

/** The operations that are the same in IEEE arithmetic and in Python; the others wait for the evaluator. */
function foldFloats(op: BinOp["op"], x: number, y: number): CodeConstant | null {
  switch (op) {
    case "Add":
      return { type: "float", value: x + y };
    case "Sub":
      return { type: "float", value: x - y };
    case "Mult":
      return { type: "float", value: x * y };
    case "Div":
      return y === 0 ? null : { type: "float", value: x / y };
    default:
      return null;
  }
}

function asInt(constant: CodeConstant): bigint | null {
  if (constant.type === "int") return BigInt(constant.value);
  if (constant.type === "bool") return constant.value ? 1n : 0n;
  return null;
}

function asFloat(constant: CodeConstant): number | null {
  if (constant.type === "float") return constant.value;
  const value = asInt(constant);
  return value !== null && bits(value) <= 53n ? Number(value) : null;
}

function int(value: bigint): CodeConstant {
  const small = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return { type: "int", value: small ? Number(value) : value };
}

function bits(value: bigint): bigint {
  return BigInt((value < 0n ? -value : value).toString(2).length);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
