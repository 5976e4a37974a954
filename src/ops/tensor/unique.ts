/** Operators whose result is as long as the data say: distinct elements, counts, repetitions, places. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

const long = (shape: readonly SymInt[], device: string) => contiguous("int64", shape, device);

/** At most as many as there are; at least one of them when `some`. */
const upTo = (ctx: MetaContext, size: SymInt, some = false): SymInt =>
  size === 0 ? 0 : ctx.guards.fresh(some ? 1 : 0, typeof size === "number" ? size : Number.POSITIVE_INFINITY);

/** Distinct elements of the flat tensor; what is not asked for is empty. */
function flatMeta(ctx: MetaContext, self: TensorMeta, inverse: boolean, counts: boolean): readonly TensorMeta[] {
  const n = upTo(ctx, product(self.shape), true);
  return [
    contiguous(self.dtype, [n], self.device),
    long(inverse ? self.shape : [0], self.device),
    long(counts ? [n] : [0], self.device),
  ];
}

function dimMeta(ctx: MetaContext, self: TensorMeta, dim: number): readonly TensorMeta[] {
  const axis = normalizeDim(dim, self.shape.length);
  const n = upTo(ctx, self.shape[axis] ?? 1, true);
  const shape = self.shape.map((d, i) => (i === axis ? n : d));
  return [
    contiguous(self.dtype, shape, self.device),
    long([self.shape[axis] ?? 1], self.device),
    long([n], self.device),
  ];
}

/** Types that runtimes find distinct elements of. */
function uniqueType(dtype: DType): DType {
  if (isFloating(dtype)) return dtype === "float64" ? dtype : "float32";
  return "int64";
}

interface Distinct {
  readonly values: Value;
  readonly inverse: Value;
  readonly counts: Value;
}

/** Sorted distinct elements (slices along `axis`, of the flat tensor without one). */
function distinct(g: LoweringBuilder, self: TensorOperand, axis: number | null): Distinct {
  const { dtype } = self.meta;
  const inner = uniqueType(dtype);
  const x = g.as(self, inner);
  const flat = axis === null && self.meta.shape.length !== 1 ? g.op("Reshape", [x, g.ints([-1])]) : x;
  const [values, , inverse, counts] = g.ops("Unique", [flat], 4, { sorted: 1, axis: axis ?? 0 });
  if (!values || !inverse || !counts) throw new Error("Unique gave too few outputs");
  return { values: inner === dtype ? values : g.cast(values, dtype), inverse, counts };
}

function lowerFlat(g: LoweringBuilder, self: TensorOperand, inverse: boolean, counts: boolean): readonly Value[] {
  const d = distinct(g, self, null);
  return [
    d.values,
    inverse ? g.op("Reshape", [d.inverse, g.shapeOf(self)]) : g.ints([]),
    counts ? d.counts : g.ints([]),
  ];
}

/** Runs of equal neighbours along the first dimension of `x`: where each begins, the run of each place, the lengths. */
function runs(g: LoweringBuilder, x: Value, rank: number): Distinct & { readonly starts: Value } {
  const upper = g.op("Slice", [x, g.ints([1]), g.tensor([9223372036854775807n], [1], "int64"), g.ints([0])]);
  const lower = g.op("Slice", [x, g.ints([0]), g.ints([-1]), g.ints([0])]);
  const differs = g.cast(g.op("Not", [g.op("Equal", [upper, lower])]), "int64");
  const any =
    rank === 1 ? differs : g.op("ReduceMax", [differs, g.ints(range(rank).filter((d) => d > 0))], { keepdims: 0 });
  const n = g.op("Shape", [x], { start: 0, end: 1 });
  // The first place begins a run, if there is one.
  const first = g.op("Expand", [g.const(1, "int64"), g.op("Min", [n, g.ints([1])])]);
  const begins = g.op("Concat", [first, any], { axis: 0 });
  const starts = g.op("Reshape", [g.op("NonZero", [begins]), g.ints([-1])]);
  const inverse = g.op("Sub", [g.op("CumSum", [begins, g.const(0, "int64")]), g.const(1, "int64")]);
  const ends = g.op("Slice", [
    g.op("Concat", [starts, n], { axis: 0 }),
    g.ints([1]),
    g.tensor([9223372036854775807n], [1], "int64"),
    g.ints([0]),
  ]);
  return { values: g.op("Gather", [x, starts]), starts, inverse, counts: g.op("Sub", [ends, starts]) };
}

