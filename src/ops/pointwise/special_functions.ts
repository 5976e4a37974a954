/** torch.special beyond what ONNX has: normal distribution functions, Bessel functions, orthogonal polynomials. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { metaOfScalar } from "./binary.ts";
import { computed, promotedFloat } from "./meta.ts";
import { erfinv, lgamma, polynomial } from "./special.ts";

type Unary = (g: LoweringBuilder, x: Value, dtype: DType) => Value;

const k = (g: LoweringBuilder, v: number, dtype: DType) => g.const(v, dtype);
const mul = (g: LoweringBuilder, a: Value, b: Value) => g.op("Mul", [a, b]);
const add = (g: LoweringBuilder, a: Value, b: Value) => g.op("Add", [a, b]);

const ndtr: Unary = (g, x, dtype) =>
  mul(g, k(g, 0.5, dtype), add(g, k(g, 1, dtype), g.op("Erf", [mul(g, x, k(g, Math.SQRT1_2, dtype))])));

/** log Φ: below -1 by Mills' continued fraction, where Φ itself loses its digits. */
const logNdtr: Unary = (g, x, dtype) => {
  const direct = g.op("Log", [ndtr(g, x, dtype)]);
  const t = g.op("Max", [g.op("Neg", [x]), k(g, 1, dtype)]);
  let fraction: Value = t;
  for (let i = 40; i >= 1; i--) fraction = add(g, t, g.op("Div", [k(g, i, dtype), fraction]));
  const tail = g.op("Sub", [
    g.op("Neg", [mul(g, k(g, 0.5, dtype), mul(g, t, t))]),
    add(g, g.op("Log", [fraction]), k(g, 0.9189385332046727, dtype)),
  ]);
  return g.op("Where", [g.op("Less", [x, k(g, -2, dtype)]), tail, direct]);
};

const ndtri: Unary = (g, p, dtype) =>
  mul(g, k(g, Math.SQRT2, dtype), erfinv(g, g.op("Sub", [mul(g, p, k(g, 2, dtype)), k(g, 1, dtype)]), dtype));

const entr: Unary = (g, x, dtype) => {
  const zero = k(g, 0, dtype);
  const inner = g.op("Neg", [mul(g, x, g.op("Log", [x]))]);
  const edge = g.op("Where", [g.op("Equal", [x, zero]), zero, inner]);
  return g.op("Where", [g.op("Less", [x, zero]), k(g, Number.NEGATIVE_INFINITY, dtype), edge]);
};

/** Σ (x²/4)^j / (j! (j + order)!) up to `terms`: exact to rounding for |x| ≤ 15. */
function besselSeries(g: LoweringBuilder, x: Value, order: 0 | 1, dtype: DType, terms: number): Value {
  const coefficients: number[] = [];
  let c = 1;
  for (let j = 0; j < terms; j++) {
    if (j > 0) c /= j * (j + order);
    coefficients.unshift(c);
  }
  const q = mul(g, mul(g, x, x), k(g, 0.25, dtype));
  const sum = polynomial(g, q, coefficients, dtype);
  return order === 0 ? sum : mul(g, mul(g, x, k(g, 0.5, dtype)), sum);
}

/** e^-x·√(2πx)·I(x) as a series in 1/x. */
function besselAsymptotic(g: LoweringBuilder, x: Value, order: 0 | 1, dtype: DType): Value {
  const mu = 4 * order * order;
  const coefficients: number[] = [1];
  let c = 1;
  for (let j = 1; j <= 9; j++) {
    c *= -(mu - (2 * j - 1) ** 2) / (8 * j);
    coefficients.unshift(c);
  }
  const series = polynomial(g, g.op("Reciprocal", [x]), coefficients, dtype);
  return g.op("Div", [series, g.op("Sqrt", [mul(g, x, k(g, 2 * Math.PI, dtype))])]);
}

