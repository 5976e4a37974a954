/** Reading memory whose elements are not laid out row by row. */

import { DTYPES } from "../../fx/dtype.ts";
import { isRowMajor, rowMajorBytes } from "../../fx/strided_bytes.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { SymInt } from "../../shapes/types.ts";

/** The shape as numbers; undefined when a size is symbolic. */
export function staticShape(shape: readonly SymInt[]): readonly number[] | undefined {
  return shape.every((s): s is number => typeof s === "number") ? shape : undefined;
}

/** Whether memory order is logical order. */
export function isContiguous(meta: TensorMeta): boolean {
  const [shape, strides] = [staticShape(meta.shape), staticShape(meta.strides)];
  return shape !== undefined && strides !== undefined && isRowMajor(shape, strides);
}

/** `memory`, a dense tensor's elements in memory order, as contiguous bytes in logical order. */
export function contiguousFromDense(meta: TensorMeta, memory: Uint8Array): Uint8Array {
  const shape = staticShape(meta.shape);
  const strides = staticShape(meta.strides);
  if (shape === undefined || strides === undefined) throw new Error("a tensor with bytes has symbolic sizes");
  return isRowMajor(shape, strides) ? memory : rowMajorBytes(memory, DTYPES[meta.dtype].size, shape, strides);
}
