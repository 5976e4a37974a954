/** Layers: convolutions, norms, pools, dropout, attention, embeddings, padding. */

import { mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { DecomposeBuilder, DecomposeInput, SymNode, TensorNode } from "../decomposition.ts";
import { normalizeDim, range } from "../dims.ts";
import { lowerTriangle } from "./creation.ts";
import {
  type CoreDecomposition,
  constant,
  core,
  countUp,
  dense,
  exprOf,
  float,
  full,
  nth,
  permute,
  rankOf,
  reshape,
  resultOf,
  sizeAt,
  sizes,
  squeeze,
  transpose,
  unsqueeze,
} from "./define.ts";
import { matmul } from "./products.ts";

type Sizes = readonly SymNode[];

function convolution(
  d: DecomposeBuilder,
  operands: readonly [TensorNode, TensorNode, TensorNode | null],
  options: { stride: Sizes; padding: readonly DecomposeInput[]; dilation: Sizes; groups: SymNode },
  transposed: Sizes | null = null,
): TensorNode {
  const { stride, padding, dilation, groups } = options;
  const output = transposed ?? stride.map(() => 0);
  const shape = [stride, padding, dilation, transposed !== null, output, groups];
  return d.call("aten.convolution.default", [...operands, ...shape]);
}

function convolutions(rank: 1 | 2 | 3): readonly CoreDecomposition[] {
  const sizes_ = `SymInt[${rank}]`;
  const ones = `[${range(rank)
    .map(() => 1)
    .join(", ")}]`;
  const zeros = `[${range(rank)
    .map(() => 0)
    .join(", ")}]`;
  const head = "Tensor input, Tensor weight, Tensor? bias=None";
  return [
    core(
      `aten::conv${rank}d(${head}, ${sizes_} stride=${ones}, ${sizes_} padding=${zeros}, ${sizes_} dilation=${ones}, SymInt groups=1) -> Tensor` as "aten::f(Tensor input, Tensor weight, Tensor? bias=None, SymInt[] stride=[], SymInt[] padding=[], SymInt[] dilation=[], SymInt groups=1) -> Tensor",
      (d, { input, weight, bias, ...options }) =>
        rankOf(input) === rank + 2 ? convolution(d, [input, weight, bias], options) : undefined,
    ),
    core(
      `aten::conv${rank}d.padding(${head}, ${sizes_} stride=${ones}, str padding="valid", ${sizes_} dilation=${ones}, SymInt groups=1) -> Tensor` as "aten::f(Tensor input, Tensor weight, Tensor? bias=None, SymInt[] stride=[], str padding=, SymInt[] dilation=[], SymInt groups=1) -> Tensor",
      (d, { input, weight, bias, padding: mode, ...options }) => {
        if (rankOf(input) !== rank + 2) return undefined;
        if (mode === "valid")
          return convolution(d, [input, weight, bias], { ...options, padding: range(rank).map(() => 0) });
        const whole = range(rank).map((i) => {
          const kernel = sizeAt(weight, i + 2);
          const spread = exprOf(options.dilation[i] ?? options.dilation[0] ?? 1);
          return typeof kernel === "number" && typeof spread === "number" ? spread * (kernel - 1) : null;
        });
        if (whole.some((n) => n === null || n % 2 !== 0)) return undefined;
        return convolution(d, [input, weight, bias], { ...options, padding: whole.map((n) => (n ?? 0) / 2) });
      },
    ),
    core(
      `aten::conv_transpose${rank}d${rank === 1 ? "" : ".input"}(${head}, ${sizes_} stride=${ones}, ${sizes_} padding=${zeros}, ${sizes_} output_padding=${zeros}, SymInt groups=1, ${sizes_} dilation=${ones}) -> Tensor` as "aten::f(Tensor input, Tensor weight, Tensor? bias=None, SymInt[] stride=[], SymInt[] padding=[], SymInt[] output_padding=[], SymInt groups=1, SymInt[] dilation=[]) -> Tensor",
      (d, { input, weight, bias, output_padding, ...options }) =>
        rankOf(input) === rank + 2 ? convolution(d, [input, weight, bias], options, output_padding) : undefined,
    ),
  ];
}

/** A pool over one dimension: over two, the first of which has one row. */
function overOneRow(
  d: DecomposeBuilder,
  x: TensorNode,
  pool: (wide: TensorNode) => readonly TensorNode[],
): readonly TensorNode[] {
  return pool(unsqueeze(d, x, -2)).map((result) => squeeze(d, result, [-2]));
}

function adaptiveMean(d: DecomposeBuilder, self: TensorNode, size: Sizes, target: string): TensorNode {
  if (size.every((n) => exprOf(n) === 1)) {
    return d.call("aten.mean.dim", [self, size.map((_, i) => -1 - i), true]);
  }
  return d.call(target, [self, size]);
}

const flatLength = (shape: readonly SymInt[]): SymInt => product(shape);

/** Scores of queries and keys, masked, as weights of the values. */
function attention(
  d: DecomposeBuilder,
  tensors: { query: TensorNode; key: TensorNode; value: TensorNode; mask: TensorNode | null },
  scale: number,
  causal: boolean,
): TensorNode {
  const { query, key, value } = tensors;
  const root = float(Math.sqrt(scale));
  const { dtype } = query.meta;
  const asScores = (allowed: TensorNode): TensorNode => {
    if (allowed.meta.dtype !== "bool") return allowed;
    const low = constant(d, float(Number.NEGATIVE_INFINITY), dtype);
    return d.call("aten.where.self", [allowed, constant(d, float(0), dtype), low]);
  };
  let mask = tensors.mask === null ? null : asScores(tensors.mask);
  const scaled = d.call("aten.mul.Scalar", [query, root]);
  if (causal) {
    const ones = full(d, [sizeAt(query, -2), sizeAt(key, -2)], true, "bool");
    mask = asScores(lowerTriangle(d, ones, 0));
  }
  const keys = d.call("aten.mul.Scalar", [transpose(d, key, -2, -1), root]);
  let scores = matmul(d, scaled, keys);
  if (mask !== null) scores = d.call("aten.add.Tensor", [scores, mask]);
  const soft = d.call("aten._softmax.default", [scores, -1, false]);
  // A row that is masked as a whole has no weights.
  const empty = d.call("aten.logical_not.default", [
    d.call("aten.eq.Scalar", [scores, float(Number.NEGATIVE_INFINITY)]),
  ]);
  const nothing = d.call("aten.logical_not.default", [d.call("aten.any.dim", [empty, -1, true])]);
  const weights = d.call("aten.where.self", [nothing, d.call("aten.full_like.default", [soft, 0]), soft]);
  const result = matmul(d, weights, value);
  if (rankOf(query) !== 4) return result;
  // The layout that the fused kernel gives: rows before batches in memory.
  return permute(d, dense(d, permute(d, result, [2, 0, 1, 3])), [1, 2, 0, 3]);
}

/** Elements mirrored at both ends of a dimension. */
function mirrored(d: DecomposeBuilder, x: TensorNode, dim: number, before: number, after: number): TensorNode {
  const last = sizeAt(x, dim);
  if (typeof last !== "number") throw new Error("a padding of a free size");
  const end = last - 1;
  const distance = (t: TensorNode) => d.call("aten.abs.default", [t]);
  const minus = (t: TensorNode) => d.call("aten.rsub.Scalar", [t, end]);
  const places = d.call("aten.arange.start_step", [-before, last + after]);
  const at = minus(distance(minus(distance(places))));
  const index: DecomposeInput[] = range(rankOf(x)).map(() => null);
  index[dim] = at;
  return d.call("aten.index.Tensor", [x, index]);
}

const NORM_TAIL = "float momentum, float eps, bool cudnn_enabled";

export const layerDecompositions: readonly CoreDecomposition[] = [
  ...convolutions(1),
  ...convolutions(2),
  ...convolutions(3),
  core(
    `aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, ${NORM_TAIL}) -> Tensor` as "aten::f(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    (d, { input, weight, bias, running_mean, running_var, training, momentum, eps }) => {
      const rest = [float(momentum), float(eps)];
      if (!training && running_mean !== null && running_var !== null) {
        const args = [input, weight, bias, running_mean, running_var, ...rest];
        return nth(d.callMany("aten._native_batch_norm_legit_no_training.default", args), 0);
      }
      if (running_mean !== null || running_var !== null) return undefined;
      return nth(d.callMany("aten._native_batch_norm_legit.no_stats", [input, weight, bias, true, ...rest]), 0);
    },
  ),
  core(
    `aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, ${NORM_TAIL}) -> Tensor` as "aten::f(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    (d, { input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps }) => {
      if (!use_input_stats || running_mean !== null || running_var !== null) return undefined;
      const [batch, channels] = [sizeAt(input, 0), sizeAt(input, 1)];
      const many = (t: TensorNode | null) => (t === null ? null : d.call("aten.repeat.default", [t, sizes([batch])]));
      const [w, b] = [many(weight), many(bias)];
      const one = reshape(d, input, [1, mul(batch, channels), ...input.meta.shape.slice(2)]);
      const args = [one, w, b, true, float(momentum), float(eps)];
      const result = nth(d.callMany("aten._native_batch_norm_legit.no_stats", args), 0);
      return d.call("aten.view.default", [result, sizes(input.meta.shape)]);
    },
  ),
  core(
    "aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor",
    (d, { input, normalized_shape, weight, bias, eps }) =>
      nth(d.callMany("aten.native_layer_norm.default", [input, normalized_shape, weight, bias, float(eps)]), 0),
  ),
  core(
    "aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor",
    (d, { input, num_groups, weight, bias, eps }) => {
      const [batch, channels] = [sizeAt(input, 0), sizeAt(input, 1)];
      const counts = sizes([batch, channels, flatLength(input.meta.shape.slice(2))]);
      const args = [input, weight, bias, ...counts, num_groups, float(eps)];
      return nth(d.callMany("aten.native_group_norm.default", args), 0);
    },
  ),
  core(
    "aten::rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor",
    (d, { input, normalized_shape, weight, eps }) => {
      const { dtype } = input.meta;
      if (dtype !== "float32" && dtype !== "float64") return undefined;
      const least = eps ?? (dtype === "float64" ? Number.EPSILON : 2 ** -23);
      const rank = rankOf(input);
      const dims = normalized_shape.map((_, i) => rank - normalized_shape.length + i);
      const square = d.call("aten.pow.Tensor_Scalar", [input, 2]);
      const mean = d.call("aten.mean.dim", [square, dims, true]);
      const scale = d.call("aten.rsqrt.default", [d.call("aten.add.Scalar", [mean, float(least)])]);
      const result = d.call("aten.mul.Tensor", [input, scale]);
      return weight === null ? result : d.call("aten.mul.Tensor", [result, weight]);
    },
  ),
  core("aten::dropout(Tensor input, float p, bool train) -> Tensor", (d, { input, p, train }) => {
    if (!train || p === 0) return d.call("aten.clone.default", [input]);
    return nth(d.callMany("aten.native_dropout.default", [input, float(p), true]), 0);
  }),
  core(
    "aten::max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor",
    (d, { self, kernel_size, stride, padding, dilation, ceil_mode }) => {
      const two = (list: readonly number[], first: number) => (list.length === 0 ? [] : [first, ...list]);
      const args = [two(kernel_size, 1), two(stride, 1), two(padding, 0), two(dilation, 1), ceil_mode];
      return nth(
        overOneRow(d, self, (wide) => d.callMany("aten.max_pool2d_with_indices.default", [wide, ...args])),
        0,
      );
    },
  ),
  core(
    "aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor",
    (d, { self, kernel_size, stride, padding, dilation, ceil_mode }) => {
      const args = [self, kernel_size, stride, padding, dilation, ceil_mode];
      return nth(d.callMany("aten.max_pool2d_with_indices.default", args), 0);
    },
  ),
  core(
    "aten::max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor",
    (d, { self, kernel_size, stride, padding, dilation, ceil_mode }) => {
      const args = [self, kernel_size, stride, padding, dilation, ceil_mode];
      return nth(d.callMany("aten.max_pool3d_with_indices.default", args), 0);
    },
  ),
  core(
    "aten::avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False, bool count_include_pad=True) -> Tensor",
    (d, { self, kernel_size, stride, padding, ceil_mode, count_include_pad }) => {
      const steps = stride.length === 0 ? kernel_size : stride;
      const args = [[1, ...kernel_size], [1, ...steps], [0, ...padding], ceil_mode, count_include_pad];
      return nth(
        overOneRow(d, self, (wide) => [d.call("aten.avg_pool2d.default", [wide, ...args])]),
        0,
      );
    },
  ),
  core("aten::adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor", (d, { self, output_size }) =>
    nth(
      overOneRow(d, self, (wide) => [adaptiveMean(d, wide, [1, ...output_size], "aten._adaptive_avg_pool2d.default")]),
      0,
    ),
  ),
  core("aten::adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor", (d, { self, output_size }) =>
    adaptiveMean(d, self, output_size, "aten._adaptive_avg_pool2d.default"),
  ),
  core("aten::adaptive_avg_pool3d(Tensor self, SymInt[3] output_size) -> Tensor", (d, { self, output_size }) =>
    adaptiveMean(d, self, output_size, "aten._adaptive_avg_pool3d.default"),
  ),
  core("aten::adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)", (d, { self, output_size }) => {
    const wide = unsqueeze(d, self, -2);
    const both = d.callMany("aten.adaptive_max_pool2d.default", [wide, [1, ...output_size]]);
    const places = squeeze(d, nth(both, 1), [-2]);
    return [squeeze(d, nth(both, 0), [-2]), places];
  }),
  core(
    "aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
    (d, { query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa }) => {
      const width = sizeAt(query, -1);
      if (dropout_p > 0 || enable_gqa || typeof width !== "number") return undefined;
      const factor = scale ?? 1 / Math.sqrt(width);
      return attention(d, { query, key, value, mask: attn_mask }, factor, is_causal);
    },
  ),
  core(
    "aten::embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)",
    (d, { weight, indices, offsets, padding_idx, ...rest }) => {
      const { scale_grad_by_freq, mode, sparse, per_sample_weights, include_last_offset } = rest;
      const options = [scale_grad_by_freq, mode, sparse, per_sample_weights, include_last_offset, padding_idx ?? -1];
      return d.callMany("aten._embedding_bag.default", [weight, indices, offsets, ...options]);
    },
  ),
  core(
    'aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor',
    (d, { self, pad, mode, value }) => {
      const amounts = pad.map(exprOf);
      if (mode === "constant") return d.call("aten.constant_pad_nd.default", [self, sizes(amounts), float(value ?? 0)]);
      const padded = amounts.length / 2;
      const numbers = amounts.filter((n) => typeof n === "number");
      const fixed = range(padded).every((i) => typeof sizeAt(self, -1 - i) === "number");
      if (mode !== "reflect" || numbers.length !== amounts.length || !fixed) return undefined;
      const rank = rankOf(self);
      return range(padded)
        .map((i) => padded - 1 - i)
        .reduce((x, i) => mirrored(d, x, rank - 1 - i, numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0), self);
    },
  ),
  core("aten::pixel_shuffle(Tensor self, int upscale_factor) -> Tensor", (d, { self, upscale_factor: r }) => {
    const [c, h, w] = [sizeAt(self, -3), sizeAt(self, -2), sizeAt(self, -1)];
    const n = rankOf(self) - 3;
    const lead = self.meta.shape.slice(0, n);
    if (typeof c !== "number") return undefined;
    const apart = d.call("aten.view.default", [self, sizes([...lead, c / (r * r), r, r, h, w])]);
    const order = [...range(n), n, n + 3, n + 1, n + 4, n + 2];
    return dense(d, reshape(d, permute(d, apart, order), resultOf(d).shape));
  }),
  core("aten::pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor", (d, { self, downscale_factor: r }) => {
    const [c, h, w] = [sizeAt(self, -3), sizeAt(self, -2), sizeAt(self, -1)];
    const n = rankOf(self) - 3;
    const lead = self.meta.shape.slice(0, n);
    if (typeof h !== "number" || typeof w !== "number") return undefined;
    const apart = d.call("aten.view.default", [self, sizes([...lead, c, h / r, r, w / r, r])]);
    const order = [...range(n), n, n + 2, n + 4, n + 1, n + 3];
    return dense(d, reshape(d, permute(d, apart, order), resultOf(d).shape));
  }),
  core(
    "aten::grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
    (d, { input, grid, interpolation_mode, padding_mode, align_corners }) =>
      d.call(`aten.grid_sampler_${rankOf(input) - 2}d.default`, [
        input,
        grid,
        interpolation_mode,
        padding_mode,
        align_corners,
      ]),
  ),
  core("aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", (d, { self, dim, dtype }) => {
    const x =
      dtype === null || dtype === self.meta.dtype
        ? self
        : d.call("aten._to_copy.default", [self], { dtype: { kind: "dtype", dtype } });
    return d.call("aten._softmax.default", [x, dim, false]);
  }),
  core("aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", (d, { self, dim, dtype }) => {
    const x =
      dtype === null || dtype === self.meta.dtype
        ? self
        : d.call("aten._to_copy.default", [self], { dtype: { kind: "dtype", dtype } });
    return d.call("aten._log_softmax.default", [x, dim, false]);
  }),
  core("aten::one_hot(Tensor self, int num_classes=-1) -> Tensor", (d, { self, num_classes }) => {
    if (num_classes < 0) return undefined;
    const holds = (test: TensorNode, message: string) => {
      const wrong = d.call("aten.any.dims", [d.call("aten.logical_not.default", [test])]);
      d.callMany("aten._assert_async.msg", [d.call("aten.logical_not.default", [wrong]), message]);
    };
    holds(d.call("aten.ge.Scalar", [self, 0]), "one_hot: Class values must be non-negative.");
    holds(d.call("aten.lt.Scalar", [self, num_classes]), "one_hot: Class values must be smaller than num_classes.");
    const equal = d.call("aten.eq.Tensor", [unsqueeze(d, self, -1), countUp(d, num_classes, "int64")]);
    return d.call("aten._to_copy.default", [equal], { dtype: { kind: "dtype", dtype: "int64" } });
  }),
  core("aten::glu(Tensor self, int dim=-1) -> Tensor", (d, { self, dim }) => {
    const axis = normalizeDim(dim, rankOf(self));
    const n = sizeAt(self, axis);
    if (typeof n !== "number") return undefined;
    const first = d.call("aten.slice.Tensor", [self, axis, 0, n / 2]);
    const second = d.call("aten.slice.Tensor", [self, axis, n / 2, n]);
    return d.call("aten.mul.Tensor", [first, d.call("aten.sigmoid.default", [second])]);
  }),
];
