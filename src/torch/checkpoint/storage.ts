/** Storages of a checkpoint and the tensors on them: shapes are known at once, the data stay in the file. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject } from "../../dynamo/objects/object.ts";
import { type ByteSource, FormatError } from "../../formats/byte_source.ts";
import type { Storages } from "../../formats/checkpoint.ts";
import { readStrided, requireInStorage } from "../../formats/strided.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import { isRowMajor } from "../../fx/strided_bytes.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { bindTarget } from "../../ops/bind.ts";
import { contiguous } from "../../ops/strides.ts";
import { torchState } from "../state.ts";
import { tensorOfValue, tensorType } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { type LazyValue, MaterializeError, UnreadWeights } from "../tensor/value.ts";

export const storageClassType = nativeType("_StorageClass", { module: "torch" });

/** `torch.FloatStorage`: in a checkpoint, the element type of a storage. */
export class PyStorageClass extends PyObject {
  readonly dtype: DType;
  constructor(dtype: DType) {
    super(storageClassType);
    this.dtype = dtype;
  }
}

const STORAGE_DTYPES: Readonly<Record<string, DType>> = {
  DoubleStorage: "float64",
  FloatStorage: "float32",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
  ComplexFloatStorage: "complex64",
  ComplexDoubleStorage: "complex128",
  UntypedStorage: "uint8",
};

export function storageClass(name: string): PyStorageClass | null {
  const dtype = STORAGE_DTYPES[name];
  return dtype === undefined ? null : new PyStorageClass(dtype);
}

export const storageType = nativeType("TypedStorage", { module: "torch.storage" });
defineMethods(storageType, {
  "__len__(self)": (_vm, self: PyStorage) => self.count,
  "size(self)": (_vm, self: PyStorage) => self.count,
  "nbytes(self)": (_vm, self: PyStorage) => self.count * DTYPES[self.dtype].size,
  "cpu(self)": (_vm, self: PyStorage) => new PyStorage(self, "cpu"),
  "cuda(self, device=None)": (_vm, self: PyStorage, device: number | null) =>
    new PyStorage(self, `cuda:${device ?? 0}`),
});

export interface StoragePlace {
  readonly key: string;
  readonly dtype: DType;
  /** In elements. */
  readonly count: number;
  readonly storages: Storages;
  readonly file: string;
}

export class PyStorage extends PyObject implements StoragePlace {
  readonly key: string;
  readonly dtype: DType;
  readonly count: number;
  readonly storages: Storages;
  readonly file: string;
  readonly device: string;
  /** The first tensor that covers all of the storage, on which others are views; null before there is one. */
  base: PyTensor | null = null;

  constructor(place: StoragePlace, device: string) {
    super(storageType);
    this.key = place.key;
    this.dtype = place.dtype;
    this.count = place.count;
    this.storages = place.storages;
    this.file = place.file;
    this.device = device;
  }
}

/** The tensor of `shape` and `strides` at `offset`, all in elements. Throws `FormatError` where it does not fit the storage. */
export function tensorOnStorage(
  vm: Interpreter,
  storage: PyStorage,
  dtype: DType,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): PyTensor {
  const { size } = DTYPES[dtype];
  const available = storage.count * DTYPES[storage.dtype].size;
  const meta: TensorMeta = { dtype, shape, strides, storageOffset: offset, device: storage.device };
  requireInStorage(storage.file, storage.key, meta, available);
  const numel = shape.reduce((n, d) => n * d, 1);
  const data = storage.storages.find(storage.key);
  if (data !== null && data.size < available) {
    throw new FormatError(
      { name: storage.file },
      `the storage ${storage.key} has ${data.size} bytes, not ${available}`,
    );
  }
  const whole = numel * size === available && offset === 0 && isRowMajor(shape, strides);
  const { base } = storage;
  if (base === null || base.meta.dtype !== dtype) {
    const made = storedTensor(
      vm,
      storage,
      whole ? meta : contiguous(dtype, [Math.floor(available / size)], storage.device),
    );
    storage.base ??= made;
    return whole ? made : viewOfStorage(vm, storage, made, meta);
  }
  if (whole && sameSizes(base.meta.shape, shape)) {
    const again = new PyTensor(tensorType(torchState(vm)), base.meta, base.storage);
    again.view = base.view;
    return again;
  }
  return viewOfStorage(vm, storage, base, meta);
}

function storedTensor(vm: Interpreter, storage: PyStorage, meta: TensorMeta): PyTensor {
  return tensorOfValue(torchState(vm), storedValue(vm, storage, meta));
}

/** A view of the tensor that has the whole storage: while nothing is written, its data come from the file as well. */
function viewOfStorage(vm: Interpreter, storage: PyStorage, base: PyTensor, meta: TensorMeta): PyTensor {
  const state = torchState(vm);
  const first = base.value;
  const stored = storedValue(vm, storage, meta);
  const tensor = new PyTensor(tensorType(state), meta, base.storage);
  const place = [meta.shape.map(Number), meta.strides.map(Number), Number(meta.storageOffset)];
  const derived = (target: string, args: readonly unknown[]): LazyValue => {
    const call = bindTarget(target, args as Parameters<typeof bindTarget>[1]);
    const result = target.includes("scatter") ? base.meta : meta;
    return state.valueOf(result, { kind: "recipe", recipe: { call, output: null } });
  };
  tensor.view = {
    base,
    read: (value) => (value === first ? stored : derived("aten.as_strided.default", [value, ...place])),
    write: (value, written) => derived("aten.as_strided_scatter.default", [value, written, ...place]),
  };
  return tensor;
}

function storedValue(vm: Interpreter, storage: PyStorage, meta: TensorMeta): LazyValue {
  const { services } = torchState(vm);
  const read = (): Uint8Array => {
    if (services !== null && !services.readsWeights) throw new UnreadWeights(storage.file);
    try {
      const data = storage.storages.find(storage.key);
      if (data === null) throw new FormatError({ name: storage.file }, `the storage ${storage.key} is missing`);
      return readStrided(data, meta);
    } catch (error) {
      if (error instanceof FormatError) throw new MaterializeError(error.message);
      throw error;
    }
  };
  return torchState(vm).valueOf(meta, { kind: "stored", read });
}

/** A tensor whose bytes lie in a row at the beginning of `data`. */
export function tensorInFile(vm: Interpreter, file: string, data: ByteSource, meta: TensorMeta): PyTensor {
  const place = { key: file, dtype: meta.dtype, count: data.size / DTYPES[meta.dtype].size, file };
  const storage = new PyStorage({ ...place, storages: { find: () => data } }, meta.device);
  return storedTensor(vm, storage, meta);
}

function sameSizes(a: readonly unknown[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
