/** Bags of embeddings: rows of a table, reduced over each bag. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add } from "../../shapes/expr.ts";
import { type MetaContext, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { INT64_MAX } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";

interface Bag {
  readonly weight: TensorOperand;
  readonly indices: TensorOperand;
  readonly offsets: TensorOperand;
  readonly mode: number;
  readonly perSample: TensorOperand | null;
  readonly includeLast: boolean;
  /** Rows that count for nothing. */
  readonly padding: number | null;
}

const [SUM, MEAN] = [0, 1];

/** The result; the other three serve the backward pass alone. */
function bagMeta(
  ctx: MetaContext,
  weight: TensorMeta,
  indices: TensorMeta,
  offsets: TensorMeta,
  includeLast: boolean,
): TensorMeta[] {
  ctx.check(weight.shape.length === 2, () => "'weight' must be 2-D");
  ctx.check(indices.shape.length === 1, () => "input has to be a 1D or 2D Tensor");
  ctx.check(offsets.shape.length === 1, () => "offsets has to be a 1D Tensor");
  const bags = add(offsets.shape[0] ?? 0, includeLast ? -1 : 0);
  const unused = contiguous("int64", [0], weight.device);
  return [contiguous(weight.dtype, [bags, weight.shape[1] ?? 1], weight.device), unused, unused, unused];
}

function slice1(g: LoweringBuilder, value: Value, start: number, end: number | bigint): Value {
  return g.op("Slice", [value, g.ints([start]), g.tensor([end], [1], "int64"), g.ints([0])]);
}

/** Whether index i lies in bag b: [bags, indices]. */
function membership(g: LoweringBuilder, bag: Bag): Value {
  const offsets = g.as(bag.offsets, "int64");
  const count = g.op("Shape", [bag.indices.value]);
  const starts = bag.includeLast ? slice1(g, offsets, 0, -1) : offsets;
  const later = slice1(g, offsets, 1, INT64_MAX);
  const ends = bag.includeLast ? later : g.op("Concat", [later, count], { axis: 0 });
  const column = (v: Value): Value => g.op("Unsqueeze", [v, g.ints([1])]);
  const positions = g.op("Range", [g.const(0, "int64"), g.op("Squeeze", [count, g.ints([0])]), g.const(1, "int64")]);
  const inside = g.op("And", [
    g.op("LessOrEqual", [column(starts), positions]),
    g.op("Less", [positions, column(ends)]),
  ]);
  if (bag.padding === null) return inside;
  const kept = g.op("Not", [g.op("Equal", [g.as(bag.indices, "int64"), g.const(bag.padding, "int64")])]);
  return g.op("And", [inside, kept]);
}

function lowerBag(g: LoweringBuilder, bag: Bag): readonly (Value | null)[] {
  const { dtype } = bag.weight.meta;
  const inside = membership(g, bag);
  let rows = g.op("Gather", [bag.weight.value, bag.indices.value]);
  if (bag.perSample !== null) {
    rows = g.op("Mul", [rows, g.op("Unsqueeze", [g.as(bag.perSample, dtype), g.ints([1])])]);
  }
  const flags = g.cast(inside, dtype);
  if (bag.mode === SUM || bag.mode === MEAN) {
    const sums = g.op("MatMul", [flags, rows]);
    if (bag.mode === SUM) return [sums, null, null, null];
    const sizes = g.op("ReduceSum", [flags, g.ints([1])], { keepdims: 1 });
    return [g.op("Div", [sums, g.op("Max", [sizes, g.const(1, dtype)])]), null, null, null];
  }
  const wide = g.op("Unsqueeze", [inside, g.ints([2])]);
  const low = g.op("Where", [wide, g.op("Unsqueeze", [rows, g.ints([0])]), g.const(-Infinity, dtype)]);
  const largest = g.op("ReduceMax", [low, g.ints([1])], { keepdims: 0 });
  const any = g.op("Greater", [g.op("ReduceSum", [flags, g.ints([1])], { keepdims: 1 }), g.const(0, dtype)]);
  return [g.op("Where", [any, largest, g.const(0, dtype)]), null, null, null];
}

/** Indices count from the end when negative. */
function paddingRow(weight: TensorMeta, index: number | null): number | null {
  if (index === null || index >= 0) return index;
  return index + Number(weight.shape[0] ?? 0);
}

export const embeddingBagOps = [
  op(
    "aten::embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta: (ctx, a) => bagMeta(ctx, a.weight, a.indices, a.offsets, a.include_last_offset),
      lower: (g, a) =>
        lowerBag(g, {
          weight: a.weight,
          indices: a.indices,
          offsets: a.offsets,
          mode: a.mode,
          perSample: a.per_sample_weights,
          includeLast: a.include_last_offset,
          padding: paddingRow(a.weight.meta, a.padding_idx),
        }),
    },
  ),
  ...["embedding_bag", "_embedding_bag", "_embedding_bag_forward_only"].map((name) =>
    op(
      `aten::${name}(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False${name === "embedding_bag" ? "" : ", int padding_idx=-1"}) -> (Tensor, Tensor, Tensor, Tensor)` as "aten::f(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> (Tensor, Tensor, Tensor, Tensor)",
      {
        meta: (ctx, a) => bagMeta(ctx, a.weight, a.indices, a.offsets, a.include_last_offset),
        lower: (g, a) =>
          lowerBag(g, {
            weight: a.weight,
            indices: a.indices,
            offsets: a.offsets,
            mode: a.mode,
            perSample: a.per_sample_weights,
            includeLast: a.include_last_offset,
            // -1 stands for none here.
            padding: a.padding_idx === undefined || a.padding_idx === -1 ? null : a.padding_idx,
          }),
      },
    ),
  ),
];
