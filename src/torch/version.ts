/** The PyTorch that this layer stands for. */

export const TORCH_VERSION = "2.13.0";