/** Modified Bessel functions of the first kind, times e^-|x| when scaled. */
function besselI(order: 0 | 1, scaled: boolean): Unary {
  return (g, v, dtype) => {
    const wide: DType = "float64";
    const x = dtype === wide ? v : g.cast(v, wide);
    const size = g.op("Abs", [x]);
    const small = g.op("Less", [size, k(g, 15, wide)]);
    const near = besselSeries(g, g.op("Min", [size, k(g, 15, wide)]), order, wide, 45);
    const far = besselAsymptotic(g, g.op("Max", [size, k(g, 15, wide)]), order, wide);
    const e = g.op("Exp", [scaled ? g.op("Neg", [size]) : size]);
    const value = scaled ? g.op("Where", [small, mul(g, near, e), far]) : g.op("Where", [small, near, mul(g, far, e)]);
    const signed = order === 1 ? mul(g, value, g.op("Sign", [x])) : value;
    return dtype === wide ? signed : g.cast(signed, dtype);
  };
}

const sphericalJ0: Unary = (g, x, dtype) => {
  const tiny = g.op("Less", [g.op("Abs", [x]), k(g, 0.5, dtype)]);
  const q = mul(g, x, x);
  const series = polynomial(g, q, [1 / 6227020800, -1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1], dtype);
  return g.op("Where", [tiny, series, g.op("Div", [g.op("Sin", [x]), x])]);
};

const FUNCTIONS: Readonly<Record<string, Unary>> = {
  special_ndtr: ndtr,
  special_log_ndtr: logNdtr,
  special_ndtri: ndtri,
  special_entr: entr,
  i0: besselI(0, false),
  special_i0: besselI(0, false),
  special_i0e: besselI(0, true),
  special_i1: besselI(1, false),
  special_i1e: besselI(1, true),
  special_modified_bessel_i0: besselI(0, false),
  special_modified_bessel_i1: besselI(1, false),
};

/** Recurrences p[j+1] = a(j)·p[j] + b(j)·p[j-1]. */
interface Recurrence {
  readonly start: (g: LoweringBuilder, x: Value, dtype: DType) => readonly [Value, Value];
  readonly step: (g: LoweringBuilder, x: Value, j: Value, now: Value, before: Value, dtype: DType) => Value;
}

const chebyshev = (first: (g: LoweringBuilder, x: Value, dtype: DType) => Value): Recurrence => ({
  start: (g, x, dtype) => [k(g, 1, dtype), first(g, x, dtype)],
  step: (g, x, _, now, before, dtype) => g.op("Sub", [mul(g, mul(g, k(g, 2, dtype), x), now), before]),
});

const twice = (g: LoweringBuilder, x: Value, c: number, dtype: DType) =>
  add(g, mul(g, k(g, 2, dtype), x), k(g, c, dtype));

const POLYNOMIALS: Readonly<Record<string, Recurrence>> = {
  chebyshev_polynomial_t: chebyshev((_, x) => x),
  chebyshev_polynomial_u: chebyshev((g, x, dtype) => twice(g, x, 0, dtype)),
  chebyshev_polynomial_v: chebyshev((g, x, dtype) => twice(g, x, -1, dtype)),
  chebyshev_polynomial_w: chebyshev((g, x, dtype) => twice(g, x, 1, dtype)),
  hermite_polynomial_h: {
    start: (g, x, dtype) => [k(g, 1, dtype), twice(g, x, 0, dtype)],
    step: (g, x, j, now, before, dtype) => mul(g, k(g, 2, dtype), g.op("Sub", [mul(g, x, now), mul(g, j, before)])),
  },
  hermite_polynomial_he: {
    start: (g, x, dtype) => [k(g, 1, dtype), x],
    step: (g, x, j, now, before) => g.op("Sub", [mul(g, x, now), mul(g, j, before)]),
  },
  laguerre_polynomial_l: {
    start: (g, x, dtype) => [k(g, 1, dtype), g.op("Sub", [k(g, 1, dtype), x])],
    step: (g, x, j, now, before, dtype) => {
      const factor = g.op("Sub", [add(g, mul(g, k(g, 2, dtype), j), k(g, 1, dtype)), x]);
      return g.op("Div", [g.op("Sub", [mul(g, factor, now), mul(g, j, before)]), add(g, j, k(g, 1, dtype))]);
    },
  },
  legendre_polynomial_p: {
    start: (g, x, dtype) => [k(g, 1, dtype), x],
    step: (g, x, j, now, before, dtype) => {
      const factor = mul(g, add(g, mul(g, k(g, 2, dtype), j), k(g, 1, dtype)), x);
      return g.op("Div", [g.op("Sub", [mul(g, factor, now), mul(g, j, before)]), add(g, j, k(g, 1, dtype))]);
    },
  },
};

