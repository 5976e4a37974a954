/** Searching and differences: isin, searchsorted, bucketize, diff, trapezoid sums. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { isOne, printShape, sameSize } from "../broadcast.ts";
import { type LowerScalar, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { metaOfScalar } from "../pointwise/binary.ts";
import { promotedFloat } from "../pointwise/meta.ts";
import { resultType } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import type { ShapeGuards } from "../types.ts";

/** Equal to any of the test elements. */
function isin(g: LoweringBuilder, elements: TensorOperand, tests: TensorOperand, invert: boolean): Value {
  const common = resultType([elements.meta, tests.meta]);
  const dtype = common === "bool" ? "int32" : common;
  const column = g.op("Unsqueeze", [g.as(elements, dtype), g.ints([-1])]);
  const row = g.op("Reshape", [g.as(tests, dtype), g.ints([-1])]);
  const hits = g.op("ReduceSum", [g.cast(g.op("Equal", [column, row]), "int64"), g.ints([-1])], { keepdims: 0 });
  const found = g.cast(hits, "bool");
  return invert ? g.op("Not", [found]) : found;
}

/** How many boundaries lie before the value: those < x, or ≤ x on the right side. */
function countBefore(
  g: LoweringBuilder,
  boundaries: TensorOperand,
  values: TensorOperand,
  right: boolean,
  int32: boolean,
): Value {
  const dtype = resultType([boundaries.meta, values.meta]);
  const column = g.op("Unsqueeze", [g.as(values, dtype), g.ints([-1])]);
  let edges = g.as(boundaries, dtype);
  // A sorted sequence for each row: [.., 1, n] against [.., m, 1].
  if (boundaries.meta.shape.length > 1) edges = g.op("Unsqueeze", [edges, g.ints([-2])]);
  const before = g.op(right ? "LessOrEqual" : "Less", [edges, column]);
  const count = g.op("ReduceSum", [g.cast(before, "int64"), g.ints([-1])], { keepdims: 0 });
  return int32 ? g.cast(count, "int32") : count;
}

const isRight = (right: boolean, side: string | null) => right || side === "right";

function diffOnce(g: LoweringBuilder, x: Value, axis: number, dtype: TensorMeta["dtype"]): Value {
  const upper = g.op("Slice", [x, g.ints([1]), g.tensor([9223372036854775807n], [1], "int64"), g.ints([axis])]);
  const lower = g.op("Slice", [x, g.ints([0]), g.ints([-1]), g.ints([axis])]);
  return dtype === "bool" ? g.op("Xor", [upper, lower]) : g.op("Sub", [upper, lower]);
}

function sized(self: TensorMeta, dim: number, change: (d: SymInt) => SymInt): readonly SymInt[] {
  const axis = normalizeDim(dim, self.shape.length);
  return self.shape.map((d, i) => (i === axis ? change(d) : d));
}

/** The areas between neighbours: (y[i] + y[i + 1]) / 2 · width. */
function areas(g: LoweringBuilder, y: TensorOperand, dim: number, width: Value): TensorOperand {
  const { dtype } = g.out;
  const axis = normalizeDim(dim, y.meta.shape.length);
  const v = g.as(y, dtype);
  const upper = g.op("Slice", [v, g.ints([1]), g.tensor([9223372036854775807n], [1], "int64"), g.ints([axis])]);
  const lower = g.op("Slice", [v, g.ints([0]), g.ints([-1]), g.ints([axis])]);
  const mean = g.op("Mul", [g.op("Add", [upper, lower]), g.const(0.5, dtype)]);
  return {
    value: g.op("Mul", [mean, width]),
    meta: contiguous(
      dtype,
      sized(y.meta, dim, (d) => sub(d, 1)),
      y.meta.device,
    ),
  };
}

/** Widths from points: along `dim` when x is a vector. */
function widths(g: LoweringBuilder, x: TensorOperand, y: TensorMeta, dim: number): Value {
  const { dtype } = g.out;
  const axis = normalizeDim(dim, y.shape.length);
  const v = g.as(x, dtype);
  if (x.meta.shape.length === 1) {
    const d = diffOnce(g, v, 0, dtype);
    return g.op("Reshape", [d, g.ints([-1, ...new Array<number>(y.shape.length - axis - 1).fill(1)])]);
  }
  return diffOnce(g, v, axis - (y.shape.length - x.meta.shape.length), dtype);
}

