/** `ExportedProgram.example_inputs`: the arguments of the capture, as `(args, kwargs)`. */

import { PyDict } from "../../dynamo/objects/dict.ts";
import { float } from "../../dynamo/objects/float.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { ExportedProgram, InputSpec, TensorData, TreeSpec } from "../../fx/exported_program.ts";
import type { TorchState } from "../state.ts";
import { dataTensor } from "../tensor/factory.ts";
import { staticShape } from "../tensor/strides.ts";

/** None when the capture had no data for one of them, or an argument of a class of the program's own. */
export function exampleInputs(state: TorchState, program: ExportedProgram): PyValue {
  const examples = program.exampleInputs[Symbol.iterator]();
  const leaves: PyValue[] = [];
  for (const spec of program.inputs) {
    if (spec.kind === "constant_input") leaves.push(constant(spec));
    if (spec.kind !== "user_input") continue;
    const tensor = tensorOf(state, examples.next().value ?? null);
    if (tensor === null) return null;
    leaves.push(tensor);
  }
  const values = leaves[Symbol.iterator]();
  return unflatten(program.inTree, values) ?? null;
}

function constant({ value }: Extract<InputSpec, { kind: "constant_input" }>): PyValue {
  if (value === null || typeof value !== "object") return value;
  return "kind" in value && value.kind === "float" ? float(value.value) : null;
}

function tensorOf(state: TorchState, data: TensorData | null): PyValue {
  const shape = data === null ? undefined : staticShape(data.meta.shape);
  return data === null || shape === undefined ? null : dataTensor(state, shape, data.meta.dtype, data.bytes());
}

/** Undefined for a container that can't be made again. */
function unflatten(tree: TreeSpec, leaves: Iterator<PyValue>): PyValue | undefined {
  if (tree.kind === "leaf" || tree.kind === "none") return leaves.next().value ?? null;
  const items: PyValue[] = [];
  for (const child of tree.children) {
    const item = unflatten(child, leaves);
    if (item === undefined) return undefined;
    items.push(item);
  }
  if (tree.kind === "tuple") return new PyTuple(items);
  if (tree.kind === "list") return new PyList(items);
  if (tree.kind !== "dict") return undefined;
  return PyDict.fromStrings(items.map((item, i): [string, PyValue] => [tree.keys[i] ?? "", item]));
}
