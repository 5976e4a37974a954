/** The same elements in another order: views, copies, and writes into a part of a tensor. */

import {
  broadcastStrides,
  castData,
  type Dense,
  eachRow,
  gathered,
  NotComputedHere,
  rowMajor,
  sizeOf,
} from "./dense.ts";
import { type Kernel, type KernelCall, type Kernels, wrapDim } from "./kernel.ts";
import { canWait, castExpression, expressionOf, Pending } from "./pending.ts";

/** A part of a contiguous tensor. */
interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

function read(call: KernelCall, { data }: Dense, { shape, strides, offset }: Strided): Dense {
  return call.result(gathered(data, shape, strides, offset));
}

/** The same elements, possibly in another dtype; what waits to be computed goes on waiting. */
const same: Kernel = (call) => {
  const self = call.tensor("self");
  const { dtype, shape } = call;
  if (canWait(dtype, sizeOf(shape)) && (self instanceof Pending || self.dtype !== dtype)) {
    const cast = castExpression(expressionOf(self, self.dtype, self.shape), self.dtype, dtype);
    if (cast !== null) return new Pending(dtype, shape, cast);
  }
  return call.result(castData(self, dtype));
};

function reordered(order: (call: KernelCall, rank: number) => readonly number[]): Kernel {
  return (call) => {
    const self = call.tensor("self");
    const strides = rowMajor(self.shape);
    const dims = order(call, self.shape.length);
    return read(call, self, { shape: call.shape, strides: dims.map((d) => strides[d] as number), offset: 0 });
  };
}

function swap(rank: number, a: number, b: number): number[] {
  const order = Array.from({ length: rank }, (_, d) => d);
  if (rank > 0) [order[wrapDim(a, rank)], order[wrapDim(b, rank)]] = [wrapDim(b, rank), wrapDim(a, rank)];
  return order;
}

const permute = reordered((call, rank) => call.ints("dims").map((d) => wrapDim(d, rank)));
const transpose = reordered((call, rank) => swap(rank, call.int("dim0", 0), call.int("dim1", 0)));
const swapaxes = reordered((call, rank) => swap(rank, call.int("axis0", 0), call.int("axis1", 0)));
const reversed = reordered((_, rank) => Array.from({ length: rank }, (_, d) => rank - 1 - d));
const lastTwo = reordered((_, rank) => swap(rank, -1, -2));

const expand: Kernel = (call) => {
  const self = call.tensor("self");
  return read(call, self, { shape: call.shape, strides: broadcastStrides(self.shape, call.shape), offset: 0 });
};

function selection(call: KernelCall, shape: readonly number[]): Strided {
  const dim = wrapDim(call.int("dim", 0), shape.length);
  const index = wrapDim(call.int("index", 0), shape[dim] as number);
  const strides = rowMajor(shape);
  const rest = <T>(items: readonly T[]): T[] => items.filter((_, d) => d !== dim);
  return { shape: rest(shape), strides: rest(strides), offset: index * (strides[dim] as number) };
}

function part(shape: readonly number[], dim: number, start: number, length: number, step = 1): Strided {
  const strides = rowMajor(shape);
  const stride = strides[dim] as number;
  return {
    shape: shape.with(dim, length),
    strides: strides.with(dim, stride * step),
    offset: start * stride,
  };
}

function slicing(call: KernelCall, shape: readonly number[]): Strided {
  const dim = wrapDim(call.int("dim", 0), shape.length);
  const size = shape[dim] as number;
  const clamped = (x: number): number => Math.min(Math.max(wrapDim(x, size), 0), size);
  const start = clamped(call.int("start", 0));
  const end = Math.max(start, clamped(call.int("end", size)));
  const step = call.int("step", 1);
  return part(shape, dim, start, Math.ceil((end - start) / step), step);
}

function diagonalOf(call: KernelCall, shape: readonly number[]): Strided {
  const rank = shape.length;
  const [first, second] = [wrapDim(call.int("dim1", 0), rank), wrapDim(call.int("dim2", 1), rank)];
  const offset = call.int("offset", 0);
  const strides = rowMajor(shape);
  const [a, b] = [strides[first] as number, strides[second] as number];
  const [rows, columns] = [shape[first] as number, shape[second] as number];
  const length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
  const rest = (items: readonly number[]): number[] => items.filter((_, d) => d !== first && d !== second);
  return {
    shape: [...rest(shape), length],
    strides: [...rest(strides), a + b],
    offset: length === 0 ? 0 : offset >= 0 ? offset * b : -offset * a,
  };
}

type Part = (call: KernelCall, shape: readonly number[]) => Strided;

const reading =
  (of: Part): Kernel =>
  (call) => {
    const self = call.tensor("self");
    return read(call, self, of(call, self.shape));
  };

