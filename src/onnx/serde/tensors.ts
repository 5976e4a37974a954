/** Tensors between the IR and protobuf; raw data stays a view of the file. */

import { DATA_TYPES, elementCount, rawByteLength } from "../data_type.ts";
import type { ExternalReference, SparseContent, TensorContent } from "../ir.ts";
import { OnnxFormatError } from "./format_error.ts";
import { fromInt64, fromInt64Exact, toInt64 } from "./ints.ts";
import type { EntryProto, Int64, SparseTensorProto, TensorProto } from "./proto_types.ts";
import { dtypeFromCode } from "./types.ts";

/** Reads a stretch of a file beside the model; throws when it can't. */
export type ExternalReader = (reference: ExternalReference) => Uint8Array;

/** Everything of a tensor but its raw data. */
export function tensorHeader(
  name: string,
  content: TensorContent,
  external: ExternalReference | undefined,
): TensorProto {
  const proto: TensorProto = { dims: content.shape.map(toInt64), data_type: DATA_TYPES[content.dtype], name };
  if (content.strings !== undefined) {
    const encoder = new TextEncoder();
    proto.string_data = content.strings.map((text) => encoder.encode(text));
  } else if (external !== undefined) {
    proto.data_location = 1;
    proto.external_data = [
      { key: "location", value: external.location },
      { key: "offset", value: String(external.offset) },
      { key: "length", value: String(external.length) },
    ];
  }
  return proto;
}

export function tensorToProto(name: string, content: TensorContent): TensorProto {
  const proto = tensorHeader(name, content, undefined);
  if (content.strings === undefined) proto.raw_data = content.bytes();
  return proto;
}

export function sparseToProto(content: SparseContent): SparseTensorProto {
  return {
    values: tensorToProto("", content.values),
    indices: tensorToProto("", content.indices),
    dims: content.shape.map(toInt64),
  };
}

export function sparseFromProto(proto: SparseTensorProto, external: ExternalReader): SparseContent {
  return {
    values: tensorFromProto(proto.values ?? {}, external),
    indices: tensorFromProto(proto.indices ?? {}, external),
    shape: (proto.dims ?? []).map((dim) => fromInt64Exact(dim, "a dimension")),
  };
}

/** Checks that the data is as long as the shape says, before anything is allocated for it. */
export function tensorFromProto(proto: TensorProto, external: ExternalReader): TensorContent {
  const label = proto.name ? `tensor ${proto.name}` : "a tensor";
  const dtype = dtypeFromCode(proto.data_type ?? 0);
  const shape = (proto.dims ?? []).map((dim) => fromInt64Exact(dim, `a dimension of ${label}`));
  if (shape.some((dim) => dim < 0))
    throw new OnnxFormatError(`not a valid ONNX file: ${label} has a negative dimension`);
  const byteLength = rawByteLength(dtype, shape);
  const damaged = (found: number, unit: string): never => {
    throw new OnnxFormatError(
      `not a valid ONNX file: ${label} of type ${dtype} and shape [${shape.join(",")}] has ${found} ${unit}`,
    );
  };
  if (!Number.isSafeInteger(byteLength)) damaged(byteLength, "bytes");
  if (dtype === "string") {
    const decoder = new TextDecoder();
    const strings = (proto.string_data ?? []).map((text) => decoder.decode(text));
    if (strings.length !== elementCount(shape)) damaged(strings.length, "strings");
    return { dtype, shape, byteLength: 0, bytes: () => new Uint8Array(0), strings };
  }
  if (proto.data_location === 1) {
    const reference = referenceFromProto(proto.external_data ?? [], byteLength, label);
    if (reference.length !== byteLength) damaged(reference.length, "bytes of external data");
    return { dtype, shape, byteLength, bytes: () => external(reference), external: reference };
  }
  const raw = proto.raw_data;
  if (raw !== undefined && raw.byteLength > 0) {
    if (raw.byteLength !== byteLength) damaged(raw.byteLength, "bytes");
    return { dtype, shape, byteLength, bytes: () => raw };
  }
  if (byteLength === 0) return { dtype, shape, byteLength, bytes: () => new Uint8Array(0) };
  const typed = typedData(proto, byteLength);
  if (typed === undefined) return damaged(0, "bytes");
  if (typed.byteLength !== byteLength) damaged(typed.byteLength, "bytes");
  return { dtype, shape, byteLength, bytes: () => typed };
}

function referenceFromProto(entries: readonly EntryProto[], byteLength: number, label: string): ExternalReference {
  const fields = new Map(entries.map((entry) => [entry.key ?? "", entry.value ?? ""]));
  const location = fields.get("location");
  const offset = Number(fields.get("offset") ?? "0");
  const length = Number(fields.get("length") ?? byteLength);
  if (location === undefined || !Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0) {
    throw new OnnxFormatError(`not a valid ONNX file: ${label} has a wrong external data reference`);
  }
  return { location, offset, length };
}

/** The raw form of the typed fields; int32_data also carries the types of 16 bits and below. */
function typedData(proto: TensorProto, byteLength: number): Uint8Array | undefined {
  if (proto.float_data?.length) return new Uint8Array(Float32Array.from(proto.float_data).buffer);
  if (proto.double_data?.length) return new Uint8Array(Float64Array.from(proto.double_data).buffer);
  const wide = proto.int64_data?.length ? proto.int64_data : proto.uint64_data;
  if (wide?.length) return wideData(wide, byteLength / wide.length);
  const narrow = proto.int32_data;
  if (!narrow?.length) return undefined;
  const size = byteLength / narrow.length;
  if (size === 4) return new Uint8Array(Int32Array.from(narrow).buffer);
  return size === 2 ? new Uint8Array(Uint16Array.from(narrow).buffer) : Uint8Array.from(narrow);
}

/** int64_data and uint64_data; uint64_data also carries uint32. */
function wideData(values: readonly Int64[], size: number): Uint8Array {
  const exact = values.map((value) => BigInt(fromInt64(value)));
  if (size === 4) return new Uint8Array(Uint32Array.from(exact, Number).buffer);
  return new Uint8Array(BigInt64Array.from(exact, (value) => BigInt.asIntN(64, value)).buffer);
}
