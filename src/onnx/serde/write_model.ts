/** The IR to protobuf bytes. Initializers are handed out as they are, one after the other, and never gathered in a buffer. */

import type { ExternalReference, FunctionDef, Graph, Initializer, Model, Node, TensorContent, Value } from "../ir.ts";
import { piecesOf } from "../tensor_content.ts";
import { attributeToProto } from "./attributes.ts";
import { sourceToEntries } from "./node_metadata.ts";
import type {
  EntryProto,
  FunctionProto,
  GraphProto,
  ModelProto,
  NodeProto,
  OperatorSetIdProto,
  ValueInfoProto,
} from "./proto_types.ts";
import { encodeMessage } from "./schema.ts";
import { tensorHeader, tensorToProto } from "./tensors.ts";
import { typeToProto } from "./types.ts";

/** Protobuf's own limit on a message. */
export const MAX_MODEL_BYTES = 0x7fffffff;

export interface EncodeOptions {
  /** Initializers whose bytes lie in another file. */
  readonly external?: ReadonlyMap<TensorContent, ExternalReference>;
  /** False leaves the weights out: the file then needs them from elsewhere. */
  readonly includeInitializers?: boolean;
  /** Lists the initializers among the graph inputs too, so that a caller may override them. */
  readonly keepInitializersAsInputs?: boolean;
}

export interface EncodedModel {
  readonly byteLength: number;
  /** The file's content in order; weights are asked for as their turn comes. A part stays until the next is asked for. */
  parts(): Iterable<Uint8Array>;
}

/** A model whose file would pass 2 GB throws: its weights belong into external data. */
export function encodeModel(model: Model, options: EncodeOptions = {}): EncodedModel {
  const initializers = options.includeInitializers === false ? [] : [...model.graph.initializers.values()];
  const graph = graphToProto(model.graph, false);
  if (options.keepInitializersAsInputs) {
    graph.input = [
      ...(graph.input ?? []),
      ...[...model.graph.initializers.values()].map((item) => valueInfo(item.value)),
    ];
  }
  const tensors = initializers.map((initializer) =>
    tensorParts(initializer, options.external?.get(initializer.content)),
  );
  const graphHead = encodeMessage("GraphProto", graph);
  const graphLength = tensors.reduce((sum, tensor) => sum + tensor.byteLength, graphHead.byteLength);
  const modelHead = encodeMessage("ModelProto", modelHeader(model));
  const graphTag = tagged(7, graphLength);
  const byteLength = modelHead.byteLength + graphTag.byteLength + graphLength;
  if (byteLength > MAX_MODEL_BYTES) {
    throw new Error(`the model takes ${byteLength} bytes in one file; beyond 2 GB its weights must be external data`);
  }
  return {
    byteLength,
    *parts() {
      yield modelHead;
      yield graphTag;
      yield graphHead;
      for (const tensor of tensors) yield* tensor.parts();
    },
  };
}

