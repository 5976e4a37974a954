/** Value types between the IR and protobuf. */

import { DATA_TYPES, type DataType, dataTypeName } from "../data_type.ts";
import type { Dim, ValueType } from "../ir.ts";
import { OnnxFormatError } from "./format_error.ts";
import { fromInt64Exact, toInt64 } from "./ints.ts";
import type { DimensionProto, TensorTypeProto, TypeProto } from "./proto_types.ts";

export function typeToProto(type: ValueType): TypeProto {
  switch (type.kind) {
    case "tensor":
      return { tensor_type: tensorType(type) };
    case "sparse_tensor":
      return { sparse_tensor_type: tensorType(type) };
    case "sequence":
      return { sequence_type: { elem_type: elementType(type) } };
    case "optional":
      return { optional_type: { elem_type: elementType(type) } };
    case "map":
      return { map_type: { key_type: DATA_TYPES[type.keyType ?? "undefined"], value_type: elementType(type) } };
    case "opaque":
      return { opaque_type: {} };
  }
}

function elementType(type: ValueType): TypeProto {
  return typeToProto(type.element ?? { kind: "tensor", dtype: type.dtype, shape: type.shape });
}

function tensorType(type: ValueType): TensorTypeProto {
  const proto: TensorTypeProto = { elem_type: DATA_TYPES[type.dtype] };
  if (type.shape !== null) proto.shape = { dim: type.shape.map(dimToProto) };
  return proto;
}

function dimToProto(dim: Dim): DimensionProto {
  if (dim === null) return {};
  return typeof dim === "number" ? { dim_value: toInt64(dim) } : { dim_param: dim };
}

/** Null for a type that says nothing. */
export function typeFromProto(proto: TypeProto): ValueType | null {
  if (proto.tensor_type) return { kind: "tensor", ...fromTensorType(proto.tensor_type) };
  if (proto.sparse_tensor_type) return { kind: "sparse_tensor", ...fromTensorType(proto.sparse_tensor_type) };
  if (proto.sequence_type) return withElement("sequence", proto.sequence_type.elem_type);
  if (proto.optional_type) return withElement("optional", proto.optional_type.elem_type);
  if (proto.map_type) {
    const value = withElement("map", proto.map_type.value_type);
    const keyType = dtypeFromCode(proto.map_type.key_type ?? 0);
    return { ...value, element: value.element ?? { kind: "tensor", dtype: value.dtype, shape: value.shape }, keyType };
  }
  if (proto.opaque_type) return { kind: "opaque", dtype: "undefined", shape: null };
  return null;
}

export function dtypeFromCode(code: number): DataType {
  const name = dataTypeName(code);
  if (name === undefined) throw new OnnxFormatError(`not a valid ONNX file: unknown element type ${code}`);
  return name;
}

function withElement(kind: "sequence" | "optional" | "map", proto: TypeProto | null | undefined): ValueType {
  const element = proto ? typeFromProto(proto) : null;
  if (element === null) return { kind, dtype: "undefined", shape: null };
  if (element.kind === "tensor") return { kind, dtype: element.dtype, shape: element.shape };
  return { kind, dtype: element.dtype, shape: element.shape, element };
}

function fromTensorType(proto: TensorTypeProto): { dtype: DataType; shape: readonly Dim[] | null } {
  const dtype = dtypeFromCode(proto.elem_type ?? 0);
  return { dtype, shape: proto.shape ? (proto.shape.dim ?? []).map(dimFromProto) : null };
}

function dimFromProto(proto: DimensionProto): Dim {
  if (proto.value === "dim_param") return proto.dim_param === "" ? null : (proto.dim_param ?? null);
  if (proto.value === "dim_value") return fromInt64Exact(proto.dim_value, "a dimension");
  return null;
}
