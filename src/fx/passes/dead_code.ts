/** Removes calls whose results nobody uses. */

import type { Graph, Node } from "../graph.ts";
import { inputsOf } from "../walk.ts";

/** `isImpure` says which calls must stay (mutations, assertions). Returns whether anything was removed. */
export function removeDeadNodes(graph: Graph, isImpure: (node: Node) => boolean): boolean {
  const live = new Set<Node>();
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i];
    if (!node) continue;
    if (node.op !== "call_function" || live.has(node) || isImpure(node)) {
      live.add(node);
      for (const input of inputsOf(node)) live.add(input);
    }
  }
  const kept = graph.nodes.filter((n) => live.has(n));
  const changed = kept.length !== graph.nodes.length;
  graph.nodes.splice(0, graph.nodes.length, ...kept);
  return changed;
}
