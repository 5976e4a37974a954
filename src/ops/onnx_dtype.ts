/** Element types of ATen and ONNX side by side. */

import type { DType } from "../fx/dtype.ts";
import type { DataType } from "../onnx/data_type.ts";
import { OpError } from "./types.ts";

const TO_ONNX: Readonly<Partial<Record<DType, DataType>>> = {
  bool: "bool",
  uint8: "uint8",
  uint16: "uint16",
  uint32: "uint32",
  uint64: "uint64",
  int8: "int8",
  int16: "int16",
  int32: "int32",
  int64: "int64",
  float16: "float16",
  bfloat16: "bfloat16",
  float32: "float",
  float64: "double",
  float8_e4m3fn: "float8e4m3fn",
  float8_e4m3fnuz: "float8e4m3fnuz",
  float8_e5m2: "float8e5m2",
  float8_e5m2fnuz: "float8e5m2fnuz",
  // Complex tensors are real ones with a trailing dimension of 2.
  complex64: "float",
  complex128: "double",
  complex32: "float16",
  quint8: "uint8",
  qint8: "int8",
  qint32: "int32",
};

/** The ONNX type that holds the elements of `dtype` (of the real and imaginary parts, for complex). */
export function onnxType(dtype: DType): DataType {
  const type = TO_ONNX[dtype];
  if (type === undefined) throw new OpError("NotImplementedError", `ONNX has no element type for torch.${dtype}`);
  return type;
}

const TO_DTYPE: ReadonlyMap<DataType, DType> = new Map([
  ["bool", "bool"],
  ["uint8", "uint8"],
  ["uint16", "uint16"],
  ["uint32", "uint32"],
  ["uint64", "uint64"],
  ["int8", "int8"],
  ["int16", "int16"],
  ["int32", "int32"],
  ["int64", "int64"],
  ["float16", "float16"],
  ["bfloat16", "bfloat16"],
  ["float", "float32"],
  ["double", "float64"],
  ["complex64", "complex64"],
  ["complex128", "complex128"],
  ["float8e4m3fn", "float8_e4m3fn"],
  ["float8e4m3fnuz", "float8_e4m3fnuz"],
  ["float8e5m2", "float8_e5m2"],
  ["float8e5m2fnuz", "float8_e5m2fnuz"],
]);

export function torchType(type: DataType): DType {
  const dtype = TO_DTYPE.get(type);
  if (dtype === undefined) throw new OpError("NotImplementedError", `PyTorch has no dtype for ONNX's ${type}`);
  return dtype;
}
