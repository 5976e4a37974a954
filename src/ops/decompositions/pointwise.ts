/** Elementwise functions, reductions and losses by simpler ones. */

import { isFloating } from "../../fx/dtype.ts";
import { sub as minus, product } from "../../shapes/expr.ts";
import type { DecomposeBuilder, DecomposeInput, TensorNode } from "../decomposition.ts";
import { normalizeDim, range } from "../dims.ts";
import {
  type CoreDecomposition,
  constant,
  convert,
  core,
  float,
  full,
  nth,
  rankOf,
  reduceLoss,
  renamed,
  resultOf,
  sizeAt,
  sizes,
  slice,
  squeeze,
  sumAll,
  unsqueeze,
} from "./define.ts";

const call = (d: DecomposeBuilder, name: string, ...args: readonly DecomposeInput[]): TensorNode =>
  d.call(`aten.${name}`, args);
const mul = (d: DecomposeBuilder, a: TensorNode, b: DecomposeInput) => call(d, "mul.Tensor", a, b);
const add = (d: DecomposeBuilder, a: TensorNode, b: DecomposeInput) => call(d, "add.Tensor", a, b);
const sub = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => call(d, "sub.Tensor", a, b);
const where = (d: DecomposeBuilder, c: TensorNode, a: TensorNode, b: TensorNode) => call(d, "where.self", c, a, b);
const one = (d: DecomposeBuilder, name: string, x: TensorNode) => call(d, `${name}.default`, x);
const square = (d: DecomposeBuilder, x: TensorNode) => call(d, "pow.Tensor_Scalar", x, 2);

/** min(max(x + 3, 0), 6) */
const ramp = (d: DecomposeBuilder, x: TensorNode) =>
  call(d, "clamp.default", call(d, "clamp.default", add(d, x, 3), 0), null, 6);

function softplus(d: DecomposeBuilder, x: TensorNode): TensorNode {
  const soft = one(d, "log1p", one(d, "exp", x));
  return where(d, call(d, "gt.Scalar", x, 20), x, soft);
}

function logSigmoid(d: DecomposeBuilder, x: TensorNode): TensorNode {
  const low = call(d, "minimum.default", full(d, [], 0, x.meta.dtype), x);
  const small = one(d, "exp", one(d, "neg", one(d, "abs", x)));
  return sub(d, low, one(d, "log1p", small));
}

/** What each target's class is given, with nothing for `ignore`; averaged, summed or as it is. */
function negativeLikelihood(d: DecomposeBuilder, x: TensorNode, target: TensorNode, reduction: number, ignore: number) {
  const axis = rankOf(x) < 2 ? 0 : 1;
  const kept = () => call(d, "ne.Scalar", target, ignore);
  const safe = where(d, kept(), target, constant(d, 0, "int64"));
  const picked = squeeze(d, call(d, "gather.default", x, axis, unsqueeze(d, safe, axis)), [axis]);
  const loss = one(d, "neg", picked);
  const counted = where(d, kept(), loss, constant(d, 0, x.meta.dtype));
  if (reduction === 0) return counted;
  const count = convert(d, sumAll(d, kept()), x.meta.dtype);
  const sum = sumAll(d, counted);
  return reduction === 2 ? sum : call(d, "div.Tensor", sum, count);
}

function isOne(value: DecomposeInput): boolean {
  return (
    value === 1 ||
    (typeof value === "object" && value !== null && "kind" in value && value.kind === "float" && value.value === 1)
  );
}

