/** Eigenvalues of symmetric matrices, singular values, and what is computed by them. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { max, min } from "../../shapes/expr.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { singularValues, symmetricEigen } from "./jacobi_values.ts";
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

function eighMetas(ctx: MetaContext, a: TensorMeta): readonly TensorMeta[] {
  checkSquare(ctx, a, "linalg.eigh");
  return [contiguous(realOf(a.dtype), a.shape.slice(0, -1), a.device), columnMajor(a.dtype, a.shape, a.device)];
}

function lowerEigh(g: LoweringBuilder, a: TensorOperand, uplo: string): readonly Value[] {
  const m = matrices(g, a.meta.shape);
  const { values, vectors } = symmetricEigen(m, wide(g, a), uplo.toUpperCase() === "U");
  return [narrow(g, values, a.meta.dtype), narrow(g, vectors, a.meta.dtype)];
}

function svdMetas(ctx: MetaContext, a: TensorMeta, full: boolean): readonly [TensorMeta, TensorMeta, TensorMeta] {
  checkMatrix(ctx, a, "linalg.svd");
  const [rows, columns] = [rowsOf(a), columnsOf(a)];
  const k = min(rows, columns);
  const batch = batchOf(a);
  return [
    columnMajor(a.dtype, [...batch, rows, full ? rows : k], a.device),
    contiguous(realOf(a.dtype), [...batch, k], a.device),
    columnMajor(a.dtype, [...batch, full ? columns : k, columns], a.device),
  ];
}

function lowerSvd(g: LoweringBuilder, a: TensorOperand, full: boolean): readonly [Value, Value, Value] {
  const m = matrices(g, a.meta.shape);
  const x = wide(g, a);
  const { u, s, vh } = singularValues(m, x);
  const k = g.op("Min", [m.rows(x), m.columns(x)]);
  const { dtype } = a.meta;
  return [
    narrow(g, full ? u : firstColumns(m, u, k), dtype),
    narrow(g, s, dtype),
    narrow(g, full ? vh : firstRows(m, vh, k), dtype),
  ];
}

const valuesMeta = (a: TensorMeta): TensorMeta =>
  contiguous(realOf(a.dtype), [...batchOf(a), min(rowsOf(a), columnsOf(a))], a.device);

const EPSILON: Readonly<Partial<Record<DType, number>>> = {
  float64: 2.220446049250313e-16,
  float32: 1.1920928955078125e-7,
};

/** Magnitudes of the singular values (of the eigenvalues, for symmetric matrices), the largest first or last. */
function spectrum(m: Matrices, a: Value, hermitian: boolean): Value {
  return hermitian ? m.abs(symmetricEigen(m, a, false).values) : singularValues(m, a).s;
}

/** A tolerance: a number, or a tensor that is broadcast against the batch. */
type Tolerance = number | TensorOperand | null;

/** max(atol, rtol·largest); without both rtol is ε·max(rows, columns). */
function threshold(
  g: LoweringBuilder,
  m: Matrices,
  a: TensorOperand,
  largest: Value,
  atol: Tolerance,
  rtol: Tolerance,
): Value {
  const value = (t: number | TensorOperand) => (typeof t === "number" ? m.value(t) : wide(g, t));
  const absolute = atol === null ? m.value(0) : value(atol);
  let relative: Value;
  if (rtol !== null) relative = value(rtol);
  else {
    const size = g.cast(g.size(max(rowsOf(a.meta), columnsOf(a.meta))), "float64");
    const usual = m.mul(EPSILON[a.meta.dtype] ?? 1.1920928955078125e-7, size);
    relative = atol === null ? usual : m.where(m.less(0, absolute), 0, usual);
  }
  return m.max(absolute, m.mul(relative, largest));
}

/** The largest of the last dimension; 0 for none. */
function largestOf(m: Matrices, sizes: Value): Value {
  return m.fold(sizes, 0, (a, b) => m.max(a, b));
}

/** V·diag(1/s)·Uᵀ over the singular values above the tolerance. */
function pseudoInverse(
  g: LoweringBuilder,
  a: TensorOperand,
  atol: Tolerance,
  rtol: Tolerance,
  hermitian: boolean,
): Value {
  const m = matrices(g, a.meta.shape);
  const x = wide(g, a);
  const invert = (values: Value) => {
    const size = m.abs(values);
    const bound = m.asColumn(threshold(g, m, a, largestOf(m, size), atol, rtol));
    const kept = m.less(bound, size);
    return m.where(kept, m.div(1, m.where(kept, values, 1)), 0);
  };
  if (hermitian) {
    const { values, vectors } = symmetricEigen(m, x, false);
    const scaled = m.mul(vectors, m.asRow(invert(values)));
    return narrow(g, m.product(scaled, m.transpose(vectors)), a.meta.dtype);
  }
  const { u, s, vh } = singularValues(m, x);
  const k = g.op("Min", [m.rows(x), m.columns(x)]);
  const v = m.transpose(firstRows(m, vh, k));
  const scaled = m.mul(v, m.asRow(invert(s)));
  return narrow(g, m.product(scaled, m.transpose(firstColumns(m, u, k))), a.meta.dtype);
}

function pinvMeta(ctx: MetaContext, a: TensorMeta): TensorMeta {
  checkMatrix(ctx, a, "linalg.pinv", "input");
  return contiguous(a.dtype, [...batchOf(a), columnsOf(a), rowsOf(a)], a.device);
}

