/** Quantiles, the median without NaNs, and the most frequent element. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { permute, unsqueeze } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { reduced, reducedShape } from "./reduction.ts";

const INTERPOLATIONS = ["linear", "lower", "higher", "midpoint", "nearest"];

function quantileMeta(
  ctx: MetaContext,
  name: string,
  self: TensorMeta,
  q: TensorMeta | null,
  dim: number | null,
  keepdim: boolean,
  interpolation: string,
): TensorMeta {
  ctx.check(
    self.dtype === "float32" || self.dtype === "float64",
    () => `${name}() input tensor must be either float or double dtype`,
  );
  ctx.check(q === null || q.dtype === self.dtype, () => `${name}() q tensor must be same dtype as the input tensor`);
  ctx.check((q?.shape.length ?? 0) <= 1, () => `${name}() q must be a scalar or 1D tensor`);
  ctx.check(
    INTERPOLATIONS.includes(interpolation),
    () => `${name}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${interpolation}`,
  );
  const shape = reducedShape(self.shape, dim === null ? null : [dim], keepdim);
  return contiguous(self.dtype, [...(q?.shape ?? []), ...shape], self.device);
}

/** The dimension last, or everything in one. */
function rows(g: LoweringBuilder, self: TensorOperand, dim: number | null): Value {
  const rank = self.meta.shape.length;
  if (dim === null || rank === 0) return g.op("Reshape", [self.value, g.ints([-1])]);
  const axis = normalizeDim(dim, rank);
  return permute(g, self.value, [...range(rank).filter((d) => d !== axis), axis]);
}

function sortRows(g: LoweringBuilder, x: Value): readonly [Value, Value] {
  const [values, indices] = g.ops("TopK", [x, g.op("Shape", [x], { start: -1 })], 2, {
    axis: -1,
    largest: 0,
    sorted: 1,
  });
  if (!values || !indices) throw new Error("TopK gave too few outputs");
  return [values, indices];
}

/** NaNs sort behind everything else. */
function nanLast(g: LoweringBuilder, x: Value, dtype: DType): { readonly nan: Value; readonly filled: Value } {
  const nan = g.op("IsNaN", [x]);
  return { nan, filled: g.op("Where", [nan, g.const(Number.POSITIVE_INFINITY, dtype), x]) };
}

const countRows = (g: LoweringBuilder, flags: Value) =>
  g.op("ReduceSum", [g.cast(flags, "int64"), g.ints([-1])], { keepdims: 1 });

const ROUNDING: Readonly<Record<string, string>> = { lower: "Floor", higher: "Ceil", nearest: "Round" };

/** The sorted row at the places `ranks`, which may lie between two elements. */
function interpolate(g: LoweringBuilder, sorted: Value, ranks: Value, dtype: DType, interpolation: string): Value {
  const pick = (at: Value) => g.op("GatherElements", [sorted, g.cast(at, "int64")], { axis: -1 });
  const rounding = ROUNDING[interpolation];
  if (rounding !== undefined) return pick(g.op(rounding, [ranks]));
  const below = g.op("Floor", [ranks]);
  const [a, b] = [pick(below), pick(g.op("Ceil", [ranks]))];
  const gap = g.op("Sub", [b, a]);
  const half = g.const(0.5, dtype);
  if (interpolation === "midpoint") return g.op("Sub", [b, g.op("Mul", [gap, half])]);
  const weight = g.op("Sub", [ranks, below]);
  const up = g.op("Add", [a, g.op("Mul", [weight, gap])]);
  const down = g.op("Sub", [b, g.op("Mul", [gap, g.op("Sub", [g.const(1, dtype), weight])])]);
  return g.op("Where", [g.op("Less", [weight, half]), up, down]);
}

