/** Indexing with tensors: gather, scatter, index, index_put, embedding, where and masks. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { metaOfScalar } from "../pointwise/binary.ts";
import { elementwise, promoted } from "../pointwise/meta.ts";
import { scatterReduced } from "../scatter_type.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "./layout.ts";

/** A result in the layout of self. */
function likeSelf(ctx: MetaContext, self: TensorMeta): TensorMeta {
  return { ...contiguous(self.dtype, self.shape, self.device), strides: preservedStrides(ctx, self) };
}

/** Types that ScatterElements reduces in. */

/** A 0-dim tensor as a vector of one, and back. */
function asVector(g: LoweringBuilder, value: Value, meta: TensorMeta): Value {
  return meta.shape.length === 0 ? g.op("Reshape", [value, g.ints([1])]) : value;
}

function backToScalar(g: LoweringBuilder, value: Value, meta: TensorMeta): Value {
  return meta.shape.length === 0 ? g.op("Reshape", [value, g.ints([])]) : value;
}

/** ScatterElements over the part of self that the index covers: sizes of index may be smaller than src's. */
function scatter(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  index: TensorOperand,
  src: Value,
  srcMeta: TensorMeta,
  reduction: string,
): Value {
  const { dtype } = self.meta;
  const axis = normalizeDim(dim, self.meta.shape.length);
  const at = asVector(g, g.as(index, "int64"), index.meta);
  let updates = asVector(g, src, srcMeta);
  const same =
    index.meta.shape.length === srcMeta.shape.length && index.meta.shape.every((d, i) => d === srcMeta.shape[i]);
  if (!same && index.meta.shape.length > 0) {
    const n = index.meta.shape.length;
    const axes = Array.from({ length: n }, (_, i) => i);
    updates = g.op("Slice", [updates, g.ints(axes.map(() => 0)), g.shapeOf(index), g.ints(axes)]);
  }
  const data = asVector(g, self.value, self.meta);
  const y = scatterReduced(g, "ScatterElements", [data, at, updates], dtype, {
    axis,
    reduction: reduction === "none" ? undefined : reduction,
  });
  return backToScalar(g, y, self.meta);
}

function fillLike(g: LoweringBuilder, index: TensorOperand, value: LowerScalar, dtype: DType): Value {
  return g.op("Expand", [g.scalar(value, dtype), g.shapeOf(index)]);
}

const ADD_NAMES: Readonly<Record<string, string>> = {
  add: "add",
  multiply: "mul",
  sum: "add",
  prod: "mul",
  amax: "max",
  amin: "min",
};

function gatherMeta(_: MetaContext, self: TensorMeta, dim: number, index: TensorMeta): TensorMeta {
  normalizeDim(dim, self.shape.length);
  // An index without elements may have any rank.
  return contiguous(self.dtype, index.shape, self.device);
}

function gatherLower(g: LoweringBuilder, self: TensorOperand, dim: number, index: TensorOperand): Value {
  const rank = self.meta.shape.length;
  const i = g.as(index, "int64");
  if (rank === 0) return g.op("Reshape", [g.op("Gather", [asVector(g, self.value, self.meta), i]), g.shapeOf(index)]);
  const axis = normalizeDim(dim, rank);
  if (index.meta.shape.length === 0)
    return g.op("Squeeze", [
      g.op("GatherElements", [self.value, g.op("Unsqueeze", [i, g.ints([0])])], { axis }),
      g.ints([0]),
    ]);
  return g.op("GatherElements", [self.value, i], { axis });
}

export const whereMeta = (ctx: MetaContext, condition: TensorMeta, self: TensorMeta, other: TensorMeta): TensorMeta => {
  ctx.check(
    condition.dtype === "bool" || condition.dtype === "uint8",
    () => `where expected condition to be a boolean tensor, but got a tensor with dtype ${condition.dtype}`,
  );
  const { dtype } = promoted(ctx, self, other);
  return elementwise(ctx, dtype, [condition, self, other]);
};

