/** Turns a list of nodes into a function's body: its own values, its inputs and outputs. */

import { reads, subgraphs } from "../graph_access.ts";
import { type Graph, type Initializer, type Node, Value } from "../ir.ts";

export interface Extracted {
  /** Values of the function. */
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly nodes: Node[];
  /** Values around the call, one an input. */
  readonly arguments: Value[];
}

/** Larger literals come in as inputs, like weights: each function would have a copy of its own. */
const MAX_CONSTANT = 1024;

/**
 * `nodes` are taken over: their values are replaced by the function's own, so that the values they had stay those of the
 * graph around. Weights become inputs after the other ones; literals become Constant nodes.
 */
export function extractFunction(graph: Graph, nodes: Node[], outputs: readonly Value[]): Extracted {
  const produced = new Set<Value>();
  for (const node of nodes) for (const value of node.outputs) if (value !== null) produced.add(value);
  const activations: Value[] = [];
  const weights: Value[] = [];
  const literals: Initializer[] = [];
  const seen = new Set<Value>();
  for (const node of nodes) {
    for (const value of reads(node)) {
      if (produced.has(value) || seen.has(value)) continue;
      seen.add(value);
      const initializer = graph.initializers.get(value.name);
      if (initializer === undefined || initializer.value !== value) activations.push(value);
      else if (initializer.literal && initializer.content.byteLength <= MAX_CONSTANT) literals.push(initializer);
      else weights.push(value);
    }
  }
  const own = new Map<Value, Value>();
  const copy = (value: Value): Value => {
    let inner = own.get(value);
    if (inner === undefined) {
      inner = new Value(value.name, value.type);
      own.set(value, inner);
    }
    return inner;
  };
  const args = [...activations, ...weights];
  const inputs = args.map(copy);
  const constants = literals.map((literal) => constantNode(literal, copy(literal.value)));
  for (const node of nodes) renameAll(node, copy, (value) => produced.has(value) || seen.has(value));
  return { inputs, outputs: outputs.map(copy), nodes: [...constants, ...nodes], arguments: args };
}

function constantNode({ content }: Initializer, value: Value): Node {
  return {
    name: `node_${value.name}`,
    opType: "Constant",
    domain: "",
    inputs: [],
    outputs: [value],
    attributes: new Map([["value", { type: "tensor", value: content }]]),
    source: null,
  };
}

function renameAll(node: Node, copy: (value: Value) => Value, belongs: (value: Value) => boolean): void {
  const rename = (values: (Value | null)[]) => {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value && belongs(value)) values[i] = copy(value);
    }
  };
  rename(node.inputs);
  rename(node.outputs);
  for (const graph of subgraphs(node)) {
    for (const inner of graph.nodes) renameAll(inner, copy, belongs);
    // A graph may hand on a value from outside as its result.
    for (let i = 0; i < graph.outputs.length; i++) {
      const value = graph.outputs[i];
      if (value && belongs(value)) graph.outputs[i] = copy(value);
    }
  }
}
