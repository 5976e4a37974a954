/** Random values for a model's input, from a seed. */

import { DTYPES } from "../fx/dtype.ts";
import { rawByteLength } from "../onnx/data_type.ts";
import { encode } from "../onnx/encode_elements.ts";
import type { RuntimeTensor } from "../onnx/named_tensors.ts";
import { torchType } from "../ops/onnx_dtype.ts";
import { OrtError } from "../runtime/ort_client.ts";
import type { RuntimeValue } from "../runtime/ort_protocol.ts";

/** Floats lie in [0, 1), integers are 0 or 1 (valid indices almost everywhere); a dynamic dimension gets size 2. */
export function randomTensor(input: RuntimeValue, seed: number): RuntimeTensor {
  if (input.dtype === null || input.dtype === "string") {
    throw new OrtError(`the input ${input.name} can't be filled with random values; give it with --input`);
  }
  const shape = input.shape.map((dim) => (typeof dim === "number" && dim >= 0 ? dim : 2));
  const count = shape.reduce((a, b) => a * b, 1);
  const floating = DTYPES[torchType(input.dtype)].category === "float";
  const next = mulberry32(seed);
  const values = Array.from({ length: count }, () => (floating ? next() : Math.floor(next() * 2)));
  const bytes = encode(values, input.dtype);
  if (bytes.byteLength !== rawByteLength(input.dtype, shape)) throw new Error(`wrong length for ${input.name}`);
  return { dtype: input.dtype, shape, bytes };
}

/** A small generator with good enough statistics for test data. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
