/** Distances and similarities, composed of other operators. */

import { isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { floordiv, mul, sub } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import { broadcastShapes, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { reduceLoss } from "../nn/loss.ts";
import { promotedFloat } from "../pointwise/meta.ts";
import { realOf } from "../promotion.ts";
import { reducedShape } from "../reduce/reduction.ts";
import { numberOf, vectorNorm } from "../reduce/statistics.ts";
import { contiguous } from "../strides.ts";

const float = (value: number) => ({ kind: "float", value }) as const;

function pairMeta(ctx: MetaContext, a: TensorMeta, b: TensorMeta, dim: number, keepdim: boolean): TensorMeta {
  const both = promotedFloat(ctx, a, b);
  return contiguous(realOf(both.dtype), reducedShape(both.shape, [dim], keepdim), both.device);
}

/** Both operands in the type and the full shape of the result. */
function difference(g: LoweringBuilder, a: TensorOperand, b: TensorOperand): TensorOperand {
  return g.call("aten.sub.Tensor", [a, b]);
}

function cosine(g: LoweringBuilder, a: TensorOperand, b: TensorOperand, dim: number, eps: number): TensorOperand {
  const norm = (t: TensorOperand) =>
    g.call("aten.clamp_min.default", [g.call("aten.linalg_vector_norm.default", [t, 2, [dim], true]), float(eps)]);
  const unit = (t: TensorOperand) => g.call("aten.div.Tensor", [t, norm(t)]);
  const [x, y] = g.callMany("aten.broadcast_tensors.default", [[a, b]]);
  if (!x || !y) throw new Error("broadcast_tensors gave too few");
  return g.call("aten.sum.dim_IntList", [g.call("aten.mul.Tensor", [unit(x), unit(y)]), [dim]]);
}

function pairwise(
  g: LoweringBuilder,
  a: TensorOperand,
  b: TensorOperand,
  p: number,
  eps: number,
  keepdim: boolean,
): TensorOperand {
  const d = g.call("aten.add.Tensor", [difference(g, a, b), float(eps)]);
  return g.call("aten.linalg_vector_norm.default", [d, float(p), [-1], keepdim]);
}

function cdist(g: LoweringBuilder, x1: TensorOperand, x2: TensorOperand, p: number): TensorOperand {
  const d = difference(g, g.call("aten.unsqueeze.default", [x1, -2]), g.call("aten.unsqueeze.default", [x2, -3]));
  return g.call("aten.linalg_vector_norm.default", [d, float(p), [-1]]);
}

function cdistMeta(ctx: MetaContext, x1: TensorMeta, x2: TensorMeta): TensorMeta {
  ctx.check(isFloating(x1.dtype), () => "cdist only supports floating-point dtypes");
  ctx.check(
    sameSize(ctx.guards, x1.shape.at(-1) ?? 1, x2.shape.at(-1) ?? 1, "cdist"),
    () =>
      `X1 and X2 must have the same number of columns. X1: ${printInt(x1.shape.at(-1) ?? 1)} X2: ${printInt(x2.shape.at(-1) ?? 1)}`,
  );
  const batch = broadcastShapes(ctx.guards, [x1.shape.slice(0, -2), x2.shape.slice(0, -2)]);
  return contiguous(x1.dtype, [...batch, x1.shape.at(-2) ?? 1, x2.shape.at(-2) ?? 1], x1.device);
}

function pdistEntry(name: string): OpEntry {
  return op(`aten::${name}(Tensor self, float p=2.) -> Tensor` as "aten::f(Tensor self, float p=2.) -> Tensor", {
    meta(ctx, { self }) {
      const [n] = self.shape;
      ctx.check(self.shape.length === 2, () => `pdist only supports 2D tensors, got: ${self.shape.length}D`);
      return contiguous(self.dtype, [floordiv(mul(n ?? 1, sub(n ?? 1, 1)), 2)], self.device);
    },
    lower(g, { self, p }) {
      const n = g.sizes([self.meta.shape[0] ?? 1]);
      const numbers = g.op("Range", [g.const(0, "int64"), g.op("Squeeze", [n, g.ints([0])]), g.const(1, "int64")]);
      // Row by row, the pairs (i, j) with i < j.
      const later = g.op("Less", [g.op("Unsqueeze", [numbers, g.ints([1])]), numbers]);
      const pairs = g.op("NonZero", [later]);
      const rows = (k: 0 | 1) => g.op("Gather", [self.value, g.op("Gather", [pairs, g.const(k, "int64")])]);
      const d = g.op("Sub", [rows(0), rows(1)]);
      const meta = contiguous(self.meta.dtype, [g.out.shape[0] ?? 1, self.meta.shape[1] ?? 1], self.meta.device);
      return vectorNorm(g, { value: d, meta }, p, [-1], false, self.meta.dtype);
    },
  });
}

export const distanceOps: readonly OpEntry[] = [
  op("aten::cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor", {
    meta: (ctx, { x1, x2, dim }) => pairMeta(ctx, x1, x2, dim, false),
    lower: (g, { x1, x2, dim, eps }) => cosine(g, x1, x2, dim, eps),
  }),
  op(
    "aten::pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor",
    {
      meta: (ctx, { x1, x2, keepdim }) => pairMeta(ctx, x1, x2, -1, keepdim),
      lower: (g, { x1, x2, p, eps, keepdim }) => pairwise(g, x1, x2, p, eps, keepdim),
    },
  ),
  op("aten::dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", {
    meta: (ctx, { self, other }) => contiguous(realOf(promotedFloat(ctx, self, other).dtype), [], self.device),
    lower: (g, { self, other, p }) => {
      const d = difference(g, self, other);
      return vectorNorm(g, d, numberOf(p), null, false, g.out.dtype);
    },
  }),
  op("aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor", {
    meta: (ctx, { x1, x2 }) => cdistMeta(ctx, x1, x2),
    lower: (g, { x1, x2, p }) => cdist(g, x1, x2, p),
  }),
  op("aten::_cdist_forward(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor", {
    meta: (ctx, { x1, x2 }) => cdistMeta(ctx, x1, x2),
    lower: (g, { x1, x2, p }) => cdist(g, x1, x2, p),
  }),
  pdistEntry("pdist"),
  pdistEntry("_pdist_forward"),
  op(
    "aten::cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor",
    {
      meta(ctx, { input1, input2, target, reduction }) {
        const elements = pairMeta(ctx, input1, input2, target.shape.length, false);
        return reduction === 0 ? elements : contiguous(elements.dtype, [], elements.device);
      },
      lower(g, { input1, input2, target, margin, reduction }) {
        const { dtype } = g.out;
        const axis = normalizeDim(target.meta.shape.length, Math.max(input1.meta.shape.length, 1));
        const sum = (a: TensorOperand, b: TensorOperand): TensorOperand => {
          const total = g.call("aten.sum.dim_IntList", [g.call("aten.mul.Tensor", [a, b]), [axis]]);
          return { value: g.as(total, dtype), meta: { ...total.meta, dtype } };
        };
        // PyTorch adds 1e-12 to the squared lengths.
        const length = (t: TensorOperand) => g.op("Add", [sum(t, t).value, g.const(1e-12, dtype)]);
        const cos = g.op("Div", [
          sum(input1, input2).value,
          g.op("Sqrt", [g.op("Mul", [length(input1), length(input2)])]),
        ]);
        const t = g.as(target, dtype);
        const zero = g.const(0, dtype);
        const near = g.op("Where", [
          g.op("Equal", [t, g.const(1, dtype)]),
          g.op("Sub", [g.const(1, dtype), cos]),
          zero,
        ]);
        const far = g.op("Where", [
          g.op("Equal", [t, g.const(-1, dtype)]),
          g.op("Relu", [g.op("Sub", [cos, g.const(margin, dtype)])]),
          zero,
        ]);
        return reduceLoss(g, g.op("Add", [near, far]), reduction);
      },
    },
  ),
  op(
    "aten::triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1., float p=2., float eps=9.9999999999999995e-07, bool swap=False, int reduction=1) -> Tensor",
    {
      meta(ctx, { anchor, positive, reduction }) {
        const elements = pairMeta(ctx, anchor, positive, -1, false);
        return reduction === 0 ? elements : contiguous(elements.dtype, [], elements.device);
      },
      lower(g, { anchor, positive, negative, margin, p, eps, swap, reduction }) {
        const { dtype } = g.out;
        const near = pairwise(g, anchor, positive, p, eps, false).value;
        const far = pairwise(g, anchor, negative, p, eps, false).value;
        const away = swap ? g.op("Min", [far, pairwise(g, positive, negative, p, eps, false).value]) : far;
        return reduceLoss(
          g,
          g.op("Relu", [g.op("Add", [g.op("Sub", [near, away]), g.const(margin, dtype)])]),
          reduction,
        );
      },
    },
  ),
];
