/** `x[i, :, j]` with index tensors: index and index_put. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { scatterReduced } from "../scatter_type.ts";
import { permute } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { preservedStrides } from "./layout.ts";

interface IndexShape {
  /** The broadcast shape of the index tensors. */
  readonly common: readonly SymInt[];
  readonly result: readonly SymInt[];
  /** The indexed dimensions, and where the common shape goes in the result. */
  readonly dims: readonly number[];
  readonly at: number;
}

const isMask = (t: TensorMeta) => t.dtype === "bool" || t.dtype === "uint8";

/** Indices by dimension; a mask stands for as many index vectors as it has dimensions, all of one unknown length. */
function expandMasks(ctx: MetaContext, indices: readonly (TensorMeta | null)[]): readonly (readonly SymInt[] | null)[] {
  return indices.flatMap((t): readonly (readonly SymInt[] | null)[] => {
    if (t === null) return [null];
    if (!isMask(t)) return [t.shape];
    const total = product(t.shape);
    const n = ctx.guards.fresh(0, typeof total === "number" ? total : Number.POSITIVE_INFINITY);
    return new Array<readonly SymInt[]>(Math.max(t.shape.length, 1)).fill([n]);
  });
}

function indexShape(ctx: MetaContext, self: TensorMeta, shapes: readonly (readonly SymInt[] | null)[]): IndexShape {
  ctx.check(
    shapes.length <= self.shape.length,
    () => `too many indices for tensor of dimension ${self.shape.length} (got ${shapes.length})`,
    "IndexError",
  );
  const dims = shapes.flatMap((s, i) => (s === null ? [] : [i]));
  const common = broadcastShapes(
    ctx.guards,
    shapes.filter((s) => s !== null),
  );
  const rest = self.shape.filter((_, i) => !dims.includes(i));
  const [first = 0] = dims;
  // Index tensors that stand together keep their place; otherwise their dimensions come first.
  const together = dims.every((d, i) => d === first + i);
  const at = together ? first : 0;
  return { common, result: [...rest.slice(0, at), ...common, ...rest.slice(at)], dims, at };
}

/** Index tensors as int64, masks as their NonZero rows. */
function indexValues(g: LoweringBuilder, indices: readonly (TensorOperand | null)[]): readonly (Value | null)[] {
  return indices.flatMap((t): readonly (Value | null)[] => {
    if (t === null) return [null];
    if (!isMask(t.meta)) return [g.as(t, "int64")];
    const rank = t.meta.shape.length;
    const found = g.op("NonZero", [g.as(t, "bool")]);
    const rows = rank === 1 ? [found] : g.ops("Split", [found], rank, { axis: 0, num_outputs: rank });
    return rows.map((r) => g.op("Squeeze", [r, g.ints([0])]));
  });
}

interface Gathered {
  /** Indexed dimensions first. */
  readonly perm: readonly number[];
  /** [common…, number of indexed dimensions]. */
  readonly index: Value;
  readonly values: readonly Value[];
  readonly rest: readonly number[];
  readonly dims: readonly number[];
}

function gatherPlan(
  g: LoweringBuilder,
  self: TensorOperand,
  indices: readonly (TensorOperand | null)[],
  commonRank: number,
): Gathered {
  const values = indexValues(g, indices);
  const dims = values.flatMap((v, i) => (v === null ? [] : [i]));
  const present = values.filter((v) => v !== null);
  const rest = range(self.meta.shape.length).filter((d) => !dims.includes(d));
  const sum = present.length > 1 ? present.reduce((a, b) => g.op("Add", [a, b])) : present[0];
  const shape = present.length > 1 && sum ? g.op("Shape", [sum]) : null;
  const columns = present.map((v, i) => {
    const n = g.op("Gather", [g.shapeOf(self), g.const(dims[i] ?? 0, "int64")]);
    const wrapped = g.op("Where", [g.op("Less", [v, g.const(0, "int64")]), g.op("Add", [v, n]), v]);
    const wide = shape ? g.op("Expand", [wrapped, shape]) : wrapped;
    return g.op("Unsqueeze", [wide, g.ints([commonRank])]);
  });
  const index = columns.length === 1 && columns[0] ? columns[0] : g.op("Concat", columns, { axis: commonRank });
  return { perm: [...dims, ...rest], index, values: present, rest, dims };
}

function commonRankOf(indices: readonly (TensorOperand | null)[]): number {
  return Math.max(...indices.map((t) => (t === null ? 0 : isMask(t.meta) ? 1 : t.meta.shape.length)));
}

function indexLower(g: LoweringBuilder, self: TensorOperand, indices: readonly (TensorOperand | null)[]): Value {
  const commonRank = commonRankOf(indices);
  const given = indices.flatMap((t, i) => (t === null ? [] : [{ t, i }]));
  const [only] = given;
  if (!only) return g.op("Identity", [self.value]);
  // One index tensor is a plain Gather along its dimension.
  if (given.length === 1 && !isMask(only.t.meta)) {
    return g.op("Gather", [self.value, g.as(only.t, "int64")], { axis: only.i });
  }
  if (given.length === 1 && only.t.meta.shape.length === 1)
    return g.op("Compress", [self.value, g.as(only.t, "bool")], { axis: only.i });
  const plan = gatherPlan(g, self, indices, commonRank);
  const picked = g.op("GatherND", [permute(g, self.value, plan.perm), plan.index]);
  return permute(g, picked, placeBack(plan.dims, plan.rest, commonRank));
}