function quantile(
  g: LoweringBuilder,
  self: TensorOperand,
  q: { readonly value: Value; readonly rank: number },
  dim: number | null,
  keepdim: boolean,
  interpolation: string,
  ignoreNaN: boolean,
): Value {
  const { dtype } = self.meta;
  const x = rows(g, self, dim);
  const { nan, filled } = nanLast(g, x, dtype);
  const [sorted] = sortRows(g, filled);
  const one = g.const(1, "int64");
  const size = ignoreNaN ? countRows(g, g.op("Not", [nan])) : g.op("Shape", [x], { start: -1 });
  const last = g.op("Max", [g.op("Sub", [size, one]), g.const(0, "int64")]);
  const steps = g.op("Mul", [q.rank === 0 ? g.op("Reshape", [q.value, g.ints([1])]) : q.value, g.cast(last, dtype)]);
  // One rank a row and quantile.
  const lead = g.op("Shape", [x], { start: 0, end: -1 });
  const ranks = g.op("Expand", [steps, g.op("Concat", [lead, g.ints([1])], { axis: 0 })]);
  const y = interpolate(g, sorted, ranks, dtype, interpolation);
  const nans = countRows(g, nan);
  const bad = ignoreNaN
    ? g.op("Equal", [nans, g.op("Shape", [x], { start: -1 })])
    : g.op("Greater", [nans, g.const(0, "int64")]);
  const result = g.op("Where", [bad, g.const(Number.NaN, dtype), y]);
  return arrange(g, result, self.meta, q.rank, dim, keepdim);
}

/** The quantiles from the last dimension to the first, and the reduced dimension back as 1. */
function arrange(
  g: LoweringBuilder,
  y: Value,
  self: TensorMeta,
  qRank: number,
  dim: number | null,
  keepdim: boolean,
): Value {
  const rank = self.shape.length;
  const lead = dim === null || rank === 0 ? 0 : rank - 1;
  const front = qRank === 0 ? g.op("Squeeze", [y, g.ints([-1])]) : permute(g, y, [lead, ...range(lead)]);
  if (!keepdim || rank === 0) return front;
  const gone = dim === null ? range(rank) : [normalizeDim(dim, rank)];
  return unsqueeze(
    g,
    front,
    gone.map((d) => d + qRank),
  );
}

function quantileEntries(name: string, ignoreNaN: boolean): readonly OpEntry[] {
  const tail = 'int? dim=None, bool keepdim=False, *, str interpolation="linear"';
  return [
    op(
      `aten::${name}(Tensor self, Tensor q, ${tail}) -> Tensor` as 'aten::f(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor',
      {
        meta: (ctx, { self, q, dim, keepdim, interpolation }) =>
          quantileMeta(ctx, name, self, q, dim, keepdim, interpolation),
        lower: (g, { self, q, dim, keepdim, interpolation }) =>
          quantile(g, self, { value: q.value, rank: q.meta.shape.length }, dim, keepdim, interpolation, ignoreNaN),
      },
    ),
    op(
      `aten::${name}.scalar(Tensor self, float q, ${tail}) -> Tensor` as 'aten::f(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor',
      {
        meta(ctx, { self, q, dim, keepdim, interpolation }) {
          ctx.check(q >= 0 && q <= 1, () => `${name}() q must be in the range [0, 1] but got ${q}`);
          return quantileMeta(ctx, name, self, null, dim, keepdim, interpolation);
        },
        lower: (g, { self, q, dim, keepdim, interpolation }) =>
          quantile(g, self, { value: g.const(q, self.meta.dtype), rank: 0 }, dim, keepdim, interpolation, ignoreNaN),
      },
    ),
  ];
}

