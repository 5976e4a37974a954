/** Tensors as they lie in a file: any strides and offset over the bytes of one storage. */

import { DTYPES } from "../fx/dtype.ts";
import { isRowMajor, rowMajorBytes } from "../fx/strided_bytes.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { type ByteSource, FormatError } from "./byte_source.ts";

/** A tensor expanded from few bytes may not become larger than this. */
const MAX_EXPANDED = 2 ** 31;

/** Throws `FormatError` unless the tensor (no symbolic sizes) lies within `available` bytes of the storage `key`. */
export function requireInStorage(file: string, key: string, meta: TensorMeta, available: number): void {
  const shape = meta.shape.map(Number);
  const strides = meta.strides.map(Number);
  const offset = Number(meta.storageOffset);
  const { size } = DTYPES[meta.dtype];
  const numel = shape.reduce((n, d) => n * d, 1);
  const wrong = [offset, ...shape, ...strides].some((n) => !Number.isSafeInteger(n) || n < 0);
  if (wrong || shape.length !== strides.length || !Number.isSafeInteger(numel)) {
    throw new FormatError({ name: file }, `a tensor on the storage ${key} has an impossible shape`);
  }
  const extent = numel === 0 ? 0 : offset + 1 + shape.reduce((n, d, i) => n + (d - 1) * (strides[i] ?? 0), 0);
  if (extent * size > available || (numel * size > available && numel * size > MAX_EXPANDED)) {
    throw new FormatError(
      { name: file },
      `a tensor takes ${extent * size} bytes of the storage ${key}, which has ${available}`,
    );
  }
}

/** The elements in row-major order. */
export function readStrided(data: ByteSource, meta: TensorMeta): Uint8Array {
  const { size } = DTYPES[meta.dtype];
  const shape = meta.shape.map(Number);
  const strides = meta.strides.map(Number);
  const offset = Number(meta.storageOffset);
  const numel = shape.reduce((n, d) => n * d, 1);
  if (numel === 0) return new Uint8Array(0);
  if (isRowMajor(shape, strides)) return data.read(offset * size, numel * size);
  const extent = 1 + shape.reduce((n, d, i) => n + (d - 1) * (strides[i] ?? 0), 0);
  return rowMajorBytes(data.read(offset * size, extent * size), size, shape, strides);
}
