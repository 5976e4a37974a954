/** The words on a node's box. */

import type { GraphView, GraphViewModel, NodeView } from "../../src/protocol/graph_view.ts";

const MAX_LINES = 6;
const MAX_ATTRIBUTES = 3;
const MAX_LINE_LENGTH = 44;

/** A module call is titled by its class and path, an operator by its type. */
export function nodeTitle(model: GraphViewModel, node: NodeView): { title: string; subtitle: string } {
  const module = node.callee === null ? null : (model.graphs[node.callee]?.module ?? null);
  if (module !== null) return { title: lastPart(module.className), subtitle: lastPart(module.path) };
  return { title: shorten(node.op), subtitle: "" };
}

/** What flows in without a wire (weights, constants), then the first short attributes. */
export function nodeLines(
  view: GraphView,
  node: NodeView,
  folded: ReadonlyMap<number, NodeView>,
  initializers: ReadonlySet<number>,
): string[] {
  const lines: string[] = [];
  for (const value of node.inputs) {
    const constant = folded.get(value);
    if (constant !== undefined) lines.push(shorten(`= ${constantText(constant)}`));
    else if (initializers.has(value))
      lines.push(shorten(`${view.values[value]?.name ?? ""}  ${view.values[value]?.type ?? ""}`.trimEnd()));
  }
  let shown = 0;
  for (const { name, text, graph } of node.attributes) {
    if (graph !== null || text.length > 24 || node.callee !== null) continue;
    if (shown++ === MAX_ATTRIBUTES) break;
    lines.push(`${name}: ${text}`);
  }
  return lines.length > MAX_LINES
    ? [...lines.slice(0, MAX_LINES - 1), `… ${lines.length - MAX_LINES + 1} more`]
    : lines;
}

/** The value of a Constant node. */
export function constantText(node: NodeView): string {
  return node.attributes[0]?.text ?? "";
}

/** `Linear` of `torch.nn.modules.linear.Linear`. */
export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}

/** Keeps both ends, where names differ. */
function shorten(text: string): string {
  if (text.length <= MAX_LINE_LENGTH) return text;
  return `${text.slice(0, MAX_LINE_LENGTH / 2 - 1)}…${text.slice(text.length - MAX_LINE_LENGTH / 2)}`;
}
