/** Makes tensor contents: from bytes, from numbers, from strings. */

import { type DataType, elementCount, rawByteLength } from "./data_type.ts";
import type { TensorContent } from "./ir.ts";

/** `bytes` is little-endian and row-major; it is kept, not copied. */
export function rawTensor(dtype: DataType, shape: readonly number[], bytes: Uint8Array): TensorContent {
  const expected = rawByteLength(dtype, shape);
  if (bytes.byteLength !== expected) {
    throw new Error(`a ${dtype} tensor of shape [${shape.join(",")}] has ${expected} bytes, not ${bytes.byteLength}`);
  }
  return { dtype, shape, byteLength: expected, bytes: () => bytes };
}

export function int64Tensor(shape: readonly number[], values: readonly (number | bigint)[]): TensorContent {
  const data = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = BigInt(values[i] ?? 0);
  return rawTensor("int64", shape, new Uint8Array(data.buffer));
}

export function floatTensor(shape: readonly number[], values: readonly number[]): TensorContent {
  return rawTensor("float", shape, new Uint8Array(Float32Array.from(values).buffer));
}

export function boolTensor(shape: readonly number[], values: readonly boolean[]): TensorContent {
  return rawTensor("bool", shape, Uint8Array.from(values, Number));
}

export function stringTensor(shape: readonly number[], strings: readonly string[]): TensorContent {
  if (strings.length !== elementCount(shape)) throw new Error(`${strings.length} strings for [${shape.join(",")}]`);
  return { dtype: "string", shape, byteLength: 0, bytes: () => new Uint8Array(0), strings };
}

/** The bytes for a writer: pieces that each stay until the next is asked for. Throws when they are not as many as announced. */
export function* piecesOf(content: TensorContent, name: string): Iterable<Uint8Array> {
  let written = 0;
  for (const piece of content.pieces?.() ?? [content.bytes()]) {
    written += piece.byteLength;
    yield piece;
  }
  if (written !== content.byteLength)
    throw new Error(`${name} has ${written} bytes; ${content.byteLength} were announced`);
}

/** The elements of an integer or bool tensor, in order; undefined for another type. */
export function integerElements(content: TensorContent): (number | bigint)[] | undefined {
  const read = INTEGER_READERS[content.dtype];
  if (read === undefined) return undefined;
  const bytes = content.bytes();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: (number | bigint)[] = [];
  for (let offset = 0; offset < bytes.byteLength; offset += read.size) values.push(read.at(view, offset));
  return values;
}

interface IntegerReader {
  readonly size: number;
  readonly at: (view: DataView, offset: number) => number | bigint;
}

function narrow(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

const INTEGER_READERS: Partial<Readonly<Record<DataType, IntegerReader>>> = {
  bool: { size: 1, at: (view, offset) => view.getUint8(offset) },
  uint8: { size: 1, at: (view, offset) => view.getUint8(offset) },
  int8: { size: 1, at: (view, offset) => view.getInt8(offset) },
  uint16: { size: 2, at: (view, offset) => view.getUint16(offset, true) },
  int16: { size: 2, at: (view, offset) => view.getInt16(offset, true) },
  uint32: { size: 4, at: (view, offset) => view.getUint32(offset, true) },
  int32: { size: 4, at: (view, offset) => view.getInt32(offset, true) },
  uint64: { size: 8, at: (view, offset) => narrow(view.getBigUint64(offset, true)) },
  int64: { size: 8, at: (view, offset) => narrow(view.getBigInt64(offset, true)) },
};
