/** Adaptive pooling to any size: window i of o covers [floor(i·n/o), ceil((i+1)·n/o)). */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { needsGather } from "./window_gather.ts";

function adaptiveMeta(
  ctx: MetaContext,
  name: string,
  self: TensorMeta,
  output: readonly SymInt[],
  n: number,
): TensorMeta {
  const lead = self.shape.length - n;
  ctx.check(
    lead === 1 || lead === 2,
    () => `${name}: Expected ${n + 1}D or ${n + 2}D tensor, but got ${printShape(self.shape)}`,
  );
  const sizes = output.length === 1 ? new Array<SymInt>(n).fill(output[0] ?? 1) : output;
  return contiguous(self.dtype, [...self.shape.slice(0, lead), ...sizes], self.device);
}

/** Means over windows are a product with a matrix of their weights, one dimension after the other. */
function adaptiveAverage(g: LoweringBuilder, self: TensorOperand, n: number): Value {
  const { dtype, shape } = self.meta;
  const inner = computeType(dtype);
  const rank = shape.length;
  const out = g.out.shape;
  let x = g.as(self, inner);
  const spatial = range(n).map((i) => rank - n + i);
  if (spatial.every((d) => out[d] === 1)) {
    x = g.op("ReduceMean", [x, g.ints(spatial)], { keepdims: 1 });
    return inner === dtype ? x : g.cast(x, dtype);
  }
  const ratio = spatial.map((d) => {
    const [size, want] = [shape[d], out[d]];
    return typeof size === "number" && typeof want === "number" && want > 0 && size % want === 0 ? size / want : null;
  });
  if (!needsGather(inner) && ratio.every((r) => r !== null && r > 0)) {
    const kernel = ratio.map((r) => r ?? 1);
    const wide = rank === n + 2 ? x : g.op("Unsqueeze", [x, g.ints([0])]);
    const y = g.op("AveragePool", [wide], { kernel_shape: kernel, strides: kernel });
    const pooled = rank === n + 2 ? y : g.op("Squeeze", [y, g.ints([0])]);
    return inner === dtype ? pooled : g.cast(pooled, dtype);
  }
  for (const d of spatial) {
    if (out[d] === shape[d]) continue;
    const weights = windowWeights(g, shape[d] ?? 1, out[d] ?? 1, inner);
    if (d === rank - 1) {
      x = g.op("MatMul", [x, weights]);
      continue;
    }
    // [lead, n, rest]: the dimension becomes the rows of a matrix.
    const before = [...out.slice(rank - n, d)];
    const lead = product([...shape.slice(0, rank - n), ...before]);
    const rest = product(shape.slice(d + 1));
    const matrix = g.op("Reshape", [x, g.sizes([lead, shape[d] ?? 1, rest])]);
    const y = g.op("MatMul", [g.op("Transpose", [weights], { perm: [1, 0] }), matrix]);
    x = g.op("Reshape", [y, g.sizes([...shape.slice(0, rank - n), ...before, out[d] ?? 1, ...shape.slice(d + 1)])]);
  }
  return inner === dtype ? x : g.cast(x, dtype);
}

/** [n, o]: 1 / length where row j is in window i, else 0. */
function windowWeights(g: LoweringBuilder, n: SymInt, o: SymInt, dtype: DType): Value {
  if (typeof n === "number" && typeof o === "number") {
    const table = range(n).flatMap((j) =>
      range(o).map((i) => {
        const [start, end] = bounds(i, n, o);
        return j >= start && j < end ? 1 / (end - start) : 0;
      }),
    );
    return g.tensor(table, [n, o], dtype);
  }
  const [size, count] = [g.size(n), g.size(o)];
  const one = g.const(1, "int64");
  const i = g.op("Range", [g.const(0, "int64"), count, one]);
  const start = g.op("Div", [g.op("Mul", [i, size]), count]);
  const top = g.op("Sub", [g.op("Add", [g.op("Mul", [g.op("Add", [i, one]), size]), count]), one]);
  const end = g.op("Div", [top, count]);
  const j = g.op("Unsqueeze", [g.op("Range", [g.const(0, "int64"), size, one]), g.ints([1])]);
  const inside = g.op("And", [g.op("GreaterOrEqual", [j, start]), g.op("Less", [j, end])]);
  return g.op("Div", [g.cast(inside, dtype), g.cast(g.op("Sub", [end, start]), dtype)]);
}

