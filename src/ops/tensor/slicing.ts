/** Views of parts: select, slice, split, unbind, diagonal, unfold, as_strided; and the scatters that write parts. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { and, ge, lt } from "../../shapes/bool.ts";
import { add, ceildiv, floordiv, max, min, mul, sub } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { INT64_MAX, slice, squeeze } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "./layout.ts";
import { clampBound, pieces, selected, sliced, unwrapped } from "./view_meta.ts";

function selectMeta(ctx: MetaContext, self: TensorMeta, dim: number, index: SymInt): TensorMeta {
  if (self.shape.length === 0) throw ctx.error("select() cannot be applied to a 0-dim tensor.", "IndexError");
  const d = normalizeDim(dim, self.shape.length);
  const n = self.shape[d] ?? 1;
  const outside = () =>
    ctx.error(
      `select(): index ${printInt(index)} out of range for tensor of size [${self.shape.map((s) => printInt(s)).join(", ")}] at dimension ${d}`,
      "IndexError",
    );
  if (typeof index === "number") {
    const fits = index >= 0 ? lt(index, n) : ge(n, -index);
    if (!(ctx.guards.prove(fits) ?? ctx.guards.decide(fits, "index"))) throw outside();
    return selected(self, d, index < 0 ? add(index, n) : index);
  }
  const hinted = ctx.guards.hint(index) !== null;
  if (hinted && !ctx.guards.decide(and(ge(index, mul(-1, n)), lt(index, n)), "index")) throw outside();
  const negative = hinted && !ctx.guards.decide(ge(index, 0), "index");
  return selected(self, d, negative ? add(index, n) : index);
}

function selectLower(g: LoweringBuilder, self: TensorOperand, dim: number, index: SymArg): Value {
  return g.op("Gather", [self.value, g.size(index)], { axis: normalizeDim(dim, self.meta.shape.length) });
}

interface SliceBounds {
  readonly dim: number;
  readonly start: SymInt;
  readonly length: SymInt;
  readonly step: number;
}

function sliceBounds(
  ctx: MetaContext,
  self: TensorMeta,
  dim: number,
  start: SymInt | null,
  end: SymInt | null,
  step: SymInt,
): SliceBounds {
  if (self.shape.length === 0) throw ctx.error("slice() cannot be applied to a 0-dim tensor.");
  const d = normalizeDim(dim, self.shape.length);
  if (typeof step !== "number") throw ctx.error("slice with a symbolic step is not supported", "NotImplementedError");
  ctx.check(step > 0, () => "slice step must be positive", "ValueError");
  const n = self.shape[d] ?? 1;
  const a = clampBound(ctx, start ?? 0, n);
  const b = end === null ? n : clampBound(ctx, end, n);
  return { dim: d, start: a, length: sliceLength(ctx, a, b, step), step };
}

function sliceLength(ctx: MetaContext, a: SymInt, b: SymInt, step: number): SymInt {
  const span = sub(b, a);
  if (typeof span === "number") return Math.ceil(Math.max(span, 0) / step);
  const proved = ctx.guards.prove(ge(span, 0));
  if (proved === true) return ceildiv(span, step);
  if (ctx.guards.hint(span) !== null) return ctx.guards.decide(ge(span, 0), "slice") ? ceildiv(span, step) : 0;
  return ceildiv(max(0, span), step);
}

function sliceLower(
  g: LoweringBuilder,
  self: TensorOperand,
  dim: number,
  start: SymArg | null,
  end: SymArg | null,
  step: SymArg,
): Value {
  const axis = normalizeDim(dim, self.meta.shape.length);
  const last = end === null || (typeof end === "number" && end >= 9223372036854775000) ? null : end;
  const by = typeof step === "number" ? step : 1;
  if ((start === null || start === 0) && last === null && by === 1) return g.op("Identity", [self.value]);
  return slice(g, self.value, axis, start ?? 0, last, by);
}

function splitMetas(self: TensorMeta, dim: number, sizes: readonly SymInt[]): readonly TensorMeta[] {
  let at: SymInt = 0;
  return sizes.map((n) => {
    const piece = sliced(self, dim, at, n, 1);
    at = add(at, n);
    return piece;
  });
}

/** One Split node for all pieces that the shape function found. */
function splitLower(g: LoweringBuilder, self: TensorOperand, dim: number): readonly Value[] {
  const axis = normalizeDim(dim, self.meta.shape.length);
  const metas = Array.isArray(g.result) ? (g.result as readonly TensorMeta[]) : [];
  const sizes = metas.map((m) => m.shape[axis] ?? 1);
  if (sizes.length === 1) return [g.op("Identity", [self.value])];
  return g.ops("Split", [self.value, g.sizes(sizes)], sizes.length, { axis });
}

