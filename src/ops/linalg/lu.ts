/** LU factorisation, determinants, inverses and systems of linear equations. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { min, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { Lowered, LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import type { ShapeGuards } from "../types.ts";
import {
  factorise,
  inverse,
  type LuFactors,
  orderOf,
  permutationMatrix,
  permutationSign,
  productOf,
  solveFactored,
} from "./lu_values.ts";
import {
  batchOf,
  checkMatrix,
  checkSquare,
  columnMajor,
  columnsOf,
  type Matrices,
  matrices,
  narrow,
  rowsOf,
  wide,
} from "./matrix.ts";
import { firstColumns, firstRows } from "./qr_values.ts";
import { substitute } from "./triangular_values.ts";

/** An `info` output: no error. */
function noErrors(g: LoweringBuilder, a: TensorOperand): Value {
  const m = matrices(g, a.meta.shape);
  return g.op("Expand", [g.const(0, "int32"), m.batch(a.value)]);
}

const infoMeta = (a: TensorMeta): TensorMeta => contiguous("int32", batchOf(a), a.device);
const pivotsMeta = (a: TensorMeta): TensorMeta =>
  contiguous("int32", [...batchOf(a), min(rowsOf(a), columnsOf(a))], a.device);

function factorMetas(a: TensorMeta): readonly TensorMeta[] {
  return [columnMajor(a.dtype, a.shape, a.device), pivotsMeta(a)];
}

function lowerFactors(g: LoweringBuilder, a: TensorOperand, pivot: boolean): readonly Value[] {
  const { packed, pivots } = factorise(matrices(g, a.meta.shape), wide(g, a), pivot);
  return [narrow(g, packed, a.meta.dtype), g.cast(pivots, "int32")];
}

/** P, L and U from the packed form. */
function unpack(g: LoweringBuilder, m: Matrices, packed: Value, order: Value, dtype: DType): readonly Value[] {
  const k = g.op("Min", [m.rows(packed), m.columns(packed)]);
  const strict = firstColumns(m, m.triangle(packed, false, -1), k);
  const eye = m.where(g.op("Equal", [m.asColumn(m.range(m.rows(packed))), m.range(k)]), 1, 0);
  const upper = firstRows(m, m.triangle(packed, true, 0), k);
  return [permutationMatrix(m, order), m.add(strict, eye), upper].map((v) => narrow(g, v, dtype));
}

function unpackedMetas(a: TensorMeta, dtype: DType): readonly TensorMeta[] {
  const [rows, columns] = [rowsOf(a), columnsOf(a)];
  const k = min(rows, columns);
  const batch = batchOf(a);
  return [
    [rows, rows],
    [rows, k],
    [k, columns],
  ].map((shape) => columnMajor(dtype, [...batch, ...shape], a.device));
}

/** Whether `b` is a batch of vectors for torch.linalg.solve. */
function isVector(guards: ShapeGuards, a: TensorMeta, b: TensorMeta): boolean {
  if (b.shape.length === 1) return true;
  const batch = a.shape.slice(0, -1);
  return a.shape.length - 1 === b.shape.length && batch.every((d, i) => sameSize(guards, d, b.shape[i] ?? 1, "solve"));
}

function solveMeta(ctx: MetaContext, a: TensorMeta, b: TensorMeta, left: boolean): TensorMeta {
  checkSquare(ctx, a, "linalg.solve");
  if (isVector(ctx.guards, a, b)) return contiguous(a.dtype, [...batchOf(a), columnsOf(a)], a.device);
  const batch = broadcastShapes(ctx.guards, [batchOf(a), batchOf(b)]);
  const shape = [...batch, rowsOf(b), columnsOf(b)];
  return left ? columnMajor(a.dtype, shape, a.device) : contiguous(a.dtype, shape, a.device);
}

function lowerSolve(g: LoweringBuilder, a: TensorOperand, b: TensorOperand, left: boolean): Value {
  const vector = isVector(g.guards, a.meta, b.meta);
  const m = matrices(g, a.meta.shape);
  const matrix = wide(g, a);
  const factors = factorise(m, left || vector ? matrix : m.transpose(matrix));
  if (vector) {
    const x = solveFactored(m, factors, m.asColumn(wide(g, b)));
    return narrow(g, g.op("Squeeze", [x, g.ints([-1])]), a.meta.dtype);
  }
  if (left) return narrow(g, solveFactored(m, factors, wide(g, b)), a.meta.dtype);
  const turned = matrices(g, b.meta.shape).transpose(wide(g, b));
  return narrow(g, matrices(g, g.out.shape).transpose(solveFactored(m, factors, turned)), a.meta.dtype);
}

