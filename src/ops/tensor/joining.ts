/** Concatenation, stacking, repetition, flips and rolls. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes, printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, normalizeDims, range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { resultType } from "../promotion.ts";
import { expand, reshape } from "../shape_nodes.ts";
import { contiguous, denseOrder, isContiguous, stridesInOrder } from "../strides.ts";
import { expanded } from "./view_meta.ts";

/** A 1-D tensor without elements is left out, whatever the others' rank. */
const isLegacyEmpty = (t: TensorMeta) => t.shape.length === 1 && t.shape[0] === 0;

function catMeta(ctx: MetaContext, tensors: readonly TensorMeta[], dim: number): TensorMeta {
  const [first] = tensors;
  if (!first) throw ctx.error("torch.cat(): expected a non-empty list of Tensors");
  const dtype = resultType(tensors, ctx.defaultDtype);
  const kept = tensors.filter((t) => !isLegacyEmpty(t));
  const [model] = kept;
  if (!model) return contiguous(dtype, [0], first.device);
  tensors.forEach((t, i) => {
    ctx.check(t.shape.length > 0, () => `zero-dimensional tensor (at position ${i}) cannot be concatenated`);
  });
  const d = normalizeDim(dim, model.shape.length);
  kept.forEach((t, i) => {
    ctx.check(
      t.shape.length === model.shape.length,
      () => `Tensors must have same number of dimensions: got ${model.shape.length} and ${t.shape.length}`,
    );
    const fits = t.shape.every((s, k) => k === d || sameSize(ctx.guards, s, model.shape[k] ?? 1, "cat"));
    ctx.check(fits, () => {
      const at = t.shape.findIndex((s, k) => k !== d && s !== model.shape[k]);
      return `Sizes of tensors must match except in dimension ${d}. Expected size ${printSize(model.shape[at])} but got size ${printSize(t.shape[at])} for tensor number ${i} in the list.`;
    });
  });
  const shape = model.shape.map((s, k) => (k === d ? add(...kept.map((t) => t.shape[d] ?? 0)) : s));
  const made = contiguous(dtype, shape, first.device);
  if (kept.every((t) => isContiguous(ctx.guards, t))) return made;
  const orders = kept.map((t) => denseOrder(ctx.guards, t));
  const [order] = orders;
  const alike = order && orders.every((o) => o?.every((v, i) => v === order[i]));
  return alike ? { ...made, strides: stridesInOrder(shape, order) } : made;
}

const printSize = (s: SymInt | undefined) => (s === undefined ? "?" : printShape([s]).slice(1, -1));

function catLower(g: LoweringBuilder, tensors: readonly TensorOperand[], dim: number): Value {
  const kept = tensors.filter((t) => !isLegacyEmpty(t.meta));
  const { dtype } = g.out;
  const [only] = kept;
  if (!only) return g.tensor([], [0], dtype);
  if (kept.length === 1) return g.op("Identity", [g.as(only, dtype)]);
  return g.op(
    "Concat",
    kept.map((t) => g.as(t, dtype)),
    { axis: normalizeDim(dim, only.meta.shape.length) },
  );
}

function stackMeta(ctx: MetaContext, tensors: readonly TensorMeta[], dim: number): TensorMeta {
  const [first] = tensors;
  if (!first) throw ctx.error("stack expects a non-empty TensorList");
  const d = normalizeDim(dim, first.shape.length + 1);
  tensors.forEach((t, i) => {
    const fits =
      t.shape.length === first.shape.length &&
      t.shape.every((s, k) => sameSize(ctx.guards, s, first.shape[k] ?? 1, "stack"));
    ctx.check(
      fits,
      () =>
        `stack expects each tensor to be equal size, but got ${printShape(first.shape)} at entry 0 and ${printShape(t.shape)} at entry ${i}`,
    );
  });
  const shape = [...first.shape.slice(0, d), tensors.length, ...first.shape.slice(d)];
  return contiguous(resultType(tensors, ctx.defaultDtype), shape, first.device);
}

