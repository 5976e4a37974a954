/**
 * Random fills as PyTorch's CPU kernels make them. `startFill` advances the generator at once and remembers where it stood;
 * `fillElements` computes the values when bytes are needed.
 */

import type { DType } from "../../fx/dtype.ts";
import { allocateElements, type ElementArray, elementToNumber, fromFloats } from "../tensor/elements.ts";
import type { StreamReader } from "../vector/expression.ts";
import { isNarrowFloat } from "../vector/narrow_floats.ts";
import type { Generator, GeneratorSnapshot, Offset } from "./generator.ts";
import { advance, resolveOffset } from "./generator.ts";
import { kernels } from "./kernels.ts";
import { DrawReader, fillFloats } from "./mt19937.ts";
import { fillNormal, NORMAL_BLOCK, normalDraws } from "./normal.ts";
import { truncNormalByRejection, truncNormalNeedsRejection } from "./trunc_normal.ts";

export type Distribution =
  | { readonly kind: "uniform"; readonly from: number; readonly to: number }
  | { readonly kind: "normal"; readonly mean: number; readonly std: number; readonly contiguous: boolean }
  | { readonly kind: "log_normal"; readonly mean: number; readonly std: number }
  | {
      readonly kind: "trunc_normal";
      readonly mean: number;
      readonly std: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: "bernoulli"; readonly p: number }
  | { readonly kind: "exponential"; readonly rate: number }
  | { readonly kind: "cauchy"; readonly median: number; readonly sigma: number }
  | { readonly kind: "geometric"; readonly p: number }
  /** Integers in [low, high). */
  | { readonly kind: "integers"; readonly low: bigint; readonly high: bigint }
  | { readonly kind: "permutation" };

export interface RandomFill {
  readonly distribution: Distribution;
  readonly dtype: DType;
  readonly length: number;
  readonly start: GeneratorSnapshot;
}

/** Bits of the uniform that PyTorch draws for a result of this type. */
function unitBits(dtype: DType): number {
  return dtype === "float64" ? 53 : 24;
}

/** Ranges from here on take two draws a number, to keep the bias of the modulo small. */
const WIDE_RANGE = 1n << 28n;

export function startFill(generator: Generator, distribution: Distribution, dtype: DType, length: number): RandomFill {
  const start = generator.snapshot();
  const fill: RandomFill = { distribution, dtype, length, start };
  switch (distribution.kind) {
    case "uniform":
      generator.skip(length * (unitBits(dtype) > 24 ? 2 : 1));
      break;
    case "integers":
      generator.skip(length * (distribution.high - distribution.low >= WIDE_RANGE ? 2 : 1));
      break;
    case "permutation":
      generator.skip(Math.max(0, length - 1));
      break;
    case "bernoulli":
    case "exponential":
    case "cauchy":
    case "geometric":
      generator.skip(length * 2);
      break;
    case "normal":
    case "log_normal": {
      const blocks = distribution.kind === "normal" && distribution.contiguous;
      const { draws, cachedNormal } = normalDraws(start, dtype, length, blocks);
      generator.moveTo(advance(start.offset, draws), cachedNormal);
      break;
    }
    case "trunc_normal":
      return startTruncNormal(generator, fill, distribution);
  }
  return fill;
}

function startTruncNormal(
  generator: Generator,
  fill: RandomFill,
  d: Extract<Distribution, { kind: "trunc_normal" }>,
): RandomFill {
  if (!truncNormalNeedsRejection(d)) {
    const { draws, cachedNormal } = normalDraws(fill.start, fill.dtype, fill.length, true);
    generator.moveTo(advance(fill.start.offset, draws), cachedNormal);
    return fill;
  }
  // How many draws are rejected is known only after looking at them: later offsets are then relative to this fill's end.
  if (fill.length < 16) {
    const { end } = truncNormalByRejection(fill.start, fill.dtype, fill.length, d);
    generator.restore(end);
    return fill;
  }
  let endOffset: number | null = null;
  const base = (): number => {
    endOffset ??= resolveOffset(truncNormalByRejection(fill.start, fill.dtype, fill.length, d).end.offset);
    return endOffset;
  };
  const end: Offset = { base, plus: 0 };
  generator.moveTo(end, fill.start.cachedNormal);
  return fill;
}

