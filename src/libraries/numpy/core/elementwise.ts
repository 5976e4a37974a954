/** Runs kernels over arrays: promotion of the operands (NEP 50), broadcasting, and the result's dtype. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { complexType, PyComplex } from "../../../dynamo/objects/complex.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { floatType, PyFloat } from "../../../dynamo/objects/float.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import {
  type BinaryOperator,
  binaryOp,
  type CompareOperator,
  richCompare,
  unaryOp,
} from "../../../dynamo/protocols/operator.ts";
import { fromFloat16Bits, toFloat16Bits } from "../../../torch/tensor/half.ts";
import { arrayOf, broadcastOrRaise, broadcastView, load, type PyNdarray, product } from "./array.ts";
import type { Pair } from "./complex_math.ts";
import { asArray, cast } from "./convert.ts";
import {
  BOOL,
  COMPLEX64,
  COMPLEX128,
  complexOf,
  dtypeNamed,
  FLOAT64,
  floatFor,
  INT64,
  integerBounds,
  isInteger,
  OBJECT,
  type PyDType,
  promote,
  realOf,
} from "./dtype.ts";
import type { BinaryKernel, UnaryKernel } from "./kernels.ts";
import type { Block } from "./storage.ts";

export interface Operand {
  readonly array: PyNdarray;
  /** Python's own int, float and complex take the dtype of what they meet. */
  readonly weak: "int" | "float" | "complex" | null;
  readonly value: PyValue;
}

export function operand(vm: Interpreter, value: PyValue): Operand {
  const weak =
    typeof value === "number" || typeof value === "bigint"
      ? "int"
      : value instanceof PyFloat && value.type === floatType
        ? "float"
        : value instanceof PyComplex && value.type === complexType
          ? "complex"
          : null;
  return { array: asArray(vm, value), weak, value };
}

/** The dtype that operands are promoted to; weak ones count by their kind only. */
export function commonDType(operands: readonly Operand[]): PyDType {
  let strong: PyDType | null = null;
  for (const o of operands)
    if (o.weak === null) strong = strong === null ? o.array.dtype : promote(strong, o.array.dtype);
  let result = strong;
  for (const { weak, array } of operands) {
    if (weak === null) continue;
    if (strong === null) result = result === null ? array.dtype : promote(result, array.dtype);
    else if (result !== null) result = weakly(result, weak);
  }
  return result ?? FLOAT64;
}

function weakly(d: PyDType, weak: "int" | "float" | "complex"): PyDType {
  if (d.kind === "O" || d.kind === "U") return d;
  if (weak === "int") return d.kind === "b" ? INT64 : d;
  const float = d.kind === "f" || d.kind === "c" ? d : FLOAT64;
  return weak === "float" ? float : float.kind === "c" ? float : complexOf(float);
}

const INT8 = dtypeNamed("int8");