function trapezoidEntries(name: string, cumulative: boolean, dxType: string): readonly OpEntry[] {
  const finish = (g: LoweringBuilder, parts: TensorOperand, dim: number) =>
    cumulative ? g.call("aten.cumsum.default", [parts, dim]) : g.call("aten.sum.dim_IntList", [parts, [dim]]);
  const shape = (y: TensorMeta, dim: number) => {
    const axis = normalizeDim(dim, y.shape.length);
    return cumulative ? sized(y, dim, (d) => sub(d, 1)) : y.shape.filter((_, i) => i !== axis);
  };
  return [
    op(
      `aten::${name}.dx(Tensor y, *, ${dxType}, int dim=-1) -> Tensor` as "aten::f.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
      {
        meta: (ctx, { y, dim }) => contiguous(promotedFloat(ctx, y).dtype, shape(y, dim), y.device),
        lower: (g, { y, dx, dim }) => finish(g, areas(g, y, dim, g.scalar(dx, g.out.dtype)), dim),
      },
    ),
    op(
      `aten::${name}.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor` as "aten::f.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
      {
        meta: (ctx, { y, x, dim }) => contiguous(resultType([y, x, promotedFloat(ctx, y)]), shape(y, dim), y.device),
        lower: (g, { y, x, dim }) => finish(g, areas(g, y, dim, widths(g, x, y.meta, dim)), dim),
      },
    ),
  ];
}

const SEARCH = "bool out_int32=False, bool right=False";

