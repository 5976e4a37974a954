/** `torch.Tensor` as an object: what is known of it, the storage it shares with its views, its place in a graph being captured. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import type { Node } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { TensorLike } from "../../ops/types.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { LazyValue } from "./value.ts";

/** All methods stand here; `torch.Tensor` is a subclass of it in each interpreter, so that programs may add to it. */
export const tensorBaseType: PyType = nativeType("TensorBase", { module: "torch._C", hasDict: true });

/** What a tensor and its views share. A write makes a new value; views then compute theirs anew. */
export class TensorStorage {
  value: LazyValue;
  generation = 0;
  private place: number | null = null;
  constructor(value: LazyValue) {
    this.value = value;
  }

  /** A number that no other storage has, as an address: there is no memory behind it. */
  get address(): number {
    if (this.place === null) {
      this.place = nextAddress;
      nextAddress += ADDRESS_STEP;
    }
    return this.place;
  }
}

/** Storages lie this far apart, so that places within two of them never meet. */
const ADDRESS_STEP = 2 ** 36;
let nextAddress = ADDRESS_STEP;

/** How a view's value follows from its base's, and how a write to it changes the base. */
export interface View {
  readonly base: PyTensor;
  read(base: LazyValue): LazyValue;
  write(base: LazyValue, value: LazyValue): LazyValue;
}

/** A tensor's node in the graph of one capture. */
export interface GraphBinding {
  /** The capture, compared by identity. */
  readonly tracer: object;
  node: Node;
}

export class PyTensor extends PyObject implements TensorLike {
  meta: TensorMeta;
  storage: TensorStorage;
  view: View | null = null;
  requiresGrad = false;
  /** `AddmmBackward0`; null for a leaf. */
  gradFn: string | null = null;
  grad: PyValue = null;
  binding: GraphBinding | null = null;
  private viewed: { readonly generation: number; readonly value: LazyValue } | null = null;

  constructor(type: PyType, meta: TensorMeta, storage: TensorStorage) {
    super(type);
    this.meta = meta;
    this.storage = storage;
  }

  /** The content as it is now. */
  get value(): LazyValue {
    if (this.view === null) return this.storage.value;
    const { generation } = this.storage;
    if (this.viewed?.generation !== generation) {
      this.viewed = { generation, value: this.view.read(this.view.base.value) };
    }
    return this.viewed.value;
  }

  /** Writes the content; every tensor that shares the storage sees it. */
  set value(value: LazyValue) {
    if (this.view === null) {
      this.storage.value = value;
      this.storage.generation++;
      return;
    }
    const { base } = this.view;
    base.value = this.view.write(base.value, value);
    this.viewed = { generation: this.storage.generation, value };
  }

  get isLeaf(): boolean {
    return this.gradFn === null;
  }
}

/** What a function under `torch.vmap` sees of a tensor that has one dimension more: `inner`, of which it is the first. */
export class BatchedTensor extends PyTensor {
  /** May be mapped over itself, by a vmap further out. */
  readonly inner: PyTensor;
  /** The vmap it belongs to: 1 for the outermost. */
  readonly level: number;

  constructor(type: PyType, meta: TensorMeta, storage: TensorStorage, inner: PyTensor, level: number) {
    super(type, meta, storage);
    this.inner = inner;
    this.level = level;
  }

  /** The size of the mapped dimension. */
  get size(): SymInt {
    const [size] = this.inner.meta.shape;
    if (size === undefined) throw new Error("a batched tensor without a dimension");
    return size;
  }
}
