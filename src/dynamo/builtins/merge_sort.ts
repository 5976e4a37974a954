/** The stable sort behind `sorted` and `list.sort`: binary insertion for short runs, merging above. */

const RUN = 16;

/** Sorts in place by `less`, which may raise; the array is then a permutation of what it was. */
export function mergeSort<T>(items: T[], less: (a: T, b: T) => boolean): void {
  const length = items.length;
  for (let start = 0; start < length; start += RUN) insertionSort(items, start, Math.min(start + RUN, length), less);
  let source = items;
  let target: T[] = new Array<T>(length);
  for (let width = RUN; width < length; width *= 2) {
    for (let low = 0; low < length; low += 2 * width) {
      merge(source, target, low, Math.min(low + width, length), Math.min(low + 2 * width, length), less);
    }
    [source, target] = [target, source];
  }
  if (source !== items) for (let i = 0; i < length; i++) items[i] = source[i] as T;
}

function insertionSort<T>(items: T[], start: number, end: number, less: (a: T, b: T) => boolean): void {
  for (let i = start + 1; i < end; i++) {
    const item = items[i] as T;
    let low = start;
    let high = i;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (less(item, items[middle] as T)) high = middle;
      else low = middle + 1;
    }
    for (let j = i; j > low; j--) items[j] = items[j - 1] as T;
    items[low] = item;
  }
}

function merge<T>(from: T[], to: T[], low: number, middle: number, high: number, less: (a: T, b: T) => boolean): void {
  // Already in order, as sorted input is: one comparison.
  if (middle >= high || !less(from[middle] as T, from[middle - 1] as T)) {
    for (let i = low; i < high; i++) to[i] = from[i] as T;
    return;
  }
  let a = low;
  let b = middle;
  for (let i = low; i < high; i++) {
    if (a < middle && (b >= high || !less(from[b] as T, from[a] as T))) to[i] = from[a++] as T;
    else to[i] = from[b++] as T;
  }
}
