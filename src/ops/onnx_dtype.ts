/** Element types of ATen and ONNX side by side, and scalars as bytes. */

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

/** IEEE half, round to nearest even. */
export function float16Bits(value: number): number {
  const f = new Float32Array([value]);
  const bits = new Uint32Array(f.buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const mantissa = bits & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  if (exponent > 15) return sign | 0x7c00;
  const full = mantissa | 0x800000;
  const shift = exponent >= -14 ? 13 : 13 + (-14 - exponent);
  if (shift > 24) return sign;
  const kept = full >>> shift;
  const rest = full & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const rounded = kept + (rest > half || (rest === half && kept & 1) ? 1 : 0);
  return sign | (exponent >= -14 ? ((exponent + 14) << 10) + rounded : rounded);
}

/** bfloat16, round to nearest even. */
export function bfloat16Bits(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** Elements as little-endian bytes of `type`. */
export function encode(values: readonly (number | bigint | boolean)[], type: DataType): Uint8Array {
  const n = values.length;
  const numbers = () => values.map(Number);
  const integers = () => values.map((v) => (typeof v === "bigint" ? v : BigInt(Math.trunc(Number(v)))));
  const bytes = (view: { buffer: ArrayBufferLike }) => new Uint8Array(view.buffer);
  switch (type) {
    case "bool":
      return Uint8Array.from(values, (v) => (Number(v) !== 0 ? 1 : 0));
    case "uint8":
      return Uint8Array.from(numbers());
    case "int8":
      return bytes(Int8Array.from(numbers()));
    case "uint16":
      return bytes(Uint16Array.from(numbers()));
    case "int16":
      return bytes(Int16Array.from(numbers()));
    case "uint32":
      return bytes(Uint32Array.from(numbers()));
    case "int32":
      return bytes(Int32Array.from(numbers()));
    case "int64":
      return bytes(BigInt64Array.from(integers()));
    case "uint64":
      return bytes(BigUint64Array.from(integers()));
    case "float":
      return bytes(Float32Array.from(numbers()));
    case "double":
      return bytes(Float64Array.from(numbers()));
    case "float16":
      return bytes(Uint16Array.from(numbers(), float16Bits));
    case "bfloat16":
      return bytes(Uint16Array.from(numbers(), bfloat16Bits));
    default:
      throw new Error(`no encoding for ${n} elements of ${type}`);
  }
}
