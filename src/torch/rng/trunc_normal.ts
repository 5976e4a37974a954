/**
 * `nn.init.trunc_normal_` by rejection, as PyTorch 2.13: where the bounds hold at least 30 % of the distribution, normal
 * samples outside are drawn again (whole arrays at a time); otherwise uniform candidates are accepted by their density.
 */

import type { DType } from "../../fx/dtype.ts";
import { allocateElements, type ElementArray, elementToNumber, roundTo } from "../tensor/elements.ts";
import { erf } from "./erf.ts";
import type { Distribution } from "./fills.ts";
import { advance, type GeneratorSnapshot, resolveOffset } from "./generator.ts";
import { DrawReader } from "./mt19937.ts";
import { fillNormal, normalDraws } from "./normal.ts";

type TruncNormal = Extract<Distribution, { kind: "trunc_normal" }>;

/** A single-precision Box–Muller sample lies within 5.8 standard deviations; a double one within 8.6. */
const WIDEST_SAMPLE = 8.6;

const cdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

function byDensity(d: TruncNormal): boolean {
  return !(cdf((d.high - d.mean) / d.std) - cdf((d.low - d.mean) / d.std) > 0.3);
}

/** False when the bounds lie so far out that no sample can be rejected. */
export function truncNormalNeedsRejection(d: TruncNormal): boolean {
  const reach = WIDEST_SAMPLE * Math.abs(d.std);
  return byDensity(d) || d.mean - reach < d.low || d.mean + reach > d.high;
}

export function truncNormalByRejection(
  start: GeneratorSnapshot,
  dtype: DType,
  length: number,
  d: TruncNormal,
): { readonly elements: ElementArray; readonly end: GeneratorSnapshot } {
  return byDensity(d) ? acceptByDensity(start, dtype, length, d) : redrawOutside(start, dtype, length, d);
}

function redrawOutside(
  start: GeneratorSnapshot,
  dtype: DType,
  length: number,
  d: TruncNormal,
): { readonly elements: ElementArray; readonly end: GeneratorSnapshot } {
  const low = roundTo(dtype, d.low);
  const high = roundTo(dtype, d.high);
  let at = start;
  const draw = (): ElementArray => {
    const values = fillNormal(at, dtype, length, d.mean, d.std, true);
    const { draws, cachedNormal } = normalDraws(at, dtype, length, true);
    at = { ...at, offset: advance(at.offset, draws), cachedNormal };
    return values;
  };
  const elements = draw();
  const isOutside = (x: number): boolean => x < low || x > high;
  let outside: number[] = [];
  const values = dtype === "float32" ? new Float32Array(elements.bytes.buffer) : null;
  for (let i = 0; i < length; i++) {
    if (isOutside(values === null ? elementToNumber(elements.get(i)) : (values[i] as number))) outside.push(i);
  }
  while (outside.length > 0) {
    const again = draw();
    for (const i of outside) elements.set(i, again.get(i));
    outside = outside.filter((i) => isOutside(elementToNumber(elements.get(i))));
  }
  return { elements, end: at };
}

function acceptByDensity(
  start: GeneratorSnapshot,
  dtype: DType,
  length: number,
  d: TruncNormal,
): { readonly elements: ElementArray; readonly end: GeneratorSnapshot } {
  const mode = Math.max(d.low, Math.min(d.mean, d.high));
  const logPeak = -0.5 * ((mode - d.mean) / d.std) ** 2;
  const round = (x: number): number => roundTo(dtype, x);
  const bits = dtype === "float64" ? 53 : 24;
  const perNumber = bits === 53 ? 2 : 1;
  const from = round(d.low);
  const range = round(round(d.high) - from);
  let offset = resolveOffset(start.offset);
  const uniforms = (): number[] => {
    const reader = new DrawReader(start.stream, offset, length * perNumber);
    offset += length * perNumber;
    return Array.from({ length }, () => reader.unit(bits));
  };
  const elements = allocateElements(dtype, length);
  let pending = Array.from({ length }, (_, i) => i);
  while (pending.length > 0) {
    const candidates = uniforms();
    const acceptance = uniforms();
    const rejected: number[] = [];
    for (const i of pending) {
      const x = round(round((candidates[i] as number) * range) + from);
      elements.set(i, x);
      const z = round(round(x - d.mean) / d.std);
      const logDensity = round(round(round(z * z) * -0.5) - logPeak);
      if (round(Math.log(acceptance[i] as number)) > logDensity) rejected.push(i);
    }
    pending = rejected;
  }
  return { elements, end: { ...start, offset } };
}
