/** Random tensors and dropout. Numbers differ from PyTorch's; shapes, types and distributions agree. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { DATA_TYPES } from "../../onnx/data_type.ts";
import type { Value } from "../../onnx/ir.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { onnxType } from "../onnx_dtype.ts";
import { elementwise } from "../pointwise/meta.ts";
import { full } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "./layout.ts";

const OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
type Options = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
const LONG = "ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None";
type Long = "ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None";

type Size = readonly (SymArg | SymInt)[];

/** Types that random numbers are drawn in; ONNX Runtime draws no halves. */
const drawType = (dtype: DType): DType => (dtype === "float64" ? dtype : "float32");

/** A random tensor of a known shape is one node; otherwise it is drawn like a tensor of that shape. */
function draw(
  g: LoweringBuilder,
  opType: "RandomUniform" | "RandomNormal",
  size: Size,
  dtype: DType,
  parameters: Readonly<Record<string, number>>,
): Value {
  const inner = drawType(dtype);
  const attributes = Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, { float: v }]));
  const type = { dtype: DATA_TYPES[onnxType(inner)] };
  const known = size.every((d) => typeof d === "number");
  const y =
    known && size.length > 0
      ? g.op(opType, [], { ...attributes, ...type, shape: size.filter((d) => typeof d === "number") })
      : g.op(`${opType}Like`, [size.length === 0 ? g.op("Identity", [g.const(0, inner)]) : full(g, size, 0, inner)], {
          ...attributes,
          ...type,
        });
  return inner === dtype ? y : g.cast(y, dtype);
}

export const uniform = (g: LoweringBuilder, size: Size, dtype: DType, low = 0, high = 1) =>
  draw(g, "RandomUniform", size, dtype, { low, high });
export const normal = (g: LoweringBuilder, size: Size, dtype: DType, mean = 0, scale = 1) =>
  draw(g, "RandomNormal", size, dtype, { mean, scale });

/** Integers in [low, high). */
function integers(g: LoweringBuilder, size: Size, dtype: DType, low: SymArg, high: SymArg): Value {
  if (typeof low === "number" && typeof high === "number")
    return g.cast(g.op("Floor", [uniform(g, size, "float64", low, high)]), dtype);
  const from = g.cast(g.size(low), "float64");
  const span = g.op("Sub", [g.cast(g.size(high), "float64"), from]);
  return g.cast(g.op("Floor", [g.op("Add", [from, g.op("Mul", [uniform(g, size, "float64"), span])])]), dtype);
}

const made = (ctx: MetaContext, size: readonly SymInt[], dtype: DType | null, device: string | null): TensorMeta =>
  contiguous(dtype ?? ctx.defaultDtype, size, device ?? "cpu");

function like(ctx: MetaContext, self: TensorMeta, dtype: DType | null, device: string | null): TensorMeta {
  return {
    ...contiguous(dtype ?? self.dtype, self.shape, device ?? self.device),
    strides: preservedStrides(ctx, self),
  };
}

const FILLS = { rand: uniform, randn: normal } as const;

