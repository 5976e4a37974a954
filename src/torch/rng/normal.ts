/**
 * Normal samples as PyTorch's CPU generator makes them: from 16 contiguous elements on, Box–Muller over blocks of 16 with
 * the last 16 drawn again when the length is no multiple; below that (or strided) one by one, in double, every second sample
 * kept in the generator for the next call.
 */

import type { DType } from "../../fx/dtype.ts";
import { allocateElements, type ElementArray, fromFloats, viewElements } from "../tensor/elements.ts";
import { advance, type GeneratorSnapshot, type Offset, resolveOffset } from "./generator.ts";
import { kernels } from "./kernels.ts";
import { DrawReader, fillFloats } from "./mt19937.ts";

/** Samples that are made together. */
export const NORMAL_BLOCK = 16;
const BLOCK = NORMAL_BLOCK;

/** The 16-bit types draw a block at a time; the others draw all numbers first, the ones of the incomplete block in vain. */
function drawsPerBlock(dtype: DType): boolean {
  return dtype === "float16" || dtype === "bfloat16";
}

/** How far a normal fill moves the generator. */
export function normalDraws(
  start: GeneratorSnapshot,
  dtype: DType,
  length: number,
  contiguous: boolean,
): { readonly draws: number; readonly cachedNormal: Offset | null } {
  if (contiguous && length >= BLOCK) {
    const whole = drawsPerBlock(dtype) ? length - (length % BLOCK) : length;
    const numbers = whole + (length % BLOCK === 0 ? 0 : BLOCK);
    return { draws: numbers * (dtype === "float64" ? 2 : 1), cachedNormal: start.cachedNormal };
  }
  if (length === 0) return { draws: 0, cachedNormal: start.cachedNormal };
  const fresh = start.cachedNormal === null ? length : length - 1;
  const pairs = Math.ceil(fresh / 2);
  const draws = pairs * 4;
  return { draws, cachedNormal: fresh % 2 === 1 ? advance(start.offset, draws - 4) : null };
}

export function fillNormal(
  start: GeneratorSnapshot,
  dtype: DType,
  length: number,
  mean: number,
  std: number,
  contiguous: boolean,
): ElementArray {
  if (contiguous && length >= BLOCK) return fillBlocks(start, dtype, length, mean, std);
  const out = allocateElements(dtype, length);
  let at = 0;
  if (start.cachedNormal !== null && length > 0) {
    out.set(at++, samplePair(new DrawReader(start.stream, resolveOffset(start.cachedNormal), 4))[1] * std + mean);
  }
  if (at === length) return out;
  const reader = new DrawReader(start.stream, resolveOffset(start.offset), length * 2 + 2);
  while (at < length) {
    const [first, second] = samplePair(reader);
    out.set(at++, first * std + mean);
    if (at < length) out.set(at++, second * std + mean);
  }
  return out;
}

function samplePair(reader: DrawReader): readonly [number, number] {
  const u1 = reader.unit(53);
  const u2 = reader.unit(53);
  const r = Math.sqrt(-2 * Math.log1p(-u2));
  const theta = 2 * Math.PI * u1;
  return [r * Math.cos(theta), r * Math.sin(theta)];
}

function fillBlocks(start: GeneratorSnapshot, dtype: DType, length: number, mean: number, std: number): ElementArray {
  const first = drawsPerBlock(dtype) ? length - (length % BLOCK) : length;
  const offset = resolveOffset(start.offset);
  if (dtype === "float64") return blocksOfDoubles(start, length, mean, std);
  const values = new Float32Array(length);
  const { floats, normal } = kernels();
  // What is left of an incomplete block is overwritten below.
  fillFloats(start.stream, offset, values, (count) => normal(Math.floor(count / BLOCK), mean, std));
  if (length % BLOCK !== 0) {
    start.stream.load(offset + first, BLOCK);
    normal(1, mean, std);
    values.set(floats.subarray(0, BLOCK), length - BLOCK);
  }
  return fromFloats(dtype, values);
}

function blocksOfDoubles(start: GeneratorSnapshot, length: number, mean: number, std: number): ElementArray {
  const reader = new DrawReader(start.stream, resolveOffset(start.offset), length * 2 + 2 * BLOCK);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = reader.unit(53);
  for (let i = 0; i + BLOCK <= length; i += BLOCK) boxMuller(values, i, mean, std);
  if (length % BLOCK !== 0) {
    const tail = length - BLOCK;
    for (let i = tail; i < length; i++) values[i] = reader.unit(53);
    boxMuller(values, tail, mean, std);
  }
  return viewElements("float64", new Uint8Array(values.buffer));
}

function boxMuller(values: Float64Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const r = Math.sqrt(-2 * Math.log(1 - (values[j] as number)));
    const theta = 2 * Math.PI * (values[j + 8] as number);
    values[j] = r * Math.cos(theta) * std + mean;
    values[j + 8] = r * Math.sin(theta) * std + mean;
  }
}
