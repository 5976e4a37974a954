/** Shape functions and operand preparation that elementwise operators share. */

import { type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { broadcastShapes } from "../broadcast.ts";
import type { MetaContext } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { pointwiseStrides } from "../strides.ts";

/** The result of an elementwise operator on these operands, in `dtype`. */
export function elementwise(ctx: MetaContext, dtype: DType, operands: readonly TensorMeta[]): TensorMeta {
  const shape = broadcastShapes(
    ctx.guards,
    operands.map((t) => t.shape),
  );
  const strides = pointwiseStrides(ctx.guards, shape, operands);
  return { dtype, shape, strides, storageOffset: 0, device: deviceOf(operands) };
}

/** The device of the first operand that is no Python number; 0-dim CPU tensors give way to others. */
export function deviceOf(operands: readonly TensorMeta[]): string {
  const tensors = operands.filter((t) => !t.wrappedNumber);
  return (tensors.find((t) => t.shape.length > 0) ?? tensors[0] ?? operands[0])?.device ?? "cpu";
}

/** Elementwise in the promoted type of the operands. */
export function promoted(ctx: MetaContext, ...operands: readonly TensorMeta[]): TensorMeta {
  return elementwise(ctx, ctx.promote("default", operands), operands);
}

/** Elementwise in the promoted type, integers as floats. */
export function promotedFloat(ctx: MetaContext, ...operands: readonly TensorMeta[]): TensorMeta {
  return elementwise(ctx, ctx.promote("int_to_float", operands), operands);
}

/** A comparison: in the promoted type, with a boolean result. */
export function predicate(ctx: MetaContext, ...operands: readonly TensorMeta[]): TensorMeta {
  return elementwise(ctx, ctx.promote("always_bool", operands), operands);
}

/** The type that promoted operands are in; Python numbers take it when they become constants. */
export function commonType(...operands: readonly TensorOperand[]): DType {
  const typed = operands.find((t) => !t.meta.wrappedNumber) ?? operands[0];
  if (!typed) throw new Error("an operator without operands");
  return typed.meta.dtype;
}

/** Types that ONNX's mathematical functions do not take are computed in float32. */
export function computeType(dtype: DType): DType {
  return dtype === "bfloat16" ? "float32" : dtype;
}

/** Computes in a type that `f`'s operators take, and gives the result in `dtype`. */
export function computed(
  g: LoweringBuilder,
  dtype: DType,
  operands: readonly TensorOperand[],
  f: (values: readonly Value[], dtype: DType) => Value,
): Value {
  const inner = computeType(dtype);
  const value = f(
    operands.map((t) => g.as(t, inner)),
    inner,
  );
  return inner === dtype ? value : g.cast(value, dtype);
}

/** Whether the elements are floats or complex. */
export function isInexact(dtype: DType): boolean {
  return isFloating(dtype) || isComplex(dtype);
}
