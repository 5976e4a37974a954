/** Losses that hold classes apart by a margin. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { numberOf } from "../reduce/statistics.ts";
import { contiguous } from "../strides.ts";
import { reduceLoss } from "./loss.ts";

/** A sample or a batch of them, [C] or [N, C]. */
function lossMeta(ctx: MetaContext, self: TensorMeta, reduction: number): TensorMeta {
  const rank = self.shape.length;
  ctx.check(
    rank <= 2,
    () => `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${rank} dimensions`,
  );
  return contiguous(self.dtype, reduction === 0 && rank === 2 ? [self.shape[0] ?? 1] : [], self.device);
}

/** As a batch of rows. */
function rows(g: LoweringBuilder, t: TensorOperand): Value {
  if (t.meta.shape.length === 2) return t.value;
  return g.op("Reshape", [t.value, g.ints([1, -1])]);
}

function finish(g: LoweringBuilder, each: Value, self: TensorMeta, reduction: number): Value {
  if (reduction === 0 && self.shape.length < 2) return g.op("Reshape", [each, g.ints([])]);
  return reduceLoss(g, each, reduction);
}

function classCount(g: LoweringBuilder, x: Value, self: TensorMeta): Value {
  const { dtype, shape } = self;
  const n = shape.at(-1) ?? 1;
  return typeof n === "number" ? g.const(n, dtype) : g.cast(g.op("Shape", [x], { start: 1 }), dtype);
}

function multiMargin(
  g: LoweringBuilder,
  self: TensorOperand,
  target: TensorOperand,
  p: number,
  margin: number,
  weight: TensorOperand | null,
): Value {
  const { dtype } = self.meta;
  const x = rows(g, self);
  const index = g.op("Reshape", [g.as(target, "int64"), g.ints([-1, 1])]);
  const own = g.op("GatherElements", [x, index], { axis: 1 });
  const gap = g.op("Relu", [g.op("Add", [g.op("Sub", [x, own]), g.const(margin, dtype)])]);
  const power = p === 1 ? gap : g.op("Mul", [gap, gap]);
  const weighted = weight ? g.op("Mul", [power, g.op("Gather", [g.as(weight, dtype), index])]) : power;
  const classes = g.op("Range", [
    g.const(0, "int64"),
    g.op("Squeeze", [g.op("Shape", [x], { start: 1 })]),
    g.const(1, "int64"),
  ]);
  const others = g.op("Where", [g.op("Equal", [classes, index]), g.const(0, dtype), weighted]);
  const sum = g.op("ReduceSum", [others, g.ints([1])], { keepdims: 0 });
  return g.op("Div", [sum, classCount(g, x, self.meta)]);
}

/** Targets count up to the first -1; each must lie above all classes that are no target. */
function multilabelMargin(g: LoweringBuilder, self: TensorOperand, target: TensorOperand): readonly [Value, Value] {
  const { dtype } = self.meta;
  const x = rows(g, self);
  const t = rows(g, { ...target, value: g.as(target, "int64") });
  const zero = g.const(0, "int64");
  const ended = g.op("CumSum", [g.cast(g.op("Less", [t, zero]), "int64"), g.const(1, "int64")]);
  const counts = g.op("Equal", [ended, zero]);
  const safe = g.op("Where", [counts, t, zero]);
  const none = g.op("Expand", [g.const(0, dtype), g.op("Shape", [x])]);
  const marks = g.op("ScatterElements", [none, safe, g.cast(counts, dtype)], { axis: 1, reduction: "max" });
  const own = g.op("GatherElements", [x, safe], { axis: 1 });
  const gap = g.op("Sub", [g.op("Unsqueeze", [own, g.ints([2])]), g.op("Unsqueeze", [x, g.ints([1])])]);
  const short = g.op("Relu", [g.op("Sub", [g.const(1, dtype), gap])]);
  const pairs = g.op("And", [
    g.op("Unsqueeze", [counts, g.ints([2])]),
    g.op("Unsqueeze", [g.op("Equal", [marks, g.const(0, dtype)]), g.ints([1])]),
  ]);
  const sum = g.op("ReduceSum", [g.op("Where", [pairs, short, g.const(0, dtype)]), g.ints([1, 2])], { keepdims: 0 });
  return [g.op("Div", [sum, classCount(g, x, self.meta)]), marks];
}

export const marginLossOps: readonly OpEntry[] = [
  op(
    "aten::multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor",
    {
      meta(ctx, { self, p, reduction }) {
        const exponent = typeof p === "object" && p.kind === "float" ? p.value : p;
        ctx.check(exponent === 1 || exponent === 2, () => "only p == 1 and p == 2 supported");
        return lossMeta(ctx, self, reduction);
      },
      lower: (g, { self, target, p, margin, weight, reduction }) =>
        finish(g, multiMargin(g, self, target, numberOf(p), numberOf(margin), weight), self.meta, reduction),
    },
  ),
  op("aten::multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", {
    meta: (ctx, { self, reduction }) => lossMeta(ctx, self, reduction),
    lower: (g, { self, target, reduction }) => finish(g, multilabelMargin(g, self, target)[0], self.meta, reduction),
  }),
  op(
    "aten::multilabel_margin_loss_forward(Tensor self, Tensor target, int reduction) -> (Tensor output, Tensor is_target)",
    {
      meta: (ctx, { self, target, reduction }) => [
        lossMeta(ctx, self, reduction),
        contiguous(self.dtype, target.shape, self.device),
      ],
      lower(g, { self, target, reduction }) {
        const [each, marks] = multilabelMargin(g, self, target);
        return [finish(g, each, self.meta, reduction), g.op("Reshape", [marks, g.shapeOf(target)])];
      },
    },
  ),
];