function consecutive(g: LoweringBuilder, self: TensorOperand, dim: number | null): Distinct {
  const rank = self.meta.shape.length;
  const { dtype } = self.meta;
  const wide = dtype === "bool" || dtype === "bfloat16" ? (dtype === "bool" ? "int32" : "float32") : dtype;
  const x = g.as(self, wide);
  const cast = (v: Value) => (wide === dtype ? v : g.cast(v, dtype));
  if (dim === null || rank === 0) {
    const r = runs(g, g.op("Reshape", [x, g.ints([-1])]), 1);
    return { ...r, values: cast(r.values), inverse: g.op("Reshape", [r.inverse, g.shapeOf(self)]) };
  }
  const axis = normalizeDim(dim, rank);
  const swap = range(rank).map((d) => (d === 0 ? axis : d === axis ? 0 : d));
  const front = axis === 0 ? x : g.op("Transpose", [x], { perm: swap });
  const r = runs(g, front, rank);
  return { ...r, values: cast(axis === 0 ? r.values : g.op("Transpose", [r.values], { perm: swap })) };
}

/** `index[j]` is the place that the j-th copy comes from. */
function repeatIndex(g: LoweringBuilder, repeats: Value): Value {
  const ends = g.op("CumSum", [repeats, g.const(0, "int64")]);
  const total = g.op("ReduceSum", [repeats], { keepdims: 1 });
  // The number of places that end before j: counted at their ends, then summed up.
  const zeros = g.op("Expand", [g.const(0, "int64"), g.op("Add", [total, g.ints([1])])]);
  const ones = g.op("Expand", [g.const(1, "int64"), g.op("Shape", [ends])]);
  const marks = g.op("ScatterElements", [zeros, ends, ones], { axis: 0, reduction: "add" });
  return g.op("Slice", [g.op("CumSum", [marks, g.const(0, "int64")]), g.ints([0]), g.ints([-1]), g.ints([0])]);
}

const copies = (ctx: MetaContext, outputSize: SymInt | null) =>
  outputSize ?? ctx.guards.fresh(0, Number.POSITIVE_INFINITY);

function binCount(g: LoweringBuilder, self: TensorOperand, weights: TensorOperand | null, minlength: SymArg): Value {
  const x = g.as(self, "int64");
  const least = g.sizes([minlength]);
  const top = g.op("ReduceMax", [g.op("Concat", [x, g.op("Sub", [least, g.ints([1])])], { axis: 0 })], { keepdims: 1 });
  const length = g.op("Add", [top, g.ints([1])]);
  const { dtype } = g.out;
  const zeros = g.op("Expand", [g.const(0, dtype), length]);
  const ones = weights ? g.as(weights, dtype) : g.op("Expand", [g.const(1, dtype), g.op("Shape", [x])]);
  return g.op("ScatterElements", [zeros, x, ones], { axis: 0, reduction: "add" });
}

/** Rows of places of the elements that are not zero. */
function places(g: LoweringBuilder, self: TensorOperand): Value {
  const flags = g.as(self, "bool");
  return g.op("Transpose", [g.op("NonZero", [flags])], { perm: [1, 0] });
}

/** A tensor of places for each dimension; a tensor without dimensions counts as one of a single element. */
function placesMeta(ctx: MetaContext, self: TensorMeta): readonly TensorMeta[] {
  const n = upTo(ctx, product(self.shape));
  return range(Math.max(1, self.shape.length)).map(() => long([n], self.device));
}

function placesByDim(g: LoweringBuilder, self: TensorOperand): readonly Value[] {
  const flags = g.as(self, "bool");
  const rank = Math.max(1, self.meta.shape.length);
  const found = g.op("NonZero", [self.meta.shape.length === 0 ? g.op("Reshape", [flags, g.ints([1])]) : flags]);
  return range(rank).map((d) => g.op("Gather", [found, g.const(d, "int64")]));
}

