/** Attributes between the IR and protobuf; graphs go through the caller's functions, which this file does not import. */

import type { Attribute, AttributeKind, Graph } from "../ir.ts";
import { OnnxFormatError } from "./format_error.ts";
import { fromInt64, toInt64 } from "./ints.ts";
import type { AttributeProto, GraphProto, TypeProto } from "./proto_types.ts";
import { type ExternalReader, sparseFromProto, sparseToProto, tensorFromProto, tensorToProto } from "./tensors.ts";
import { typeFromProto, typeToProto } from "./types.ts";

export const ATTRIBUTE_TYPES: Readonly<Record<AttributeKind, number>> = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparse_tensor: 11,
  sparse_tensors: 12,
  type_proto: 13,
  type_protos: 14,
};

const NAMES = new Map<number, AttributeKind>(
  (Object.keys(ATTRIBUTE_TYPES) as AttributeKind[]).map((name) => [ATTRIBUTE_TYPES[name], name]),
);

export function attributeToProto(
  name: string,
  attribute: Attribute,
  graph: (graph: Graph) => GraphProto,
): AttributeProto {
  if (attribute.type === "reference") {
    return { name, type: ATTRIBUTE_TYPES[attribute.of], ref_attr_name: attribute.attribute };
  }
  return { name, type: ATTRIBUTE_TYPES[attribute.type], ...attributeValue(attribute, graph) };
}

function attributeValue(
  attribute: Exclude<Attribute, { type: "reference" }>,
  graph: (graph: Graph) => GraphProto,
): AttributeProto {
  switch (attribute.type) {
    case "float":
      return { f: attribute.value };
    case "int":
      return { i: toInt64(attribute.value) };
    case "string":
      return { s: new TextEncoder().encode(attribute.value) };
    case "tensor":
      return { t: tensorToProto("", attribute.value) };
    case "graph":
      return { g: graph(attribute.value) };
    case "sparse_tensor":
      return { sparse_tensor: sparseToProto(attribute.value) };
    case "type_proto":
      return { tp: typeToProto(attribute.value) };
    case "floats":
      return { floats: [...attribute.value] };
    case "ints":
      return { ints: attribute.value.map(toInt64) };
    case "strings": {
      const encoder = new TextEncoder();
      return { strings: attribute.value.map((text) => encoder.encode(text)) };
    }
    case "tensors":
      return { tensors: attribute.value.map((content) => tensorToProto("", content)) };
    case "graphs":
      return { graphs: attribute.value.map(graph) };
    case "sparse_tensors":
      return { sparse_tensors: attribute.value.map(sparseToProto) };
    case "type_protos":
      return { type_protos: attribute.value.map(typeToProto) };
  }
}

export function attributeFromProto(
  proto: AttributeProto,
  external: ExternalReader,
  graph: (proto: GraphProto) => Graph,
): Attribute {
  const type = NAMES.get(proto.type ?? 0);
  if (type === undefined) {
    throw new OnnxFormatError(`not a valid ONNX file: attribute ${proto.name} has unknown type ${proto.type}`);
  }
  if (proto.ref_attr_name) return { type: "reference", attribute: proto.ref_attr_name, of: type };
  const decoder = new TextDecoder();
  switch (type) {
    case "float":
      return { type, value: proto.f ?? 0 };
    case "int":
      return { type, value: fromInt64(proto.i ?? 0) };
    case "string":
      // protobufjs gives an empty array for bytes that are not there.
      return { type, value: proto.s?.length ? decoder.decode(proto.s) : "" };
    case "tensor":
      return { type, value: tensorFromProto(proto.t ?? {}, external) };
    case "graph":
      return { type, value: graph(proto.g ?? {}) };
    case "sparse_tensor":
      return { type, value: sparseFromProto(proto.sparse_tensor ?? {}, external) };
    case "type_proto":
      return { type, value: knownType(proto.tp ?? {}) };
    case "floats":
      return { type, value: proto.floats ?? [] };
    case "ints":
      return { type, value: (proto.ints ?? []).map(fromInt64) };
    case "strings":
      return { type, value: (proto.strings ?? []).map((text) => decoder.decode(text)) };
    case "tensors":
      return { type, value: (proto.tensors ?? []).map((tensor) => tensorFromProto(tensor, external)) };
    case "graphs":
      return { type, value: (proto.graphs ?? []).map(graph) };
    case "sparse_tensors":
      return { type, value: (proto.sparse_tensors ?? []).map((tensor) => sparseFromProto(tensor, external)) };
    case "type_protos":
      return { type, value: (proto.type_protos ?? []).map(knownType) };
  }
}

function knownType(proto: TypeProto) {
  return typeFromProto(proto) ?? { kind: "tensor" as const, dtype: "undefined" as const, shape: null };
}
