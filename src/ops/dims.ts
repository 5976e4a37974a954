/** Dimension arguments: negative ones, ranges, duplicates, with PyTorch's errors. */

import { OpError } from "./types.ts";

/** `dim` counted from 0; a 0-dim tensor takes 0 and -1. */
export function normalizeDim(dim: number, rank: number): number {
  const n = Math.max(rank, 1);
  if (dim < -n || dim >= n) {
    throw new OpError(
      "IndexError",
      `Dimension out of range (expected to be in range of [${-n}, ${n - 1}], but got ${dim})`,
    );
  }
  return dim < 0 ? dim + n : dim;
}

/** Several of them; all dimensions for null or an empty list. */
export function normalizeDims(dims: readonly number[] | null, rank: number): readonly number[] {
  if (dims === null || dims.length === 0) return Array.from({ length: rank }, (_, i) => i);
  const result = dims.map((d) => normalizeDim(d, rank));
  result.forEach((d, i) => {
    if (result.indexOf(d) !== i)
      throw new OpError("RuntimeError", `dim ${d} appears multiple times in the list of dims`);
  });
  return rank === 0 ? [] : result;
}

/** The numbers 0 to n - 1. */
export function range(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i);
}