const SAME: readonly (readonly [schema: string, target: string])[] = [
  ["aten::absolute(Tensor self) -> Tensor", "aten.abs.default"],
  ["aten::negative(Tensor self) -> Tensor", "aten.neg.default"],
  ["aten::__and__.Tensor(Tensor self, Tensor other) -> Tensor", "aten.bitwise_and.Tensor"],
  ["aten::__or__.Tensor(Tensor self, Tensor other) -> Tensor", "aten.bitwise_or.Tensor"],
  ["aten::__xor__.Tensor(Tensor self, Tensor other) -> Tensor", "aten.bitwise_xor.Tensor"],
  ["aten::__and__.Scalar(Tensor self, Scalar other) -> Tensor", "aten.bitwise_and.Scalar"],
  ["aten::__or__.Scalar(Tensor self, Scalar other) -> Tensor", "aten.bitwise_or.Scalar"],
  ["aten::__xor__.Scalar(Tensor self, Scalar other) -> Tensor", "aten.bitwise_xor.Scalar"],
  ["aten::true_divide.Tensor(Tensor self, Tensor other) -> Tensor", "aten.div.Tensor"],
  ["aten::divide.Tensor(Tensor self, Tensor other) -> Tensor", "aten.div.Tensor"],
  ["aten::multiply.Tensor(Tensor self, Tensor other) -> Tensor", "aten.mul.Tensor"],
  ["aten::greater.Tensor(Tensor self, Tensor other) -> Tensor", "aten.gt.Tensor"],
  ["aten::greater.Scalar(Tensor self, Scalar other) -> Tensor", "aten.gt.Scalar"],
  ["aten::greater_equal.Tensor(Tensor self, Tensor other) -> Tensor", "aten.ge.Tensor"],
  ["aten::greater_equal.Scalar(Tensor self, Scalar other) -> Tensor", "aten.ge.Scalar"],
  ["aten::less.Tensor(Tensor self, Tensor other) -> Tensor", "aten.lt.Tensor"],
  ["aten::less.Scalar(Tensor self, Scalar other) -> Tensor", "aten.lt.Scalar"],
  ["aten::less_equal.Tensor(Tensor self, Tensor other) -> Tensor", "aten.le.Tensor"],
  ["aten::less_equal.Scalar(Tensor self, Scalar other) -> Tensor", "aten.le.Scalar"],
  ["aten::not_equal.Tensor(Tensor self, Tensor other) -> Tensor", "aten.ne.Tensor"],
  ["aten::not_equal.Scalar(Tensor self, Scalar other) -> Tensor", "aten.ne.Scalar"],
  ["aten::clip(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor", "aten.clamp.default"],
  ["aten::max.other(Tensor self, Tensor other) -> Tensor", "aten.maximum.default"],
  ["aten::min.other(Tensor self, Tensor other) -> Tensor", "aten.minimum.default"],
];

const activations: readonly CoreDecomposition[] = [
  core("aten::silu(Tensor self) -> Tensor", (d, { self }) => mul(d, self, one(d, "sigmoid", self))),
  core("aten::hardswish(Tensor self) -> Tensor", (d, { self }) =>
    call(d, "div.Tensor", mul(d, self, ramp(d, self)), 6),
  ),
  core("aten::hardsigmoid(Tensor self) -> Tensor", (d, { self }) => call(d, "div.Tensor", ramp(d, self), 6)),
  core("aten::relu6(Tensor self) -> Tensor", (d, { self }) => call(d, "hardtanh.default", self, 0, 6)),
  core("aten::selu(Tensor self) -> Tensor", (d, { self }) =>
    call(d, "elu.default", self, float(1.6732632423543772), float(1.0507009873554805)),
  ),
  core("aten::celu(Tensor self, Scalar alpha=1.) -> Tensor", (d, { self, alpha }) => {
    if (!isOne(alpha)) return undefined;
    const bent = one(d, "expm1", self);
    return where(d, call(d, "gt.Scalar", self, 0), self, bent);
  }),
  core("aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor", (d, { self, beta, threshold }) =>
    isOne(beta) && threshold === 20 ? softplus(d, self) : undefined,
  ),
  core("aten::mish(Tensor self) -> Tensor", (d, { self }) => mul(d, self, one(d, "tanh", softplus(d, self)))),
  core("aten::log_sigmoid(Tensor self) -> Tensor", (d, { self }) => logSigmoid(d, self)),
  core("aten::threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor", (d, { self, threshold, value }) => {
    const below = call(d, "le.Scalar", self, threshold);
    return where(d, below, constant(d, value, self.meta.dtype), self);
  }),
  core("aten::prelu(Tensor self, Tensor weight) -> Tensor", (d, { self, weight }) => {
    const rank = rankOf(self);
    const line = range(rank).map((i) => (i === 1 ? sizeAt(weight, 0) : 1));
    const wide = rank >= 2 && rankOf(weight) === 1 ? call(d, "view.default", weight, sizes(line)) : weight;
    const positive = call(d, "gt.Scalar", self, 0);
    return where(d, positive, self, mul(d, wide, self));
  }),
  core("aten::clamp_min(Tensor self, Scalar min) -> Tensor", (d, { self, min }) => call(d, "clamp.default", self, min)),
  core("aten::clamp_max(Tensor self, Scalar max) -> Tensor", (d, { self, max }) =>
    call(d, "clamp.default", self, null, max),
  ),
];

