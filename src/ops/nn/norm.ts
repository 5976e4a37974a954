/** Normalisations. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { countOf } from "../reduce/reduction.ts";
import { full, reshape } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "../tensor/layout.ts";

function sameLayout(ctx: MetaContext, input: TensorMeta): TensorMeta {
  return { ...contiguous(input.dtype, input.shape, input.device), strides: preservedStrides(ctx, input) };
}

function checkNormalized(ctx: MetaContext, input: TensorMeta, shape: readonly SymInt[]): void {
  const tail = input.shape.slice(input.shape.length - shape.length);
  const fits =
    tail.length === shape.length && tail.every((d, i) => sameSize(ctx.guards, d, shape[i] ?? 1, "layer_norm"));
  ctx.check(
    fits,
    () =>
      `Given normalized_shape=${printShape(shape)}, expected input with shape [*, ${shape.map((d) => printInt(d)).join(", ")}], but got input of size${printShape(input.shape)}`,
  );
}

function layerNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  rank: number,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  eps: number,
  outputs = 1,
): readonly Value[] {
  const { dtype, shape } = input.meta;
  const tail = shape.slice(shape.length - rank);
  const scale = weight ? g.as(weight, dtype) : full(g, tail, 1, dtype);
  const apart = outputs === 3 && dtype !== "float32";
  const operands = [input.value, scale, bias ? g.as(bias, dtype) : null];
  const made = g.ops("LayerNormalization", operands, apart ? 1 : outputs, { axis: -rank, epsilon: { float: eps } });
  if (!apart) return made;
  // ONNX gives the statistics as floats, PyTorch in the input's type.
  const axes = g.ints(range(rank).map((i) => shape.length - rank + i));
  const mean = g.op("ReduceMean", [input.value, axes]);
  const deviation = g.op("Sub", [input.value, mean]);
  const variance = g.op("ReduceMean", [g.op("Mul", [deviation, deviation]), axes]);
  const spread = g.op("Sqrt", [g.op("Add", [variance, g.const(eps, dtype)])]);
  return [...made, mean, g.op("Reciprocal", [spread])];
}

/** A per-channel vector as [C, 1, 1, …]. */
function perChannel(g: LoweringBuilder, v: Value, rank: number): Value {
  return rank > 2 ? g.op("Reshape", [v, g.ints([-1, ...new Array<number>(rank - 2).fill(1)])]) : v;
}

/** Scale and shift of channels, after a normalisation without them. */
function affine(
  g: LoweringBuilder,
  x: Value,
  rank: number,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  dtype: DType,
): Value {
  const scaled = weight ? g.op("Mul", [x, perChannel(g, g.as(weight, dtype), rank)]) : x;
  return bias ? g.op("Add", [scaled, perChannel(g, g.as(bias, dtype), rank)]) : scaled;
}

function groupNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  groups: number,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  eps: number,
): Value {
  const { dtype, shape } = input.meta;
  const inner = computeType(dtype);
  const x = g.as(input, inner);
  const grouped = g.op("Reshape", [x, g.ints([0, groups, -1])]);
  const y = normalizeRows(g, grouped, groups, eps, inner);
  const known = shape.every((d) => typeof d === "number");
  const back = known ? reshape(g, y, [], shape) : g.op("Reshape", [y, g.shapeOf(input)]);
  const result = affine(g, back, shape.length, weight, bias, inner);
  return inner === dtype ? result : g.cast(result, dtype);
}

/** [n, groups, elements] with mean 0 and variance 1 in the last dimension. */
function normalizeRows(g: LoweringBuilder, x: Value, groups: number, eps: number, dtype: DType): Value {
  if (dtype !== "float64") {
    const [scale, shift] = [full(g, [groups], 1, dtype), full(g, [groups], 0, dtype)];
    return g.op("InstanceNormalization", [x, scale, shift], { epsilon: { float: eps } });
  }
  // ONNX Runtime's InstanceNormalization takes no doubles.
  const mean = g.op("ReduceMean", [x, g.ints([-1])]);
  const deviation = g.op("Sub", [x, mean]);
  const variance = g.op("ReduceMean", [g.op("Mul", [deviation, deviation]), g.ints([-1])]);
  return g.op("Div", [deviation, g.op("Sqrt", [g.op("Add", [variance, g.const(eps, dtype)])])]);
}

