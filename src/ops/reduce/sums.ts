/** Sums, means, products, extremes, any and all over dimensions. */

import { type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { scalarTypeName } from "../inplace.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { reduce, reduced, reduceValue } from "./reduction.ts";

const REDUCE_ALL = "Tensor self, *, ScalarType? dtype=None";
type DimsSchema = "aten::f.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor";

function meanMeta(
  ctx: MetaContext,
  self: TensorMeta,
  dims: readonly number[] | null,
  keepdim: boolean,
  asked: DType | null,
): TensorMeta {
  const dtype = asked === null ? self.dtype : ctx.promote("sum", [self], asked);
  ctx.check(
    isFloating(dtype) || isComplex(dtype),
    () =>
      `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${scalarTypeName(dtype)}`,
  );
  return reduced(self, dims, keepdim, dtype);
}

/** NaN counts as 0. */
function withoutNaN(g: LoweringBuilder, self: TensorOperand, dtype: DType): TensorOperand {
  const x = g.as(self, dtype);
  if (!isFloating(dtype)) return { value: x, meta: { ...self.meta, dtype } };
  return { value: g.op("Where", [g.op("IsNaN", [x]), g.const(0, dtype), x]), meta: { ...self.meta, dtype } };
}

function nanMean(g: LoweringBuilder, self: TensorOperand, dims: readonly number[] | null, keepdim: boolean): Value {
  const { dtype } = g.out;
  const rank = self.meta.shape.length;
  const x = g.as(self, dtype);
  const nan = g.op("IsNaN", [x]);
  const zeros = g.op("Where", [nan, g.const(0, dtype), x]);
  const ones = g.op("Where", [nan, g.const(0, dtype), g.const(1, dtype)]);
  const sum = reduceValue(g, "ReduceSum", zeros, rank, dims, keepdim);
  return g.op("Div", [sum, reduceValue(g, "ReduceSum", ones, rank, dims, keepdim)]);
}

/** amax and amin keep the type; an empty dimension is an error. */
function extremeMeta(
  ctx: MetaContext,
  name: string,
  self: TensorMeta,
  dims: readonly number[] | null,
  keepdim: boolean,
): TensorMeta {
  const result = reduced(self, dims, keepdim, self.dtype);
  if (self.shape.includes(0) && !result.shape.includes(0)) {
    throw ctx.error(
      `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
    );
  }
  return result;
}

function extremeEntry(name: "amax" | "amin", opType: string): OpEntry {
  return op(
    `aten::${name}(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` as "aten::f(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",
    {
      meta: (ctx, { self, dim, keepdim }) => extremeMeta(ctx, name, self, dim, keepdim),
      lower: (g, { self, dim, keepdim }) => reduce(g, opType, self, dim, keepdim, self.meta.dtype),
    },
  );
}

/** any: the greatest truth value; all: the least. An empty one is false, and true. */
function truthReduction(
  g: LoweringBuilder,
  name: "any" | "all",
  self: TensorOperand,
  dims: readonly number[] | null,
  keepdim: boolean,
): Value {
  const rank = self.meta.shape.length;
  const truth = g.as(self, "bool");
  if (name === "any") {
    const sum = reduceValue(g, "ReduceSum", g.cast(truth, "int64"), rank, dims, keepdim);
    return g.cast(sum, g.out.dtype === "uint8" ? "uint8" : "bool");
  }
  const falses = reduceValue(g, "ReduceSum", g.cast(g.op("Not", [truth]), "int64"), rank, dims, keepdim);
  const all = g.op("Equal", [falses, g.const(0, "int64")]);
  return g.out.dtype === "uint8" ? g.cast(all, "uint8") : all;
}

function truthEntries(name: "any" | "all"): readonly OpEntry[] {
  const type = (self: TensorMeta): DType => (self.dtype === "uint8" ? "uint8" : "bool");
  const lower = (g: LoweringBuilder, self: TensorOperand, dims: readonly number[] | null, keepdim: boolean) => {
    const y = truthReduction(g, name, self, dims, keepdim);
    return y;
  };
  return [
    op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (_, { self }) => reduced(self, null, false, type(self)),
      lower: (g, { self }) => lower(g, self, null, false),
    }),
    op(
      `aten::${name}.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` as "aten::f.dim(Tensor self, int dim, bool keepdim=False) -> Tensor",
      {
        meta: (_, { self, dim, keepdim }) => reduced(self, [dim], keepdim, type(self)),
        lower: (g, { self, dim, keepdim }) => lower(g, self, [dim], keepdim),
      },
    ),
    op(
      `aten::${name}.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` as "aten::f.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor",
      {
        meta: (_, { self, dim, keepdim }) =>
          dim?.length === 0 ? { ...self, dtype: type(self) } : reduced(self, dim, keepdim, type(self)),
        lower: (g, { self, dim, keepdim }) => (dim?.length === 0 ? g.as(self, "bool") : lower(g, self, dim, keepdim)),
      },
    ),
  ];
}

/** log Σ exp(x), with the maximum taken out; of only -inf it is -inf. */
export function logSumExp(g: LoweringBuilder, self: TensorOperand, dims: readonly number[], keepdim: boolean): Value {
  const { dtype } = g.out;
  const rank = self.meta.shape.length;
  const x = g.as(self, dtype);
  if (rank === 0) return x;
  if (isFloating(dtype) && dtype !== "bfloat16") return reduceValue(g, "ReduceLogSumExp", x, rank, dims, keepdim);
  const wide = g.cast(x, "float32");
  return g.cast(reduceValue(g, "ReduceLogSumExp", wide, rank, dims, keepdim), dtype);
}

function countNonzero(g: LoweringBuilder, self: TensorOperand, dims: readonly number[] | null): Value {
  const ones = g.cast(g.as(self, "bool"), "int64");
  return reduceValue(g, "ReduceSum", ones, self.meta.shape.length, dims, false);
}

export const sumOps: readonly OpEntry[] = [
  op(`aten::sum(${REDUCE_ALL}) -> Tensor` as "aten::f(Tensor self, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dtype }) => reduced(self, null, false, ctx.promote("sum", [self], dtype)),
    lower: (g, { self }) => reduce(g, "ReduceSum", self, null, false, g.out.dtype),
  }),
  op("aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dim, keepdim, dtype }) => reduced(self, dim, keepdim, ctx.promote("sum", [self], dtype)),
    lower: (g, { self, dim, keepdim }) => reduce(g, "ReduceSum", self, dim, keepdim, g.out.dtype),
  }),
  op("aten::nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dim, keepdim, dtype }) => reduced(self, dim, keepdim, ctx.promote("sum", [self], dtype)),
    lower: (g, { self, dim, keepdim }) =>
      reduce(g, "ReduceSum", withoutNaN(g, self, g.out.dtype), dim, keepdim, g.out.dtype),
  }),
  op(`aten::mean(${REDUCE_ALL}) -> Tensor` as "aten::f(Tensor self, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dtype }) => meanMeta(ctx, self, null, false, dtype),
    lower: (g, { self }) => reduce(g, "ReduceMean", self, null, false, g.out.dtype),
  }),
  op("aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dim, keepdim, dtype }) => meanMeta(ctx, self, dim, keepdim, dtype),
    lower: (g, { self, dim, keepdim }) => reduce(g, "ReduceMean", self, dim, keepdim, g.out.dtype),
  }),
  op(
    "aten::nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor" as DimsSchema,
    {
      meta: (ctx, { self, dim, keepdim, dtype }) => meanMeta(ctx, self, dim, keepdim, dtype),
      lower: (g, { self, dim, keepdim }) => nanMean(g, self, dim, keepdim),
    },
  ),
  op(`aten::prod(${REDUCE_ALL}) -> Tensor` as "aten::f(Tensor self, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dtype }) => reduced(self, null, false, ctx.promote("sum", [self], dtype)),
    lower: (g, { self }) => reduce(g, "ReduceProd", self, null, false, g.out.dtype),
  }),
  op("aten::prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dim, keepdim, dtype }) => reduced(self, [dim], keepdim, ctx.promote("sum", [self], dtype)),
    lower: (g, { self, dim, keepdim }) => reduce(g, "ReduceProd", self, [dim], keepdim, g.out.dtype),
  }),
  extremeEntry("amax", "ReduceMax"),
  extremeEntry("amin", "ReduceMin"),
  op("aten::aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", {
    meta(ctx, { self, dim, keepdim }) {
      const one = extremeMeta(ctx, "aminmax", self, dim === null ? null : [dim], keepdim);
      return [one, one];
    },
    lower(g, { self, dim, keepdim }) {
      const dims = dim === null ? null : [dim];
      const both = [
        reduce(g, "ReduceMin", self, dims, keepdim, self.meta.dtype),
        reduce(g, "ReduceMax", self, dims, keepdim, self.meta.dtype),
      ];
      return both;
    },
  }),
  ...truthEntries("any"),
  ...truthEntries("all"),
  ...(["logsumexp", "special_logsumexp"] as const).map((name) =>
    op(
      `aten::${name}(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` as "aten::f(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
      {
        meta: (ctx, { self, dim, keepdim }) =>
          reduced(self, dim, keepdim, isFloating(self.dtype) ? self.dtype : ctx.defaultDtype),
        lower: (g, { self, dim, keepdim }) => logSumExp(g, self, dim, keepdim),
      },
    ),
  ),
  op("aten::count_nonzero(Tensor self, int? dim=None) -> Tensor", {
    meta: (_, { self, dim }) => reduced(self, dim === null ? null : [dim], false, "int64"),
    lower: (g, { self, dim }) => countNonzero(g, self, dim === null ? null : [dim]),
  }),
  op("aten::count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor", {
    meta: (_, { self, dim }) => reduced(self, dim, false, "int64"),
    lower: (g, { self, dim }) => countNonzero(g, self, dim),
  }),
  op("aten::trace(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      ctx.check(self.shape.length === 2, () => "trace: expected a matrix");
      return reduced(self, null, false, ctx.promote("sum", [self]));
    },
    lower: (g, { self }) => g.call("aten.sum.default", [g.call("aten.diagonal.default", [self])]),
  }),
];
