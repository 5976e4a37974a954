/** Several tensors put together, and elements taken out by their indices. */

import {
  allocate,
  broadcastData,
  broadcastStrides,
  castData,
  type Dense,
  gathered,
  NotComputedHere,
  rowMajor,
  sizeOf,
} from "./dense.ts";
import { type Kernel, type KernelCall, type Kernels, wrapDim } from "./kernel.ts";

/** Tensors side by side along a dimension of the result; sizes of one where the others are stacked. */
function joined(call: KernelCall, parts: readonly Dense[], dim: number): Dense {
  const before = sizeOf(call.shape.slice(0, dim));
  const row = sizeOf(call.shape.slice(dim));
  const out = allocate(call.dtype, sizeOf(call.shape));
  let column = 0;
  for (const dense of parts) {
    const data = castData(dense, call.dtype);
    const width = data.length / Math.max(1, before);
    for (let i = 0; i < before; i++) out.set(data.subarray(i * width, (i + 1) * width), i * row + column);
    column += width;
  }
  return call.result(out);
}

const cat: Kernel = (call) => {
  const parts = call.tensors("tensors");
  // An empty vector joins anything.
  const real = parts.filter((p) => !(p.shape.length === 1 && p.data.length === 0));
  return joined(call, real, wrapDim(call.int("dim", 0), call.shape.length));
};
const stack: Kernel = (call) => joined(call, call.tensors("tensors"), wrapDim(call.int("dim", 0), call.shape.length));

const meshgrid: Kernel = (call) => {
  if (call.has("indexing") && call.input("indexing") !== "ij") throw new NotComputedHere("meshgrid by columns");
  return call.tensors("tensors").map(({ data }, i) => {
    const { dtype, shape } = call.results[i] as { dtype: Dense["dtype"]; shape: readonly number[] };
    return {
      dtype,
      shape,
      data: gathered(
        data,
        shape,
        shape.map((_, d) => (d === i ? 1 : 0)),
        0,
      ),
    };
  });
};

function indexOf(value: number, size: number): number {
  const at = wrapDim(value, size);
  if (!(at >= 0 && at < size)) throw new NotComputedHere("an index out of range");
  return at;
}

/** Advanced indexing with integers: dimensions that are indexed side by side are replaced in place, others come first. */
const index: Kernel = (call) => {
  const self = call.tensor("self");
  const strides = rowMajor(self.shape);
  const given = call.list("indices").map((input) => (input === null ? null : call.dense(input)));
  const dims = given.flatMap((dense, d) => (dense === null ? [] : [d]));
  const indices = dims.map((d) => given[d] as Dense);
  if (indices.some(({ dtype }) => dtype === "bool" || dtype === "uint8"))
    throw new NotComputedHere("a mask as an index");
  const first = dims[0] ?? 0;
  const adjacent = dims.every((d, i) => d === first + i);
  const lead = adjacent ? first : 0;
  const rank = Math.max(0, ...indices.map(({ shape }) => shape.length));
  const common = call.shape.slice(lead, lead + rank);
  const chosen = new Array<number>(sizeOf(common)).fill(0);
  for (const [k, dense] of indices.entries()) {
    const dim = dims[k] as number;
    const data = broadcastData(dense.data, dense.shape, common);
    for (let i = 0; i < chosen.length; i++) {
      const at = indexOf(data[i] as number, self.shape[dim] as number);
      chosen[i] = (chosen[i] as number) + at * (strides[dim] as number);
    }
  }
  const offsets = (wanted: readonly number[]): NumericOffsets => offsetsOf(self.shape, strides, wanted);
  const free = self.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const before = offsets(free.filter((d) => adjacent && d < first));
  const after = offsets(free.filter((d) => !adjacent || d > first));
  const out = allocate(call.dtype, sizeOf(call.shape));
  let to = 0;
  for (const a of before) for (const b of chosen) for (const c of after) out[to++] = self.data[a + b + c] as number;
  return call.result(out);
};

type NumericOffsets = readonly number[];

/** Where the elements lie of the dimensions named, in their order. */
function offsetsOf(shape: readonly number[], strides: readonly number[], dims: readonly number[]): NumericOffsets {
  let all = [0];
  for (const d of dims) {
    const steps = Array.from({ length: shape[d] as number }, (_, i) => i * (strides[d] as number));
    all = all.flatMap((offset) => steps.map((step) => offset + step));
  }
  return all;
}

/** Whole slices of one dimension, by a tensor of indices that stands in its place. */
function taken(call: KernelCall, self: Dense, indices: Dense, dim: number): Dense {
  const inner = sizeOf(self.shape.slice(dim + 1));
  const size = self.shape[dim] as number;
  const outer = sizeOf(self.shape.slice(0, dim));
  const out = allocate(call.dtype, sizeOf(call.shape));
  let to = 0;
  for (let i = 0; i < outer; i++)
    for (const value of indices.data) {
      const from = (i * size + indexOf(value, size)) * inner;
      out.set(self.data.subarray(from, from + inner), to);
      to += inner;
    }
  return call.result(out);
}

const indexSelect: Kernel = (call) => {
  const self = call.tensor("self");
  if (self.shape.length === 0) throw new NotComputedHere("index_select of a scalar");
  return taken(call, self, call.tensor("index"), wrapDim(call.int("dim", 0), self.shape.length));
};
const embedding: Kernel = (call) => taken(call, call.tensor("weight"), call.tensor("indices"), 0);

const gather: Kernel = (call) => {
  const self = call.tensor("self");
  const { shape, data } = call.tensor("index");
  const dim = wrapDim(call.int("dim", 0), self.shape.length);
  const strides = rowMajor(self.shape);
  const own = broadcastStrides(shape, shape);
  const out = allocate(call.dtype, data.length);
  for (let i = 0; i < data.length; i++) {
    let from = indexOf(data[i] as number, self.shape[dim] as number) * (strides[dim] as number);
    let rest = i;
    for (const [d, stride] of own.entries()) {
      const at = stride === 0 ? 0 : Math.floor(rest / stride);
      rest -= at * stride;
      if (d !== dim) from += at * (strides[d] as number);
    }
    out[i] = self.data[from] as number;
  }
  return call.result(out);
};

const roll: Kernel = (call) => {
  const self = call.tensor("self");
  const shifts = call.ints("shifts");
  const dims = call.ints("dims").map((d) => wrapDim(d, self.shape.length));
  const shape = dims.length === 0 ? [self.data.length] : self.shape;
  let { data } = self;
  for (const [k, shift] of shifts.entries()) {
    const dim = dims[k] ?? 0;
    const [size = 1, inner] = [shape[dim], sizeOf(shape.slice(dim + 1))];
    const out = allocate(call.dtype, data.length);
    for (let i = 0; i < data.length; i += inner) {
      const at = Math.floor(i / inner) % size;
      const target = (((at + shift) % size) + size) % size;
      out.set(data.subarray(i, i + inner), i + (target - at) * inner);
    }
    data = out;
  }
  return call.result(data);
};

export const JOINING: Kernels = {
  cat,
  concat: cat,
  concatenate: cat,
  stack,
  meshgrid,
  index,
  index_select: indexSelect,
  embedding,
  gather,
  roll,
};