/** A Loop to the greatest degree; each element keeps the value of its own degree. Negative degrees give 0. */
function polynomialOf(g: LoweringBuilder, r: Recurrence, x: Value, n: Value, dtype: DType): Value {
  const degree = g.op("Cast", [n], { to: 7 });
  const shape = g.op("Shape", [add(g, x, g.cast(degree, dtype))]);
  const wide = (v: Value) => g.op("Expand", [v, shape]);
  const [p0, p1] = r.start(g, x, dtype);
  const is = (j: number) => g.op("Equal", [degree, g.const(j, "int64")]);
  const first = wide(g.op("Where", [is(0), p0, g.op("Where", [is(1), p1, k(g, 0, dtype)])]));
  const last = g.op(
    "ReduceMax",
    [g.op("Concat", [g.op("Reshape", [degree, g.ints([-1])]), g.ints([1])], { axis: 0 })],
    { keepdims: 0 },
  );
  const trips = g.op("Sub", [last, g.const(1, "int64")]);
  const float = { kind: "tensor", dtype: dtype === "float64" ? "double" : "float", shape: null } as const;
  const inputs = [
    { name: "j", type: { kind: "tensor", dtype: "int64", shape: [] } },
    { name: "go", type: { kind: "tensor", dtype: "bool", shape: [] } },
    { name: "now", type: float },
    { name: "before", type: float },
    { name: "result", type: float },
  ] as const;
  const body = g.host.subgraph("recurrence", inputs, ([j, go, now, before, result]) => {
    if (!j || !go || !now || !before || !result) throw new Error("a loop without state");
    const at = add(g, j, g.const(1, "int64"));
    const next = r.step(g, x, g.cast(at, dtype), now, before, dtype);
    const reached = g.op("Equal", [degree, add(g, at, g.const(1, "int64"))]);
    return [g.op("Identity", [go]), wide(next), g.op("Identity", [now]), g.op("Where", [reached, next, result])];
  });
  const [, , y] = g.ops("Loop", [trips, g.const(true, "bool"), wide(p1), wide(p0), first], 3, {
    body: { graph: body },
  });
  if (!y) throw new Error("Loop gave too few outputs");
  return y;
}

const orthogonal = (name: string, r: Recurrence): readonly OpEntry[] => {
  const meta = (ctx: MetaContext, x: TensorMeta, n: TensorMeta) => promotedFloat(ctx, x, n);
  return [
    op(`aten::special_${name}(Tensor x, Tensor n) -> Tensor` as "aten::f(Tensor x, Tensor n) -> Tensor", {
      meta: (ctx, { x, n }) => meta(ctx, x, n),
      lower: (g, { x, n }) =>
        computed(g, g.out.dtype, [x, n], ([v, d], dtype) => polynomialOf(g, r, need(v), need(d), dtype)),
    }),
    op(
      `aten::special_${name}.n_scalar(Tensor x, Scalar n) -> Tensor` as "aten::f.n_scalar(Tensor x, Scalar n) -> Tensor",
      {
        meta: (ctx, { x, n }) => meta(ctx, x, metaOfScalar(n)),
        lower: (g, { x, n }) => g.call(`aten.special_${name}.default`, [x, n]),
      },
    ),
    op(
      `aten::special_${name}.x_scalar(Scalar x, Tensor n) -> Tensor` as "aten::f.x_scalar(Scalar x, Tensor n) -> Tensor",
      {
        meta: (ctx, { x, n }) => meta(ctx, metaOfScalar(x), n),
        lower: (g, { x, n }) => g.call(`aten.special_${name}.default`, [x, n]),
      },
    ),
  ];
};

