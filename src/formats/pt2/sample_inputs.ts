/** The example inputs of an exported program: the tensors of a pickle of `(args, kwargs)`, in the order of the leaves. */

import { DTYPES, type DType } from "../../fx/dtype.ts";
import type { TensorData } from "../../fx/exported_program.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type ByteSource, FormatError } from "../byte_source.ts";
import { type CheckpointReader, readCheckpoint, type Storages } from "../checkpoint.ts";
import { readStrided, requireInStorage } from "../strided.ts";

type Value =
  | { readonly kind: "plain"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: Value[] }
  | { readonly kind: "dict"; readonly entries: [Value, Value][] }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "storage"; readonly key: string; readonly dtype: DType; readonly count: number }
  | { readonly kind: "tensor"; readonly data: TensorData };

const STORAGES: Readonly<Record<string, DType>> = {
  "torch.DoubleStorage": "float64",
  "torch.FloatStorage": "float32",
  "torch.HalfStorage": "float16",
  "torch.BFloat16Storage": "bfloat16",
  "torch.LongStorage": "int64",
  "torch.IntStorage": "int32",
  "torch.ShortStorage": "int16",
  "torch.CharStorage": "int8",
  "torch.ByteStorage": "uint8",
  "torch.BoolStorage": "bool",
  "torch.ComplexFloatStorage": "complex64",
  "torch.ComplexDoubleStorage": "complex128",
};

/** Null when they hold anything but tensors in plain containers: they only serve to try the model. */
export function readSampleInputs(source: ByteSource): readonly TensorData[] | null {
  try {
    const make = new SampleReader(source.name);
    const found: TensorData[] = [];
    collect(readCheckpoint(source, make, make.attach), found);
    return found;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function collect(value: Value, into: TensorData[]): void {
  if (value.kind === "tensor") into.push(value.data);
  else if (value.kind === "list") for (const item of value.items) collect(item, into);
  else if (value.kind === "dict") for (const [, item] of value.entries) collect(item, into);
}

const plain = (value: unknown): Value => ({ kind: "plain", value });

class SampleReader implements CheckpointReader<Value> {
  private readonly file: string;
  private storages: Storages = { find: () => null };

  constructor(file: string) {
    this.file = file;
  }

  readonly attach = (storages: Storages): void => {
    this.storages = storages;
  };
  private refuse(): never {
    throw new FormatError({ name: this.file }, "the example inputs hold other things than tensors");
  }
  elementSize(): number {
    return this.refuse();
  }
  constant(value: null | boolean | number | bigint | string): Value {
    return plain(value);
  }
  float(value: number): Value {
    return plain(value);
  }
  bytes(value: Uint8Array): Value {
    return plain(value);
  }
  bytearray(value: Uint8Array): Value {
    return plain(value);
  }
  list(): Value {
    return { kind: "list", items: [] };
  }
  dict(): Value {
    return { kind: "dict", entries: [] };
  }
  set(): Value {
    return this.refuse();
  }
  frozenset(): Value {
    return this.refuse();
  }
  tuple(items: readonly Value[]): Value {
    return { kind: "list", items: [...items] };
  }
  append(list: Value, items: readonly Value[]): void {
    if (list.kind !== "list") this.refuse();
    for (const item of items) list.items.push(item);
  }
  setItems(dict: Value, pairs: readonly (readonly [Value, Value])[]): void {
    if (dict.kind !== "dict") this.refuse();
    for (const [key, value] of pairs) dict.entries.push([key, value]);
  }
  addItems(): void {
    this.refuse();
  }
  global(module: string, name: string): Value {
    return { kind: "global", name: `${module}.${name}` };
  }
  newObject(): Value {
    return this.refuse();
  }
  build(): void {
    this.refuse();
  }
  asText(value: Value): string | null {
    return value.kind === "plain" && typeof value.value === "string" ? value.value : null;
  }

  call(callable: Value, args: Value): Value {
    if (callable.kind !== "global" || args.kind !== "list") return this.refuse();
    if (callable.name === "collections.OrderedDict") return this.dict();
    if (callable.name === "torch._utils._rebuild_parameter") return args.items[0] ?? this.refuse();
    if (callable.name !== "torch._utils._rebuild_tensor_v2") return this.refuse();
    const [storage, offset, size, stride] = args.items;
    if (storage?.kind !== "storage") return this.refuse();
    const meta: TensorMeta = {
      dtype: storage.dtype,
      shape: this.numbers(size),
      strides: this.numbers(stride),
      storageOffset: this.number(offset),
      device: "cpu",
    };
    const data = this.storages.find(storage.key) ?? this.refuse();
    requireInStorage(this.file, storage.key, meta, Math.min(data.size, storage.count * DTYPES[storage.dtype].size));
    return { kind: "tensor", data: { meta, bytes: () => readStrided(data, meta), identity: {} } };
  }

  persistent(id: Value): Value {
    const [, cls, key, , count] = id.kind === "list" ? id.items : [];
    const dtype = cls?.kind === "global" ? STORAGES[cls.name] : undefined;
    if (dtype === undefined || key === undefined) return this.refuse();
    return { kind: "storage", key: this.asText(key) ?? this.refuse(), dtype, count: this.number(count) };
  }

  private number(value: Value | undefined): number {
    return value?.kind === "plain" && typeof value.value === "number" ? value.value : this.refuse();
  }
  private numbers(value: Value | undefined): number[] {
    return value?.kind === "list" ? value.items.map((item) => this.number(item)) : this.refuse();
  }
}
