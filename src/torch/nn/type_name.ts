/** `torch.typename`: how PyTorch's messages name an object's class. */

import type { PyValue } from "../../dynamo/objects/object.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { DType } from "../../fx/dtype.ts";
import { PyTensor } from "../tensor/tensor.ts";

const LEGACY: Partial<Record<DType, string>> = {
  float32: "FloatTensor",
  float64: "DoubleTensor",
  float16: "HalfTensor",
  bfloat16: "BFloat16Tensor",
  int64: "LongTensor",
  int32: "IntTensor",
  int16: "ShortTensor",
  int8: "CharTensor",
  uint8: "ByteTensor",
  bool: "BoolTensor",
  complex64: "ComplexFloatTensor",
  complex128: "ComplexDoubleTensor",
};

/** `torch.FloatTensor`, `torch.cuda.LongTensor`. */
export function legacyTensorName(tensor: PyTensor): string {
  const device = tensor.meta.device.split(":")[0] ?? "cpu";
  return `torch.${device === "cpu" ? "" : `${device}.`}${LEGACY[tensor.meta.dtype] ?? "Tensor"}`;
}

/** The dtype of `torch.FloatTensor` and the like; undefined for any other name. */
export function legacyDType(name: string): DType | undefined {
  const found = Object.entries(LEGACY).find(([, legacy]) => legacy === name);
  return found?.[0] as DType | undefined;
}

export function typeName(value: PyValue): string {
  if (value instanceof PyTensor && value.type.name === "Tensor") return legacyTensorName(value);
  const type = typeOf(value);
  return type.module === "builtins" ? type.qualname : `${type.module}.${type.qualname}`;
}