function need(v: Value | undefined): Value {
  if (!v) throw new Error("an operand is absent");
  return v;
}

const unary = (name: string, f: Unary, argument = "self"): OpEntry =>
  op(`aten::${name}(Tensor ${argument}) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
    meta: (ctx, args) => promotedFloat(ctx, ...Object.values<TensorMeta>(args)),
    lower: (g, args) => computed(g, g.out.dtype, Object.values(args), ([x], dtype) => f(g, need(x), dtype)),
  });

/** x·log1p(y), 0 where x is 0 and y is no NaN. */
function xlog1py(g: LoweringBuilder, x: Value, y: Value, dtype: DType): Value {
  const zero = g.op("And", [g.op("Equal", [x, k(g, 0, dtype)]), g.op("Not", [g.op("IsNaN", [y])])]);
  const u = add(g, y, k(g, 1, dtype));
  const d = g.op("Sub", [u, k(g, 1, dtype)]);
  const flat = g.op("Equal", [d, k(g, 0, dtype)]);
  const log = g.op("Where", [
    flat,
    y,
    g.op("Div", [mul(g, g.op("Log", [u]), y), g.op("Where", [flat, k(g, 1, dtype), d])]),
  ]);
  return g.op("Where", [zero, k(g, 0, dtype), mul(g, x, log)]);
}

function scalarPairs(name: string, target: string): readonly OpEntry[] {
  return [
    op(
      `aten::${name}.other_scalar(Tensor self, Scalar other) -> Tensor` as "aten::f(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => promotedFloat(ctx, self, metaOfScalar(other)),
        lower: (g, { self, other }) => g.call(target, [self, other]),
      },
    ),
    op(
      `aten::${name}.self_scalar(Scalar self, Tensor other) -> Tensor` as "aten::f(Scalar self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => promotedFloat(ctx, metaOfScalar(self), other),
        lower: (g, { self, other }) => g.call(target, [self, other]),
      },
    ),
  ];
}

export const specialFunctionOps: readonly OpEntry[] = [
  ...Object.entries(FUNCTIONS).map(([name, f]) => unary(name, f)),
  unary("special_spherical_bessel_j0", sphericalJ0, "x"),
  ...Object.entries(POLYNOMIALS).flatMap(([name, r]) => orthogonal(name, r)),
  op("aten::special_xlogy(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) => g.call("aten.xlogy.Tensor", [self, other]),
  }),
  ...scalarPairs("special_xlogy", "aten.xlogy.Tensor"),
  op("aten::special_xlog1py(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) =>
      computed(g, g.out.dtype, [self, other], ([x, y], dtype) => xlog1py(g, need(x), need(y), dtype)),
  }),
  ...scalarPairs("special_xlog1py", "aten.special_xlog1py.default"),
  op("aten::ldexp.Tensor(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) =>
      computed(g, g.out.dtype, [self, other], ([x, e], dtype) =>
        mul(g, need(x), g.op("Pow", [k(g, 2, dtype), need(e)])),
      ),
  }),
  ...(["mvlgamma", "special_multigammaln"] as const).map((name) =>
    op(`aten::${name}(Tensor self, int p) -> Tensor` as "aten::f(Tensor self, int p) -> Tensor", {
      meta: (ctx, { self }) => promotedFloat(ctx, self),
      lower: (g, { self, p }) =>
        computed(g, g.out.dtype, [self], ([v], dtype) => {
          const x = need(v);
          let sum: Value = k(g, ((p * (p - 1)) / 4) * Math.log(Math.PI), dtype);
          for (let j = 0; j < p; j++) sum = add(g, sum, lgamma(g, g.op("Sub", [x, k(g, j / 2, dtype)]), dtype));
          return sum;
        }),
    }),
  ),
];
