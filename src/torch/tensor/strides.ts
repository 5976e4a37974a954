/** Reading memory whose elements are not laid out row by row. */

import { DTYPES } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { contiguousStrides } from "../../ops/strides.ts";
import type { SymInt } from "../../shapes/types.ts";

/** The shape as numbers; undefined when a size is symbolic. */
export function staticShape(shape: readonly SymInt[]): readonly number[] | undefined {
  return shape.every((s): s is number => typeof s === "number") ? shape : undefined;
}

/** `memory`, a dense tensor's elements in memory order, as contiguous bytes in logical order. */
export function contiguousFromDense(meta: TensorMeta, memory: Uint8Array): Uint8Array {
  const shape = staticShape(meta.shape);
  const strides = staticShape(meta.strides);
  if (shape === undefined || strides === undefined) throw new Error("a tensor with bytes has symbolic sizes");
  const expected = contiguousStrides(shape);
  if (shape.every((size, i) => size <= 1 || strides[i] === expected[i])) return memory;
  const { size } = DTYPES[meta.dtype];
  const count = shape.reduce((a, b) => a * b, 1);
  const out = new Uint8Array(count * size);
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < count; i++) {
    out.set(memory.subarray(at * size, (at + 1) * size), i * size);
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (index[d] as number) + 1;
      at += strides[d] as number;
      if (next < (shape[d] as number)) {
        index[d] = next;
        break;
      }
      at -= next * (strides[d] as number);
      index[d] = 0;
    }
  }
  return out;
}
