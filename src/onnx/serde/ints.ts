/** 64-bit integers between the IR (numbers, bigints beyond 2^53) and protobufjs. */

import { OnnxFormatError } from "./format_error.ts";
import type { Int64 } from "./proto_types.ts";

export function toInt64(value: number | bigint): Int64 {
  if (typeof value === "number") {
    if (!Number.isInteger(value)) throw new Error(`${value} is not an integer`);
    if (Number.isSafeInteger(value)) return value;
  }
  const wide = BigInt.asUintN(64, BigInt(value));
  return { low: Number(wide & 0xffffffffn) | 0, high: Number(wide >> 32n) | 0, unsigned: false };
}

/** Exact: a bigint where a number would lose digits. */
export function fromInt64(value: Int64): number | bigint {
  if (typeof value === "number") return value;
  const high = value.unsigned ? value.high >>> 0 : value.high | 0;
  const low = value.low >>> 0;
  if (high >= -0x200000 && high < 0x200000) return high * 0x100000000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

/** For sizes, versions and offsets. */
export function fromInt64Exact(value: Int64 | undefined, what: string): number {
  const result = fromInt64(value ?? 0);
  if (typeof result === "bigint") throw new OnnxFormatError(`not a valid ONNX file: ${what} is out of range`);
  return result;
}
