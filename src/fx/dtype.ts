/** PyTorch's element types: names, sizes and categories (`torch.dtype`). */

export const DTYPES = {
  bool: { size: 1, category: "bool" },
  uint8: { size: 1, category: "int" },
  uint16: { size: 2, category: "int" },
  uint32: { size: 4, category: "int" },
  uint64: { size: 8, category: "int" },
  int8: { size: 1, category: "int" },
  int16: { size: 2, category: "int" },
  int32: { size: 4, category: "int" },
  int64: { size: 8, category: "int" },
  float16: { size: 2, category: "float" },
  bfloat16: { size: 2, category: "float" },
  float32: { size: 4, category: "float" },
  float64: { size: 8, category: "float" },
  float8_e4m3fn: { size: 1, category: "float" },
  float8_e4m3fnuz: { size: 1, category: "float" },
  float8_e5m2: { size: 1, category: "float" },
  float8_e5m2fnuz: { size: 1, category: "float" },
  complex32: { size: 4, category: "complex" },
  complex64: { size: 8, category: "complex" },
  complex128: { size: 16, category: "complex" },
  quint8: { size: 1, category: "quantized" },
  qint8: { size: 1, category: "quantized" },
  qint32: { size: 4, category: "quantized" },
} as const;

/** `float32` for `torch.float32`. */
export type DType = keyof typeof DTYPES;
export type DTypeCategory = (typeof DTYPES)[DType]["category"];

export function isFloat8(dtype: DType): boolean {
  return dtype.startsWith("float8_");
}
export function isFloating(dtype: DType): boolean {
  return DTYPES[dtype].category === "float";
}
export function isComplex(dtype: DType): boolean {
  return DTYPES[dtype].category === "complex";
}
/** Integral types, bool aside. */
export function isInteger(dtype: DType): boolean {
  return DTYPES[dtype].category === "int";
}
