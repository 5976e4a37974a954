/** Indexing with places that a mask switches off, and reductions into indexed rows. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { eq } from "../../shapes/bool.ts";
import { add, ceildiv, mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LowerInput, LoweringBuilder, TensorOperand } from "../lowering.ts";
import { reshape } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

/** Indices moved into the range of their dimension. */
function clamped(
  g: LoweringBuilder,
  self: TensorOperand,
  indices: readonly (TensorOperand | null)[],
  fromBehind: boolean,
): readonly LowerInput[] {
  return indices.map((index, d) => {
    if (index === null) return null;
    const size = g.size(self.meta.shape[d] ?? 1);
    const low = fromBehind ? g.op("Neg", [size]) : g.const(0, "int64");
    const high = g.op("Sub", [size, g.const(1, "int64")]);
    const value = g.op("Max", [g.op("Min", [g.as(index, "int64"), high]), low]);
    return { value, meta: { ...index.meta, dtype: "int64" } };
  });
}

const asMask = (g: LoweringBuilder, mask: TensorOperand): Value => g.as(mask, "bool");

function chunkShape(t: TensorMeta, dim: number, chunks: number): readonly SymInt[] {
  const own = t.shape[dim] ?? 1;
  const padded = mul(ceildiv(own, chunks), chunks);
  const rest = product([ceildiv(padded, chunks), ...t.shape.slice(dim + 1)]);
  return [...t.shape.slice(0, dim), chunks, rest];
}

/** All choices of r places out of n, in lexicographic order. */
function choices(n: number, r: number, repeated: boolean): readonly (readonly number[])[] {
  if (r === 0) return [[]];
  return choices(n, r - 1, repeated).flatMap((head) => {
    const last = head.at(-1);
    const first = last === undefined ? 0 : repeated ? last : last + 1;
    return range(n)
      .slice(first)
      .map((i) => [...head, i]);
  });
}

function fixedSize(ctx: MetaContext, size: SymInt): number {
  const hint = typeof size === "number" ? size : ctx.guards.hint(size);
  if (hint === null) throw new OpError("NotImplementedError", "combinations of a size that depends on data");
  if (typeof size !== "number") ctx.guards.decide(eq(size, hint), "combinations");
  return hint;
}

export const maskedIndexOps: readonly OpEntry[] = [
  op("aten::_unsafe_masked_index(Tensor self, Tensor mask, Tensor?[] indices, Scalar fill) -> Tensor", {
    meta(ctx, { self, mask, indices }) {
      const used = indices.filter((i) => i !== null);
      const shape = broadcastShapes(ctx.guards, [mask.shape, ...used.map((i) => i.shape)]);
      const rest = self.shape.filter((_, d) => (indices[d] ?? null) === null);
      return contiguous(self.dtype, [...shape, ...(mask.shape.length > shape.length ? [] : rest)], self.device);
    },
    lower(g, { self, mask, indices, fill }) {
      const taken = g.call("aten.index.Tensor", [self, clamped(g, self, indices, false)]);
      const { dtype } = self.meta;
      return g.where(asMask(g, mask), taken.value, g.scalar(fill, dtype), dtype);
    },
  }),
  op(
    "aten::_unsafe_masked_index_put_accumulate(Tensor self, Tensor mask, Tensor?[] indices, Tensor values) -> Tensor",
    {
      meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
      lower(g, { self, mask, indices, values }) {
        const { dtype } = values.meta;
        const kept = g.where(asMask(g, mask), values.value, g.const(0, dtype), dtype);
        const added = g.operand(kept, values.meta);
        return g.call("aten.index_put.default", [self, clamped(g, self, indices, true), added, true]);
      },
    },
  ),
  op(
    "aten::index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor",
    {
      meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
      lower(g, { self, dim, index, source, reduce, include_self }) {
        const rank = source.meta.shape.length;
        const axis = normalizeDim(dim, self.meta.shape.length);
        const column = g.op("Reshape", [
          g.as(index, "int64"),
          g.ints(rank === 0 ? [] : [-1, ...new Array<number>(rank - axis - 1).fill(1)]),
        ]);
        const spread = g.operand(g.op("Expand", [column, g.shapeOf(source)]), { ...source.meta, dtype: "int64" });
        return g.call("aten.scatter_reduce.two", [self, axis, spread, source, reduce], { include_self });
      },
    },
  ),
  op("aten::combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor", {
    meta(ctx, { self, r, with_replacement }) {
      ctx.check(self.shape.length === 1, () => `Expect a 1D vector, but got shape ${self.shape.length}`);
      const n = fixedSize(ctx, self.shape[0] ?? 0);
      if (r === 0) return contiguous(self.dtype, [0], self.device);
      return contiguous(self.dtype, [choices(n, r, with_replacement).length, r], self.device);
    },
    lower(g, { self, r, with_replacement }) {
      const size = self.meta.shape[0] ?? 0;
      const n = typeof size === "number" ? size : (g.guards.hint(size) ?? 0);
      const rows = choices(n, r, with_replacement);
      return g.op("Gather", [self.value, g.tensor(rows.flat(), [rows.length, r], "int64")]);
    },
  }),
  op("aten::_chunk_cat(Tensor[] tensors, int dim, int num_chunks) -> Tensor", {
    meta(ctx, { tensors, dim, num_chunks }) {
      const [first] = tensors;
      if (!first) throw ctx.error("_chunk_cat expects a non-empty input tensor list");
      const d = normalizeDim(dim, first.shape.length);
      const shapes = tensors.map((t) => chunkShape(t, d, num_chunks));
      const width = add(...shapes.map((s) => s.at(-1) ?? 1));
      return contiguous(first.dtype, [...(shapes[0] ?? []).slice(0, -1), width], first.device);
    },
    lower(g, { tensors, dim, num_chunks }) {
      const parts = tensors.map((t) => {
        const rank = t.meta.shape.length;
        const d = normalizeDim(dim, rank);
        const own = t.meta.shape[d] ?? 1;
        const padded = mul(ceildiv(own, num_chunks), num_chunks);
        const behind = g.op("Sub", [g.size(padded), g.size(own)]);
        const pads = g.op("Concat", [g.ints([0]), g.op("Reshape", [behind, g.ints([1])])], { axis: 0 });
        const wide = padded === own ? t.value : g.op("Pad", [t.value, pads, null, g.ints([d])]);
        const from = t.meta.shape.map((s, i) => (i === d ? padded : s));
        return reshape(g, wide, from, chunkShape(t.meta, d, num_chunks));
      });
      return g.op("Concat", parts, { axis: g.out.shape.length - 1 });
    },
  }),
];