interface Determinant {
  readonly factors: LuFactors;
  readonly diagonal: Value;
  readonly sign: Value;
}

function determinant(g: LoweringBuilder, a: TensorOperand): { m: Matrices; d: Determinant } {
  const m = matrices(g, a.meta.shape);
  const factors = factorise(m, wide(g, a));
  return { m, d: { factors, diagonal: m.diagonal(factors.packed), sign: permutationSign(m, factors.pivots) } };
}

function det(g: LoweringBuilder, a: TensorOperand): { value: Value; factors: LuFactors } {
  const { m, d } = determinant(g, a);
  return { value: narrow(g, m.mul(productOf(m, d.diagonal), d.sign), a.meta.dtype), factors: d.factors };
}

function slogdet(g: LoweringBuilder, a: TensorOperand): { values: readonly Value[]; factors: LuFactors } {
  const { m, d } = determinant(g, a);
  const sign = m.mul(productOf(m, m.sign(d.diagonal)), d.sign);
  const log = m.sum(m.log(m.abs(d.diagonal)));
  return { values: [sign, log].map((v) => narrow(g, v, a.meta.dtype)), factors: d.factors };
}

const packedOf = (g: LoweringBuilder, a: TensorOperand, f: LuFactors): readonly Value[] => [
  narrow(g, f.packed, a.meta.dtype),
  g.cast(f.pivots, "int32"),
];

function scalarMeta(ctx: MetaContext, a: TensorMeta, name: string): TensorMeta {
  checkSquare(ctx, a, name);
  return contiguous(a.dtype, batchOf(a), a.device);
}

function inverseMeta(ctx: MetaContext, a: TensorMeta, name: string): TensorMeta {
  checkSquare(ctx, a, name);
  return columnMajor(a.dtype, a.shape, a.device);
}

function lowerInverse(g: LoweringBuilder, a: TensorOperand): Value {
  return narrow(g, inverse(matrices(g, a.meta.shape), wide(g, a)), a.meta.dtype);
}

/** X from the factors that lu_factor gave. */
function solveByFactors(
  g: LoweringBuilder,
  lu: TensorOperand,
  pivots: TensorOperand,
  b: TensorOperand,
  left: boolean,
  adjoint: boolean,
): Value {
  const m = matrices(g, g.out.shape);
  const mLu = matrices(g, lu.meta.shape);
  const packed = wide(g, lu);
  const order = orderOf(mLu, g.as(pivots, "int64"), mLu.rows(packed));
  const factors: LuFactors = { packed, order, pivots: pivots.value };
  const right = left ? wide(g, b) : matrices(g, b.meta.shape).transpose(wide(g, b));
  // X·A = B is Aᵀ·Xᵀ = Bᵀ.
  const transposed = adjoint === left;
  const x = transposed ? solveTransposed(mLu, factors, right) : solveFactored(mLu, factors, right);
  return narrow(g, left ? x : m.transpose(x), g.out.dtype);
}

/** Aᵀ = Uᵀ·Lᵀ·Pᵀ. */
function solveTransposed(m: Matrices, { packed, order }: LuFactors, b: Value): Value {
  const turned = m.transpose(packed);
  const y = substitute(m, turned, b, { upper: false, unit: false });
  const z = substitute(m, turned, y, { upper: true, unit: true });
  return m.product(permutationMatrix(m, order), z);
}

function solveExEntries(): readonly OpEntry[] {
  return [
    op("aten::linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor", {
      meta: (ctx, { A, B, left }) => solveMeta(ctx, A, B, left),
      lower: (g, { A, B, left }) => lowerSolve(g, A, B, left),
    }),
    op(
      "aten::linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)",
      {
        meta: (ctx, { A, B, left }) => [solveMeta(ctx, A, B, left), infoMeta(A)],
        lower: (g, { A, B, left }) => [lowerSolve(g, A, B, left), noErrors(g, A)],
      },
    ),
    op(
      "aten::_linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)",
      {
        meta: (ctx, { A, B, left }) => [solveMeta(ctx, A, B, left), ...factorMetas(A), infoMeta(A)],
        lower: (g, { A, B, left }) => [lowerSolve(g, A, B, left), ...lowerFactors(g, A, true), noErrors(g, A)],
      },
    ),
  ];
}

