/** What autograd would name the function that made a result; only printing shows it. */

/** Operators whose backward function is not named after them. */
const NAMES: Readonly<Record<string, string>> = {
  "aten.linear.default": "AddmmBackward0",
  "aten.matmul.default": "MmBackward0",
  "aten.reshape.default": "ViewBackward0",
  "aten.flatten.using_ints": "ViewBackward0",
  "aten.contiguous.default": "CloneBackward0",
  "aten.layer_norm.default": "NativeLayerNormBackward0",
  "aten.batch_norm.default": "NativeBatchNormBackward0",
  "aten.group_norm.default": "NativeGroupNormBackward0",
  "aten.conv1d.default": "ConvolutionBackward0",
  "aten.conv2d.default": "ConvolutionBackward0",
  "aten.conv3d.default": "ConvolutionBackward0",
  "aten.max_pool2d.default": "MaxPool2DWithIndicesBackward0",
  "aten.max_pool1d.default": "SqueezeBackward1",
  "aten.adaptive_avg_pool2d.default": "AdaptiveAvgPool2DBackward0",
  "aten.softmax.int": "SoftmaxBackward0",
  "aten.log_softmax.int": "LogSoftmaxBackward0",
  "aten.mean.dim": "MeanBackward1",
  "aten.sum.dim_IntList": "SumBackward1",
  "aten.pow.Tensor_Scalar": "PowBackward0",
  "aten.pow.Tensor_Tensor": "PowBackward1",
  "aten.to.dtype": "ToCopyBackward0",
  "aten.chunk.default": "SplitBackward0",
  "aten.split.Tensor": "SplitBackward0",
  "aten.embedding.default": "EmbeddingBackward0",
  "aten.max.default": "MaxBackward1",
  "aten.max.dim": "MaxBackward0",
  "aten.min.default": "MinBackward1",
  "aten.min.dim": "MinBackward0",
  "aten.squeeze.dim": "SqueezeBackward1",
  "aten.binary_cross_entropy_with_logits.default": "BinaryCrossEntropyWithLogitsBackward0",
  "aten.cross_entropy_loss.default": "NllLossBackward0",
};

/** Results of these carry no gradient. */
const WITHOUT = new Set(
  "detach argmax argmin eq ne lt le gt ge isnan isinf isfinite zeros_like ones_like empty_like full_like rand_like randn_like one_hot sign_bit logical_not logical_and logical_or logical_xor bucketize searchsorted nonzero multinomial bernoulli randint_like".split(
    " ",
  ),
);

/** `AddmmBackward0`; null when nothing flows back through the operator. */
export function gradFnName(target: string): string | null {
  const packet = (target.split(".")[1] ?? target).replace(/(?<=[^_])_$/, "");
  if (WITHOUT.has(packet)) return null;
  const named = NAMES[target];
  if (named !== undefined) return named;
  const camel = packet.replace(/(?:^|_)([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  return `${camel}Backward0`;
}
