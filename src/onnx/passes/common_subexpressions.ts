/** Lets nodes that compute the same thing share one result, within one module call. */

import { replaceUses, resolve } from "../graph_access.ts";
import type { Attribute, Graph, Model, Node, Value } from "../ir.ts";
import type { PassResult } from "../pass.ts";
import { RANDOM_OPERATORS } from "../random_operators.ts";
import { contentKey } from "./dedup_initializers.ts";

/** Each node of these has a result of its own. */
const RANDOM: ReadonlySet<string> = new Set([...RANDOM_OPERATORS, "Dropout"]);

export function shareSubexpressions(model: Model): PassResult {
  return { model, changed: share(model.graph) };
}

function share(graph: Graph): boolean {
  const numbers = new Map<Value, number>();
  const numberOf = (value: Value): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  const first = new Map<string, Node>();
  const outputs = new Set<Value>(graph.outputs);
  const replacements = new Map<Value, Value>();
  const kept = graph.nodes.filter((node) => {
    const key = nodeKey(node, (value) => numberOf(resolve(value, replacements)));
    if (key === null || node.outputs.some((value) => value !== null && outputs.has(value))) return true;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, node);
      return true;
    }
    node.outputs.forEach((value, i) => {
      const same = known.outputs[i];
      if (value && same) replacements.set(value, same);
    });
    return false;
  });
  if (replacements.size === 0) return false;
  graph.nodes.splice(0, graph.nodes.length, ...kept);
  replaceUses(graph.nodes, replacements);
  return true;
}

/** Null for a node that must stay by itself. */
function nodeKey(node: Node, numberOf: (value: Value) => number): string | null {
  if (node.domain !== "" || RANDOM.has(node.opType)) return null;
  const attributes: string[] = [];
  for (const [name, attribute] of node.attributes) {
    const text = attributeKey(attribute);
    if (text === null) return null;
    attributes.push(`${name}=${text}`);
  }
  const inputs = node.inputs.map((value) => (value === null ? "" : numberOf(value)));
  const present = node.outputs.map((value) => (value === null ? 0 : 1));
  const scopes = (node.source?.modules ?? []).map((scope) => `${scope.path}#${scope.call}`);
  return [node.opType, inputs.join(","), present.join(""), attributes.sort().join(";"), scopes.join("/")].join("|");
}

function attributeKey(attribute: Attribute): string | null {
  switch (attribute.type) {
    case "float":
    case "int":
    case "string":
      return `${attribute.type}:${attribute.value}`;
    case "floats":
    case "ints":
      return `${attribute.type}:${attribute.value.join(",")}`;
    case "strings":
      return JSON.stringify(attribute.value);
    case "tensor":
      return contentKey(attribute.value) ?? null;
    default:
      return null;
  }
}
