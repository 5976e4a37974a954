/** Views that change shape or order: view, reshape, permute, expand, squeeze and their like. */

import { isComplex } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { fixedToOne, isOne } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, normalizeDims, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { expand, permute, reshape } from "../shape_nodes.ts";
import { contiguous, isContiguous, stridesInOrder } from "../strides.ts";
import { preservedStrides } from "./layout.ts";
import { conjugate } from "./pairs.ts";
import { expanded, inferSize, permuted, reshaped, unwrapped, viewed } from "./view_meta.ts";

/** All of these are one Reshape to the shape that the shape function found. */
const toResult = (g: LoweringBuilder, self: TensorOperand) =>
  isComplex(self.meta.dtype)
    ? reshape(g, self.value, [...self.meta.shape, 2], [...g.out.shape, 2])
    : reshape(g, self.value, self.meta.shape, g.out.shape);

function expandPairs(g: LoweringBuilder, self: TensorOperand) {
  const pairs = isComplex(self.meta.dtype) ? [2] : [];
  return expand(g, self.value, [...self.meta.shape, ...pairs], [...g.out.shape, ...pairs]);
}

function permuteLower(g: LoweringBuilder, self: TensorOperand, perm: readonly number[]) {
  // The pair of a complex element stays at the end.
  return permute(g, self.value, isComplex(self.meta.dtype) ? [...perm, perm.length] : perm);
}

const swap = (rank: number, a: number, b: number) => {
  const perm = [...range(rank)];
  [perm[a], perm[b]] = [b, a];
  return rank === 0 ? [] : perm;
};

function transposeEntries(): readonly OpEntry[] {
  const schemas = {
    "transpose.int": ["dim0", "dim1"],
    swapaxes: ["axis0", "axis1"],
    swapdims: ["dim0", "dim1"],
  } as const;
  return Object.entries(schemas).map(([name, [a, b]]) =>
    op(
      `aten::${name}(Tensor(a) self, int ${a}, int ${b}) -> Tensor(a)` as "aten::f(Tensor(a) self, int dim0, int dim1) -> Tensor(a)",
      {
        meta(_, args) {
          const { self, ...dims } = args;
          const [x, y] = Object.values<unknown>(dims).map((d) => normalizeDim(Number(d), self.shape.length));
          return permuted(self, swap(self.shape.length, x ?? 0, y ?? 0));
        },
        lower(g, args) {
          const { self, ...dims } = args;
          const rank = self.meta.shape.length;
          const [x, y] = Object.values<unknown>(dims).map((d) => normalizeDim(Number(d), rank));
          return permuteLower(g, self, swap(rank, x ?? 0, y ?? 0));
        },
        lowerComplex: "same",
      },
    ),
  );
}

/** The last two dimensions swapped, or all reversed. */
function lastTwo(name: string, check: (ctx: MetaContext, self: TensorMeta) => void, all = false): OpEntry {
  const permOf = (rank: number) =>
    all ? [...range(rank)].reverse() : rank < 2 ? range(rank) : swap(rank, rank - 2, rank - 1);
  return op(`aten::${name}(Tensor(a) self) -> Tensor(a)` as "aten::f(Tensor(a) self) -> Tensor(a)", {
    meta(ctx, { self }) {
      check(ctx, self);
      return permuted(self, permOf(self.shape.length));
    },
    lower: (g, { self }) => permuteLower(g, self, permOf(self.meta.shape.length)),
    lowerComplex(g, { self }) {
      const turned = permuteLower(g, self, permOf(self.meta.shape.length));
      return CONJUGATED.has(name) ? conjugate(g, turned, self.meta.dtype) : turned;
    },
  });
}

const CONJUGATED: ReadonlySet<string> = new Set(["mH", "adjoint", "matrix_H"]);

function moveEntries(name: string): readonly OpEntry[] {
  const perm = (rank: number, source: readonly number[], destination: readonly number[]) => {
    const left = [...range(rank)].filter((d) => !normalizeDims(source, rank).includes(d));
    const to = normalizeDims(destination, rank);
    const from = normalizeDims(source, rank);
    return range(rank).map((i) => {
      const at = to.indexOf(i);
      return at >= 0 ? (from[at] ?? 0) : (left.shift() ?? 0);
    });
  };
  return [
    op(
      `aten::${name}.int(Tensor(a) self, int source, int destination) -> Tensor(a)` as "aten::f(Tensor(a) self, int source, int destination) -> Tensor(a)",
      {
        meta: (_, { self, source, destination }) => permuted(self, perm(self.shape.length, [source], [destination])),
        lower: (g, { self, source, destination }) =>
          permuteLower(g, self, perm(self.meta.shape.length, [source], [destination])),
      },
    ),
    op(
      `aten::${name}.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)` as "aten::f(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)",
      {
        meta: (_, { self, source, destination }) => permuted(self, perm(self.shape.length, source, destination)),
        lower: (g, { self, source, destination }) =>
          permuteLower(g, self, perm(self.meta.shape.length, source, destination)),
      },
    ),
  ];
}