/** The values of the fill, as bytes of its dtype. */
export function fillElements(fill: RandomFill): ElementArray {
  const { dtype, length, start, distribution: d } = fill;
  switch (d.kind) {
    case "normal":
      return fillNormal(start, dtype, length, d.mean, d.std, d.contiguous);
    case "trunc_normal":
      return truncNormalNeedsRejection(d)
        ? truncNormalByRejection(start, dtype, length, d).elements
        : fillNormal(start, dtype, length, d.mean, d.std, true);
    case "log_normal": {
      const normal = fillNormal(start, "float64", length, d.mean, d.std, false);
      return generate(dtype, length, (i) => Math.exp(elementToNumber(normal.get(i))));
    }
    case "permutation":
      return permutation(fill);
    case "uniform":
      if (dtype !== "float64") return uniformFloats(fill, d.from, d.to);
      return generate(dtype, length, sampler(fill, d));
    default: {
      const sample = sampler(fill, d);
      return generate(dtype, length, sample);
    }
  }
}

/** Computed in float32 for float16 and bfloat16 too. */
function uniformFloats({ dtype, length, start }: RandomFill, from: number, to: number): ElementArray {
  const values = new Float32Array(length);
  const low = Math.fround(from);
  const range = Math.fround(Math.fround(to) - low);
  const { uniform } = kernels();
  fillFloats(start.stream, resolveOffset(start.offset), values, (count) => uniform(count, low, range));
  return fromFloats(dtype, values);
}

/**
 * Reads the fill block by block, in single precision before it is rounded to the fill's type; null for one that is not made
 * from the front to the end in blocks. What a reader gives stays until the kernels are used again.
 */
export function fillStream(fill: RandomFill): (() => StreamReader) | null {
  const { distribution: d, dtype, length, start } = fill;
  if (dtype !== "float32" && !isNarrowFloat(dtype)) return null;
  const open = (transform: (count: number) => void) => (): StreamReader => {
    const { floats } = kernels();
    const offset = resolveOffset(start.offset);
    return (at, count) => {
      start.stream.load(offset + at, count);
      transform(count);
      return floats.subarray(0, count);
    };
  };
  if (d.kind === "uniform") {
    const low = Math.fround(d.from);
    const range = Math.fround(Math.fround(d.to) - low);
    return open((count) => kernels().uniform(count, low, range));
  }
  if (length % NORMAL_BLOCK !== 0) return null;
  const isNormal = d.kind === "normal" && d.contiguous;
  if (!isNormal && !(d.kind === "trunc_normal" && !truncNormalNeedsRejection(d))) return null;
  return open((count) => kernels().normal(count / NORMAL_BLOCK, d.mean, d.std));
}

function generate(dtype: DType, length: number, sample: (index: number) => number | bigint): ElementArray {
  const out = allocateElements(dtype, length);
  if (dtype === "float32") {
    const values = new Float32Array(out.bytes.buffer);
    for (let i = 0; i < length; i++) values[i] = Number(sample(i));
    return out;
  }
  for (let i = 0; i < length; i++) out.set(i, sample(i));
  return out;
}

type SampledDistribution = Exclude<
  Distribution,
  { kind: "normal" } | { kind: "trunc_normal" } | { kind: "log_normal" } | { kind: "permutation" }
>;

function sampler(fill: RandomFill, d: SampledDistribution): () => number | bigint {
  const { start } = fill;
  const reader = new DrawReader(start.stream, resolveOffset(start.offset), fill.length * 2);
  switch (d.kind) {
    case "uniform":
      return () => reader.unit(53) * (d.to - d.from) + d.from;
    case "bernoulli":
      return () => (reader.unit(53) < d.p ? 1 : 0);
    case "exponential":
      return () => (-1 / d.rate) * Math.log1p(-reader.unit(53));
    case "cauchy":
      return () => d.median + d.sigma * Math.tan(Math.PI * (reader.unit(53) - 0.5));
    case "geometric":
      return () => Math.ceil(Math.log(reader.unit(53)) / Math.log1p(-d.p));
    case "integers": {
      const range = d.high - d.low;
      const low = Number(d.low);
      if (range < WIDE_RANGE) {
        const narrow = Number(range);
        return () => (reader.draw32() % narrow) + low;
      }
      return () => (reader.draw64() % range) + d.low;
    }
  }
}

/** Fisher–Yates from the front, one draw a step. */
function permutation(fill: RandomFill): ElementArray {
  const { length: n, start } = fill;
  const reader = new DrawReader(start.stream, resolveOffset(start.offset), n);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (reader.draw32() % (n - i));
    const swap = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swap;
  }
  return generate(fill.dtype, n, (i) => order[i] as number);
}
