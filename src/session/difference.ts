/** How two results of a model differ, in words; within the rounding of their element type they don't. */

import type { DType } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { elementToNumber, viewElements } from "../torch/tensor/elements.ts";

export interface ResultTensor {
  readonly meta: TensorMeta;
  readonly bytes: Uint8Array;
}

/** Relative and absolute: ten times what `torch.testing.assert_close` allows, since sums are taken in other orders. */
const TOLERANCES: Partial<Readonly<Record<DType, readonly [relative: number, absolute: number]>>> = {
  float16: [1e-2, 1e-4],
  bfloat16: [1.6e-1, 1e-4],
  float32: [1.3e-5, 1e-4],
  float64: [1e-6, 1e-6],
};

/** Null when they agree. `expected` is the reference. */
export function differenceText(actual: ResultTensor, expected: ResultTensor): string | null {
  const text = ({ meta }: ResultTensor) => `${meta.dtype}[${meta.shape.join(", ")}]`;
  if (text(actual) !== text(expected)) return `it is ${text(actual)}, the reference ${text(expected)}`;
  const [relative, absolute] = TOLERANCES[actual.meta.dtype] ?? [0, 0];
  const [ours, theirs] = [
    viewElements(actual.meta.dtype, actual.bytes),
    viewElements(expected.meta.dtype, expected.bytes),
  ];
  let count = 0;
  let worst = { error: -1, at: 0, ours: 0, theirs: 0 };
  for (let i = 0; i < ours.length; i++) {
    const [a, b] = [elementToNumber(ours.get(i)), elementToNumber(theirs.get(i))];
    if (Object.is(a, b) || a === b) continue;
    const error = Number.isNaN(a) || Number.isNaN(b) ? Number.POSITIVE_INFINITY : Math.abs(a - b);
    if (error <= absolute + relative * Math.abs(b)) continue;
    count++;
    if (error > worst.error) worst = { error, at: i, ours: a, theirs: b };
  }
  if (count === 0) return null;
  return `${count} of ${ours.length} elements, most at element ${worst.at}: ${worst.ours} against ${worst.theirs}`;
}
