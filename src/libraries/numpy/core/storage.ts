/** What holds the elements of arrays: one typed array a dtype, seen through shapes and strides. */

import { PyComplex } from "../../../dynamo/objects/complex.ts";
import { normalizeInt } from "../../../dynamo/objects/int.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { fromFloat16Bits, toFloat16Bits } from "../../../torch/tensor/half.ts";
import type { PyDType } from "./dtype.ts";

/** Complex elements take two places, float16 is held as its bits, text and objects as values. */
export type Store =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | PyValue[];

export function newStore(d: PyDType, size: number): Store {
  return d.kind === "U"
    ? new Array<PyValue>(size).fill("")
    : d.kind === "O"
      ? new Array<PyValue>(size).fill(null)
      : typed(d, new ArrayBuffer(size * d.itemsize));
}

/** Bytes as elements; shares memory. The dtype is one of numbers. */
export function typed(d: PyDType, buffer: ArrayBufferLike, offset = 0, bytes = buffer.byteLength - offset): Store {
  const n = bytes / d.itemsize;
  switch (d.name) {
    case "int8":
      return new Int8Array(buffer, offset, n);
    case "int16":
      return new Int16Array(buffer, offset, n);
    case "uint16":
    case "float16":
      return new Uint16Array(buffer, offset, n);
    case "int32":
      return new Int32Array(buffer, offset, n);
    case "uint32":
      return new Uint32Array(buffer, offset, n);
    case "int64":
      return new BigInt64Array(buffer, offset, n);
    case "uint64":
      return new BigUint64Array(buffer, offset, n);
    case "float32":
      return new Float32Array(buffer, offset, n);
    case "float64":
      return new Float64Array(buffer, offset, n);
    case "complex64":
      return new Float32Array(buffer, offset, n * 2);
    case "complex128":
      return new Float64Array(buffer, offset, n * 2);
    default:
      return new Uint8Array(buffer, offset, n);
  }
}

/**
 * One element. Numbers are JavaScript numbers (bools 0 and 1), 64-bit integers beyond the safe ones bigint, complex
 * numbers `PyComplex`; text and objects are themselves.
 */
export function getElement(d: PyDType, store: Store, at: number): PyValue {
  if (d.kind === "c") return new PyComplex(store[2 * at] as number, store[2 * at + 1] as number);
  if (d.name === "float16") return fromFloat16Bits(store[at] as number);
  const value = store[at] as PyValue;
  return typeof value === "bigint" && d.kind !== "O" ? normalizeInt(value) : value;
}

/** The integer of a float as C casts it: towards zero; what has none is the lowest 64-bit integer. */
function truncated(x: number): bigint {
  return Number.isFinite(x) ? BigInt(Math.trunc(x)) : -(1n << 63n);
}

/** Sets one element, cast as C casts. */
export function setElement(d: PyDType, store: Store, at: number, value: PyValue): void {
  if (d.kind === "c") {
    store[2 * at] = value instanceof PyComplex ? value.re : Number(value);
    store[2 * at + 1] = value instanceof PyComplex ? value.im : 0;
    return;
  }
  if (d.kind === "O") {
    store[at] = value as never;
    return;
  }
  if (d.kind === "U") {
    const text = String(value);
    store[at] = Array.from(text)
      .slice(0, d.itemsize / 4)
      .join("") as never;
    return;
  }
  const x = value instanceof PyComplex ? value.re : value;
  if (d.kind === "b")
    store[at] = (value instanceof PyComplex ? value.re !== 0 || value.im !== 0 : Number(x) !== 0) ? 1 : 0;
  else if (store instanceof BigInt64Array || store instanceof BigUint64Array)
    store[at] = typeof x === "bigint" ? x : truncated(Number(x));
  else if (d.name === "float16") store[at] = toFloat16Bits(Number(x));
  else if (d.kind === "f") store[at] = Number(x);
  else store[at] = wrapped32(x);
}

/** The low 32 bits; typed arrays cut them further. */
function wrapped32(x: PyValue): number {
  if (typeof x === "bigint") return Number(BigInt.asIntN(32, x));
  const n = Number(x);
  if (Number.isNaN(n) || Math.abs(n) > 2 ** 53) return Number.isFinite(n) ? Number(BigInt.asIntN(32, BigInt(n))) : 0;
  return Math.trunc(n) | 0;
}