/** Which dimensions a squeeze takes away: those of size 1 among `dims`. */
function squeezed(ctx: MetaContext, self: TensorMeta, dims: readonly number[] | null): TensorMeta {
  const among = dims === null ? range(self.shape.length) : dims.map((d) => normalizeDim(d, self.shape.length));
  // At the example's size of 1 the rank is another one: that program is for this size alone.
  const isGone = (size: SymInt): boolean => isOne(ctx.guards, size) || fixedToOne(ctx.guards, size);
  const gone = among.filter((d) => d < self.shape.length && isGone(self.shape[d] ?? 1));
  const keep = (list: readonly SymInt[]) => list.filter((_, i) => !gone.includes(i));
  return { ...unwrapped(self), shape: keep(self.shape), strides: keep(self.strides) };
}

function flattened(ctx: MetaContext, self: TensorMeta, start: number, end: number): readonly SymInt[] {
  const rank = self.shape.length;
  if (rank === 0) return [1];
  const [a, b] = [normalizeDim(start, rank), normalizeDim(end, rank)];
  ctx.check(a <= b, () => "flatten() has invalid args: start_dim cannot come after end_dim");
  return a === b
    ? self.shape
    : [...self.shape.slice(0, a), product(self.shape.slice(a, b + 1)), ...self.shape.slice(b + 1)];
}

/** The dimension order of a memory format. */
function formatOrder(format: string, rank: number): readonly number[] | null {
  if (format === "channels_last" && rank === 4) return [0, 2, 3, 1];
  if (format === "channels_last_3d" && rank === 5) return [0, 2, 3, 4, 1];
  return null;
}

/** A tensor laid out in a memory format; null keeps the layout. */
export function inFormat(ctx: MetaContext, self: TensorMeta, format: string | null): TensorMeta {
  if (format === null || format === "preserve_format") return unwrapped(self);
  const order = formatOrder(format, self.shape.length);
  if (!order) return isContiguous(ctx.guards, self) ? unwrapped(self) : contiguous(self.dtype, self.shape, self.device);
  return { ...contiguous(self.dtype, self.shape, self.device), strides: stridesInOrder(self.shape, order) };
}

const alias = (name: string) =>
  op(`aten::${name}(Tensor(a) self) -> Tensor(a)` as "aten::f(Tensor(a) self) -> Tensor(a)", {
    meta: (_, { self }) => unwrapped(self),
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  });

