/** Complex values as ONNX nodes see them: packed with a trailing dimension of 2, or as a pair of real values. */

import type { DType } from "../../fx/dtype.ts";
import { isComplex } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";

/** An imaginary part that is absent is zero. Both parts have one shape, but for operands of a formula that broadcasts. */
export interface Pair {
  readonly re: Value;
  readonly im: Value | null;
}

/**
 * The parts that a packed value was made of, so that a chain of complex operators never takes apart what was just put together.
 * Only made values are noted: their parts are visible wherever they are, which does not hold for parts taken in a loop's body.
 */
const made = new WeakMap<Value, Pair>();

/** One value with a trailing dimension of 2. */
export function pack(g: LoweringBuilder, pair: Pair): Value {
  const last = g.ints([-1]);
  const re = g.op("Unsqueeze", [pair.re, last]);
  const value =
    pair.im === null
      ? g.op("Pad", [re, g.ints([0, 1]), null, last])
      : g.op("Concat", [re, g.op("Unsqueeze", [pair.im, last])], { axis: -1 });
  made.set(value, pair);
  return value;
}

export function unpack(g: LoweringBuilder, value: Value): Pair {
  const known = made.get(value);
  if (known) return known;
  const part = (i: number) => g.op("Gather", [value, g.const(i, "int64")], { axis: -1 });
  return { re: part(0), im: part(1) };
}

/** An operand's parts in `real`; numbers and real tensors too. */
export function pairOf(g: LoweringBuilder, t: TensorOperand, real: DType): Pair {
  const { scalar } = t;
  if (typeof scalar === "object" && scalar.kind === "complex") {
    return { re: g.const(scalar.re, real), im: g.const(scalar.im, real) };
  }
  if (scalar !== undefined || !isComplex(t.meta.dtype)) return { re: g.as(t, real), im: null };
  const pair = unpack(g, t.value);
  const from = realOf(t.meta.dtype);
  if (from === real) return pair;
  return { re: g.cast(pair.re, real), im: pair.im === null ? null : g.cast(pair.im, real) };
}

/** The imaginary part, zeros made where it is absent. */
export function imaginary(g: LoweringBuilder, pair: Pair, real: DType): Value {
  return pair.im ?? zerosLike(g, pair.re, real);
}

export function zerosLike(g: LoweringBuilder, value: Value, real: DType): Value {
  return g.op("Expand", [g.const(0, real), g.op("Shape", [value])]);
}
