/** Covariance and correlation of variables in rows. */

import { type DType, isComplex } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { eq } from "../../shapes/bool.ts";
import type { SymInt } from "../../shapes/types.ts";
import { arithmetic } from "../arithmetic.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { floatResult, resultType } from "../promotion.ts";
import { contiguous } from "../strides.ts";

const rowsOf = (self: TensorMeta): SymInt => (self.shape.length === 2 ? (self.shape[0] ?? 1) : 1);

/** A square matrix of the variables; a single variable's has no dimensions. */
function covarianceMeta(ctx: MetaContext, name: string, self: TensorMeta, weights: readonly TensorMeta[]): TensorMeta {
  ctx.check(
    self.shape.length <= 2,
    () =>
      `${name}(): expected input to have two or fewer dimensions but got an input with ${self.shape.length} dimensions`,
  );
  ctx.check(self.dtype !== "bool", () => `${name}(): bool dtype is not supported for input`);
  if (isComplex(self.dtype)) throw ctx.error(`${name}(): complex variables are not supported`, "NotImplementedError");
  const rows = rowsOf(self);
  const dtype = floatResult(resultType([self, ...weights], ctx.defaultDtype), ctx.defaultDtype);
  return contiguous(dtype, ctx.guards.prove(eq(rows, 1)) === true ? [] : [rows, rows], self.device);
}

interface Weighting {
  readonly correction: number;
  readonly frequencies: TensorOperand | null;
  readonly importance: TensorOperand | null;
}

/** What the sums of products are divided by; of weights in their own type. */
function degreesOfFreedom(g: LoweringBuilder, n: SymInt, w: Weighting, dtype: DType): Value {
  const { correction, frequencies, importance } = w;
  const m = arithmetic(g, importance !== null ? computeType(importance.meta.dtype) : dtype);
  const given = [frequencies, importance].filter((t) => t !== null).map((t) => g.as(t, m.dtype));
  const weights = given.length === 0 ? null : given.reduce((a, b) => m.mul(a, b));
  const sum = (v: Value) => g.op("ReduceSum", [v], { keepdims: 0 });
  const total = weights === null ? g.cast(g.size(n), m.dtype) : sum(weights);
  const lost =
    importance !== null && weights !== null && correction !== 0
      ? m.div(m.mul(correction, sum(m.mul(weights, g.as(importance, m.dtype)))), total)
      : m.value(correction);
  const freedom = m.max(m.sub(total, lost), 0);
  return m.dtype === dtype ? freedom : g.cast(freedom, dtype);
}

/** The matrix, always with two dimensions, in the type that it is computed in. */
function covariance(g: LoweringBuilder, self: TensorOperand, w: Weighting): Value {
  const m = arithmetic(g, computeType(g.out.dtype));
  const n = self.meta.shape.length === 2 ? (self.meta.shape[1] ?? 1) : (self.meta.shape[0] ?? 1);
  const x = g.op("Reshape", [g.as(self, m.dtype), g.sizes([rowsOf(self.meta), n])], { allowzero: 1 });
  const parts = [w.frequencies, w.importance].filter((t) => t !== null).map((t) => g.as(t, m.dtype));
  const weights = parts.length === 0 ? null : parts.reduce((a, b) => m.mul(a, b));
  const weighted = (v: Value) => (weights === null ? v : m.mul(v, weights));
  const total = weights === null ? g.cast(g.size(n), m.dtype) : g.op("ReduceSum", [weights], { keepdims: 0 });
  const mean = m.div(g.op("ReduceSum", [weighted(x), g.ints([1])], { keepdims: 1 }), total);
  const deviation = m.sub(x, mean);
  const freedom = degreesOfFreedom(g, n, w, m.dtype);
  const product = g.op("MatMul", [deviation, g.op("Transpose", [weighted(deviation)], { perm: [1, 0] })]);
  return m.div(product, freedom);
}

/** The matrix in the result's shape and type. */
function finished(g: LoweringBuilder, matrix: Value): Value {
  const { dtype, shape } = g.out;
  const value = shape.length === 0 ? g.op("Reshape", [matrix, g.ints([])]) : matrix;
  return computeType(dtype) === dtype ? value : g.cast(value, dtype);
}

export const covarianceOps: readonly OpEntry[] = [
  op("aten::cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor", {
    meta(ctx, { self, fweights, aweights }) {
      for (const [what, t] of [
        ["fweights", fweights],
        ["aweights", aweights],
      ] as const)
        ctx.check(
          t === null || t.shape.length <= 1,
          () =>
            `cov(): expected ${what} to have one or fewer dimensions but got ${what} with ${t?.shape.length} dimensions`,
        );
      return covarianceMeta(ctx, "cov", self, aweights === null ? [] : [aweights]);
    },
    lower: (g, { self, correction, fweights, aweights }) =>
      finished(g, covariance(g, self, { correction, frequencies: fweights, importance: aweights })),
  }),
  op("aten::corrcoef(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => covarianceMeta(ctx, "corrcoef", self, []),
    lower(g, { self }) {
      const m = arithmetic(g, computeType(g.out.dtype));
      const matrix = covariance(g, self, { correction: 1, frequencies: null, importance: null });
      // A single variable correlates with itself wholly, or not at all when it has no spread.
      if (g.out.shape.length === 0) return finished(g, m.div(matrix, matrix));
      const rows = g.op("Range", [g.const(0, "int64"), g.size(rowsOf(self.meta)), g.const(1, "int64")]);
      const column = g.op("Unsqueeze", [rows, g.ints([1])]);
      const deviation = m.sqrt(g.op("GatherElements", [matrix, column], { axis: 1 }));
      const across = g.op("Transpose", [deviation], { perm: [1, 0] });
      const ratio = m.div(m.div(matrix, deviation), across);
      return finished(g, m.min(m.max(ratio, -1), 1));
    },
  }),
];
