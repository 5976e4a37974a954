/** Triangular systems, and what follows from Cholesky's factorisation. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { batchOf, checkSquare, columnMajor, columnsOf, matrices, narrow, rowsOf, wide } from "./matrix.ts";
import { cholesky, substitute } from "./triangular_values.ts";

function choleskyMeta(ctx: MetaContext, a: TensorMeta, name: string): TensorMeta {
  checkSquare(ctx, a, name);
  return columnMajor(a.dtype, a.shape, a.device);
}

/** The factor, lower or upper; only that triangle of the operand is read. */
function lowerCholesky(g: LoweringBuilder, a: TensorOperand, upper: boolean): Value {
  const m = matrices(g, a.meta.shape);
  const x = wide(g, a);
  const l = cholesky(m, upper ? m.transpose(x) : x);
  return narrow(g, upper ? m.transpose(l) : l, a.meta.dtype);
}

function solutionMeta(ctx: MetaContext, a: TensorMeta, b: TensorMeta): TensorMeta {
  const batch = broadcastShapes(ctx.guards, [batchOf(a), batchOf(b)]);
  return columnMajor(b.dtype, [...batch, rowsOf(b), columnsOf(b)], b.device);
}

export const triangularOps: readonly OpEntry[] = [
  op("aten::linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor", {
    meta: (ctx, { self }) => choleskyMeta(ctx, self, "linalg.cholesky"),
    lower: (g, { self, upper }) => lowerCholesky(g, self, upper),
  }),
  op("aten::cholesky(Tensor self, bool upper=False) -> Tensor", {
    meta: (ctx, { self }) => choleskyMeta(ctx, self, "cholesky"),
    lower: (g, { self, upper }) => lowerCholesky(g, self, upper),
  }),
  op("aten::linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)", {
    meta: (ctx, { self }) => [
      choleskyMeta(ctx, self, "linalg.cholesky"),
      contiguous("int32", batchOf(self), self.device),
    ],
    lower(g, { self, upper }) {
      const m = matrices(g, self.meta.shape);
      return [lowerCholesky(g, self, upper), g.op("Expand", [g.const(0, "int32"), m.batch(self.value)])];
    },
  }),
  op("aten::cholesky_inverse(Tensor self, bool upper=False) -> Tensor", {
    meta: (ctx, { self }) => choleskyMeta(ctx, self, "cholesky_inverse"),
    lower(g, { self, upper }) {
      const m = matrices(g, self.meta.shape);
      const factor = wide(g, self);
      const l = upper ? m.transpose(factor) : factor;
      const root = substitute(m, l, m.identity(m.rows(l), l), { upper: false, unit: false });
      return narrow(g, m.product(m.transpose(root), root), self.meta.dtype);
    },
  }),
  op("aten::cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor", {
    meta: (ctx, { self, input2 }) => solutionMeta(ctx, input2, self),
    lower(g, { self, input2, upper }) {
      const m = matrices(g, input2.meta.shape);
      const factor = wide(g, input2);
      const l = upper ? m.transpose(factor) : factor;
      const y = substitute(m, l, wide(g, self), { upper: false, unit: false });
      return narrow(g, substitute(m, m.transpose(l), y, { upper: true, unit: false }), self.meta.dtype);
    },
  }),
  op(
    "aten::linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor",
    {
      meta(ctx, { self, B }) {
        checkSquare(ctx, self, "linalg.solve_triangular");
        const meta = solutionMeta(ctx, self, B);
        return B.shape.length >= self.shape.length ? meta : contiguous(meta.dtype, meta.shape, meta.device);
      },
      lower(g, { self, B, upper, left, unitriangular }) {
        const m = matrices(g, self.meta.shape);
        const a = wide(g, self);
        const triangle = { upper: left ? upper : !upper, unit: unitriangular };
        if (left) return narrow(g, substitute(m, a, wide(g, B), triangle), g.out.dtype);
        const b = matrices(g, B.meta.shape).transpose(wide(g, B));
        const x = substitute(m, m.transpose(a), b, triangle);
        return narrow(g, matrices(g, g.out.shape).transpose(x), g.out.dtype);
      },
    },
  ),
  op(
    "aten::triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)",
    {
      meta(ctx, { self, A }) {
        checkSquare(ctx, A, "triangular_solve");
        const x = solutionMeta(ctx, A, self);
        const batch = x.shape.slice(0, -2);
        return [x, columnMajor(A.dtype, [...batch, rowsOf(A), columnsOf(A)], A.device)];
      },
      lower(g, { self, A, upper, transpose, unitriangular }) {
        const m = matrices(g, A.meta.shape);
        const a = wide(g, A);
        const x = substitute(m, transpose ? m.transpose(a) : a, wide(g, self), {
          upper: transpose ? !upper : upper,
          unit: unitriangular,
        });
        const batch = matrices(g, g.out.shape).batch(x);
        const shape = g.op("Concat", [batch, g.op("Shape", [A.value], { start: -2 })], { axis: 0 });
        return [narrow(g, x, g.out.dtype), g.op("Expand", [A.value, shape])];
      },
    },
  ),
];