function checkSizes(ctx: MetaContext, self: TensorMeta, dim: number, sizes: readonly SymInt[]): void {
  const n = self.shape[dim] ?? 1;
  const total = add(...sizes);
  const condition = sub(total, n);
  const fits = condition === 0 || (typeof condition !== "number" && requireEqual(ctx, total, n));
  ctx.check(
    fits,
    () =>
      `split_with_sizes expects split_sizes to sum exactly to ${printInt(n)} (input tensor's size at dimension ${dim}), but got split_sizes=[${sizes.map((s) => printInt(s)).join(", ")}]`,
  );
}

const requireEqual = (ctx: MetaContext, a: SymInt, b: SymInt) => sameSize(ctx.guards, a, b, "split");

type SplitSchema = "aten::f(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]";

function splitWithSizes(text: string): OpEntry {
  return op(text as SplitSchema, {
    meta(ctx, args) {
      const { self, dim } = args;
      const sizes = listOf(args);
      const d = normalizeDim(dim, self.shape.length);
      checkSizes(ctx, self, d, sizes);
      return splitMetas(self, d, sizes);
    },
    lower: (g, { self, dim }) => splitLower(g, self, dim),
  });
}

/** `split_size` or `split_sizes`: the schemas differ in the name. */
function listOf(args: object): readonly SymInt[] {
  for (const value of Object.values(args)) if (Array.isArray(value)) return value as readonly SymInt[];
  throw new Error("a split without sizes");
}

function equalSplit(name: string, alias: string): OpEntry {
  const text =
    alias === ""
      ? `aten::${name}(Tensor self, SymInt split_size, int dim=0) -> Tensor[]`
      : `aten::${name}(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]`;
  return op(text as "aten::f(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]", {
    meta(ctx, { self, split_size, dim }) {
      ctx.check(self.shape.length > 0, () => "split expects at least a 1-dimensional tensor");
      ctx.check(
        typeof split_size !== "number" || split_size >= 0,
        () => `split expects split_size be non-negative, but got split_size=${printInt(split_size)}`,
      );
      const d = normalizeDim(dim, self.shape.length);
      return splitMetas(self, d, pieces(ctx, self.shape[d] ?? 1, split_size));
    },
    lower: (g, { self, dim }) => splitLower(g, self, dim),
  });
}