function fillEntries(): readonly OpEntry[] {
  return Object.entries(FILLS).flatMap(([name, f]) => [
    op(`aten::${name}(SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, *, ${Options}) -> Tensor`, {
      meta: (ctx, { size, dtype, device }) => made(ctx, size, dtype, device),
      lower: (g, { size }) => f(g, size, g.out.dtype),
    }),
    op(
      `aten::${name}.generator(SymInt[] size, *, Generator? generator, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, *, Generator? generator, ${Options}) -> Tensor`,
      {
        meta: (ctx, { size, dtype, device }) => made(ctx, size, dtype, device),
        lower: (g, { size }) => f(g, size, g.out.dtype),
      },
    ),
    op(
      `aten::${name}_like(Tensor self, *, ${OPTIONS}, MemoryFormat? memory_format=None) -> Tensor` as `aten::f(Tensor self, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
      {
        meta: (ctx, { self, dtype, device }) => like(ctx, self, dtype, device),
        lower: (g, { self }) => f(g, self.meta.shape, g.out.dtype),
      },
    ),
  ]);
}

/** In-place fills by their functional names. */
function selfFill(
  schema: string,
  f: (g: LoweringBuilder, size: Size, dtype: DType, args: readonly number[]) => Value,
): OpEntry {
  return op(schema as "aten::f(Tensor self, float a=0., float b=1., *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower(g, args) {
      const numbers = Object.values<unknown>(args).filter((v) => typeof v === "number");
      return f(g, args.self.meta.shape, args.self.meta.dtype, numbers);
    },
  });
}

/** 1 with probability p. */
function bernoulli(g: LoweringBuilder, self: TensorOperand, p: Value): Value {
  const draws = uniform(g, self.meta.shape, "float32");
  return g.cast(g.op("Less", [draws, p]), g.out.dtype);
}

/** Zeroes elements with probability p and scales the others, in training; the input itself otherwise. */
function dropoutMask(g: LoweringBuilder, shape: Size, p: number): Value {
  return g.op("GreaterOrEqual", [uniform(g, shape, "float32"), g.const(p, "float32")]);
}

function dropout(g: LoweringBuilder, input: TensorOperand, p: number, train: boolean, shape: Size): Value {
  if (!train || p === 0) return input.value;
  const { dtype } = input.meta;
  if (p === 1) return g.op("Mul", [input.value, g.const(0, dtype)]);
  const scaled = g.op("Mul", [input.value, g.const(1 / (1 - p), dtype)]);
  return g.op("Where", [dropoutMask(g, shape, p), scaled, g.const(0, dtype)]);
}

const ALPHA = 1.7580993408473766;

function alphaDropout(g: LoweringBuilder, input: TensorOperand, p: number, train: boolean, shape: Size): Value {
  if (!train || p === 0) return input.value;
  const { dtype } = input.meta;
  if (p === 1) return g.op("Mul", [input.value, g.const(0, dtype)]);
  const a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
  const dropped = g.op("Where", [dropoutMask(g, shape, p), input.value, g.const(-ALPHA, dtype)]);
  return g.op("Add", [g.op("Mul", [dropped, g.const(a, dtype)]), g.const(a * ALPHA * p, dtype)]);
}

/** One draw a channel: the other dimensions broadcast. */
const channelShape = (meta: TensorMeta): Size => meta.shape.map((d, i) => (i < 2 ? d : 1));

function dropoutEntries(): readonly OpEntry[] {
  const rows = {
    dropout: (g: LoweringBuilder, x: TensorOperand, p: number, t: boolean) => dropout(g, x, p, t, x.meta.shape),
    feature_dropout: (g: LoweringBuilder, x: TensorOperand, p: number, t: boolean) =>
      dropout(g, x, p, t, channelShape(x.meta)),
    alpha_dropout: (g: LoweringBuilder, x: TensorOperand, p: number, t: boolean) =>
      alphaDropout(g, x, p, t, x.meta.shape),
    feature_alpha_dropout: (g: LoweringBuilder, x: TensorOperand, p: number, t: boolean) =>
      alphaDropout(g, x, p, t, channelShape(x.meta)),
  };
  return Object.entries(rows).map(([name, f]) =>
    op(
      `aten::${name}(Tensor input, float p, bool train) -> Tensor` as "aten::f(Tensor input, float p, bool train) -> Tensor",
      {
        meta(ctx, { input, p, train }) {
          ctx.check(p >= 0 && p <= 1, () => `dropout probability has to be between 0 and 1, but got ${p}`);
          return train && p > 0 ? like(ctx, input, null, null) : input;
        },
        lower: (g, { input, p, train }) => f(g, input, p, train),
      },
    ),
  );
}

export const randomOps: readonly OpEntry[] = [
  ...fillEntries(),
  op(
    `aten::randint(SymInt high, SymInt[] size, *, ${LONG}) -> Tensor` as `aten::f(SymInt high, SymInt[] size, *, ${Long}) -> Tensor`,
    {
      meta: (ctx, { size, dtype, device }) => made(ctx, size, dtype, device),
      lower: (g, { high, size }) => integers(g, size, g.out.dtype, 0, high),
    },
  ),
  op(
    `aten::randint.low(SymInt low, SymInt high, SymInt[] size, *, ${LONG}) -> Tensor` as `aten::f.low(SymInt low, SymInt high, SymInt[] size, *, ${Long}) -> Tensor`,
    {
      meta: (ctx, { size, dtype, device }) => made(ctx, size, dtype, device),
      lower: (g, { low, high, size }) => integers(g, size, g.out.dtype, low, high),
    },
  ),
  op(
    `aten::randint_like(Tensor self, SymInt high, *, ${OPTIONS}, MemoryFormat? memory_format=None) -> Tensor` as `aten::f(Tensor self, SymInt high, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
    {
      meta: (ctx, { self, dtype, device }) => like(ctx, self, dtype, device),
      lower: (g, { self, high }) => integers(g, self.meta.shape, g.out.dtype, 0, high),
    },
  ),
  op(
    `aten::randint_like.low_dtype(Tensor self, SymInt low, SymInt high, *, ${OPTIONS}, MemoryFormat? memory_format=None) -> Tensor` as `aten::f.low_dtype(Tensor self, SymInt low, SymInt high, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
    {
      meta: (ctx, { self, dtype, device }) => like(ctx, self, dtype, device),
      lower: (g, { self, low, high }) => integers(g, self.meta.shape, g.out.dtype, low, high),
    },
  ),
  op(`aten::randperm(SymInt n, *, ${LONG}) -> Tensor` as `aten::f(SymInt n, *, ${Long}) -> Tensor`, {
    meta: (ctx, { n, dtype, device }) => made(ctx, [n], dtype, device),
    lower(g, { n }) {
      const [, order] = g.ops("TopK", [uniform(g, [n], "float32"), g.sizes([n])], 2, { axis: 0 });
      if (!order) throw new Error("TopK gave too few outputs");
      return g.out.dtype === "int64" ? order : g.cast(order, g.out.dtype);
    },
  }),
  op("aten::bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self }) => bernoulli(g, self, g.as(self, "float32")),
  }),
  op("aten::bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self, p }) => bernoulli(g, self, g.const(p, "float32")),
  }),
  op("aten::bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self, p }) => bernoulli(g, self, g.as(p, "float32")),
  }),
  selfFill(
    "aten::uniform(Tensor self, float from=0., float to=1., *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [a = 0, b = 1]) => uniform(g, size, dtype, a, b),
  ),
  selfFill(
    "aten::normal_functional(Tensor self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [m = 0, s = 1]) => normal(g, size, dtype, m, s),
  ),
  selfFill(
    "aten::exponential(Tensor self, float lambd=1., *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [rate = 1]) => {
      const u = uniform(g, size, drawType(dtype));
      const e = g.op("Div", [
        g.op("Neg", [g.op("Log", [g.op("Sub", [g.const(1, drawType(dtype)), u])])]),
        g.const(rate, drawType(dtype)),
      ]);
      return drawType(dtype) === dtype ? e : g.cast(e, dtype);
    },
  ),
  selfFill(
    "aten::log_normal(Tensor self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [m = 1, s = 2]) => g.op("Exp", [normal(g, size, dtype, m, s)]),
  ),
  selfFill(
    "aten::geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [p = 0.5]) => {
      const u = g.op("Sub", [g.const(1, "float32"), uniform(g, size, "float32")]);
      const k = g.op("Ceil", [g.op("Div", [g.op("Log", [u]), g.const(Math.log(1 - p), "float32")])]);
      return dtype === "float32" ? k : g.cast(k, dtype);
    },
  ),
  selfFill(
    "aten::cauchy(Tensor self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor",
    (g, size, dtype, [m = 0, s = 1]) => {
      const angle = g.op("Mul", [
        g.op("Sub", [uniform(g, size, "float32"), g.const(0.5, "float32")]),
        g.const(Math.PI, "float32"),
      ]);
      const y = g.op("Add", [g.const(m, "float32"), g.op("Mul", [g.const(s, "float32"), g.op("Tan", [angle])])]);
      return dtype === "float32" ? y : g.cast(y, dtype);
    },
  ),
  op(
    `aten::normal.float_float(float mean, float std, SymInt[] size, *, Generator? generator=None, ${OPTIONS}) -> Tensor` as `aten::f(float mean, float std, SymInt[] size, *, Generator? generator=None, ${Options}) -> Tensor`,
    {
      meta: (ctx, { size, dtype, device }) => made(ctx, size, dtype, device),
      lower: (g, { mean, std, size }) => normal(g, size, g.out.dtype, mean, std),
    },
  ),
  op("aten::normal.Tensor_float(Tensor mean, float std=1., *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { mean }) => like(ctx, mean, null, null),
    lower: (g, { mean, std }) => g.op("Add", [mean.value, normal(g, mean.meta.shape, mean.meta.dtype, 0, std)]),
  }),
  op("aten::normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { std }) => like(ctx, std, null, null),
    lower: (g, { mean, std }) =>
      g.op("Add", [g.const(mean, std.meta.dtype), g.op("Mul", [std.value, normal(g, std.meta.shape, std.meta.dtype)])]),
  }),
  op("aten::normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor", {
    meta: (ctx, { mean, std }) => elementwise(ctx, mean.dtype, [mean, std]),
    lower: (g, { mean, std }) =>
      g.op("Add", [mean.value, g.op("Mul", [g.as(std, mean.meta.dtype), normal(g, g.out.shape, mean.meta.dtype)])]),
  }),
  op(
    "aten::multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor",
    {
      meta: (_, { self, num_samples }) => contiguous("int64", [...self.shape.slice(0, -1), num_samples], self.device),
      lower(g, { self, num_samples, replacement }) {
        // Gumbel's trick: the largest of log p + noise are a draw without replacement; one at a time, with.
        const logits = g.op("Log", [g.as(self, "float32")]);
        const gumbel = (size: Size) =>
          g.op("Neg", [g.op("Log", [g.op("Neg", [g.op("Log", [uniform(g, size, "float32", 1e-12, 1)])])])]);
        const { shape } = self.meta;
        if (!replacement) {
          const [, picks] = g.ops("TopK", [g.op("Add", [logits, gumbel(shape)]), g.sizes([num_samples])], 2, {
            axis: -1,
          });
          if (!picks) throw new Error("TopK gave too few outputs");
          return picks;
        }
        const batch = shape.slice(0, -1);
        const noise = gumbel([...batch, num_samples, shape.at(-1) ?? 1]);
        return g.op("ArgMax", [g.op("Add", [g.op("Unsqueeze", [logits, g.ints([-2])]), noise])], {
          axis: -1,
          keepdims: 0,
        });
      },
    },
  ),
  ...dropoutEntries(),
  op("aten::native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)", {
    meta: (ctx, { input }) => [like(ctx, input, null, null), like(ctx, input, "bool", null)],
    lower(g, { input, p, train }) {
      const { dtype, shape } = input.meta;
      if (train === false || p === 0) return [g.op("Identity", [input.value]), full(g, shape, true, "bool")];
      const mask = dropoutMask(g, shape, p);
      const scale = p === 1 ? 0 : 1 / (1 - p);
      return [g.op("Mul", [g.op("Mul", [input.value, g.cast(mask, dtype)]), g.const(scale, dtype)]), mask];
    },
  }),
];
