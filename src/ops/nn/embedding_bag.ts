/** Embeddings that are summed by bags, and rows rescaled to a greatest norm. */

import { isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { numberOf, vectorNorm } from "../reduce/statistics.ts";
import { scatterReduced } from "../scatter_type.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "../tensor/layout.ts";

const [SUM, MEAN, MAX] = [0, 1, 2];

interface Bags {
  readonly weight: TensorOperand;
  readonly indices: TensorOperand;
  readonly offsets: TensorOperand;
  readonly mode: number;
  readonly weights: TensorOperand | null;
  readonly includeLast: boolean;
  /** Null for none. */
  readonly padding: number | null;
}

const bagCount = (offsets: TensorMeta, includeLast: boolean): SymInt =>
  includeLast ? sub(offsets.shape[0] ?? 1, 1) : (offsets.shape[0] ?? 1);

function bagMeta(
  ctx: MetaContext,
  weight: TensorMeta,
  indices: TensorMeta,
  offsets: TensorMeta,
  mode: number,
  weights: TensorMeta | null,
  includeLast: boolean,
  padding: number | null,
  forwardOnly: boolean,
): readonly TensorMeta[] {
  ctx.check(isIndex(indices), () => `expected indices to be long or int, got torch.${indices.dtype}`);
  ctx.check(isIndex(offsets), () => `expected offsets to be long or int, got torch.${offsets.dtype}`);
  ctx.check(isFloating(weight.dtype), () => `expected weight to be floating point type, got torch.${weight.dtype}`);
  ctx.check(weights === null || mode === SUM, () => "embedding_bag: per_sample_weights only supported with mode='sum'");
  const bags = bagCount(offsets, includeLast);
  const width = weight.shape[1] ?? 1;
  const sizes = forwardOnly ? (offsets.shape[0] ?? 1) : bags;
  const dense = weights === null || weights.strides[0] === 1;
  const direct =
    mode === SUM && /^float(16|32)$/.test(weight.dtype) && weight.strides[1] === 1 && dense && (padding ?? -1) < 0;
  const places = (shape: readonly SymInt[]) => contiguous(offsets.dtype, shape, weight.device);
  return [
    contiguous(weight.dtype, [bags, width], weight.device),
    // Sums are made without the places' bags.
    places([direct ? 0 : (indices.shape[0] ?? 1)]),
    places([sizes]),
    places(mode === MAX ? [bags, width] : [bags]),
  ];
}

const isIndex = (t: TensorMeta) => t.dtype === "int64" || t.dtype === "int32";

/** The embeddings' sum, mean or maximum a bag, and how many count in each. */
function bags(g: LoweringBuilder, b: Bags): readonly Value[] {
  const stored = b.weight.meta.dtype;
  const dtype = stored === "float16" || stored === "bfloat16" ? "float32" : stored;
  const index = g.as(b.indices, "int64");
  const offsets = g.as(b.offsets, "int64");
  const starts = b.includeLast ? g.op("Slice", [offsets, g.ints([0]), g.ints([-1]), g.ints([0])]) : offsets;
  const count = g.op("Shape", [starts]);
  const n = g.op("Shape", [index]);
  const at = g.op("Range", [g.const(0, "int64"), g.op("Squeeze", [n]), g.const(1, "int64")]);
  const begun = g.op("LessOrEqual", [starts, g.op("Unsqueeze", [at, g.ints([-1])])]);
  const bag = g.op("Sub", [
    g.op("ReduceSum", [g.cast(begun, "int64"), g.ints([-1])], { keepdims: 0 }),
    g.const(1, "int64"),
  ]);
  const kept = b.padding === null ? null : g.op("Not", [g.op("Equal", [index, g.const(b.padding, "int64")])]);
  const ones = kept ? g.cast(kept, "int64") : g.op("Expand", [g.const(1, "int64"), n]);
  const zeros = g.op("Expand", [g.const(0, "int64"), count]);
  const sizes = g.op("ScatterElements", [zeros, bag, ones], { axis: 0, reduction: "add" });
  const rows = g.op("Gather", [g.as(b.weight, dtype), index]);
  const column = (v: Value) => g.op("Unsqueeze", [v, g.ints([-1])]);
  const scaled = b.weights ? g.op("Mul", [rows, column(g.as(b.weights, dtype))]) : rows;
  const neutral = g.const(b.mode === MAX ? Number.NEGATIVE_INFINITY : 0, dtype);
  const counted = kept ? g.op("Where", [column(kept), scaled, neutral]) : scaled;
  const width = g.op("Shape", [b.weight.value], { start: 1, end: 2 });
  const start = g.op("Expand", [neutral, g.op("Concat", [count, width], { axis: 0 })]);
  const total = scatterReduced(g, "ScatterND", [start, column(bag), counted], dtype, {
    reduction: b.mode === MAX ? "max" : "add",
  });
  const empty = column(g.op("Equal", [sizes, g.const(0, "int64")]));
  const y =
    b.mode === SUM
      ? total
      : b.mode === MEAN
        ? g.op("Div", [total, g.cast(g.op("Max", [column(sizes), g.const(1, "int64")]), dtype)])
        : g.op("Where", [empty, g.const(0, dtype), total]);
  return [dtype === stored ? y : g.cast(y, stored), bag, sizes];
}

function lowerBags(g: LoweringBuilder, b: Bags): readonly (Value | null)[] {
  const [y = null, bag = null, sizes = null] = bags(g, b);
  const type = b.offsets.meta.dtype;
  const cast = (v: Value | null) => (v === null || type === "int64" ? v : g.cast(v, type));
  return [y, cast(bag), cast(sizes), null];
}

const NOTES = "of the results that only gradients use, the places of maxima are left out";

const bagEntry = (name: string, forwardOnly: boolean) =>
  op(
    `aten::${name}(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int padding_idx=-1) -> (Tensor, Tensor, Tensor, Tensor)` as "aten::f(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int padding_idx=-1) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { weight, indices, offsets, mode, per_sample_weights, include_last_offset, padding_idx }) =>
        bagMeta(ctx, weight, indices, offsets, mode, per_sample_weights, include_last_offset, padding_idx, forwardOnly),
      lower: (g, { weight, indices, offsets, mode, per_sample_weights: weights, include_last_offset, padding_idx }) =>
        lowerBags(g, {
          weight,
          indices,
          offsets,
          mode,
          weights,
          includeLast: include_last_offset,
          padding: padding_idx < 0 ? null : padding_idx,
        }),
      notes: NOTES,
    },
  );

