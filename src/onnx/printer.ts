/** A model as text, in the notation of the ONNX textual syntax. */

import { typeText } from "./checker/check_node.ts";
import { elementCount } from "./data_type.ts";
import type { Attribute, FunctionDef, Graph, Model, Node, TensorContent, Value, ValueType } from "./ir.ts";
import { integerElements } from "./tensor_content.ts";

/** Tensors with more elements are shown without them. */
const SHOWN_ELEMENTS = 8;

export function printModel(model: Model): string {
  const header = `<\n   ir_version: ${model.irVersion},\n   opset_import: [${imports(model.opsetImports)}],\n   producer_name: ${JSON.stringify(model.producerName)}\n>`;
  return [`${header}\n${printGraph(model.graph, "")}`, ...[...model.functions.values()].map(printFunction)].join(
    "\n\n",
  );
}

function printGraph(graph: Graph, indent: string): string {
  const inputs = graph.inputs.map(typed).join(", ");
  const outputs = graph.outputs.map(typed).join(", ");
  const weights = [...graph.initializers.values()].map(
    ({ value, content }) => `${indent}   ${typed(value)}${elements(content)}`,
  );
  const held = weights.length === 0 ? "" : `\n${indent}<\n${weights.join(",\n")}\n${indent}>`;
  return `${identifier(graph.name)} (${inputs}) => (${outputs})${held} ${printNodes(graph.nodes, indent)}`;
}

function printFunction(def: FunctionDef): string {
  const header = `<\n   domain: ${JSON.stringify(def.domain)},\n   opset_import: [${imports(def.opsetImports)}]\n>`;
  const attributes = def.attributes.length === 0 ? "" : ` <${def.attributes.join(", ")}>`;
  const names = (values: readonly Value[]) => values.map((value) => identifier(value.name)).join(", ");
  return `${header}\n${identifier(def.name)}${attributes} (${names(def.inputs)}) => (${names(def.outputs)}) ${printNodes(def.nodes, "")}`;
}

function printNodes(nodes: readonly Node[], indent: string): string {
  const lines = nodes.map((node) => `${indent}   ${printNode(node, `${indent}   `)}\n`);
  return `{\n${lines.join("")}${indent}}`;
}

/** `[name] y = domain.Op <axis = 1> (a, b)` */
export function printNode(node: Node, indent = ""): string {
  const operator = node.domain === "" ? node.opType : `${node.domain}.${node.opType}`;
  const names = (values: readonly (Value | null)[]) =>
    values.map((value) => (value === null ? "" : identifier(value.name)));
  const attributes = [...node.attributes].map(([name, value]) => printAttribute(name, value, indent));
  const held = attributes.length === 0 ? "" : ` <${attributes.join(", ")}>`;
  const span = node.source?.span;
  const place = span ? `  # ${span.file}:${span.line}` : "";
  return `[${identifier(node.name)}] ${names(node.outputs).join(", ")} = ${operator}${held} (${names(node.inputs).join(", ")})${place}`;
}

function printAttribute(name: string, attribute: Attribute, indent: string): string {
  switch (attribute.type) {
    case "reference":
      return `${name}: ${attribute.of} = @${attribute.attribute}`;
    case "float":
      return `${name} = ${floatText(attribute.value)}`;
    case "floats":
      return `${name} = [${attribute.value.map(floatText).join(", ")}]`;
    case "int":
      return `${name} = ${attribute.value}`;
    case "ints":
      return `${name}: ints = [${attribute.value.join(", ")}]`;
    case "string":
      return `${name} = ${JSON.stringify(attribute.value)}`;
    case "strings":
      return `${name} = [${attribute.value.map((text) => JSON.stringify(text)).join(", ")}]`;
    case "tensor":
      return `${name} = ${contentText(attribute.value)}`;
    case "tensors":
      return `${name} = [${attribute.value.map(contentText).join(", ")}]`;
    case "graph":
      return `${name} = ${printGraph(attribute.value, indent)}`;
    case "graphs":
      return `${name} = [${attribute.value.map((graph) => printGraph(graph, indent)).join(", ")}]`;
    case "type_proto":
      return `${name} = ${valueTypeText(attribute.value)}`;
    case "type_protos":
      return `${name} = [${attribute.value.map(valueTypeText).join(", ")}]`;
    case "sparse_tensor":
      return `${name} = sparse ${contentText(attribute.value.values)}`;
    case "sparse_tensors":
      return `${name} = [${attribute.value.map((sparse) => `sparse ${contentText(sparse.values)}`).join(", ")}]`;
  }
}

function floatText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function typed(value: Value): string {
  return value.type === null ? identifier(value.name) : `${valueTypeText(value.type)} ${identifier(value.name)}`;
}

/** `float[batch,3]`; a scalar has no brackets, an unknown rank empty ones. */
export function valueTypeText(type: ValueType): string {
  if (type.kind !== "tensor") return typeText(type);
  if (type.shape === null) return `${type.dtype}[]`;
  if (type.shape.length === 0) return type.dtype;
  return `${type.dtype}[${type.shape.map((dim) => dim ?? "?").join(",")}]`;
}

function contentText(content: TensorContent): string {
  return `${content.dtype}[${content.shape.join(",")}]${elements(content)}`;
}

function elements(content: TensorContent): string {
  if (elementCount(content.shape) > SHOWN_ELEMENTS) return "";
  if (content.strings !== undefined) return ` {${content.strings.map((text) => JSON.stringify(text)).join(", ")}}`;
  const values = integerElements(content) ?? floatElements(content);
  return values === undefined ? "" : ` {${values.join(", ")}}`;
}

function floatElements(content: TensorContent): readonly (number | string)[] | undefined {
  if (content.dtype !== "float" && content.dtype !== "double") return undefined;
  const buffer = content.bytes().slice().buffer;
  return Array.from(content.dtype === "float" ? new Float32Array(buffer) : new Float64Array(buffer), (value) =>
    Number(value.toPrecision(7)),
  );
}

function imports(opsets: ReadonlyMap<string, number>): string {
  return [...opsets].map(([domain, version]) => `${JSON.stringify(domain)} : ${version}`).join(", ");
}

function identifier(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : JSON.stringify(name);
}