const bounds = (i: number, n: number, o: number): readonly [number, number] => [
  Math.floor((i * n) / o),
  Math.ceil(((i + 1) * n) / o),
];

/** The places of each window's elements, the last repeated to the longest window's length. */
function windowPlaces(n: number, o: number): readonly (readonly number[])[] {
  const all = range(o).map((i) => bounds(i, n, o));
  const longest = Math.max(1, ...all.map(([a, b]) => b - a));
  return all.map(([a, b]) => range(longest).map((k) => Math.min(a + k, b - 1)));
}

/** Gathers windows along each dimension, then takes the greatest of each with its place in the plane. */
function adaptiveMax(g: LoweringBuilder, self: TensorOperand, n: number): readonly Value[] {
  const { shape } = self.meta;
  const rank = shape.length;
  const lead = rank - n;
  const out = g.out.shape.slice(lead).map(Number);
  const sizes = shape.slice(lead).map((d) => {
    if (typeof d !== "number")
      throw new OpError("NotImplementedError", "adaptive max pooling of a symbolic size is not supported");
    return d;
  });
  const places = sizes.map((size, i) => windowPlaces(size, out[i] ?? 1));
  // [lead…, o1, k1, o2, k2, …]
  let x = self.value;
  places.forEach((rows, i) => {
    const index = g.tensor(rows.flat(), [rows.length, rows[0]?.length ?? 1], "int64");
    x = g.op("Gather", [x, index], { axis: lead + 2 * i });
  });
  const windowsFirst = [...range(lead), ...range(n).map((i) => lead + 2 * i), ...range(n).map((i) => lead + 2 * i + 1)];
  x = g.op("Transpose", [x], { perm: windowsFirst });
  const lengths = places.map((rows) => rows[0]?.length ?? 1);
  const flat = g.op("Reshape", [x, g.ints([...range(lead + n).map(() => 0), lengths.reduce((a, b) => a * b, 1)])]);
  const values = g.op("ReduceMax", [flat, g.ints([-1])], { keepdims: 0 });
  const best = g.op("ArgMax", [flat], { axis: -1, keepdims: 1 });
  const table = g.tensor(
    planePlaces(places, sizes),
    [...new Array<number>(lead).fill(1), ...out, lengths.reduce((a, b) => a * b, 1)],
    "int64",
  );
  const spread = g.op("Expand", [table, g.op("Shape", [flat])]);
  const indices = g.op("Squeeze", [g.op("GatherElements", [spread, best], { axis: -1 }), g.ints([-1])]);
  return [values, indices];
}

/** Element index in the plane, by window and place in the window. */
function planePlaces(places: readonly (readonly (readonly number[])[])[], sizes: readonly number[]): readonly number[] {
  let windows: readonly (readonly number[])[] = [[0]];
  places.forEach((rows, i) => {
    const size = sizes[i] ?? 1;
    windows = windows.flatMap((w) => rows.map((row) => w.flatMap((base) => row.map((p) => base * size + p))));
  });
  return windows.flat();
}

type AvgSchema = "aten::f(Tensor self, SymInt[2] output_size) -> Tensor";
type MaxSchema = "aten::f(Tensor self, int[2] output_size) -> (Tensor, Tensor)";

const average = (name: string, n: number, type: string) =>
  op(`aten::${name}(Tensor self, ${type}[${n}] output_size) -> Tensor` as AvgSchema, {
    meta: (ctx, { self, output_size }) => adaptiveMeta(ctx, name, self, output_size, n),
    lower: (g, { self }) => adaptiveAverage(g, self, n),
  });

export const adaptivePoolOps: readonly OpEntry[] = [
  average("adaptive_avg_pool1d", 1, "int"),
  average("adaptive_avg_pool2d", 2, "SymInt"),
  average("adaptive_avg_pool3d", 3, "SymInt"),
  average("_adaptive_avg_pool2d", 2, "SymInt"),
  average("_adaptive_avg_pool3d", 3, "SymInt"),
  ...[1, 2, 3].map((n) =>
    op(`aten::adaptive_max_pool${n}d(Tensor self, int[${n}] output_size) -> (Tensor, Tensor)` as MaxSchema, {
      meta(ctx, { self, output_size }) {
        const values = adaptiveMeta(ctx, `adaptive_max_pool${n}d`, self, output_size, n);
        return [values, { ...values, dtype: "int64" }];
      },
      lower: (g, { self }) => adaptiveMax(g, self, n),
    }),
  ),
];