/** Norms of the slices along `axis`, kept as dimensions. */
function sliceNorms(g: LoweringBuilder, self: TensorOperand, p: number, axis: number): Value {
  const others = range(self.meta.shape.length).filter((d) => d !== axis);
  return vectorNorm(g, self, p, others, true, self.meta.dtype);
}

/** 1, or what brings a norm down to the greatest allowed. */
function shrink(g: LoweringBuilder, norms: Value, most: number, meta: TensorMeta): Value {
  const { dtype } = meta;
  const factor = g.op("Div", [g.const(most, dtype), g.op("Add", [norms, g.const(1e-7, dtype)])]);
  return g.op("Where", [g.op("Greater", [norms, g.const(most, dtype)]), factor, g.const(1, dtype)]);
}

export const embeddingBagOps: readonly OpEntry[] = [
  bagEntry("_embedding_bag", false),
  bagEntry("_embedding_bag_forward_only", false),
  op(
    "aten::embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { weight, indices, offsets, mode, per_sample_weights, include_last_offset }) =>
        bagMeta(ctx, weight, indices, offsets, mode, per_sample_weights, include_last_offset, null, true),
      lower: (g, { weight, indices, offsets, mode, per_sample_weights: weights, include_last_offset }) =>
        lowerBags(g, { weight, indices, offsets, mode, weights, includeLast: include_last_offset, padding: null }),
      notes: NOTES,
    },
  ),
  op(
    "aten::embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { weight, indices, offsets, mode, per_sample_weights, include_last_offset, padding_idx }) =>
        bagMeta(ctx, weight, indices, offsets, mode, per_sample_weights, include_last_offset, padding_idx, true),
      lower(g, { weight, indices, offsets, mode, per_sample_weights: weights, include_last_offset, padding_idx }) {
        const padding = padding_idx === null ? null : wrapped(padding_idx, weight.meta);
        return lowerBags(g, { weight, indices, offsets, mode, weights, includeLast: include_last_offset, padding });
      },
      notes: NOTES,
    },
  ),
  op("aten::embedding_renorm(Tensor self, Tensor indices, float max_norm, float norm_type) -> Tensor", {
    meta: (ctx, { self }) => ({
      ...contiguous(self.dtype, self.shape, self.device),
      strides: preservedStrides(ctx, self),
    }),
    lower(g, { self, indices, max_norm, norm_type }) {
      const factors = shrink(g, sliceNorms(g, self, norm_type, 0), max_norm, self.meta);
      const index = g.op("Reshape", [g.as(indices, "int64"), g.ints([-1, 1])]);
      const ones = g.op("Expand", [g.const(1, self.meta.dtype), g.op("Shape", [factors])]);
      const used = g.op("ScatterND", [ones, index, g.op("GatherND", [factors, index])]);
      return g.op("Mul", [self.value, used]);
    },
  }),
  op("aten::renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor", {
    meta(ctx, { self, dim }) {
      ctx.check(
        self.shape.length > 1,
        () => `renorm: input needs at least 2 dimensions, got ${self.shape.length} dimensions`,
      );
      ctx.check(
        isFloating(self.dtype) || self.dtype.startsWith("complex"),
        () => "renorm: expected a floating-point tensor",
      );
      normalizeDim(dim, self.shape.length);
      return contiguous(self.dtype, self.shape, self.device);
    },
    lower(g, { self, p, dim, maxnorm }) {
      const norms = sliceNorms(g, self, numberOf(p), normalizeDim(dim, self.meta.shape.length));
      return g.op("Mul", [self.value, shrink(g, norms, numberOf(maxnorm), self.meta)]);
    },
  }),
];

function wrapped(index: number, weight: TensorMeta): number {
  const rows = weight.shape[0];
  if (index >= 0) return index;
  if (typeof rows !== "number") throw new Error("a negative padding index of a table with a symbolic number of rows");
  return index + rows;
}