interface BatchStatistics {
  readonly mean: Value;
  /** Biased, as the normalisation uses it. */
  readonly variance: Value;
}

/** Over all dimensions but the channels, keeping them. */
function batchStatistics(g: LoweringBuilder, x: Value, rank: number): BatchStatistics {
  const axes = g.ints(range(rank).filter((d) => d !== 1));
  const mean = g.op("ReduceMean", [x, axes]);
  const deviation = g.op("Sub", [x, mean]);
  return { mean, variance: g.op("ReduceMean", [g.op("Mul", [deviation, deviation]), axes]) };
}

function normalizeBatch(g: LoweringBuilder, x: Value, s: BatchStatistics, eps: number, dtype: DType): Value {
  const spread = g.op("Sqrt", [g.op("Add", [s.variance, g.const(eps, dtype)])]);
  return g.op("Div", [g.op("Sub", [x, s.mean]), spread]);
}

function evalBatchNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  mean: TensorOperand,
  variance: TensorOperand,
  eps: number,
): Value {
  const channels = input.meta.shape[1] ?? 1;
  const scale = weight?.value ?? full(g, [channels], 1, mean.meta.dtype);
  const shift = bias?.value ?? full(g, [channels], 0, mean.meta.dtype);

  return g.op("BatchNormalization", [input.value, scale, shift, mean.value, variance.value], {
    epsilon: { float: eps },
  });
}

function batchNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  mean: TensorOperand | null,
  variance: TensorOperand | null,
  training: boolean,
  eps: number,
): Value {
  if (!training && mean && variance) return evalBatchNorm(g, input, weight, bias, mean, variance, eps);
  return trainingBatchNorm(g, input, weight, bias, eps).output;
}

interface TrainingResult {
  readonly output: Value;
  readonly mean: Value;
  readonly inverseSpread: Value;
  readonly variance: Value;
}

function trainingBatchNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  eps: number,
): TrainingResult {
  const { dtype, shape } = input.meta;
  const inner = computeType(dtype);
  const x = g.as(input, inner);
  const s = batchStatistics(g, x, shape.length);
  const y = affine(g, normalizeBatch(g, x, s, eps, inner), shape.length, weight, bias, inner);
  const flat = (v: Value) => g.op("Reshape", [v, g.ints([-1])]);
  const inverse = g.op("Reciprocal", [g.op("Sqrt", [g.op("Add", [s.variance, g.const(eps, inner)])])]);
  return {
    output: inner === dtype ? y : g.cast(y, dtype),
    mean: flat(s.mean),
    inverseSpread: flat(inverse),
    variance: flat(s.variance),
  };
}

/** The statistics' new values: (1 - momentum)·old + momentum·batch, with the unbiased variance. */
function runningStatistics(
  g: LoweringBuilder,
  input: TensorOperand,
  r: TrainingResult,
  mean: TensorOperand,
  variance: TensorOperand,
  momentum: number,
): readonly [Value, Value] {
  const { dtype } = mean.meta;
  const rank = input.meta.shape.length;
  const axes = range(rank).filter((d) => d !== 1);
  const n = countOf(g, input, axes, dtype);
  const unbiased = g.op("Mul", [r.variance, g.op("Div", [n, g.op("Sub", [n, g.const(1, dtype)])])]);
  const blend = (old: Value, now: Value) =>
    g.op("Add", [g.op("Mul", [old, g.const(1 - momentum, dtype)]), g.op("Mul", [now, g.const(momentum, dtype)])]);
  return [blend(mean.value, r.mean), blend(variance.value, unbiased)];
}