export const uniqueOps: readonly OpEntry[] = [
  op("aten::_unique(Tensor self, bool sorted=True, bool return_inverse=False) -> (Tensor, Tensor)", {
    meta: (ctx, { self, return_inverse }) => flatMeta(ctx, self, return_inverse, false).slice(0, 2),
    lower: (g, { self, return_inverse }) => lowerFlat(g, self, return_inverse, false).slice(0, 2),
  }),
  op(
    "aten::_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { self, return_inverse, return_counts }) => flatMeta(ctx, self, return_inverse, return_counts),
      lower: (g, { self, return_inverse, return_counts }) => lowerFlat(g, self, return_inverse, return_counts),
      notes: "NaNs are one element or several as the runtime compares them",
    },
  ),
  op(
    "aten::unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { self, dim }) => dimMeta(ctx, self, dim),
      lower(g, { self, dim }) {
        const d = distinct(g, self, normalizeDim(dim, self.meta.shape.length));
        return [d.values, d.inverse, d.counts];
      },
    },
  ),
  op(
    "aten::unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { self, return_inverse, return_counts, dim }) =>
        dim === null ? flatMeta(ctx, self, return_inverse, return_counts) : dimMeta(ctx, self, dim),
      lower(g, { self, return_inverse, return_counts, dim }) {
        const d = consecutive(g, self, dim);
        const all = dim !== null;
        return [d.values, return_inverse || all ? d.inverse : g.ints([]), return_counts || all ? d.counts : g.ints([])];
      },
    },
  ),
  op(
    "aten::unique_dim_consecutive(Tensor self, int dim, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)",
    {
      meta: (ctx, { self, dim }) => dimMeta(ctx, self, dim),
      lower(g, { self, dim }) {
        const d = consecutive(g, self, dim);
        return [d.values, d.inverse, d.counts];
      },
    },
  ),
  op("aten::bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor", {
    meta(ctx, { self, weights, minlength }) {
      ctx.check(
        self.shape.length === 1 && !isFloating(self.dtype) && self.dtype !== "bool",
        () => "bincount only supports 1-d non-negative integral inputs.",
      );
      const dtype = weights === null ? "int64" : weights.dtype === "float32" ? "float32" : "float64";
      const least = typeof minlength === "number" ? minlength : 0;
      return contiguous(dtype, [ctx.guards.fresh(least, Number.POSITIVE_INFINITY)], self.device);
    },
    lower: (g, { self, weights, minlength }) => binCount(g, self, weights, minlength),
  }),
  op("aten::repeat_interleave.Tensor(Tensor repeats, *, SymInt? output_size=None) -> Tensor", {
    meta: (ctx, { repeats, output_size }) => contiguous(repeats.dtype, [copies(ctx, output_size)], repeats.device),
    lower(g, { repeats }) {
      const index = repeatIndex(g, g.as(repeats, "int64"));
      return g.out.dtype === "int64" ? index : g.cast(index, g.out.dtype);
    },
  }),
  op(
    "aten::repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor",
    {
      meta(ctx, { self, repeats, dim, output_size }) {
        ctx.check(repeats.shape.length <= 1, () => "repeats must be 0-dim or 1-dim tensor");
        const n = copies(ctx, output_size);
        if (dim === null) return contiguous(self.dtype, [n], self.device);
        const axis = normalizeDim(dim, self.shape.length);
        return contiguous(
          self.dtype,
          self.shape.length === 0 ? [n] : self.shape.map((d, i) => (i === axis ? n : d)),
          self.device,
        );
      },
      lower(g, { self, repeats, dim }) {
        const rank = self.meta.shape.length;
        const flat = dim === null || rank === 0;
        const x = flat ? g.op("Reshape", [self.value, g.ints([-1])]) : self.value;
        const axis = flat ? 0 : normalizeDim(dim, rank);
        const each = g.op("Expand", [g.as(repeats, "int64"), g.op("Shape", [x], { start: axis, end: axis + 1 })]);
        return g.op("Gather", [x, repeatIndex(g, each)], { axis });
      },
    },
  ),
  op("aten::nonzero_static(Tensor self, *, SymInt size, int fill_value=-1) -> Tensor", {
    meta: (_, { self, size }) => long([size, self.shape.length], self.device),
    lower(g, { self, size, fill_value }) {
      const rank = self.meta.shape.length;
      if (rank === 0) return g.op("Expand", [g.const(fill_value, "int64"), g.sizes([size, 0])]);
      const fill = g.op("Expand", [g.const(fill_value, "int64"), g.sizes([size, rank])]);
      return g.op("Slice", [g.op("Concat", [places(g, self), fill], { axis: 0 }), g.ints([0]), g.sizes([size])]);
    },
  }),
  op("aten::nonzero_numpy(Tensor self) -> Tensor[]", {
    meta: (ctx, { self }) => placesMeta(ctx, self),
    lower: (g, { self }) => placesByDim(g, self),
  }),
  op("aten::where(Tensor condition) -> Tensor[]", {
    meta: (ctx, { condition }) => placesMeta(ctx, condition),
    lower: (g, { condition }) => placesByDim(g, condition),
  }),
];