/** From [common…, rest…] to the result's order. */
function placeBack(dims: readonly number[], rest: readonly number[], commonRank: number): readonly number[] {
  const [first = 0] = dims;
  const together = dims.every((d, i) => d === first + i);
  const before = together ? rest.filter((d) => d < first).length : 0;
  const restAt = rest.map((_, i) => commonRank + i);
  return [...restAt.slice(0, before), ...range(commonRank), ...restAt.slice(before)];
}

function indexPutLower(
  g: LoweringBuilder,
  self: TensorOperand,
  indices: readonly (TensorOperand | null)[],
  values: TensorOperand,
  accumulate: boolean,
): Value {
  const { dtype } = self.meta;
  const commonRank = commonRankOf(indices);
  const given = indices.flatMap((t, i) => (t === null ? [] : [{ t, i }]));
  const [only] = given;
  if (!only) return g.op("Expand", [g.as(values, dtype), g.shapeOf(self)]);
  const source = g.as(values, dtype);
  // A mask of the whole shape with one value is a Where.
  if (given.length === 1 && isMask(only.t.meta) && values.meta.shape.length === 0 && !accumulate && only.i === 0) {
    const extra = self.meta.shape.length - only.t.meta.shape.length;
    const mask =
      extra === 0
        ? g.as(only.t, "bool")
        : g.op("Unsqueeze", [g.as(only.t, "bool"), g.ints(range(extra).map((i) => only.t.meta.shape.length + i))]);
    return g.where(mask, source, self.value, dtype);
  }
  const plan = gatherPlan(g, self, indices, commonRank);
  const data = permute(g, self.value, plan.perm);
  const commonShape = g.op("Shape", [plan.index], { start: 0, end: commonRank });
  const restShape = g.op("Shape", [data], { start: plan.dims.length });
  // Values have the result's order of dimensions: bring the common ones to the front.
  const back = placeBack(plan.dims, plan.rest, commonRank);
  const full = back.map((p) =>
    p < commonRank
      ? g.op("Shape", [plan.index], { start: p, end: p + 1 })
      : g.op("Shape", [data], { start: plan.dims.length + p - commonRank, end: plan.dims.length + p - commonRank + 1 }),
  );
  const identity = back.every((p, i) => p === i);
  const target = identity ? g.op("Concat", [commonShape, restShape], { axis: 0 }) : g.op("Concat", full, { axis: 0 });
  const spread = g.op("Expand", [source, target]);
  const updates = identity
    ? spread
    : permute(
        g,
        spread,
        back.map((_, i) => back.indexOf(i)),
      );
  const attributes = accumulate ? { reduction: "add" } : {};
  const result = scatterReduced(g, "ScatterND", [data, plan.index, updates], dtype, attributes);
  return permute(
    g,
    result,
    plan.perm.map((_, i) => plan.perm.indexOf(i)),
  );
}

function indexMeta(ctx: MetaContext, self: TensorMeta, indices: readonly (TensorMeta | null)[]): TensorMeta {
  for (const t of indices) {
    ctx.check(
      t === null || isMask(t) || t.dtype === "int64" || t.dtype === "int32",
      () => "tensors used as indices must be long, int, byte or bool tensors",
      "IndexError",
    );
  }
  const { result } = indexShape(ctx, self, expandMasks(ctx, indices));
  return contiguous(self.dtype, result, self.device);
}

function putMeta(ctx: MetaContext, self: TensorMeta): TensorMeta {
  return { ...contiguous(self.dtype, self.shape, self.device), strides: preservedStrides(ctx, self) };
}

export const advancedIndexOps: readonly OpEntry[] = [
  ...(["index", "_unsafe_index"] as const).map((name) =>
    op(
      `aten::${name}.Tensor(Tensor self, Tensor?[] indices) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor?[] indices) -> Tensor",
      {
        meta: (ctx, { self, indices }) => indexMeta(ctx, self, indices),
        lower: (g, { self, indices }) => indexLower(g, self, indices),
      },
    ),
  ),
  ...(["index_put", "_unsafe_index_put"] as const).map((name) =>
    op(
      `aten::${name}(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` as "aten::f(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor",
      {
        meta: (ctx, { self }) => putMeta(ctx, self),
        lower: (g, { self, indices, values, accumulate }) => indexPutLower(g, self, indices, values, accumulate),
      },
    ),
  ),
  op("aten::put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor", {
    meta: (ctx, { self }) => putMeta(ctx, self),
    lower(g, { self, index, source, accumulate }) {
      const flat = g.op("Reshape", [self.value, g.ints([-1])]);
      const at = g.op("Reshape", [index.value, g.ints([-1])]);
      const updates = g.op("Reshape", [source.value, g.ints([-1])]);
      const attributes = { axis: 0, reduction: accumulate ? "add" : undefined };
      const y = scatterReduced(g, "ScatterElements", [flat, at, updates], self.meta.dtype, attributes);
      return g.op("Reshape", [y, g.shapeOf(self)]);
    },
  }),
];
