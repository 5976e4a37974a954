/** Constant tensors in memory: contiguous typed arrays with a dtype and a shape. Nothing writes to one that was handed out. */

import { DTYPES, type DType } from "../../fx/dtype.ts";
import { allocateElements, roundTo, viewElements } from "../tensor/elements.ts";
import { type Elements, LANE_ARRAYS, type Lane } from "../vector/lanes.ts";
import { decodeFloats, encodeFloats, isNarrowFloat as isHalf, roundFloats } from "../vector/narrow_floats.ts";

export type NumericArray = Elements;

export interface Dense {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row by row. 64-bit integers are doubles and stay within what these hold exactly; floats of 8 and 16 bits are singles. */
  readonly data: NumericArray;
}

/** What is not computed here: the graph runs in ONNX Runtime instead. */
export class NotComputedHere extends Error {}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Floats of 8 and 16 bits. */
const isNarrowFloat = (dtype: DType): boolean => DTYPES[dtype].category === "float" && DTYPES[dtype].size <= 2;

/** How the elements of this type lie in memory. Throws `NotComputedHere` for dtypes that have no array here. */
export function laneOf(dtype: DType): Lane {
  switch (dtype) {
    case "float64":
    case "int64":
      return "f64";
    case "int32":
      return "i32";
    case "int16":
      return "i16";
    case "int8":
      return "i8";
    case "uint8":
    case "bool":
      return "u8";
    default:
      if (DTYPES[dtype].category === "float") return "f32";
      throw new NotComputedHere(dtype);
  }
}

/** Throws `NotComputedHere` for dtypes that have no array here. */
export function allocate(dtype: DType, length: number): NumericArray {
  return new LANE_ARRAYS[laneOf(dtype)](length);
}

/** The bytes of a tensor in PyTorch's layout, as an array; shares memory where it can. */
export function fromBytes(dtype: DType, shape: readonly number[], bytes: Uint8Array): Dense {
  const length = sizeOf(shape);
  const { size } = DTYPES[dtype];
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  const shared = (data: NumericArray): Dense => ({ dtype, shape, data });
  if (isHalf(dtype)) return shared(decodeFloats(dtype, new Uint16Array(buffer, byteOffset, length)));
  if (isNarrowFloat(dtype)) {
    const data = new Float32Array(length);
    const elements = viewElements(dtype, bytes);
    for (let i = 0; i < length; i++) data[i] = Number(elements.get(i));
    return shared(data);
  }
  if (dtype === "int64") {
    const data = new Float64Array(length);
    const low = new Uint32Array(buffer, byteOffset, length * 2);
    const high = new Int32Array(buffer, byteOffset, length * 2);
    for (let i = 0; i < length; i++) {
      data[i] = (high[2 * i + 1] as number) * 2 ** 32 + (low[2 * i] as number);
      if (!Number.isSafeInteger(data[i])) throw new NotComputedHere("a large integer");
    }
    return shared(data);
  }
  return shared(new LANE_ARRAYS[laneOf(dtype)](buffer, byteOffset, length));
}

export function toBytes({ dtype, data }: Dense): Uint8Array {
  if (dtype === "int64") {
    const words = new Int32Array(data.length * 2);
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      words[2 * i] = value % 2 ** 32;
      words[2 * i + 1] = Math.floor(value / 2 ** 32);
    }
    return new Uint8Array(words.buffer);
  }
  if (isHalf(dtype) && data instanceof Float32Array) return new Uint8Array(encodeFloats(dtype, data).buffer);
  if (isNarrowFloat(dtype)) {
    const elements = allocateElements(dtype, data.length);
    for (let i = 0; i < data.length; i++) elements.set(i, data[i] as number);
    return elements.bytes;
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * What was written into an array of `dtype`, rounded to it: single and double precision round as they are stored, and
 * small integers wrap; narrower floats are rounded once more, as PyTorch computes them in single precision. Integers that
 * grew too large for a double throw.
 */
export function settled(dtype: DType, data: NumericArray): NumericArray {
  if (isHalf(dtype) && data instanceof Float32Array) roundFloats(dtype, data);
  else if (isNarrowFloat(dtype)) {
    for (let i = 0; i < data.length; i++) data[i] = roundTo(dtype, data[i] as number);
  } else if (dtype === "int64") {
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (!Number.isSafeInteger(value)) throw new NotComputedHere("a large integer");
      // Integers have no negative zero.
      if (value === 0) data[i] = 0;
    }
  }
  return data;
}

