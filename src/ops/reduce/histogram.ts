/** Histograms: with even bins over a range, or with bins whose edges are given. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { eq } from "../../shapes/bool.ts";
import { add, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range as upTo } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { OpError, type ShapeGuards } from "../types.ts";
import { numberOf } from "./statistics.ts";

/** The ends of the bins: those given, or the data's. A range of one point is widened by `by` on both sides. */
function ends(
  g: LoweringBuilder,
  x: Value,
  dtype: DType,
  given: readonly [number, number] | null,
  by: number,
): readonly [Value, Value] {
  if (given !== null) {
    const more = given[0] === given[1] ? by : 0;
    return [g.const(given[0] - more, dtype), g.const(given[1] + more, dtype)];
  }
  const [a, b] = [g.op("ReduceMin", [x], { keepdims: 0 }), g.op("ReduceMax", [x], { keepdims: 0 })];
  const more = g.op("Where", [g.op("Equal", [a, b]), g.const(by, dtype), g.const(0, dtype)]);
  return [g.op("Sub", [a, more]), g.op("Add", [b, more])];
}

/** Adds up `weights` (or ones) in the bins `at`, of which there are `count`; places that are not `inside` add nothing. */
function tally(g: LoweringBuilder, at: Value, inside: Value, count: Value, weights: Value | null, dtype: DType): Value {
  const zero = g.const(0, dtype);
  const each = weights ? g.op("Where", [inside, weights, zero]) : g.cast(inside, dtype);
  const safe = g.op("Where", [inside, at, g.const(0, "int64")]);
  const bins = g.op("Expand", [zero, g.op("Reshape", [count, g.ints([1])])]);
  return g.op("ScatterElements", [bins, safe, each], { axis: 0, reduction: "add" });
}

function evenBins(
  g: LoweringBuilder,
  x: Value,
  dtype: DType,
  bins: number,
  given: readonly [number, number] | null,
): Value {
  const [from, to] = ends(g, x, dtype, given, 1);
  const steps = g.op("Div", [g.op("Mul", [g.op("Sub", [x, from]), g.const(bins, dtype)]), g.op("Sub", [to, from])]);
  const inside = g.op("And", [g.op("GreaterOrEqual", [x, from]), g.op("LessOrEqual", [x, to])]);
  const safe = g.op("Where", [inside, steps, g.const(0, dtype)]);
  const at = g.op("Min", [g.cast(safe, "int64"), g.const(bins - 1, "int64")]);
  return tally(g, at, inside, g.const(bins, "int64"), null, dtype);
}

/** The bin of each element between sorted edges; the last edge belongs to the last bin. */
function binsOf(g: LoweringBuilder, x: Value, edges: Value): { readonly at: Value; readonly inside: Value } {
  const before = g.cast(g.op("LessOrEqual", [edges, g.op("Unsqueeze", [x, g.ints([-1])])]), "int64");
  const count = g.op("ReduceSum", [before, g.ints([-1])], { keepdims: 0 });
  const last = g.op("Gather", [edges, g.const(-1, "int64")]);
  const inside = g.op("And", [g.op("Greater", [count, g.const(0, "int64")]), g.op("LessOrEqual", [x, last])]);
  const one = g.const(1, "int64");
  const bins = g.op("Sub", [g.op("Size", [edges]), one]);
  return { at: g.op("Min", [g.op("Sub", [count, one]), g.op("Sub", [bins, one])]), inside };
}

/** `bins` + 1 edges, even between the ends, counted from both. */
function evenEdges(
  g: LoweringBuilder,
  x: Value,
  self: TensorMeta,
  bins: number,
  span: readonly number[] | null,
): Value {
  const { dtype } = self;
  const given = span === null ? null : ([span[0] ?? 0, span[1] ?? 0] as const);
  const [from, to] = ends(g, x, dtype, isEmpty(self) ? (given ?? [0, 1]) : given, 0.5);
  const step = g.op("Div", [g.op("Sub", [to, from]), g.const(bins, dtype)]);
  const index = upTo(bins + 1);
  const half = (bins + 1) >> 1;
  const front = g.op("Add", [from, g.op("Mul", [step, g.tensor(index, [bins + 1], dtype)])]);
  const back = g.op("Sub", [
    to,
    g.op("Mul", [
      step,
      g.tensor(
        index.map((i) => bins - i),
        [bins + 1],
        dtype,
      ),
    ]),
  ]);
  const first = g.tensor(
    index.map((i) => i < half),
    [bins + 1],
    "bool",
  );
  return g.op("Where", [first, front, back]);
}

