/** Computes size arithmetic on constants: small int64 tensors through Shape, Gather, Concat, Add and the like. */

import { elementCount } from "../data_type.ts";
import { replaceUses } from "../graph_access.ts";
import type { Graph, Initializer, Model, Node, Value } from "../ir.ts";
import { Value as ValueClass } from "../ir.ts";
import type { PassResult } from "../pass.ts";
import { int64Tensor, integerElements } from "../tensor_content.ts";

/** Larger tensors are no sizes. */
const MAX_ELEMENTS = 64;

interface Ints {
  readonly shape: readonly number[];
  readonly values: readonly (number | bigint)[];
}

/** What an operator gives for constant inputs; undefined when it can't tell. */
type Rule = (node: Node, inputs: readonly (Ints | undefined)[]) => Ints | undefined;

export function foldSizes(model: Model): PassResult {
  const { graph } = model;
  const known = new Map<Value, Ints>();
  for (const { value, content, literal } of graph.initializers.values()) {
    if (!literal || content.dtype !== "int64" || elementCount(content.shape) > MAX_ELEMENTS) continue;
    const values = integerElements(content);
    if (values !== undefined) known.set(value, { shape: content.shape, values });
  }
  const outputs = new Set<Value>(graph.outputs);
  const replacements = new Map<Value, Value>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    if (!output || node.domain !== "" || node.outputs.length !== 1 || outputs.has(output)) continue;
    const result = RULES[node.opType]?.(
      node,
      node.inputs.map((value) => (value === null ? undefined : known.get(value))),
    );
    if (result === undefined || result.values.length > MAX_ELEMENTS) continue;
    known.set(output, result);
    replacements.set(output, literal(graph, output, result));
  }
  if (replacements.size === 0) return { model, changed: false };
  const kept = graph.nodes.filter((node) => !node.outputs.some((value) => value !== null && replacements.has(value)));
  graph.nodes.splice(0, graph.nodes.length, ...kept);
  replaceUses(graph.nodes, replacements);
  return { model, changed: true };
}

/** The folded value as an initializer; it takes over the name. */
function literal(graph: Graph, folded: Value, { shape, values }: Ints): Value {
  const value = new ValueClass(folded.name, { kind: "tensor", dtype: "int64", shape });
  const initializer: Initializer = { value, content: int64Tensor(shape, values), literal: true };
  graph.initializers.set(value.name, initializer);
  return value;
}

function intAttribute(node: Node, name: string): number | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.type === "int" ? Number(attribute.value) : undefined;
}

/** Element by element; one side may be a scalar. Undefined where the arithmetic leaves the exact integers. */
function elementwise(compute: (a: number, b: number) => number): Rule {
  return (_node, [a, b]) => {
    if (a === undefined || b === undefined) return undefined;
    const scalar = (ints: Ints) => ints.values.length === 1 && ints.shape.length <= 1;
    const same = a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i]);
    if (!same && !scalar(a) && !scalar(b)) return undefined;
    const larger = a.shape.length >= b.shape.length && a.values.length >= b.values.length ? a : b;
    if (larger.values.length < Math.max(a.values.length, b.values.length)) return undefined;
    const values: number[] = [];
    for (let i = 0; i < larger.values.length; i++) {
      const value = compute(Number(a.values[same || !scalar(a) ? i : 0]), Number(b.values[same || !scalar(b) ? i : 0]));
      if (!Number.isSafeInteger(value)) return undefined;
      values.push(value);
    }
    return { shape: larger.shape, values };
  };
}

const RULES: Readonly<Record<string, Rule>> = {
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  // Truncated, as ONNX has it; by zero it stays for the runtime to refuse.
  Div: elementwise((a, b) => (b === 0 ? Number.NaN : Math.trunc(a / b))),
  Mod: (node, inputs) =>
    intAttribute(node, "fmod") === 1
      ? undefined
      : elementwise((a, b) => (b === 0 ? Number.NaN : a - Math.floor(a / b) * b))(node, inputs),
  Min: elementwise(Math.min),
  Max: elementwise(Math.max),
  Shape: (node) => {
    const [input] = node.inputs;
    const shape = input?.type?.kind === "tensor" ? input.type.shape : null;
    if (!shape) return undefined;
    const rank = shape.length;
    const clamp = (index: number) => Math.min(Math.max(index < 0 ? index + rank : index, 0), rank);
    const dims = shape.slice(clamp(intAttribute(node, "start") ?? 0), clamp(intAttribute(node, "end") ?? rank));
    const sizes = dims.filter((dim) => typeof dim === "number");
    return sizes.length === dims.length ? { shape: [sizes.length], values: sizes } : undefined;
  },
  Squeeze: (_node, [data]) =>
    data?.values.length === 1 && data.shape.length <= 1 ? { shape: [], values: data.values } : undefined,
  Unsqueeze: (_node, [data]) => (data?.shape.length === 0 ? { shape: [1], values: data.values } : undefined),
  Reshape: (_node, [data, shape]) => {
    if (data === undefined || shape === undefined) return undefined;
    const sizes = shape.values.map(Number);
    if (sizes.includes(0)) return undefined;
    const unknown = sizes.indexOf(-1);
    if (unknown >= 0) sizes[unknown] = -data.values.length / sizes.reduce((product, size) => product * size, 1);
    return elementCount(sizes) === data.values.length ? { shape: sizes, values: data.values } : undefined;
  },
  Concat: (_node, inputs) => {
    const parts = inputs.filter((part) => part !== undefined);
    if (parts.length < inputs.length || parts.some((part) => part.shape.length !== 1)) return undefined;
    const values = parts.flatMap((part) => part.values);
    return { shape: [values.length], values };
  },
  Gather: (node, [data, index]) => {
    if (data?.shape.length !== 1 || index === undefined || (intAttribute(node, "axis") ?? 0) !== 0) return undefined;
    const values: (number | bigint)[] = [];
    for (const at of index.values) {
      const value = data.values[Number(at) < 0 ? Number(at) + data.values.length : Number(at)];
      if (value === undefined) return undefined;
      values.push(value);
    }
    return { shape: index.shape, values };
  },
  Cast: (node, [data]) => (intAttribute(node, "to") === 7 ? data : undefined),
};
