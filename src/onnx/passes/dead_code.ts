/** Removes nodes whose results nothing uses, initializers that nothing reads, and functions that nothing calls. */

import { allNodes, captures, reads, subgraphs } from "../graph_access.ts";
import { type FunctionDef, functionKey, type Graph, type Model, type Node, type Value } from "../ir.ts";
import type { PassResult } from "../pass.ts";

export function removeDeadCode(model: Model): PassResult {
  let changed = sweepGraph(model.graph);
  for (const def of model.functions.values()) changed = sweep(def.nodes, def.outputs) || changed;
  const called = calledFunctions(model);
  for (const key of [...model.functions.keys()]) {
    if (!called.has(key)) changed = model.functions.delete(key) || changed;
  }
  return { model, changed };
}

function calledFunctions(model: Model): Set<string> {
  const called = new Set<string>();
  const visit = (nodes: readonly Node[]) => {
    for (const node of allNodes(nodes)) {
      const key = functionKey(node.domain, node.opType, node.overload);
      const def: FunctionDef | undefined = called.has(key) ? undefined : model.functions.get(key);
      if (def === undefined) continue;
      called.add(key);
      visit(def.nodes);
    }
  };
  visit(model.graph.nodes);
  return called;
}

function sweepGraph(graph: Graph): boolean {
  let changed = sweep(graph.nodes, graph.outputs);
  const used = new Set<Value>(graph.outputs);
  for (const node of graph.nodes) for (const value of reads(node)) used.add(value);
  for (const [name, { value }] of [...graph.initializers]) {
    if (!used.has(value)) changed = graph.initializers.delete(name) || changed;
  }
  return changed;
}

/** Backwards over a list in topological order: a node lives when one of its outputs does. */
function sweep(nodes: Node[], outputs: readonly Value[]): boolean {
  const live = new Set<Value>(outputs);
  const kept: Node[] = [];
  let changed = false;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node === undefined || !node.outputs.some((value) => value !== null && live.has(value))) continue;
    for (const graph of subgraphs(node)) {
      changed = sweepGraph(graph) || changed;
      for (const value of captures(graph)) live.add(value);
    }
    for (const value of node.inputs) if (value !== null) live.add(value);
    kept.push(node);
  }
  if (kept.length === nodes.length) return changed;
  nodes.splice(0, nodes.length, ...kept.reverse());
  return true;
}