const isFloat = (dtype: DType): boolean => DTYPES[dtype].category === "float";

/** The elements in another dtype, as C casts them; the same array when there is nothing to do. */
export function castData({ dtype, data }: Dense, to: DType): NumericArray {
  if (dtype === to) return data;
  const out = allocate(to, data.length);
  if (to === "bool") {
    for (let i = 0; i < data.length; i++) out[i] = data[i] === 0 ? 0 : 1;
    return out;
  }
  if (isFloat(to)) {
    // One assignment an element: the array rounds.
    for (let i = 0; i < data.length; i++) out[i] = data[i] as number;
    return settled(to, out);
  }
  if (isFloat(dtype)) {
    for (let i = 0; i < data.length; i++) {
      const value = Math.trunc(data[i] as number);
      // What C leaves undefined is decided elsewhere.
      if (!(Math.abs(value) < 2 ** 31) && to !== "int64") throw new NotComputedHere("a float outside of integers");
      out[i] = value;
    }
    return settled(to, out);
  }
  for (let i = 0; i < data.length; i++) out[i] = data[i] as number;
  return out;
}

/** `data` read with these strides, as a new contiguous array; strides may be zero or negative. */
export function gathered(
  data: NumericArray,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): NumericArray {
  const length = sizeOf(shape);
  const out = sameKind(data, length);
  eachRow(shape, strides, offset, (at, from, count, step) => {
    for (let i = 0; i < count; i++) out[at + i] = data[from + i * step] as number;
  });
  return out;
}

function sameKind(data: NumericArray, length: number): NumericArray {
  if (data instanceof Float64Array) return new Float64Array(length);
  if (data instanceof Float32Array) return new Float32Array(length);
  if (data instanceof Int32Array) return new Int32Array(length);
  if (data instanceof Int16Array) return new Int16Array(length);
  return data instanceof Int8Array ? new Int8Array(length) : new Uint8Array(length);
}

/** Calls `visit` for each row of a strided view: where it lies contiguously, where its memory starts, its length and step. */
export function eachRow(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  visit: (at: number, from: number, count: number, step: number) => void,
): void {
  const rank = shape.length;
  const length = sizeOf(shape);
  if (length === 0) return;
  const count = rank === 0 ? 1 : (shape[rank - 1] as number);
  const step = rank === 0 ? 0 : (strides[rank - 1] as number);
  const index = new Array<number>(Math.max(0, rank - 1)).fill(0);
  let from = offset;
  for (let at = 0; at < length; at += count) {
    visit(at, from, count, step);
    for (let d = rank - 2; d >= 0; d--) {
      const next = (index[d] as number) + 1;
      from += strides[d] as number;
      if (next < (shape[d] as number)) {
        index[d] = next;
        break;
      }
      from -= next * (strides[d] as number);
      index[d] = 0;
    }
  }
}

export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = (strides[d + 1] as number) * (shape[d + 1] as number);
  return strides;
}

/** Strides that read `shape` as `wide`, to which it broadcasts. */
export function broadcastStrides(shape: readonly number[], wide: readonly number[]): number[] {
  const own = rowMajor(shape);
  const missing = wide.length - shape.length;
  return wide.map((_, d) => (d < missing || shape[d - missing] === 1 ? 0 : (own[d - missing] as number)));
}

/** The elements broadcast to `shape`; the same array when it has that many. */
export function broadcastData(data: NumericArray, shape: readonly number[], wide: readonly number[]): NumericArray {
  return data.length === sizeOf(wide) ? data : gathered(data, wide, broadcastStrides(shape, wide), 0);
}
