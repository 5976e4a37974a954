/** Window functions of signal processing: constants, since their length and shape parameters are numbers. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { MetaContext, OpEntry } from "../define.ts";
import { op } from "../define.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { contiguous } from "../strides.ts";

/** The value at `i` of a window whose last place is `last`. */
type Formula = (i: number, last: number) => number;

const cosineSum =
  (...coefficients: readonly number[]): Formula =>
  (i, last) =>
    coefficients.reduce((sum, a, k) => sum + (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * i) / last), 0);

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const kaiser =
  (beta: number): Formula =>
  (i, last) =>
    besselI0(beta * Math.sqrt(Math.max(0, 1 - ((2 * i) / last - 1) ** 2))) / besselI0(beta);

const bartlett: Formula = (i, last) => 1 - Math.abs((2 * i) / last - 1);

/** A periodic window is a symmetric one without its last place. */
function values(length: number, periodic: boolean, formula: Formula): readonly number[] {
  if (length === 1) return [1];
  const last = periodic ? length : length - 1;
  return Array.from({ length }, (_, i) => formula(i, last));
}

function windowMeta(
  ctx: MetaContext,
  name: string,
  length: number,
  dtype: DType | null,
  device: string | null,
): TensorMeta {
  const type = dtype ?? ctx.defaultDtype;
  ctx.check(isFloating(type), () => `${name} expects floating point dtypes, got: torch.${type}`);
  ctx.check(length >= 0, () => `${name} requires non-negative window_length, got window_length=${length}`);
  return contiguous(type, [length], device ?? "cpu");
}

const lowerWindow = (g: LoweringBuilder, length: number, periodic: boolean, formula: Formula) =>
  g.tensor(values(length, periodic, formula), [length], g.out.dtype);

const OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
type Options = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";

function plainEntries(name: string, formula: Formula): readonly OpEntry[] {
  return [
    op(
      `aten::${name}(int window_length, *, ${OPTIONS}) -> Tensor` as `aten::f(int window_length, *, ${Options}) -> T`,
      {
        meta: (ctx, { window_length, dtype, device }) => windowMeta(ctx, name, window_length, dtype, device),
        lower: (g, { window_length }) => lowerWindow(g, window_length, true, formula),
      },
    ),
    op(
      `aten::${name}.periodic(int window_length, bool periodic, *, ${OPTIONS}) -> Tensor` as `aten::f(int window_length, bool periodic, *, ${Options}) -> T`,
      {
        meta: (ctx, { window_length, dtype, device }) => windowMeta(ctx, name, window_length, dtype, device),
        lower: (g, { window_length, periodic }) => lowerWindow(g, window_length, periodic, formula),
      },
    ),
  ];
}

export const windowFunctionOps: readonly OpEntry[] = [
  ...plainEntries("hann_window", cosineSum(0.5, 0.5)),
  ...plainEntries("hamming_window", cosineSum(0.54, 0.46)),
  ...plainEntries("blackman_window", cosineSum(0.42, 0.5, 0.08)),
  ...plainEntries("bartlett_window", bartlett),
  ...plainEntries("kaiser_window", kaiser(12)),
  op(`aten::hamming_window.periodic_alpha(int window_length, bool periodic, float alpha, *, ${OPTIONS}) -> Tensor`, {
    meta: (ctx, { window_length, dtype, device }) => windowMeta(ctx, "hamming_window", window_length, dtype, device),
    lower: (g, { window_length, periodic, alpha }) => lowerWindow(g, window_length, periodic, cosineSum(alpha, 0.46)),
  }),
  op(
    `aten::hamming_window.periodic_alpha_beta(int window_length, bool periodic, float alpha, float beta, *, ${OPTIONS}) -> Tensor`,
    {
      meta: (ctx, { window_length, dtype, device }) => windowMeta(ctx, "hamming_window", window_length, dtype, device),
      lower: (g, { window_length, periodic, alpha, beta }) =>
        lowerWindow(g, window_length, periodic, cosineSum(alpha, beta)),
    },
  ),
  op(`aten::kaiser_window.beta(int window_length, bool periodic, float beta, *, ${OPTIONS}) -> Tensor`, {
    meta: (ctx, { window_length, dtype, device }) => windowMeta(ctx, "kaiser_window", window_length, dtype, device),
    lower: (g, { window_length, periodic, beta }) => lowerWindow(g, window_length, periodic, kaiser(beta)),
  }),
];