function whereLower(g: LoweringBuilder, condition: TensorOperand, self: TensorOperand, other: TensorOperand): Value {
  const { dtype } = g.out;
  return g.where(g.as(condition, "bool"), g.as(self, dtype), g.as(other, dtype), dtype);
}

function indexSelectShape(self: TensorMeta, dim: number, index: TensorMeta): readonly SymInt[] {
  if (self.shape.length === 0) return [];
  const d = normalizeDim(dim, self.shape.length);
  const n = index.shape.length === 0 ? 1 : (index.shape[0] ?? 1);
  return self.shape.map((s, i) => (i === d ? n : s));
}

/** index_add and its like: the index along one dimension, spread over the source's shape. */
function indexScatter(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  index: TensorOperand,
  source: Value,
  reduction: string,
): Value {
  const rank = self.meta.shape.length;
  const { dtype } = self.meta;
  const axis = normalizeDim(dim, rank);
  const column = g.op("Reshape", [
    g.as(index, "int64"),
    g.ints([-1, ...new Array<number>(Math.max(rank - axis - 1, 0)).fill(1)]),
  ]);
  const updates = rank === 0 ? g.op("Reshape", [source, g.ints([-1])]) : source;
  const spread = g.op("Expand", [column, g.op("Shape", [updates])]);
  const data = asVector(g, self.value, self.meta);
  const y = scatterReduced(g, "ScatterElements", [data, spread, updates], dtype, {
    axis,
    reduction: reduction === "none" ? undefined : reduction,
  });
  return backToScalar(g, y, self.meta);
}

/** The shape of `source` when one value fills all indexed rows. */
function rowShape(g: LoweringBuilder, self: TensorOperand, dim: number, index: TensorOperand): Value {
  const shape = indexSelectShape(self.meta, dim, index.meta);
  return shape.length === 0 ? g.ints([1]) : g.sizes(shape);
}