function stackLower(g: LoweringBuilder, tensors: readonly TensorOperand[], dim: number): Value {
  const axis = normalizeDim(dim, (tensors[0]?.meta.shape.length ?? 0) + 1);
  const parts = tensors.map((t) => g.op("Unsqueeze", [g.as(t, g.out.dtype), g.ints([axis])]));
  return g.op("Concat", parts, { axis });
}

/** At least `rank` dimensions, as numpy's atleast_nd. */
function atLeast(shape: readonly SymInt[], rank: 1 | 2 | 3): readonly SymInt[] {
  const [a = 1, b = 1] = shape;
  if (shape.length >= rank) return shape;
  if (shape.length === 0) return new Array<SymInt>(rank).fill(1);
  if (rank === 2) return [1, a];
  return shape.length === 1 ? [1, a, 1] : [a, b, 1];
}

/** hstack and its like: raise the rank, then concatenate. */
const STACKS: Readonly<
  Record<string, { shape: (s: readonly SymInt[]) => readonly SymInt[]; dim: (rank: number) => number }>
> = {
  hstack: { shape: (s) => atLeast(s, 1), dim: (rank) => (rank === 1 ? 0 : 1) },
  vstack: { shape: (s) => atLeast(s, 2), dim: () => 0 },
  row_stack: { shape: (s) => atLeast(s, 2), dim: () => 0 },
  dstack: { shape: (s) => atLeast(s, 3), dim: () => 2 },
  column_stack: { shape: (s) => (s.length <= 1 ? [product(s), 1] : s), dim: () => 1 },
};

function stackEntries(): readonly OpEntry[] {
  return Object.entries(STACKS).map(([name, row]) => {
    const raise = (t: TensorMeta) => contiguous(t.dtype, row.shape(t.shape), t.device);
    return op(`aten::${name}(Tensor[] tensors) -> Tensor` as "aten::f(Tensor[] tensors) -> Tensor", {
      meta(ctx, { tensors }) {
        const raised = tensors.map(raise);
        return catMeta(ctx, raised, row.dim(raised[0]?.shape.length ?? 1));
      },
      lower(g, { tensors }) {
        const raised = tensors.map((t) => ({
          value: reshape(g, t.value, t.meta.shape, row.shape(t.meta.shape)),
          meta: raise(t.meta),
        }));
        return catLower(g, raised, row.dim(raised[0]?.meta.shape.length ?? 1));
      },
    });
  });
}

