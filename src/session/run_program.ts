/** Runs an exported model in ONNX Runtime on tensors of the capture, and checks what comes out. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { atOnnxNode } from "../exporter/at_onnx_node.ts";
import type { OnnxProgram, ValueDescription } from "../exporter/onnx_program.ts";
import { isComplex } from "../fx/dtype.ts";
import type { TensorData } from "../fx/exported_program.ts";
import { allNodes } from "../onnx/graph_access.ts";
import type { Node } from "../onnx/ir.ts";
import type { NamedTensors, RuntimeTensor } from "../onnx/named_tensors.ts";
import { onnxType, torchType } from "../ops/onnx_dtype.ts";
import { contiguous } from "../ops/strides.ts";
import { type OrtClient, OrtError, type OrtSession } from "../runtime/ort_client.ts";
import type { ResultTensor } from "./difference.ts";

/** One result an output, in order. Throws `OrtError`. */
export function runProgram(program: OnnxProgram, inputs: readonly TensorData[], runtime: OrtClient): ResultTensor[] {
  const outputs = runtime.run(program.bytes(), feeds(program, inputs));
  return program.outputs.map(({ name }) => result(outputs, name));
}

/** The same in a session of this model that was opened before. Throws `OrtError`. */
export function runInSession(program: OnnxProgram, inputs: readonly TensorData[], session: OrtSession): ResultTensor[] {
  const outputs = session.run(feeds(program, inputs));
  return program.outputs.map(({ name }) => result(outputs, name));
}

/** The named values of the graph as the inputs make them. */
export function computeValues(
  program: OnnxProgram,
  model: Uint8Array,
  names: readonly string[],
  inputs: readonly TensorData[],
  runtime: OrtClient,
): ResultTensor[] {
  const outputs = runtime.run(model, feeds(program, inputs));
  return names.map((name) => result(outputs, name));
}

function result(outputs: NamedTensors, name: string): ResultTensor {
  const tensor = outputOf(outputs, name);
  return { meta: contiguous(torchType(tensor.dtype), tensor.shape, "cpu"), bytes: tensor.bytes };
}

/** A run on the example inputs: what is wrong with it, null when nothing is, and its results when there are some. */
export interface ExampleRun {
  readonly problem: Diagnostic | null;
  readonly inputs: readonly TensorData[];
  readonly results: readonly ResultTensor[] | null;
}

/**
 * Loads the model and runs it on the example inputs; each output must have the element type and the sizes that the
 * capture says.
 */
export function runOnExamples(program: OnnxProgram, model: string | Uint8Array, runtime: OrtClient): ExampleRun {
  const inputs = program.exported.exampleInputs.filter((input) => input !== null);
  const failed = (found: Diagnostic): ExampleRun => ({ problem: found, inputs, results: null });
  if (inputs.length < program.inputs.length) {
    return failed(problem("warning", "The model was not run: the capture has no data for all of its inputs."));
  }
  try {
    const outputs = runtime.run(model, feeds(program, inputs));
    const wrong = program.outputs.flatMap((expected) => mismatch(program, expected, outputOf(outputs, expected.name)));
    if (wrong.length > 0) {
      return failed(problem("error", `ONNX Runtime's results differ from the capture: ${wrong.join("; ")}.`));
    }
    return { problem: null, inputs, results: program.outputs.map(({ name }) => result(outputs, name)) };
  } catch (error) {
    if (!(error instanceof OrtError)) throw error;
    if (hasNoKernel(error)) {
      const message = `The model was not run: ONNX Runtime has no kernel for one of its operators on this processor. Another execution provider may have it. (${error.message})`;
      return failed(atBlamed(program, problem("warning", message)));
    }
    const name = typeof model === "string" ? model : "the model";
    return failed(atBlamed(program, problem("error", `ONNX Runtime could not run ${name}: ${error.message}`)));
  }
}

/** Of a valid model: types that the CPU's kernels do not take (bfloat16, mostly). */
const hasNoKernel = ({ message }: OrtError): boolean => message.includes("Could not find an implementation for");

/** ONNX Runtime names the node that failed; it inlines functions and writes `_inlfunc_`, the function and the node's name. */
function atBlamed({ model }: OnnxProgram, found: Diagnostic): Diagnostic {
  const names = [...found.message.matchAll(/Name:'([^']+)'|[Nn]ode \(([^)]+)\)/g)].map((m) => m[1] ?? m[2] ?? "");
  const lists = [model.graph.nodes, ...[...model.functions.values()].map((def) => def.nodes)];
  const nodes = lists.flatMap((list) => [...allNodes(list)]).filter((node) => node.name !== "");
  for (const name of names) {
    const inlined = (node: Node) => name.startsWith("_inlfunc_") && name.endsWith(`_${node.name}`);
    const node = nodes.find((other) => other.name === name) ?? nodes.find(inlined);
    if (node !== undefined) return atOnnxNode(model, node, "ONNX Runtime", found);
  }
  return found;
}

function problem(level: "error" | "warning", message: string): Diagnostic {
  return { ruleId: "DYN5001", level, message, span: null };
}

function feeds(program: OnnxProgram, inputs: readonly TensorData[]): NamedTensors {
  if (inputs.length !== program.inputs.length) {
    throw new OrtError(`the model has ${program.inputs.length} inputs, ${inputs.length} were given`);
  }
  const named: Record<string, RuntimeTensor> = {};
  program.inputs.forEach(({ name }, i) => {
    const input = inputs[i];
    if (input === undefined) return;
    const sizes = input.meta.shape.map((size) => {
      if (typeof size !== "number") throw new OrtError(`the input ${name} has no fixed shape`);
      return size;
    });
    const shape = isComplex(input.meta.dtype) ? [...sizes, 2] : sizes;
    named[name] = { dtype: onnxType(input.meta.dtype), shape, bytes: input.bytes() };
  });
  return named;
}

function outputOf(outputs: NamedTensors, name: string): RuntimeTensor {
  const tensor = outputs[name];
  if (tensor === undefined) throw new OrtError(`the model gave no output ${name}`);
  return tensor;
}

function mismatch(program: OnnxProgram, expected: ValueDescription, actual: RuntimeTensor): string[] {
  const hints = new Map(
    program.exported.ranges.map(({ symbol, userName, hint }) => [userName ?? symbol.name, hint] as const),
  );
  const sizes = expected.shape.map((dim) => (typeof dim === "string" ? (hints.get(dim) ?? null) : dim));
  const same =
    torchType(actual.dtype) === expected.dtype &&
    actual.shape.length === sizes.length &&
    sizes.every((size, i) => size === null || size === actual.shape[i]);
  if (same) return [];
  const want = `${expected.dtype}[${expected.shape.join(", ")}]`;
  return [`${expected.name} is ${torchType(actual.dtype)}[${actual.shape.join(", ")}], expected ${want}`];
}
