/** What the stages did, as results of the level "none": asked for by a verbosity of DEBUG, kept in logs, shown in no editor. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Node as FxNode, Graph } from "../fx/graph.ts";
import { allNodes } from "../onnx/graph_access.ts";
import type { Model, Node } from "../onnx/ir.ts";
import { fxLocation, stageFlow } from "./stage_flow.ts";

/** FXE0010: a pass over the FX graph. */
export function passRecord(name: string, before: Graph, after: Graph): Diagnostic {
  const message = `The pass "${name}" made ${count(after.nodes.length, "node")} of ${before.nodes.length}.`;
  return { ruleId: "FXE0010", level: "none", message, span: null };
}

/** FXE0007 of the graph, FXE0008 of each of its nodes. */
export function translationRecords(graph: Graph, model: Model): Diagnostic[] {
  const made = new Map<string, Node[]>();
  let total = 0;
  for (const node of allNodes(model.graph.nodes)) {
    total++;
    const name = node.source?.fxNode ?? null;
    if (name !== null) made.set(name, [...(made.get(name) ?? []), node]);
  }
  const calls = graph.nodes.filter((node) => node.op === "call_function");
  const whole = `The FX graph of ${count(calls.length, "call")} became an ONNX graph of ${count(total, "node")}.`;
  return [
    { ruleId: "FXE0007", level: "none", message: whole, span: null },
    ...calls.map((node) => nodeRecord(node, made.get(node.name) ?? [])),
  ];
}

function nodeRecord(node: FxNode, made: readonly Node[]): Diagnostic {
  const became = made.length === 0 ? "no node of its own" : made.map((one) => `${one.name} (${one.opType})`).join(", ");
  return at(node, `${node.target} became ${became}.`);
}

function at(node: FxNode, message: string): Diagnostic {
  const { span, stack, modules } = node.meta;
  const source = { span, stack, modules, fxNode: node.name, target: node.target };
  const flow = stageFlow(source, [{ stage: "translate to ONNX", message }]);
  return {
    ruleId: "FXE0008",
    level: "none",
    message,
    span,
    stack,
    logicalLocations: [fxLocation(source, node.name)],
    flow,
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
