/** Reading and writing tensor bytes element by element (little-endian, as every platform we run on). */

import { DTYPES, type DType, isFloat8 } from "../../fx/dtype.ts";
import { encodeFloats, isNarrowFloat } from "../vector/narrow_floats.ts";
import {
  fromBfloat16Bits,
  fromFloat16Bits,
  roundToBfloat16,
  roundToFloat16,
  toBfloat16Bits,
  toFloat16Bits,
} from "./half.ts";

/** One element as JavaScript holds it; complex numbers are pairs. 64-bit integers that are not safe stay bigint. */
export type Element = number | bigint | boolean | { readonly re: number; readonly im: number };

/** Random access to the elements of a contiguous array of `dtype`. */
export interface ElementArray {
  readonly length: number;
  get(index: number): Element;
  set(index: number, value: Element): void;
  readonly bytes: Uint8Array;
}

export function allocateElements(dtype: DType, length: number): ElementArray {
  return viewElements(dtype, new Uint8Array(length * DTYPES[dtype].size));
}

/** `bytes` seen as elements of `dtype`; shares memory. */
export function viewElements(dtype: DType, bytes: Uint8Array): ElementArray {
  const { get, set } = ACCESS[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { size } = DTYPES[dtype];
  return {
    length: bytes.byteLength / size,
    bytes,
    get: (i) => get(view, i * size),
    set: (i, value) => set(view, i * size, value),
  };
}

/** Numbers of single precision as elements of a floating-point or integer `dtype`; float32 shares memory. */
export function fromFloats(dtype: DType, values: Float32Array): ElementArray {
  if (dtype === "float32")
    return viewElements(dtype, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (isNarrowFloat(dtype)) return viewElements(dtype, new Uint8Array(encodeFloats(dtype, values).buffer));
  const out = allocateElements(dtype, values.length);
  for (let i = 0; i < values.length; i++) out.set(i, values[i] as number);
  return out;
}

interface Access {
  readonly get: (view: DataView, at: number) => Element;
  readonly set: (view: DataView, at: number, value: Element) => void;
}

/** The element as a float; complex numbers lose their imaginary part. */
export function elementToNumber(value: Element): number {
  return typeof value === "object" ? value.re : Number(value);
}

/** C's cast to an integer type: towards zero, then modulo 2^bits. */
function wrapped(value: Element): bigint {
  if (typeof value === "bigint") return value;
  const n = elementToNumber(value);
  return Number.isFinite(n) ? BigInt(Math.trunc(n)) : 0n;
}
function small(value: Element): number {
  return typeof value === "bigint" ? Number(BigInt.asIntN(32, value)) : Math.trunc(elementToNumber(value));
}
function complex(value: Element): { readonly re: number; readonly im: number } {
  return typeof value === "object" ? value : { re: Number(value), im: 0 };
}
function normalized(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const uint8: Access = { get: (v, i) => v.getUint8(i), set: (v, i, x) => v.setUint8(i, small(x)) };
const int8: Access = { get: (v, i) => v.getInt8(i), set: (v, i, x) => v.setInt8(i, small(x)) };
const int32: Access = { get: (v, i) => v.getInt32(i, true), set: (v, i, x) => v.setInt32(i, small(x), true) };

function float8(exponentBits: number, bias: number, finite: boolean, unsignedZero: boolean): Access {
  const mantissaBits = 7 - exponentBits;
  const decode = (bits: number): number => {
    const sign = bits & 0x80 ? -1 : 1;
    const exponent = (bits >>> mantissaBits) & ((1 << exponentBits) - 1);
    const mantissa = bits & ((1 << mantissaBits) - 1);
    if (unsignedZero && bits === 0x80) return Number.NaN;
    if (!unsignedZero && exponent === (1 << exponentBits) - 1) {
      if (finite) {
        if (mantissa === (1 << mantissaBits) - 1) return Number.NaN;
      } else return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    }
    if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits);
    return sign * (1 + mantissa / (1 << mantissaBits)) * 2 ** (exponent - bias);
  };
  // 256 values: the nearest by search, ties to the even code.
  const values = Array.from({ length: 256 }, (_, bits) => decode(bits));
  const encode = (x: number): number => {
    const nanCode = unsignedZero ? 0x80 : 0x7f;
    if (Number.isNaN(x)) return nanCode;
    const sign = x < 0 || Object.is(x, -0) ? 0x80 : 0;
    const magnitude = Math.abs(x);
    let best = 0;
    for (let code = 0; code < 128; code++) {
      const value = values[code] as number;
      if (!Number.isFinite(value)) break;
      const distance = Math.abs(value - magnitude);
      const least = Math.abs((values[best] as number) - magnitude);
      if (distance < least || (distance === least && code % 2 === 0)) best = code;
    }
    const largest = values[best] as number;
    const step = 2 ** (Math.floor(Math.log2(largest || 1)) - mantissaBits);
    if (magnitude > largest + step / 2) {
      if (unsignedZero) return nanCode;
      // Without infinities PyTorch saturates.
      return finite ? sign | best : sign | 0x7c;
    }
    return best === 0 && unsignedZero ? 0 : sign | best;
  };
  return { get: (v, i) => decode(v.getUint8(i)), set: (v, i, x) => v.setUint8(i, encode(elementToNumber(x))) };
}

const ACCESS: Record<DType, Access> = {
  bool: {
    get: (v, i) => v.getUint8(i) !== 0,
    set: (v, i, x) => v.setUint8(i, typeof x === "object" ? Number(x.re !== 0 || x.im !== 0) : x ? 1 : 0),
  },
  uint8,
  quint8: uint8,
  int8,
  qint8: int8,
  int16: { get: (v, i) => v.getInt16(i, true), set: (v, i, x) => v.setInt16(i, small(x), true) },
  uint16: { get: (v, i) => v.getUint16(i, true), set: (v, i, x) => v.setUint16(i, small(x), true) },
  int32,
  qint32: int32,
  uint32: { get: (v, i) => v.getUint32(i, true), set: (v, i, x) => v.setUint32(i, small(x), true) },
  int64: {
    get: (v, i) => normalized(v.getBigInt64(i, true)),
    set: (v, i, x) => v.setBigInt64(i, wrapped(x), true),
  },
  uint64: {
    get: (v, i) => normalized(v.getBigUint64(i, true)),
    set: (v, i, x) => v.setBigUint64(i, wrapped(x), true),
  },
  float16: {
    get: (v, i) => fromFloat16Bits(v.getUint16(i, true)),
    set: (v, i, x) => v.setUint16(i, toFloat16Bits(elementToNumber(x)), true),
  },
  bfloat16: {
    get: (v, i) => fromBfloat16Bits(v.getUint16(i, true)),
    set: (v, i, x) => v.setUint16(i, toBfloat16Bits(elementToNumber(x)), true),
  },
  float32: {
    get: (v, i) => v.getFloat32(i, true),
    set: (v, i, x) => v.setFloat32(i, elementToNumber(x), true),
  },
  float64: {
    get: (v, i) => v.getFloat64(i, true),
    set: (v, i, x) => v.setFloat64(i, elementToNumber(x), true),
  },
  float8_e4m3fn: float8(4, 7, true, false),
  float8_e4m3fnuz: float8(4, 8, true, true),
  float8_e5m2: float8(5, 15, false, false),
  float8_e5m2fnuz: float8(5, 16, false, true),
  complex32: {
    get: (v, i) => ({ re: fromFloat16Bits(v.getUint16(i, true)), im: fromFloat16Bits(v.getUint16(i + 2, true)) }),
    set: (v, i, x) => {
      v.setUint16(i, toFloat16Bits(complex(x).re), true);
      v.setUint16(i + 2, toFloat16Bits(complex(x).im), true);
    },
  },
  complex64: {
    get: (v, i) => ({ re: v.getFloat32(i, true), im: v.getFloat32(i + 4, true) }),
    set: (v, i, x) => {
      v.setFloat32(i, complex(x).re, true);
      v.setFloat32(i + 4, complex(x).im, true);
    },
  },
  complex128: {
    get: (v, i) => ({ re: v.getFloat64(i, true), im: v.getFloat64(i + 8, true) }),
    set: (v, i, x) => {
      v.setFloat64(i, complex(x).re, true);
      v.setFloat64(i + 8, complex(x).im, true);
    },
  },
};

const scratch = new DataView(new ArrayBuffer(1));

function roundToFloat8(dtype: DType, value: number): number {
  ACCESS[dtype].set(scratch, 0, value);
  return Number(ACCESS[dtype].get(scratch, 0));
}

/** `value` as the nearest value that `dtype` can hold. */
export function roundTo(dtype: DType, value: number): number {
  switch (dtype) {
    case "float32":
      return Math.fround(value);
    case "float16":
      return roundToFloat16(value);
    case "bfloat16":
      return roundToBfloat16(value);
    default:
      return isFloat8(dtype) ? roundToFloat8(dtype, value) : value;
  }
}
