/** `torch.result_type` and `torch.promote_types`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyFloat } from "../../dynamo/objects/float.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { scalarMeta } from "../../ops/arguments.ts";
import { resultType } from "../../ops/promotion.ts";
import { PyDType, pyDType } from "../objects/dtype.ts";
import { torchState } from "../state.ts";
import { tryInput } from "../tensor/inputs.ts";
import { PyTensor } from "../tensor/tensor.ts";

function metaOf(value: PyValue): TensorMeta | null {
  if (value instanceof PyTensor) return value.meta;
  // A dtype promotes as a tensor with dimensions.
  if (value instanceof PyDType) {
    return { dtype: value.dtype, shape: [1], strides: [1], storageOffset: 0, device: "cpu" };
  }
  return scalarMeta(value instanceof PyFloat ? { kind: "float", value: value.value } : (tryInput(value) ?? null));
}

export function promoteDTypes(vm: Interpreter, values: readonly PyValue[]): PyDType {
  const metas = values.map(metaOf).filter((m): m is TensorMeta => m !== null);
  return pyDType(resultType(metas, torchState(vm).defaultDtype));
}
