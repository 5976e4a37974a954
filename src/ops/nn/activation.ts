/** Activation functions, clamps and softmaxes. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { eq } from "../../shapes/bool.ts";
import { floordiv, mod } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { metaOfScalar } from "../pointwise/binary.ts";
import { mathematical } from "../pointwise/mathematical.ts";
import { computed, elementwise, promoted } from "../pointwise/meta.ts";
import { contiguous } from "../strides.ts";

type Unary = (g: LoweringBuilder, x: Value, dtype: DType) => Value;

function numberOf(s: LowerScalar | number): number {
  if (typeof s === "object") {
    if (s.kind === "float") return s.value;
    throw new Error("a size is no activation parameter");
  }
  return Number(s);
}

/** Computes in the result's type. */
function unary(g: LoweringBuilder, self: TensorOperand, f: Unary): Value {
  return computed(g, g.out.dtype, [self], ([x], dtype) => {
    if (!x) throw new Error("an operand is absent");
    return f(g, x, dtype);
  });
}

const same = (ctx: MetaContext, self: TensorMeta) => elementwise(ctx, self.dtype, [self]);

export function clip(g: LoweringBuilder, x: Value, low: number | null, high: number | null, dtype: DType): Value {
  return g.op("Clip", [x, low === null ? null : g.const(low, dtype), high === null ? null : g.const(high, dtype)]);
}

const sigmoid: Unary = (g, x) => g.op("Sigmoid", [x]);

/** log(1 + exp(x)), stable: max(x, 0) + log(1 + exp(-|x|)). */
const softplus: Unary = (g, x, dtype) => {
  const tail = g.op("Log", [g.op("Add", [g.const(1, dtype), g.op("Exp", [g.op("Neg", [g.op("Abs", [x])])])])]);
  return g.op("Add", [g.op("Relu", [x]), tail]);
};

function gelu(g: LoweringBuilder, x: Value, approximate: string, dtype: DType): Value {
  if (g.opset >= 20) return g.op("Gelu", [x], approximate === "tanh" ? { approximate } : {});
  const half = g.const(0.5, dtype);
  const one = g.const(1, dtype);
  if (approximate === "tanh") {
    const cube = g.op("Mul", [x, g.op("Mul", [x, x])]);
    const inner = g.op("Mul", [
      g.const(Math.sqrt(2 / Math.PI), dtype),
      g.op("Add", [x, g.op("Mul", [g.const(0.044715, dtype), cube])]),
    ]);
    return g.op("Mul", [g.op("Mul", [half, x]), g.op("Add", [one, g.op("Tanh", [inner])])]);
  }
  const erf = mathematical(g, "Erf", g.op("Div", [x, g.const(Math.SQRT2, dtype)]), dtype);
  return g.op("Mul", [half, g.op("Mul", [x, g.op("Add", [one, erf])])]);
}

/** Activations of one tensor without parameters. */
const PLAIN: Readonly<Record<string, Unary>> = {
  relu6: (g, x, dtype) => clip(g, x, 0, 6, dtype),
  selu: (g, x) => g.op("Selu", [x]),
  silu: (g, x, dtype) => g.op("Mul", [x, sigmoid(g, x, dtype)]),
  mish: (g, x, dtype) => g.op("Mul", [x, g.op("Tanh", [softplus(g, x, dtype)])]),
  hardswish: (g, x, dtype) => g.op("Mul", [x, hardsigmoid(g, x, dtype)]),
  hardsigmoid: (g, x, dtype) => hardsigmoid(g, x, dtype),
  log_sigmoid: (g, x, dtype) => g.op("Neg", [softplus(g, g.op("Neg", [x]), dtype)]),
};

/** The exact slope: HardSigmoid's attribute is a float32. */
function hardsigmoid(g: LoweringBuilder, x: Value, dtype: DType): Value {
  return dtype === "float32" || dtype === "float16"
    ? g.op("HardSigmoid", [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } })
    : clip(g, g.op("Add", [g.op("Div", [x, g.const(6, dtype)]), g.const(0.5, dtype)]), 0, 1, dtype);
}