/** The middle of the elements that are no NaN, with its place. */
function nanMedian(g: LoweringBuilder, self: TensorOperand, dim: number | null): readonly [Value, Value] {
  const { dtype } = self.meta;
  const x = rows(g, self, dim);
  const { nan, filled } = nanLast(g, x, dtype);
  const [values, indices] = sortRows(g, filled);
  const count = countRows(g, g.op("Not", [nan]));
  const one = g.const(1, "int64");
  const middle = g.op("Div", [g.op("Sub", [g.op("Max", [count, one]), one]), g.const(2, "int64")]);
  const pick = (from: Value) => g.op("Squeeze", [g.op("GatherElements", [from, middle], { axis: -1 }), g.ints([-1])]);
  const empty = g.op("Squeeze", [g.op("Equal", [count, g.const(0, "int64")]), g.ints([-1])]);
  return [g.op("Where", [empty, g.const(Number.NaN, dtype), pick(values)]), pick(indices)];
}

/** Counts how often each element occurs; among the most frequent the smallest wins, at its last place. */
function mode(g: LoweringBuilder, self: TensorOperand, dim: number): readonly [Value, Value] {
  const { dtype } = self.meta;
  const wide: DType = isFloating(dtype) ? (dtype === "float64" ? dtype : "float32") : "int64";
  const x = rows(g, { ...self, value: g.as(self, wide) }, dim);
  const same = g.op("Equal", [g.op("Unsqueeze", [x, g.ints([-1])]), g.op("Unsqueeze", [x, g.ints([-2])])]);
  const counts = g.op("ReduceSum", [g.cast(same, "int64"), g.ints([-1])], { keepdims: 0 });
  const most = g.op("Equal", [counts, g.op("ReduceMax", [counts, g.ints([-1])])]);
  const high = isFloating(wide) ? Number.POSITIVE_INFINITY : 9223372036854775807n;
  const value = g.op("ReduceMin", [g.op("Where", [most, x, g.const(high, wide)]), g.ints([-1])]);
  const places = g.op("Range", [
    g.const(0, "int64"),
    g.op("Squeeze", [g.op("Shape", [x], { start: -1 })]),
    g.const(1, "int64"),
  ]);
  const at = g.op("Where", [g.op("Equal", [x, value]), places, g.const(0, "int64")]);
  const index = g.op("ReduceMax", [at, g.ints([-1])], { keepdims: 0 });
  const flat = g.op("Squeeze", [value, g.ints([-1])]);
  return [wide === dtype ? flat : g.cast(flat, dtype), index];
}

const withPlaces = (self: TensorMeta, dim: number, keepdim: boolean) => [
  reduced(self, [dim], keepdim, self.dtype),
  reduced(self, [dim], keepdim, "int64"),
];

function keep(g: LoweringBuilder, values: readonly Value[], self: TensorMeta, dim: number, keepdim: boolean) {
  const rank = self.shape.length;
  return keepdim && rank > 0 ? values.map((v) => g.op("Unsqueeze", [v, g.ints([normalizeDim(dim, rank)])])) : values;
}

export const orderStatisticsOps: readonly OpEntry[] = [
  ...quantileEntries("quantile", false),
  ...quantileEntries("nanquantile", true),
  op("aten::nanmedian(Tensor self) -> Tensor", {
    meta: (_, { self }) => reduced(self, null, false, self.dtype),
    lower: (g, { self }) =>
      isFloating(self.meta.dtype) ? nanMedian(g, self, null)[0] : g.call("aten.median.default", [self]),
  }),
  op("aten::nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    meta: (_, { self, dim, keepdim }) => withPlaces(self, dim, keepdim),
    lower(g, { self, dim, keepdim }) {
      if (!isFloating(self.meta.dtype)) return g.callMany("aten.median.dim", [self, dim, keepdim]);
      if (self.meta.shape.length === 0) return [g.op("Identity", [self.value]), g.const(0, "int64")];
      return keep(g, nanMedian(g, self, dim), self.meta, dim, keepdim);
    },
  }),
  op("aten::mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    meta: (_, { self, dim, keepdim }) => withPlaces(self, dim, keepdim),
    lower(g, { self, dim, keepdim }) {
      if (self.meta.shape.length === 0) return [g.op("Identity", [self.value]), g.const(0, "int64")];
      return keep(g, mode(g, self, dim), self.meta, dim, keepdim);
    },
  }),
];