export const indexingOps: readonly OpEntry[] = [
  op("aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor", {
    meta: (ctx, { self, dim, index }) => gatherMeta(ctx, self, dim, index),
    lower: (g, { self, dim, index }) => gatherLower(g, self, dim, index),
  }),
  op("aten::take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor", {
    meta(ctx, { self, indices, dim }) {
      if (dim === null) return contiguous(self.dtype, [product(indices.shape)], self.device);
      const d = normalizeDim(dim, self.shape.length);
      const without = (s: readonly SymInt[]) => s.map((v, i) => (i === d ? 1 : v));
      const shape = broadcastShapes(ctx.guards, [without(self.shape), without(indices.shape)]);
      return contiguous(
        self.dtype,
        shape.map((v, i) => (i === d ? (indices.shape[d] ?? 1) : v)),
        self.device,
      );
    },
    lower(g, { self, indices, dim }) {
      if (dim === null)
        return g.op("Gather", [
          g.op("Reshape", [self.value, g.ints([-1])]),
          g.op("Reshape", [indices.value, g.ints([-1])]),
        ]);
      const axis = normalizeDim(dim, self.meta.shape.length);
      const { shape } = g.out;
      const data = shape.map((s, i) => (i === axis ? (self.meta.shape[axis] ?? 1) : s));
      return g.op(
        "GatherElements",
        [g.op("Expand", [self.value, g.sizes(data)]), g.op("Expand", [indices.value, g.sizes(shape)])],
        { axis },
      );
    },
  }),
  op("aten::take(Tensor self, Tensor index) -> Tensor", {
    meta: (_, { self, index }) => contiguous(self.dtype, index.shape, self.device),
    lower: (g, { self, index }) => g.op("Gather", [g.op("Reshape", [self.value, g.ints([-1])]), index.value]),
  }),
  op("aten::index_select(Tensor self, int dim, Tensor index) -> Tensor", {
    meta(ctx, { self, dim, index }) {
      ctx.check(index.shape.length <= 1, () => "index_select(): Index is supposed to be a vector", "IndexError");
      ctx.check(
        index.dtype === "int64" || index.dtype === "int32",
        () => "index_select(): Expected dtype int32 or int64 for index",
      );
      return contiguous(self.dtype, indexSelectShape(self, dim, index), self.device);
    },
    lower(g, { self, dim, index }) {
      if (self.meta.shape.length === 0) return g.op("Identity", [self.value]);
      const i = index.meta.shape.length === 0 ? g.op("Reshape", [index.value, g.ints([1])]) : index.value;
      return g.op("Gather", [self.value, i], { axis: normalizeDim(dim, self.meta.shape.length) });
    },
  }),
  op(
    "aten::embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor",
    {
      meta(ctx, { weight, indices }) {
        ctx.check(weight.shape.length === 2, () => "'weight' must be 2-D");
        ctx.check(
          indices.dtype === "int64" || indices.dtype === "int32",
          () =>
            `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${isFloating(indices.dtype) ? "FloatTensor" : indices.dtype} instead (while checking arguments for embedding)`,
        );
        return contiguous(weight.dtype, [...indices.shape, weight.shape[1] ?? 1], weight.device);
      },
      lower: (g, { weight, indices }) => g.op("Gather", [weight.value, indices.value]),
    },
  ),
  op("aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { condition, self, other }) => whereMeta(ctx, condition, self, other),
    lower: (g, { condition, self, other }) => whereLower(g, condition, self, other),
  }),
  op("aten::where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor", {
    meta: (ctx, { condition, self, other }) => whereMeta(ctx, condition, self, metaOfScalar(other)),
    lower: (g, { condition, self, other }) => g.call("aten.where.self", [condition, self, other]),
  }),
  op("aten::where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor", {
    meta: (ctx, { condition, self, other }) => whereMeta(ctx, condition, metaOfScalar(self), other),
    lower: (g, { condition, self, other }) => g.call("aten.where.self", [condition, self, other]),
  }),
  op("aten::where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor", {
    meta: (ctx, { condition, self, other }) => whereMeta(ctx, condition, metaOfScalar(self), metaOfScalar(other)),
    lower: (g, { condition, self, other }) => g.call("aten.where.self", [condition, self, other]),
  }),
  op("aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor", {
    meta: (ctx, { self, mask }) => maskedMeta(ctx, self, mask),
    lower: (g, { self, mask, value }) =>
      g.where(g.as(mask, "bool"), g.scalar(value, self.meta.dtype), self.value, self.meta.dtype),
  }),
  op("aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor", {
    meta(ctx, { self, mask, value }) {
      ctx.check(
        value.shape.length === 0,
        () =>
          `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.shape.length} dimension(s).`,
      );
      return maskedMeta(ctx, self, mask);
    },
    lower: (g, { self, mask, value }) =>
      g.where(g.as(mask, "bool"), g.as(value, self.meta.dtype), self.value, self.meta.dtype),
  }),
  op("aten::masked_select(Tensor self, Tensor mask) -> Tensor", {
    meta(ctx, { self, mask }) {
      const shape = broadcastShapes(ctx.guards, [self.shape, mask.shape]);
      const total = ctx.guards.hint(product(shape)) ?? Number.POSITIVE_INFINITY;
      return contiguous(
        self.dtype,
        [ctx.guards.fresh(0, typeof product(shape) === "number" ? total : Number.POSITIVE_INFINITY)],
        self.device,
      );
    },
    lower(g, { self, mask }) {
      const shape = broadcastShapes(g.guards, [self.meta.shape, mask.meta.shape]);
      const spread = (v: Value) => g.op("Reshape", [g.op("Expand", [v, g.sizes(shape)]), g.ints([-1])]);
      return g.op("Compress", [spread(self.value), spread(g.as(mask, "bool"))], { axis: 0 });
    },
  }),
  op("aten::masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", {
    meta: (ctx, { self, mask }) =>
      contiguous(self.dtype, broadcastShapes(ctx.guards, [self.shape, mask.shape]), self.device),
    lower(g, { self, mask, source }) {
      const { shape } = g.out;
      const wide = (v: Value) => g.op("Expand", [v, g.sizes(shape)]);
      const at = g.op("Transpose", [g.op("NonZero", [wide(g.as(mask, "bool"))])], { perm: [1, 0] });
      const flat = g.op("Reshape", [source.value, g.ints([-1])]);
      const count = g.op("Shape", [at], { start: 0, end: 1 });
      if (shape.length === 0) {
        const first = g.op("Gather", [flat, g.const(0, "int64")]);
        return g.where(g.as(mask, "bool"), first, self.value, self.meta.dtype);
      }
      return g.op("ScatterND", [wide(self.value), at, g.op("Slice", [flat, g.ints([0]), count])]);
    },
  }),
  op("aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, src }) => scatter(g, self, dim, index, src.value, src.meta, "none"),
  }),
  op("aten::scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, value }) =>
      scatter(g, self, dim, index, fillLike(g, index, value, self.meta.dtype), index.meta, "none"),
  }),
  op("aten::scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, src, reduce }) =>
      scatter(g, self, dim, index, src.value, src.meta, ADD_NAMES[reduce] ?? "none"),
  }),
  op("aten::scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, value, reduce }) =>
      scatter(g, self, dim, index, fillLike(g, index, value, self.meta.dtype), index.meta, ADD_NAMES[reduce] ?? "none"),
  }),
  op("aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, src }) => scatter(g, self, dim, index, src.value, src.meta, "add"),
  }),
  op(
    "aten::scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor",
    {
      meta: (ctx, { self }) => likeSelf(ctx, self),
      lower: (g, { self, dim, index, src, reduce, include_self }) =>
        scatterReduce(g, self, dim, index, src, reduce, include_self),
    },
  ),
  op("aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower(g, { self, dim, index, source, alpha }) {
      const { dtype } = self.meta;
      const scaled = dtype === "bool" ? "And" : "Mul";
      const x = alpha === 1 ? source.value : g.op(scaled, [source.value, g.scalar(alpha, dtype)]);
      return indexScatter(g, self, dim, index, x, "add");
    },
  }),
  op("aten::index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, source }) => indexScatter(g, self, dim, index, source.value, "none"),
  }),
  op("aten::index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, value }) =>
      indexScatter(
        g,
        self,
        dim,
        index,
        g.op("Expand", [g.scalar(value, self.meta.dtype), rowShape(g, self, dim, index)]),
        "none",
      ),
  }),
  op("aten::index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, dim, index, value }) =>
      indexScatter(
        g,
        self,
        dim,
        index,
        g.op("Expand", [g.as(value, self.meta.dtype), rowShape(g, self, dim, index)]),
        "none",
      ),
  }),
  op("aten::nonzero(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      const total = product(self.shape);
      return contiguous(
        "int64",
        [
          total === 0 ? 0 : ctx.guards.fresh(0, typeof total === "number" ? total : Number.POSITIVE_INFINITY),
          self.shape.length,
        ],
        self.device,
      );
    },
    lower(g, { self }) {
      const found = g.op("NonZero", [
        self.meta.shape.length === 0 ? g.op("Reshape", [g.as(self, "bool"), g.ints([1])]) : g.as(self, "bool"),
      ]);
      const rows = g.op("Transpose", [found], { perm: [1, 0] });
      return self.meta.shape.length === 0 ? g.op("Slice", [rows, g.ints([0]), g.ints([0]), g.ints([1])]) : rows;
    },
  }),
  op("aten::argwhere(Tensor self) -> Tensor", {
    meta: (ctx, { self }) =>
      contiguous(
        "int64",
        [self.shape.includes(0) ? 0 : ctx.guards.fresh(0, Number.POSITIVE_INFINITY), self.shape.length],
        self.device,
      ),
    lower(g, { self }) {
      const scalar = self.meta.shape.length === 0;
      const flags = g.as(self, "bool");
      const places = g.op("NonZero", [scalar ? g.op("Reshape", [flags, g.ints([1])]) : flags]);
      const rows = g.op("Transpose", [places], { perm: [1, 0] });
      // A scalar has no place to name: rows without columns.
      return scalar ? g.op("Slice", [rows, g.ints([0]), g.ints([0]), g.ints([1])]) : rows;
    },
  }),
  op("aten::one_hot(Tensor self, int num_classes=-1) -> Tensor", {
    meta(ctx, { self, num_classes }) {
      ctx.check(self.dtype === "int64", () => "one_hot is only applicable to index tensor of type LongTensor.");
      ctx.check(num_classes !== 0, () => "Class values must be smaller than num_classes.");
      return contiguous(
        "int64",
        [...self.shape, num_classes > 0 ? num_classes : ctx.guards.fresh(0, Number.POSITIVE_INFINITY)],
        self.device,
      );
    },
    lower(g, { self, num_classes }) {
      const depth =
        num_classes > 0
          ? g.const(num_classes, "int64")
          : g.op("Add", [g.op("ReduceMax", [self.value], { keepdims: 0 }), g.const(1, "int64")]);
      if (self.meta.shape.length > 0) return g.op("OneHot", [self.value, depth, g.ints([0, 1])]);
      const row = g.op("OneHot", [g.op("Reshape", [self.value, g.ints([1])]), depth, g.ints([0, 1])]);
      return g.op("Squeeze", [row, g.ints([0])]);
    },
  }),
];

