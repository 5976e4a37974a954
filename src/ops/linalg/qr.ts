/** QR factorisation and products of Householder reflectors. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { min } from "../../shapes/expr.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { batchOf, checkMatrix, columnMajor, columnsOf, matrices, narrow, rowsOf, wide } from "./matrix.ts";
import { applyReflectors, firstRows, reflect, unitColumns } from "./qr_values.ts";

type Mode = "reduced" | "complete" | "r";

function modeOf(ctx: MetaContext, mode: string): Mode {
  if (mode === "reduced" || mode === "complete" || mode === "r") return mode;
  throw ctx.error(
    `qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`,
  );
}

function qrMetas(ctx: MetaContext, a: TensorMeta, mode: Mode): readonly TensorMeta[] {
  checkMatrix(ctx, a, "linalg.qr");
  const [rows, columns] = [rowsOf(a), columnsOf(a)];
  const k = mode === "complete" ? rows : min(rows, columns);
  const batch = batchOf(a);
  const q = mode === "r" ? contiguous(a.dtype, [0], a.device) : columnMajor(a.dtype, [...batch, rows, k], a.device);
  return [q, columnMajor(a.dtype, [...batch, k, columns], a.device)];
}

function lowerQr(g: LoweringBuilder, a: TensorOperand, mode: Mode): readonly Value[] {
  const m = matrices(g, a.meta.shape);
  const x = wide(g, a);
  const factors = reflect(m, x);
  const rows = m.rows(x);
  const k = mode === "complete" ? rows : g.op("Min", [rows, m.columns(x)]);
  const r = firstRows(m, m.triangle(factors.packed, true, 0), k);
  const q = mode === "r" ? null : applyReflectors(m, factors, unitColumns(m, x, k));
  const { dtype } = a.meta;
  return [q === null ? g.tensor([], [0], dtype) : narrow(g, q, dtype), narrow(g, r, dtype)];
}

const asMode = (mode: string): Mode => (mode === "complete" || mode === "r" ? mode : "reduced");

export const qrOps: readonly OpEntry[] = [
  op('aten::linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)', {
    meta: (ctx, { A, mode }) => qrMetas(ctx, A, modeOf(ctx, mode)),
    lower: (g, { A, mode }) => lowerQr(g, A, asMode(mode)),
  }),
  op("aten::qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)", {
    meta: (ctx, { self, some }) => qrMetas(ctx, self, some ? "reduced" : "complete"),
    lower: (g, { self, some }) => lowerQr(g, self, some ? "reduced" : "complete"),
  }),
  op("aten::geqrf(Tensor self) -> (Tensor a, Tensor tau)", {
    meta(ctx, { self }) {
      checkMatrix(ctx, self, "torch.geqrf", "input");
      const k = min(rowsOf(self), columnsOf(self));
      return [
        columnMajor(self.dtype, self.shape, self.device),
        contiguous(self.dtype, [...batchOf(self), k], self.device),
      ];
    },
    lower(g, { self }) {
      const { packed, tau } = reflect(matrices(g, self.meta.shape), wide(g, self));
      return [narrow(g, packed, self.meta.dtype), narrow(g, tau, self.meta.dtype)];
    },
  }),
  ...(["linalg_householder_product", "orgqr"] as const).map((name) => {
    const [a, b] = name === "orgqr" ? ["self", "input2"] : ["input", "tau"];
    return op(`aten::${name}(Tensor ${a}, Tensor ${b}) -> Tensor` as "aten::f(Tensor input, Tensor tau) -> Tensor", {
      meta(_, args) {
        const [input] = Object.values<TensorMeta>(args);
        if (!input) throw new Error("an operand is absent");
        return columnMajor(input.dtype, input.shape, input.device);
      },
      lower(g, args) {
        const [input, tau] = Object.values<TensorOperand>(args);
        if (!input || !tau) throw new Error("an operand is absent");
        const m = matrices(g, input.meta.shape);
        const packed = wide(g, input);
        const start = unitColumns(m, packed, m.columns(packed));
        return narrow(g, applyReflectors(m, { packed, tau: wide(g, tau) }, start), input.meta.dtype);
      },
    });
  }),
  op("aten::ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor", {
    meta: (_, { input3 }) => columnMajor(input3.dtype, input3.shape, input3.device),
    lower(g, { self, input2, input3, left, transpose }) {
      const m = matrices(g, input3.meta.shape);
      const factors = { packed: wide(g, self), tau: wide(g, input2) };
      const c = wide(g, input3);
      // C·Q is (Qᵀ·Cᵀ)ᵀ.
      const y = left
        ? applyReflectors(m, factors, c, transpose)
        : m.transpose(applyReflectors(m, factors, m.transpose(c), !transpose));
      return narrow(g, y, input3.meta.dtype);
    },
  }),
];
