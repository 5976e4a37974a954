/** Dense content of a sparse initializer, made when its bytes are asked for. */

import { elementBits, rawByteLength } from "../data_type.ts";
import type { SparseContent, TensorContent } from "../ir.ts";
import { integerElements } from "../tensor_content.ts";
import { OnnxFormatError } from "./format_error.ts";

export function denseContent(sparse: SparseContent): TensorContent {
  const { dtype } = sparse.values;
  const byteLength = rawByteLength(dtype, sparse.shape);
  return { dtype, shape: sparse.shape, byteLength, bytes: () => fill(sparse, byteLength) };
}

function fill({ values, indices, shape }: SparseContent, byteLength: number): Uint8Array {
  const size = elementBits(values.dtype) / 8;
  const positions = integerElements(indices);
  if (!Number.isInteger(size) || size === 0 || positions === undefined) {
    throw new OnnxFormatError(`not a valid ONNX file: a sparse tensor of ${values.dtype}`);
  }
  const dense = new Uint8Array(byteLength);
  const source = values.bytes();
  // Indices are linear, or one row of coordinates an element.
  const rank = indices.shape.length === 2 ? shape.length : 1;
  for (let i = 0; i * rank < positions.length; i++) {
    let at = 0;
    for (let axis = 0; axis < rank; axis++)
      at = at * (rank === 1 ? 1 : (shape[axis] ?? 1)) + Number(positions[i * rank + axis]);
    if (at < 0 || (at + 1) * size > byteLength)
      throw new OnnxFormatError("not a valid ONNX file: a sparse index is out of range");
    dense.set(source.subarray(i * size, (i + 1) * size), at * size);
  }
  return dense;
}