/** The elements of an array in row-major order, in the form that kernels work on. */
export type Block =
  | { readonly kind: "real"; readonly x: Float64Array }
  | { readonly kind: "big"; readonly x: bigint[] }
  /** Pairs of real and imaginary part. */
  | { readonly kind: "complex"; readonly x: Float64Array }
  /** Text and objects. */
  | { readonly kind: "value"; readonly x: PyValue[] };

/** Calls `run` with each innermost row: where it starts, and where it goes in row-major order. */
export function rows(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  run: (at: number, to: number) => void,
): void {
  const last = shape.length - 1;
  const inner = shape[last] ?? 1;
  if (shape.some((s) => s === 0)) return;
  const walk = (dim: number, at: number, to: number): number => {
    if (dim >= last) {
      run(at, to);
      return to + inner;
    }
    const [size, stride] = [shape[dim] as number, strides[dim] as number];
    let next = to;
    for (let i = 0, from = at; i < size; i++, from += stride) next = walk(dim + 1, from, next);
    return next;
  };
  walk(0, offset, 0);
}

const TWO32 = 2 ** 32;

/** The words of a 64-bit store: reading two words is far quicker than reading a bigint. */
function wordsOf(store: BigInt64Array | BigUint64Array): Int32Array {
  return new Int32Array(store.buffer, store.byteOffset, store.length * 2);
}

/** Reads elements at a shape and strides into a block. */
export function gather(
  d: PyDType,
  store: Store,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  size: number,
): Block {
  const inner = shape[shape.length - 1] ?? 1;
  const step = strides[shape.length - 1] ?? 1;
  if (Array.isArray(store)) {
    const x = new Array<PyValue>(size);
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) x[to + i] = store[p] as PyValue;
    });
    return { kind: "value", x };
  }
  if (d.kind === "c") {
    const x = new Float64Array(2 * size);
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) {
        x[2 * (to + i)] = store[2 * p] as number;
        x[2 * (to + i) + 1] = store[2 * p + 1] as number;
      }
    });
    return { kind: "complex", x };
  }
  const x = new Float64Array(size);
  if (store instanceof BigInt64Array || store instanceof BigUint64Array) {
    const words = wordsOf(store);
    const signed = store instanceof BigInt64Array;
    let safe = true;
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) {
        const high = signed ? (words[2 * p + 1] as number) : (words[2 * p + 1] as number) >>> 0;
        if (high > 0x1fffff || high < -0x200000) safe = false;
        x[to + i] = high * TWO32 + ((words[2 * p] as number) >>> 0);
      }
    });
    if (safe) return { kind: "real", x };
    const big = new Array<bigint>(size);
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) big[to + i] = store[p] as bigint;
    });
    return { kind: "big", x: big };
  }
  if (d.name === "float16") {
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) x[to + i] = fromFloat16Bits(store[p] as number);
    });
    return { kind: "real", x };
  }
  rows(shape, strides, offset, (at, to) => {
    for (let i = 0, p = at; i < inner; i++, p += step) x[to + i] = store[p] as number;
  });
  return { kind: "real", x };
}

/** Writes a block of numbers to a shape and strides, cast as C casts. Text and objects are cast by the caller. */
export function scatter(
  d: PyDType,
  store: Store,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  block: Block,
): void {
  const inner = shape[shape.length - 1] ?? 1;
  const step = strides[shape.length - 1] ?? 1;
  const { x } = block;
  if (block.kind === "real" && (store instanceof BigInt64Array || store instanceof BigUint64Array)) {
    const words = wordsOf(store);
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) {
        const v = Math.trunc(block.x[to + i] as number);
        if (v >= -(2 ** 53) && v <= 2 ** 53) {
          words[2 * p] = v | 0;
          words[2 * p + 1] = Math.floor(v / TWO32);
        } else store[p] = truncated(v);
      }
    });
    return;
  }
  const direct =
    block.kind === "real" && (d === undefined || (d.kind === "f" && d.name !== "float16")) && !Array.isArray(store);
  if (direct) {
    const to64 = store as Float64Array;
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step) to64[p] = block.x[to + i] as number;
    });
    return;
  }
  if (block.kind === "complex") {
    rows(shape, strides, offset, (at, to) => {
      for (let i = 0, p = at; i < inner; i++, p += step)
        setElement(d, store, p, new PyComplex(block.x[2 * (to + i)] as number, block.x[2 * (to + i) + 1] as number));
    });
    return;
  }
  rows(shape, strides, offset, (at, to) => {
    for (let i = 0, p = at; i < inner; i++, p += step) setElement(d, store, p, x[to + i] as PyValue);
  });
}
