/** Walks over graphs: the nodes of subgraphs, who uses a value, which values a node reads from around it. */

import type { Graph, Node, Value } from "./ir.ts";

/** The graphs that a node holds in its attributes. */
export function subgraphs(node: Node): Graph[] {
  const graphs: Graph[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.type === "graph") graphs.push(attribute.value);
    else if (attribute.type === "graphs") graphs.push(...attribute.value);
  }
  return graphs;
}

/** Every node of the list and of the graphs inside them, outer before inner. */
export function* allNodes(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    for (const graph of subgraphs(node)) yield* allNodes(graph.nodes);
  }
}

/** All that a node reads: its inputs and what its subgraphs take from around them. */
export function reads(node: Node): Value[] {
  const values = node.inputs.filter((value) => value !== null);
  for (const graph of subgraphs(node)) values.push(...captures(graph));
  return values;
}

/** What a subgraph takes from the graphs around it. */
export function captures(graph: Graph): Set<Value> {
  const own = new Set<Value>(graph.inputs);
  for (const { value } of graph.initializers.values()) own.add(value);
  const free = new Set<Value>();
  const use = (value: Value) => {
    if (!own.has(value)) free.add(value);
  };
  for (const node of graph.nodes) {
    for (const value of reads(node)) use(value);
    for (const value of node.outputs) if (value !== null) own.add(value);
  }
  for (const value of graph.outputs) use(value);
  return free;
}

/** Puts other values in the place of those in `replacements`, in nodes, subgraphs and graph outputs of subgraphs. */
export function replaceUses(nodes: readonly Node[], replacements: ReadonlyMap<Value, Value>): void {
  if (replacements.size === 0) return;
  for (const node of nodes) {
    for (let i = 0; i < node.inputs.length; i++) {
      const value = node.inputs[i];
      if (value) node.inputs[i] = resolve(value, replacements);
    }
    for (const graph of subgraphs(node)) {
      replaceUses(graph.nodes, replacements);
      for (let i = 0; i < graph.outputs.length; i++) {
        const value = graph.outputs[i];
        if (value) graph.outputs[i] = resolve(value, replacements);
      }
    }
  }
}

/** Follows chains of replacements. */
export function resolve(value: Value, replacements: ReadonlyMap<Value, Value>): Value {
  let current = value;
  for (let next = replacements.get(current); next !== undefined; next = replacements.get(current)) current = next;
  return current;
}