/** Counts of elements in the cells of a grid; `columns` holds a coordinate each. */
function grid(
  g: LoweringBuilder,
  columns: readonly Value[],
  edges: readonly Value[],
  weight: TensorOperand | null,
  density: boolean,
  self: TensorMeta,
): Value {
  const { dtype } = self;
  const one = g.ints([1]);
  const counts = edges.map((e) => g.op("Sub", [g.op("Shape", [e]), one]));
  const shape = g.op("Concat", counts, { axis: 0 });
  if (isEmpty(self)) {
    const none = g.op("Expand", [g.const(0, dtype), shape]);
    return density ? normalized(g, none, edges) : none;
  }
  let at: Value | null = null;
  let inside: Value | null = null;
  columns.forEach((x, i) => {
    const [edge, count] = [edges[i], counts[i]];
    if (!edge || !count) throw new Error("a coordinate without edges");
    const own = binsOf(g, x, edge);
    at = at === null ? own.at : g.op("Add", [g.op("Mul", [at, count]), own.at]);
    inside = inside === null ? own.inside : g.op("And", [inside, own.inside]);
  });
  if (at === null || inside === null) throw new Error("a histogram without coordinates");
  const weights = weight ? g.op("Reshape", [g.as(weight, dtype), g.ints([-1])]) : null;
  const flat = tally(g, at, inside, g.op("ReduceProd", [shape], { keepdims: 0 }), weights, dtype);
  const hist = g.op("Reshape", [flat, shape]);
  return density ? normalized(g, hist, edges) : hist;
}

/** Divided by the sum and by each cell's volume. */
function normalized(g: LoweringBuilder, hist: Value, edges: readonly Value[]): Value {
  return edges.reduce<Value>(
    (y, e, i) => {
      const upper = g.op("Slice", [e, g.ints([1]), g.tensor([9223372036854775807n], [1], "int64"), g.ints([0])]);
      const width = g.op("Sub", [upper, g.op("Slice", [e, g.ints([0]), g.ints([-1]), g.ints([0])])]);
      const behind = edges.length - i - 1;
      const spread = g.op("Reshape", [width, g.ints([-1, ...new Array<number>(behind).fill(1)])]);
      return g.op("Div", [y, spread]);
    },
    g.op("Div", [hist, g.op("ReduceSum", [hist], { keepdims: 0 })]),
  );
}

const isEmpty = (self: TensorMeta) => self.shape.includes(0);

const flatten = (g: LoweringBuilder, self: TensorOperand) => g.op("Reshape", [self.value, g.ints([-1])]);

function gridMeta(
  ctx: MetaContext,
  self: TensorMeta,
  sizes: readonly SymInt[],
): readonly [TensorMeta, readonly TensorMeta[]] {
  ctx.check(
    self.dtype === "float32" || self.dtype === "float64",
    () => `"histogramdd" not implemented for '${self.dtype}'`,
    "NotImplementedError",
  );
  return [
    contiguous(self.dtype, sizes, self.device),
    sizes.map((n) => contiguous(self.dtype, [add(n, 1)], self.device)),
  ];
}

/** The coordinates: columns of the rows that the tensor is seen as. */
function columnsOf(g: LoweringBuilder, self: TensorOperand): readonly Value[] {
  const n = dimensions(g.guards, self.meta);
  const table = g.op("Reshape", [self.value, g.ints([-1, n])]);
  return upTo(n).map((d) => g.op("Gather", [table, g.const(d, "int64")], { axis: 1 }));
}