function checkChannels(ctx: MetaContext, input: TensorMeta, t: TensorMeta | null, name: string): void {
  if (!t) return;
  const channels = input.shape[1] ?? input.shape[0] ?? 1;
  ctx.check(
    sameSize(ctx.guards, t.shape[0] ?? 1, channels, "batch_norm"),
    () => `${name} should contain ${printInt(channels)} elements not ${printInt(t.shape[0] ?? 1)}`,
  );
}

function batchMeta(
  ctx: MetaContext,
  input: TensorMeta,
  weight: TensorMeta | null,
  bias: TensorMeta | null,
  mean: TensorMeta | null,
  variance: TensorMeta | null,
): TensorMeta {
  checkChannels(ctx, input, mean, "running_mean");
  checkChannels(ctx, input, variance, "running_var");
  checkChannels(ctx, input, weight, "weight");
  checkChannels(ctx, input, bias, "bias");
  return sameLayout(ctx, input);
}

/** Half precision is normalised in float32, as PyTorch does. */
function rmsNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  rank: number,
  weight: TensorOperand | null,
  eps: number | null,
): Value {
  const { dtype, shape } = input.meta;
  const inner: DType = dtype === "float16" || dtype === "bfloat16" ? "float32" : dtype;
  const small = eps ?? (inner === "float64" ? 2.220446049250313e-16 : 1.1920928955078125e-7);
  if (g.opset >= 23 && inner === dtype) {
    const scale = weight?.value ?? full(g, shape.slice(shape.length - rank), 1, dtype);
    return g.op("RMSNormalization", [input.value, scale], { axis: -rank, epsilon: { float: small } });
  }
  const x = g.as(input, inner);
  const axes = g.ints(range(rank).map((i) => i - rank));
  const mean = g.op("ReduceMean", [g.op("Mul", [x, x]), axes]);
  const y = g.op("Mul", [x, g.op("Reciprocal", [g.op("Sqrt", [g.op("Add", [mean, g.const(small, inner)])])])]);
  const scaled = weight ? g.op("Mul", [y, g.as(weight, inner)]) : y;
  return inner === dtype ? scaled : g.cast(scaled, dtype);
}

/** Every channel of every sample by its own mean and variance. */
function trainingInstanceNorm(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand | null,
  bias: TensorOperand | null,
  eps: number,
): Value {
  const { dtype, shape } = input.meta;
  const axes = g.ints(range(shape.length).slice(2));
  const mean = g.op("ReduceMean", [input.value, axes]);
  const deviation = g.op("Sub", [input.value, mean]);
  const variance = g.op("ReduceMean", [g.op("Mul", [deviation, deviation]), axes]);
  const spread = g.op("Sqrt", [g.op("Add", [variance, g.const(eps, dtype)])]);
  return affine(g, g.op("Div", [deviation, spread]), shape.length, weight, bias, dtype);
}

/** The output, the batch's statistics, and what cuDNN would keep. */
function updateMetas(
  ctx: MetaContext,
  input: TensorMeta,
  weight: TensorMeta | null,
  bias: TensorMeta | null,
  mean: TensorMeta,
  variance: TensorMeta,
): readonly TensorMeta[] {
  const one = contiguous(input.dtype, [input.shape[1] ?? 1], input.device);
  return [batchMeta(ctx, input, weight, bias, mean, variance), one, one, contiguous("uint8", [0], input.device)];
}