function atLeastEntries(): readonly OpEntry[] {
  return ([1, 2, 3] as const).flatMap((rank) => [
    op(`aten::atleast_${rank}d(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (_, { self }) => contiguous(self.dtype, atLeast(self.shape, rank), self.device),
      lower: (g, { self }) => reshape(g, self.value, self.meta.shape, g.out.shape),
    }),
    op(
      `aten::atleast_${rank}d.Sequence(Tensor[] tensors) -> Tensor[]` as "aten::f.Sequence(Tensor[] tensors) -> Tensor[]",
      {
        meta: (_, { tensors }) => tensors.map((t) => contiguous(t.dtype, atLeast(t.shape, rank), t.device)),
        lower: (g, { tensors }) => tensors.map((t) => reshape(g, t.value, t.meta.shape, atLeast(t.meta.shape, rank))),
      },
    ),
  ]);
}

function repeatMeta(ctx: MetaContext, self: TensorMeta, repeats: readonly SymInt[]): TensorMeta {
  ctx.check(
    repeats.length >= self.shape.length,
    () => "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
  );
  const extra = repeats.length - self.shape.length;
  return contiguous(
    self.dtype,
    repeats.map((r, i) => (i < extra ? r : mul(r, self.shape[i - extra] ?? 1))),
    self.device,
  );
}

function repeatLower(g: LoweringBuilder, self: TensorOperand, repeats: readonly (SymArg | SymInt)[]): Value {
  const extra = repeats.length - self.meta.shape.length;
  const x = extra > 0 ? g.op("Unsqueeze", [self.value, g.ints(range(extra))]) : self.value;
  return g.op("Tile", [x, g.sizes(repeats)]);
}

const padRepeats = <T>(dims: readonly T[], rank: number): readonly (T | number)[] => [
  ...new Array<number>(Math.max(0, rank - dims.length)).fill(1),
  ...dims,
];

function flipLower(g: LoweringBuilder, self: TensorOperand, dims: readonly number[]): Value {
  const axes = dims.length === 0 ? [] : normalizeDims(dims, self.meta.shape.length);
  if (axes.length === 0 || self.meta.shape.length === 0) return g.op("Identity", [self.value]);
  const low = -9223372036854775808n;
  return g.op("Slice", [
    self.value,
    g.ints(axes.map(() => -1)),
    g.tensor(
      axes.map(() => low),
      [axes.length],
      "int64",
    ),
    g.ints(axes),
    g.ints(axes.map(() => -1)),
  ]);
}

function rollLower(
  g: LoweringBuilder,
  self: TensorOperand,
  shifts: readonly (SymArg | SymInt)[],
  dims: readonly number[],
): Value {
  const rank = self.meta.shape.length;
  if (rank === 0) return self.value;
  if (dims.length === 0) {
    const flat = g.op("Reshape", [self.value, g.ints([-1])]);
    return reshape(g, rollAxis(g, flat, 0, shifts[0] ?? 0), [product(self.meta.shape)], self.meta.shape);
  }
  return dims.reduce<Value>((x, d, i) => rollAxis(g, x, normalizeDim(d, rank), shifts[i] ?? 0), self.value);
}

/** The last `shift` elements come first. */
function rollAxis(g: LoweringBuilder, x: Value, axis: number, shift: SymArg | SymInt): Value {
  if (shift === 0) return x;
  const size = g.op("Shape", [x], { start: axis, end: axis + 1 });
  // An empty dimension would divide by zero.
  const safe = g.op("Max", [size, g.ints([1])]);
  const at = g.op("Mod", [g.op("Neg", [g.sizes([shift])]), safe]);
  const tail = g.op("Slice", [x, at, size, g.ints([axis])]);
  const head = g.op("Slice", [x, g.ints([0]), at, g.ints([axis])]);
  return g.op("Concat", [tail, head], { axis });
}

function meshgridEntries(): readonly OpEntry[] {
  const shapes = (tensors: readonly TensorMeta[], xy: boolean) => {
    const sizes = tensors.map((t) => (t.shape.length === 0 ? 1 : (t.shape[0] ?? 1)));
    return xy && sizes.length >= 2 ? [sizes[1] ?? 1, sizes[0] ?? 1, ...sizes.slice(2)] : sizes;
  };
  const axisOf = (i: number, n: number, xy: boolean) => (xy && n >= 2 && i < 2 ? 1 - i : i);
  const meta = (ctx: MetaContext, tensors: readonly TensorMeta[], xy: boolean): readonly TensorMeta[] => {
    ctx.check(tensors.length > 0, () => "meshgrid expects a non-empty TensorList");
    const shape = shapes(tensors, xy);
    return tensors.map((t, i) => {
      const axis = axisOf(i, tensors.length, xy);
      return {
        ...contiguous(t.dtype, shape, t.device),
        strides: shape.map((_, k) => (k === axis ? (t.strides[0] ?? 1) : 0)),
      };
    });
  };
  const lower = (g: LoweringBuilder, tensors: readonly TensorOperand[], xy: boolean) => {
    const shape = shapes(
      tensors.map((t) => t.meta),
      xy,
    );
    return tensors.map((t, i) => {
      const axis = axisOf(i, tensors.length, xy);
      const column = shape.map((_, k) => (k === axis ? -1 : 1));
      return g.op("Expand", [g.op("Reshape", [t.value, g.ints(column)]), g.sizes(shape)]);
    });
  };
  return [
    op("aten::meshgrid(Tensor[] tensors) -> Tensor[]", {
      meta: (ctx, { tensors }) => meta(ctx, tensors, false),
      lower: (g, { tensors }) => lower(g, tensors, false),
    }),
    op("aten::meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]", {
      meta(ctx, { tensors, indexing }) {
        ctx.check(
          indexing === "ij" || indexing === "xy",
          () => `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
        );
        return meta(ctx, tensors, indexing === "xy");
      },
      lower: (g, { tensors, indexing }) => lower(g, tensors, indexing === "xy"),
    }),
  ];
}

