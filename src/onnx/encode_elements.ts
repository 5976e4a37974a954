/** Numbers as the bytes of a tensor. */

import type { DataType } from "./data_type.ts";

/** IEEE half, round to nearest even. */
function float16Bits(value: number): number {
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
function bfloat16Bits(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** Elements as little-endian bytes of `type`. */
export function encode(values: readonly (number | bigint | boolean)[], type: DataType): Uint8Array {
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
      throw new Error(`no encoding for ${values.length} elements of ${type}`);
  }
}
