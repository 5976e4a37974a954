/** What is known of a tensor without its data: a fake tensor. */

import type { SymInt } from "../shapes/types.ts";
import type { DType } from "./dtype.ts";

export interface TensorMeta {
  readonly dtype: DType;
  readonly shape: readonly SymInt[];
  /** In elements, as PyTorch's; a view keeps real ones. */
  readonly strides: readonly SymInt[];
  readonly storageOffset: SymInt;
  /** `cpu`, `cuda:0`, … as the program named it. */
  readonly device: string;
  /** A Python scalar that stands where a tensor is expected: it promotes weakly (`torch.result_type`). */
  readonly wrappedNumber?: boolean;
}