const arithmetic: readonly CoreDecomposition[] = [
  core(
    "aten::where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor",
    (d, { condition, self, other }) => where(d, condition, self, constant(d, other, resultOf(d).dtype)),
  ),
  core(
    "aten::where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor",
    (d, { condition, self, other }) => where(d, condition, constant(d, self, resultOf(d).dtype), other),
  ),
  core("aten::where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor", (d, { condition, self, other }) => {
    const { dtype } = resultOf(d);
    const first = constant(d, self, dtype);
    return where(d, condition, first, constant(d, other, dtype));
  }),
  core("aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor", (d, { self, mask, value }) =>
    where(d, mask, constant(d, value, self.meta.dtype), self),
  ),
  core("aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor", (d, { self, mask, value }) =>
    value.meta.dtype === self.meta.dtype ? where(d, mask, value, self) : undefined,
  ),
  core("aten::rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", (d, { self, other, alpha }) =>
    d.call("aten.sub.Tensor", [other, self], alpha === 1 ? {} : { alpha }),
  ),
  core("aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", (d, { self, other, alpha }) =>
    d.call("aten.sub.Tensor", [other, self], alpha === 1 ? {} : { alpha }),
  ),
  core("aten::square(Tensor self) -> Tensor", (d, { self }) => square(d, self)),
  core(
    "aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
    (d, { self, tensor1, tensor2, value }) => {
      const first = value === 1 ? tensor1 : mul(d, tensor1, value);
      return add(d, self, mul(d, first, tensor2));
    },
  ),
  core(
    "aten::addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
    (d, { self, tensor1, tensor2, value }) => {
      const ratio = call(d, "div.Tensor", tensor1, tensor2);
      return add(d, self, value === 1 ? ratio : mul(d, ratio, value));
    },
  ),
  core("aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor", (d, { self, end, weight }) => {
    if (!isFloating(self.meta.dtype)) return undefined;
    // From the nearer end, so that both ends are exact.
    const w = full(d, [], weight, self.meta.dtype);
    const far = call(d, "ge.Scalar", one(d, "abs", w), float(0.5));
    const factor = where(d, far, call(d, "sub.Tensor", w, 1), w);
    const base = where(d, far, end, self);
    return add(d, mul(d, factor, sub(d, end, self)), base);
  }),
  core("aten::floor_divide(Tensor self, Tensor other) -> Tensor", (d, { self, other }) =>
    d.call("aten.div.Tensor_mode", [self, other], { rounding_mode: "floor" }),
  ),
  core("aten::floor_divide.Scalar(Tensor self, Scalar other) -> Tensor", (d, { self, other }) =>
    d.call("aten.div.Tensor_mode", [self, other], { rounding_mode: "floor" }),
  ),
  ...SAME.map(([schema, target]) => renamed(schema, target)),
];

/** The standard deviation in place of the variance. */
const rooted = (d: DecomposeBuilder, both: readonly TensorNode[]): readonly TensorNode[] => [
  one(d, "sqrt", nth(both, 0)),
  nth(both, 1),
];

const asNumber = (unbiased: boolean): DecomposeInput => (unbiased ? float(1) : 0);

