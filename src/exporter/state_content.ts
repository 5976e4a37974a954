/** The program's state (weights, buffers, constants) as tensor contents that are read when they are written. */

import { isComplex } from "../fx/dtype.ts";
import type { TensorData } from "../fx/exported_program.ts";
import { rawByteLength } from "../onnx/data_type.ts";
import type { TensorContent } from "../onnx/ir.ts";
import { onnxType } from "../ops/onnx_dtype.ts";

export function stateContent(name: string, data: TensorData): TensorContent {
  const sizes = data.meta.shape.map((size) => {
    if (typeof size !== "number") throw new Error(`${name}, a tensor of the model's state, has no fixed shape`);
    return size;
  });
  const shape = isComplex(data.meta.dtype) ? [...sizes, 2] : sizes;
  const dtype = onnxType(data.meta.dtype);
  return {
    dtype,
    shape,
    byteLength: rawByteLength(dtype, shape),
    bytes: () => data.bytes(),
    pieces: () => data.pieces?.() ?? [data.bytes()],
    identity: data.identity,
  };
}
