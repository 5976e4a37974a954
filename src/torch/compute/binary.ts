/** Element by element: arithmetic, comparisons and selections of several tensors that broadcast. */

import { isFloating } from "../../fx/dtype.ts";
import { roundTo } from "../tensor/elements.ts";
import { type Expression, numberOf } from "../vector/expression.ts";
import type { VectorName } from "../vector/ops.ts";
import { type Dense, laneOf, NotComputedHere } from "./dense.ts";
import { type Action, applied, elementwise, expressionsOf, operandsOf } from "./elementwise.ts";
import type { Kernel, KernelCall, Kernels } from "./kernel.ts";
import { plainNumber } from "./kernel.ts";
import { mustBeExact } from "./unary.ts";

type Combine = (a: number, b: number) => number;

const PAIR = ["self", "other"] as const;

/** In the dtype of the result. */
function arithmetic(action: Action | Combine, names: readonly string[] = PAIR): Kernel {
  const chosen = typeof action === "function" ? { f: action } : action;
  return (call) => elementwise(call, applied(chosen, call.dtype, operandsOf(call, names)));
}

const ADD: Action = { name: "add", f: (a, b) => a + b };
const SUB: Action = { name: "sub", f: (a, b) => a - b };
const MUL: Action = { name: "mul", f: (a, b) => a * b };
const IMUL: Action = { name: "imul", f: (a, b) => Math.imul(a, b) };
const DIV: Action = { name: "div", f: (a, b) => a / b };
const MAX: Action = { name: "max", f: (a, b) => Math.max(a, b) };
const MIN: Action = { name: "min", f: (a, b) => Math.min(a, b) };
const PROMOTE: Action = { name: "promote", f: (a) => a };
const DEMOTE: Action = { name: "demote", f: (a) => a };
const TRUNC: Action = { name: "trunc", f: (a) => Math.trunc(a) };

/** In the common dtype of the operands; the result is a boolean. */
function comparison(name: VectorName, f: (a: number, b: number) => boolean): Kernel {
  const action: Action = { name, f: (x, y) => (f(x, y) ? 1 : 0) };
  return (call) => elementwise(call, applied(action, "bool", operandsOf(call, PAIR, call.commonType("self", "other"))));
}

function logical(name: VectorName, f: (a: boolean, b: boolean) => boolean): Kernel {
  const action: Action = { name, f: (x, y) => (f(x !== 0, y !== 0) ? 1 : 0) };
  return (call) => elementwise(call, applied(action, "bool", operandsOf(call, PAIR, "bool")));
}

/** `self + alpha * other`, which PyTorch rounds once: up to single precision the product and the sum are exact enough in doubles. */
function sum(sign: 1 | -1): Kernel {
  return (call) => {
    const alpha = call.has("alpha") ? call.number("alpha") : 1;
    const { dtype } = call;
    if (dtype === "bool") return arithmetic({ name: "or", f: (a, b) => (a !== 0 || b !== 0 ? 1 : 0) })(call);
    if (alpha === 1) return arithmetic(sign === 1 ? ADD : SUB)(call);
    mustBeExact(call);
    const isSingle = laneOf(dtype) === "f32";
    const wide = operandsOf(call, PAIR).map((x) => (isSingle ? applied(PROMOTE, "float64", [x]) : x));
    const [a, b] = wide as [Expression, Expression];
    const factor = numberOf(b.lane, isFloating(dtype) ? roundTo(dtype, alpha) * sign : alpha * sign);
    const type = isSingle ? "float64" : dtype;
    const total = applied(ADD, type, [a, applied(MUL, type, [factor, b])]);
    return elementwise(call, isSingle ? applied(DEMOTE, dtype, [total]) : total);
  };
}

const rsub: Kernel = (call) => {
  if (call.number("alpha") !== 1) throw new NotComputedHere("rsub with alpha");
  return arithmetic(SUB, ["other", "self"])(call);
};

const mul: Kernel = (call) => arithmetic(call.dtype === "int32" ? IMUL : MUL)(call);

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
    if (mode === null) return arithmetic(DIV)(call);
    if (isFloating(dtype)) {
      const round = dtype === "float64" ? (x: number) => x : Math.fround;
      if (mode === "floor") return arithmetic(floorDivide(round))(call);
      return elementwise(call, applied(TRUNC, dtype, [applied(DIV, dtype, operandsOf(call, PAIR))]));
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
  if (!whole) {
    const [a, b] = operandsOf(call, ["self", "exponent"]);
    if (a !== undefined && b?.kind === "number" && b.value === 2) {
      return elementwise(call, applied({ name: "square", f: (x) => x * x }, call.dtype, [a]));
    }
  }
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

const SELECT: Action = { name: "select", f: (c, a, b) => (c === 0 ? b : a) };

function selected(call: KernelCall, condition: string, [a, b]: readonly [string, string]): Dense {
  return elementwise(
    call,
    applied(SELECT, call.dtype, [...operandsOf(call, [condition], "bool"), ...operandsOf(call, [a, b])]),
  );
}

const where: Kernel = (call) => selected(call, "condition", ["self", "other"]);
const maskedFill: Kernel = (call) => selected(call, "mask", ["value", "self"]);

/** NaN stays: JavaScript's min and max give it too. */
const clamp: Kernel = (call) => {
  let [data] = expressionsOf(call, [call.tensor("self")], call.dtype);
  for (const [name, action] of [
    ["min", MAX],
    ["max", MIN],
  ] as const) {
    if (call.input(name) !== null && data !== undefined)
      data = applied(action, call.dtype, [data, ...operandsOf(call, [name])]);
  }
  if (data === undefined) throw new Error("a tensor is clamped");
  return elementwise(call, data);
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
  maximum: arithmetic(MAX),
  minimum: arithmetic(MIN),
  atan2: arithmetic((a, b) => Math.atan2(a, b)),
  eq: comparison("eq", (a, b) => a === b),
  ne: comparison("ne", (a, b) => a !== b),
  lt: comparison("lt", (a, b) => a < b),
  le: comparison("le", (a, b) => a <= b),
  gt: comparison("gt", (a, b) => a > b),
  ge: comparison("ge", (a, b) => a >= b),
  less: comparison("lt", (a, b) => a < b),
  less_equal: comparison("le", (a, b) => a <= b),
  greater: comparison("gt", (a, b) => a > b),
  greater_equal: comparison("ge", (a, b) => a >= b),
  not_equal: comparison("ne", (a, b) => a !== b),
  logical_and: logical("and", (a, b) => a && b),
  logical_or: logical("or", (a, b) => a || b),
  logical_xor: logical("xor", (a, b) => a !== b),
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
