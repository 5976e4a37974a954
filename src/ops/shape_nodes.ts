/** ONNX nodes for reshapes, slices and fills, made as small as the known shapes allow. */

import type { DType } from "../fx/dtype.ts";
import type { Value } from "../onnx/ir.ts";
import type { SymInt } from "../shapes/types.ts";
import type { LowerScalar } from "./define.ts";
import { content, type LoweringBuilder, type SymArg, type SymOperand } from "./lowering.ts";
import { onnxType } from "./onnx_dtype.ts";

/** Reshapes a value whose shape is `from` to `to`. One size may be inferred, sizes that stay are copied: often no size has to be computed. */
export function reshape(g: LoweringBuilder, value: Value, from: readonly SymInt[], to: readonly SymInt[]): Value {
  if (from.length === to.length && from.every((d, i) => d === to[i])) return value;
  if (to.every((d) => typeof d === "number")) {
    return g.op("Reshape", [value, g.ints(to)], to.includes(0) ? { allowzero: 1 } : {});
  }
  if (to.includes(0)) return g.op("Reshape", [value, g.sizes(to)], { allowzero: 1 });
  const spec: SymInt[] = to.map((d, i) => (typeof d !== "number" && d === from[i] ? 0 : d));
  const open = spec.flatMap((d, i) => (typeof d === "number" ? [] : [i]));
  const [only] = open;
  if (open.length === 1 && only !== undefined) spec[only] = -1;
  else if (open.length > 1) return g.op("Reshape", [value, g.sizes(to)]);
  return g.op("Reshape", [value, g.sizes(spec)]);
}

/** Permutes; nothing for the identity. */
export function permute(g: LoweringBuilder, value: Value, perm: readonly number[]): Value {
  return perm.every((p, i) => p === i) ? value : g.op("Transpose", [value], { perm });
}

export function unsqueeze(g: LoweringBuilder, value: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? value : g.op("Unsqueeze", [value, g.ints(axes)]);
}

export function squeeze(g: LoweringBuilder, value: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? value : g.op("Squeeze", [value, g.ints(axes)]);
}

export const INT64_MAX = 9223372036854775807n;

/** A slice of one axis; `end` null is to the end. */
export function slice(
  g: LoweringBuilder,
  value: Value,
  axis: number,
  start: SymArg | SymInt,
  end: SymArg | SymInt | null,
  step = 1,
): Value {
  const last = end === null ? g.tensor([INT64_MAX], [1], "int64") : g.sizes([end]);
  return g.op("Slice", [value, g.sizes([start]), last, g.ints([axis]), g.ints([step])]);
}

/** Broadcasts to a shape. */
export function expand(g: LoweringBuilder, value: Value, from: readonly SymInt[], to: readonly SymInt[]): Value {
  return from.length === to.length && from.every((d, i) => d === to[i]) ? value : g.op("Expand", [value, g.sizes(to)]);
}

/** A tensor filled with one value. */
export function full(g: LoweringBuilder, shape: readonly (SymArg | SymInt)[], fill: LowerScalar, dtype: DType): Value {
  if (shape.length === 0) return g.scalar(fill, dtype);
  const literal = literalOf(fill);
  // ConstantOfShape takes bfloat16 only since opset 20.
  if (literal === null || dtype === "bfloat16") return g.op("Expand", [g.scalar(fill, dtype), g.sizes(shape)]);
  return g.op("ConstantOfShape", [g.sizes(shape)], { value: { tensor: content([literal], [1], onnxType(dtype)) } });
}

function literalOf(fill: LowerScalar): number | bigint | boolean | null {
  if (typeof fill !== "object") return fill;
  if (fill.kind === "float") return fill.value;
  return null;
}

export function isSym(value: SymArg | SymInt): value is SymOperand {
  return typeof value !== "number" && value.kind === "symint";
}
