/** How elements lie in memory: the types that vector loops work on, and the arrays that hold them. */

/** 64-bit integers are doubles, booleans bytes of 0 and 1, floats of 8 and 16 bits single precision. */
export type Lane = "f32" | "f64" | "i32" | "i16" | "i8" | "u8";

export type Elements = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array;

interface ElementsConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Elements;
  /** A view of `length` elements of the buffer. */
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Elements;
}

export const LANE_ARRAYS: Readonly<Record<Lane, ElementsConstructor>> = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  i16: Int16Array,
  i8: Int8Array,
  u8: Uint8Array,
};
