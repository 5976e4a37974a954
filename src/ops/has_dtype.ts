/** Whether a tensor of some kind of dtype is among a call's operands or results. */

import type { DType } from "../fx/dtype.ts";
import type { NodeValue } from "../fx/graph.ts";
import type { LowerInput, TensorOperand } from "./lowering.ts";

export function hasDtype(value: LowerInput | NodeValue, wanted: (dtype: DType) => boolean): boolean {
  if (Array.isArray(value))
    return (value as readonly (LowerInput | NodeValue)[]).some((item) => hasDtype(item, wanted));
  if (typeof value !== "object" || value === null) return false;
  if ("meta" in value) return wanted((value as TensorOperand).meta.dtype);
  return "dtype" in value && "strides" in value && wanted(value.dtype);
}