/** The number of outputs depends on it, so it is fixed. */
function dimensions(guards: ShapeGuards, self: TensorMeta): number {
  const n = self.shape.at(-1) ?? 1;
  if (typeof n === "number") return n;
  const hint = guards.hint(n);
  if (hint === null || !guards.decide(eq(n, hint), "the number of coordinates of a histogram"))
    throw new OpError("RuntimeError", "the number of coordinates of a histogram depends on data");
  return hint;
}

function evenGrid(
  g: LoweringBuilder,
  self: TensorOperand,
  bins: readonly number[],
  range: readonly number[] | null,
  weight: TensorOperand | null,
  density: boolean,
) {
  const columns = columnsOf(g, self);
  const edges = columns.map((x, i) =>
    evenEdges(g, x, self.meta, bins[i] ?? 1, range === null ? null : range.slice(2 * i, 2 * i + 2)),
  );
  return [grid(g, columns, edges, weight, density, self.meta), edges];
}

export const histogramOps: readonly OpEntry[] = [
  op("aten::histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor", {
    meta(ctx, { self, bins }) {
      ctx.check(bins > 0, () => "bins must be > 0");
      return contiguous(self.dtype, [bins], self.device);
    },
    lower(g, { self, bins, min, max }) {
      const { dtype } = self.meta;
      const inner: DType =
        dtype === "float64" ? dtype : dtype === "float32" || dtype === "float16" ? "float32" : "float64";
      const x = g.op("Reshape", [g.as(self, inner), g.ints([-1])]);
      const [low, high] = [numberOf(min), numberOf(max)];
      if (isEmpty(self.meta)) return g.op("Expand", [g.const(0, dtype), g.ints([bins])]);
      const y = evenBins(g, x, inner, bins, low === 0 && high === 0 ? null : [low, high]);
      return inner === dtype ? y : g.cast(y, dtype);
    },
  }),
  op(
    "aten::histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)",
    {
      meta: (_, { self, bins }) => [
        contiguous(self.dtype, [bins], self.device),
        contiguous(self.dtype, [bins + 1], self.device),
      ],
      lower(g, { self, bins, range, weight, density }) {
        const x = flatten(g, self);
        const edges = evenEdges(g, x, self.meta, bins, range);
        return [grid(g, [x], [edges], weight, density, self.meta), edges];
      },
    },
  ),
  op(
    "aten::histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)",
    {
      meta: (_, { self, bins }) => [
        contiguous(self.dtype, [sub(bins.shape[0] ?? 1, 1)], self.device),
        contiguous(self.dtype, bins.shape, self.device),
      ],
      lower: (g, { self, bins, weight, density }) => [
        grid(g, [flatten(g, self)], [bins.value], weight, density, self.meta),
        g.op("Identity", [bins.value]),
      ],
    },
  ),
  op(
    "aten::histogramdd(Tensor self, int[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)",
    {
      meta: (ctx, { self, bins }) => gridMeta(ctx, self, bins),
      lower: (g, { self, bins, range, weight, density }) => evenGrid(g, self, bins, range, weight, density),
    },
  ),
  op(
    "aten::histogramdd.int_bins(Tensor self, int bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)",
    {
      meta: (ctx, { self, bins }) =>
        gridMeta(
          ctx,
          self,
          upTo(dimensions(ctx.guards, self)).map(() => bins),
        ),
      lower: (g, { self, bins, range, weight, density }) =>
        evenGrid(
          g,
          self,
          upTo(dimensions(g.guards, self.meta)).map(() => bins),
          range,
          weight,
          density,
        ),
    },
  ),
  op(
    "aten::histogramdd.TensorList_bins(Tensor self, Tensor[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)",
    {
      meta: (ctx, { self, bins }) =>
        gridMeta(
          ctx,
          self,
          bins.map((b) => sub(b.shape[0] ?? 1, 1)),
        ),
      lower: (g, { self, bins, weight, density }) => [
        grid(
          g,
          columnsOf(g, self),
          bins.map((b) => b.value),
          weight,
          density,
          self.meta,
        ),
        bins.map((b) => g.op("Identity", [b.value])),
      ],
    },
  ),
];
