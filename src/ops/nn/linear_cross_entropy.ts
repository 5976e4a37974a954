/** Cross entropy of a linear layer's results, which PyTorch computes chunk by chunk of the batch to save memory. */

import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

const REDUCTIONS: Readonly<Record<string, number>> = { none: 0, mean: 1, sum: 2 };

/** The chunks' losses are those of the whole. */
function loss(
  g: LoweringBuilder,
  [input, weight, bias]: readonly [TensorOperand, TensorOperand, TensorOperand | null],
  target: TensorOperand,
  classWeight: TensorOperand | null,
  reduction: number,
  ignore: number,
  smoothing: number,
): TensorOperand {
  const logits = g.call("aten.linear.default", [input, weight, bias]);
  const smooth = { kind: "float", value: smoothing } as const;
  return g.call("aten.cross_entropy_loss.default", [logits, target, classWeight, reduction, ignore, smooth]);
}

export const linearCrossEntropyOps: readonly OpEntry[] = [
  op(
    "torch_nn::_linear_cross_entropy_batch_chunked(Tensor input, Tensor linear_weight, Tensor target, Tensor? linear_bias, Tensor? weight, str reduction, SymInt ignore_index, float label_smoothing, SymInt batch_chunk_size, str acc_policy, ScalarType acc_dtype, bool allow_retain_graph, bool compute_input_grad, bool compute_linear_weight_grad, bool compute_linear_bias_grad) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta(ctx, { input, reduction, compute_input_grad, compute_linear_weight_grad, compute_linear_bias_grad }) {
        ctx.check(reduction === "mean" || reduction === "sum", () => `unknown reduction ${reduction}`);
        if (compute_input_grad || compute_linear_weight_grad || compute_linear_bias_grad)
          throw ctx.error("gradients of linear_cross_entropy are not supported", "NotImplementedError");
        const none = contiguous(input.dtype, [0, 0], input.device);
        return [contiguous(input.dtype, [], input.device), none, none, contiguous(input.dtype, [0], input.device)];
      },
      lower(g, { input, linear_weight, linear_bias, target, weight, reduction, ignore_index, label_smoothing }) {
        const layer = [input, linear_weight, linear_bias] as const;
        const how = REDUCTIONS[reduction] ?? 1;
        const value = loss(g, layer, target, weight, how, Number(ignore_index), label_smoothing);
        const none = g.tensor([], [0, 0], input.meta.dtype);
        return [value, none, none, g.tensor([], [0], input.meta.dtype)];
      },
      notes: "without the gradients that the backward pass reads",
    },
  ),
  op(
    "torch_nn::_linear_cross_entropy_batch_chunked_no_reduction(Tensor input, Tensor linear_weight, Tensor target, Tensor? linear_bias, Tensor? weight, SymInt ignore_index, SymInt batch_chunk_size, str acc_policy, ScalarType acc_dtype) -> Tensor",
    {
      meta: (_, { input, target }) => contiguous(input.dtype, target.shape.slice(0, 1), input.device),
      lower: (g, { input, linear_weight, linear_bias, target, weight, ignore_index }) =>
        loss(g, [input, linear_weight, linear_bias], target, weight, 0, Number(ignore_index), 0),
    },
  ),
];
