/** Strides: contiguous ones, those of pointwise results, and what views and reshapes may keep. */

import type { DType } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { eq, ge } from "../shapes/bool.ts";
import { mul, product } from "../shapes/expr.ts";
import type { SymInt } from "../shapes/types.ts";
import type { ShapeGuards } from "./types.ts";

/** Row-major strides; a size of 0 counts as 1, as PyTorch does. */
export function contiguousStrides(shape: readonly SymInt[]): readonly SymInt[] {
  const strides: SymInt[] = new Array<SymInt>(shape.length);
  let step: SymInt = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    const d = shape[i] ?? 1;
    step = mul(step, typeof d === "number" ? Math.max(d, 1) : d);
  }
  return strides;
}

export function numel(meta: { readonly shape: readonly SymInt[] }): SymInt {
  return product(meta.shape);
}

/** A new contiguous tensor. */
export function contiguous(dtype: DType, shape: readonly SymInt[], device: string): TensorMeta {
  return { dtype, shape, strides: contiguousStrides(shape), storageOffset: 0, device };
}

const known = (guards: ShapeGuards, a: SymInt, b: SymInt) => a === b || guards.prove(eq(a, b)) === true;

/** Whether the elements lie in row-major order without gaps. */
export function isContiguous(guards: ShapeGuards, meta: TensorMeta): boolean {
  if (meta.shape.some((d) => d === 0)) return true;
  let step: SymInt = 1;
  for (let i = meta.shape.length - 1; i >= 0; i--) {
    const d = meta.shape[i] ?? 1;
    if (d === 1) continue;
    if (!known(guards, meta.strides[i] ?? 1, step)) return false;
    step = mul(step, d);
  }
  return true;
}

/** Dimensions from the largest step to the smallest, as a pointwise result of such an operand is laid out; null when the tensor has gaps or overlaps. */
export function denseOrder(guards: ShapeGuards, meta: TensorMeta): readonly number[] | null {
  const size = (v: SymInt) => guards.typical(v);
  const order = meta.shape.map((_, i) => i);
  order.sort((a, b) => {
    const d = size(meta.strides[b] ?? 0) - size(meta.strides[a] ?? 0);
    return d !== 0 ? d : a - b;
  });
  let step: SymInt = 1;
  for (let k = order.length - 1; k >= 0; k--) {
    const i = order[k] ?? 0;
    const d = meta.shape[i] ?? 1;
    if (d === 1) continue;
    if (!known(guards, meta.strides[i] ?? 1, step)) return null;
    step = mul(step, d);
  }
  return order;
}

/** Strides of a dense tensor whose dimensions are laid out in `order`. */
export function stridesInOrder(shape: readonly SymInt[], order: readonly number[]): readonly SymInt[] {
  const strides: SymInt[] = new Array<SymInt>(shape.length).fill(1);
  let step: SymInt = 1;
  for (let k = order.length - 1; k >= 0; k--) {
    const i = order[k] ?? 0;
    strides[i] = step;
    const d = shape[i] ?? 1;
    step = mul(step, typeof d === "number" ? Math.max(d, 1) : d);
  }
  return strides;
}

/** Strides of a pointwise result: all operands contiguous, or of one layout, or the order that their strides ask for. */
export function pointwiseStrides(
  guards: ShapeGuards,
  shape: readonly SymInt[],
  operands: readonly TensorMeta[],
): readonly SymInt[] {
  const tensors = operands.filter((t) => !t.wrappedNumber && t.shape.length > 0);
  const full = tensors.filter((t) => t.shape.length === shape.length && t.shape.every((d, i) => d === shape[i]));
  if (tensors.every((t) => full.includes(t)) && tensors.every((t) => isContiguous(guards, t)))
    return contiguousStrides(shape);
  const [first] = full;
  if (first && full.length === tensors.length) {
    const order = denseOrder(guards, first);
    const alike = full.every((t) => t.strides.every((s, i) => shape[i] === 1 || s === first.strides[i]));
    if (order && alike) return first.strides;
  }
  return stridesInOrder(shape, iteratorOrder(guards, shape, tensors));
}

/** TensorIterator's permutation: an insertion sort of the dimensions by the operands' strides; broadcast dimensions do not compare. */
function iteratorOrder(
  guards: ShapeGuards,
  shape: readonly SymInt[],
  tensors: readonly TensorMeta[],
): readonly number[] {
  const size = (v: SymInt) => guards.typical(v);
  const rank = shape.length;
  const strideOf = (t: TensorMeta, dim: number): number => {
    const at = dim - rank + t.shape.length;
    return at < 0 || (t.shape[at] === 1 && shape[dim] !== 1) ? 0 : size(t.strides[at] ?? 0);
  };
  const shouldSwap = (a: number, b: number): number => {
    for (const t of tensors) {
      const sa = strideOf(t, a);
      const sb = strideOf(t, b);
      if (sa === 0 || sb === 0) continue;
      if (sa < sb) return -1;
      if (sa > sb) return 1;
      if (size(shape[a] ?? 1) > size(shape[b] ?? 1)) return 1;
    }
    return 0;
  };
  // Innermost first, as the iterator keeps it.
  const perm = shape.map((_, i) => rank - 1 - i);
  for (let i = 1; i < rank; i++) {
    let at = i;
    for (let j = i - 1; j >= 0; j--) {
      const order = shouldSwap(perm[j] ?? 0, perm[at] ?? 0);
      if (order > 0) {
        [perm[j], perm[at]] = [perm[at] ?? 0, perm[j] ?? 0];
        at = j;
      } else if (order < 0) break;
    }
  }
  return perm.reverse();
}

/** The strides of `view(shape)` on a tensor without copying; null when a copy is needed. */
export function viewStrides(guards: ShapeGuards, meta: TensorMeta, shape: readonly SymInt[]): readonly SymInt[] | null {
  if (meta.shape.some((d) => d === 0) || isContiguous(guards, meta)) return contiguousStrides(shape);
  const strides: SymInt[] = new Array<SymInt>(shape.length).fill(1);
  let viewDim = shape.length - 1;
  let chunkStep: SymInt = meta.strides.at(-1) ?? 1;
  let elements: SymInt = 1;
  let viewElements: SymInt = 1;
  for (let dim = meta.shape.length - 1; dim >= 0; dim--) {
    elements = mul(elements, meta.shape[dim] ?? 1);
    const chunkEnds =
      dim === 0 || (meta.shape[dim - 1] !== 1 && !known(guards, meta.strides[dim - 1] ?? 1, mul(elements, chunkStep)));
    if (!chunkEnds) continue;
    while (viewDim >= 0 && (less(guards, viewElements, elements) || shape[viewDim] === 1)) {
      strides[viewDim] = mul(viewElements, chunkStep);
      viewElements = mul(viewElements, shape[viewDim] ?? 1);
      viewDim--;
    }
    if (!known(guards, viewElements, elements)) return null;
    if (dim > 0) {
      chunkStep = meta.strides[dim - 1] ?? 1;
      elements = 1;
      viewElements = 1;
    }
  }
  return viewDim === -1 ? strides : null;
}

function less(guards: ShapeGuards, a: SymInt, b: SymInt): boolean {
  if (a === b) return false;
  const proved = guards.prove(ge(a, b));
  if (proved !== null) return !proved;
  return guards.typical(a) < guards.typical(b);
}
