/** Finds nodes by name, operator, type, shape, attribute or module, also inside what is collapsed. */

import type { GraphView, GraphViewModel, NodeView } from "../../src/protocol/graph_view.ts";
import { innerGraphs } from "./scene.ts";

export interface Match {
  readonly key: string;
  /** Keys of the boxes that must be expanded to see it, outermost first. */
  readonly parents: readonly string[];
  readonly node: NodeView;
}

const MAX_MATCHES = 500;
const MAX_DEPTH = 32;

/** Every word of the query must occur in the node's text; letter case does not matter. */
export function findNodes(model: GraphViewModel, root: number, query: string): Match[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const matches: Match[] = [];
  if (words.length === 0) return matches;
  const visit = (graph: number, prefix: string, parents: readonly string[]): void => {
    const view = model.graphs[graph];
    if (view === undefined || parents.length > MAX_DEPTH) return;
    for (const [i, node] of view.nodes.entries()) {
      if (matches.length >= MAX_MATCHES) return;
      const key = `${prefix}/${i}`;
      const text = searchText(view, node);
      if (words.every((word) => text.includes(word))) matches.push({ key, parents, node });
      for (const inner of innerGraphs(node)) {
        visit(inner.graph, inner.label === "" ? key : `${key}/${inner.label}`, [...parents, key]);
      }
    }
  };
  visit(root, `${root}`, []);
  return matches;
}

function searchText(view: GraphView, node: NodeView): string {
  const parts = [node.op, node.domain, node.name, node.target ?? "", node.fxNode ?? ""];
  for (const value of [...node.inputs, ...node.outputs]) {
    const found = view.values[value];
    if (found !== undefined) parts.push(found.name, found.type);
  }
  for (const { name, text } of node.attributes) parts.push(`${name}=${text}`);
  for (const { path, className } of node.modules) parts.push(path, className);
  return parts.join("\n").toLowerCase();
}
