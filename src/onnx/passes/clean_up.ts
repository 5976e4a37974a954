/** Removes nodes that change nothing: identities, casts to the same type, transposes and reshapes that cancel. */

import { DATA_TYPES } from "../data_type.ts";
import { replaceUses, resolve, subgraphs } from "../graph_access.ts";
import type { Graph, Model, Node, Value, ValueType } from "../ir.ts";
import type { PassResult } from "../pass.ts";
import { integerElements } from "../tensor_content.ts";

/** Operators that keep the elements and their order. */
const RESHAPING: ReadonlySet<string> = new Set(["Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity"]);

export function cleanUp(model: Model): PassResult {
  return { model, changed: cleanGraph(model.graph, model.graph) };
}

interface Context {
  readonly graph: Graph;
  readonly producers: Map<Value, Node>;
  /** Where literals are; a subgraph uses those of the main graph. */
  readonly literals: Graph;
}

function cleanGraph(graph: Graph, literals: Graph): boolean {
  const producers = new Map<Value, Node>();
  const replacements = new Map<Value, Value>();
  const outputs = new Set<Value>(graph.outputs);
  const context: Context = { graph, producers, literals };
  let changed = false;
  const kept = graph.nodes.filter((node) => {
    for (let i = 0; i < node.inputs.length; i++) {
      const value = node.inputs[i];
      if (value) node.inputs[i] = resolve(value, replacements);
    }
    for (const inner of subgraphs(node)) {
      replaceUses(inner.nodes, replacements);
      for (let i = 0; i < inner.outputs.length; i++) {
        const value = inner.outputs[i];
        // A subgraph must give what it makes; only values from outside are looked up here.
        if (value) inner.outputs[i] = resolve(value, replacements);
      }
      changed = cleanGraph(inner, literals) || changed;
    }
    const [output] = node.outputs;
    const same =
      output && node.domain === "" && node.outputs.length === 1 ? RULES[node.opType]?.(node, context) : undefined;
    if (!same || !output) {
      for (const value of node.outputs) if (value !== null) producers.set(value, node);
      return true;
    }
    if (outputs.has(output) && !takeOver(context, same, output, outputs, replacements)) {
      producers.set(output, node);
      return true;
    }
    if (!outputs.has(output)) replacements.set(output, same);
    changed = true;
    return false;
  });
  graph.nodes.splice(0, graph.nodes.length, ...kept);
  return changed;
}

/** Lets the producer of `same` make the graph's output directly. */
function takeOver(
  { graph, producers }: Context,
  same: Value,
  output: Value,
  outputs: ReadonlySet<Value>,
  replacements: Map<Value, Value>,
): boolean {
  const producer = producers.get(same);
  if (producer === undefined || outputs.has(same)) return false;
  output.type ??= same.type;
  producer.outputs[producer.outputs.indexOf(same)] = output;
  producers.set(output, producer);
  replacements.set(same, output);
  replaceUses(graph.nodes, new Map([[same, output]]));
  return true;
}

/** The value that the node's output equals; undefined when it makes something new. A rule may also rewrite the node. */
type Rule = (node: Node, context: Context) => Value | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  Identity: (node) => node.inputs[0] ?? undefined,
  Cast: (node) => {
    const [input] = node.inputs;
    const to = node.attributes.get("to");
    const dtype = input?.type?.kind === "tensor" ? input.type.dtype : undefined;
    return input && dtype !== undefined && to?.type === "int" && DATA_TYPES[dtype] === to.value ? input : undefined;
  },
  Concat: (node) => (node.inputs.length === 1 ? (node.inputs[0] ?? undefined) : undefined),
  Transpose: (node, { producers }) => {
    const [input] = node.inputs;
    const order = permutation(node);
    if (!input || order === undefined) return undefined;
    if (order.every((axis, i) => axis === i)) return input;
    const before = producers.get(input);
    const [source] = before?.inputs ?? [];
    const first = before?.opType === "Transpose" ? permutation(before) : undefined;
    if (first === undefined || !source) return undefined;
    const both = order.map((axis) => first[axis] ?? -1);
    if (both.every((axis, i) => axis === i)) return source;
    node.inputs[0] = source;
    node.attributes.set("perm", { type: "ints", value: both });
    return undefined;
  },
  Expand: (node) => unchanged(node),
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Flatten: reshaped,
  Reshape: (node, context) => {
    const same = reshaped(node, context);
    const [input, shape] = node.inputs;
    if (same !== undefined || !input || !shape) return same;
    // Of two reshapes the last one counts, unless it takes a size over from the first.
    const before = context.producers.get(input);
    const [source] = before?.inputs ?? [];
    const sizes = literalInts(context, shape);
    if (before?.opType === "Reshape" && source && sizes !== undefined && !sizes.includes(0)) node.inputs[0] = source;
    return undefined;
  },
};

/** The input, when the output is known to have its shape. */
function unchanged(node: Node): Value | undefined {
  const [input] = node.inputs;
  const [output] = node.outputs;
  return input && output && sameShape(input.type, output.type) ? input : undefined;
}

/** The value at the start of a chain of reshapes that has the shape of the end. */
function reshaped(node: Node, context: Context): Value | undefined {
  const [output] = node.outputs;
  const target = output?.type ?? reshapeTarget(node, context);
  let value = node.inputs[0] ?? undefined;
  while (value !== undefined) {
    if (sameShape(value.type, target)) return value;
    const producer = context.producers.get(value);
    if (producer === undefined || producer.domain !== "" || !RESHAPING.has(producer.opType)) return undefined;
    value = producer.inputs[0] ?? undefined;
  }
  return undefined;
}

/** The type that a Reshape to constant sizes gives. */
function reshapeTarget(node: Node, context: Context): ValueType | null {
  const [input, shape] = node.inputs;
  if (node.opType !== "Reshape" || !input?.type || !shape) return null;
  const sizes = literalInts(context, shape);
  if (sizes === undefined || sizes.some((size) => size <= 0)) return null;
  return { kind: "tensor", dtype: input.type.dtype, shape: sizes };
}

function literalInts({ literals }: Context, value: Value): number[] | undefined {
  const initializer = literals.initializers.get(value.name);
  if (initializer === undefined || initializer.value !== value || initializer.content.dtype !== "int64")
    return undefined;
  return integerElements(initializer.content)?.map(Number);
}

function sameShape(a: ValueType | null, b: ValueType | null): boolean {
  if (a?.kind !== "tensor" || b?.kind !== "tensor" || a.dtype !== b.dtype || !a.shape || !b.shape) return false;
  const { shape } = b;
  return a.shape.length === shape.length && a.shape.every((dim, i) => dim !== null && dim === shape[i]);
}

function permutation(node: Node): readonly number[] | undefined {
  const perm = node.attributes.get("perm");
  return perm?.type === "ints" ? perm.value.map(Number) : undefined;
}
