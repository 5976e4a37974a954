/** Element by element: functions of one tensor. */

import { allocate, castData, type Dense, NotComputedHere, settled } from "./dense.ts";
import { erfinv } from "./erfinv.ts";
import type { Kernel, KernelCall, Kernels } from "./kernel.ts";

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  neg: (x) => -x,
  negative: (x) => -x,
  abs: Math.abs,
  absolute: Math.abs,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  reciprocal: (x) => 1 / x,
  rsqrt: (x) => 1 / Math.sqrt(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(x, 0),
  erfinv,
};

const PREDICATES: Readonly<Record<string, (x: number) => boolean>> = {
  logical_not: (x) => x === 0,
  isnan: Number.isNaN,
  isinf: (x) => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY,
  isfinite: Number.isFinite,
};

/** Products that leave 32 bits would not be exact in a double before they wrap. */
export function mustBeExact(call: KernelCall): void {
  if (call.dtype === "int32") throw new NotComputedHere("32-bit products");
}

function mapped(f: (x: number) => number): Kernel {
  return (call) => {
    const data = castData(call.tensor("self"), call.dtype);
    const out = allocate(call.dtype, data.length);
    for (let i = 0; i < data.length; i++) out[i] = f(data[i] as number);
    return call.result(settled(call.dtype, out));
  };
}

function tested(f: (x: number) => boolean): Kernel {
  return (call) => {
    const { data } = call.tensor("self");
    const out = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) out[i] = f(data[i] as number) ? 1 : 0;
    return call.result(out);
  };
}

/** To the nearest integer, halves to the even one. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}

const round: Kernel = (call) => {
  if (call.has("decimals")) throw new NotComputedHere("rounding to decimals");
  return mapped(roundHalfEven)(call);
};

const square: Kernel = (call) => {
  mustBeExact(call);
  return mapped((x) => x * x)(call);
};

const bitwiseNot: Kernel = (call) => {
  const { dtype, data }: Dense = call.tensor("self");
  const out = allocate(dtype, data.length);
  // In two's complement, ~x is -x - 1.
  for (let i = 0; i < data.length; i++) out[i] = dtype === "bool" ? 1 - (data[i] as number) : -(data[i] as number) - 1;
  return call.result(out);
};

export const UNARY: Kernels = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, f]) => [name, mapped(f)])),
  ...Object.fromEntries(Object.entries(PREDICATES).map(([name, f]) => [name, tested(f)])),
  special_erfinv: mapped(erfinv),
  square,
  round,
  bitwise_not: bitwiseNot,
};
