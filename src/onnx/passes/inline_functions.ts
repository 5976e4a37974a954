/** Puts the bodies of model functions in the place of their calls. */

import { NameScope } from "../builder.ts";
import { allNodes, subgraphs } from "../graph_access.ts";
import { type Attribute, type FunctionDef, functionKey, type Graph, type Model, type Node, Value } from "../ir.ts";
import type { PassResult } from "../pass.ts";

/** Every function that `wanted` accepts, all by default; functions that nothing calls any more are removed. */
export function inlineFunctions(model: Model, wanted: (def: FunctionDef) => boolean = () => true): PassResult {
  const names = new NameScope();
  const reserve = (value: Value | null) => {
    if (value !== null) names.reserve(value.name);
  };
  for (const value of model.graph.inputs) reserve(value);
  for (const name of model.graph.initializers.keys()) names.reserve(name);
  for (const node of allNodes(model.graph.nodes)) {
    names.reserve(node.name);
    for (const value of node.outputs) reserve(value);
    for (const graph of subgraphs(node)) for (const value of graph.inputs) reserve(value);
  }
  const inlined = new Set<string>();
  const expand = (nodes: readonly Node[], own: NameScope): Node[] =>
    nodes.flatMap((node) => {
      for (const graph of subgraphs(node)) graph.nodes.splice(0, graph.nodes.length, ...expand(graph.nodes, own));
      const key = functionKey(node.domain, node.opType, node.overload);
      const def = model.functions.get(key);
      if (def === undefined || !wanted(def)) return [node];
      inlined.add(key);
      return expand(bodyFor(def, node, own), own);
    });
  const nodes = expand(model.graph.nodes, names);
  model.graph.nodes.splice(0, model.graph.nodes.length, ...nodes);
  for (const def of model.functions.values()) {
    const own = new NameScope();
    for (const value of def.inputs) own.reserve(value.name);
    for (const node of allNodes(def.nodes))
      for (const value of node.outputs) if (value !== null) own.reserve(value.name);
    def.nodes.splice(0, def.nodes.length, ...expand(def.nodes, own));
  }
  for (const key of inlined) model.functions.delete(key);
  return { model, changed: inlined.size > 0 };
}

/** A copy of the body with the call's values in the place of the parameters. */
function bodyFor(def: FunctionDef, call: Node, names: NameScope): Node[] {
  const values = new Map<Value, Value | null>();
  def.inputs.forEach((value, i) => {
    values.set(value, call.inputs[i] ?? null);
  });
  const forwarded: Node[] = [];
  def.outputs.forEach((value, i) => {
    const outer = call.outputs[i];
    if (!outer) return;
    const taken = values.get(value);
    if (taken === undefined) values.set(value, outer);
    // An output that is an input, or that is listed twice, needs a node of its own.
    else
      forwarded.push({
        ...call,
        name: names.unique(`${call.name}_copy`),
        opType: "Identity",
        domain: "",
        inputs: [taken],
        outputs: [outer],
        attributes: new Map(),
      });
  });
  const copy = new Copier(values, call.attributes, def.attributeDefaults ?? new Map(), names);
  return [...def.nodes.map((node) => copy.node(node)), ...forwarded];
}

class Copier {
  private readonly values: Map<Value, Value | null>;
  private readonly given: ReadonlyMap<string, Attribute>;
  private readonly defaults: ReadonlyMap<string, Attribute>;
  private readonly names: NameScope;

  constructor(
    values: Map<Value, Value | null>,
    given: ReadonlyMap<string, Attribute>,
    defaults: ReadonlyMap<string, Attribute>,
    names: NameScope,
  ) {
    this.values = values;
    this.given = given;
    this.defaults = defaults;
    this.names = names;
  }

  node(node: Node): Node {
    const attributes = new Map<string, Attribute>();
    for (const [name, attribute] of node.attributes) {
      const own = this.attribute(attribute);
      if (own !== undefined) attributes.set(name, own);
    }
    return {
      ...node,
      name: this.names.unique(node.name),
      inputs: node.inputs.map((value) => this.value(value)),
      outputs: node.outputs.map((value) => this.value(value)),
      attributes,
    };
  }

  private value(value: Value | null): Value | null {
    if (value === null) return null;
    let own = this.values.get(value);
    if (own === undefined) {
      own = new Value(this.names.unique(value.name), value.type);
      this.values.set(value, own);
    }
    return own;
  }

  private attribute(attribute: Attribute): Attribute | undefined {
    if (attribute.type === "reference")
      return this.given.get(attribute.attribute) ?? this.defaults.get(attribute.attribute);
    if (attribute.type === "graph") return { type: "graph", value: this.graph(attribute.value) };
    if (attribute.type === "graphs")
      return { type: "graphs", value: attribute.value.map((graph) => this.graph(graph)) };
    return attribute;
  }

  private graph(graph: Graph): Graph {
    const required = (value: Value): Value => {
      const own = this.value(value);
      if (own === null) throw new Error(`${value.name}, an omitted input, is used in a subgraph`);
      return own;
    };
    const inputs = graph.inputs.map(required);
    const initializers = new Map(
      [...graph.initializers.values()].map((item) => {
        const value = required(item.value);
        return [value.name, { ...item, value }] as const;
      }),
    );
    const nodes = graph.nodes.map((node) => this.node(node));
    return { ...graph, inputs, outputs: graph.outputs.map(required), nodes, initializers };
  }
}
