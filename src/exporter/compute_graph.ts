/** Computes constant tensors: exports the graph of their recipe through the same registry and runs it. */

import type { TensorData } from "../fx/exported_program.ts";
import type { Argument, Graph } from "../fx/graph.ts";
import type { ModelRunner, RuntimeTensor } from "../onnx/named_tensors.ts";
import type { ExportOptions } from "./options.ts";
import { exportProgram } from "./pipeline.ts";
import { stateContent } from "./state_content.ts";

/** Why constants could not be computed. */
export class ComputeError extends Error {
  override readonly name = "ComputeError";
}

/** Constants are computed with the newest operators: their models are never saved. */
const COMPUTE_OPSET = 21;

/** One result an output of the graph, contiguous bytes in the dtype of its meta; `inputs` stand for the placeholders in order. */
export function computeGraph(
  graph: Graph,
  inputs: readonly TensorData[],
  run: ModelRunner,
  options: Partial<ExportOptions> = {},
): readonly Uint8Array[] {
  const placeholders = graph.nodes.filter((node) => node.op === "placeholder");
  const outputs = outputList(graph.outputs);
  const outputNames = outputs.map((_, i) => `result_${i}`);
  const inputNames = placeholders.map((_, i) => `operand_${i}`);
  const { program, diagnostics } = exportProgram(
    {
      modelName: "constants",
      graph,
      inputs: placeholders.map((node) => ({ kind: "user_input", name: node.name })),
      outputs: outputNames.map((name) => ({ kind: "user_output", name })),
      inTree: { kind: "tuple", children: placeholders.map(() => ({ kind: "leaf" })) },
      outTree: { kind: "tuple", children: outputs.map(() => ({ kind: "leaf" })) },
      argNames: inputNames,
      ranges: [],
      guards: [],
      state: new Map(),
      exampleInputs: inputs,
    },
    { ...options, opset: COMPUTE_OPSET, moduleFunctions: false, inputNames, outputNames },
  );
  if (program === null) throw new ComputeError(diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  const feeds: Record<string, RuntimeTensor> = {};
  program.model.graph.inputs.forEach((value, i) => {
    const data = inputs[i];
    if (data === undefined)
      throw new Error(`a graph with ${placeholders.length} placeholders got ${inputs.length} inputs`);
    const { dtype, shape, bytes } = stateContent(value.name, data);
    feeds[value.name] = { dtype, shape, bytes: bytes() };
  });
  const results = run(program.bytes(), feeds);
  return outputNames.map((name) => {
    const result = results[name];
    if (result === undefined) throw new Error(`the computation gave no ${name}`);
    return result.bytes;
  });
}

function outputList(outputs: Argument): readonly Argument[] {
  return Array.isArray(outputs) ? outputs : [outputs];
}
