/** Which of a call's flattened arguments and results the ONNX model has: what was baked in or is None it has not. */

import type { ExportedProgram } from "../fx/exported_program.ts";

/** One step of the adaptation, for the report. */
export interface AdaptStep {
  readonly name: string;
  readonly description: string;
}

/** Arguments in the order of the program's user inputs (leaves of the input tree) to those of the ONNX inputs. */
export function adaptInputs<T>(program: ExportedProgram, leaves: readonly T[]): T[] {
  const specs = userInputs(program);
  if (specs.length !== leaves.length) {
    throw new RangeError(`the model was exported with ${specs.length} inputs, ${leaves.length} were given`);
  }
  return leaves.filter((_, i) => specs[i]?.kind === "user_input");
}

/** Results in the order of the output tree's leaves to those of the ONNX outputs. */
export function adaptOutputs<T>(program: ExportedProgram, leaves: readonly T[]): T[] {
  const elements = program.graph.outputs;
  const list = Array.isArray(elements) ? elements : [elements];
  const user = list.filter((_, i) => program.outputs[i]?.kind === "user_output");
  if (user.length !== leaves.length) {
    throw new RangeError(`the model was exported with ${user.length} outputs, ${leaves.length} were given`);
  }
  return leaves.filter((_, i) => isValue(user[i]));
}

/** What was done to the inputs, in order. */
export function inputSteps(program: ExportedProgram): AdaptStep[] {
  const steps: AdaptStep[] = [];
  const { inTree } = program;
  const nested = "children" in inTree && inTree.children.some((child) => child.kind !== "leaf");
  if (nested)
    steps.push({ name: "flatten", description: "nested inputs become a flat list, in the order of PyTorch's pytree" });
  const baked = userInputs(program).filter((spec) => spec.kind === "constant_input");
  const nones = baked.filter((spec) => spec.value === null).map((spec) => spec.name);
  const others = baked.filter((spec) => spec.value !== null).map((spec) => spec.name);
  if (nones.length > 0)
    steps.push({ name: "remove None", description: `the model has no input for ${nones.join(", ")}` });
  if (others.length > 0)
    steps.push({ name: "remove constants", description: `baked into the model: ${others.join(", ")}` });
  return steps;
}

function userInputs(program: ExportedProgram) {
  return program.inputs.filter((spec) => spec.kind === "user_input" || spec.kind === "constant_input");
}

/** Whether an element of the output list is computed, a node's result or a size; constants and None have no ONNX output. */
function isValue(element: unknown): boolean {
  return typeof element === "object" && element !== null && ("op" in element || "expr" in element);
}