function unsupported(vm: Interpreter, name: string): never {
  return raise(
    vm,
    TypeErrorType,
    `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
  );
}

/** The dtype that a kernel computes in, and that of its result. */
export function resolve(
  vm: Interpreter,
  name: string,
  rule: BinaryKernel["rule"],
  d: PyDType,
  hasComplex: boolean,
): { readonly input: PyDType; readonly output: PyDType } {
  if (d.kind === "U" && rule !== "bool")
    return raise(
      vm,
      TypeErrorType,
      `ufunc '${name}' did not contain a loop with signature matching types (dtype('${d.code}'), dtype('${d.code}')) -> None`,
    );
  if (d.kind === "c" && !hasComplex) return unsupported(vm, name);
  if (d.kind === "O") return { input: d, output: rule === "bool" ? BOOL : d };
  switch (rule) {
    case "same":
      return { input: d, output: d };
    case "int8":
      return d.kind === "b" ? { input: INT8, output: INT8 } : { input: d, output: d };
    case "float":
      // Division of integers is done in float64, whatever their size.
      if (name === "divide" && d.kind !== "f" && d.kind !== "c") return { input: FLOAT64, output: FLOAT64 };
      return { input: floatFor(d), output: floatFor(d) };
    case "bool":
      return { input: d, output: BOOL };
    case "bits":
      return d.kind === "b" || isInteger(d) ? { input: d, output: d } : unsupported(vm, name);
    case "real":
      return { input: d, output: realOf(d) };
  }
}

/** Rounds to what a dtype holds where a block of doubles holds more. */
export function rounded(block: Block, from: PyDType, d: PyDType): Block {
  if (block.kind !== "real" || d.kind !== "f" || d === FLOAT64 || from === d) return block;
  const x = block.x;
  const out = new Float64Array(x.length);
  if (d.name === "float32") for (let i = 0; i < x.length; i++) out[i] = Math.fround(x[i] as number);
  else for (let i = 0; i < x.length; i++) out[i] = fromFloat16Bits(toFloat16Bits(x[i] as number));
  return { kind: "real", x: out };
}

/** A block of numbers as one of a dtype's form: pairs for complex, bigints when `big`. */
function formed(vm: Interpreter, a: PyNdarray, d: PyDType): Block {
  const source =
    (d.kind === "O" || a.dtype.kind === "O" || a.dtype.kind === "U") && a.dtype !== d && d.kind !== "U"
      ? cast(vm, a, d)
      : a;
  const block = load(vm, source);
  if (d.kind !== "c" || block.kind === "complex") return rounded(block, source.dtype, d);
  const x = new Float64Array(block.x.length * 2);
  for (let i = 0; i < block.x.length; i++) x[2 * i] = Number(block.x[i]);
  return {
    kind: "complex",
    x: d === COMPLEX64 ? Float64Array.from(Float32Array.from(x)) : x,
  };
}

export function bigs(block: Block): bigint[] {
  return block.kind === "big" ? block.x : Array.from(block.x as Float64Array, (v) => BigInt(v));
}

const SAFE = Number.MAX_SAFE_INTEGER;

export interface BinaryRequest {
  readonly name: string;
  readonly kernel: BinaryKernel;
  readonly dtype?: PyDType | null;
}

/** `kernel(a, b)`, broadcast. */
export function runBinary(vm: Interpreter, request: BinaryRequest, a: Operand, b: Operand): PyNdarray {
  const { name, kernel } = request;
  const common = request.dtype ?? commonDType([a, b]);
  if (kernel.rule !== "bool") {
    for (const { weak, value } of [a, b]) if (weak === "int" && isInteger(common)) checkBounds(vm, value, common);
  }
  if (name === "subtract" && common === BOOL)
    raise(
      vm,
      TypeErrorType,
      "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
    );
  const { input, output } = resolve(vm, name, kernel.rule, common, kernel.complex !== undefined);
  const shape = broadcastOrRaise(vm, [a.array, b.array]);
  const size = product(shape);
  if (input.kind === "U" || input.kind === "O") return runObjects(vm, request, a.array, b.array, shape, output);
  if (name === "equal" || name === "not_equal") {
    const mixed = [a.array, b.array].filter((x) => x.dtype.kind === "U").length === 1;
    if (mixed)
      return arrayOf(vm, BOOL, shape, {
        kind: "real",
        x: new Float64Array(size).fill(name === "equal" ? 0 : 1),
      });
  }
  const x = formed(vm, a.array.size === 1 ? a.array : broadcastView(a.array, shape), input);
  const y = formed(vm, b.array.size === 1 ? b.array : broadcastView(b.array, shape), input);
  const [sx, sy] = [a.array.size === 1 ? 0 : 1, b.array.size === 1 ? 0 : 1];
  if (x.kind === "complex" && y.kind === "complex")
    return arrayOf(vm, output, shape, complexLoop(kernel, x.x, y.x, sx, sy, size));
  if (x.kind === "real" && y.kind === "real") {
    if (name === "power" && isInteger(input)) {
      if (y.x.some((e) => e < 0)) raise(vm, ValueErrorType, "Integers to negative integer powers are not allowed.");
    }
    const out = realLoop(intKernel(name, kernel, input), x.x, y.x, sx, sy, size);
    const exact =
      output.kind === "b" ||
      !isInteger(output) ||
      kernel.big === undefined ||
      out.every((v) => v >= -SAFE && v <= SAFE);
    if (exact) return arrayOf(vm, output, shape, { kind: "real", x: out });
  }
  if (kernel.divides === true || input.kind === "f" || kernel.big === undefined) {
    const [p, q] = [numbers(x), numbers(y)];
    return arrayOf(vm, output, shape, {
      kind: "real",
      x: realLoop(kernel.real, p, q, sx, sy, size),
    });
  }
  const [p, q, f] = [bigs(x), bigs(y), kernel.big];
  const out: bigint[] = [];
  for (let i = 0; i < size; i++) out.push(BigInt(f(p[i * sx] as bigint, q[i * sy] as bigint)));
  vm.charge(size);
  return arrayOf(vm, output, shape, { kind: "big", x: out });
}

function checkBounds(vm: Interpreter, value: PyValue, d: PyDType): void {
  const { low, high } = integerBounds(d);
  const n = value as number | bigint;
  if (n < low || n > high) raise(vm, OverflowErrorType, `Python integer ${n} out of bounds for ${d.name}`);
}

/** Integer forms of kernels that divide, shift or multiply. */
function intKernel(name: string, kernel: BinaryKernel, d: PyDType): BinaryKernel["real"] {
  if (!isInteger(d) && d.kind !== "b") return kernel.real;
  if (name === "floor_divide" || name === "remainder" || name === "fmod")
    return (a, b) => (b === 0 ? 0 : kernel.real(a, b) + 0);
  if (name === "power") return intPower;
  return kernel.real;
}

/** Exact as long as it is safe; what is beyond makes the caller take bigints. */
function intPower(a: number, b: number): number {
  let [result, base] = [1, a];
  for (let n = b; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result *= base;
    if (n > 1) base *= base;
    if (!(Math.abs(result) <= SAFE)) return Number.POSITIVE_INFINITY;
  }
  return result;
}

export function numbers(block: Block): Float64Array {
  return block.kind === "real" ? block.x : Float64Array.from(block.x as bigint[], Number);
}

function realLoop(
  f: (a: number, b: number) => number,
  x: Float64Array,
  y: Float64Array,
  sx: number,
  sy: number,
  size: number,
): Float64Array {
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) out[i] = f(x[i * sx] as number, y[i * sy] as number);
  return out;
}

function complexLoop(
  kernel: BinaryKernel,
  x: Float64Array,
  y: Float64Array,
  sx: number,
  sy: number,
  size: number,
): Block {
  const f = kernel.complex as (a: Pair, b: Pair) => Pair | boolean;
  const logical = kernel.rule === "bool";
  const out = new Float64Array(logical ? size : 2 * size);
  const at = (block: Float64Array, i: number): Pair => ({
    re: block[2 * i] as number,
    im: block[2 * i + 1] as number,
  });
  for (let i = 0; i < size; i++) {
    const r = f(at(x, i * sx), at(y, i * sy));
    if (typeof r === "boolean") out[i] = Number(r);
    else {
      out[2 * i] = r.re;
      out[2 * i + 1] = r.im;
    }
  }
  return { kind: logical ? "real" : "complex", x: out };
}

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", "==", "!=", ">", ">="]);

function runObjects(
  vm: Interpreter,
  request: BinaryRequest,
  a: PyNdarray,
  b: PyNdarray,
  shape: readonly number[],
  output: PyDType,
): PyNdarray {
  const op = request.kernel.operator;
  const read = (x: PyNdarray): PyValue[] => {
    const all = cast(vm, broadcastView(x, shape), x.dtype.kind === "U" ? x.dtype : OBJECT);
    return load(vm, all).x as PyValue[];
  };
  const [p, q] = [read(a), read(b)];
  const extreme = request.name === "maximum" || request.name === "minimum";
  if (op === undefined && !extreme) return unsupported(vm, request.name);
  const out = p.map((x, i) => {
    const y = q[i] as PyValue;
    if (op === undefined) return richCompare(vm, x, request.name === "maximum" ? ">=" : "<=", y) === true ? x : y;
    return COMPARISONS.has(op)
      ? richCompare(vm, x, op as CompareOperator, y)
      : binaryOp(vm, op as BinaryOperator, x, y);
  });
  return arrayOf(vm, output, shape, {
    kind: "value",
    x: out.map((v) => (output === BOOL ? Number(v) : v)),
  });
}

/** `kernel(a)`. */
export function runUnary(
  vm: Interpreter,
  name: string,
  kernel: UnaryKernel,
  a: PyNdarray,
  dtype: PyDType | null = null,
): PyNdarray {
  const d = dtype ?? a.dtype;
  if (kernel.whole === true && (isInteger(d) || d.kind === "b")) return arrayOf(vm, d, a.shape, load(vm, a));
  if (name === "negative" && d === BOOL)
    raise(
      vm,
      TypeErrorType,
      "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
    );
  if (d.kind === "O" && (name === "negative" || name === "positive" || name === "invert")) {
    const op = name === "negative" ? "-" : name === "positive" ? "+" : "~";
    return arrayOf(vm, d, a.shape, {
      kind: "value",
      x: (load(vm, a).x as PyValue[]).map((v) => unaryOp(vm, op, v)),
    });
  }
  if (d.kind === "O" || d.kind === "U") return unsupported(vm, name);
  const { input, output } = resolve(vm, name, kernel.rule, d, kernel.complex !== undefined);
  const x = formed(vm, a, input);
  if (name === "invert" && d === BOOL)
    return runUnary(vm, "logical_not", { ...kernel, rule: "bool", real: (v) => Number(v === 0) }, a);
  if (x.kind === "complex") {
    const f = kernel.complex as (a: Pair) => Pair | number;
    const n = x.x.length / 2;
    const real = kernel.rule === "bool" || kernel.rule === "real";
    const out = new Float64Array(real ? n : 2 * n);
    for (let i = 0; i < n; i++) {
      const r = f({ re: x.x[2 * i] as number, im: x.x[2 * i + 1] as number });
      if (typeof r === "number") out[i] = r;
      else {
        out[2 * i] = r.re;
        out[2 * i + 1] = r.im;
      }
    }
    return arrayOf(vm, output, a.shape, {
      kind: real ? "real" : "complex",
      x: out,
    });
  }
  if (x.kind === "real") {
    const [f, source] = [kernel.real, x.x];
    const out = new Float64Array(source.length);
    for (let i = 0; i < source.length; i++) out[i] = f(source[i] as number);
    if (!isInteger(output) || kernel.big === undefined || out.every((v) => v >= -SAFE && v <= SAFE)) {
      if (isInteger(output) && name === "reciprocal")
        return arrayOf(vm, output, a.shape, {
          kind: "real",
          x: out.map((v) => (Number.isFinite(v) ? Math.trunc(v) : 0)),
        });
      return arrayOf(vm, output, a.shape, { kind: "real", x: out });
    }
  }
  const big = kernel.big;
  if (big === undefined)
    return arrayOf(vm, output, a.shape, {
      kind: "real",
      x: numbers(x).map((v) => kernel.real(v)),
    });
  return arrayOf(vm, output, a.shape, {
    kind: "big",
    x: bigs(x).map((v) => BigInt(big(v))),
  });
}

export { COMPLEX128 };