function chunkEntry(text: string): OpEntry {
  return op(text as "aten::f(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]", {
    meta(ctx, { self, chunks, dim }) {
      ctx.check(self.shape.length > 0, () => "chunk expects at least a 1-dimensional tensor");
      ctx.check(chunks > 0, () => `chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
      const d = normalizeDim(dim, self.shape.length);
      const n = self.shape[d] ?? 1;
      const size = ceildiv(n, chunks);
      if (size === 0) return splitMetas(self, d, new Array<SymInt>(chunks).fill(0));
      return splitMetas(self, d, pieces(ctx, n, size));
    },
    lower: (g, { self, dim }) => splitLower(g, self, dim),
  });
}

function sectionSizes(n: SymInt, sections: number): readonly SymInt[] {
  const base = floordiv(n, sections);
  const extra = sub(n, mul(base, sections));
  return range(sections).map((i) =>
    typeof extra === "number" ? add(base, i < extra ? 1 : 0) : add(base, min(1, max(0, sub(extra, i)))),
  );
}

function indexSizes(ctx: MetaContext, n: SymInt, indices: readonly SymInt[]): readonly SymInt[] {
  let at: SymInt = 0;
  const sizes = indices.map((i) => {
    const end = clampBound(ctx, i, n);
    const size = sliceLength(ctx, at, end, 1);
    at = end;
    return size;
  });
  return [...sizes, sub(n, at)];
}

/** Splits at indices may overlap or run backwards, so each piece is a Slice. */
function tensorSplit(ctx: MetaContext, self: TensorMeta, dim: number, sizes: readonly SymInt[]): readonly TensorMeta[] {
  ctx.check(
    self.shape.length > 0,
    () => "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims",
  );
  return splitMetas(self, normalizeDim(dim, self.shape.length), sizes);
}

/** The axis that hsplit, vsplit and dsplit cut. */
const STACK_AXIS: Readonly<Record<string, (rank: number) => number>> = {
  hsplit: (rank) => (rank === 1 ? 0 : 1),
  vsplit: () => 0,
  dsplit: () => 2,
};

function namedSplits(): readonly OpEntry[] {
  return Object.entries(STACK_AXIS).flatMap(([name, axis]) => [
    op(
      `aten::${name}.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` as "aten::f(Tensor(a -> *) self, int sections) -> Tensor(a)[]",
      {
        meta(ctx, { self, sections }) {
          const d = axis(self.shape.length);
          return tensorSplit(ctx, self, d, sectionSizes(self.shape[d] ?? 1, sections));
        },
        lower: (g, { self }) => splitLower(g, self, axis(self.meta.shape.length)),
      },
    ),
    op(
      `aten::${name}.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]` as "aten::f(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]",
      {
        meta(ctx, { self, indices }) {
          const d = axis(self.shape.length);
          return tensorSplit(ctx, self, d, indexSizes(ctx, self.shape[d] ?? 1, indices));
        },
        lower: (g, { self }) => splitLower(g, self, axis(self.meta.shape.length)),
      },
    ),
  ]);
}

/** Length of a diagonal. */
function diagonalSize(rows: SymInt, cols: SymInt, offset: number): SymInt {
  return max(0, offset >= 0 ? min(rows, sub(cols, offset)) : min(add(rows, offset), cols));
}

function diagonalMeta(ctx: MetaContext, self: TensorMeta, offset: number, dim1: number, dim2: number): TensorMeta {
  const [a, b] = [normalizeDim(dim1, self.shape.length), normalizeDim(dim2, self.shape.length)];
  ctx.check(a !== b, () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const n = diagonalSize(self.shape[a] ?? 1, self.shape[b] ?? 1, offset);
  const start = offset >= 0 ? mul(offset, self.strides[b] ?? 1) : mul(-offset, self.strides[a] ?? 1);
  const drop = (list: readonly SymInt[]) => list.filter((_, i) => i !== a && i !== b);
  return {
    ...unwrapped(self),
    shape: [...drop(self.shape), n],
    strides: [...drop(self.strides), add(self.strides[a] ?? 1, self.strides[b] ?? 1)],
    storageOffset: n === 0 ? self.storageOffset : add(self.storageOffset, start),
  };
}

/** The two dimensions go last; then element i of the diagonal is [i - min(offset, 0), i + max(offset, 0)]. */
function diagonalLower(g: LoweringBuilder, self: TensorOperand, offset: number, dim1: number, dim2: number): Value {
  const rank = self.meta.shape.length;
  const [a, b] = [normalizeDim(dim1, rank), normalizeDim(dim2, rank)];
  const rest = range(rank).filter((d) => d !== a && d !== b);
  const moved = g.op("Transpose", [self.value], { perm: [a, b, ...rest] });
  const n = g.out.shape.at(-1) ?? 0;
  const i = g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
  const row = offset < 0 ? g.op("Add", [i, g.const(-offset, "int64")]) : i;
  const col = offset > 0 ? g.op("Add", [i, g.const(offset, "int64")]) : i;
  const index = g.op("Concat", [g.op("Unsqueeze", [row, g.ints([1])]), g.op("Unsqueeze", [col, g.ints([1])])], {
    axis: 1,
  });
  const picked = g.op("GatherND", [moved, index]);
  return rest.length === 0
    ? picked
    : g.op("Transpose", [picked], { perm: [...range(rest.length).map((d) => d + 1), 0] });
}

/** Writes `src` over the slice of `self`. */
function sliceScatter(
  g: LoweringBuilder,
  self: TensorOperand,
  src: Value,
  dim: number,
  start: Value,
  end: Value,
  step: number,
): Value {
  const rank = self.meta.shape.length;
  const n = g.op("Gather", [g.shapeOf(self), g.const(dim, "int64")]);
  const all = g.op("Range", [g.const(0, "int64"), n, g.const(1, "int64")]);
  const index = g.op("Slice", [all, start, end, g.ints([0]), g.ints([step])]);
  const column = g.op("Reshape", [index, g.ints([-1, ...new Array<number>(rank - dim - 1).fill(1)])]);
  const spread = g.op("Expand", [column, g.op("Shape", [src])]);
  return g.op("ScatterElements", [self.value, spread, src], { axis: dim });
}

export const slicingOps: readonly OpEntry[] = [
  op("aten::select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)", {
    meta: (ctx, { self, dim, index }) => selectMeta(ctx, self, dim, index),
    lower: (g, { self, dim, index }) => selectLower(g, self, dim, index),
    lowerComplex: "same",
  }),
  op(
    "aten::slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)",
    {
      meta(ctx, { self, dim, start, end, step }) {
        const b = sliceBounds(ctx, self, dim, start, end, step);
        return sliced(self, b.dim, b.start, b.length, b.step);
      },
      lower: (g, { self, dim, start, end, step }) => sliceLower(g, self, dim, start, end, step),
      lowerComplex: "same",
    },
  ),
  op("aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)", {
    meta(ctx, { self, dim, start, length }) {
      ctx.check(self.shape.length > 0, () => "narrow() cannot be applied to a 0-dim tensor.");
      const d = normalizeDim(dim, self.shape.length);
      const n = self.shape[d] ?? 1;
      const a = typeof start === "number" && start < 0 ? add(start, n) : start;
      const fits = ge(n, add(a, length));
      const ok =
        ctx.guards.prove(fits) ?? (ctx.guards.hint(add(a, length)) !== null ? ctx.guards.decide(fits, "narrow") : true);
      ctx.check(
        ok,
        () => `start (${printInt(a)}) + length (${printInt(length)}) exceeds dimension size (${printInt(n)}).`,
      );
      return sliced(self, d, a, length, 1);
    },
    lower(g, { self, dim, start, length }) {
      const axis = normalizeDim(dim, self.meta.shape.length);
      if (typeof start === "number" && typeof length === "number") {
        const end = start < 0 && start + length >= 0 ? null : start + length;
        return slice(g, self.value, axis, start, end);
      }
      const from = g.sizes([start]);
      return g.op("Slice", [self.value, from, g.op("Add", [from, g.sizes([length])]), g.ints([axis])]);
    },
  }),
  splitWithSizes("aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]"),
  splitWithSizes("aten::split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]"),
  splitWithSizes("aten::unsafe_split_with_sizes(Tensor self, SymInt[] split_sizes, int dim=0) -> Tensor[]"),
  equalSplit("split.Tensor", "a"),
  equalSplit("unsafe_split.Tensor", ""),
  chunkEntry("aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]"),
  chunkEntry("aten::unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]"),
  op("aten::tensor_split.sections(Tensor(a -> *) self, SymInt sections, int dim=0) -> Tensor(a)[]", {
    meta(ctx, { self, sections, dim }) {
      if (typeof sections !== "number")
        throw ctx.error("tensor_split into a symbolic number of sections is not supported");
      return tensorSplit(ctx, self, dim, sectionSizes(self.shape[normalizeDim(dim, self.shape.length)] ?? 1, sections));
    },
    lower: (g, { self, dim }) => splitLower(g, self, dim),
  }),
  op("aten::tensor_split.indices(Tensor(a -> *) self, SymInt[] indices, int dim=0) -> Tensor(a)[]", {
    meta: (ctx, { self, indices, dim }) =>
      tensorSplit(ctx, self, dim, indexSizes(ctx, self.shape[normalizeDim(dim, self.shape.length)] ?? 1, indices)),
    lower: (g, { self, dim }) => splitLower(g, self, dim),
  }),
  ...namedSplits(),
  op("aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]", {
    meta(ctx, { self, dim }) {
      ctx.check(self.shape.length > 0, () => "Dimension specified as 0 but tensor has no dimensions", "IndexError");
      const d = normalizeDim(dim, self.shape.length);
      const n = self.shape[d] ?? 1;
      const count = typeof n === "number" ? n : pieces(ctx, n, 1).length;
      return range(count).map((i) => selected(self, d, i));
    },
    lower(g, { self, dim }) {
      const axis = normalizeDim(dim, self.meta.shape.length);
      const count = Array.isArray(g.result) ? g.result.length : 0;
      if (count === 0) return [];
      const parts = count === 1 ? [self.value] : g.ops("Split", [self.value], count, { axis, num_outputs: count });
      return parts.map((p) => squeeze(g, p, [axis]));
    },
  }),
  op("aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)", {
    meta: (ctx, { self, offset, dim1, dim2 }) => diagonalMeta(ctx, self, offset, dim1, dim2),
    lower: (g, { self, offset, dim1, dim2 }) => diagonalLower(g, self, offset, dim1, dim2),
  }),
  op("aten::linalg_diagonal(Tensor(a) A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor(a)", {
    meta: (ctx, { A, offset, dim1, dim2 }) => diagonalMeta(ctx, A, offset, dim1, dim2),
    lower: (g, { A, offset, dim1, dim2 }) => diagonalLower(g, A, offset, dim1, dim2),
  }),
  op("aten::unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)", {
    meta(ctx, { self, dimension, size, step }) {
      ctx.check(step > 0, () => `step is ${step} but must be > 0`);
      if (self.shape.length === 0) {
        return { ...unwrapped(self), shape: [size], strides: [1] };
      }
      const d = normalizeDim(dimension, self.shape.length);
      const n = self.shape[d] ?? 1;
      const fits = ge(n, size);
      ctx.check(
        ctx.guards.prove(fits) ?? ctx.guards.decide(fits, "unfold"),
        () => `maximum size for tensor at dimension ${d} is ${printInt(n)} but size is ${size}`,
      );
      const windows = add(floordiv(sub(n, size), step), 1);
      return {
        ...unwrapped(self),
        shape: [...self.shape.map((s, i) => (i === d ? windows : s)), size],
        strides: [...self.strides.map((s, i) => (i === d ? mul(s, step) : s)), self.strides[d] ?? 1],
      };
    },
    lower(g, { self, dimension, size, step }) {
      const rank = self.meta.shape.length;
      if (rank === 0) return g.op("Reshape", [self.value, g.ints([1])]);
      const d = normalizeDim(dimension, rank);
      const starts = g.op("Range", [g.const(0, "int64"), g.size(g.out.shape[d] ?? 1), g.const(1, "int64")]);
      const first = g.op("Unsqueeze", [
        step === 1 ? starts : g.op("Mul", [starts, g.const(step, "int64")]),
        g.ints([1]),
      ]);
      const index = g.op("Add", [first, g.ints(range(size))]);
      const gathered = g.op("Gather", [self.value, index], { axis: d });
      // The window dimension comes last.
      const perm = [...range(rank + 1).filter((i) => i !== d + 1), d + 1];
      return g.op("Transpose", [gathered], { perm });
    },
  }),
  op("aten::as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)", {
    meta: (_, { self, size, stride, storage_offset }) => ({
      ...unwrapped(self),
      shape: size,
      strides: stride,
      storageOffset: storage_offset ?? self.storageOffset,
    }),
    lower(g, { self, size, stride, storage_offset }) {
      const offset = storage_offset ?? 0;
      let index: Value = g.size(offset);
      for (const [i, n] of size.entries()) {
        const steps = g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
        const scaled = g.op("Mul", [steps, g.size(stride[i] ?? 1)]);
        const axis = g.op("Reshape", [scaled, g.ints([-1, ...new Array<number>(size.length - i - 1).fill(1)])]);
        index = g.op("Add", [index, axis]);
      }
      return g.op("Gather", [g.op("Reshape", [self.value, g.ints([-1])]), index]);
    },
    notes: "exact for operands that are contiguous from the start of their storage",
  }),
  op("aten::select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor", {
    meta: (ctx, { self }) => ({
      ...contiguous(self.dtype, self.shape, self.device),
      strides: preservedStrides(ctx, self),
    }),
    lower(g, { self, src, dim, index }) {
      const axis = normalizeDim(dim, self.meta.shape.length);
      const one = g.op("Unsqueeze", [g.as(src, self.meta.dtype), g.ints([axis])]);
      const start = g.sizes([index]);
      const end = index === -1 ? g.tensor([INT64_MAX], [1], "int64") : g.op("Add", [start, g.ints([1])]);
      return sliceScatter(g, self, one, axis, start, end, 1);
    },
  }),
  op(
    "aten::slice_scatter(Tensor self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor",
    {
      meta: (ctx, { self }) => ({
        ...contiguous(self.dtype, self.shape, self.device),
        strides: preservedStrides(ctx, self),
      }),
      lower(g, { self, src, dim, start, end, step }) {
        const axis = normalizeDim(dim, self.meta.shape.length);
        const last =
          end === null || (typeof end === "number" && end > 9e18)
            ? g.tensor([INT64_MAX], [1], "int64")
            : g.sizes([end]);
        return sliceScatter(
          g,
          self,
          g.as(src, self.meta.dtype),
          axis,
          g.sizes([start ?? 0]),
          last,
          typeof step === "number" ? step : 1,
        );
      },
    },
  ),
];
