/** A tensor in one line: type, shape, and the range of its values. */

import { rawByteLength } from "../onnx/data_type.ts";
import type { RuntimeTensor } from "../onnx/named_tensors.ts";
import { torchType } from "../ops/onnx_dtype.ts";
import { elementToNumber, viewElements } from "../torch/tensor/elements.ts";

export interface TensorSummary {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Null for an empty tensor and for text. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

export function summarise(name: string, tensor: RuntimeTensor): TensorSummary {
  const { shape } = tensor;
  const none = { name, shape, min: null, max: null, mean: null };
  if (tensor.dtype === "string") return { ...none, dtype: "str" };
  const dtype = torchType(tensor.dtype);
  if (rawByteLength(tensor.dtype, shape) === 0) return { ...none, dtype };
  const elements = viewElements(dtype, tensor.bytes);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < elements.length; i++) {
    const value = elementToNumber(elements.get(i));
    if (!(value >= min)) min = value;
    if (!(value <= max)) max = value;
    sum += value;
  }
  return { name, dtype, shape, min, max, mean: sum / elements.length };
}