function matrixRank(g: LoweringBuilder, a: TensorOperand, atol: Tolerance, rtol: Tolerance, hermitian: boolean): Value {
  const m = matrices(g, a.meta.shape);
  const values = spectrum(m, wide(g, a), hermitian);
  const bound = m.asColumn(threshold(g, m, a, largestOf(m, values), atol, rtol));
  return g.cast(m.sum(g.cast(m.less(bound, values), "float64")), "int64");
}

const rankMeta = (a: TensorMeta): TensorMeta => contiguous("int64", batchOf(a), a.device);

export const spectralOps: readonly OpEntry[] = [
  op('aten::linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)', {
    meta: (ctx, { self }) => eighMetas(ctx, self),
    lower: (g, { self, UPLO }) => lowerEigh(g, self, UPLO),
  }),
  op('aten::_linalg_eigh(Tensor A, str UPLO="L", bool compute_v=True) -> (Tensor eigenvalues, Tensor eigenvectors)', {
    meta(ctx, { A, compute_v }) {
      const [values, vectors] = eighMetas(ctx, A);
      return [values ?? null, compute_v ? (vectors ?? null) : contiguous(A.dtype, [0], A.device)];
    },
    lower(g, { A, UPLO, compute_v }) {
      const [values, vectors] = lowerEigh(g, A, UPLO);
      return [values ?? null, compute_v ? (vectors ?? null) : g.tensor([], [0], A.meta.dtype)];
    },
  }),
  op('aten::linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor', {
    meta: (ctx, { self }) => eighMetas(ctx, self)[0] ?? null,
    lower: (g, { self, UPLO }) => lowerEigh(g, self, UPLO)[0] ?? null,
  }),
  op("aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", {
    meta: (ctx, { A, full_matrices }) => svdMetas(ctx, A, full_matrices),
    lower: (g, { A, full_matrices }) => lowerSvd(g, A, full_matrices),
  }),
  op(
    "aten::_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)",
    {
      meta(ctx, { A, full_matrices, compute_uv }) {
        const [u, s, vh] = svdMetas(ctx, A, full_matrices);
        const none = contiguous(A.dtype, [0], A.device);
        return compute_uv ? [u, s, vh] : [none, s, none];
      },
      lower(g, { A, full_matrices, compute_uv }) {
        const [u, s, vh] = lowerSvd(g, A, full_matrices);
        const none = g.tensor([], [0], A.meta.dtype);
        return compute_uv ? [u, s, vh] : [none, s, none];
      },
    },
  ),
  op("aten::svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)", {
    meta(ctx, { self, some, compute_uv }) {
      const [u, s, vh] = svdMetas(ctx, self, !some || !compute_uv);
      const v = contiguous(self.dtype, [...batchOf(self), columnsOf(self), rowsOf(vh)], self.device);
      return [u, s, v];
    },
    lower(g, { self, some, compute_uv }) {
      const m = matrices(g, self.meta.shape);
      const [u, s, vh] = lowerSvd(g, self, !some || !compute_uv);
      const v = m.transpose(vh);
      if (compute_uv) return [u, s, v];
      // Without vectors PyTorch gives zeros.
      const zeros = (x: Value) => g.op("Expand", [g.const(0, self.meta.dtype), g.op("Shape", [x])]);
      return [zeros(u), s, zeros(v)];
    },
  }),
  op("aten::linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor", {
    meta(ctx, { A }) {
      checkMatrix(ctx, A, "linalg.svd");
      return valuesMeta(A);
    },
    lower: (g, { A }) => lowerSvd(g, A, false)[1],
  }),
  op("aten::linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor", {
    meta: (ctx, { self }) => pinvMeta(ctx, self),
    lower: (g, { self, rcond, hermitian }) => pseudoInverse(g, self, 0, rcond, hermitian),
  }),
  op(
    "aten::linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor",
    {
      meta: (ctx, { self }) => pinvMeta(ctx, self),
      lower: (g, { self, atol, rtol, hermitian }) => pseudoInverse(g, self, atol, rtol, hermitian),
    },
  ),
  op(
    "aten::linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor",
    {
      meta: (ctx, { self }) => pinvMeta(ctx, self),
      lower: (g, { self, atol, rtol, hermitian }) => pseudoInverse(g, self, atol, rtol, hermitian),
    },
  ),
  op("aten::linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor", {
    meta: (ctx, { self }) => pinvMeta(ctx, self),
    lower: (g, { self, rcond, hermitian }) => pseudoInverse(g, self, 0, rcond, hermitian),
  }),
  op("aten::pinverse(Tensor self, float rcond=1.0000000000000001e-15) -> Tensor", {
    meta: (ctx, { self }) => pinvMeta(ctx, self),
    lower: (g, { self, rcond }) => pseudoInverse(g, self, 0, rcond, false),
  }),
  op("aten::linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor", {
    meta: (_, { self }) => rankMeta(self),
    lower: (g, { self, tol, hermitian }) => matrixRank(g, self, tol, 0, hermitian),
  }),
  op(
    "aten::linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor",
    {
      meta: (_, { self }) => rankMeta(self),
      lower: (g, { self, atol, rtol, hermitian }) => matrixRank(g, self, atol, rtol, hermitian),
    },
  ),
  op(
    "aten::linalg_matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor",
    {
      meta: (_, { input }) => rankMeta(input),
      lower: (g, { input, atol, rtol, hermitian }) => matrixRank(g, input, atol, rtol, hermitian),
    },
  ),
  op("aten::linalg_matrix_rank.tol_tensor(Tensor input, Tensor tol, bool hermitian=False) -> Tensor", {
    meta: (_, { input }) => rankMeta(input),
    lower: (g, { input, tol, hermitian }) => matrixRank(g, input, tol, 0, hermitian),
  }),
];
