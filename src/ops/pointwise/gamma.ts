/** Functions around the gamma function: Hurwitz' zeta, polygamma, the incomplete and the multivariate gamma function. */

import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import { loop, nth } from "../loop.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { metaOfScalar } from "./binary.ts";
import { promotedFloat } from "./meta.ts";
import { digamma, lgamma } from "./special.ts";
import { inDouble } from "./special_functions.ts";

/** Terms that are summed before the Euler-Maclaurin series takes over. */
const ZETA_TERMS = 24;
/** B₂ⱼ / (2j)!. */
const ZETA_SERIES = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000] as const;

/** ζ(s, q) = Σ (q + k)^-s: infinite at s = 1 and at the poles of q, undefined for s < 1. */
function zeta(m: Arithmetic, s: Value, q: Value): Value {
  const power = (base: Value) => m.pow(base, m.neg(s));
  let sum = power(q);
  for (let k = 1; k < ZETA_TERMS; k++) sum = m.add(sum, power(m.add(q, k)));
  const a = m.add(q, ZETA_TERMS);
  const last = power(a);
  let rest = m.add(m.div(m.mul(last, a), m.sub(s, 1)), m.mul(0.5, last));
  let factor = m.mul(s, m.div(last, a));
  for (const [j, c] of ZETA_SERIES.entries()) {
    rest = m.add(rest, m.mul(c, factor));
    const rising = m.mul(m.add(s, 2 * j + 1), m.add(s, 2 * j + 2));
    factor = m.div(m.mul(factor, rising), m.mul(a, a));
  }
  const whole = (v: Value) => m.equal(v, m.floor(v));
  const pole = m.and(m.lessOrEqual(q, 0), whole(q));
  const outside = m.or(m.less(s, 1), m.and(m.lessOrEqual(q, 0), m.not(whole(s))));
  const value = m.where(outside, Number.NaN, m.add(sum, rest));
  return m.where(
    m.equal(s, 1),
    Number.POSITIVE_INFINITY,
    m.where(m.and(pole, m.less(1, s)), Number.POSITIVE_INFINITY, value),
  );
}

/** π²/sin²(πx) - ψ′(1 - x) below ½. The sine is taken in the operand's type: next to a pole its rounding is what PyTorch's result shows. */
function trigamma(g: LoweringBuilder, m: Arithmetic, x: Value): Value {
  const low = m.less(x, 0.5);
  const value = zeta(m, m.value(2), m.where(low, m.sub(1, x), x));
  const own = arithmetic(g, g.out.dtype === "float64" ? "float64" : "float32");
  const sine = g.cast(own.sin(own.mul(Math.PI, g.cast(x, own.dtype))), "float64");
  const reflected = m.sub(m.div(Math.PI * Math.PI, m.mul(sine, sine)), value);
  return m.where(low, reflected, value);
}

function polygamma(g: LoweringBuilder, n: number, x: Value): Value {
  const m = arithmetic(g, "float64");
  if (n === 0) return digamma(g, x, "float64");
  if (n === 1) return trigamma(g, m, x);
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return m.mul(n % 2 === 1 ? factorial : -factorial, zeta(m, m.value(n + 1), x));
}

function polygammaEntry(name: string): OpEntry {
  return op(`aten::${name}(int n, Tensor self) -> Tensor` as "aten::f(int n, Tensor self) -> Tensor", {
    meta(ctx, { n, self }) {
      ctx.check(n >= 0, () => "polygamma(n, x) does not support negative n.");
      return promotedFloat(ctx, self);
    },
    lower: (g, { n, self }) => inDouble(g, [self], (_, values) => polygamma(g, n, nth(values, 0))),
  });
}

function multigammaEntry(name: string): OpEntry {
  return op(`aten::${name}(Tensor self, int p) -> Tensor` as "aten::f(Tensor self, int p) -> Tensor", {
    meta(ctx, { self, p }) {
      ctx.check(p >= 1, () => "p has to be greater than or equal to 1");
      return promotedFloat(ctx, self);
    },
    lower: (g, { self, p }) =>
      inDouble(g, [self], (m, values) => {
        const terms = Array.from({ length: p }, (_, j) => lgamma(g, m.sub(nth(values, 0), j / 2), "float64"));
        return m.add((p * (p - 1) * Math.log(Math.PI)) / 4, ...terms);
      }),
  });
}

