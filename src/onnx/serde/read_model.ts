/** Protobuf bytes to the IR. Reads any valid file; raw data stays a view of the bytes handed in. */

import { type FunctionDef, functionKey, type Graph, type Model, type Node, Value } from "../ir.ts";
import { attributeFromProto } from "./attributes.ts";
import { OnnxFormatError } from "./format_error.ts";
import { fromInt64Exact } from "./ints.ts";
import { sourceFromEntries } from "./node_metadata.ts";
import type {
  AttributeProto,
  EntryProto,
  FunctionProto,
  GraphProto,
  NodeProto,
  OperatorSetIdProto,
  ValueInfoProto,
} from "./proto_types.ts";
import { decodeMessage } from "./schema.ts";
import { denseContent } from "./sparse.ts";
import { type ExternalReader, sparseFromProto, tensorFromProto } from "./tensors.ts";
import { typeFromProto } from "./types.ts";

export interface ReadOptions {
  /** How external data is read; without it, asking for such bytes throws. */
  readonly external?: ExternalReader;
}

/** Throws `OnnxFormatError` for anything that is no ONNX model. */
export function readModel(bytes: Uint8Array, options: ReadOptions = {}): Model {
  if (bytes.byteLength === 0) throw new OnnxFormatError("not a valid ONNX file: it is empty");
  const proto = decodeMessage("ModelProto", bytes);
  if (!proto.graph) throw new OnnxFormatError("not a valid ONNX file: it has no graph");
  const irVersion = fromInt64Exact(proto.ir_version, "ir_version");
  if (irVersion < 1) throw new OnnxFormatError("not a valid ONNX file: it has no ir_version");
  const external: ExternalReader =
    options.external ??
    (({ location }) => {
      throw new OnnxFormatError(`the tensor's data is in ${location}, which was not opened`);
    });
  const functions = new Map<string, FunctionDef>();
  for (const item of proto.functions ?? []) {
    const def = functionFromProto(item, external);
    functions.set(functionKey(def.domain, def.name, def.overload), def);
  }
  return {
    irVersion,
    opsetImports: opsetsFromProto(proto.opset_import ?? []),
    producerName: proto.producer_name ?? "",
    producerVersion: proto.producer_version ?? "",
    graph: graphFromProto(proto.graph, null, external),
    functions,
    metadata: new Map(entryPairs(proto.metadata_props)),
    domain: proto.domain ?? "",
    modelVersion: fromInt64Exact(proto.model_version, "model_version"),
    docString: proto.doc_string ?? "",
  };
}

/** Names to values; a subgraph sees the names around it. */
class Scope {
  private readonly values = new Map<string, Value>();
  private readonly outer: Scope | null;
  private readonly types: ReadonlyMap<string, ValueInfoProto>;

  constructor(outer: Scope | null, types: ReadonlyMap<string, ValueInfoProto>) {
    this.outer = outer;
    this.types = types;
  }

  /** A use: the nearest definition, else a value that nothing defines, which the checker reports. */
  use(name: string): Value {
    return this.find(name) ?? this.define(name);
  }

  define(name: string): Value {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const type = this.types.get(name)?.type;
    const value = new Value(name, type ? typeFromProto(type) : null);
    this.values.set(name, value);
    return value;
  }

  private find(name: string): Value | undefined {
    return this.values.get(name) ?? this.outer?.find(name);
  }
}

