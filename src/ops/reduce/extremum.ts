/** Extremes with their places: max and min over a dimension, argmax, sort, topk, and what follows from sorting. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous, denseOrder, stridesInOrder } from "../strides.ts";
import { reduce, reduced } from "./reduction.ts";

type Kind = "max" | "min";

/** Types that ArgMax and TopK take. */
function orderType(dtype: DType): DType {
  if (dtype === "bool" || dtype === "int8" || dtype === "uint8" || dtype === "int16" || dtype === "uint16")
    return "int32";
  return dtype === "bfloat16" ? "float32" : dtype;
}

function argReduce(g: LoweringBuilder, kind: Kind, self: TensorOperand, dim: number | null, keepdim: boolean): Value {
  const rank = self.meta.shape.length;
  const x = g.as(self, orderType(self.meta.dtype));
  const opType = kind === "max" ? "ArgMax" : "ArgMin";
  if (rank === 0) return g.const(0, "int64");
  if (dim === null) {
    const flat = g.op("Reshape", [x, g.ints([-1])]);
    const index = g.op(opType, [flat], { axis: 0, keepdims: 0 });
    return keepdim ? g.op("Reshape", [index, g.ints(new Array<number>(rank).fill(1))]) : index;
  }
  return g.op(opType, [x], { axis: normalizeDim(dim, rank), keepdims: keepdim ? 1 : 0 });
}

function dimEntry(kind: Kind): OpEntry {
  return op(
    `aten::${kind}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` as "aten::f.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
    {
      meta(ctx, { self, dim, keepdim }) {
        const d = normalizeDim(dim, self.shape.length);
        ctx.check(
          self.shape[d] !== 0,
          () => `${kind}(): Expected reduction dim ${d} to have non-zero size.`,
          "IndexError",
        );
        return [reduced(self, [dim], keepdim, self.dtype), reduced(self, [dim], keepdim, "int64")];
      },
      lower: (g, { self, dim, keepdim }) => [
        reduce(g, kind === "max" ? "ReduceMax" : "ReduceMin", self, [dim], keepdim, self.meta.dtype),
        argReduce(g, kind, self, dim, keepdim),
      ],
    },
  );
}

function allEntry(kind: Kind): OpEntry {
  return op(`aten::${kind}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      ctx.check(
        !self.shape.includes(0),
        () =>
          `${kind}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
      );
      return reduced(self, null, false, self.dtype);
    },
    lower: (g, { self }) => reduce(g, kind === "max" ? "ReduceMax" : "ReduceMin", self, null, false, self.meta.dtype),
  });
}

function argEntry(kind: Kind): OpEntry {
  return op(
    `aten::arg${kind}(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` as "aten::f(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
    {
      meta(ctx, { self, dim, keepdim }) {
        ctx.check(
          dim !== null || !self.shape.includes(0),
          () => `arg${kind}(): Expected reduction dim to be specified for input.numel() == 0.`,
          "IndexError",
        );
        return reduced(self, dim === null ? null : [dim], keepdim, "int64");
      },
      lower: (g, { self, dim, keepdim }) => argReduce(g, kind, self, dim, keepdim),
    },
  );
}

/** Sorted values and their places along a dimension: TopK of the whole length. */
export function sorted(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  descending: boolean,
): readonly [Value, Value] {
  const rank = self.meta.shape.length;
  if (rank === 0) return [g.op("Identity", [self.value]), g.const(0, "int64")];
  const axis = normalizeDim(dim, rank);
  const size = self.meta.shape[axis] ?? 1;
  const k = typeof size === "number" ? g.ints([size]) : g.op("Shape", [self.value], { start: axis, end: axis + 1 });
  return topK(g, self, k, axis, descending, true);
}

function topK(
  g: LoweringBuilder,
  self: TensorOperand,
  k: Value,
  axis: number,
  largest: boolean,
  order: boolean,
): readonly [Value, Value] {
  const { dtype } = self.meta;
  const inner = orderType(dtype);
  const [values, indices] = g.ops("TopK", [g.as(self, inner), k], 2, {
    axis,
    largest: largest ? 1 : 0,
    sorted: order ? 1 : 0,
  });
  if (!values || !indices) throw new Error("TopK gave too few outputs");
  return [inner === dtype ? values : g.cast(values, dtype), indices];
}

function sortMeta(ctx: MetaContext, self: TensorMeta, dim: number): readonly TensorMeta[] {
  normalizeDim(dim, self.shape.length);
  const order = denseOrder(ctx.guards, self);
  const made = contiguous(self.dtype, self.shape, self.device);
  const kept = order ? { ...made, strides: stridesInOrder(self.shape, order) } : made;
  return [kept, { ...kept, dtype: "int64" }];
}

function pickMeta(ctx: MetaContext, name: string, self: TensorMeta, k: SymInt, dim: number): void {
  const d = normalizeDim(dim, self.shape.length);
  const n = self.shape[d] ?? 1;
  const fits = ge(n, k);
  const ok = ctx.guards.prove(fits) ?? (ctx.guards.hint(n) === null ? true : ctx.guards.decide(fits, name));
  ctx.check(ok, () => `selected index k out of range`);
}

