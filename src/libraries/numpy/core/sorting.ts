/** Sorting and searching along the last axis. NaN is the largest. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import type { PyComplex } from "../../../dynamo/objects/complex.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { compareStrings, richCompare } from "../../../dynamo/protocols/operator.ts";
import { arrayOf, load, newArray, type PyNdarray } from "./array.ts";
import { elementsOf } from "./convert.ts";
import { INT64, type PyDType } from "./dtype.ts";
import { setElement } from "./storage.ts";

export type Compare = (a: PyValue, b: PyValue) => number;

/** The order of a dtype's elements. */
export function comparer(vm: Interpreter, d: PyDType): Compare {
  switch (d.kind) {
    case "U":
      return (a, b) => compareStrings(a as string, b as string);
    case "O":
      return (a, b) => (richCompare(vm, a, "<", b) === true ? -1 : richCompare(vm, b, "<", a) === true ? 1 : 0);
    case "c":
      return (a, b) => {
        const [x, y] = [a as PyComplex, b as PyComplex];
        return numeric(x.re, y.re) || numeric(x.im, y.im);
      };
    default:
      return (a, b) => numeric(a as number | bigint, b as number | bigint);
  }
}

function numeric(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Sorts each row of the last axis; the array is in row-major order. */
export function sortLast(vm: Interpreter, a: PyNdarray): PyNdarray {
  const run = a.shape[a.shape.length - 1] ?? 1;
  const block = load(vm, a);
  vm.charge(a.size);
  if (block.kind === "real") {
    const x = block.x.slice();
    // A typed array's own order puts NaN last.
    for (let at = 0; at < x.length; at += run) x.subarray(at, at + run).sort();
    return arrayOf(vm, a.dtype, a.shape, { kind: "real", x });
  }
  const elements = elementsOf(vm, a);
  const out = newArray(vm, a.dtype, a.shape);
  const compare = comparer(vm, a.dtype);
  for (let at = 0; at < elements.length; at += run) {
    elements
      .slice(at, at + run)
      .sort(compare)
      .forEach((e, i) => {
        setElement(a.dtype, out.store, at + i, e);
      });
  }
  return out;
}

/** The places that sort each row of the last axis; equal elements keep their order. */
export function argsortLast(vm: Interpreter, a: PyNdarray): PyNdarray {
  const run = a.shape[a.shape.length - 1] ?? 1;
  const elements = elementsOf(vm, a);
  vm.charge(a.size);
  const compare = comparer(vm, a.dtype);
  const out = new Float64Array(elements.length);
  for (let at = 0; at < elements.length; at += run) {
    const order = Array.from({ length: run }, (_, i) => i);
    order.sort((p, q) => compare(elements[at + p] as PyValue, elements[at + q] as PyValue) || p - q);
    out.set(order, at);
  }
  return arrayOf(vm, INT64, a.shape, { kind: "real", x: out });
}

/** Where `value` goes in the sorted elements, before equals (`left`) or after them. */
export function insertionPoint(sorted: readonly PyValue[], value: PyValue, compare: Compare, right: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const c = compare(sorted[middle] as PyValue, value);
    if (c < 0 || (right && c === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
