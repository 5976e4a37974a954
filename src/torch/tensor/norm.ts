/** `torch.norm`: a vector norm in all but rare cases. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { dispatch } from "./dispatch.ts";

export function norm(
  vm: Interpreter,
  input: PyValue,
  p: PyValue,
  dim: PyValue,
  keepdim: PyValue,
  dtype: PyValue,
): PyValue {
  const kwargs = dtype === null ? null : new Map([["dtype", dtype]]);
  const dims = typeof dim === "number" ? new PyTuple([dim]) : dim;
  if (p === "nuc") {
    return dispatch(vm, "aten.linalg_matrix_norm", [input, "nuc", dims ?? new PyTuple([-2, -1]), keepdim], kwargs);
  }
  const order = p === "fro" || p === null ? 2 : p;
  return dispatch(vm, "aten.linalg_vector_norm", [input, order, dims, keepdim], kwargs);
}
