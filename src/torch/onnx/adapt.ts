/** What the ONNX model has of a call's arguments and results, in its order: nested values flat, None and constants gone. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { asFloat, asInt } from "../../dynamo/objects/unbox.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isComplex } from "../../fx/dtype.ts";
import type { ExportedProgram, TreeSpec } from "../../fx/exported_program.ts";
import type { Argument } from "../../fx/graph.ts";
import { flatten } from "../export/pytree.ts";
import { torchState } from "../state.ts";
import { dispatchTarget } from "../tensor/dispatch.ts";
import { elementsTensor } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";

/**
 * The tensors among the arguments that the ONNX model has inputs for. A parameter may be given by position or by name, whichever
 * way the example was; another nesting does when it has as many leaves. Raises ValueError for one that has not.
 */
export function onnxInputs(
  vm: Interpreter,
  program: ExportedProgram,
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
): PyTensor[] {
  const bound = asExported(program, args, kwargs);
  const { leaves } = flatten(vm, new PyTuple([new PyTuple(bound.args), PyDict.fromStrings(bound.kwargs)]));
  if (leaves.length !== leafCount(program.inTree)) {
    raise(vm, ValueErrorType, "the arguments are nested differently from those that the model was exported with");
  }
  const specs = program.inputs.filter(({ kind }) => kind === "user_input" || kind === "constant_input");
  return leaves.flatMap(({ value }, i) => {
    if (value instanceof PyTensor) return [realView(vm, value)];
    const varies = specs[i]?.kind === "user_input" ? scalarTensor(vm, value) : null;
    return varies instanceof PyTensor ? [varies] : [];
  });
}

/** The call as the example was: the parameters that it gave by position or by name. Taken as it is where that can't be told. */
function asExported(
  program: ExportedProgram,
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
): { args: readonly PyValue[]; kwargs: ReadonlyMap<string, PyValue> } {
  const given = { args, kwargs };
  const [positional, keyword] = "children" in program.inTree ? program.inTree.children : [];
  if (positional?.kind !== "tuple" || keyword?.kind !== "dict") return given;
  const count = positional.children.length;
  const names = [...program.argNames.slice(0, count), ...keyword.keys];
  if (args.length + kwargs.size !== names.length || new Set(names).size !== names.length) return given;
  const values = new Map<string, PyValue>(kwargs);
  for (const [i, value] of args.entries()) {
    const name = names[i];
    if (name === undefined || kwargs.has(name)) return given;
    values.set(name, value);
  }
  if (names.some((name) => !values.has(name))) return given;
  const ordered = names.map((name): [string, PyValue] => [name, values.get(name) ?? null]);
  return { args: ordered.slice(0, count).map(([, value]) => value), kwargs: new Map(ordered.slice(count)) };
}

function leafCount(spec: TreeSpec): number {
  return "children" in spec ? spec.children.reduce((sum, child) => sum + leafCount(child), 0) : 1;
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