const split = (shape: readonly SymInt[], at: number) =>
  [product(shape.slice(0, at)), product(shape.slice(at))] as const;

export const luOps: readonly OpEntry[] = [
  op("aten::linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)", {
    meta(ctx, { A }) {
      checkMatrix(ctx, A, "torch.lu_factor");
      return factorMetas(A);
    },
    lower: (g, { A, pivot }) => lowerFactors(g, A, pivot),
  }),
  op(
    "aten::linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)",
    {
      meta(ctx, { A }) {
        checkMatrix(ctx, A, "torch.lu_factor_ex");
        return [...factorMetas(A), infoMeta(A)];
      },
      lower: (g, { A, pivot }) => [...lowerFactors(g, A, pivot), noErrors(g, A)],
    },
  ),
  op(
    "aten::_lu_with_info(Tensor self, bool pivot=True, bool check_errors=True) -> (Tensor LU, Tensor pivots, Tensor info)",
    {
      meta: (_, { self }) => [...factorMetas(self), infoMeta(self)],
      lower: (g, { self, pivot }) => [...lowerFactors(g, self, pivot), noErrors(g, self)],
    },
  ),
  op("aten::linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)", {
    meta(ctx, { A, pivot }) {
      checkMatrix(ctx, A, "linalg.lu");
      const [p, l, u] = unpackedMetas(A, A.dtype);
      return [pivot ? (p ?? null) : contiguous(A.dtype, [0], A.device), l ?? null, u ?? null];
    },
    lower(g, { A, pivot }) {
      const m = matrices(g, A.meta.shape);
      const { packed, order } = factorise(m, wide(g, A), pivot);
      const [p, l, u] = unpack(g, m, packed, order, A.meta.dtype);
      return [pivot ? (p ?? null) : g.tensor([], [0], A.meta.dtype), l ?? null, u ?? null];
    },
  }),
  op(
    "aten::lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)",
    {
      meta(_, { LU_data, unpack_data, unpack_pivots }) {
        const [p, l, u] = unpackedMetas(LU_data, LU_data.dtype);
        const none = contiguous(LU_data.dtype, [0], LU_data.device);
        return [unpack_pivots ? (p ?? none) : none, unpack_data ? (l ?? none) : none, unpack_data ? (u ?? none) : none];
      },
      lower(g, { LU_data, LU_pivots, unpack_data, unpack_pivots }): Lowered {
        const m = matrices(g, LU_data.meta.shape);
        const packed = wide(g, LU_data);
        const order = orderOf(m, g.as(LU_pivots, "int64"), m.rows(packed));
        const [p, l, u] = unpack(g, m, packed, order, LU_data.meta.dtype);
        const none = g.tensor([], [0], LU_data.meta.dtype);
        return [unpack_pivots ? (p ?? none) : none, unpack_data ? (l ?? none) : none, unpack_data ? (u ?? none) : none];
      },
    },
  ),
  op("aten::linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor", {
    meta(ctx, { LU, B, left }) {
      const shape = [...broadcastShapes(ctx.guards, [batchOf(LU), batchOf(B)]), rowsOf(B), columnsOf(B)];
      return left ? columnMajor(B.dtype, shape, B.device) : contiguous(B.dtype, shape, B.device);
    },
    lower: (g, { LU, pivots, B, left, adjoint }) => solveByFactors(g, LU, pivots, B, left, adjoint),
  }),
  op("aten::lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor", {
    meta(ctx, { self, LU_data }) {
      const batch = broadcastShapes(ctx.guards, [batchOf(LU_data), batchOf(self)]);
      return columnMajor(self.dtype, [...batch, rowsOf(self), columnsOf(self)], self.device);
    },
    lower: (g, { self, LU_data, LU_pivots }) => solveByFactors(g, LU_data, LU_pivots, self, true, false),
  }),
  ...(["linalg_det", "det"] as const).map((name) =>
    op(`aten::${name}(Tensor ${name === "det" ? "self" : "A"}) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (ctx, args) => scalarMeta(ctx, only(args), "linalg.det"),
      lower: (g, args) => det(g, only(args)).value,
    }),
  ),
  op("aten::_linalg_det(Tensor A) -> (Tensor result, Tensor LU, Tensor pivots)", {
    meta: (ctx, { A }) => [scalarMeta(ctx, A, "linalg.det"), ...factorMetas(A)],
    lower(g, { A }) {
      const { value, factors } = det(g, A);
      return [value, ...packedOf(g, A, factors)];
    },
  }),
  ...(["linalg_slogdet", "slogdet"] as const).map((name) =>
    op(
      `aten::${name}(Tensor ${name === "slogdet" ? "self" : "A"}) -> (Tensor sign, Tensor logabsdet)` as "aten::f(Tensor self) -> (Tensor sign, Tensor logabsdet)",
      {
        meta: (ctx, args) => [
          scalarMeta(ctx, only(args), "linalg.slogdet"),
          scalarMeta(ctx, only(args), "linalg.slogdet"),
        ],
        lower: (g, args) => slogdet(g, only(args)).values,
      },
    ),
  ),
  op("aten::_linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)", {
    meta: (ctx, { A }) => [
      scalarMeta(ctx, A, "linalg.slogdet"),
      scalarMeta(ctx, A, "linalg.slogdet"),
      ...factorMetas(A),
    ],
    lower(g, { A }) {
      const { values, factors } = slogdet(g, A);
      return [...values, ...packedOf(g, A, factors)];
    },
  }),
  op("aten::logdet(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => scalarMeta(ctx, self, "linalg.det"),
    lower(g, { self }) {
      const { m, d } = determinant(g, self);
      const sign = m.mul(productOf(m, m.sign(d.diagonal)), d.sign);
      const log = m.sum(m.log(m.abs(d.diagonal)));
      return narrow(g, m.where(m.less(sign, 0), Number.NaN, log), self.meta.dtype);
    },
  }),
  ...(["linalg_inv", "inverse"] as const).map((name) =>
    op(`aten::${name}(Tensor ${name === "inverse" ? "self" : "A"}) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (ctx, args) => inverseMeta(ctx, only(args), "linalg.inv"),
      lower: (g, args) => lowerInverse(g, only(args)),
    }),
  ),
  op("aten::linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)", {
    meta: (ctx, { A }) => [inverseMeta(ctx, A, "linalg.inv"), infoMeta(A)],
    lower: (g, { A }) => [lowerInverse(g, A), noErrors(g, A)],
  }),
  ...solveExEntries(),
  op("aten::linalg_tensorinv(Tensor self, int ind=2) -> Tensor", {
    meta: (_, { self, ind }) =>
      contiguous(self.dtype, [...self.shape.slice(ind), ...self.shape.slice(0, ind)], self.device),
    lower(g, { self, ind }) {
      const m = matrices(g, [1, 1]);
      const flat = g.op("Reshape", [wide(g, self), g.sizes(split(self.meta.shape, ind))], { allowzero: 1 });
      return narrow(g, g.op("Reshape", [inverse(m, flat), g.sizes(g.out.shape)], { allowzero: 1 }), self.meta.dtype);
    },
  }),
  op("aten::linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor", {
    meta(_, { self, other, dims }) {
      const shape = tensorsolveOrder(self.shape.length, dims).map((d) => self.shape[d] ?? 1);
      return contiguous(self.dtype, shape.slice(other.shape.length), self.device);
    },
    lower(g, { self, other, dims }) {
      const m = matrices(g, [1, 1]);
      const perm = tensorsolveOrder(self.meta.shape.length, dims);
      const size = product(other.meta.shape);
      const turned = g.op("Transpose", [wide(g, self)], { perm });
      const flat = g.op("Reshape", [turned, g.sizes([size, size])], { allowzero: 1 });
      const right = g.op("Reshape", [wide(g, other), g.sizes([size, 1])], { allowzero: 1 });
      const x = solveFactored(m, factorise(m, flat), right);
      return narrow(g, g.op("Reshape", [x, g.sizes(g.out.shape)], { allowzero: 1 }), self.meta.dtype);
    },
  }),
];

/** The dimensions of tensorsolve's first operand, those of `dims` moved to the end. */
function tensorsolveOrder(rank: number, dims: readonly number[] | null): readonly number[] {
  const moved = (dims ?? []).map((d) => (d < 0 ? d + rank : d));
  return [...Array.from({ length: rank }, (_, i) => i).filter((i) => !moved.includes(i)), ...moved];
}

/** The one tensor argument, whatever its name. */
function only<T>(args: Readonly<Record<string, T>>): T {
  const [value] = Object.values(args);
  if (value === undefined) throw new Error("an operand is absent");
  return value;
}