function kth(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  keepdim: boolean,
  index: (values: Value, indices: Value, axis: number) => readonly [Value, Value],
): readonly Value[] {
  const rank = self.meta.shape.length;
  const [values, indices] = sorted(g, self, dim, false);
  if (rank === 0) return [values, indices];
  const axis = normalizeDim(dim, rank);
  const picked = index(values, indices, axis);
  return keepdim ? picked.map((v) => g.op("Unsqueeze", [v, g.ints([axis])])) : picked;
}

/** The middle element: index (n - 1) / 2 of the sorted ones; any NaN makes it NaN, which sorts last. */
function medianPair(g: LoweringBuilder, self: TensorOperand, dim: number, keepdim: boolean): readonly Value[] {
  const rank = self.meta.shape.length;
  const axis = rank === 0 ? 0 : normalizeDim(dim, rank);
  const size = self.meta.shape[axis] ?? 1;
  const middle =
    typeof size === "number"
      ? g.const((size - 1) >> 1, "int64")
      : g.op("Div", [g.op("Sub", [g.size(size), g.const(1, "int64")]), g.const(2, "int64")]);
  return kth(g, self, dim, keepdim, (values, indices, at) => [
    g.op("Gather", [values, middle], { axis: at }),
    g.op("Gather", [indices, middle], { axis: at }),
  ]);
}

export const extremumOps: readonly OpEntry[] = [
  dimEntry("max"),
  dimEntry("min"),
  allEntry("max"),
  allEntry("min"),
  argEntry("max"),
  argEntry("min"),
  op("aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", {
    meta: (ctx, { self, dim }) => sortMeta(ctx, self, dim),
    lower: (g, { self, dim, descending }) => sorted(g, self, dim, descending),
  }),
  op(
    "aten::sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
    {
      meta: (ctx, { self, dim }) => sortMeta(ctx, self, dim),
      lower: (g, { self, dim, descending }) => sorted(g, self, dim, descending),
    },
  ),
  op("aten::argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor", {
    meta: (ctx, { self, dim }) => sortMeta(ctx, self, dim)[1] ?? null,
    lower: (g, { self, dim, descending }) => sorted(g, self, dim, descending)[1],
  }),
  op("aten::argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor", {
    meta: (ctx, { self, dim }) => sortMeta(ctx, self, dim)[1] ?? null,
    lower: (g, { self, dim, descending }) => sorted(g, self, dim, descending)[1],
  }),
  op("aten::msort(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => sortMeta(ctx, self, 0)[0] ?? null,
    lower: (g, { self }) => sorted(g, self, 0, false)[0],
  }),
  op(
    "aten::topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)",
    {
      meta(ctx, { self, k, dim }) {
        pickMeta(ctx, "topk", self, k, dim);
        const d = normalizeDim(dim, self.shape.length);
        const shape = self.shape.map((s, i) => (i === d ? k : s));
        return [contiguous(self.dtype, shape, self.device), contiguous("int64", shape, self.device)];
      },
      lower(g, { self, k, dim, largest, sorted: order }) {
        if (self.meta.shape.length === 0) return [g.op("Identity", [self.value]), g.const(0, "int64")];
        return topK(g, self, g.sizes([k]), normalizeDim(dim, self.meta.shape.length), largest, order);
      },
    },
  ),
  op("aten::kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    meta(ctx, { self, k, dim, keepdim }) {
      pickMeta(ctx, "kthvalue", self, k, dim);
      return [reduced(self, [dim], keepdim, self.dtype), reduced(self, [dim], keepdim, "int64")];
    },
    lower: (g, { self, k, dim, keepdim }) => {
      const at = typeof k === "number" ? g.const(k - 1, "int64") : g.op("Sub", [k.value, g.const(1, "int64")]);
      return kth(g, self, dim, keepdim, (values, indices, axis) => [
        g.op("Gather", [values, at], { axis }),
        g.op("Gather", [indices, at], { axis }),
      ]);
    },
  }),
  op("aten::median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    meta: (_, { self, dim, keepdim }) => [
      reduced(self, [dim], keepdim, self.dtype),
      reduced(self, [dim], keepdim, "int64"),
    ],
    lower: (g, { self, dim, keepdim }) => medianPair(g, self, dim, keepdim),
    notes: "a NaN counts as the greatest element",
  }),
  op("aten::median(Tensor self) -> Tensor", {
    meta: (_, { self }) => reduced(self, null, false, self.dtype),
    lower(g, { self }) {
      const flat = g.call("aten.reshape.default", [self, [-1]]);
      const [value] = medianPair(g, flat, 0, false);
      if (!value) throw new Error("no median");
      if (!isFloating(self.meta.dtype)) return value;
      const hasNaN = g.op("ReduceMax", [g.op("Cast", [g.op("IsNaN", [flat.value])], { to: 6 })], { keepdims: 0 });
      return g.op("Where", [g.cast(hasNaN, "bool"), g.const(Number.NaN, self.meta.dtype), value]);
    },
  }),
];
