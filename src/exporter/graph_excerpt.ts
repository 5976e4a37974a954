/** The part of an FX or ONNX graph around one node, for the diagnostic about it. */

import type { GraphExcerpt } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/span.ts";
import type { Node as FxNode } from "../fx/graph.ts";
import { inputsOf } from "../fx/walk.ts";
import type { Node, Value } from "../onnx/ir.ts";

/** How far back the operands are followed; users are shown one step on. */
const DEPTH = 2;
/** More would be no excerpt. */
const MOST_NODES = 24;

/** What the excerpt asks of a graph. */
interface Side<N> {
  readonly label: (node: N) => string;
  readonly name: (node: N) => string;
  readonly span: (node: N) => Span | null;
  readonly operands: (node: N) => readonly { readonly from: N; readonly label: string }[];
}

function excerpt<N>(title: string, starts: readonly N[], users: readonly N[], side: Side<N>): GraphExcerpt {
  const ids = new Map<N, string>();
  const edges: { from: string; to: string; label: string }[] = [];
  const add = (node: N): void => {
    if (!ids.has(node) && ids.size < MOST_NODES) ids.set(node, side.name(node));
  };
  const link = (node: N): readonly N[] => {
    const operands = side.operands(node);
    for (const { from, label } of operands) {
      add(from);
      const [source, target] = [ids.get(from), ids.get(node)];
      if (source !== undefined && target !== undefined) edges.push({ from: source, to: target, label });
    }
    return operands.map(({ from }) => from);
  };
  let level: readonly N[] = starts;
  for (const node of level) add(node);
  const linked = new Set<N>();
  for (let depth = 0; depth < DEPTH; depth++) {
    const next: N[] = [];
    for (const node of level) {
      if (linked.has(node) || !ids.has(node)) continue;
      linked.add(node);
      next.push(...link(node));
    }
    level = next;
  }
  for (const user of users) {
    if (ids.has(user)) continue;
    add(user);
    for (const { from, label } of side.operands(user)) {
      const [source, target] = [ids.get(from), ids.get(user)];
      if (source !== undefined && target !== undefined) edges.push({ from: source, to: target, label });
    }
  }
  return {
    title,
    nodes: [...ids].map(([node, id]) => ({ id, label: side.label(node), span: side.span(node) })),
    edges,
  };
}

const FX: Side<FxNode> = {
  name: (node) => node.name,
  label: (node) => (node.op === "call_function" ? `${node.name}: ${node.target}` : `${node.name}: ${node.op}`),
  span: (node) => node.meta.span,
  operands: (node) => inputsOf(node).map((from) => ({ from, label: "" })),
};

export function fxExcerpt(node: FxNode): GraphExcerpt {
  const users = node.graph.nodes.filter((other) => inputsOf(other).includes(node));
  return excerpt("FX graph around the node", [node], users, FX);
}

/** A node, or an input or constant that no node makes. */
type OnnxVertex = Node | Value;

/** Around `node`, or around what makes `values` when the node itself does not exist. `nodes` are those of its graph. */
export function onnxExcerpt(nodes: readonly Node[], node: Node | null, values: readonly Value[] = []): GraphExcerpt {
  const makers = new Map<Value, Node>();
  for (const maker of nodes) for (const output of maker.outputs) if (output !== null) makers.set(output, maker);
  const vertex = (value: Value): OnnxVertex => makers.get(value) ?? value;
  const isNode = (item: OnnxVertex): item is Node => "opType" in item;
  const users =
    node === null ? [] : nodes.filter((other) => other.inputs.some((v) => v !== null && node.outputs.includes(v)));
  return excerpt<OnnxVertex>("ONNX graph around the node", node === null ? values.map(vertex) : [node], users, {
    name: (item) => (isNode(item) ? `node:${item.name || (item.outputs[0]?.name ?? "")}` : `value:${item.name}`),
    label: (item) => (isNode(item) ? `${item.name}: ${item.opType}` : item.name),
    span: (item) => (isNode(item) ? (item.source?.span ?? null) : null),
    operands: (item) =>
      isNode(item)
        ? item.inputs.flatMap((value) => (value === null ? [] : [{ from: vertex(value), label: value.name }]))
        : [],
  });
}
