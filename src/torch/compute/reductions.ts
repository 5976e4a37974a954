/** Sums, products, extremes and running sums, in double precision and rounded once; small matrix products. */

import { isFloating } from "../../fx/dtype.ts";
import { allocate, castData, type Dense, eachRow, NotComputedHere, rowMajor, settled, sizeOf } from "./dense.ts";
import { type Kernel, type KernelCall, type Kernels, wrapDim } from "./kernel.ts";

function reducedDims(call: KernelCall, rank: number): readonly number[] {
  const input = call.input("dim");
  if (typeof input === "number") return [wrapDim(input, rank)];
  const dims = input === null ? [] : call.ints("dim");
  return dims.length === 0 ? Array.from({ length: rank }, (_, d) => d) : dims.map((d) => wrapDim(d, rank));
}

/** Calls `add` for every element with the place of the result that it belongs to. */
function eachInGroup(self: Dense, dims: readonly number[], add: (group: number, value: number) => void): void {
  const kept = self.shape.map((size, d) => (dims.includes(d) ? 1 : size));
  const strides = rowMajor(kept).map((stride, d) => (dims.includes(d) ? 0 : stride));
  eachRow(self.shape, strides, 0, (at, group, count, step) => {
    for (let i = 0; i < count; i++) add(group + i * step, self.data[at + i] as number);
  });
}

function fold(
  start: number,
  f: (a: number, b: number) => number,
  finish = (x: number, _count: number): number => x,
): Kernel {
  return (call) => {
    if (call.results.length !== 1) throw new NotComputedHere("extremes with their places");
    const given = call.tensor("self");
    const dtype = isFloating(call.dtype) && !isFloating(given.dtype) ? call.dtype : given.dtype;
    const self: Dense = { ...given, dtype, data: castData(given, dtype) };
    const dims = reducedDims(call, self.shape.length);
    const groups = new Float64Array(sizeOf(call.shape)).fill(start);
    if (groups.length > 0 && self.data.length === 0 && !Number.isFinite(start)) throw new NotComputedHere("nothing");
    eachInGroup(self, dims, (group, value) => {
      groups[group] = f(groups[group] as number, value);
    });
    const count = self.data.length / Math.max(1, groups.length);
    const out = allocate(call.dtype, groups.length);
    for (let i = 0; i < groups.length; i++) out[i] = finish(groups[i] as number, count);
    if (!isFloating(call.dtype))
      for (const x of groups) if (!Number.isSafeInteger(x)) throw new NotComputedHere("large");
    return call.result(settled(call.dtype, out));
  };
}

/** Of two tensors, `max` is the larger of each pair. */
function extreme(start: number, f: (a: number, b: number) => number): Kernel {
  const all = fold(start, f);
  return (call) => {
    if (call.has("other")) throw new NotComputedHere("extremes of pairs");
    return all(call);
  };
}

function running(start: number, f: (a: number, b: number) => number): Kernel {
  return (call) => {
    const data = castData(call.tensor("self"), call.dtype);
    const dim = wrapDim(call.int("dim", 0), call.shape.length);
    const out = allocate(call.dtype, data.length);
    const size = call.shape[dim] ?? 1;
    const inner = sizeOf(call.shape.slice(dim + 1));
    for (let first = 0; first < data.length; first += size * inner) {
      for (let column = first; column < first + inner; column++) {
        let total = start;
        for (let i = 0, at = column; i < size; i++, at += inner) {
          total = f(total, data[at] as number);
          out[at] = total;
        }
      }
    }
    return call.result(settled(call.dtype, out));
  };
}

/** Larger products are for ONNX Runtime. */
const MOST_PRODUCTS = 2 ** 20;

function product(call: KernelCall, a: Dense, b: Dense): Dense {
  const [rows, inner, columns] = [a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1, b.shape.at(-1) ?? 1];
  const batches = a.data.length / Math.max(1, rows * inner);
  if (!isFloating(call.dtype) || batches * rows * inner * columns > MOST_PRODUCTS) throw new NotComputedHere("matmul");
  const out = allocate(call.dtype, batches * rows * columns);
  for (let at = 0; at < out.length; at++) {
    const column = at % columns;
    const row = Math.floor(at / columns);
    const batch = Math.floor(row / rows);
    let total = 0;
    for (let k = 0; k < inner; k++)
      total += (a.data[row * inner + k] as number) * (b.data[(batch * inner + k) * columns + column] as number);
    out[at] = total;
  }
  return call.result(settled(call.dtype, out));
}

const matrices =
  (left: string, right: string, rank: number): Kernel =>
  (call) => {
    const [a, b] = [call.tensor(left), call.tensor(right)];
    if (a.shape.length !== rank || b.shape.length !== rank) throw new NotComputedHere("matmul of other ranks");
    return product(call, a, b);
  };

const outer: Kernel = (call) => {
  const a = castData(call.tensor("self"), call.dtype);
  const b = castData(call.tensor(call.has("vec2") ? "vec2" : "other"), call.dtype);
  if (!isFloating(call.dtype)) throw new NotComputedHere("an outer product of integers");
  const out = allocate(call.dtype, a.length * b.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[Math.floor(i / b.length)] as number) * (b[i % b.length] as number);
  return call.result(settled(call.dtype, out));
};

const add = (a: number, b: number): number => a + b;

export const REDUCTIONS: Kernels = {
  sum: fold(0, add),
  mean: fold(0, add, (total, count) => total / count),
  prod: fold(1, (a, b) => a * b),
  any: fold(0, (a, b) => (a !== 0 || b !== 0 ? 1 : 0)),
  all: fold(1, (a, b) => (a !== 0 && b !== 0 ? 1 : 0)),
  amax: fold(Number.NEGATIVE_INFINITY, Math.max),
  amin: fold(Number.POSITIVE_INFINITY, Math.min),
  max: extreme(Number.NEGATIVE_INFINITY, Math.max),
  min: extreme(Number.POSITIVE_INFINITY, Math.min),
  cumsum: running(0, add),
  cumprod: running(1, (a, b) => a * b),
  mm: matrices("self", "mat2", 2),
  bmm: matrices("self", "mat2", 3),
  matmul: matrices("self", "other", 2),
  outer,
  ger: outer,
};
