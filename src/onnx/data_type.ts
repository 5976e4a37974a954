/** TensorProto.DataType of the ONNX specification: names, numbers and sizes. */

export const DATA_TYPES = {
  undefined: 0,
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
  float8e8m0: 24,
  uint2: 25,
  int2: 26,
} as const;

export type DataType = keyof typeof DATA_TYPES;

/** Bits an element takes in raw_data; 0 where there is no raw form. */
const BITS: Readonly<Record<DataType, number>> = {
  undefined: 0,
  float: 32,
  uint8: 8,
  int8: 8,
  uint16: 16,
  int16: 16,
  int32: 32,
  int64: 64,
  string: 0,
  bool: 8,
  float16: 16,
  double: 64,
  uint32: 32,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  bfloat16: 16,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  uint4: 4,
  int4: 4,
  float4e2m1: 4,
  float8e8m0: 8,
  uint2: 2,
  int2: 2,
};

const NAMES: readonly (DataType | undefined)[] = (() => {
  const names: DataType[] = [];
  for (const name of Object.keys(DATA_TYPES) as DataType[]) names[DATA_TYPES[name]] = name;
  return names;
})();

/** The name of a TensorProto.DataType number; undefined for one that the specification does not know. */
export function dataTypeName(code: number): DataType | undefined {
  return NAMES[code];
}

export function elementBits(dtype: DataType): number {
  return BITS[dtype];
}

export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

/** Length of raw_data; types below a byte are packed. */
export function rawByteLength(dtype: DataType, shape: readonly number[]): number {
  return Math.ceil((elementCount(shape) * BITS[dtype]) / 8);
}