export const viewOps: readonly OpEntry[] = [
  op("aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)", {
    meta: (ctx, { self, size }) => viewed(ctx, self, size),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::_unsafe_view(Tensor self, SymInt[] size) -> Tensor", {
    meta: (ctx, { self, size }) => viewed(ctx, self, size),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)", {
    meta: (ctx, { self, shape }) => reshaped(ctx, self, shape),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::_reshape_alias(Tensor(a) self, SymInt[] size, SymInt[] stride) -> Tensor(a)", {
    meta: (_, { self, size, stride }) => ({ ...unwrapped(self), shape: size, strides: stride }),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::view_as(Tensor(a) self, Tensor other) -> Tensor(a)", {
    meta: (ctx, { self, other }) => viewed(ctx, self, other.shape),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)", {
    meta: (ctx, { self, other }) => reshaped(ctx, self, other.shape),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)", {
    meta: (ctx, { self, start_dim, end_dim }) => reshaped(ctx, self, flattened(ctx, self, start_dim, end_dim)),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::ravel(Tensor(a) self) -> Tensor(a)", {
    meta: (ctx, { self }) =>
      reshaped(ctx, isContiguous(ctx.guards, self) ? self : contiguous(self.dtype, self.shape, self.device), [-1]),
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)", {
    meta(ctx, { self, dim, sizes }) {
      const d = normalizeDim(dim, self.shape.length);
      ctx.check(sizes.length > 0, () => "unflatten: sizes must be non-empty");
      const inner = inferSize(ctx, sizes, self.shape[d] ?? 1);
      return viewed(ctx, self, [...self.shape.slice(0, d), ...inner, ...self.shape.slice(d + 1)]);
    },
    lower: (g, { self }) => toResult(g, self),
    lowerComplex: "same",
  }),
  op("aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)", {
    meta(ctx, { self, dims }) {
      ctx.check(
        dims.length === self.shape.length,
        () =>
          `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${self.shape.length} is not equal to len(dims) = ${dims.length}`,
      );
      return permuted(self, dims.length === 0 ? [] : normalizeDims(dims, self.shape.length));
    },
    lower: (g, { self, dims }) =>
      dims.length === 0 ? self.value : permuteLower(g, self, normalizeDims(dims, self.meta.shape.length)),
    lowerComplex: "same",
  }),
  ...transposeEntries(),
  lastTwo("t", (ctx, self) =>
    ctx.check(
      self.shape.length <= 2,
      () => `t() expects a tensor with <= 2 dimensions, but self is ${self.shape.length}D`,
    ),
  ),
  lastTwo("mT", (ctx, self) =>
    ctx.check(
      self.shape.length >= 2,
      () => `tensor.mT is only supported on matrices or batches of matrices. Got ${self.shape.length}-D tensor.`,
    ),
  ),
  lastTwo("mH", () => undefined),
  lastTwo("adjoint", () => undefined),
  lastTwo("matrix_H", () => undefined),
  lastTwo("numpy_T", () => undefined, true),
  ...moveEntries("movedim"),
  ...moveEntries("moveaxis"),
  op("aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)", {
    meta: (ctx, { self, size }) => expanded(ctx, self, size),
    lower: (g, { self }) => expand(g, self.value, self.meta.shape, g.out.shape),
    lowerComplex: (g, { self }) => expandPairs(g, self),
  }),
  op("aten::expand_as(Tensor(a) self, Tensor other) -> Tensor(a)", {
    meta: (ctx, { self, other }) => expanded(ctx, self, other.shape),
    lower: (g, { self, other }) =>
      other.meta.shape.every((d) => typeof d === "number")
        ? expand(g, self.value, self.meta.shape, g.out.shape)
        : g.op("Expand", [self.value, g.shapeOf(other)]),
    lowerComplex: (g, { self }) => expandPairs(g, self),
  }),
  op("aten::broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)", {
    meta: (ctx, { self, size }) => expanded(ctx, self, size),
    lower: (g, { self }) => expand(g, self.value, self.meta.shape, g.out.shape),
    lowerComplex: (g, { self }) => expandPairs(g, self),
  }),
  op("aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)", {
    meta(_, { self, dim }) {
      const d = normalizeDim(dim, self.shape.length + 1);
      const stride = d < self.shape.length ? product([self.shape[d] ?? 1, self.strides[d] ?? 1]) : 1;
      const insert = (list: readonly SymInt[], v: SymInt) => [...list.slice(0, d), v, ...list.slice(d)];
      return { ...unwrapped(self), shape: insert(self.shape, 1), strides: insert(self.strides, stride) };
    },
    lower: (g, { self, dim }) =>
      g.op("Unsqueeze", [self.value, g.ints([normalizeDim(dim, self.meta.shape.length + 1)])]),
    lowerComplex: "same",
  }),
  op("aten::squeeze(Tensor(a) self) -> Tensor(a)", {
    meta: (ctx, { self }) => squeezed(ctx, self, null),
    lower: (g, { self }) => squeezeLower(g, self, null),
    lowerComplex: "same",
  }),
  op("aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)", {
    meta: (ctx, { self, dim }) => squeezed(ctx, self, [dim]),
    lower: (g, { self, dim }) => squeezeLower(g, self, [dim]),
    lowerComplex: "same",
  }),
  op("aten::squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)", {
    meta: (ctx, { self, dim }) => squeezed(ctx, self, dim),
    lower: (g, { self, dim }) => squeezeLower(g, self, dim),
    lowerComplex: "same",
  }),
  alias("alias"),
  alias("detach"),
  alias("lift_fresh"),
  alias("resolve_conj"),
  alias("resolve_neg"),
  op("aten::lift_fresh_copy(Tensor self) -> Tensor", {
    meta: (_, { self }) => unwrapped(self),
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
  op("aten::detach_(Tensor(a!) self) -> Tensor(a!)", {
    meta: (_, { self }) => self,
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
  op("aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=contiguous_format) -> Tensor(a)", {
    meta: (ctx, { self, memory_format }) => inFormat(ctx, self, memory_format),
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
  op("aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    meta(ctx, { self, memory_format }) {
      if (memory_format !== null && memory_format !== "preserve_format") {
        return { ...inFormat(ctx, self, memory_format), storageOffset: 0 };
      }
      return preserved(ctx, self);
    },
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
];

/** A copy in the layout of a dense tensor. */
function preserved(ctx: MetaContext, self: TensorMeta): TensorMeta {
  return { ...contiguous(self.dtype, self.shape, self.device), strides: preservedStrides(ctx, self) };
}

function squeezeLower(g: LoweringBuilder, self: TensorOperand, dims: readonly number[] | null) {
  const { shape } = self.meta;
  const among = dims === null ? range(shape.length) : dims.map((d) => normalizeDim(d, shape.length));
  const gone = among.filter((d) => d < shape.length && isOne(g.guards, shape[d] ?? 1));
  return gone.length === 0 ? self.value : g.op("Squeeze", [self.value, g.ints(gone)]);
}
