/**
 * Op-level debugging: the result of each operator in ONNX Runtime, as the export translates it, against a reference: the
 * same captured graph through the built-in translations alone, unoptimised, for the newest opset. So registered functions,
 * the optimiser and the lowering for an older opset are tested operator by operator.
 */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { atOnnxNode } from "../exporter/at_onnx_node.ts";
import type { OnnxProgram } from "../exporter/onnx_program.ts";
import type { ExportOptions } from "../exporter/options.ts";
import { exportProgram } from "../exporter/pipeline.ts";
import { OnnxRegistry } from "../exporter/registry.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { Node } from "../fx/graph.ts";
import { inputsOf } from "../fx/walk.ts";
import { allNodes } from "../onnx/graph_access.ts";
import { MAX_OPSET } from "../onnx/opsets.ts";
import { RANDOM_OPERATORS } from "../onnx/random_operators.ts";
import { functionalize } from "../ops/passes/functionalize.ts";
import { programShapes } from "../ops/passes/program_shapes.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import { differenceText } from "./difference.ts";
import { runProgram } from "./run_program.ts";
import { observable, watching } from "./watched_program.ts";

type Results = ReadonlyMap<string, ReturnType<typeof runProgram>[number]>;

/** One FXE0013 an operator that differs though its operands agree; one note when nothing can be compared. */
export function opLevelDebug(
  captured: ExportedProgram,
  options: Partial<ExportOptions>,
  runtime: OrtClient,
): Diagnostic[] {
  const inputs = captured.exampleInputs.filter((input) => input !== null);
  if (inputs.length < captured.inputs.filter((spec) => spec.kind === "user_input").length) {
    return [nothing("the capture has no data for all of the inputs")];
  }
  const program = functionalize(captured, programShapes(captured));
  const registry = new OnnxRegistry();
  const nodes = observable(program.graph, registry);
  if (nodes.length === 0) return [nothing("no operator has a built-in translation to compare with")];
  const plain = { moduleFunctions: false, inputNames: [], outputNames: nodes.map((node) => `op_${node.name}`) };
  const watched = watching(program, nodes);
  const reference = exportProgram(watched, { ...plain, opset: MAX_OPSET, optimize: false, registry }).program;
  const tested = exportProgram(watched, { ...options, ...plain, onStage: () => {} }).program;
  if (reference === null || tested === null)
    return [nothing("the graph with all results as outputs can't be exported")];
  try {
    const results = (model: OnnxProgram): Results =>
      new Map(runProgram(model, inputs, runtime).map((result, i) => [nodes[i]?.name ?? "", result]));
    return compare(nodes, results(tested), results(reference), randomNodes(reference), tested);
  } catch (error) {
    if (!(error instanceof OrtError)) throw error;
    return [nothing(error.message)];
  }
}

function compare(
  nodes: readonly Node[],
  tested: Results,
  reference: Results,
  random: ReadonlySet<string>,
  model: OnnxProgram,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  /** Differs, follows from a difference, or is a draw. */
  const spoilt = new Set<Node>();
  for (const node of nodes) {
    const [ours, theirs] = [tested.get(node.name), reference.get(node.name)];
    if (random.has(node.name) || inputsOf(node).some((operand) => spoilt.has(operand))) {
      spoilt.add(node);
      continue;
    }
    const difference = ours === undefined || theirs === undefined ? null : differenceText(ours, theirs);
    if (difference === null) continue;
    spoilt.add(node);
    const message = `${node.target}: ONNX Runtime's result differs from the reference though the operands agree: ${difference}.`;
    found.push(placed(node, model, message));
  }
  return found;
}

function placed(node: Node, { model }: OnnxProgram, message: string): Diagnostic {
  const problem = { ruleId: "FXE0013", level: "warning", message } as const;
  const made = [...allNodes(model.graph.nodes)].findLast((other) => other.source?.fxNode === node.name);
  if (made === undefined) return { ...problem, span: node.meta.span, stack: node.meta.stack };
  return atOnnxNode(model, made, "op-level debugging", problem);
}

function nothing(why: string): Diagnostic {
  return { ruleId: "FXE0013", level: "note", message: `Operators were not compared: ${why}.`, span: null };
}

/** FX nodes whose translation draws numbers. */
function randomNodes({ model }: OnnxProgram): Set<string> {
  const drawing = [...allNodes(model.graph.nodes)].filter((node) => RANDOM_OPERATORS.has(node.opType));
  return new Set(drawing.flatMap((node) => node.source?.fxNode ?? []));
}
