/** Element by element: functions of one tensor. */

import { erfinv } from "../vector/erfinv.ts";
import type { Combine } from "../vector/expression.ts";
import type { VectorName } from "../vector/ops.ts";
import { roundHalfEven } from "../vector/round.ts";
import { allocate, type Dense, NotComputedHere } from "./dense.ts";
import { type Action, applied, elementwise, expressionsOf } from "./elementwise.ts";
import type { Kernel, KernelCall, Kernels } from "./kernel.ts";

/** With the loop that does the same, if there is one. */
const FUNCTIONS: Readonly<Record<string, ((x: number) => number) | Action>> = {
  neg: { name: "neg", f: (x) => -x },
  negative: { name: "neg", f: (x) => -x },
  abs: { name: "abs", f: Math.abs },
  absolute: { name: "abs", f: Math.abs },
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: { name: "sqrt", f: Math.sqrt },
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  floor: { name: "floor", f: Math.floor },
  ceil: { name: "ceil", f: Math.ceil },
  trunc: { name: "trunc", f: Math.trunc },
  sign: { name: "sign", f: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0) },
  reciprocal: { name: "reciprocal", f: (x) => 1 / x },
  rsqrt: (x) => 1 / Math.sqrt(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: { name: "relu", f: (x) => Math.max(x, 0) },
  erfinv: { name: "erfinv", f: erfinv },
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

function mapped(action: Action | ((x: number) => number)): Kernel {
  const chosen: Action = typeof action === "function" ? { f: one(action) } : action;
  return (call) =>
    elementwise(call, applied(chosen, call.dtype, expressionsOf(call, [call.tensor("self")], call.dtype)));
}

/** Some of JavaScript's functions take several arguments. */
function one(f: (x: number) => number): Combine {
  return (x) => f(x);
}

function tested(f: (x: number) => boolean, name?: VectorName): Kernel {
  const action: Action = { ...(name === undefined ? {} : { name }), f: (x) => (f(x) ? 1 : 0) };
  return (call) => {
    const self = call.tensor("self");
    return elementwise(call, applied(action, "bool", expressionsOf(call, [self], self.dtype)));
  };
}

const round: Kernel = (call) => {
  if (call.has("decimals")) throw new NotComputedHere("rounding to decimals");
  return mapped({ name: "round", f: roundHalfEven })(call);
};

const square: Kernel = (call) => {
  mustBeExact(call);
  return mapped({ name: "square", f: (x) => x * x })(call);
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
  special_erfinv: mapped({ name: "erfinv", f: erfinv }),
  square,
  round,
  bitwise_not: bitwiseNot,
};
