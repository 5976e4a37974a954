/** Python asking for a tensor's data: known for constants, an error for what only the running model knows. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyComplex } from "../../dynamo/objects/complex.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isFloating } from "../../fx/dtype.ts";
import { torchState } from "../state.ts";
import { type Element, type ElementArray, viewElements } from "./elements.ts";
import { BatchedTensor, type PyTensor } from "./tensor.ts";
import { MaterializeError, UnreadWeights } from "./value.ts";

/** PyTorch's exception class of that name. */
export const guardOnDataType: PyType = nativeType("GuardOnDataDependentSymNode", {
  module: "torch.fx.experimental.symbolic_shapes",
  bases: [RuntimeErrorType],
  hasDict: true,
});

/** True when the tensor's content is known to the program: it is no result of the graph being captured. */
export function hasData(tensor: PyTensor): boolean {
  return tensor.value.origin.kind !== "absent";
}

export function raiseDataDependent(vm: Interpreter, tensor: PyTensor, use: string): never {
  if (tensor instanceof BatchedTensor) {
    raise(
      vm,
      RuntimeErrorType,
      `vmap: ${use} needs the value of a tensor that is mapped over: it stands for many. Compute with tensors inside the mapped function.`,
    );
  }
  const node = tensor.binding?.node;
  const span = node?.meta.span ?? null;
  const what =
    node === undefined
      ? "a tensor of the graph"
      : node.op === "placeholder"
        ? `the input '${node.name}'`
        : `the result of ${node.target}${span === null ? "" : ` (line ${span.line})`}`;
  return raise(
    vm,
    guardOnDataType,
    `Could not guard on data-dependent expression: ${use} needs the value of ${what}, which is known only when the exported model runs. ` +
      "Use torch.where to select values, torch.cond for two branches, or torch._check to promise what holds.",
    {
      ruleId: "DYN2001",
      ...(span === null ? {} : { related: [{ span, message: `the value comes from here (${node?.target ?? ""})` }] }),
    },
  );
}

/** The elements in row-major order; raises when they can't be had. `use` says what for. */
export function elementsOf(vm: Interpreter, tensor: PyTensor, use: string): ElementArray {
  if (!hasData(tensor)) return raiseDataDependent(vm, tensor, use);
  return viewElements(tensor.meta.dtype, bytesOf(vm, tensor));
}

export function bytesOf(vm: Interpreter, tensor: PyTensor): Uint8Array {
  const { value } = tensor;
  if (value.isReady || value.origin.kind === "full" || value.origin.kind === "fill") return value.bytes();
  if (torchState(vm).services === null && value.origin.kind === "recipe") {
    return raise(vm, RuntimeErrorType, "the tensor's data is not available: nothing can compute tensors here");
  }
  try {
    return value.bytes();
  } catch (e) {
    if (e instanceof UnreadWeights) {
      const { message } = e;
      vm.report({ ruleId: "DYN1006", level: "note", message, span: vm.currentSpan(), stack: vm.stack() });
      return raise(vm, RuntimeErrorType, message, { reported: true });
    }
    if (e instanceof MaterializeError) return raise(vm, RuntimeErrorType, e.message);
    throw e;
  }
}

/** One element as a Python number. */
export function pyElement(tensor: PyTensor, element: Element): PyValue {
  if (typeof element === "object") return new PyComplex(element.re, element.im);
  if (typeof element === "number" && isFloating(tensor.meta.dtype)) return float(element);
  return element;
}
