/** Factorisation of symmetric indefinite matrices, and systems solved by it. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { ldlFactorise, ldlSolve } from "./ldl_values.ts";
import { batchOf, checkSquare, columnMajor, columnsOf, matrices, narrow, rowsOf, wide } from "./matrix.ts";

function factorMetas(ctx: MetaContext, a: TensorMeta): readonly TensorMeta[] {
  checkSquare(ctx, a, "torch.linalg.ldl_factor");
  return [columnMajor(a.dtype, a.shape, a.device), contiguous("int32", a.shape.slice(0, -1), a.device)];
}

function lowerFactors(g: LoweringBuilder, a: TensorOperand): readonly Value[] {
  const m = matrices(g, a.meta.shape);
  if (m.empty) return [a.value, g.op("Expand", [g.const(0, "int32"), g.sizes(a.meta.shape.slice(0, -1))])];
  const { packed, pivots } = ldlFactorise(m, wide(g, a));
  return [narrow(g, packed, a.meta.dtype), g.cast(pivots, "int32")];
}

const NOTES = "real matrices";

export const ldlOps: readonly OpEntry[] = [
  op("aten::linalg_ldl_factor(Tensor self, *, bool hermitian=False) -> (Tensor LD, Tensor pivots)", {
    meta: (ctx, { self }) => factorMetas(ctx, self),
    lower: (g, { self }) => lowerFactors(g, self),
    notes: NOTES,
  }),
  op(
    "aten::linalg_ldl_factor_ex(Tensor self, *, bool hermitian=False, bool check_errors=False) -> (Tensor LD, Tensor pivots, Tensor info)",
    {
      meta: (ctx, { self }) => [...factorMetas(ctx, self), contiguous("int32", batchOf(self), self.device)],
      lower: (g, { self }) => [
        ...lowerFactors(g, self),
        g.op("Expand", [g.const(0, "int32"), matrices(g, self.meta.shape).batch(self.value)]),
      ],
      notes: NOTES,
    },
  ),
  op("aten::linalg_ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False) -> Tensor", {
    meta(ctx, { LD, B }) {
      checkSquare(ctx, LD, "torch.linalg.ldl_solve", "LD");
      const batch = broadcastShapes(ctx.guards, [batchOf(LD), batchOf(B)]);
      return columnMajor(B.dtype, [...batch, rowsOf(B), columnsOf(B)], B.device);
    },
    lower(g, { LD, pivots, B }) {
      const m = matrices(g, LD.meta.shape);
      if (m.empty || B.meta.shape.includes(0)) return g.op("Expand", [g.const(0, B.meta.dtype), g.sizes(g.out.shape)]);
      const factors = { packed: wide(g, LD), pivots: g.as(pivots, "int64") };
      return narrow(g, ldlSolve(m, factors, wide(g, B)), B.meta.dtype);
    },
    notes: NOTES,
  }),
];