export const normOps: readonly OpEntry[] = [
  op(
    "aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor",
    {
      meta(ctx, { input, normalized_shape }) {
        checkNormalized(ctx, input, normalized_shape);
        return contiguous(input.dtype, input.shape, input.device);
      },
      lower: (g, { input, normalized_shape, weight, bias, eps }) =>
        layerNorm(g, input, normalized_shape.length, weight, bias, eps)[0] ?? null,
    },
  ),
  op(
    "aten::native_layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, normalized_shape }) {
        checkNormalized(ctx, input, normalized_shape);
        const shape = input.shape.map((d, i) => (i < input.shape.length - normalized_shape.length ? d : 1));
        const one = contiguous(input.dtype, shape, input.device);
        return [contiguous(input.dtype, input.shape, input.device), one, one];
      },
      lower: (g, { input, normalized_shape, weight, bias, eps }) =>
        layerNorm(g, input, normalized_shape.length, weight, bias, eps, 3),
    },
  ),
  op("aten::rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor", {
    meta(ctx, { input, normalized_shape }) {
      checkNormalized(ctx, input, normalized_shape);
      return contiguous(input.dtype, input.shape, input.device);
    },
    lower: (g, { input, normalized_shape, weight, eps }) => rmsNorm(g, input, normalized_shape.length, weight, eps),
  }),
  op(
    "aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor",
    {
      meta(ctx, { input, num_groups }) {
        const channels = input.shape[1] ?? 1;
        ctx.check(
          typeof channels !== "number" || channels % num_groups === 0,
          () =>
            `Expected number of channels in input to be divisible by num_groups, but got input of shape ${printShape(input.shape)} and num_groups=${num_groups}`,
        );
        return contiguous(input.dtype, input.shape, input.device);
      },
      lower: (g, { input, num_groups, weight, bias, eps }) => groupNorm(g, input, num_groups, weight, bias, eps),
    },
  ),
  op(
    "aten::native_group_norm(Tensor input, Tensor? weight, Tensor? bias, SymInt N, SymInt C, SymInt HxW, int group, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(_, { input, N, group }) {
        const one = contiguous(input.dtype, [N, group], input.device);
        return [contiguous(input.dtype, input.shape, input.device), one, one];
      },
      lower(g, { input, weight, bias, group, eps }) {
        const x = g.op("Reshape", [input.value, g.ints([0, group, -1])]);
        const mean = g.op("ReduceMean", [x, g.ints([2])]);
        const d = g.op("Sub", [x, mean]);
        const variance = g.op("ReduceMean", [g.op("Mul", [d, d]), g.ints([2])]);
        const rstd = g.op("Reciprocal", [g.op("Sqrt", [g.op("Add", [variance, g.const(eps, input.meta.dtype)])])]);
        const flat = (v: Value) => g.op("Squeeze", [v, g.ints([2])]);
        return [groupNorm(g, input, group, weight, bias, eps), flat(mean), flat(rstd)];
      },
    },
  ),
  op(
    "aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    {
      meta: (_, { input }) => contiguous(input.dtype, input.shape, input.device),
      lower(g, { input, weight, bias, running_mean, running_var, use_input_stats, eps }) {
        if (!use_input_stats && running_mean && running_var)
          return evalBatchNorm(g, input, weight, bias, running_mean, running_var, eps);
        const channels = input.meta.shape[1] ?? 1;
        const { dtype } = input.meta;
        if (dtype === "float64") return trainingInstanceNorm(g, input, weight, bias, eps);
        return g.op(
          "InstanceNormalization",
          [input.value, weight?.value ?? full(g, [channels], 1, dtype), bias?.value ?? full(g, [channels], 0, dtype)],
          { epsilon: { float: eps } },
        );
      },
    },
  ),
  op(
    "aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    {
      meta: (ctx, { input, weight, bias, running_mean, running_var }) =>
        batchMeta(ctx, input, weight, bias, running_mean, running_var),
      lower: (g, { input, weight, bias, running_mean, running_var, training, eps }) =>
        batchNorm(g, input, weight, bias, running_mean, running_var, training, eps),
    },
  ),
  op(
    "aten::native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, weight, bias, running_mean, running_var, training }) {
        const one = contiguous(input.dtype, [training ? (input.shape[1] ?? 1) : 0], input.device);
        return [batchMeta(ctx, input, weight, bias, running_mean, running_var), one, one];
      },
      lower(g, { input, weight, bias, running_mean, running_var, training, eps }) {
        if (training) {
          const r = trainingBatchNorm(g, input, weight, bias, eps);
          return [r.output, r.mean, r.inverseSpread];
        }
        const none = g.tensor([], [0], input.meta.dtype);
        return [batchNorm(g, input, weight, bias, running_mean, running_var, training, eps), none, none];
      },
    },
  ),
  op(
    "aten::_native_batch_norm_legit_no_training(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean, Tensor running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, weight, bias, running_mean, running_var }) {
        const none = contiguous(input.dtype, [0], input.device);
        return [batchMeta(ctx, input, weight, bias, running_mean, running_var), none, none];
      },
      lower(g, { input, weight, bias, running_mean, running_var, eps }) {
        const none = g.tensor([], [0], input.meta.dtype);
        return [evalBatchNorm(g, input, weight, bias, running_mean, running_var, eps), none, none];
      },
    },
  ),
  op(
    "aten::_native_batch_norm_legit.no_stats(Tensor input, Tensor? weight, Tensor? bias, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, weight, bias }) {
        const one = contiguous(input.dtype, [input.shape[1] ?? 1], input.device);
        return [batchMeta(ctx, input, weight, bias, null, null), one, one];
      },
      lower(g, { input, weight, bias, eps }) {
        const r = trainingBatchNorm(g, input, weight, bias, eps);
        return [r.output, r.mean, r.inverseSpread];
      },
    },
  ),
  op(
    "aten::_native_batch_norm_legit(Tensor input, Tensor? weight, Tensor? bias, Tensor(a!) running_mean, Tensor(b!) running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, weight, bias, running_mean, running_var, training }) {
        const one = contiguous(input.dtype, [training ? (input.shape[1] ?? 1) : 0], input.device);
        return [batchMeta(ctx, input, weight, bias, running_mean, running_var), one, one];
      },
    },
  ),
  op(
    "aten::_batch_norm_with_update(Tensor input, Tensor? weight, Tensor? bias, Tensor(a!) running_mean, Tensor(b!) running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { input, weight, bias, running_mean, running_var }) =>
        updateMetas(ctx, input, weight, bias, running_mean, running_var),
    },
  ),
  op(
    "aten::_batch_norm_with_update_functional(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean, Tensor running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor, Tensor, Tensor running_mean_out, Tensor running_var_out)",
    {
      meta: (ctx, { input, weight, bias, running_mean, running_var }) => [
        ...updateMetas(ctx, input, weight, bias, running_mean, running_var),
        running_mean,
        running_var,
      ],
      lower(g, { input, weight, bias, running_mean, running_var, momentum, eps }) {
        const r = trainingBatchNorm(g, input, weight, bias, eps);
        const running = runningStatistics(g, input, r, running_mean, running_var, momentum);
        return [r.output, r.mean, r.inverseSpread, g.tensor([], [0], "uint8"), ...running];
      },
    },
  ),
  op(
    "aten::_native_batch_norm_legit_functional(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean, Tensor running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor, Tensor running_mean_out, Tensor running_var_out)",
    {
      meta(ctx, { input, weight, bias, running_mean, running_var, training }) {
        const one = contiguous(input.dtype, [training ? (input.shape[1] ?? 1) : 0], input.device);
        return [batchMeta(ctx, input, weight, bias, running_mean, running_var), one, one, running_mean, running_var];
      },
      lower(g, { input, weight, bias, running_mean, running_var, training, momentum, eps }) {
        if (!training) {
          const none = g.tensor([], [0], input.meta.dtype);
          return [
            evalBatchNorm(g, input, weight, bias, running_mean, running_var, eps),
            none,
            none,
            running_mean,
            running_var,
          ];
        }
        const r = trainingBatchNorm(g, input, weight, bias, eps);
        return [
          r.output,
          r.mean,
          r.inverseSpread,
          ...runningStatistics(g, input, r, running_mean, running_var, momentum),
        ];
      },
    },
  ),
];
