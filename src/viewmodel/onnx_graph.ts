/** An ONNX model to the compact form that the graph view draws. */

import type { Attribute, FunctionDef, Graph, Initializer, Model, Node, SparseContent, Value } from "../onnx/ir.ts";
import { functionKey } from "../onnx/ir.ts";
import type {
  AttributeView,
  GraphView,
  GraphViewModel,
  ModuleView,
  NodeView,
  ValueView,
} from "../protocol/graph_view.ts";
import { numberText, shapeText, shortDataType, tensorText, typeText } from "./value_text.ts";

const MAX_TEXT = 2000;
const SHOWN_ITEMS = 32;

/** No tensor data is read but that of small constants. */
export function graphViewModel(title: string, model: Model): GraphViewModel {
  const graphs: (GraphView | null)[] = [null];
  const callees = new Map<string, number>();
  for (const key of model.functions.keys()) {
    callees.set(key, graphs.length);
    graphs.push(null);
  }
  const build = builder(graphs, callees);
  graphs[0] = build(model.graph, "main").view;
  for (const [key, def] of model.functions) graphs[callees.get(key) ?? 0] = build(def, "function").view;
  return {
    title,
    producer: [model.producerName, model.producerVersion].filter((text) => text !== "").join(" "),
    irVersion: model.irVersion,
    opsets: [...model.opsetImports].map(([domain, version]) => ({ domain, version })),
    metadata: [...model.metadata].map(([key, value]) => ({ key, value: clip(value) })),
    graphs: graphs.filter((graph) => graph !== null),
  };
}

/** The view of a graph, and the values that it takes from the graphs around it. */
interface Built {
  readonly view: GraphView;
  readonly captured: readonly Value[];
}

type Build = (graph: Graph | FunctionDef, kind: GraphView["kind"]) => Built;

function builder(graphs: (GraphView | null)[], callees: ReadonlyMap<string, number>): Build {
  const build: Build = (graph, kind) => {
    const values: ValueView[] = [];
    const indices = new Map<Value, number>();
    const initializers: ReadonlyMap<string, Initializer> = "initializers" in graph ? graph.initializers : new Map();
    const indexOf = (value: Value | null): number => {
      if (value === null) return -1;
      let index = indices.get(value);
      if (index === undefined) {
        index = values.length;
        indices.set(value, index);
        values.push({ name: value.name, type: typeText(value.type) });
      }
      return index;
    };
    const initializerViews = [...initializers.values()].map(({ value, content }) => {
      const index = indexOf(value);
      values[index] = { name: value.name, type: `${shortDataType(content.dtype)}${shapeText(content.shape)}` };
      return { value: index, byteLength: content.byteLength };
    });
    const nodeView = (node: Node): NodeView => {
      const attributes: AttributeView[] = [];
      const captures = new Set<number>();
      for (const [name, attribute] of node.attributes) {
        for (const [i, subgraph] of subgraphs(attribute).entries()) {
          const { view, captured } = build(subgraph, "subgraph");
          graphs.push(view);
          for (const value of captured) captures.add(indexOf(value));
          const text = `${view.nodes.length} nodes`;
          attributes.push({ name: i === 0 ? name : `${name}[${i}]`, type: "graph", text, graph: graphs.length - 1 });
        }
        if (subgraphs(attribute).length === 0) {
          attributes.push({ name, type: attribute.type, text: clip(attributeText(attribute)), graph: null });
        }
      }
      const { source } = node;
      const callee = callees.get(functionKey(node.domain, node.opType, node.overload));
      return {
        name: node.name,
        op: node.opType,
        domain: node.domain,
        inputs: node.inputs.map(indexOf),
        outputs: node.outputs.map(indexOf),
        captures: [...captures],
        attributes,
        callee: callee ?? null,
        location: source?.span ?? null,
        stack: (source?.stack ?? []).map((frame) => ({ name: frame.name, location: frame.span })),
        modules: (source?.modules ?? []).map(({ path, className }) => ({ path, className })),
        fxNode: source?.fxNode ?? null,
        target: source?.target ?? null,
      };
    };
    const inputs = graph.inputs.map(indexOf);
    const nodes = graph.nodes.map(nodeView);
    const outputs = graph.outputs.map(indexOf);
    const isFunction = "domain" in graph;
    const own = new Set<Value | null>([...graph.inputs, ...graph.nodes.flatMap((node) => node.outputs)]);
    for (const { value } of initializers.values()) own.add(value);
    const view: GraphView = {
      name: graph.name,
      domain: isFunction ? graph.domain : "",
      kind,
      values,
      inputs,
      outputs,
      initializers: initializerViews,
      nodes,
      module: isFunction ? functionModule(graph) : null,
    };
    return { view, captured: [...indices.keys()].filter((value) => !own.has(value)) };
  };
  return build;
}

/** The module call that a function stands for: told by the exporter, or what its nodes have in common and its name says. */
function functionModule({ name, module, nodes }: FunctionDef): ModuleView | null {
  if (module !== null) return { path: module.path, className: module.className };
  const [first, ...others] = nodes.flatMap((node) => (node.source === null ? [] : [node.source.modules]));
  for (const scope of [...(first ?? [])].reverse()) {
    const { path, className } = scope;
    const inAll = others.every((modules) => modules.some((m) => m.path === path && m.className === className));
    if (inAll && name.startsWith(className.replaceAll(".", "_"))) return { path, className };
  }
  return null;
}

function subgraphs(attribute: Attribute): readonly Graph[] {
  if (attribute.type === "graph") return [attribute.value];
  return attribute.type === "graphs" ? attribute.value : [];
}

function attributeText(attribute: Attribute): string {
  switch (attribute.type) {
    case "float":
      return numberText(attribute.value);
    case "int":
      return String(attribute.value);
    case "string":
      return attribute.value;
    case "tensor":
      return tensorText(attribute.value);
    case "floats":
      return list(attribute.value, numberText);
    case "ints":
      return list(attribute.value, String);
    case "strings":
      return list(attribute.value, (text) => JSON.stringify(text));
    case "type_proto":
      return typeText(attribute.value);
    case "reference":
      return `the function's ${attribute.attribute}`;
    case "tensors":
      return list(attribute.value, tensorText);
    case "type_protos":
      return list(attribute.value, typeText);
    case "sparse_tensor":
      return sparseText(attribute.value);
    case "sparse_tensors":
      return list(attribute.value, sparseText);
    case "graph":
      return attribute.value.name;
    case "graphs":
      return list(attribute.value, (graph) => graph.name);
  }
}

function sparseText({ values, shape }: SparseContent): string {
  return `sparse ${shortDataType(values.dtype)}${shapeText(shape)}`;
}

function list<T>(items: readonly T[], text: (item: T) => string): string {
  const shown = items.slice(0, SHOWN_ITEMS).map(text).join(", ");
  return items.length > SHOWN_ITEMS ? `[${shown}, … ${items.length - SHOWN_ITEMS} more]` : `[${shown}]`;
}

function clip(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