/** The whole file in one buffer. */
export function modelToBytes(model: Model, options: EncodeOptions = {}): Uint8Array {
  const encoded = encodeModel(model, options);
  const bytes = new Uint8Array(encoded.byteLength);
  let offset = 0;
  for (const part of encoded.parts()) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Field 5 of GraphProto: the header from protobufjs, then field 9 (raw_data) by reference. */
function tensorParts({ value, content }: Initializer, external: ExternalReference | undefined): EncodedModel {
  const header = encodeMessage("TensorProto", tensorHeader(value.name, content, external));
  if (external !== undefined || content.strings !== undefined) {
    const tag = tagged(5, header.byteLength);
    return { byteLength: tag.byteLength + header.byteLength, parts: () => [tag, header] };
  }
  const rawTag = tagged(9, content.byteLength);
  const length = header.byteLength + rawTag.byteLength + content.byteLength;
  const tag = tagged(5, length);
  return {
    byteLength: tag.byteLength + length,
    *parts() {
      yield tag;
      yield header;
      yield rawTag;
      yield* piecesOf(content, value.name);
    },
  };
}

/** The tag of a length-delimited field and its length. */
function tagged(field: number, length: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest of [field * 8 + 2, length]) {
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function modelHeader(model: Model): ModelProto {
  const proto: ModelProto = {
    ir_version: model.irVersion,
    opset_import: opsetImports(model.opsetImports),
    producer_name: model.producerName,
    producer_version: model.producerVersion,
    functions: [...model.functions.values()].map(functionToProto),
    metadata_props: entries(model.metadata),
  };
  if (model.domain !== undefined) proto.domain = model.domain;
  if (model.modelVersion !== undefined) proto.model_version = model.modelVersion;
  if (model.docString !== undefined) proto.doc_string = model.docString;
  return proto;
}

export function graphToProto(graph: Graph, withInitializers: boolean): GraphProto {
  const known = new Set<Value>([...graph.inputs, ...graph.outputs]);
  const proto: GraphProto = {
    name: graph.name,
    node: graph.nodes.map(nodeToProto),
    input: graph.inputs.map(valueInfo),
    output: graph.outputs.map(valueInfo),
    value_info: innerTypes(graph.nodes, known),
    metadata_props: entries(graph.metadata),
  };
  if (withInitializers) {
    proto.initializer = [...graph.initializers.values()].map(({ value, content }) =>
      tensorToProto(value.name, content),
    );
  }
  if (graph.docString !== undefined) proto.doc_string = graph.docString;
  return proto;
}

function functionToProto(def: FunctionDef): FunctionProto {
  const boundary = [...def.inputs, ...def.outputs].filter((value) => value.type !== null);
  const proto: FunctionProto = {
    name: def.name,
    domain: def.domain,
    input: def.inputs.map((value) => value.name),
    output: def.outputs.map((value) => value.name),
    attribute: def.attributes.filter((name) => !def.attributeDefaults?.has(name)),
    node: def.nodes.map(nodeToProto),
    opset_import: opsetImports(def.opsetImports),
    value_info: [...new Set(boundary)].map(valueInfo).concat(innerTypes(def.nodes, new Set(boundary))),
    metadata_props: entries(def.metadata),
  };
  if (def.attributeDefaults !== undefined) {
    proto.attribute_proto = [...def.attributeDefaults].map(([name, value]) => attributeToProto(name, value, subgraph));
  }
  if (def.overload !== undefined) proto.overload = def.overload;
  if (def.docString !== undefined) proto.doc_string = def.docString;
  return proto;
}

function nodeToProto(node: Node): NodeProto {
  const proto: NodeProto = {
    input: node.inputs.map((value) => value?.name ?? ""),
    output: node.outputs.map((value) => value?.name ?? ""),
    name: node.name,
    op_type: node.opType,
    domain: node.domain,
  };
  if (node.attributes.size > 0) {
    proto.attribute = [...node.attributes].map(([name, value]) => attributeToProto(name, value, subgraph));
  }
  if (node.overload !== undefined) proto.overload = node.overload;
  if (node.docString !== undefined) proto.doc_string = node.docString;
  const source = node.source === null ? [] : sourceToEntries(node.source);
  const metadata = entries(node.metadata);
  if (source.length + metadata.length > 0) proto.metadata_props = [...source, ...metadata];
  return proto;
}

function subgraph(graph: Graph): GraphProto {
  return graphToProto(graph, true);
}

function innerTypes(nodes: readonly Node[], known: ReadonlySet<Value>): ValueInfoProto[] {
  const infos: ValueInfoProto[] = [];
  for (const node of nodes) {
    for (const value of node.outputs) {
      if (value !== null && value.type !== null && !known.has(value)) infos.push(valueInfo(value));
    }
  }
  return infos;
}

function valueInfo(value: Value): ValueInfoProto {
  return value.type === null ? { name: value.name } : { name: value.name, type: typeToProto(value.type) };
}

function opsetImports(imports: ReadonlyMap<string, number>): OperatorSetIdProto[] {
  return [...imports].map(([domain, version]) => ({ domain, version }));
}

function entries(map: ReadonlyMap<string, string> | undefined): EntryProto[] {
  return map === undefined ? [] : [...map].map(([key, value]) => ({ key, value }));
}
