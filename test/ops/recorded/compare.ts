/** Compares a result with the recorded one: within torch.testing.assert_close's tolerances, or by moments. */

import type { DType } from "../../../src/fx/dtype.ts";
import type { RuntimeTensor } from "../../../src/onnx/named_tensors.ts";
import { onnxType } from "../../../src/ops/onnx_dtype.ts";
import { dataBytes, decoded, type RecordedCase, type RecordedResult } from "./case_file.ts";

type Tolerance = NonNullable<RecordedCase["tolerance"]>;

/** The defaults of torch.testing.assert_close; everything else is compared exactly. */
export const TOLERANCES: Readonly<Partial<Record<DType, Tolerance>>> = {
  float16: { rtol: 1e-3, atol: 1e-5 },
  bfloat16: { rtol: 1.6e-2, atol: 1e-5 },
  float32: { rtol: 1.3e-6, atol: 1e-5 },
  float64: { rtol: 1e-7, atol: 1e-7 },
  complex32: { rtol: 1e-3, atol: 1e-5 },
  complex64: { rtol: 1.3e-6, atol: 1e-5 },
  complex128: { rtol: 1e-7, atol: 1e-7 },
};

export type Comparison = "values" | "moments" | "shape";

/** Why the tensors differ; null when they agree within the dtype's tolerance, or `stated` where that is wider. */
export function difference(
  actual: RuntimeTensor,
  expected: RecordedResult,
  by: Comparison,
  stated?: Tolerance,
): string | null {
  const type = onnxType(expected.dtype);
  if (actual.dtype !== type) return `dtype ${actual.dtype}, expected ${type}`;
  const complex = expected.dtype.startsWith("complex");
  const shape = [...expected.shape.map(Number), ...(complex ? [2] : [])];
  if (actual.shape.join() !== shape.join()) return `shape [${actual.shape.join()}], expected [${shape.join()}]`;
  if (by === "shape") return null;
  const a = numbers(actual.bytes, expected.dtype);
  const e = numbers(dataBytes(expected), expected.dtype);
  return by === "moments"
    ? momentsDiffer(a, e, draws(shape))
    : complex
      ? pairsDiffer(a, e, toleranceOf(expected.dtype, stated))
      : differ(a, e, toleranceOf(expected.dtype, stated), exactOf(expected));
}

type Numbers = ArrayLike<number | bigint>;

function numbers(bytes: Uint8Array, dtype: DType): Numbers {
  const buffer = bytes.slice().buffer;
  switch (dtype) {
    case "float32":
    case "complex64":
      return new Float32Array(buffer);
    case "float64":
    case "complex128":
      return new Float64Array(buffer);
    case "int64":
      return new BigInt64Array(buffer);
    case "uint64":
      return new BigUint64Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "uint32":
      return new Uint32Array(buffer);
    case "int16":
      return new Int16Array(buffer);
    case "uint16":
      return new Uint16Array(buffer);
    case "int8":
      return new Int8Array(buffer);
    case "uint8":
    case "bool":
      return new Uint8Array(buffer);
    case "float16":
    case "complex32":
      return Float64Array.from(new Uint16Array(buffer), halfValue);
    case "bfloat16":
      return Float64Array.from(
        new Uint16Array(buffer),
        (b) => new Float32Array(new Uint32Array([b << 16]).buffer)[0] ?? 0,
      );
    default:
      throw new Error(`no way to read ${dtype}`);
  }
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25));
}

/** Null: exactly equal. */
function toleranceOf(dtype: DType, stated: Tolerance | undefined): Tolerance | null {
  const usual = TOLERANCES[dtype];
  if (usual === undefined) return null;
  return stated === undefined
    ? usual
    : { rtol: Math.max(usual.rtol, stated.rtol), atol: Math.max(usual.atol, stated.atol) };
}

function exactOf({ exact }: RecordedResult): Numbers | null {
  return exact === undefined ? null : numbers(decoded(exact), "float64");
}

/** Where the exact result is known, an element may also be near that, or no further from it than eager's is. */
function differ(actual: Numbers, expected: Numbers, tolerance: Tolerance | null, exact: Numbers | null): string | null {
  let wrong = 0;
  let first: string | null = null;
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] ?? Number.NaN;
    const e = expected[i] ?? Number.NaN;
    if (a === e) continue;
    if (tolerance !== null && close(Number(a), Number(e), tolerance)) continue;
    if (tolerance !== null && exact !== null && asExact(Number(a), Number(e), Number(exact[i]), tolerance)) continue;
    wrong++;
    first ??= `[${i}] is ${a}, expected ${e}`;
  }
  return first === null ? null : `${wrong} of ${expected.length} elements differ: ${first}`;
}

