/** NumPy's .npy files, versions 1 to 3: a header that is a Python literal, then the elements in row-major order. */

import type { DataType } from "../onnx/data_type.ts";
import { rawByteLength } from "../onnx/data_type.ts";

export interface NpyArray {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

export class NpyFormatError extends Error {
  override readonly name = "NpyFormatError";
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 1 << 16;

const DESCRS: Partial<Readonly<Record<DataType, string>>> = {
  bool: "|b1",
  int8: "|i1",
  uint8: "|u1",
  int16: "<i2",
  uint16: "<u2",
  int32: "<i4",
  uint32: "<u4",
  int64: "<i8",
  uint64: "<u8",
  float16: "<f2",
  float: "<f4",
  double: "<f8",
  complex64: "<c8",
  complex128: "<c16",
};
const DTYPES = new Map<string, DataType>(
  (Object.keys(DESCRS) as DataType[]).map((key) => [DESCRS[key]?.slice(1) ?? "", key]),
);

/** Reads one array; throws `NpyFormatError` for anything else. Fortran order and big-endian elements are converted. */
export function readNpy(file: Uint8Array): NpyArray {
  const { header, dataStart } = splitHeader(file);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (descr === undefined || fortran === undefined || sizes === undefined)
    throw new NpyFormatError("the .npy header is damaged");
  const dtype = DTYPES.get(descr.replace(/^[<>|=]/, ""));
  if (dtype === undefined)
    throw new NpyFormatError(`the .npy file holds elements of type ${descr}, which have no ONNX type`);
  const shape = sizes
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(Number);
  const byteLength = rawByteLength(dtype, shape);
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0) || !Number.isSafeInteger(byteLength)) {
    throw new NpyFormatError(`the .npy header has the wrong shape (${sizes})`);
  }
  if (file.byteLength - dataStart < byteLength) {
    throw new NpyFormatError(
      `the .npy file ends early: ${byteLength} bytes of data announced, ${file.byteLength - dataStart} found`,
    );
  }
  let bytes: Uint8Array = file.slice(dataStart, dataStart + byteLength);
  const itemSize = rawByteLength(dtype, [1]);
  if (descr.startsWith(">")) swapBytes(bytes, dtype.startsWith("complex") ? itemSize / 2 : itemSize);
  if (fortran === "True" && shape.length > 1) bytes = toRowMajor(bytes, shape, itemSize);
  return { dtype, shape, bytes };
}

export function writeNpy(array: NpyArray): Uint8Array {
  const descr = DESCRS[array.dtype];
  if (descr === undefined) throw new NpyFormatError(`NumPy has no element type for ${array.dtype}`);
  if (array.bytes.byteLength !== rawByteLength(array.dtype, array.shape)) {
    throw new Error(`${array.bytes.byteLength} bytes do not make ${array.dtype}[${array.shape.join(",")}]`);
  }
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  // The data starts at a multiple of 64; the header ends with a newline.
  const start = Math.ceil((10 + text.length + 1) / 64) * 64;
  const file = new Uint8Array(start + array.bytes.byteLength);
  file.set([...MAGIC, 1, 0]);
  new DataView(file.buffer).setUint16(8, start - 10, true);
  file.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  file.set(array.bytes, start);
  return file;
}

function splitHeader(file: Uint8Array): { header: string; dataStart: number } {
  if (file.byteLength < 10 || MAGIC.some((byte, i) => file[i] !== byte))
    throw new NpyFormatError("this is no .npy file");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const major = view.getUint8(6);
  if (major < 1 || major > 3) throw new NpyFormatError(`version ${major} of the .npy format is not known`);
  const fixed = major === 1 ? 10 : 12;
  if (file.byteLength < fixed) throw new NpyFormatError("the .npy file ends in its header");
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER || fixed + length > file.byteLength)
    throw new NpyFormatError("the .npy file ends in its header");
  const header = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(file.subarray(fixed, fixed + length));
  return { header, dataStart: fixed + length };
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.byteLength; at += size) bytes.subarray(at, at + size).reverse();
}

function toRowMajor(bytes: Uint8Array, shape: readonly number[], itemSize: number): Uint8Array {
  const result = new Uint8Array(bytes.byteLength);
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0; to < result.byteLength; to += itemSize) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * (shape[axis] ?? 1) + (index[axis] ?? 0);
    result.set(bytes.subarray(from * itemSize, (from + 1) * itemSize), to);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
  return result;
}