function softmaxValue(g: LoweringBuilder, self: TensorOperand, dim: number, dtype: DType, opType: string): Value {
  const x = g.as(self, dtype);
  if (self.meta.shape.length === 0) {
    return g.op("Squeeze", [g.op(opType, [g.op("Unsqueeze", [x, g.ints([0])])], { axis: 0 }), g.ints([0])]);
  }
  return g.op(opType, [x], { axis: normalizeDim(dim, self.meta.shape.length) });
}

function softmaxEntries(prefix: "" | "special_", name: "softmax" | "log_softmax", opType: string): readonly OpEntry[] {
  const schema =
    prefix === ""
      ? `aten::${name}.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
      : `aten::${prefix}${name}(Tensor self, int dim${name === "log_softmax" ? ", *" : ""}, ScalarType? dtype=None) -> Tensor`;
  return [
    op(schema as "aten::f.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", {
      meta(ctx, { self, dim, dtype }) {
        normalizeDim(dim, self.shape.length);
        return softmaxMeta(ctx, self, dtype ?? self.dtype, name);
      },
      lower: (g, { self, dim }) => softmaxValue(g, self, dim, g.out.dtype, opType),
    }),
  ];
}

function softmaxMeta(ctx: MetaContext, self: TensorMeta, dtype: DType, name: string): TensorMeta {
  ctx.check(
    isFloating(dtype),
    () => `"${name}_lastdim_kernel_impl" not implemented for '${dtype === "int64" ? "Long" : dtype}'`,
    "NotImplementedError",
  );
  return elementwise(ctx, dtype, [self]);
}

function rawSoftmax(name: "_softmax" | "_log_softmax", opType: string): OpEntry {
  return op(
    `aten::${name}(Tensor self, int dim, bool half_to_float) -> Tensor` as "aten::f(Tensor self, int dim, bool half_to_float) -> Tensor",
    {
      meta: (ctx, { self, dim, half_to_float }) => {
        normalizeDim(dim, self.shape.length);
        return softmaxMeta(ctx, self, half_to_float ? "float32" : self.dtype, name.slice(1));
      },
      lower: (g, { self, dim }) => softmaxValue(g, self, dim, g.out.dtype, opType),
    },
  );
}

export const activationOps: readonly OpEntry[] = [
  ...Object.entries(PLAIN).map(([name, f]) =>
    op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (ctx, { self }) => same(ctx, self),
      lower: (g, { self }) => unary(g, self, f),
    }),
  ),
  op('aten::gelu(Tensor self, *, str approximate="none") -> Tensor', {
    meta(ctx, { self, approximate }) {
      ctx.check(
        approximate === "none" || approximate === "tanh",
        () => "approximate argument must be either none or tanh.",
      );
      return same(ctx, self);
    },
    lower: (g, { self, approximate }) => unary(g, self, (b, x, dtype) => gelu(b, x, approximate, dtype)),
  }),
  op("aten::elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, alpha, scale, input_scale }) =>
      unary(g, self, (b, x, dtype) => {
        const [a, s, i] = [numberOf(alpha), numberOf(scale), numberOf(input_scale)];
        if (s === 1 && i === 1) return b.op("Elu", [x], { alpha: { float: a } });
        const z = b.op("Mul", [x, b.const(i, dtype)]);
        const below = b.op("Mul", [b.const(a * s, dtype), b.op("Sub", [b.op("Exp", [z]), b.const(1, dtype)])]);
        return b.op("Where", [b.op("Greater", [x, b.const(0, dtype)]), b.op("Mul", [x, b.const(s, dtype)]), below]);
      }),
  }),
  op("aten::celu(Tensor self, Scalar alpha=1.) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, alpha }) =>
      unary(g, self, (b, x, dtype) => {
        const a = numberOf(alpha);
        const below = b.op("Mul", [
          b.const(a, dtype),
          b.op("Sub", [b.op("Exp", [b.op("Div", [x, b.const(a, dtype)])]), b.const(1, dtype)]),
        ]);
        return b.op("Where", [b.op("Greater", [x, b.const(0, dtype)]), x, below]);
      }),
  }),
  op("aten::leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, negative_slope }) =>
      unary(g, self, (b, x) => b.op("LeakyRelu", [x], { alpha: { float: numberOf(negative_slope) } })),
  }),
  op(
    "aten::rrelu(Tensor self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor",
    {
      meta: (ctx, { self }) => same(ctx, self),
      lower: (g, { self, lower, upper, training }) =>
        unary(g, self, (b, x, dtype) => {
          const [low, high] = [numberOf(lower), numberOf(upper)];
          if (!training) return b.op("LeakyRelu", [x], { alpha: { float: (low + high) / 2 } });
          const noise = b.op("RandomUniformLike", [x], { low: { float: low }, high: { float: high } });
          return b.op("Where", [b.op("Less", [x, b.const(0, dtype)]), b.op("Mul", [x, noise]), x]);
        }),
    },
  ),
  op("aten::prelu(Tensor self, Tensor weight) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower(g, { self, weight }) {
      const rank = self.meta.shape.length;
      const slope =
        rank > 2 ? g.op("Reshape", [weight.value, g.ints([-1, ...new Array<number>(rank - 2).fill(1)])]) : weight.value;
      return g.op("PRelu", [self.value, slope]);
    },
  }),
  op("aten::_prelu_kernel(Tensor self, Tensor weight) -> Tensor", {
    meta: (ctx, { self, weight }) => elementwise(ctx, self.dtype, [self, weight]),
    lower: (g, { self, weight }) => g.op("PRelu", [self.value, weight.value]),
  }),
  op("aten::hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, min_val, max_val }) =>
      unary(g, self, (b, x, dtype) => clip(b, x, numberOf(min_val), numberOf(max_val), dtype)),
  }),
  op("aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, beta, threshold }) =>
      unary(g, self, (b, x, dtype) => {
        const k = numberOf(beta);
        const z = k === 1 ? x : b.op("Mul", [x, b.const(k, dtype)]);
        const soft = k === 1 ? softplus(b, z, dtype) : b.op("Div", [softplus(b, z, dtype), b.const(k, dtype)]);
        return b.op("Where", [b.op("Greater", [z, b.const(numberOf(threshold), dtype)]), x, soft]);
      }),
  }),
  op("aten::softshrink(Tensor self, Scalar lambd=0.5) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, lambd }) =>
      unary(g, self, (b, x, dtype) => {
        const l = b.const(numberOf(lambd), dtype);
        const low = b.const(-numberOf(lambd), dtype);
        const above = b.op("Sub", [x, l]);
        const below = b.op("Add", [x, l]);
        const zero = b.op("Mul", [x, b.const(0, dtype)]);
        return b.op("Where", [b.op("Greater", [x, l]), above, b.op("Where", [b.op("Less", [x, low]), below, zero])]);
      }),
  }),
  op("aten::hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, lambd }) =>
      unary(g, self, (b, x, dtype) => {
        const small = b.op("LessOrEqual", [b.op("Abs", [x]), b.const(numberOf(lambd), dtype)]);
        return b.op("Where", [small, b.const(0, dtype), x]);
      }),
  }),
  op("aten::threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor", {
    meta: (ctx, { self }) => same(ctx, self),
    lower: (g, { self, threshold, value }) =>
      unary(g, self, (b, x, dtype) =>
        b.op("Where", [b.op("LessOrEqual", [x, b.scalar(threshold, dtype)]), b.scalar(value, dtype), x]),
      ),
  }),
  op("aten::glu(Tensor self, int dim=-1) -> Tensor", {
    meta(ctx, { self, dim }) {
      ctx.check(self.shape.length > 0, () => "glu does not support 0-dimensional tensors");
      const d = normalizeDim(dim, self.shape.length);
      const n = self.shape[d] ?? 1;
      ctx.check(
        ctx.guards.decide(eq(mod(n, 2), 0), "glu"),
        () => `Halving dimension must be even, but dimension ${d} is size ${printInt(n)}`,
      );
      return contiguous(
        self.dtype,
        self.shape.map((s, i) => (i === d ? floordiv(s, 2) : s)),
        self.device,
      );
    },
    lower: (g, { self, dim }) =>
      unary(g, self, (b, x, dtype) => {
        const [a, c] = b.ops("Split", [x], 2, { axis: normalizeDim(dim, self.meta.shape.length), num_outputs: 2 });
        if (!a || !c) throw new Error("Split gave too few outputs");
        return b.op("Mul", [a, sigmoid(b, c, dtype)]);
      }),
  }),
  ...softmaxEntries("", "softmax", "Softmax"),
  ...softmaxEntries("", "log_softmax", "LogSoftmax"),
  ...softmaxEntries("special_", "softmax", "Softmax"),
  ...softmaxEntries("special_", "log_softmax", "LogSoftmax"),
  rawSoftmax("_softmax", "Softmax"),
  rawSoftmax("_log_softmax", "LogSoftmax"),
  op("aten::_safe_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", {
    meta: (ctx, { self, dtype }) => elementwise(ctx, dtype ?? self.dtype, [self]),
    lower(g, { self, dim }) {
      const { dtype } = g.out;
      const y = softmaxValue(g, self, dim, dtype, "Softmax");
      return g.op("Where", [g.op("IsNaN", [y]), g.const(0, dtype), y]);
    },
  }),
  ...(["clamp", "clip"] as const).flatMap((name) => [
    op(
      `aten::${name}(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` as "aten::f(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor",
      {
        meta(ctx, { self, min, max }) {
          ctx.check(min !== null || max !== null, () => "torch.clamp: At least one of 'min' or 'max' must not be None");
          const operands = [
            self,
            ...(min === null ? [] : [metaOfScalar(min)]),
            ...(max === null ? [] : [metaOfScalar(max)]),
          ];
          return elementwise(ctx, ctx.promote("default", operands), [self]);
        },
        lower: (g, { self, min, max }) =>
          clampValue(
            g,
            self,
            min === null ? null : g.scalar(min, clampType(g.out.dtype)),
            max === null ? null : g.scalar(max, clampType(g.out.dtype)),
          ),
      },
    ),
    op(
      `aten::${name}.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor",
      {
        meta: (ctx, { self, min, max }) => promoted(ctx, self, ...(min ? [min] : []), ...(max ? [max] : [])),
        lower(g, { self, min, max }) {
          const dtype = clampType(g.out.dtype);
          let x = g.as(self, dtype);
          if (min) x = g.op("Max", [x, g.as(min, dtype)]);
          if (max) x = g.op("Min", [x, g.as(max, dtype)]);
          return dtype === g.out.dtype ? x : g.cast(x, g.out.dtype);
        },
      },
    ),
  ]),
  op("aten::clamp_min(Tensor self, Scalar min) -> Tensor", {
    meta: (ctx, { self, min }) => promoted(ctx, self, metaOfScalar(min)),
    lower: (g, { self, min }) => clampValue(g, self, g.scalar(min, clampType(g.out.dtype)), null),
  }),
  op("aten::clamp_max(Tensor self, Scalar max) -> Tensor", {
    meta: (ctx, { self, max }) => promoted(ctx, self, metaOfScalar(max)),
    lower: (g, { self, max }) => clampValue(g, self, null, g.scalar(max, clampType(g.out.dtype))),
  }),
  op("aten::clamp_min.Tensor(Tensor self, Tensor min) -> Tensor", {
    meta: (ctx, { self, min }) => promoted(ctx, self, min),
    lower: (g, { self, min }) => g.call("aten.clamp.Tensor", [self, min, null]),
  }),
  op("aten::clamp_max.Tensor(Tensor self, Tensor max) -> Tensor", {
    meta: (ctx, { self, max }) => promoted(ctx, self, max),
    lower: (g, { self, max }) => g.call("aten.clamp.Tensor", [self, null, max]),
  }),
];

/** Types that ONNX's Max, Min and Clip take. */
function clampType(dtype: DType): DType {
  return dtype === "bool" ? "int32" : dtype;
}

function clampValue(g: LoweringBuilder, self: TensorOperand, min: Value | null, max: Value | null): Value {
  const dtype = clampType(g.out.dtype);
  const y = g.op("Clip", [g.as(self, dtype), min, max]);
  return dtype === g.out.dtype ? y : g.cast(y, g.out.dtype);
}
