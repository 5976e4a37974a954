/** Puts a problem with an ONNX node at the expression that the node comes from. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { allNodes } from "../onnx/graph_access.ts";
import type { Model, Node } from "../onnx/ir.ts";
import { onnxExcerpt } from "./graph_excerpt.ts";
import { fxLocation, stageFlow } from "./stage_flow.ts";

export function atOnnxNode(model: Model, node: Node, stage: string, problem: Omit<Diagnostic, "span">): Diagnostic {
  const lists = [model.graph.nodes, ...[...model.functions.values()].map((def) => def.nodes)];
  const siblings = lists.map((nodes) => [...allNodes(nodes)]).find((nodes) => nodes.includes(node)) ?? [node];
  const { source } = node;
  const onnxNode = {
    name: node.name,
    fullyQualifiedName: `${model.graph.name}/${node.name}`,
    kind: "onnxNode",
  } as const;
  const graphs = [onnxExcerpt(siblings, node)];
  if (source === null) return { ...problem, span: null, logicalLocations: [onnxNode], graphs };
  const flow = stageFlow(source, [
    { stage: "translate to ONNX", message: `became ${node.name}, an ONNX ${node.opType}`, logical: onnxNode },
    { stage, message: problem.message, logical: onnxNode },
  ]);
  const fx = source.fxNode === null ? [] : [fxLocation(source, source.fxNode)];
  return { ...problem, span: source.span, stack: source.stack, logicalLocations: [...fx, onnxNode], flow, graphs };
}