export const searchOps: readonly OpEntry[] = [
  op(
    "aten::isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor",
    {
      meta: (_, { elements }) => contiguous("bool", elements.shape, elements.device),
      lower: (g, { elements, test_elements, invert }) => isin(g, elements, test_elements, invert),
    },
  ),
  op(
    "aten::isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor",
    {
      meta: (_, { elements }) => contiguous("bool", elements.shape, elements.device),
      lower: (g, { elements, test_element, invert }) =>
        g.call(invert ? "aten.ne.Scalar" : "aten.eq.Scalar", [elements, test_element]),
    },
  ),
  op(
    "aten::isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor",
    {
      meta: (_, { test_elements }) => contiguous("bool", [], test_elements.device),
      lower(g, { element, test_elements, invert }) {
        const any = g.call("aten.any.default", [g.call("aten.eq.Scalar", [test_elements, element])]);
        return invert ? g.op("Not", [any.value]) : any;
      },
    },
  ),
  op(
    `aten::searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, ${SEARCH}, str? side=None, Tensor? sorter=None) -> Tensor` as "aten::f.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
    {
      meta(ctx, { sorted_sequence, self, out_int32, right, side }) {
        ctx.check(
          !(right && side === "left"),
          () => "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True",
        );
        const lead = sorted_sequence.shape.slice(0, -1);
        const fits =
          lead.length === 0 ||
          (lead.length === self.shape.length - 1 &&
            lead.every((d, i) => sameSize(ctx.guards, d, self.shape[i] ?? 1, "searchsorted")));
        ctx.check(
          fits,
          () =>
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match",
        );
        return contiguous(out_int32 ? "int32" : "int64", self.shape, self.device);
      },
      lower(g, { sorted_sequence, self, out_int32, right, side, sorter }) {
        const edges = sorter ? g.call("aten.gather.default", [sorted_sequence, -1, sorter]) : sorted_sequence;
        return countBefore(g, edges, self, isRight(right, side), out_int32);
      },
    },
  ),
  op(
    `aten::searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, ${SEARCH}, str? side=None, Tensor? sorter=None) -> Tensor` as "aten::f.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
    {
      meta: (_, { sorted_sequence, out_int32 }) =>
        contiguous(out_int32 ? "int32" : "int64", [], sorted_sequence.device),
      lower: (g, { sorted_sequence, self, out_int32, right, side }) =>
        countBefore(g, sorted_sequence, constant(g, self), isRight(right, side), out_int32),
    },
  ),
  op(
    `aten::bucketize.Tensor(Tensor self, Tensor boundaries, *, ${SEARCH}) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor",
    {
      meta: (_, { self, out_int32 }) => contiguous(out_int32 ? "int32" : "int64", self.shape, self.device),
      lower: (g, { self, boundaries, out_int32, right }) => countBefore(g, boundaries, self, right, out_int32),
    },
  ),
  op(
    `aten::bucketize.Scalar(Scalar self, Tensor boundaries, *, ${SEARCH}) -> Tensor` as "aten::f.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor",
    {
      meta: (_, { boundaries, out_int32 }) => contiguous(out_int32 ? "int32" : "int64", [], boundaries.device),
      lower: (g, { self, boundaries, out_int32, right }) =>
        countBefore(g, boundaries, constant(g, self), right, out_int32),
    },
  ),
  op("aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", {
    meta(ctx, { self, n, dim, prepend, append }) {
      ctx.check(self.shape.length > 0, () => "diff expects input to be at least one-dimensional");
      if (n === 0) return contiguous(self.dtype, self.shape, self.device);
      const axis = normalizeDim(dim, self.shape.length);
      const extra = [prepend, append].map((t) => (t ? (t.shape[axis] ?? 1) : 0));
      const length = (d: SymInt) => {
        const total = add(d, ...extra);
        return typeof total === "number" ? Math.max(0, total - n) : sub(total, n);
      };
      return contiguous(
        resultType([self, ...(prepend ? [prepend] : []), ...(append ? [append] : [])]),
        sized(self, dim, length),
        self.device,
      );
    },
    lower(g, { self, n, dim, prepend, append }) {
      if (n === 0) return g.op("Identity", [self.value]);
      const axis = normalizeDim(dim, self.meta.shape.length);
      const { dtype } = g.out;
      const parts = [prepend, self, append].filter((t) => t !== null).map((t) => g.as(t, dtype));
      let x = parts.length === 1 ? g.as(self, dtype) : g.op("Concat", parts, { axis });
      for (let i = 0; i < n; i++) x = diffOnce(g, x, axis, dtype);
      return x;
    },
  }),
  ...trapezoidEntries("trapezoid", false, "Scalar dx=1"),
  ...trapezoidEntries("trapz", false, "float dx=1."),
  ...trapezoidEntries("cumulative_trapezoid", true, "Scalar dx=1"),
  op("aten::sum_to_size(Tensor self, SymInt[] size) -> Tensor", {
    meta(ctx, { self, size }) {
      const extra = self.shape.length - size.length;
      const fits =
        extra >= 0 &&
        size.every(
          (d, i) => isOne(ctx.guards, d) || sameSize(ctx.guards, d, self.shape[i + extra] ?? 1, "sum_to_size"),
        );
      ctx.check(fits, () => `size {${printShape(size)}} is not expandable to size {${printShape(self.shape)}}.`);
      // Summing makes integers of truth values; nothing is summed where every size stays.
      const summed = size.length === 0 || extra > 0 || size.some((d, i) => isSummed(ctx.guards, d, self.shape[i] ?? 1));
      return contiguous(summed ? ctx.promote("sum", [self]) : self.dtype, size, self.device);
    },
    lower(g, { self: given, size }) {
      const self = { value: g.as(given, g.out.dtype), meta: given.meta };
      const extra = self.meta.shape.length - size.length;
      const lead = Array.from({ length: extra }, (_, i) => i);
      const wanted = g.out.shape;
      const ones = wanted.flatMap((d, i) =>
        isSummed(g.guards, d, self.meta.shape[i + extra] ?? 1) ? [i + extra] : [],
      );
      const kept = ones.length === 0 ? self.value : g.op("ReduceSum", [self.value, g.ints(ones)]);
      return lead.length === 0 ? g.op("Identity", [kept]) : g.op("ReduceSum", [kept, g.ints(lead)], { keepdims: 0 });
    },
  }),
];

/** Whether `sum_to_size` sums a dimension of size `from` to one of size `to`. */
const isSummed = (guards: ShapeGuards, to: SymInt, from: SymInt) => isOne(guards, to) && !isOne(guards, from);

function constant(g: LoweringBuilder, value: LowerScalar): TensorOperand {
  if (typeof value === "object" && value.kind === "symint") return { value: value.value, meta: metaOfScalar(0) };
  const meta = metaOfScalar(value);
  return { meta, scalar: value, value: g.scalar(value, meta.dtype === "float64" ? "float32" : meta.dtype) };
}