/** `self` with `src` in place of a part. */
const scattering =
  (of: Part): Kernel =>
  (call) => {
    const self = call.tensor("self");
    const { shape, strides, offset } = of(call, self.shape);
    const source = call.tensor("src");
    if (sizeOf(shape) !== source.data.length) throw new NotComputedHere("a source that broadcasts");
    const from = castData(source, call.dtype);
    const out = self.data.slice();
    eachRow(shape, strides, offset, (at, start, count, step) => {
      for (let i = 0; i < count; i++) out[start + i * step] = from[at + i] as number;
    });
    return call.result(out);
  };

const narrow: Part = (call, shape) => {
  const dim = wrapDim(call.int("dim", 0), shape.length);
  return part(shape, dim, wrapDim(call.int("start", 0), shape[dim] as number), call.int("length", 0));
};

/** Every output in turn, of the size that the shape function found. */
const pieces: Kernel = (call) => {
  const self = call.tensor("self");
  const dim = wrapDim(call.int("dim", 0), self.shape.length);
  let start = 0;
  return call.results.map(({ dtype, shape }) => {
    const taken = part(self.shape, dim, start, shape[dim] as number);
    start += shape[dim] as number;
    return { dtype, shape, data: gathered(self.data, taken.shape, taken.strides, taken.offset) };
  });
};

const unbind: Kernel = (call) => {
  const self = call.tensor("self");
  const dim = wrapDim(call.int("dim", 0), self.shape.length);
  return call.results.map(({ dtype, shape }, i) => {
    const taken = part(self.shape, dim, i, 1);
    return { dtype, shape, data: gathered(self.data, taken.shape, taken.strides, taken.offset) };
  });
};

const flip: Kernel = (call) => {
  const self = call.tensor("self");
  const strides = rowMajor(self.shape);
  let offset = 0;
  for (const d of call.ints("dims").map((dim) => wrapDim(dim, self.shape.length))) {
    offset += ((self.shape[d] as number) - 1) * (strides[d] as number);
    strides[d] = -(strides[d] as number);
  }
  return read(call, self, { shape: self.shape, strides, offset });
};

/** Each dimension repeated as a whole. */
const repeat = (name: string): Kernel => {
  return (call) => {
    const self = call.tensor("self");
    const given = call.ints(name);
    const rank = Math.max(given.length, self.shape.length);
    const shape = [...new Array<number>(rank - self.shape.length).fill(1), ...self.shape];
    const times = [...new Array<number>(rank - given.length).fill(1), ...given];
    const strides = rowMajor(shape);
    return read(call, self, {
      shape: shape.flatMap((size, d) => [times[d] as number, size]),
      strides: strides.flatMap((stride) => [0, stride]),
      offset: 0,
    });
  };
};

/** Each element of a dimension repeated. */
const repeatInterleave: Kernel = (call) => {
  const self = call.tensor("self");
  const times = call.int("repeats", 1);
  const shape = call.input("dim") === null ? [self.data.length] : self.shape;
  const dim = wrapDim(call.int("dim", 0), shape.length);
  return read(call, self, {
    shape: shape.toSpliced(dim + 1, 0, times),
    strides: rowMajor(shape).toSpliced(dim + 1, 0, 0),
    offset: 0,
  });
};

const SAME = [
  "clone",
  "detach",
  "alias",
  "contiguous",
  "view",
  "reshape",
  "_unsafe_view",
  "view_as",
  "reshape_as",
  "flatten",
  "ravel",
  "unflatten",
  "unsqueeze",
  "squeeze",
  "to",
  "_to_copy",
  "type_as",
  "float",
  "lift_fresh",
  "lift_fresh_copy",
];

/** Another dtype of the same bits is no copy of the numbers. */
const view: Kernel = (call) => {
  if (call.has("dtype")) throw new NotComputedHere("a view in another dtype");
  return same(call);
};

export const VIEWS: Kernels = {
  ...Object.fromEntries(SAME.map((name) => [name, same])),
  view,
  permute,
  transpose,
  swapaxes,
  swapdims: transpose,
  t: reversed,
  numpy_T: reversed,
  mT: lastTwo,
  expand,
  expand_as: expand,
  broadcast_to: expand,
  select: reading(selection),
  slice: reading(slicing),
  narrow: reading(narrow),
  diagonal: reading(diagonalOf),
  select_scatter: scattering(selection),
  slice_scatter: scattering(slicing),
  diagonal_scatter: scattering(diagonalOf),
  split: pieces,
  split_with_sizes: pieces,
  chunk: pieces,
  tensor_split: pieces,
  unbind,
  flip,
  repeat: repeat("repeats"),
  tile: repeat("dims"),
  repeat_interleave: repeatInterleave,
};