/** Rounds of the series and of the continued fraction; enough for double precision up to arguments of some thousands. */
const INCOMPLETE_ROUNDS = 300;
const TINY = 1e-300;

/** P(a, x) and Q(a, x) = 1 - P: the power series below a + 1, Lentz' continued fraction above. */
function incompleteGamma(g: LoweringBuilder, a: Value, x: Value, upper: boolean): Value {
  const m = arithmetic(g, "float64");
  const scale = m.exp(m.sub(m.sub(m.mul(a, m.log(x)), x), lgamma(g, a, "float64")));
  const useSeries = m.less(x, m.add(a, 1));
  const xs = m.where(useSeries, x, 0);
  const xf = m.where(useSeries, m.add(a, 2), x);
  const first = m.div(1, m.add(a, m.mul(xs, 0)));
  const b0 = m.sub(m.add(xf, 1), a);
  const d0 = m.div(1, b0);
  const carried = [first, first, b0, m.mul(d0, 1 / TINY, b0), d0, d0].map((value) => ({
    value,
    dtype: "float64" as const,
  }));
  const results = loop(g, g.const(INCOMPLETE_ROUNDS, "int64"), carried, (round, values) => {
    const [sum, term, b, c, d, h] = [0, 1, 2, 3, 4, 5].map((i) => nth(values, i)) as [
      Value,
      Value,
      Value,
      Value,
      Value,
      Value,
    ];
    const i = m.add(g.cast(round, "float64"), 1);
    const next = m.mul(term, m.div(xs, m.add(a, i)));
    const an = m.mul(m.neg(i), m.sub(i, a));
    const b2 = m.add(b, 2);
    const away = (v: Value) => m.where(m.less(m.abs(v), TINY), TINY, v);
    const d2 = m.div(1, away(m.add(m.mul(an, d), b2)));
    const c2 = away(m.add(b2, m.div(an, c)));
    return [m.add(sum, next), next, b2, c2, d2, m.mul(h, d2, c2)];
  });
  const p = m.mul(scale, nth(results, 0));
  const q = m.mul(scale, nth(results, 5));
  const regular = upper ? m.where(useSeries, m.sub(1, p), q) : m.where(useSeries, p, m.sub(1, q));
  const infinite = (v: Value) => g.op("IsInf", [v]);
  const full = upper ? 0 : 1;
  const cases: readonly (readonly [Value, number])[] = [
    [m.equal(x, 0), 1 - full],
    [infinite(x), full],
    [infinite(a), 1 - full],
    [m.equal(a, 0), full],
    [m.and(m.equal(a, 0), m.equal(x, 0)), Number.NaN],
    [m.and(infinite(a), infinite(x)), Number.NaN],
    [m.or(m.less(a, 0), m.less(x, 0)), Number.NaN],
    [m.or(m.isNaN(a), m.isNaN(x)), Number.NaN],
  ];
  return cases.reduce<Value>((value, [condition, result]) => m.where(condition, result, value), regular);
}

function incompleteEntry(name: string, upper: boolean): OpEntry {
  return op(`aten::${name}(Tensor self, Tensor other) -> Tensor` as "aten::f(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) =>
      inDouble(g, [self, other], (_, values) => incompleteGamma(g, nth(values, 0), nth(values, 1), upper)),
  });
}

export const gammaOps: readonly OpEntry[] = [
  polygammaEntry("polygamma"),
  polygammaEntry("special_polygamma"),
  multigammaEntry("mvlgamma"),
  multigammaEntry("special_multigammaln"),
  incompleteEntry("igamma", false),
  incompleteEntry("special_gammainc", false),
  incompleteEntry("igammac", true),
  incompleteEntry("special_gammaincc", true),
  op("aten::special_zeta(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) => inDouble(g, [self, other], (m, values) => zeta(m, nth(values, 0), nth(values, 1))),
  }),
  op("aten::special_zeta.self_scalar(Scalar self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, metaOfScalar(self), other),
    lower: (g, { self, other }) =>
      inDouble(g, [other], (m, values) => zeta(m, g.scalar(self, "float64"), nth(values, 0))),
  }),
  op("aten::special_zeta.other_scalar(Tensor self, Scalar other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, metaOfScalar(other)),
    lower: (g, { self, other }) =>
      inDouble(g, [self], (m, values) => zeta(m, nth(values, 0), g.scalar(other, "float64"))),
  }),
];
