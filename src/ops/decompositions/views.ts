/** Views by `view`, `permute`, `expand`, `slice` and `squeeze.dims`; pieces, stacks and grids. */

import type { DType } from "../../fx/dtype.ts";
import { add, ceildiv, floordiv, mod, mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import type { DecomposeBuilder, DecomposeInput, SymNode, TensorNode } from "../decomposition.ts";
import { normalizeDim, range } from "../dims.ts";
import { isContiguous } from "../strides.ts";
import {
  type CoreDecomposition,
  convert,
  core,
  countUp,
  dense,
  exprOf,
  nth,
  permute,
  rankOf,
  renamed,
  reshape,
  resultOf,
  sizeAt,
  sizes,
  slice,
  squeeze,
  transpose,
  unsqueeze,
} from "./define.ts";

const isOne = (d: DecomposeBuilder, s: SymInt): boolean => s === 1 || d.guards.hint(s) === 1;

/** x's dimensions with `source` moved to `destination`. */
function moved(d: DecomposeBuilder, x: TensorNode, source: readonly number[], destination: readonly number[]) {
  const rank = rankOf(x);
  const from = source.map((i) => normalizeDim(i, rank));
  const to = destination.map((i) => normalizeDim(i, rank));
  const rest = range(rank).filter((i) => !from.includes(i));
  const order = range(rank).map((i) => {
    const at = to.indexOf(i);
    return at >= 0 ? (from[at] ?? 0) : (rest.shift() ?? 0);
  });
  return permute(d, x, order);
}

/** One slice a piece. */
function pieces(d: DecomposeBuilder, x: TensorNode, dim: number, ends: readonly SymInt[]): TensorNode[] {
  let begin: SymInt = 0;
  return ends.map((end) => {
    const piece = slice(d, x, dim, begin, end);
    begin = end;
    return piece;
  });
}

function unbind(d: DecomposeBuilder, x: TensorNode, dim: number): TensorNode[] | undefined {
  const axis = normalizeDim(dim, rankOf(x));
  const count = sizeAt(x, axis);
  if (typeof count !== "number") return undefined;
  const all = pieces(
    d,
    x,
    axis,
    range(count).map((i) => i + 1),
  );
  return all.map((piece) => squeeze(d, piece, [axis]));
}

/** Pieces of one size, the last one smaller. */
function split(d: DecomposeBuilder, x: TensorNode, piece: SymInt, dim: number): readonly TensorNode[] | undefined {
  const axis = normalizeDim(dim, rankOf(x));
  const total = sizeAt(x, axis);
  if (typeof total !== "number" || typeof piece !== "number" || piece === 0) return undefined;
  const count = Math.max(1, Math.ceil(total / piece));
  const lengths = range(count).map((i) => Math.min(piece, total - i * piece));
  return d.callMany("aten.split_with_sizes.default", dim === 0 ? [x, lengths] : [x, lengths, dim]);
}

function cat(d: DecomposeBuilder, tensors: readonly TensorNode[], dim: number): TensorNode {
  return d.call("aten.cat.default", dim === 0 ? [tensors] : [tensors, dim]);
}

function stack(d: DecomposeBuilder, tensors: readonly TensorNode[], dim: number): TensorNode {
  const first = nth(tensors, 0);
  if (dim === 0 && rankOf(first) > 0) {
    return d.call("aten.view.default", [cat(d, tensors, 0), sizes([tensors.length, ...first.meta.shape])]);
  }
  const rank = rankOf(first) + 1;
  const axis = normalizeDim(dim, rank);
  return cat(
    d,
    tensors.map((t) => unsqueeze(d, t, axis)),
    axis,
  );
}

function atLeast(d: DecomposeBuilder, x: TensorNode, rank: number): TensorNode {
  if (rankOf(x) >= rank) return x;
  if (rank === 3 && rankOf(x) === 2) return unsqueeze(d, x, -1);
  const { shape } = x.meta;
  const wide =
    rank === 3 && shape.length === 1 ? [1, ...shape, 1] : [...range(rank - shape.length).map(() => 1), ...shape];
  return d.call("aten.view.default", [x, sizes(wide)]);
}

const expand = (d: DecomposeBuilder, x: TensorNode, shape: readonly SymInt[]) =>
  d.call("aten.expand.default", [x, sizes(shape)]);

function grids(d: DecomposeBuilder, tensors: readonly TensorNode[]): TensorNode[] {
  const shape = tensors.map((t) => (rankOf(t) === 0 ? 1 : sizeAt(t, 0)));
  return tensors.map((t, i) => {
    const line = tensors.map((_, j): DecomposeInput => (i === j ? -1 : 1));
    return expand(d, d.call("aten.view.default", [t, line]), shape);
  });
}

/** The type and place that are asked for; nothing when the tensor has them. */
function converted(d: DecomposeBuilder, x: TensorNode, dtype: DType | null, copy: boolean): TensorNode {
  if (dtype !== null && dtype !== x.meta.dtype) return convert(d, x, dtype);
  return copy ? d.call("aten.clone.default", [x]) : x;
}

function asAsked(asked: readonly SymNode[]): readonly DecomposeInput[] {
  return sizes(asked.map(exprOf));
}

const MOVES = ["movedim", "moveaxis"].flatMap((name) => [
  core(
    `aten::${name}.int(Tensor(a) self, int source, int destination) -> Tensor(a)` as "aten::f.int(Tensor(a) self, int source, int destination) -> Tensor(a)",
    (d, { self, source, destination }) => moved(d, self, [source], [destination]),
  ),
  core(
    `aten::${name}.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)` as "aten::f.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)",
    (d, { self, source, destination }) => moved(d, self, source, destination),
  ),
]);

export const viewDecompositions: readonly CoreDecomposition[] = [
  core("aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)", (d, { self, shape }) =>
    reshape(d, self, resultOf(d).shape, asAsked(shape)),
  ),
  core("aten::view_as(Tensor(a) self, Tensor other) -> Tensor(a)", (d, { self, other }) =>
    d.call("aten.view.default", [self, sizes(other.meta.shape)]),
  ),
  core(
    "aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)",
    (d, { self, start_dim, end_dim }) => {
      const rank = rankOf(self);
      if (rank > 0 && normalizeDim(start_dim, rank) === normalizeDim(end_dim, rank)) return self;
      return reshape(d, self, resultOf(d).shape);
    },
  ),
  core("aten::unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)", (d, { self }) =>
    d.call("aten.view.default", [self, sizes(resultOf(d).shape)]),
  ),
  core("aten::ravel(Tensor(a) self) -> Tensor(a)", (d, { self }) => reshape(d, self, resultOf(d).shape, [-1])),
  core("aten::t(Tensor(a) self) -> Tensor(a)", (d, { self }) => (rankOf(self) < 2 ? self : transpose(d, self, 0, 1))),
  core("aten::numpy_T(Tensor(a) self) -> Tensor(a)", (d, { self }) =>
    permute(
      d,
      self,
      range(rankOf(self)).map((i) => rankOf(self) - 1 - i),
    ),
  ),
  core("aten::mT(Tensor(a) self) -> Tensor(a)", (d, { self }) => transpose(d, self, -2, -1)),
  core("aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)", (d, { self, dim0, dim1 }) =>
    transpose(d, self, dim0, dim1),
  ),
  core("aten::swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)", (d, { self, axis0, axis1 }) =>
    transpose(d, self, axis0, axis1),
  ),
  core("aten::swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)", (d, { self, dim0, dim1 }) =>
    transpose(d, self, dim0, dim1),
  ),
  ...MOVES,
  core("aten::squeeze(Tensor(a) self) -> Tensor(a)", (d, { self }) =>
    squeeze(
      d,
      self,
      range(rankOf(self)).filter((i) => isOne(d, sizeAt(self, i))),
    ),
  ),
  core("aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)", (d, { self, dim }) => squeeze(d, self, [dim])),
  core(
    "aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=contiguous_format) -> Tensor(a)",
    (d, { self, memory_format }) => {
      if (memory_format !== "contiguous_format") return undefined;
      return isContiguous(d.guards, self.meta) ? self : dense(d, self);
    },
  ),
  core("aten::expand_as(Tensor(a) self, Tensor other) -> Tensor(a)", (d, { self, other }) =>
    expand(d, self, other.meta.shape),
  ),
  core("aten::broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)", (d, { self, size }) =>
    d.call("aten.expand.default", [self, asAsked(size)]),
  ),
  core("aten::broadcast_tensors(Tensor[] tensors) -> Tensor[]", (d, { tensors }) => {
    const shape = broadcastShapes(
      d.guards,
      tensors.map((t) => t.meta.shape),
    );
    const same = (t: TensorNode) =>
      t.meta.shape.length === shape.length && t.meta.shape.every((s, i) => s === shape[i]);
    return tensors.map((t) => (same(t) ? t : expand(d, t, shape)));
  }),
  core(
    "aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)",
    (d, { self, dim, start, length }) => slice(d, self, dim, exprOf(start), add(exprOf(start), exprOf(length))),
  ),
  core("aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]", (d, { self, dim }) => unbind(d, self, dim)),
  core("aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]", (d, { self, chunks, dim }) =>
    split(d, self, ceildiv(sizeAt(self, normalizeDim(dim, rankOf(self))), chunks), dim),
  ),
  core(
    "aten::split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]",
    (d, { self, split_size, dim }) => split(d, self, exprOf(split_size), dim),
  ),
  core(
    "aten::split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]",
    (d, { self, split_size, dim }) =>
      d.callMany(
        "aten.split_with_sizes.default",
        dim === 0 ? [self, asAsked(split_size)] : [self, asAsked(split_size), dim],
      ),
  ),
  core(
    "aten::tensor_split.sections(Tensor(a -> *) self, SymInt sections, int dim=0) -> Tensor(a)[]",
    (d, { self, sections, dim }) => {
      const count = exprOf(sections);
      if (typeof count !== "number") return undefined;
      const axis = normalizeDim(dim, rankOf(self));
      const total = sizeAt(self, axis);
      const rest = mod(total, count);
      if (typeof rest !== "number") return undefined;
      const each = floordiv(total, count);
      return pieces(
        d,
        self,
        axis,
        range(count).map((i) => add(mul(each, i + 1), Math.min(i + 1, rest))),
      );
    },
  ),
  core("aten::stack(Tensor[] tensors, int dim=0) -> Tensor", (d, { tensors, dim }) => stack(d, tensors, dim)),
  core("aten::hstack(Tensor[] tensors) -> Tensor", (d, { tensors }) => {
    const wide = tensors.map((t) => atLeast(d, t, 1));
    return cat(d, wide, rankOf(nth(wide, 0)) === 1 ? 0 : 1);
  }),
  core("aten::vstack(Tensor[] tensors) -> Tensor", (d, { tensors }) =>
    cat(
      d,
      tensors.map((t) => atLeast(d, t, 2)),
      0,
    ),
  ),
  core("aten::dstack(Tensor[] tensors) -> Tensor", (d, { tensors }) =>
    cat(
      d,
      tensors.map((t) => atLeast(d, t, 3)),
      2,
    ),
  ),
  ...(["concat", "concatenate"] as const).map((name) =>
    core(
      `aten::${name}(Tensor[] tensors, int dim=0) -> Tensor` as "aten::f(Tensor[] tensors, int dim=0) -> Tensor",
      (d, { tensors, dim }) => cat(d, tensors, dim),
    ),
  ),
  ...([1, 2, 3] as const).map((rank) =>
    core(`aten::atleast_${rank}d(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", (d, { self }) =>
      atLeast(d, self, rank),
    ),
  ),
  core("aten::detach(Tensor(a) self) -> Tensor(a)", (d, { self }) => d.call("aten.alias.default", [self])),
  renamed("aten::lift_fresh_copy(Tensor self) -> Tensor", "aten.clone.default"),
  core(
    "aten::to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    (d, { self, dtype, copy, memory_format }) => (memory_format === null ? converted(d, self, dtype, copy) : undefined),
  ),
  core(
    "aten::to.device(Tensor(a) self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    (d, { self, device, dtype, copy, memory_format }) =>
      memory_format === null && device === self.meta.device ? converted(d, self, dtype, copy) : undefined,
  ),
  core(
    "aten::to.dtype_layout(Tensor(a) self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    (d, { self, dtype, device, copy, memory_format }) =>
      memory_format === null && (device === null || device === self.meta.device)
        ? converted(d, self, dtype, copy)
        : undefined,
  ),
  core(
    "aten::to.other(Tensor(a) self, Tensor other, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    (d, { self, other, copy, memory_format }) =>
      memory_format === null ? converted(d, self, other.meta.dtype, copy) : undefined,
  ),
  core("aten::type_as(Tensor self, Tensor other) -> Tensor", (d, { self, other }) =>
    converted(d, self, other.meta.dtype, false),
  ),
  core("aten::tile(Tensor self, SymInt[] dims) -> Tensor", (d, { self, dims }) => {
    const missing = rankOf(self) - dims.length;
    const times = [...range(Math.max(0, missing)).map(() => 1), ...dims.map(exprOf)];
    return d.call("aten.repeat.default", [self, sizes(times)]);
  }),
  core(
    "aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor",
    (d, { self, repeats, dim }) => {
      const source = dim === null ? reshape(d, self, [product(self.meta.shape)], [-1]) : self;
      const axis = dim === null ? 0 : normalizeDim(dim, rankOf(self));
      const { shape } = source.meta;
      const wide = unsqueeze(d, source, axis + 1);
      const copies = expand(d, wide, [...shape.slice(0, axis + 1), exprOf(repeats), ...shape.slice(axis + 1)]);
      return d.call("aten.view.default", [dense(d, copies), sizes(resultOf(d).shape)]);
    },
  ),
  core("aten::fliplr(Tensor self) -> Tensor", (d, { self }) => d.call("aten.flip.default", [self, [1]])),
  core("aten::flipud(Tensor self) -> Tensor", (d, { self }) => d.call("aten.flip.default", [self, [0]])),
  core("aten::rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor", (d, { self, k, dims }) => {
    const [a = 0, b = 1] = dims;
    const turns = ((k % 4) + 4) % 4;
    if (turns === 0) return d.call("aten.clone.default", [self]);
    if (turns === 2) return d.call("aten.flip.default", [self, [a, b]]);
    const flipped = d.call("aten.flip.default", [self, [turns === 1 ? b : a]]);
    return transpose(d, flipped, a, b);
  }),
  core("aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor", (d, { self, shifts, dims }) => {
    if (dims.length === 0) return undefined;
    return dims.reduce<TensorNode>((x, dim, i) => {
      const axis = normalizeDim(dim, rankOf(x));
      const n = sizeAt(x, axis);
      const start = mod(add(n, mul(-1, exprOf(shifts[i] ?? 0))), n);
      const places = d.call("aten.fmod.Scalar", [
        d.call("aten.add.Tensor", [countUp(d, n), ...sizes([start])]),
        ...sizes([n]),
      ]);
      return d.call("aten.index_select.default", [x, axis, places]);
    }, self);
  }),
  core("aten::meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]", (d, { tensors, indexing }) =>
    indexing === "ij" || tensors.length < 2 ? grids(d, tensors) : undefined,
  ),
  core("aten::meshgrid(Tensor[] tensors) -> Tensor[]", (d, { tensors }) => grids(d, tensors)),
  core("aten::cartesian_prod(Tensor[] tensors) -> Tensor", (d, { tensors }) => {
    if (tensors.length < 2) return undefined;
    const flat = grids(d, tensors).map((g) => reshape(d, g, [product(g.meta.shape)]));
    return cat(
      d,
      flat.map((t) => unsqueeze(d, t, 1)),
      1,
    );
  }),
];