const reductions: readonly CoreDecomposition[] = [
  core("aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor", (d, { self, dtype }) =>
    d.call("aten.sum.dim_IntList", [self, []], dtype === null ? {} : { dtype: { kind: "dtype", dtype } }),
  ),
  core(
    "aten::var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
    (d, { self, dim, unbiased, keepdim }) =>
      d.call(
        "aten.var.correction",
        [self, dim],
        keepdim ? { correction: asNumber(unbiased), keepdim } : { correction: asNumber(unbiased) },
      ),
  ),
  core("aten::var(Tensor self, bool unbiased=True) -> Tensor", (d, { self, unbiased }) =>
    d.call("aten.var.correction", [self], { correction: asNumber(unbiased) }),
  ),
  core(
    "aten::std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
    (d, { self, dim, unbiased, keepdim }) =>
      one(
        d,
        "sqrt",
        d.call(
          "aten.var.correction",
          [self, dim],
          keepdim ? { correction: asNumber(unbiased), keepdim } : { correction: asNumber(unbiased) },
        ),
      ),
  ),
  core("aten::std(Tensor self, bool unbiased=True) -> Tensor", (d, { self, unbiased }) =>
    one(d, "sqrt", d.call("aten.var.correction", [self], { correction: asNumber(unbiased) })),
  ),
  core(
    "aten::std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor",
    (d, { self, dim, correction, keepdim }) =>
      one(d, "sqrt", d.call("aten.var.correction", [self, dim], { correction, keepdim })),
  ),
  core(
    "aten::var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)",
    (d, { self, dim, unbiased, keepdim }) =>
      d.callMany("aten.var_mean.correction", [self, dim], { correction: asNumber(unbiased), keepdim }),
  ),
  core("aten::var_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)", (d, { self, unbiased }) =>
    d.callMany("aten.var_mean.correction", [self], { correction: asNumber(unbiased) }),
  ),
  core(
    "aten::std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)",
    (d, { self, dim, unbiased, keepdim }) =>
      rooted(d, d.callMany("aten.var_mean.correction", [self, dim], { correction: asNumber(unbiased), keepdim })),
  ),
  core("aten::std_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)", (d, { self, unbiased }) =>
    rooted(d, d.callMany("aten.var_mean.correction", [self], { correction: asNumber(unbiased) })),
  ),
  core(
    "aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor",
    (d, args) => {
      const { self, n, dim, prepend, append } = args;
      if (n !== 1 || prepend !== null || append !== null || self.meta.dtype === "bool") return undefined;
      const axis = normalizeDim(dim, rankOf(self));
      const size = sizeAt(self, axis);
      const after = slice(d, self, axis, 1, size);
      return sub(d, after, slice(d, self, axis, 0, minus(size, 1)));
    },
  ),
  core("aten::all(Tensor self) -> Tensor", (d, { self }) => {
    if (resultOf(d).dtype !== "bool") return undefined;
    return one(d, "logical_not", call(d, "any.dims", one(d, "logical_not", self)));
  }),
  core("aten::all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", (d, { self, dim, keepdim }) => {
    if (resultOf(d).dtype !== "bool") return undefined;
    return one(d, "logical_not", call(d, "any.dim", one(d, "logical_not", self), dim, keepdim));
  }),
  core("aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", (d, { self, dim, keepdim }) => {
    if (!isFloating(self.meta.dtype) || rankOf(self) === 0) return undefined;
    const most = call(d, "amax.default", self, dim, true);
    const endless = call(d, "eq.Scalar", one(d, "abs", most), float(Number.POSITIVE_INFINITY));
    const shift = where(d, endless, constant(d, float(0), self.meta.dtype), most);
    const left = keepdim
      ? shift
      : squeeze(
          d,
          shift,
          dim.map((i) => i),
        );
    const sum = call(d, "sum.dim_IntList", one(d, "exp", sub(d, self, shift)), dim, keepdim);
    return add(d, one(d, "log", sum), left);
  }),
  core("aten::argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor", (d, { self, dim, descending }) =>
    nth(d.callMany("aten.sort.default", [self, dim, descending]), 1),
  ),
  core("aten::take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor", (d, { self, indices, dim }) => {
    if (dim === null || rankOf(self) !== rankOf(indices)) return undefined;
    const axis = normalizeDim(dim, rankOf(self));
    const n = sizeAt(self, axis);
    const widest = range(rankOf(self)).map((i) => (sizeAt(indices, i) === 1 ? sizeAt(self, i) : sizeAt(indices, i)));
    const shapeOf = (t: TensorNode) => widest.map((w, i) => (i === axis ? sizeAt(t, i) : w));
    const index = call(d, "expand.default", indices, sizes(shapeOf(indices)));
    const values = call(d, "expand.default", self, sizes(shapeOf(self)));
    const places = call(d, "remainder.Scalar", index, ...sizes([n]));
    return call(d, "gather.default", values, axis, places);
  }),
  core(
    "aten::isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor",
    (d, { elements, test_elements, invert }) => {
      const [n, m] = [product(elements.meta.shape), product(test_elements.meta.shape)];
      // Many tests are sorted first, which is another algorithm.
      if (typeof n !== "number" || typeof m !== "number" || m >= 10 * n ** 0.145 || rankOf(test_elements) === 0)
        return undefined;
      const line = [...elements.meta.shape, ...range(rankOf(test_elements)).map(() => 1)];
      const equal = call(d, "eq.Tensor", call(d, "view.default", elements, sizes(line)), test_elements);
      const found = call(
        d,
        "any.dims",
        equal,
        range(rankOf(test_elements)).map((i) => -1 - i),
      );
      return invert ? one(d, "logical_not", found) : found;
    },
  ),
  core(
    "aten::cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor",
    (d, { x1, x2, dim, eps }) => {
      const same = rankOf(x1) === rankOf(x2) && x1.meta.shape.every((s, i) => s === x2.meta.shape[i]);
      if (!same || x1.meta.dtype !== x2.meta.dtype || !isFloating(x1.meta.dtype)) return undefined;
      const length = (x: TensorNode) => one(d, "clone", call(d, "linalg_vector_norm.default", x, 2, [dim], true));
      const [first, second] = [length(x1), length(x2)];
      const least = constant(d, float(eps), x1.meta.dtype);
      const lengths = [call(d, "clamp.Tensor", first, least), call(d, "clamp.Tensor", second, least)];
      const unitSecond = call(d, "div.Tensor", x2, nth(lengths, 1));
      const unitFirst = call(d, "div.Tensor", x1, nth(lengths, 0));
      return call(d, "sum.dim_IntList", mul(d, unitFirst, unitSecond), [dim]);
    },
  ),
  core("aten::trace(Tensor self) -> Tensor", (d, { self }) =>
    sumAll(
      d,
      d.call("aten.clone.default", [call(d, "diagonal.default", self)], {
        memory_format: { kind: "memory_format", format: "contiguous_format" },
      }),
    ),
  ),
];

