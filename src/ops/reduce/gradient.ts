/** Gradients by finite differences of second order, `torch.gradient`. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, normalizeDims } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { floatResult, resultType } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { numberOf } from "./statistics.ts";

/** Steps along a dimension: one for all, or from coordinates. */
type Spacing = LowerScalar | TensorOperand;

const dimsOf = (self: TensorMeta, dims: readonly number[] | number | null): readonly number[] =>
  typeof dims === "number" ? [normalizeDim(dims, self.shape.length)] : normalizeDims(dims, self.shape.length);

function gradientMeta(
  ctx: MetaContext,
  self: TensorMeta,
  dims: readonly number[] | number | null,
  coordinates: readonly TensorMeta[],
  edgeOrder: number,
): readonly TensorMeta[] {
  ctx.check(edgeOrder === 1 || edgeOrder === 2, () => "torch.gradient only supports edge_order=1 and edge_order=2.");
  const dtype = floatResult(resultType([self, ...coordinates]), ctx.defaultDtype);
  const over = dimsOf(self, dims);
  for (const d of over) {
    const n = self.shape[d] ?? 1;
    ctx.check(
      typeof n !== "number" || n > edgeOrder,
      () => "torch.gradient expected each dimension size to be at least edge_order+1",
    );
  }
  return over.map(() => contiguous(dtype, self.shape, self.device));
}

/** Slices along one dimension, and formulas of them. */
class Line {
  private readonly g: LoweringBuilder;
  readonly dtype: DType;
  constructor(g: LoweringBuilder, dtype: DType) {
    this.g = g;
    this.dtype = dtype;
  }
  cut(x: Value, axis: number, start: number, end: number | null): Value {
    const stop = end === null ? this.g.tensor([9223372036854775807n], [1], "int64") : this.g.ints([end]);
    return this.g.op("Slice", [x, this.g.ints([start]), stop, this.g.ints([axis])]);
  }
  times(a: Value | number, b: Value | number): Value {
    return this.g.op("Mul", [this.term(a), this.term(b)]);
  }
  over(a: Value | number, b: Value | number): Value {
    return this.g.op("Div", [this.term(a), this.term(b)]);
  }
  minus(a: Value | number, b: Value | number): Value {
    return this.g.op("Sub", [this.term(a), this.term(b)]);
  }
  sum(...terms: readonly Value[]): Value {
    const [first, ...rest] = terms;
    if (!first) throw new Error("an empty sum");
    return rest.reduce((a, b) => this.g.op("Add", [a, b]), first);
  }
  private term(t: Value | number): Value {
    return typeof t === "number" ? this.g.const(t, this.dtype) : t;
  }
}

function evenGradient(g: LoweringBuilder, l: Line, f: Value, axis: number, step: Value, edgeOrder: number): Value {
  const at = (start: number, end: number | null) => l.cut(f, axis, start, end);
  const center = l.over(l.minus(at(2, null), at(0, -2)), l.times(step, 2));
  const edge = (value: Value) => l.over(value, step);
  const [first, last] =
    edgeOrder === 1
      ? [l.minus(at(1, 2), at(0, 1)), l.minus(at(-1, null), at(-2, -1))]
      : [
          l.sum(l.times(at(0, 1), -1.5), l.times(at(1, 2), 2), l.times(at(2, 3), -0.5)),
          l.sum(l.times(at(-1, null), 1.5), l.times(at(-2, -1), -2), l.times(at(-3, -2), 0.5)),
        ];
  return g.op("Concat", [edge(first), center, edge(last)], { axis });
}

