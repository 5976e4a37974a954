/** What reductions share: shapes with and without the reduced dimensions, and ONNX's Reduce nodes. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import type { SymInt } from "../../shapes/types.ts";
import { normalizeDims } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

/** The shape after reducing `dims` (all of them for null or none). */
export function reducedShape(
  shape: readonly SymInt[],
  dims: readonly number[] | null,
  keepdim: boolean,
): readonly SymInt[] {
  const gone = normalizeDims(dims, shape.length);
  return keepdim ? shape.map((d, i) => (gone.includes(i) ? 1 : d)) : shape.filter((_, i) => !gone.includes(i));
}

export function reduced(self: TensorMeta, dims: readonly number[] | null, keepdim: boolean, dtype: DType): TensorMeta {
  return contiguous(dtype, reducedShape(self.shape, dims, keepdim), self.device);
}

/** Types that ONNX's Reduce nodes take; others are computed in a wider one. */
export function reduceType(dtype: DType): DType {
  if (dtype === "bool" || dtype === "uint8" || dtype === "int8" || dtype === "int16" || dtype === "uint16")
    return "int32";
  return dtype;
}

/** A Reduce node over `dims`, in a type that it takes. */
export function reduce(
  g: LoweringBuilder,
  opType: string,
  self: TensorOperand,
  dims: readonly number[] | null,
  keepdim: boolean,
  dtype: DType,
): Value {
  const inner = reduceType(dtype);
  const y = reduceValue(g, opType, g.as(self, inner), self.meta.shape.length, dims, keepdim);
  return inner === dtype ? y : g.cast(y, dtype);
}

export function reduceValue(
  g: LoweringBuilder,
  opType: string,
  x: Value,
  rank: number,
  dims: readonly number[] | null,
  keepdim: boolean,
): Value {
  const axes = normalizeDims(dims, rank);
  if (rank === 0) return REDUCED_SCALAR[opType]?.(g, x) ?? g.op("Identity", [x]);
  return g.op(opType, [x, axes.length === rank ? null : g.ints(axes)], { keepdims: keepdim ? 1 : 0 });
}

/** Reductions of one element that are not the element itself. */
const REDUCED_SCALAR: Readonly<Record<string, (g: LoweringBuilder, x: Value) => Value>> = {
  ReduceL1: (g, x) => g.op("Abs", [x]),
  ReduceL2: (g, x) => g.op("Abs", [x]),
  ReduceSumSquare: (g, x) => g.op("Mul", [x, x]),
};

/** How many elements are reduced: a number, or computed from the shape; a scalar in `dtype`. */
export function countOf(g: LoweringBuilder, self: TensorOperand, dims: readonly number[] | null, dtype: DType): Value {
  const axes = normalizeDims(dims, self.meta.shape.length);
  const sizes = axes.map((d) => self.meta.shape[d] ?? 1);
  if (sizes.every((d) => typeof d === "number"))
    return g.const(
      sizes.reduce<number>((a, d) => a * d, 1),
      dtype,
    );
  const picked = g.op("Gather", [g.shapeOf(self), g.ints(axes)]);
  return g.cast(g.op("ReduceProd", [picked], { keepdims: 0 }), dtype);
}
