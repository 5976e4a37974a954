/** FX metas as ONNX value types. */

import { isComplex } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import type { Dim, ValueType } from "../onnx/ir.ts";
import { onnxType } from "../ops/onnx_dtype.ts";
import type { SymInt } from "../shapes/types.ts";

/** `dim` names a size. Complex tensors are real ones with a last dimension of 2. */
export function tensorType(meta: TensorMeta, dim: (size: SymInt) => Dim): ValueType {
  const shape = meta.shape.map(dim);
  return { kind: "tensor", dtype: onnxType(meta.dtype), shape: isComplex(meta.dtype) ? [...shape, 2] : shape };
}

export const INT64_SCALAR: ValueType = { kind: "tensor", dtype: "int64", shape: [] };
export const BOOL_SCALAR: ValueType = { kind: "tensor", dtype: "bool", shape: [] };