export const joiningOps: readonly OpEntry[] = [
  ...(["cat", "concat", "concatenate"] as const).map((name) =>
    op(`aten::${name}(Tensor[] tensors, int dim=0) -> Tensor` as "aten::f(Tensor[] tensors, int dim=0) -> Tensor", {
      meta: (ctx, { tensors, dim }) => catMeta(ctx, tensors, dim),
      lower: (g, { tensors, dim }) => catLower(g, tensors, dim),
    }),
  ),
  op("aten::stack(Tensor[] tensors, int dim=0) -> Tensor", {
    meta: (ctx, { tensors, dim }) => stackMeta(ctx, tensors, dim),
    lower: (g, { tensors, dim }) => stackLower(g, tensors, dim),
  }),
  ...stackEntries(),
  ...atLeastEntries(),
  op("aten::repeat(Tensor self, SymInt[] repeats) -> Tensor", {
    meta: (ctx, { self, repeats }) => repeatMeta(ctx, self, repeats),
    lower: (g, { self, repeats }) => repeatLower(g, self, repeats),
  }),
  op("aten::tile(Tensor self, SymInt[] dims) -> Tensor", {
    meta: (ctx, { self, dims }) => repeatMeta(ctx, self, padRepeats(dims, self.shape.length)),
    lower: (g, { self, dims }) => repeatLower(g, self, padRepeats(dims, self.meta.shape.length)),
  }),
  op(
    "aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor",
    {
      meta(_, { self, repeats, dim }) {
        if (dim === null) return contiguous(self.dtype, [mul(product(self.shape), repeats)], self.device);
        const d = normalizeDim(dim, self.shape.length);
        return contiguous(
          self.dtype,
          self.shape.map((s, i) => (i === d ? mul(s, repeats) : s)),
          self.device,
        );
      },
      lower(g, { self, repeats, dim }) {
        const shape = dim === null ? [product(self.meta.shape)] : self.meta.shape;
        const d = dim === null ? 0 : normalizeDim(dim, self.meta.shape.length);
        const x = dim === null ? g.op("Reshape", [self.value, g.ints([-1])]) : self.value;
        const wide = g.op("Unsqueeze", [x, g.ints([d + 1])]);
        const counts: (SymArg | SymInt)[] = new Array<SymArg | SymInt>(shape.length + 1).fill(1);
        counts[d + 1] = repeats;
        const tiled = g.op("Tile", [wide, g.sizes(counts)]);
        return g.op("Reshape", [tiled, g.sizes(g.out.shape)]);
      },
    },
  ),
  op("aten::flip(Tensor self, int[] dims) -> Tensor", {
    meta(_, { self, dims }) {
      if (dims.length > 0) normalizeDims(dims, self.shape.length);
      return contiguous(self.dtype, self.shape, self.device);
    },
    lower: (g, { self, dims }) => flipLower(g, self, dims),
  }),
  op("aten::fliplr(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      ctx.check(self.shape.length >= 2, () => "Input must be >= 2-d.");
      return contiguous(self.dtype, self.shape, self.device);
    },
    lower: (g, { self }) => flipLower(g, self, [1]),
  }),
  op("aten::flipud(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      ctx.check(self.shape.length >= 1, () => "Input must be >= 1-d.");
      return contiguous(self.dtype, self.shape, self.device);
    },
    lower: (g, { self }) => flipLower(g, self, [0]),
  }),
  op("aten::rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor", {
    meta(_, { self, k, dims }) {
      const [a = 0, b = 1] = normalizeDims(dims, self.shape.length);
      const shape = [...self.shape];
      if (k % 2 !== 0) [shape[a], shape[b]] = [shape[b] ?? 1, shape[a] ?? 1];
      return contiguous(self.dtype, shape, self.device);
    },
    lower(g, { self, k, dims }) {
      const rank = self.meta.shape.length;
      const [a = 0, b = 1] = normalizeDims(dims, rank);
      const turns = ((k % 4) + 4) % 4;
      const perm = range(rank).map((d) => (d === a ? b : d === b ? a : d));
      if (turns === 0) return g.op("Identity", [self.value]);
      if (turns === 2) return flipLower(g, self, [a, b]);
      const flipped = flipLower(g, self, [turns === 1 ? b : a]);
      return g.op("Transpose", [flipped], { perm });
    },
  }),
  op("aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor", {
    meta(ctx, { self, shifts, dims }) {
      ctx.check(shifts.length > 0, () => "`shifts` required");
      ctx.check(
        dims.length === 0 || shifts.length === dims.length,
        () => `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`,
      );
      return contiguous(self.dtype, self.shape, self.device);
    },
    lower: (g, { self, shifts, dims }) => rollLower(g, self, shifts, dims),
  }),
  ...meshgridEntries(),
  op("aten::broadcast_tensors(Tensor[] tensors) -> Tensor[]", {
    meta(ctx, { tensors }) {
      const shape = broadcastShapes(
        ctx.guards,
        tensors.map((t) => t.shape),
      );
      return tensors.map((t) => expanded(ctx, t, shape));
    },
    lower(g, { tensors }) {
      const { shape } = g.out;
      return tensors.map((t) => expand(g, t.value, t.meta.shape, shape));
    },
  }),
  op("aten::block_diag(Tensor[] tensors) -> Tensor", {
    meta: (ctx, { tensors }) => {
      const sizes = tensors.map((t) => matrixShape(t.shape));
      return contiguous(
        resultType(tensors, ctx.defaultDtype),
        [add(...sizes.map((s) => s[0])), add(...sizes.map((s) => s[1]))],
        tensors[0]?.device ?? "cpu",
      );
    },
    lower(g, { tensors }) {
      const { dtype, shape } = g.out;
      let before: SymInt = 0;
      const total = shape[1] ?? 0;
      const rows = tensors.map((t) => {
        const [, w] = matrixShape(t.meta.shape);
        const x = reshape(g, g.as(t, dtype), t.meta.shape, matrixShape(t.meta.shape));
        const after = add(total, mul(-1, before), mul(-1, w));
        const padded = g.op("Pad", [dtype === "bool" ? g.cast(x, "int32") : x, g.sizes([0, before, 0, after])]);
        before = add(before, w);
        return dtype === "bool" ? g.cast(padded, "bool") : padded;
      });
      return g.op("Concat", rows, { axis: 0 });
    },
  }),
  op("aten::cartesian_prod(Tensor[] tensors) -> Tensor", {
    meta: (ctx, { tensors }) => {
      const dtype = resultType(tensors, ctx.defaultDtype);
      const n = product(tensors.map((t) => t.shape[0] ?? 1));
      return contiguous(dtype, tensors.length === 1 ? [n] : [n, tensors.length], tensors[0]?.device ?? "cpu");
    },
    lower(g, { tensors }) {
      const [only] = tensors;
      if (tensors.length === 1 && only) return g.op("Identity", [only.value]);
      const grids = g.callMany("aten.meshgrid.default", [tensors]);
      const columns = grids.map((t) => g.op("Reshape", [t.value, g.ints([-1, 1])]));
      return g.op("Concat", columns, { axis: 1 });
    },
  }),
];

function matrixShape(shape: readonly SymInt[]): readonly [SymInt, SymInt] {
  return shape.length === 2 ? [shape[0] ?? 1, shape[1] ?? 1] : [1, shape[0] ?? 1];
}