function maskedMeta(ctx: MetaContext, self: TensorMeta, mask: TensorMeta): TensorMeta {
  ctx.check(
    mask.dtype === "bool",
    () => `masked_fill_ only supports boolean masks, but got mask with dtype ${mask.dtype}`,
  );
  return elementwise(ctx, self.dtype, [self, mask]);
}

/** The mean divides sums by counts; without self, places that are written to start from the neutral element. */
function scatterReduce(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  index: TensorOperand,
  src: TensorOperand,
  reduce: string,
  includeSelf: boolean,
): Value {
  const { dtype } = self.meta;
  const start = includeSelf
    ? self
    : {
        ...self,
        value: scatter(g, self, dim, index, fillLike(g, index, neutral(reduce, dtype), dtype), index.meta, "none"),
      };
  const name = reduce === "mean" ? "add" : ADD_NAMES[reduce];
  if (name === undefined) throw new Error(`unknown reduction ${reduce}`);
  const total = scatter(g, start, dim, index, src.value, src.meta, name);
  if (reduce !== "mean") return total;
  const one = { ...self, value: g.op("Expand", [g.const(includeSelf ? 1 : 0, dtype), g.shapeOf(self)]) };
  const counts = scatter(g, one, dim, index, fillLike(g, index, 1, dtype), index.meta, "add");
  const safe = g.op("Max", [counts, g.const(1, dtype)]);
  return isFloating(dtype)
    ? g.op("Div", [total, safe])
    : g.call("aten.floor_divide.default", [g.operand(total, self.meta), g.operand(safe, self.meta)]).value;
}

function neutral(reduce: string, dtype: DType): LowerScalar {
  if (reduce === "sum" || reduce === "mean") return 0;
  if (reduce === "prod") return 1;
  const high = reduce === "amin";
  if (dtype === "bool") return high;
  if (isFloating(dtype)) return { kind: "float", value: high ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY };
  const bits = Number(/\d+$/.exec(dtype)?.[0] ?? 32);
  const unsigned = dtype.startsWith("u");
  if (unsigned) return high ? 2n ** BigInt(bits) - 1n : 0;
  return high ? 2n ** BigInt(bits - 1) - 1n : -(2n ** BigInt(bits - 1));
}
