/** What the ONNX model has of a call's arguments and results, in its order: nested values flat, None and constants gone. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { asFloat, asInt } from "../../dynamo/objects/unbox.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isComplex } from "../../fx/dtype.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import type { Argument } from "../../fx/graph.ts";
import { flatten } from "../export/pytree.ts";
import { torchState } from "../state.ts";
import { dispatchTarget } from "../tensor/dispatch.ts";
import { elementsTensor } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";

/** The tensors among the arguments that the ONNX model has inputs for. */
export function onnxInputs(
  vm: Interpreter,
  program: ExportedProgram,
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
): PyTensor[] {
  const { leaves, spec } = flatten(vm, new PyTuple([new PyTuple(args), PyDict.fromStrings(kwargs)]));
  if (JSON.stringify(spec) !== JSON.stringify(program.inTree)) {
    raise(vm, ValueErrorType, "the arguments are nested differently from those that the model was exported with");
  }
  return leaves
    .map((leaf) => leaf.value)
    .filter((v): v is PyTensor => v instanceof PyTensor)
    .map((t) => realView(vm, t));
}

/** The results that the ONNX model gives too: numbers that it computes as tensors, constants not at all. */
export function adaptOutputs(vm: Interpreter, program: ExportedProgram, outputs: PyValue): PyValue[] {
  const { leaves } = flatten(vm, outputs);
  const held = program.graph.outputs;
  const elements: readonly Argument[] = Array.isArray(held) ? held : [held];
  const user = elements.filter((_, i) => program.outputs[i]?.kind === "user_output");
  if (user.length !== leaves.length) {
    raise(vm, ValueErrorType, `the model was exported with ${user.length} outputs, ${leaves.length} were given`);
  }
  return leaves.flatMap(({ value }, i) => {
    if (value instanceof PyTensor) return [realView(vm, value)];
    const element = user[i];
    const computed = typeof element === "object" && element !== null && ("op" in element || "expr" in element);
    return computed ? [scalarTensor(vm, value)] : [];
  });
}

/** ONNX has no complex numbers: the model takes them as a last dimension of 2. */
function realView(vm: Interpreter, tensor: PyTensor): PyTensor {
  if (!isComplex(tensor.meta.dtype)) return tensor;
  return dispatchTarget(vm, "aten.view_as_real.default", [tensor]) as PyTensor;
}

function scalarTensor(vm: Interpreter, value: PyValue): PyValue {
  const state = torchState(vm);
  if (typeof value === "boolean") return elementsTensor(state, [], "bool", [value]);
  const int = asInt(value);
  if (int !== undefined) return elementsTensor(state, [], "int64", [int]);
  const real = asFloat(value);
  return real === undefined ? value : elementsTensor(state, [], "float32", [real]);
}
