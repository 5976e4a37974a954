/** Arrays of 16-bit floats: rounded in single precision, and to and from their codes, a block at a time. */

import {
  fromBfloat16Bits,
  fromFloat16Bits,
  roundToBfloat16,
  roundToFloat16,
  toBfloat16Bits,
  toFloat16Bits,
} from "../tensor/half.ts";
import { vectorMemory } from "./kernels.ts";
import { FEW } from "./run.ts";

export type NarrowFloat = "float16" | "bfloat16";

const SUFFIX: Readonly<Record<NarrowFloat, string>> = { float16: "f16", bfloat16: "bf16" };

const ROUND = { float16: roundToFloat16, bfloat16: roundToBfloat16 };
const ENCODE = { float16: toFloat16Bits, bfloat16: toBfloat16Bits };
const DECODE = { float16: fromFloat16Bits, bfloat16: fromBfloat16Bits };

export const isNarrowFloat = (dtype: string): dtype is NarrowFloat => Object.hasOwn(SUFFIX, dtype);

type Elements = Float32Array | Uint16Array;

/** Runs one kernel, or `few` on each of a few elements, over all of `from`, and writes what it gives into `to`. */
function through(kernelName: string, few: (x: number) => number, from: Elements, to: Elements): void {
  if (from.length <= FEW) {
    for (let i = 0; i < from.length; i++) to[i] = few(from[i] as number);
    return;
  }
  const { buffer, block, registers, unary } = vectorMemory();
  const kernel = unary(kernelName);
  const [input = 0, output = 0] = registers;
  const view = (like: Elements, at: number): Elements =>
    like instanceof Float32Array ? new Float32Array(buffer, at, block) : new Uint16Array(buffer, at, block);
  const [source, result] = [view(from, input), view(to, output)];
  for (let at = 0; at < from.length; at += block) {
    const count = Math.min(block, from.length - at);
    source.set(from.subarray(at, at + count));
    kernel(output, input, count);
    to.set(result.subarray(0, count), at);
  }
}

/** Each number becomes the nearest that `dtype` can hold, ties to the even one; in place. */
export function roundFloats(dtype: NarrowFloat, values: Float32Array): void {
  through(`round_${SUFFIX[dtype]}_f32`, ROUND[dtype], values, values);
}

/** The codes of the nearest numbers of `dtype`. */
export function encodeFloats(dtype: NarrowFloat, values: Float32Array): Uint16Array<ArrayBuffer> {
  const codes = new Uint16Array(values.length);
  through(`encode_${SUFFIX[dtype]}`, ENCODE[dtype], values, codes);
  return codes;
}

export function decodeFloats(dtype: NarrowFloat, codes: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(codes.length);
  through(`decode_${SUFFIX[dtype]}`, DECODE[dtype], codes, values);
  return values;
}
