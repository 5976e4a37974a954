/** Elements of any size as strides find them in memory. */

export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i] ?? 1;
    if (size > 1 && strides[i] !== expected) return false;
    expected *= size;
  }
  return true;
}

/** The elements of `source`, `size` bytes each, row by row; the first one is the first of the memory. */
export function rowMajorBytes(
  source: Uint8Array,
  size: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const numel = shape.reduce((n, d) => n * d, 1);
  const out = new Uint8Array(numel * size);
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < numel; i++) {
    for (let b = 0; b < size; b++) out[i * size + b] = source[at * size + b] as number;
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (index[d] as number) + 1;
      at += strides[d] as number;
      if (next < (shape[d] as number)) {
        index[d] = next;
        break;
      }
      at -= next * (strides[d] as number);
      index[d] = 0;
    }
  }
  return out;
}