const losses: readonly CoreDecomposition[] = [
  core("aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", (d, { self, target, reduction }) =>
    reduceLoss(d, square(d, sub(d, self, target)), reduction),
  ),
  core("aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", (d, { self, target, reduction }) =>
    reduceLoss(d, one(d, "abs", sub(d, self, target)), reduction),
  ),
  core(
    "aten::smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor",
    (d, { self, target, reduction, beta }) => {
      if (beta === 0) return undefined;
      const apart = one(d, "abs", sub(d, self, target));
      const near = call(d, "lt.Scalar", apart, float(beta));
      const curve = call(d, "div.Tensor", mul(d, square(d, apart), float(0.5)), float(beta));
      return reduceLoss(d, where(d, near, curve, call(d, "sub.Tensor", apart, float(0.5 * beta))), reduction);
    },
  ),
  core(
    "aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor",
    (d, { self, target, reduction, delta }) => {
      const apart = one(d, "abs", sub(d, self, target));
      const near = call(d, "lt.Scalar", apart, float(delta));
      const curve = mul(d, mul(d, apart, float(0.5)), apart);
      const line = mul(d, call(d, "sub.Tensor", apart, float(0.5 * delta)), float(delta));
      return reduceLoss(d, where(d, near, curve, line), reduction);
    },
  ),
  ...(["nll_loss", "nll_loss_nd"] as const).map((name) =>
    core(
      `aten::${name}(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` as "aten::f(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor",
      (d, { self, target, weight, reduction, ignore_index }) =>
        weight === null && typeof ignore_index === "number"
          ? negativeLikelihood(d, self, target, reduction, ignore_index)
          : undefined,
    ),
  ),
  core(
    "aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor",
    (d, { self, target, weight, reduction, ignore_index, label_smoothing }) => {
      if (weight !== null || isFloating(target.meta.dtype) || typeof ignore_index !== "number") return undefined;
      const axis = rankOf(self) === 1 ? 0 : 1;
      const logs = call(d, "_log_softmax.default", self, axis, false);
      if (label_smoothing === 0) return negativeLikelihood(d, logs, target, reduction, ignore_index);
      const classes = sizeAt(self, axis);
      if (reduction !== 1 || typeof classes !== "number") return undefined;
      const hard = negativeLikelihood(d, logs, target, reduction, ignore_index);
      const even = one(d, "neg", call(d, "sum.dim_IntList", logs, [axis]));
      const ignored = call(d, "eq.Scalar", target, ignore_index);
      const kept = where(d, ignored, constant(d, float(0), self.meta.dtype), even);
      const count = sumAll(d, one(d, "bitwise_not", ignored));
      const smooth = call(d, "div.Tensor", sumAll(d, kept), count);
      const part = call(d, "mul.Scalar", smooth, float(label_smoothing / classes));
      return add(d, call(d, "mul.Scalar", hard, float(1 - label_smoothing)), part);
    },
  ),
  core(
    "aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor",
    (d, { self, target, weight, pos_weight, reduction }) => {
      if (pos_weight !== null) return undefined;
      const linear = mul(d, call(d, "rsub.Scalar", target, 1), self);
      const loss = sub(d, linear, logSigmoid(d, self));
      return reduceLoss(d, weight === null ? loss : mul(d, loss, weight), reduction);
    },
  ),
  core(
    "aten::kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor",
    (d, { self, target, reduction, log_target }) => {
      if (log_target || !isFloating(target.meta.dtype)) return undefined;
      const cross = mul(d, target, self);
      const zero = call(d, "eq.Scalar", target, 0);
      const plain = mul(d, target, one(d, "log", target));
      const { dtype } = target.meta;
      const kept = where(d, zero, constant(d, 0, dtype), plain);
      const nan = one(d, "isnan", target);
      return reduceLoss(d, sub(d, where(d, nan, constant(d, float(Number.NaN), dtype), kept), cross), reduction);
    },
  ),
];

export const pointwiseDecompositions: readonly CoreDecomposition[] = [
  ...activations,
  ...arithmetic,
  ...reductions,
  ...losses,
];
