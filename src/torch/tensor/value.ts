/**
 * The immutable content of a tensor made outside a graph: bytes, a random fill, or the operator call that would compute it.
 * Bytes are made when they are first asked for.
 */

import { DTYPES } from "../../fx/dtype.ts";
import type { TensorData } from "../../fx/exported_program.ts";
import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { fillElements, type RandomFill } from "../rng/fills.ts";
import { allocateElements, type Element } from "./elements.ts";
import { contiguousFromDense, staticShape } from "./strides.ts";

/** An operator call with the values it is computed from. */
export interface Recipe {
  /** Tensors among the arguments are `LazyValue`s. */
  readonly call: BoundCall;
  /** Which output of the call; null when it has just one. */
  readonly output: number | null;
  /** The whole result of a call that has several. */
  readonly outputs?: NodeValue;
}

export type Origin =
  | { readonly kind: "data"; readonly bytes: Uint8Array }
  | { readonly kind: "fill"; readonly fill: RandomFill }
  /** Every element is the same. */
  | { readonly kind: "full"; readonly element: Element }
  | { readonly kind: "recipe"; readonly recipe: Recipe }
  /** In a file: contiguous bytes in logical order, read anew each time; throws `MaterializeError`. */
  | { readonly kind: "stored"; readonly read: () => Uint8Array }
  /** Nothing but the shape is known: why. */
  | { readonly kind: "absent"; readonly reason: string };

/** Thrown when bytes are asked for that can't be had. */
export class MaterializeError extends Error {}

/** In an editor only the heads of weight files are read. */
export class UnreadWeights extends MaterializeError {
  constructor(file: string) {
    super(`the data of ${file} are read when the model is exported, not while its program is edited`);
  }
}

/** Computes the bytes of recipes; the torch state of one interpreter provides it. */
export interface Materializer {
  materialize(value: LazyValue): Uint8Array;
  /** The bytes in pieces that each stay until the next is asked for; null when they are made at once. */
  pieces(value: LazyValue): Iterable<Uint8Array> | null;
}

export class LazyValue implements TensorData {
  readonly meta: TensorMeta;
  readonly origin: Origin;
  private readonly materializer: Materializer;
  private cache: Uint8Array | null = null;

  constructor(meta: TensorMeta, origin: Origin, materializer: Materializer) {
    this.meta = meta;
    this.origin = origin;
    this.materializer = materializer;
  }

  get identity(): object {
    return this;
  }

  /** True when the bytes are there without computing. */
  get isReady(): boolean {
    return this.cache !== null || this.origin.kind === "data";
  }

  /** Contiguous, in logical order. */
  bytes(): Uint8Array {
    if (this.cache !== null) return this.cache;
    switch (this.origin.kind) {
      case "data":
        return this.origin.bytes;
      case "fill":
        // A fill runs over memory in order; a permuted tensor sees it permuted.
        this.cache = contiguousFromDense(this.meta, fillElements(this.origin.fill).bytes);
        return this.cache;
      case "full":
        this.cache = fullBytes(this.meta, this.origin.element);
        return this.cache;
      case "stored":
        return this.origin.read();
      case "recipe":
        this.cache = this.materializer.materialize(this);
        return this.cache;
      case "absent":
        throw new MaterializeError(this.origin.reason);
    }
  }

  /** The same piece by piece, without keeping them where they can be made in order. */
  *pieces(): Iterable<Uint8Array> {
    const pieces = this.isReady ? null : this.materializer.pieces(this);
    if (pieces === null) yield this.bytes();
    else yield* pieces;
  }

  /** Hands in the bytes that were computed together with another value's. */
  provide(bytes: Uint8Array): void {
    this.cache ??= bytes;
  }
}

function fullBytes(meta: TensorMeta, element: Element): Uint8Array {
  const shape = staticShape(meta.shape);
  if (shape === undefined) throw new Error("a tensor with bytes has symbolic sizes");
  const count = shape.reduce((a, b) => a * b, 1);
  const { size } = DTYPES[meta.dtype];
  const out = new Uint8Array(count * size);
  const one = allocateElements(meta.dtype, 1);
  one.set(0, element);
  if (count === 0 || one.bytes.every((b) => b === 0)) return out;
  out.set(one.bytes);
  for (let filled = size; filled < out.length; filled *= 2)
    out.copyWithin(filled, 0, Math.min(filled, out.length - filled));
  return out;
}
