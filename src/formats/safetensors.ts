/** Safetensors files: eight bytes of length, a JSON header, then the tensors' bytes without gaps. Only the header is read. */

import type { DType } from "../fx/dtype.ts";
import { DTYPES } from "../fx/dtype.ts";
import { type ByteSource, FormatError, section } from "./byte_source.ts";

export interface SafetensorsEntry {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Contiguous, little-endian. */
  readonly data: ByteSource;
}

export interface SafetensorsFile {
  /** In the order of the data. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The format's own limit. */
const MAX_HEADER = 100_000_000;

export const SAFETENSORS_DTYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["BOOL", "bool"],
  ["U8", "uint8"],
  ["I8", "int8"],
  ["U16", "uint16"],
  ["I16", "int16"],
  ["U32", "uint32"],
  ["I32", "int32"],
  ["U64", "uint64"],
  ["I64", "int64"],
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["F32", "float32"],
  ["F64", "float64"],
  ["F8_E4M3", "float8_e4m3fn"],
  ["F8_E5M2", "float8_e5m2"],
  ["C64", "complex64"],
]);

/** Throws `FormatError` for a file that is damaged or announces what it does not hold. */
export function readSafetensors(source: ByteSource): SafetensorsFile {
  if (source.size < 8) throw damaged(source, "it has no header");
  const first = source.read(0, 8);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER) throw damaged(source, "its header is too large");
  if (8 + length > source.size) throw damaged(source, "it ends in its header");
  const header = parse(source, source.read(8, length));
  const metadata = new Map<string, string>();
  const found: { name: string; dtype: DType; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") {
      for (const [key, text] of Object.entries(record(source, value))) metadata.set(key, String(text));
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = record(source, value);
    const type = typeof dtype === "string" ? SAFETENSORS_DTYPES.get(dtype) : undefined;
    if (type === undefined)
      throw new FormatError(source, `the tensor ${name} has the type ${String(dtype)}, which is not read`);
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
      throw damaged(source, `the tensor ${name} has no place`);
    const [begin = 0, end = 0] = offsets;
    const bytes = shape.reduce((n, size) => n * size, DTYPES[type].size);
    if (!Number.isSafeInteger(bytes) || end - begin !== bytes) {
      throw damaged(source, `the tensor ${name} has ${end - begin} bytes, its shape takes ${bytes}`);
    }
    found.push({ name, dtype: type, shape: [...shape], begin, end });
  }
  found.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of found) {
    if (begin !== at) throw damaged(source, `the tensor ${name} does not begin where the one before it ends`);
    at = end;
  }
  if (8 + length + at !== source.size) throw damaged(source, "the tensors do not fill the file; it may be incomplete");
  return {
    metadata,
    tensors: new Map(
      found.map(({ name, dtype, shape, begin, end }) => [
        name,
        { dtype, shape, data: section(source, 8 + length + begin, end - begin) },
      ]),
    ),
  };
}

function damaged(source: ByteSource, why: string): FormatError {
  return new FormatError(source, `this is no sound safetensors file: ${why}`);
}

function parse(source: ByteSource, bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged(source, "its header is no JSON");
  }
  return record(source, value);
}

function record(source: ByteSource, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw damaged(source, "its header is no table");
  return value as Record<string, unknown>;
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && Number(n) >= 0);
}
