/** Orthogonal polynomials of any degree, by their three-term recurrences. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import { loop, nth } from "../loop.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { metaOfScalar } from "./binary.ts";
import { promotedFloat } from "./meta.ts";

interface Family {
  /** p₁(x). */
  first(m: Arithmetic, x: Value): Value;
  /** p of degree k + 1, from those of degree k and k - 1. */
  next(m: Arithmetic, x: Value, k: Value, p: Value, before: Value): Value;
  /** The argument of the recurrence. */
  argument?(m: Arithmetic, x: Value): Value;
}

/** 2x·p - q. */
const chebyshevStep: Family["next"] = (m, x, _, p, q) => m.sub(m.mul(2, x, p), q);
const shift: NonNullable<Family["argument"]> = (m, x) => m.sub(m.add(x, x), 1);

const t: Family = { first: (_, x) => x, next: chebyshevStep };
const u: Family = { first: (m, x) => m.add(x, x), next: chebyshevStep };
const v: Family = { first: (m, x) => m.sub(m.add(x, x), 1), next: chebyshevStep };
const w: Family = { first: (m, x) => m.add(x, x, 1), next: chebyshevStep };

const FAMILIES: Readonly<Record<string, Family>> = {
  chebyshev_polynomial_t: t,
  chebyshev_polynomial_u: u,
  chebyshev_polynomial_v: v,
  chebyshev_polynomial_w: w,
  shifted_chebyshev_polynomial_t: { ...t, argument: shift },
  shifted_chebyshev_polynomial_u: { ...u, argument: shift },
  shifted_chebyshev_polynomial_v: { ...v, argument: shift },
  shifted_chebyshev_polynomial_w: { ...w, argument: shift },
  hermite_polynomial_h: {
    first: (m, x) => m.add(x, x),
    next: (m, x, k, p, q) => m.sub(m.mul(2, x, p), m.mul(2, k, q)),
  },
  hermite_polynomial_he: { first: (_, x) => x, next: (m, x, k, p, q) => m.sub(m.mul(x, p), m.mul(k, q)) },
  laguerre_polynomial_l: {
    first: (m, x) => m.sub(1, x),
    next: (m, x, k, p, q) => m.div(m.sub(m.mul(m.sub(m.add(k, k, 1), x), p), m.mul(k, q)), m.add(k, 1)),
  },
  legendre_polynomial_p: {
    first: (_, x) => x,
    next: (m, x, k, p, q) => m.div(m.sub(m.mul(m.add(k, k, 1), x, p), m.mul(k, q)), m.add(k, 1)),
  },
};

/** Degrees are truncated to integers; a negative one gives 0. */
function evaluate(g: LoweringBuilder, family: Family, given: Value, n: Value, dtype: DType): Value {
  const m = arithmetic(g, dtype);
  const shape = g.op("Shape", [g.op("Add", [given, n])]);
  const degree = g.cast(n, "int64");
  const x = g.op("Expand", [family.argument?.(m, given) ?? given, shape]);
  const is = (k: Value) => g.op("Equal", [degree, k]);
  const one = g.op("Expand", [m.value(1), shape]);
  const p1 = family.first(m, x);
  const zero = g.const(0, "int64");
  const unit = g.const(1, "int64");
  const start = m.where(is(zero), one, m.where(is(unit), p1, m.mul(one, 0)));
  const flat = g.op("Concat", [g.op("Reshape", [degree, g.ints([-1])]), g.ints([1])], { axis: 0 });
  const rounds = g.op("Sub", [g.op("ReduceMax", [flat], { keepdims: 0 }), unit]);
  const carried = [start, p1, one].map((value) => ({ value, dtype }));
  const results = loop(g, rounds, carried, (round, [result, p, before]) => {
    if (!result || !p || !before) throw new Error("a loop without its values");
    const k = g.op("Add", [round, unit]);
    const next = family.next(m, x, g.cast(k, dtype), p, before);
    return [m.where(is(g.op("Add", [k, unit])), next, result), next, p];
  });
  return nth(results, 0);
}

function lower(g: LoweringBuilder, family: Family, x: Value, n: Value): Value {
  const { dtype } = g.out;
  const value = evaluate(g, family, x, n, "float64");
  return dtype === "float64" ? value : g.cast(value, dtype);
}

function entries(name: string, family: Family): readonly OpEntry[] {
  return [
    op(`aten::special_${name}(Tensor x, Tensor n) -> Tensor` as "aten::f(Tensor x, Tensor n) -> Tensor", {
      meta: (ctx, { x, n }) => promotedFloat(ctx, x, n),
      lower: (g, { x, n }) => lower(g, family, g.as(x, "float64"), g.as(n, "float64")),
    }),
    op(
      `aten::special_${name}.x_scalar(Scalar x, Tensor n) -> Tensor` as "aten::f.x_scalar(Scalar x, Tensor n) -> Tensor",
      {
        meta: (ctx, { x, n }) => promotedFloat(ctx, metaOfScalar(x), n),
        lower: (g, { x, n }) => lower(g, family, g.scalar(x, "float64"), g.as(n, "float64")),
      },
    ),
    op(
      `aten::special_${name}.n_scalar(Tensor x, Scalar n) -> Tensor` as "aten::f.n_scalar(Tensor x, Scalar n) -> Tensor",
      {
        meta: (ctx, { x, n }) => promotedFloat(ctx, x, metaOfScalar(n)),
        lower: (g, { x, n }) => lower(g, family, g.as(x, "float64"), g.scalar(n, "float64")),
      },
    ),
  ];
}

export const orthogonalPolynomialOps: readonly OpEntry[] = Object.entries(FAMILIES).flatMap(([name, family]) =>
  entries(name, family),
);
