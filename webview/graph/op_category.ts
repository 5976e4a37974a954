/** Which colour an operator's box has: one table from operator to kind. */

export type Category =
  | "linear"
  | "activation"
  | "normalization"
  | "pooling"
  | "shape"
  | "reduction"
  | "control"
  | "function"
  | "other";

const OPERATORS: Readonly<Record<Exclude<Category, "function" | "other">, string>> = {
  linear:
    "Conv ConvInteger ConvTranspose DeformConv Einsum Gemm MatMul MatMulInteger QLinearConv QLinearMatMul RNN LSTM GRU Attention",
  activation:
    "Celu Clip Elu Erf Gelu HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Mish PRelu Relu Selu Shrink Sigmoid Softmax Softplus Softsign Swish Tanh ThresholdedRelu",
  normalization:
    "BatchNormalization GroupNormalization InstanceNormalization LRN LayerNormalization LpNormalization MeanVarianceNormalization RMSNormalization SkipLayerNormalization Dropout",
  pooling: "AveragePool GlobalAveragePool GlobalLpPool GlobalMaxPool LpPool MaxPool MaxRoiPool MaxUnpool RoiAlign",
  shape:
    "Cast CastLike Compress Concat ConcatFromSequence Constant ConstantOfShape DepthToSpace Expand Flatten Gather GatherElements GatherND Identity OneHot Pad Range Reshape Resize ReverseSequence ScatterElements ScatterND Shape Size Slice SpaceToDepth Split SplitToSequence Squeeze Tile Transpose Trilu Unsqueeze Upsample",
  reduction:
    "ArgMax ArgMin CumSum ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare TopK",
  control: "If Loop Scan SequenceMap",
};

const BY_OPERATOR = new Map<string, Category>();
for (const [category, names] of Object.entries(OPERATORS)) {
  for (const name of names.split(" ")) BY_OPERATOR.set(name, category as Category);
}

/** The kind of a node; operators of other domains go by their name, as contributed ones mirror the standard's. */
export function categoryOf(op: string, isFunction: boolean): Category {
  return isFunction ? "function" : (BY_OPERATOR.get(op) ?? "other");
}
