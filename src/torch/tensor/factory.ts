/** Makes tensors outside graphs. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { type DType, isComplex } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { realOf } from "../../ops/promotion.ts";
import { contiguous, stridesInOrder } from "../../ops/strides.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type Distribution, startFill } from "../rng/fills.ts";
import type { Generator } from "../rng/generator.ts";
import type { TorchState } from "../state.ts";
import type { Element } from "./elements.ts";
import { allocateElements } from "./elements.ts";
import { PyTensor, TensorStorage, tensorBaseType } from "./tensor.ts";
import type { LazyValue, Origin } from "./value.ts";

/** `torch.Tensor` of this interpreter. */
export function tensorType(state: TorchState): PyType {
  return state.type("torch.Tensor", () =>
    nativeType("Tensor", { module: "torch", bases: [tensorBaseType], heap: true, hasDict: true }),
  );
}

export function tensorOfValue(state: TorchState, value: LazyValue, type: PyType = tensorType(state)): PyTensor {
  return new PyTensor(type, value.meta, new TensorStorage(value));
}

export function newTensor(state: TorchState, meta: TensorMeta, origin: Origin): PyTensor {
  return tensorOfValue(state, state.valueOf(meta, origin));
}

/** A contiguous tensor whose elements are all `element`; `torch.empty` makes zeros. */
export function fullTensor(
  state: TorchState,
  shape: readonly SymInt[],
  dtype: DType,
  element: Element,
  device: string = state.defaultDevice,
): PyTensor {
  return newTensor(state, contiguous(dtype, shape, device), { kind: "full", element });
}

export function dataTensor(state: TorchState, shape: readonly number[], dtype: DType, bytes: Uint8Array): PyTensor {
  return newTensor(state, contiguous(dtype, shape, "cpu"), { kind: "data", bytes });
}

export function elementsTensor(
  state: TorchState,
  shape: readonly number[],
  dtype: DType,
  elements: readonly Element[],
  device: string = state.defaultDevice,
): PyTensor {
  const out = allocateElements(dtype, elements.length);
  for (const [i, element] of elements.entries()) out.set(i, element);
  return newTensor(state, contiguous(dtype, shape, device), { kind: "data", bytes: out.bytes });
}

/** How many elements a tensor outside a graph has. */
export function staticNumel(shape: readonly SymInt[]): number {
  return shape.reduce((total: number, size) => {
    if (typeof size !== "number") throw new Error("a tensor outside a graph has a symbolic size");
    return total * size;
  }, 1);
}

/** The content of a random fill of a tensor with this meta; advances the generator. */
export function randomValue(
  state: TorchState,
  meta: TensorMeta,
  distribution: Distribution,
  generator: Generator = state.generator,
): LazyValue {
  // Fake mode leaves the generator alone, as PyTorch's does: there is nothing to fill.
  if (state.fakeReason !== null) return state.valueOf(meta, { kind: "absent", reason: state.fakeReason });
  const numel = staticNumel(meta.shape);
  // Complex tensors are filled part by part, each with half the variance.
  const fill = isComplex(meta.dtype)
    ? startFill(generator, perPart(distribution), realOf(meta.dtype), 2 * numel)
    : startFill(generator, distribution, meta.dtype, numel);
  // PyTorch fills in the order of memory, whatever gaps a view leaves in it.
  const order = meta.shape.map((_, i) => i).sort((a, b) => Number(meta.strides[b]) - Number(meta.strides[a]) || a - b);
  return state.valueOf({ ...meta, strides: stridesInOrder(meta.shape, order) }, { kind: "fill", fill });
}

function perPart(distribution: Distribution): Distribution {
  return distribution.kind === "normal" ? { ...distribution, std: distribution.std / Math.SQRT2 } : distribution;
}
