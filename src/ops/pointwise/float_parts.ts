/** A float's exponent, its significand and its neighbours, by arithmetic: ONNX does not look into bits. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import { OpError } from "../types.ts";
import { elementwise, promoted, promotedFloat } from "./meta.ts";

/** The largest power of two that is at most |x|, for x neither 0 nor infinite, with its exponent. */
export function magnitude(m: Arithmetic, x: Value): { readonly power: Value; readonly exponent: Value } {
  const size = m.abs(x);
  const guess = m.floor(m.div(m.log(size), Math.LN2));
  // The logarithm may be off by a rounding error next to a power of two.
  const tooBig = m.less(size, m.pow(2, guess));
  const lower = m.where(tooBig, m.sub(guess, 1), guess);
  const tooSmall = m.lessOrEqual(m.pow(2, m.add(lower, 1)), size);
  const exponent = m.where(tooSmall, m.add(lower, 1), lower);
  return { power: m.pow(2, exponent), exponent };
}

interface FloatLimits {
  /** The smallest normal number, and the largest. */
  readonly normal: number;
  readonly largest: number;
  /** Binary digits after the leading one. */
  readonly digits: number;
}

const LIMITS: Readonly<Partial<Record<DType, FloatLimits>>> = {
  float16: { normal: 2 ** -14, largest: 65504, digits: 10 },
  bfloat16: { normal: 2 ** -126, largest: 3.3895313892515355e38, digits: 7 },
  float32: { normal: 2 ** -126, largest: 3.4028234663852886e38, digits: 23 },
  float64: { normal: 2 ** -1022, largest: Number.MAX_VALUE, digits: 52 },
};

export const floatPartsOps: readonly OpEntry[] = [
  op("aten::frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)", {
    meta(ctx, { self }) {
      ctx.check(isFloating(self.dtype), () => "torch.frexp() only supports floating-point dtypes");
      return [elementwise(ctx, self.dtype, [self]), elementwise(ctx, "int32", [self])];
    },
    lower(g, { self }) {
      const m = arithmetic(g, "float64");
      const x = g.as(self, "float64");
      const still = m.or(m.equal(x, 0), m.or(m.isNaN(x), g.op("IsInf", [x])));
      const { power, exponent } = magnitude(m, m.where(still, 0.5, x));
      const mantissa = m.where(still, x, m.div(x, m.mul(2, power)));
      const whole = m.where(still, 0, m.add(exponent, 1));
      return [g.cast(mantissa, self.meta.dtype), g.cast(whole, "int32")];
    },
  }),
  op("aten::ldexp.Tensor(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower(g, { self, other }) {
      const { dtype } = g.out;
      const m = arithmetic(g, dtype);
      return m.mul(g.as(self, dtype), m.pow(2, g.as(other, dtype)));
    },
  }),
  op("aten::nextafter(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, other),
    lower(g, { self, other }) {
      const { dtype } = g.out;
      const limits = LIMITS[dtype];
      if (!limits) throw new OpError("NotImplementedError", `nextafter of ${dtype} has no ONNX lowering`);
      const m = arithmetic(g, "float64");
      const [x, y] = [g.as(self, "float64"), g.as(other, "float64")];
      const infinite = g.op("IsInf", [x]);
      const size = m.where(infinite, 1, m.max(m.abs(x), limits.normal));
      const { power } = magnitude(m, size);
      const step = m.mul(power, 2 ** -limits.digits);
      const up = m.less(x, y);
      // Towards zero the step below a power of two is half as wide.
      const inward = m.where(m.less(x, 0), g.cast(up, "float64"), g.cast(m.not(up), "float64"));
      const half = m.and(m.and(m.equal(size, power), m.less(limits.normal, size)), m.less(0.5, inward));
      const width = m.where(half, m.mul(step, 0.5), step);
      const moved = m.where(up, m.add(x, width), m.sub(x, width));
      const fromInfinity = m.mul(m.sign(x), limits.largest);
      const next = m.where(infinite, fromInfinity, moved);
      const result = m.where(m.equal(x, y), y, next);
      const nan = m.where(m.isNaN(x), x, m.where(m.isNaN(y), y, result));
      return dtype === "float64" ? nan : g.cast(nan, dtype);
    },
  }),
];
