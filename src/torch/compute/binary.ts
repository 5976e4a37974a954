/** Element by element: arithmetic, comparisons and selections of several tensors that broadcast. */

import { isFloating } from "../../fx/dtype.ts";
import {
  allocate,
  broadcastData,
  castData,
  type Dense,
  NotComputedHere,
  type NumericArray,
  settled,
  sizeOf,
} from "./dense.ts";
import type { Kernel, KernelCall, Kernels } from "./kernel.ts";
import { plainNumber } from "./kernel.ts";
import { mustBeExact } from "./unary.ts";

/** An operand's elements in the dtype of the computation: one for all, or one each. */
function elements(call: KernelCall, dense: Dense, dtype = call.dtype): NumericArray {
  const data = castData(dense, dtype);
  return data.length === 1 ? data : broadcastData(data, dense.shape, call.shape);
}

type Combine = (a: number, b: number) => number;

function combined(call: KernelCall, f: Combine, a: NumericArray, b: NumericArray, out: NumericArray): Dense {
  const n = out.length;
  if (b.length === 1 && a.length === n) {
    const y = b[0] as number;
    for (let i = 0; i < n; i++) out[i] = f(a[i] as number, y);
  } else if (a.length === 1 && b.length === n) {
    const x = a[0] as number;
    for (let i = 0; i < n; i++) out[i] = f(x, b[i] as number);
  } else if (a.length === 1 && b.length === 1) out.fill(f(a[0] as number, b[0] as number));
  else for (let i = 0; i < n; i++) out[i] = f(a[i] as number, b[i] as number);
  return call.result(settled(call.dtype, out));
}

/** In the dtype of the result. */
function arithmetic(f: Combine, names: readonly [string, string] = ["self", "other"]): Kernel {
  return (call) => {
    const a = elements(call, call.operand(names[0]));
    const b = elements(call, call.operand(names[1]));
    return combined(call, f, a, b, allocate(call.dtype, sizeOf(call.shape)));
  };
}

/** In the common dtype of the operands; the result is a boolean. */
function comparison(f: (a: number, b: number) => boolean): Kernel {
  return (call) => {
    const dtype = call.commonType("self", "other");
    const a = elements(call, call.operand("self"), dtype);
    const b = elements(call, call.operand("other"), dtype);
    return combined(call, (x, y) => (f(x, y) ? 1 : 0), a, b, new Uint8Array(sizeOf(call.shape)));
  };
}

function logical(f: (a: boolean, b: boolean) => boolean): Kernel {
  return (call) => {
    const a = elements(call, call.operand("self"), "bool");
    const b = elements(call, call.operand("other"), "bool");
    return combined(call, (x, y) => (f(x !== 0, y !== 0) ? 1 : 0), a, b, new Uint8Array(sizeOf(call.shape)));
  };
}

/** `self + alpha * other`; the product is rounded as PyTorch's is. */
function sum(sign: 1 | -1): Kernel {
  return (call) => {
    const alpha = call.has("alpha") ? call.number("alpha") : 1;
    const { dtype } = call;
    if (dtype === "bool") return arithmetic((a, b) => (a !== 0 || b !== 0 ? 1 : 0))(call);
    if (alpha === 1) return arithmetic(sign === 1 ? (a, b) => a + b : (a, b) => a - b)(call);
    mustBeExact(call);
    const round = dtype === "float64" || !isFloating(dtype) ? (x: number) => x : Math.fround;
    const factor = round(alpha) * sign;
    return arithmetic((a, b) => a + round(factor * b))(call);
  };
}

const rsub: Kernel = (call) => {
  if (call.number("alpha") !== 1) throw new NotComputedHere("rsub with alpha");
  return arithmetic((a, b) => b - a)(call);
};

const mul: Kernel = (call) => arithmetic(call.dtype === "int32" ? Math.imul : (a, b) => a * b)(call);

/** Python's remainder: of the divisor's sign. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function integerDivisor(b: number): number {
  if (b === 0) throw new NotComputedHere("a division by zero");
  return b;
}

/** As Python's `//` of floats: exact remainder first, each step in the given precision. */
function floorDivide(round: (x: number) => number): Combine {
  return (a, b) => {
    if (b === 0) return round(a / b);
    const rest = a % b;
    let quotient = round(round(a - rest) / b);
    if (rest !== 0 && b < 0 !== rest < 0) quotient = round(quotient - 1);
    if (quotient === 0) return Math.sign(a / b) * 0;
    const floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  };
}

