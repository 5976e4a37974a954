/** Gives symbolic dimensions other names, in every type of the model; sizes computed from them (`2*batch`) follow. */

import { allNodes, subgraphs } from "../graph_access.ts";
import type { Dim, Graph, Model, Node, Value } from "../ir.ts";

export function renameDims(model: Model, names: ReadonlyMap<string, string>): void {
  const rename = (dim: Dim): Dim =>
    typeof dim === "string" ? (names.get(dim) ?? dim.replace(/[A-Za-z_]\w*/g, (name) => names.get(name) ?? name)) : dim;
  const value = (v: Value | null): void => {
    if (v?.type?.shape) v.type = { ...v.type, shape: v.type.shape.map(rename) };
  };
  const nodes = (list: readonly Node[]): void => {
    for (const node of allNodes(list)) {
      node.outputs.forEach(value);
      for (const inner of subgraphs(node)) boundary(inner);
    }
  };
  const boundary = (graph: Graph): void => {
    graph.inputs.forEach(value);
  };
  boundary(model.graph);
  nodes(model.graph.nodes);
  for (const def of model.functions.values()) {
    def.inputs.forEach(value);
    nodes(def.nodes);
  }
}
