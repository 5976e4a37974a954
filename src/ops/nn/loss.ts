/** Losses. `reduction` is 0 for none, 1 for the mean, 2 for the sum. */

import { isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { promoted, promotedFloat } from "../pointwise/meta.ts";
import { contiguous } from "../strides.ts";

function reducedMeta(elements: TensorMeta, reduction: number): TensorMeta {
  return reduction === 0 ? elements : contiguous(elements.dtype, [], elements.device);
}

export function reduceLoss(g: LoweringBuilder, x: Value, reduction: number): Value {
  if (reduction === 0) return x;
  return g.op(reduction === 1 ? "ReduceMean" : "ReduceSum", [x], { keepdims: 0 });
}

type Pair = (g: LoweringBuilder, a: Value, b: Value, dtype: TensorMeta["dtype"], extra: number) => Value;

/** Losses of two tensors with one number at most. */
function pairLoss(schema: string, f: Pair, parameter: string | null = null): OpEntry {
  return op(schema as "aten::f(Tensor self, Tensor target, int reduction=1) -> Tensor", {
    meta: (ctx, { self, target, reduction }) => reducedMeta(promoted(ctx, self, target), reduction),
    lower(g, args) {
      const { dtype } = g.out;
      const extra: unknown = parameter === null ? 0 : Object.entries(args).find(([k]) => k === parameter)?.[1];
      return reduceLoss(
        g,
        f(g, g.as(args.self, dtype), g.as(args.target, dtype), dtype, Number(extra)),
        args.reduction,
      );
    },
  });
}

const mse: Pair = (g, a, b) => {
  const d = g.op("Sub", [a, b]);
  return g.op("Mul", [d, d]);
};
const l1: Pair = (g, a, b) => g.op("Abs", [g.op("Sub", [a, b])]);

const smoothL1: Pair = (g, a, b, dtype, beta) => {
  const d = l1(g, a, b, dtype, 0);
  if (beta === 0) return d;
  const half = g.op("Div", [g.op("Mul", [g.op("Mul", [d, d]), g.const(0.5, dtype)]), g.const(beta, dtype)]);
  return g.op("Where", [g.op("Less", [d, g.const(beta, dtype)]), half, g.op("Sub", [d, g.const(0.5 * beta, dtype)])]);
};

const huber: Pair = (g, a, b, dtype, delta) => {
  const d = l1(g, a, b, dtype, 0);
  const inner = g.op("Mul", [g.op("Mul", [d, d]), g.const(0.5, dtype)]);
  const outer = g.op("Mul", [g.const(delta, dtype), g.op("Sub", [d, g.const(0.5 * delta, dtype)])]);
  return g.op("Where", [g.op("LessOrEqual", [d, g.const(delta, dtype)]), inner, outer]);
};

/** log(1 + exp(-z)), stable. */
function softMinus(g: LoweringBuilder, z: Value, dtype: TensorMeta["dtype"]): Value {
  const tail = g.op("Log", [g.op("Add", [g.const(1, dtype), g.op("Exp", [g.op("Neg", [g.op("Abs", [z])])])])]);
  return g.op("Add", [g.op("Relu", [g.op("Neg", [z])]), tail]);
}

const softMargin: Pair = (g, a, b, dtype) => softMinus(g, g.op("Mul", [a, b]), dtype);

const hinge: Pair = (g, a, b, dtype, margin) => {
  const zero = g.const(0, dtype);
  const below = g.op("Relu", [g.op("Sub", [g.const(margin, dtype), a])]);
  const first = g.op("Where", [g.op("Equal", [b, g.const(1, dtype)]), zero, below]);
  return g.op("Add", [first, g.op("Where", [g.op("Equal", [b, g.const(-1, dtype)]), zero, a])]);
};

/** Class targets: self is [N, C, d…], target [N, d…]; or [C] and []. */
function classMeta(ctx: MetaContext, self: TensorMeta, target: TensorMeta, reduction: number): TensorMeta {
  const single = self.shape.length === 1;
  const elements = single ? [] : [self.shape[0] ?? 1, ...self.shape.slice(2)];
  if (!single && target.shape.length > 0) {
    ctx.check(
      sameSize(ctx.guards, self.shape[0] ?? 1, target.shape[0] ?? 1, "batch of a loss"),
      () =>
        `Expected input batch_size (${printShape([self.shape[0] ?? 1]).slice(1, -1)}) to match target batch_size (${printShape([target.shape[0] ?? 1]).slice(1, -1)}).`,
    );
  }
  return reducedMeta(contiguous(self.dtype, elements, self.device), reduction);
}

interface ClassLoss {
  readonly loss: Value;
  readonly totalWeight: Value;
}

/** Σ or mean of -weight[t]·logp[t]; targets that are ignored weigh nothing. */
function negativeLogLikelihood(
  g: LoweringBuilder,
  logp: Value,
  self: TensorMeta,
  target: TensorOperand,
  weight: TensorOperand | null,
  reduction: number,
  ignore: number,
): ClassLoss {
  const { dtype } = self;
  const single = self.shape.length === 1;
  const x = single ? g.op("Unsqueeze", [logp, g.ints([0])]) : logp;
  const t = single ? g.op("Reshape", [target.value, g.ints([1])]) : target.value;
  const kept = g.op("Not", [g.op("Equal", [t, g.const(ignore, "int64")])]);
  const safe = g.op("Where", [kept, t, g.const(0, "int64")]);
  const picked = g.op("Squeeze", [
    g.op("GatherElements", [x, g.op("Unsqueeze", [safe, g.ints([1])])], { axis: 1 }),
    g.ints([1]),
  ]);
  const weights = weight
    ? g.op("Mul", [g.op("Gather", [g.as(weight, dtype), safe]), g.cast(kept, dtype)])
    : g.cast(kept, dtype);
  const each = g.op("Neg", [g.op("Mul", [g.op("Where", [kept, picked, g.const(0, dtype)]), weights])]);
  const totalWeight = g.op("ReduceSum", [weights], { keepdims: 0 });
  if (reduction === 0) return { loss: single ? g.op("Reshape", [each, g.ints([])]) : each, totalWeight };
  const sum = g.op("ReduceSum", [each], { keepdims: 0 });
  return { loss: reduction === 2 ? sum : g.op("Div", [sum, totalWeight]), totalWeight };
}

const nll = (name: string) =>
  op(
    `aten::${name}(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` as "aten::f(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor",
    {
      meta: (ctx, { self, target, reduction }) => classMeta(ctx, self, target, reduction),
      lower: (g, { self, target, weight, reduction, ignore_index }) =>
        negativeLogLikelihood(g, self.value, self.meta, target, weight, reduction, Number(ignore_index)).loss,
    },
  );

const nllForward = (name: string) =>
  op(
    `aten::${name}(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index) -> (Tensor output, Tensor total_weight)` as "aten::f(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index) -> (Tensor output, Tensor total_weight)",
    {
      meta: (ctx, { self, target, reduction }) => [
        classMeta(ctx, self, target, reduction),
        contiguous(self.dtype, [], self.device),
      ],
      lower(g, { self, target, weight, reduction, ignore_index }) {
        const r = negativeLogLikelihood(g, self.value, self.meta, target, weight, reduction, Number(ignore_index));
        return [r.loss, reduction === 0 ? g.const(0, self.meta.dtype) : r.totalWeight];
      },
    },
  );

/** Targets are classes, or probabilities of all classes; smoothing mixes in the uniform distribution. */
function crossEntropy(
  g: LoweringBuilder,
  self: TensorOperand,
  target: TensorOperand,
  weight: TensorOperand | null,
  reduction: number,
  ignore: number,
  smoothing: number,
): Value {
  const { dtype, shape } = self.meta;
  const axis = shape.length === 1 ? 0 : 1;
  const logp = g.op("LogSoftmax", [self.value], { axis });
  const perClass = weight
    ? g.op("Reshape", [
        g.as(weight, dtype),
        g.ints([-1, ...new Array<number>(Math.max(shape.length - axis - 1, 0)).fill(1)]),
      ])
    : null;
  const count = g.cast(
    g.op("Squeeze", [g.op("Shape", [self.value], { start: axis, end: axis + 1 }), g.ints([0])]),
    dtype,
  );
  if (isFloating(target.meta.dtype)) {
    let t = g.as(target, dtype);
    if (smoothing > 0)
      t = g.op("Add", [
        g.op("Mul", [t, g.const(1 - smoothing, dtype)]),
        g.op("Div", [g.const(smoothing, dtype), count]),
      ]);
    const weighted = perClass ? g.op("Mul", [logp, perClass]) : logp;
    const each = g.op("Neg", [g.op("ReduceSum", [g.op("Mul", [weighted, t]), g.ints([axis])], { keepdims: 0 })]);
    return reduceLoss(g, each, reduction);
  }
  const hard = negativeLogLikelihood(g, logp, self.meta, target, weight, reduction, ignore);
  if (smoothing === 0) return hard.loss;
  const kept = g.op("Not", [g.op("Equal", [target.value, g.const(ignore, "int64")])]);
  const weighted = perClass ? g.op("Mul", [logp, perClass]) : logp;
  const uniform = g.op("Neg", [g.op("ReduceSum", [weighted, g.ints([axis])], { keepdims: 0 })]);
  const masked = g.op("Where", [kept, uniform, g.const(0, dtype)]);
  const sum = reduction === 0 ? masked : g.op("ReduceSum", [masked], { keepdims: 0 });
  const soft = reduction === 1 ? g.op("Div", [sum, hard.totalWeight]) : sum;
  const share = g.op("Div", [g.const(smoothing, dtype), count]);
  return g.op("Add", [g.op("Mul", [hard.loss, g.const(1 - smoothing, dtype)]), g.op("Mul", [soft, share])]);
}

export const lossOps: readonly OpEntry[] = [
  pairLoss("aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", mse),
  pairLoss("aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", l1),
  pairLoss(
    "aten::smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor",
    smoothL1,
    "beta",
  ),
  pairLoss("aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor", huber, "delta"),
  pairLoss("aten::soft_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", softMargin),
  pairLoss(
    "aten::hinge_embedding_loss(Tensor self, Tensor target, float margin=1., int reduction=1) -> Tensor",
    hinge,
    "margin",
  ),
  nll("nll_loss"),
  nll("nll_loss2d"),
  nll("nll_loss_nd"),
  nllForward("nll_loss_forward"),
  nllForward("nll_loss2d_forward"),
  op(
    "aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor",
    {
      meta(ctx, { self, target, reduction }) {
        return classMeta(
          ctx,
          self,
          isFloating(target.dtype) ? { ...target, shape: target.shape.slice(0, 1) } : target,
          reduction,
        );
      },
      lower: (g, { self, target, weight, reduction, ignore_index, label_smoothing }) =>
        crossEntropy(g, self, target, weight, reduction, Number(ignore_index), label_smoothing),
    },
  ),
  op("aten::binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor", {
    meta(ctx, { self, target, reduction }) {
      const fits =
        self.shape.length === target.shape.length &&
        self.shape.every((d, i) => sameSize(ctx.guards, d, target.shape[i] ?? 1, "binary_cross_entropy"));
      ctx.check(
        fits,
        () =>
          `Using a target size (torch.Size(${printShape(target.shape)})) that is different to the input size (torch.Size(${printShape(self.shape)})) is deprecated. Please ensure they have the same size.`,
        "ValueError",
      );
      return reducedMeta(contiguous(self.dtype, self.shape, self.device), reduction);
    },
    lower(g, { self, target, weight, reduction }) {
      const { dtype } = g.out;
      const one = g.const(1, dtype);
      const [x, t] = [g.as(self, dtype), g.as(target, dtype)];
      // PyTorch keeps both logarithms above -100.
      const log = (v: Value) => g.op("Max", [g.op("Log", [v]), g.const(-100, dtype)]);
      const first = g.op("Mul", [t, log(x)]);
      const second = g.op("Mul", [g.op("Sub", [one, t]), log(g.op("Sub", [one, x]))]);
      const each = g.op("Neg", [g.op("Add", [first, second])]);
      return reduceLoss(g, weight ? g.op("Mul", [each, g.as(weight, dtype)]) : each, reduction);
    },
  }),
  op(
    "aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor",
    {
      meta: (ctx, { self, target, reduction }) => reducedMeta(promoted(ctx, self, target), reduction),
      lower(g, { self, target, weight, pos_weight, reduction }) {
        const { dtype } = g.out;
        const [x, t] = [g.as(self, dtype), g.as(target, dtype)];
        const one = g.const(1, dtype);
        const tail = softMinus(g, x, dtype);
        const factor = pos_weight
          ? g.op("Add", [one, g.op("Mul", [g.op("Sub", [g.as(pos_weight, dtype), one]), t])])
          : null;
        const linear = g.op("Mul", [g.op("Sub", [one, t]), x]);
        const each = g.op("Add", [linear, factor ? g.op("Mul", [factor, tail]) : tail]);
        return reduceLoss(g, weight ? g.op("Mul", [each, g.as(weight, dtype)]) : each, reduction);
      },
    },
  ),
  op("aten::kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor", {
    meta: (ctx, { self, target, reduction }) => reducedMeta(promoted(ctx, self, target), reduction),
    lower(g, { self, target, reduction, log_target }) {
      const { dtype } = g.out;
      const [x, t] = [g.as(self, dtype), g.as(target, dtype)];
      if (log_target) return reduceLoss(g, g.op("Mul", [g.op("Exp", [t]), g.op("Sub", [t, x])]), reduction);
      const zero = g.op("Equal", [t, g.const(0, dtype)]);
      const entropy = g.op("Where", [zero, g.const(0, dtype), g.op("Mul", [t, g.op("Log", [t])])]);
      return reduceLoss(g, g.op("Sub", [entropy, g.op("Mul", [t, x])]), reduction);
    },
  }),
  op(
    "aten::margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor",
    {
      meta(ctx, { input1, input2, target, reduction }) {
        // The margin is a float, whatever the operands.
        return reducedMeta(promotedFloat(ctx, input1, input2, target), reduction);
      },
      lower(g, { input1, input2, target, margin, reduction }) {
        const { dtype } = g.out;
        const d = g.op("Mul", [
          g.op("Neg", [g.as(target, dtype)]),
          g.op("Sub", [g.as(input1, dtype), g.as(input2, dtype)]),
        ]);
        return reduceLoss(g, g.op("Relu", [g.op("Add", [d, g.const(margin, dtype)])]), reduction);
      },
    },
  ),
  op(
    "aten::poisson_nll_loss(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor",
    {
      meta(ctx, { input, target, reduction }) {
        return reducedMeta(promotedFloat(ctx, input, target), reduction);
      },
      lower(g, { input, target, log_input, full, eps, reduction }) {
        const { dtype } = g.out;
        const [x, t] = [g.as(input, dtype), g.as(target, dtype)];
        let each = log_input
          ? g.op("Sub", [g.op("Exp", [x]), g.op("Mul", [t, x])])
          : g.op("Sub", [x, g.op("Mul", [t, g.op("Log", [g.op("Add", [x, g.const(eps, dtype)])])])]);
        if (full) {
          const stirling = g.op("Add", [
            g.op("Sub", [g.op("Mul", [t, g.op("Log", [t])]), t]),
            g.op("Mul", [g.const(0.5, dtype), g.op("Log", [g.op("Mul", [g.const(2 * Math.PI, dtype), t])])]),
          ]);
          each = g.op("Add", [
            each,
            g.op("Where", [g.op("LessOrEqual", [t, g.const(1, dtype)]), g.const(0, dtype), stirling]),
          ]);
        }
        return reduceLoss(g, each, reduction);
      },
    },
  ),
];