function division(mode: unknown): Kernel {
  return (call) => {
    const { dtype } = call;
    if (mode === null) return arithmetic((a, b) => a / b)(call);
    if (isFloating(dtype)) {
      const round = dtype === "float64" ? (x: number) => x : Math.fround;
      return arithmetic(mode === "floor" ? floorDivide(round) : (a, b) => Math.trunc(round(a / b)))(call);
    }
    const rest: Combine = mode === "floor" ? remainder : (a, b) => a % b;
    return arithmetic((a, b) => (a - rest(a, integerDivisor(b))) / b)(call);
  };
}

const div: Kernel = (call) => division(call.input("rounding_mode"))(call);

function modulo(f: Combine): Kernel {
  return (call) => arithmetic(isFloating(call.dtype) ? f : (a, b) => f(a, integerDivisor(b)))(call);
}

const pow: Kernel = (call) => {
  const whole = !isFloating(call.dtype);
  const f: Combine = (a, b) => {
    const value = a ** b;
    if (whole && (b < 0 || !Number.isSafeInteger(value))) throw new NotComputedHere("an integer power");
    return value;
  };
  return arithmetic(f, ["self", "exponent"])(call);
};

function bitwise(f: Combine): Kernel {
  return (call) => {
    const small = (x: number): number => {
      if ((x | 0) !== x) throw new NotComputedHere("bits beyond the lowest 32");
      return x;
    };
    return arithmetic((a, b) => f(small(a), small(b)))(call);
  };
}

const where: Kernel = (call) => {
  const condition = elements(call, call.operand("condition"), "bool");
  const a = elements(call, call.operand("self"));
  const b = elements(call, call.operand("other"));
  return selected(call, condition, a, b);
};

const maskedFill: Kernel = (call) => {
  const mask = elements(call, call.operand("mask"), "bool");
  return selected(call, mask, elements(call, call.operand("value")), elements(call, call.tensor("self")));
};

function selected(call: KernelCall, condition: NumericArray, a: NumericArray, b: NumericArray): Dense {
  const out = allocate(call.dtype, sizeOf(call.shape));
  const [ci, ai, bi] = [condition, a, b].map((x) => (x.length === 1 ? 0 : 1)) as [number, number, number];
  for (let i = 0; i < out.length; i++) out[i] = (condition[i * ci] === 0 ? b[i * bi] : a[i * ai]) as number;
  return call.result(out);
}

/** NaN stays: JavaScript's min and max give it too. */
const clamp: Kernel = (call) => {
  let data = elements(call, call.tensor("self"));
  const bound = (name: string, f: Combine): void => {
    const input = call.input(name);
    if (input === null) return;
    const out = allocate(call.dtype, sizeOf(call.shape));
    data = combined(call, f, data, elements(call, call.operand(name)), out).data;
  };
  bound("min", Math.max);
  bound("max", Math.min);
  return call.result(data);
};

const lerp: Kernel = (call) => {
  const weight = call.input("weight");
  if (!isFloating(call.dtype) || typeof weight !== "object") throw new NotComputedHere("lerp");
  const w = Math.fround(plainNumber(weight));
  if (call.dtype !== "float32") throw new NotComputedHere("lerp of other types");
  const round = Math.fround;
  return arithmetic(
    w < 0.5 ? (a, b) => a + round(w * round(b - a)) : (a, b) => b - round(round(b - a) * round(1 - w)),
    ["self", "end"],
  )(call);
};

export const BINARY: Kernels = {
  add: sum(1),
  sub: sum(-1),
  subtract: sum(-1),
  rsub,
  mul,
  multiply: mul,
  div,
  divide: div,
  true_divide: div,
  floor_divide: division("floor"),
  remainder: modulo(remainder),
  fmod: modulo((a, b) => a % b),
  pow,
  maximum: arithmetic(Math.max),
  minimum: arithmetic(Math.min),
  atan2: arithmetic(Math.atan2),
  eq: comparison((a, b) => a === b),
  ne: comparison((a, b) => a !== b),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
  less: comparison((a, b) => a < b),
  less_equal: comparison((a, b) => a <= b),
  greater: comparison((a, b) => a > b),
  greater_equal: comparison((a, b) => a >= b),
  not_equal: comparison((a, b) => a !== b),
  logical_and: logical((a, b) => a && b),
  logical_or: logical((a, b) => a || b),
  logical_xor: logical((a, b) => a !== b),
  bitwise_and: bitwise((a, b) => a & b),
  bitwise_or: bitwise((a, b) => a | b),
  bitwise_xor: bitwise((a, b) => a ^ b),
  where,
  masked_fill: maskedFill,
  clamp,
  clip: clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  lerp,
};