function graphFromProto(proto: GraphProto, outer: Scope | null, external: ExternalReader): Graph {
  const infos = [...(proto.value_info ?? []), ...(proto.output ?? []), ...(proto.input ?? [])];
  const scope = new Scope(outer, new Map(infos.map((info) => [info.name ?? "", info])));
  const graph: Graph = {
    name: proto.name ?? "",
    inputs: (proto.input ?? []).map((info) => scope.define(info.name ?? "")),
    outputs: [],
    nodes: [],
    initializers: new Map(),
    docString: proto.doc_string ?? "",
    metadata: new Map(entryPairs(proto.metadata_props)),
  };
  const addInitializer = (name: string, content: ReturnType<typeof tensorFromProto>) => {
    const value = scope.define(name);
    value.type ??= { kind: "tensor", dtype: content.dtype, shape: content.shape };
    graph.initializers.set(name, { value, content });
  };
  for (const tensor of proto.initializer ?? []) addInitializer(tensor.name ?? "", tensorFromProto(tensor, external));
  for (const sparse of proto.sparse_initializer ?? []) {
    addInitializer(sparse.values?.name ?? "", denseContent(sparseFromProto(sparse, external)));
  }
  // Definitions first, so that a use before its producer in a badly ordered file is still the same value.
  for (const node of proto.node ?? []) for (const name of node.output ?? []) if (name !== "") scope.define(name);
  for (const node of proto.node ?? []) graph.nodes.push(nodeFromProto(node, scope, external));
  for (const info of proto.output ?? []) graph.outputs.push(scope.use(info.name ?? ""));
  return graph;
}

function nodeFromProto(proto: NodeProto, scope: Scope, external: ExternalReader): Node {
  const { source, rest } = sourceFromEntries(proto.metadata_props ?? []);
  return {
    name: proto.name ?? "",
    opType: proto.op_type ?? "",
    domain: proto.domain === "ai.onnx" ? "" : (proto.domain ?? ""),
    inputs: (proto.input ?? []).map((name) => (name === "" ? null : scope.use(name))),
    outputs: (proto.output ?? []).map((name) => (name === "" ? null : scope.define(name))),
    attributes: attributesFromProto(proto.attribute ?? [], scope, external),
    source,
    ...(proto.overload ? { overload: proto.overload } : {}),
    ...(proto.doc_string ? { docString: proto.doc_string } : {}),
    ...(rest.size > 0 ? { metadata: rest } : {}),
  };
}

function attributesFromProto(protos: readonly AttributeProto[], scope: Scope | null, external: ExternalReader) {
  const read = (proto: AttributeProto) =>
    attributeFromProto(proto, external, (graph) => graphFromProto(graph, scope, external));
  return new Map(protos.map((proto) => [proto.name ?? "", read(proto)]));
}

function functionFromProto(proto: FunctionProto, external: ExternalReader): FunctionDef {
  const scope = new Scope(null, new Map((proto.value_info ?? []).map((info) => [info.name ?? "", info])));
  const inputs = (proto.input ?? []).map((name) => scope.define(name));
  for (const node of proto.node ?? []) for (const name of node.output ?? []) if (name !== "") scope.define(name);
  const nodes = (proto.node ?? []).map((node) => nodeFromProto(node, scope, external));
  const attributeDefaults = attributesFromProto(proto.attribute_proto ?? [], null, external);
  return {
    domain: proto.domain ?? "",
    name: proto.name ?? "",
    inputs,
    outputs: (proto.output ?? []).map((name) => scope.use(name)),
    attributes: [...(proto.attribute ?? []), ...attributeDefaults.keys()],
    nodes,
    opsetImports: opsetsFromProto(proto.opset_import ?? []),
    module: null,
    ...(attributeDefaults.size > 0 ? { attributeDefaults } : {}),
    ...(proto.overload ? { overload: proto.overload } : {}),
    ...(proto.doc_string ? { docString: proto.doc_string } : {}),
    ...(proto.metadata_props?.length ? { metadata: new Map(entryPairs(proto.metadata_props)) } : {}),
  };
}

function opsetsFromProto(protos: readonly OperatorSetIdProto[]): Map<string, number> {
  return new Map(
    protos.map((proto) => [
      proto.domain === "ai.onnx" ? "" : (proto.domain ?? ""),
      fromInt64Exact(proto.version, "an opset version"),
    ]),
  );
}

function entryPairs(protos: readonly EntryProto[] | undefined): [string, string][] {
  return (protos ?? []).map((proto) => [proto.key ?? "", proto.value ?? ""]);
}
