/** The schema's enumerations and tensor descriptions (torch/_export/serde/schema.yaml, version 8). */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { SymInt } from "../../shapes/types.ts";
import { readSymInt } from "./expressions.ts";
import type { Reader } from "./json.ts";

export const SCALAR_TYPES: Readonly<Record<number, DType>> = {
  1: "uint8",
  2: "int8",
  3: "int16",
  4: "int32",
  5: "int64",
  6: "float16",
  7: "float32",
  8: "float64",
  9: "complex32",
  10: "complex64",
  11: "complex128",
  12: "bool",
  13: "bfloat16",
  28: "uint16",
  29: "float8_e4m3fn",
  30: "float8_e5m2",
  31: "float8_e4m3fnuz",
  32: "float8_e5m2fnuz",
  34: "uint32",
  35: "uint64",
};
export const LAYOUTS = ["", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc", "_mkldnn", "strided"];
export const MEMORY_FORMATS = ["", "contiguous_format", "channels_last", "channels_last_3d", "preserve_format"];

export function dtypeOf(reader: Reader, value: unknown): DType {
  return SCALAR_TYPES[Number(value)] ?? reader.fail(`the element type ${String(value)} is not known`);
}

export function layoutOf(reader: Reader, value: unknown): string {
  return LAYOUTS[Number(value)] || reader.fail(`the layout ${String(value)} is not known`);
}

export function memoryFormatOf(reader: Reader, value: unknown): string {
  return MEMORY_FORMATS[Number(value)] || reader.fail(`the memory format ${String(value)} is not known`);
}

export function deviceOf(reader: Reader, value: unknown): string {
  const { type, index } = reader.object(value, "a device");
  const name = reader.text(type, "a device's type");
  return typeof index === "number" ? `${name}:${index}` : name;
}

/** A size: `as_int`, or `as_expr` with the value that the example had. */
export function sizeOf(reader: Reader, value: unknown): SymInt {
  const [kind, inner] = reader.union(value, "a size");
  if (kind === "as_int") return Number(reader.integer(inner, "a size"));
  if (kind !== "as_expr") return reader.fail(`a size is given as ${kind}`);
  return readSymInt(reader, reader.text(reader.object(inner, "a size")["expr_str"], "a size"));
}

export function tensorMetaOf(reader: Reader, value: unknown): TensorMeta {
  const meta = reader.object(value, "a tensor");
  if (layoutOf(reader, meta["layout"]) !== "strided") reader.fail("a tensor is sparse, which has no ONNX form");
  return {
    dtype: dtypeOf(reader, meta["dtype"]),
    shape: reader.list(meta["sizes"], "a tensor's sizes").map((s) => sizeOf(reader, s)),
    strides: reader.list(meta["strides"], "a tensor's strides").map((s) => sizeOf(reader, s)),
    storageOffset: sizeOf(reader, meta["storage_offset"]),
    device: deviceOf(reader, meta["device"]),
  };
}
