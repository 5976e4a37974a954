/** `numpy.ndarray`: a store of elements seen through an offset, a shape and strides (counted in elements). */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { FLOAT64, type PyDType } from "./dtype.ts";
import { type Block, gather, newStore, type Store, scatter } from "./storage.ts";

export const ndarrayType: PyType = nativeType("ndarray", {
  module: "numpy",
  hasDict: true,
  allocate: (type) => new PyNdarray(FLOAT64, newStore(FLOAT64, 0), [0], [1], 0, null, type),
});

export class PyNdarray extends PyObject {
  dtype: PyDType;
  store: Store;
  shape: readonly number[];
  /** In elements; Python sees them in bytes. */
  strides: readonly number[];
  offset: number;
  /** The array whose elements these are; null for one that owns them. */
  base: PyValue;
  writeable = true;

  constructor(
    dtype: PyDType,
    store: Store,
    shape: readonly number[],
    strides: readonly number[] = rowMajor(shape),
    offset = 0,
    base: PyValue = null,
    type: PyType = ndarrayType,
  ) {
    super(type);
    this.dtype = dtype;
    this.store = store;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.base = base;
  }

  get size(): number {
    return product(this.shape);
  }
}

export function product(shape: readonly number[]): number {
  let n = 1;
  for (const s of shape) n *= s;
  return n;
}

export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let n = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = n;
    n *= Math.max(1, shape[i] as number);
  }
  return strides;
}

/** Bytes that one array may take: the memory budget counts the sum, this catches absurd shapes before. */
const MAX_ELEMENTS = 2 ** 31;

/** A new array of zeros (of empty text, of None). */
export function newArray(vm: Interpreter, dtype: PyDType, shape: readonly number[]): PyNdarray {
  charge(vm, dtype, shape);
  return new PyNdarray(dtype, newStore(dtype, product(shape)), [...shape]);
}

function charge(vm: Interpreter, dtype: PyDType, shape: readonly number[]): void {
  const size = product(shape);
  if (shape.some((s) => s < 0)) raise(vm, ValueErrorType, "negative dimensions are not allowed");
  vm.chargeMemory(size * dtype.itemsize);
  if (size > MAX_ELEMENTS)
    raise(
      vm,
      ValueErrorType,
      "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
    );
}

/** A new array of a block; a block of doubles becomes the store of a float64 array itself. */
export function arrayOf(vm: Interpreter, dtype: PyDType, shape: readonly number[], block: Block): PyNdarray {
  charge(vm, dtype, shape);
  if (block.kind === "real" && dtype === FLOAT64) return new PyNdarray(dtype, block.x, [...shape]);
  if (block.kind === "value" && dtype.kind === "O") return new PyNdarray(dtype, block.x, [...shape]);
  const out = new PyNdarray(dtype, newStore(dtype, product(shape)), [...shape]);
  scatter(dtype, out.store, [product(shape)], [1], 0, block);
  return out;
}

/** A new float64 array. */
export function floats(vm: Interpreter, x: Float64Array, shape: readonly number[] = [x.length]): PyNdarray {
  return arrayOf(vm, FLOAT64, shape, { kind: "real", x });
}

export function isContiguous(a: PyNdarray): boolean {
  let n = 1;
  for (let i = a.shape.length - 1; i >= 0; i--) {
    const size = a.shape[i] as number;
    if (size === 0) return true;
    if (size !== 1 && a.strides[i] !== n) return false;
    n *= size;
  }
  return true;
}

export function isFortran(a: PyNdarray): boolean {
  let n = 1;
  for (const [i, size] of a.shape.entries()) {
    if (size === 0) return true;
    if (size !== 1 && a.strides[i] !== n) return false;
    n *= size;
  }
  return true;
}

/** The elements in row-major order. Not to be written into: it may be the array's own store. */
export function load(vm: Interpreter, a: PyNdarray): Block {
  const size = a.size;
  vm.charge(1 + size / 64);
  if (a.dtype === FLOAT64 && isContiguous(a))
    return {
      kind: "real",
      x: (a.store as Float64Array).subarray(a.offset, a.offset + size),
    };
  const contiguous = isContiguous(a);
  return gather(a.dtype, a.store, contiguous ? [size] : a.shape, contiguous ? [1] : a.strides, a.offset, size);
}

/** The array that views of `a` name as their base. */
export function baseOf(a: PyNdarray): PyValue {
  return a.base ?? a;
}

/** A view of the same elements. */
export function view(a: PyNdarray, shape: readonly number[], strides: readonly number[], offset = a.offset): PyNdarray {
  const out = new PyNdarray(a.dtype, a.store, shape, strides, offset, baseOf(a));
  out.writeable = a.writeable;
  return out;
}

/** A shape as numpy's error messages write it: `(2,3)`, `(4,)`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(",")}${shape.length === 1 ? "," : ""})`;
}

/** A shape as Python writes the tuple. */
export function tupleText(shape: readonly number[]): string {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

export function tuple(items: readonly PyValue[]): PyTuple {
  return new PyTuple(items);
}

/** The shape that shapes broadcast to; undefined when they don't. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const at = rank - shape.length + i;
      const size = shape[i] as number;
      if (size === 1) continue;
      if (out[at] !== 1 && out[at] !== size) return undefined;
      out[at] = size;
    }
  }
  return out;
}

/** A view of `a` at a shape that its own broadcasts to. */
export function broadcastView(a: PyNdarray, shape: readonly number[]): PyNdarray {
  if (a.shape.length === shape.length && a.shape.every((s, i) => s === shape[i])) return a;
  const lead = shape.length - a.shape.length;
  const strides = shape.map((size, i) =>
    i < lead || (a.shape[i - lead] === 1 && size !== 1) ? 0 : (a.strides[i - lead] as number),
  );
  return view(a, shape, strides);
}

export function broadcastOrRaise(vm: Interpreter, arrays: readonly PyNdarray[]): number[] {
  const shape = broadcastShape(arrays.map((a) => a.shape));
  if (shape !== undefined) return shape;
  const shapes = arrays.map((a) => shapeText(a.shape)).join(" ");
  return raise(vm, ValueErrorType, `operands could not be broadcast together with shapes ${shapes} `);
}

/** An axis argument as a place from the front; numpy's AxisError otherwise. */
export function axisIndex(vm: Interpreter, axis: number, rank: number, prefix = ""): number {
  const at = axis < 0 ? axis + rank : axis;
  if (at >= 0 && at < rank) return at;
  const error = vm.importModule("numpy.exceptions") as PyObject;
  const type = error.getOwn("AxisError");
  const text = `${prefix}axis ${axis} is out of bounds for array of dimension ${rank}`;
  if (type === undefined || type === null) return raise(vm, TypeErrorType, text);
  return raise(vm, type as PyType, text);
}