function asExact(a: number, e: number, exact: number, tolerance: Tolerance): boolean {
  return close(a, exact, tolerance) || Math.abs(a - exact) <= Math.abs(e - exact);
}

function close(a: number, e: number, { rtol, atol }: Tolerance): boolean {
  if (Number.isNaN(a) || Number.isNaN(e)) return Number.isNaN(a) && Number.isNaN(e);
  if (!Number.isFinite(a) || !Number.isFinite(e)) return a === e;
  return Math.abs(a - e) <= atol + rtol * Math.abs(e);
}

/** Complex numbers are near when their distance is small against the expected one's size. */
function pairsDiffer(actual: Numbers, expected: Numbers, tolerance: Tolerance | null): string | null {
  if (tolerance === null) throw new Error("complex results are compared within a tolerance");
  for (let i = 0; i < expected.length; i += 2) {
    const [ar, ai, er, ei] = [actual[i], actual[i + 1], expected[i], expected[i + 1]].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const finite = [ar, ai, er, ei].every(Number.isFinite);
    const near = finite
      ? Math.hypot(ar - er, ai - ei) <= tolerance.atol + tolerance.rtol * Math.hypot(er, ei)
      : close(ar, er, tolerance) && close(ai, ei, tolerance);
    const bothNaN = (Number.isNaN(ar) || Number.isNaN(ai)) && (Number.isNaN(er) || Number.isNaN(ei));
    if (!near && !bothNaN)
      return `[${i / 2}] is ${ar}${ai < 0 ? "" : "+"}${ai}j, expected ${er}${ei < 0 ? "" : "+"}${ei}j`;
  }
  return null;
}

const MIN_ELEMENTS = 20;

/** How many numbers were drawn, at least: some operators draw one a channel. */
function draws(shape: readonly number[]): number {
  return shape.length > 2 ? (shape[0] ?? 1) * (shape[1] ?? 1) : shape.reduce((a, b) => a * b, 1);
}

/** Place and spread of two samples of one distribution, at six standard errors. */
function momentsDiffer(actual: Numbers, expected: Numbers, count: number): string | null {
  const a = moments(actual);
  const e = moments(expected);
  if (a.finite !== e.finite && a.finite === 0) return "no finite element";
  if (count < MIN_ELEMENTS) return null;
  // Quartiles speak for distributions without moments, as Cauchy's.
  const [qa, qe] = [quartiles(actual), quartiles(expected)];
  const near = (x: number, y: number, spread: number) => Math.abs(x - y) <= 6 * (spread / Math.sqrt(count)) + 1e-6;
  const centred =
    near(a.mean, e.mean, Math.sqrt(a.variance + e.variance)) || near(qa.middle, qe.middle, qa.range + qe.range);
  if (!centred) return `mean ${a.mean}, expected about ${e.mean}`;
  const bound = 2 + 6 * Math.sqrt(2 / count);
  const alike = (x: number, y: number) => x <= bound * y + 1e-6 && y <= bound * x + 1e-6;
  const spread = alike(Math.sqrt(a.variance), Math.sqrt(e.variance)) || alike(qa.range, qe.range);
  return spread ? null : `variance ${a.variance}, expected about ${e.variance}`;
}

function quartiles(values: Numbers): { middle: number; range: number } {
  const sorted = Float64Array.from({ length: values.length }, (_, i) => Number(values[i])).sort();
  const at = (q: number) => sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)] ?? 0;
  return { middle: at(0.5), range: at(0.75) - at(0.25) };
}

function moments(values: Numbers): { mean: number; variance: number; finite: number } {
  const finite = Array.from({ length: values.length }, (_, i) => Number(values[i])).filter(Number.isFinite);
  const mean = finite.reduce((s, v) => s + v, 0) / Math.max(finite.length, 1);
  const variance = finite.reduce((s, v) => s + (v - mean) ** 2, 0) / Math.max(finite.length, 1);
  return { mean, variance, finite: finite.length };
}
