/** Gradient formulas that occur in forward graphs. */

import { type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { elementwise } from "../pointwise/meta.ts";
import { floatResult } from "../promotion.ts";
import { scatterReduced } from "../scatter_type.ts";
import { contiguous } from "../strides.ts";

/** The sum over `dim`, kept. */
function total(g: LoweringBuilder, x: TensorOperand, dim: number) {
  return g.call("aten.sum.dim_IntList", [x, [dim], true]);
}

const dimOf = (t: TensorOperand, dim: number) => normalizeDim(dim, t.meta.shape.length);

export const gradientFormulaOps: readonly OpEntry[] = [
  op("aten::_softmax_backward_data(Tensor grad_output, Tensor output, int dim, ScalarType input_dtype) -> Tensor", {
    meta: (ctx, { grad_output, input_dtype }) => elementwise(ctx, input_dtype, [grad_output]),
    lower(g, { grad_output, output, dim }) {
      const weighted = g.call("aten.mul.Tensor", [grad_output, output]);
      const spread = g.call("aten.mul.Tensor", [output, total(g, weighted, dimOf(output, dim))]);
      return g.as(g.call("aten.sub.Tensor", [weighted, spread]), g.out.dtype);
    },
  }),
  op("aten::_log_softmax_backward_data(Tensor grad_output, Tensor output, int dim, ScalarType input_dtype) -> Tensor", {
    meta: (ctx, { grad_output, input_dtype }) => elementwise(ctx, input_dtype, [grad_output]),
    lower(g, { grad_output, output, dim }) {
      const probability = g.call("aten.exp.default", [output]);
      const spread = g.call("aten.mul.Tensor", [probability, total(g, grad_output, dimOf(output, dim))]);
      return g.as(g.call("aten.sub.Tensor", [grad_output, spread]), g.out.dtype);
    },
  }),
  op("aten::hardtanh_backward(Tensor grad_output, Tensor self, Scalar min_val, Scalar max_val) -> Tensor", {
    meta: (ctx, { grad_output, self }) => elementwise(ctx, grad_output.dtype, [grad_output, self]),
    lower(g, { grad_output, self, min_val, max_val }) {
      const { dtype } = self.meta;
      const below = g.op("LessOrEqual", [self.value, g.scalar(min_val, dtype)]);
      const above = g.op("GreaterOrEqual", [self.value, g.scalar(max_val, dtype)]);
      const flat = g.op("Or", [below, above]);
      return g.op("Where", [flat, g.const(0, g.out.dtype), grad_output.value]);
    },
  }),
  op("aten::native_dropout_backward(Tensor grad_output, Tensor mask, float scale) -> Tensor", {
    meta: (ctx, { grad_output, mask }) =>
      elementwise(ctx, floatResult(grad_output.dtype, ctx.defaultDtype), [grad_output, mask]),
    lower(g, { grad_output, mask, scale }) {
      const { dtype } = g.out;
      const kept = g.op("Mul", [g.as(grad_output, dtype), g.as(mask, dtype)]);
      return g.op("Mul", [kept, g.const(scale, dtype)]);
    },
  }),
  op(
    "aten::max_pool2d_with_indices_backward(Tensor grad_output, Tensor self, int[2] kernel_size, int[2] stride, int[2] padding, int[2] dilation, bool ceil_mode, Tensor indices) -> Tensor",
    {
      meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
      lower(g, { grad_output, self, indices }) {
        // Places are counted within a plane of the input.
        const rank = self.meta.shape.length;
        const planes = g.op("Shape", [self.value], { start: 0, end: rank - 2 });
        const flat = g.op("Concat", [planes, g.ints([-1])], { axis: 0 });
        const shape = g.shapeOf(self);
        const zeros = g.op("Reshape", [g.op("Expand", [g.const(0, self.meta.dtype), shape]), flat]);
        const rows = (t: TensorOperand) => g.op("Reshape", [t.value, flat]);
        const operands = [zeros, rows(indices), rows(grad_output)] as const;
        const attributes = { axis: rank - 2, reduction: "add" };
        const sums = scatterReduced(g, "ScatterElements", operands, self.meta.dtype, attributes);
        return g.op("Reshape", [sums, shape]);
      },
    },
  ),
];
