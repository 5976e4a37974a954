/** Variance, standard deviation and vector norms. */

import { type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { realOf } from "../promotion.ts";
import { full } from "../shape_nodes.ts";
import { OpError } from "../types.ts";
import { countOf, reduced, reducedShape, reduceValue } from "./reduction.ts";

type Dims = readonly number[] | null;

interface Moments {
  readonly variance: Value;
  readonly mean: Value;
}

/** Two passes: the mean, then the mean of squared deviations, with `correction` taken off the count. */
export function moments(
  g: LoweringBuilder,
  self: TensorOperand,
  dims: Dims,
  correction: number,
  keepdim: boolean,
): Moments {
  const dtype = computeType(self.meta.dtype);
  if (self.meta.shape.includes(0)) {
    // Nothing to average.
    const nothing = full(g, reducedShape(self.meta.shape, dims, keepdim), { kind: "float", value: Number.NaN }, dtype);
    return { variance: nothing, mean: nothing };
  }
  const x = g.as(self, dtype);
  const rank = self.meta.shape.length;
  const center = reduceValue(g, "ReduceMean", x, rank, dims, true);
  const deviation = g.op("Sub", [x, center]);
  const sum = reduceValue(g, "ReduceSum", g.op("Mul", [deviation, deviation]), rank, dims, keepdim);
  const count = countOf(g, self, dims, dtype);
  const divisor =
    correction === 0 ? count : g.op("Max", [g.op("Sub", [count, g.const(correction, dtype)]), g.const(0, dtype)]);
  const mean = keepdim || rank === 0 ? center : reduceValue(g, "ReduceMean", x, rank, dims, false);
  return { variance: g.op("Div", [sum, divisor]), mean };
}

type Kind = "var" | "std" | "var_mean" | "std_mean";

function lowerMoments(
  g: LoweringBuilder,
  kind: Kind,
  self: TensorOperand,
  dims: Dims,
  correction: number,
  keepdim: boolean,
) {
  const { variance, mean } = moments(g, self, dims, correction, keepdim);
  const spread = kind.startsWith("std") ? g.op("Sqrt", [variance]) : variance;
  const { dtype } = self.meta;
  const cast = (v: Value) => (computeType(dtype) === dtype ? v : g.cast(v, dtype));
  return kind.endsWith("_mean") ? [cast(spread), cast(mean)] : cast(spread);
}

function metaMoments(ctx: MetaContext, kind: Kind, self: TensorMeta, dims: Dims, keepdim: boolean) {
  ctx.check(
    isFloating(self.dtype) || isComplex(self.dtype),
    () => `${kind.replace("_mean", "")} and ${kind}: only support floating point and complex dtypes`,
  );
  const spread = reduced(self, dims, keepdim, realOf(self.dtype));
  return kind.endsWith("_mean") ? [spread, reduced(self, dims, keepdim, self.dtype)] : spread;
}

/** In the order in which PyTorch tries the overloads. */
function momentEntries(kind: Kind): readonly OpEntry[] {
  const returns = kind.endsWith("_mean") ? "(Tensor, Tensor)" : "Tensor";
  return [
    op(
      `aten::${kind}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> ${returns}` as "aten::f.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
      {
        meta: (ctx, { self, dim, keepdim }) => metaMoments(ctx, kind, self, dim, keepdim),
        lower: (g, { self, dim, unbiased, keepdim }) => lowerMoments(g, kind, self, dim, unbiased ? 1 : 0, keepdim),
      },
    ),
    op(
      `aten::${kind}.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> ${returns}` as "aten::f.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor",
      {
        meta: (ctx, { self, dim, keepdim }) => metaMoments(ctx, kind, self, dim, keepdim),
        lower: (g, { self, dim, correction, keepdim }) =>
          lowerMoments(g, kind, self, dim, correction === null ? 1 : numberOf(correction), keepdim),
      },
    ),
    op(
      `aten::${kind}(Tensor self, bool unbiased=True) -> ${returns}` as "aten::f(Tensor self, bool unbiased=True) -> Tensor",
      {
        meta: (ctx, { self }) => metaMoments(ctx, kind, self, null, false),
        lower: (g, { self, unbiased }) => lowerMoments(g, kind, self, null, unbiased ? 1 : 0, false),
      },
    ),
  ];
}

export function numberOf(s: LowerScalar): number {
  if (typeof s === "object") {
    if (s.kind === "float") return s.value;
    throw new Error("a number was expected, not a size or a complex number");
  }
  return Number(s);
}

/** (Σ |x|^p)^(1/p), with the limits for 0 and ±∞. */
export function vectorNorm(
  g: LoweringBuilder,
  self: TensorOperand,
  p: number,
  dims: Dims,
  keepdim: boolean,
  dtype: DType,
): Value {
  const inner = computeType(dtype);
  const x = g.as(self, inner);
  const rank = self.meta.shape.length;
  const go = (opType: string, v: Value) => reduceValue(g, opType, v, rank, dims, keepdim);
  const norm = (): Value => {
    if (p === 1) return go("ReduceL1", x);
    if (p === 2) return go("ReduceL2", x);
    const size = g.op("Abs", [x]);
    if (!Number.isFinite(p)) {
      // ONNX leaves open what an extreme of NaN is.
      const wrong = g.cast(go("ReduceMax", g.cast(g.op("IsNaN", [x]), inner)), "bool");
      const extreme = go(p > 0 ? "ReduceMax" : "ReduceMin", size);
      return g.op("Where", [wrong, g.const(Number.NaN, inner), extreme]);
    }
    if (p === 0) return go("ReduceSum", g.cast(g.op("Not", [g.op("Equal", [x, g.const(0, inner)])]), inner));
    return g.op("Pow", [go("ReduceSum", g.op("Pow", [size, g.const(p, inner)])), g.const(1 / p, inner)]);
  };
  return inner === dtype ? norm() : g.cast(norm(), dtype);
}

function normMeta(ctx: MetaContext, self: TensorMeta, dims: Dims, keepdim: boolean, dtype: DType | null): TensorMeta {
  ctx.check(
    isFloating(self.dtype) || isComplex(self.dtype),
    () => `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${self.dtype}`,
  );
  return reduced(self, dims, keepdim, realOf(dtype ?? self.dtype));
}

/** A norm of the singular values of the matrices in two dimensions. */
function spectralNorm(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: readonly number[],
  keepdim: boolean,
  reduction: "amax" | "amin" | "sum",
): Value {
  const { dtype } = g.out;
  const cast = g.operand(g.as(self, dtype), { ...self.meta, dtype });
  const values = g.call("aten.linalg_svdvals.default", [g.call("aten.movedim.intlist", [cast, dim, [-2, -1]])]);
  const norm = g.call(reduction === "sum" ? "aten.sum.dim_IntList" : `aten.${reduction}.default`, [values, [-1]]);
  const rank = self.meta.shape.length;
  const axes = dim.map((d) => (d < 0 ? d + rank : d)).sort((a, b) => a - b);
  return keepdim ? g.op("Unsqueeze", [norm.value, g.ints(axes)]) : norm.value;
}

export const statisticsOps: readonly OpEntry[] = [
  ...momentEntries("var"),
  ...momentEntries("std"),
  ...momentEntries("var_mean"),
  ...momentEntries("std_mean"),
  op(
    "aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower: (g, { self, ord, dim, keepdim }) => vectorNorm(g, self, numberOf(ord), dim, keepdim, g.out.dtype),
    },
  ),
  op("aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor", {
    meta: (ctx, { self }) => normMeta(ctx, self, null, false, null),
    lower: (g, { self, p }) => vectorNorm(g, self, numberOf(p), null, false, g.out.dtype),
  }),
  op("aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor", {
    meta: (ctx, { self, dim, keepdim }) => normMeta(ctx, self, dim, keepdim, null),
    lower: (g, { self, p, dim, keepdim }) =>
      vectorNorm(g, self, p === null ? 2 : numberOf(p), dim, keepdim, g.out.dtype),
  }),
  op(
    "aten::norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower: (g, { self, p, dim, keepdim }) =>
        vectorNorm(g, self, p === null ? 2 : numberOf(p), dim, keepdim, g.out.dtype),
    },
  ),
  op("aten::norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor", {
    meta: (ctx, { self, dtype }) => normMeta(ctx, self, null, false, dtype),
    lower: (g, { self, p }) => vectorNorm(g, self, p === null ? 2 : numberOf(p), null, false, g.out.dtype),
  }),
  op("aten::frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", {
    meta: (ctx, { self, dim, keepdim }) => normMeta(ctx, self, dim, keepdim, null),
    lower: (g, { self, dim, keepdim }) => vectorNorm(g, self, 2, dim, keepdim, g.out.dtype),
  }),
  op(
    "aten::linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower(g, { self, ord, dim, keepdim }) {
        const isMatrix = dim === null ? self.meta.shape.length === 2 : dim.length === 2;
        if (ord === null || !isMatrix)
          return vectorNorm(g, self, ord === null ? 2 : numberOf(ord), dim, keepdim, g.out.dtype);
        const cast = g.operand(g.as(self, g.out.dtype), { ...self.meta, dtype: g.out.dtype });
        return g.call("aten.linalg_matrix_norm.default", [cast, ord, dim ?? [-2, -1], keepdim]);
      },
    },
  ),
  op(
    "aten::linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower(g, { self, ord, dim, keepdim }) {
        const cast = g.operand(g.as(self, g.out.dtype), { ...self.meta, dtype: g.out.dtype });
        return g.call("aten.linalg_matrix_norm.str_ord", [cast, ord, dim ?? [-2, -1], keepdim]);
      },
    },
  ),
  op("aten::nuclear_norm(Tensor self, bool keepdim=False) -> Tensor", {
    meta: (ctx, { self, keepdim }) => normMeta(ctx, self, [-2, -1], keepdim, null),
    lower: (g, { self, keepdim }) => spectralNorm(g, self, [-2, -1], keepdim, "sum"),
  }),
  op("aten::nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False) -> Tensor", {
    meta: (ctx, { self, dim, keepdim }) => normMeta(ctx, self, dim, keepdim, null),
    lower: (g, { self, dim, keepdim }) => spectralNorm(g, self, dim, keepdim, "sum"),
  }),
  op(
    "aten::linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower(g, { self, ord, dim, keepdim }) {
        const p = numberOf(ord);
        const rank = self.meta.shape.length;
        const [row = -2, col = -1] = dim.map((d) => (d < 0 ? d + rank : d));
        // Column sums for ±1, row sums for ±inf.
        if (Math.abs(p) === 2) return spectralNorm(g, self, dim, keepdim, p > 0 ? "amax" : "amin");
        if (Math.abs(p) !== 1 && Number.isFinite(p))
          throw new OpError("RuntimeError", `linalg.matrix_norm: Order ${p} not supported.`);
        const [inner, outer] = Math.abs(p) === 1 ? [row, col] : [col, row];
        const sums = reduceValue(g, "ReduceSum", g.op("Abs", [g.as(self, g.out.dtype)]), rank, [inner], true);
        const kept = reduceValue(g, p > 0 ? "ReduceMax" : "ReduceMin", sums, rank, [outer], true);
        return keepdim ? kept : g.op("Squeeze", [kept, g.ints([row, col])]);
      },
      notes: "orders 1, -1, inf and -inf",
    },
  ),
  op(
    'aten::linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => normMeta(ctx, self, dim, keepdim, dtype),
      lower(g, { self, ord, dim, keepdim }) {
        if (ord === "nuc") return spectralNorm(g, self, dim, keepdim, "sum");
        if (ord !== "fro") throw new OpError("RuntimeError", `linalg.matrix_norm: Order ${ord} not supported.`);
        return vectorNorm(g, self, 2, dim, keepdim, g.out.dtype);
      },
    },
  ),
];