/** Between coordinates: weights from the steps on both sides. */
function unevenGradient(
  g: LoweringBuilder,
  l: Line,
  f: Value,
  axis: number,
  rank: number,
  points: Value,
  edgeOrder: number,
): Value {
  const at = (start: number, end: number | null) => l.cut(f, axis, start, end);
  const column = g.op("Reshape", [points, g.ints([-1, ...new Array<number>(rank - axis - 1).fill(1)])]);
  const along = rank - axis;
  const cutLine = (x: Value, start: number, end: number | null) => l.cut(x, -along, start, end);
  const steps = l.minus(cutLine(column, 1, null), cutLine(column, 0, -1));
  const [before, after] = [cutLine(steps, 0, -1), cutLine(steps, 1, null)];
  const both = l.sum(before, after);
  const center = l.sum(
    l.times(l.over(l.times(after, -1), l.times(before, both)), at(0, -2)),
    l.times(l.over(l.minus(after, before), l.times(before, after)), at(1, -1)),
    l.times(l.over(before, l.times(after, both)), at(2, null)),
  );
  if (edgeOrder === 1) {
    const first = l.over(l.minus(at(1, 2), at(0, 1)), cutLine(steps, 0, 1));
    const last = l.over(l.minus(at(-1, null), at(-2, -1)), cutLine(steps, -1, null));
    return g.op("Concat", [first, center, last], { axis });
  }
  const edge = (near: Value, far: Value, values: readonly [Value, Value, Value], sign: number) => {
    const all = l.sum(near, far);
    const own = l.over(l.sum(l.times(near, 2), far), l.times(near, all));
    const next = l.over(all, l.times(near, far));
    const third = l.over(near, l.times(far, all));
    const y = l.sum(l.times(own, values[0]), l.times(l.times(next, -1), values[1]), l.times(third, values[2]));
    return sign < 0 ? l.times(y, -1) : y;
  };
  const first = edge(cutLine(steps, 0, 1), cutLine(steps, 1, 2), [at(0, 1), at(1, 2), at(2, 3)], -1);
  const last = edge(cutLine(steps, -1, null), cutLine(steps, -2, -1), [at(-1, null), at(-2, -1), at(-3, -2)], 1);
  return g.op("Concat", [first, center, last], { axis });
}

const isOperand = (s: Spacing): s is TensorOperand => typeof s === "object" && "meta" in s;

function gradients(
  g: LoweringBuilder,
  self: TensorOperand,
  dims: readonly number[] | number | null,
  spacing: (i: number) => Spacing,
  edgeOrder: number,
): readonly Value[] {
  const { dtype } = g.out;
  const l = new Line(g, dtype);
  const f = g.as(self, dtype);
  return dimsOf(self.meta, dims).map((axis, i) => {
    const step = spacing(i);
    return isOperand(step)
      ? unevenGradient(g, l, f, axis, self.meta.shape.length, g.as(step, dtype), edgeOrder)
      : evenGradient(g, l, f, axis, g.const(numberOf(step), dtype), edgeOrder);
  });
}

function pick<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new Error("torch.gradient: fewer spacings than dimensions");
  return item;
}

export const gradientOps: readonly OpEntry[] = [
  op("aten::gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, dim, edge_order }) => gradientMeta(ctx, self, dim, [], edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, () => spacing ?? 1, edge_order),
  }),
  op("aten::gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, dim, edge_order }) => gradientMeta(ctx, self, dim, [], edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, () => spacing, edge_order),
  }),
  op("aten::gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, dim, edge_order }) => gradientMeta(ctx, self, dim, [], edge_order),
    lower: (g, { self, dim, edge_order }) => gradients(g, self, dim, () => 1, edge_order),
  }),
  op("aten::gradient.scalarrayint(Tensor self, *, Scalar[] spacing, int? dim=None, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, dim, edge_order }) => gradientMeta(ctx, self, dim, [], edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, (i) => pick(spacing, i), edge_order),
  }),
  op("aten::gradient.scalarrayarray(Tensor self, *, Scalar[] spacing, int[] dim, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, dim, edge_order }) => gradientMeta(ctx, self, dim, [], edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, (i) => pick(spacing, i), edge_order),
  }),
  op("aten::gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, spacing, dim, edge_order }) => gradientMeta(ctx, self, dim, spacing, edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, (i) => pick(spacing, i), edge_order),
  }),
  op("aten::gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]", {
    meta: (ctx, { self, spacing, dim, edge_order }) => gradientMeta(ctx, self, dim, spacing, edge_order),
    lower: (g, { self, spacing, dim, edge_order }) => gradients(g, self, dim, (i) => pick(spacing, i), edge_order),
  }),
];
