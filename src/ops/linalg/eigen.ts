/** Eigenvalues and vectors of general matrices, which are complex. */

import { isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { complexOf, realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { eigen, type Parts } from "./eigen_values.ts";
import { batchOf, checkSquare, columnMajor, matrices, narrow, rowsOf, wide } from "./matrix.ts";

function eigMetas(ctx: MetaContext, a: TensorMeta, name: string): readonly [TensorMeta, TensorMeta] {
  checkSquare(ctx, a, name);
  ctx.check(
    isFloating(a.dtype) || isComplex(a.dtype),
    () => `${name}: Expected a floating point or complex tensor as input. Got ${a.dtype}`,
  );
  const dtype = isComplex(a.dtype) ? a.dtype : complexOf(a.dtype);
  return [contiguous(dtype, [...batchOf(a), rowsOf(a)], a.device), columnMajor(dtype, a.shape, a.device)];
}

function lowerEig(g: LoweringBuilder, a: TensorOperand, name: string, vectors: boolean): readonly Value[] {
  if (isComplex(a.meta.dtype))
    throw new OpError(
      "NotImplementedError",
      `${name} of complex matrices has no ONNX lowering; of real ones it has, and linalg.eigh takes Hermitian ones`,
    );
  const found = eigen(matrices(g, a.meta.shape), wide(g, a), vectors);
  const joined = ({ re, im }: Parts) =>
    narrow(
      g,
      g.op("Concat", [g.op("Unsqueeze", [re, g.ints([-1])]), g.op("Unsqueeze", [im, g.ints([-1])])], { axis: -1 }),
      realOf(a.meta.dtype),
    );
  return [found.values, ...(found.vectors === null ? [] : [found.vectors])].map(joined);
}

const NOTES =
  "real matrices, in double by the QR algorithm: errors as of a backward stable method (a few 1e-15 of the matrix's norm before rounding); eigenvalues mostly in LAPACK's order; NaN without convergence";

export const eigenOps: readonly OpEntry[] = [
  op("aten::linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)", {
    meta: (ctx, { self }) => eigMetas(ctx, self, "linalg.eig"),
    lowerComplex: (g, { self }) => lowerEig(g, self, "linalg.eig", true),
    notes: NOTES,
  }),
  ...["linalg_eigvals", "_linalg_eigvals"].map((name) =>
    op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (ctx, { self }) => eigMetas(ctx, self, "linalg.eigvals")[0],
      lowerComplex: (g, { self }) => lowerEig(g, self, "linalg.eigvals", false)[0] ?? null,
      notes: NOTES,
    }),
  ),
];
