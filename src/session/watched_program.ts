/** A captured program with the results of its operators as its outputs: what op-level debugging and verification compare. */

import type { OnnxRegistry } from "../exporter/registry.ts";
import { isComplex } from "../fx/dtype.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import { type Argument, Graph, Node } from "../fx/graph.ts";
import { inputsOf, mapArgument } from "../fx/walk.ts";
import { isTensorMeta } from "../ops/lowering.ts";
import { opTable } from "../ops/table.ts";

/** Calls that give one real tensor and hang on nothing that the registry can't translate, in order. */
export function observable(graph: Graph, registry: OnnxRegistry): Node[] {
  const untranslated = ({ target }: Node) =>
    target !== "_operator.getitem" && registry.dispatch(target) === null && !opTable.get(target)?.decompose;
  const missing = new Set<Node>();
  return graph.nodes.filter((node) => {
    if (node.op !== "call_function") return false;
    if (untranslated(node) || inputsOf(node).some((operand) => missing.has(operand))) {
      missing.add(node);
      return false;
    }
    const { value } = node.meta;
    return isTensorMeta(value) && !isComplex(value.dtype);
  });
}

/** The program up to the last of `nodes`, with each of them as an output. */
export function watching(program: ExportedProgram, nodes: readonly Node[]): ExportedProgram {
  const graph = new Graph();
  const copies = new Map<Node, Node>();
  const needed = new Set<Node>();
  const need = (node: Node): void => {
    if (needed.has(node)) return;
    needed.add(node);
    for (const operand of inputsOf(node)) need(operand);
  };
  for (const node of nodes) need(node);
  const copied = (argument: Argument) =>
    mapArgument(argument, (leaf) => (leaf instanceof Node ? (copies.get(leaf) ?? leaf) : leaf));
  for (const node of program.graph.nodes) {
    if (node.op === "output" || (node.op === "call_function" && !needed.has(node))) continue;
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([name, argument]) => [name, copied(argument)]));
    copies.set(node, graph.add(node.op, node.target, node.args.map(copied), kwargs, node.meta, node.name));
  }
  const outputs = nodes.map((node) => copied(node));
  graph.add("output", "output", [outputs], {}, { value: null, span: null, stack: [], modules: [] }, "output");
  return {
    ...program,
    graph,
    outputs: nodes.map((node) => ({ kind: "user_output", name: node.name })),
    outTree: { kind: "tuple", children: nodes.map(() => ({ kind: "leaf" })) },
  };
}
