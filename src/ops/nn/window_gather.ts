/**
 * Convolutions and means of windows by gathering the windows' elements, for types that ONNX's Conv and AveragePool do not take
 * (integers) or ONNX Runtime has no kernel for (double).
 */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { floordiv, mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import type { Windows } from "./windows.ts";

/** Whether windows of this type have to be gathered. */
export const needsGather = (dtype: DType): boolean => dtype === "float64" || !isFloating(dtype);

/** Products and sums of integers are taken in int64, which wraps to the narrower types as theirs do. */
export const gatherType = (dtype: DType): DType => (isFloating(dtype) ? dtype : "int64");

/** One dimension's windows. */
interface Taps {
  readonly size: SymInt;
  readonly kernel: SymInt;
  readonly count: SymInt;
  readonly stride: number;
  readonly before: number;
  readonly dilation: number;
  /** Element i of the input is in the windows i·stride − before + tap·dilation of the result. */
  readonly transposed: boolean;
}

function placeOf(t: Taps, tap: number, window: number, size: number): number {
  if (!t.transposed) {
    const at = window * t.stride - t.before + tap * t.dilation;
    return at >= 0 && at < size ? at : size;
  }
  const reached = window + t.before - tap * t.dilation;
  const at = reached / t.stride;
  return reached >= 0 && Number.isInteger(at) && at < size ? at : size;
}

/** [kernel, count]: the place in the input of each tap of each window; outside of it the place after the last. */
function places(g: LoweringBuilder, t: Taps): Value {
  const { size, kernel, count } = t;
  if (typeof size === "number" && typeof kernel === "number" && typeof count === "number") {
    const table = range(kernel).flatMap((k) => range(count).map((o) => placeOf(t, k, o, size)));
    return g.tensor(table, [kernel, count], "int64");
  }
  const int = (v: number) => g.const(v, "int64");
  const upTo = (n: SymInt) => g.op("Range", [int(0), g.size(n), int(1)]);
  const taps = g.op("Mul", [g.op("Unsqueeze", [upTo(kernel), g.ints([1])]), int(t.dilation)]);
  const end = g.size(size);
  const inside = (at: Value, ...more: readonly Value[]) =>
    [g.op("Less", [at, end]), ...more].reduce((a, b) => g.op("And", [a, b]));
  if (!t.transposed) {
    const starts = g.op("Sub", [g.op("Mul", [upTo(count), int(t.stride)]), int(t.before)]);
    const at = g.op("Add", [starts, taps]);
    return g.op("Where", [inside(at, g.op("GreaterOrEqual", [at, int(0)])), at, end]);
  }
  const reached = g.op("Sub", [g.op("Add", [upTo(count), int(t.before)]), taps]);
  const at = g.op("Div", [reached, int(t.stride)]);
  const whole = g.op("Equal", [g.op("Mul", [at, int(t.stride)]), reached]);
  return g.op("Where", [inside(at, whole, g.op("GreaterOrEqual", [reached, int(0)])), at, end]);
}

/** [lead…, size, …] to [lead…, kernel, count, …]; zeros stand outside of the input. */
function gatherWindows(g: LoweringBuilder, x: Value, lead: number, dims: readonly Taps[]): Value {
  const none = new Array<number>(lead + dims.length).fill(0);
  const padded = g.op("Pad", [x, g.ints([...none, ...none.map((_, i) => (i < lead ? 0 : 1))])]);
  return dims.reduce((value, t, i) => g.op("Gather", [value, places(g, t)], { axis: lead + 2 * i }), padded);
}

export interface GatheredConvolution {
  readonly stride: readonly number[];
  readonly before: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly transposed: boolean;
}

/** The convolution of [batch, channels, …] to the spatial sizes `counts`; windows that reach beyond the input see zeros. */
export function gatheredConvolution(
  g: LoweringBuilder,
  x: Value,
  [batch, channels, ...sizes]: readonly SymInt[],
  weight: TensorOperand,
  bias: TensorOperand | null,
  counts: readonly SymInt[],
  o: GatheredConvolution,
): Value {
  const { dtype } = weight.meta;
  const inner = gatherType(dtype);
  const kernel = weight.meta.shape.slice(2);
  const n = kernel.length;
  const dims = sizes.map((size, i) => ({
    size,
    kernel: kernel[i] ?? 1,
    count: counts[i] ?? 1,
    stride: o.stride[i] ?? 1,
    before: o.before[i] ?? 0,
    dilation: o.dilation[i] ?? 1,
    transposed: o.transposed,
  }));
  const reshape = (v: Value, shape: readonly SymInt[]) => g.op("Reshape", [v, g.sizes(shape)], { allowzero: 1 });
  const windows = gatherWindows(g, inner === dtype ? x : g.cast(x, inner), 2, dims);
  const apart = g.op("Transpose", [windows], {
    perm: [0, 1, ...range(n).map((i) => 2 + 2 * i), ...range(n).map((i) => 3 + 2 * i)],
  });
  const { groups } = o;
  const own = floordiv(channels ?? 1, groups);
  const taps = product(kernel);
  const columns = reshape(apart, [batch ?? 1, groups, mul(own, taps), product(counts)]);
  const w = g.as(weight, inner);
  const [first = 1, second = 1] = weight.meta.shape;
  const results = o.transposed ? second : floordiv(first, groups);
  const rows = o.transposed
    ? reshape(g.op("Transpose", [reshape(w, [groups, own, results, taps])], { perm: [0, 2, 1, 3] }), [
        groups,
        results,
        mul(own, taps),
      ])
    : reshape(w, [groups, results, mul(own, taps)]);
  const y = reshape(g.op("MatMul", [rows, columns]), [batch ?? 1, mul(results, groups), ...counts]);
  const column = g.ints([-1, ...new Array<number>(n).fill(1)]);
  const whole = bias === null ? y : g.op("Add", [y, g.op("Reshape", [g.as(bias, inner), column])]);
  return inner === dtype ? whole : g.cast(whole, dtype);
}

/** Means of windows: sums over `divisor`, or over the number of elements, with the padding's when `countPad` says so. */
export function gatheredMeans(
  g: LoweringBuilder,
  self: TensorOperand,
  counts: readonly SymInt[],
  w: Windows,
  countPad: boolean,
  divisor: number | null,
): Value {
  const { dtype, shape } = self.meta;
  const inner = gatherType(dtype);
  const n = w.kernel.length;
  const lead = shape.length - n;
  const dims = range(n).map((i) => ({
    size: shape[lead + i] ?? 1,
    kernel: w.kernel[i] ?? 1,
    count: counts[i] ?? 1,
    stride: w.stride[i] ?? 1,
    before: w.padding[i] ?? 0,
    dilation: 1,
    transposed: false,
  }));
  const windows = gatherWindows(g, g.as(self, inner), lead, dims);
  const sums = g.op("ReduceSum", [windows, g.ints(range(n).map((i) => lead + 2 * i))], { keepdims: 0 });
  const elements =
    divisor === null
      ? dims
          .map((t, i) => {
            const lengths = windowLengths(g, t, countPad);
            return i === n - 1 ? lengths : g.op("Reshape", [lengths, g.ints([-1, ...range(n - 1 - i).map(() => 1)])]);
          })
          .reduce((a, b) => g.op("Mul", [a, b]))
      : g.const(divisor, "int64");
  const means = g.op("Div", [sums, inner === "int64" ? elements : g.cast(elements, inner)]);
  return inner === dtype ? means : g.cast(means, dtype);
}

/** How many elements each window has along a dimension; those beyond the padding never count. */
function windowLengths(g: LoweringBuilder, t: Taps, countPad: boolean): Value {
  const { size, kernel, count, before } = t;
  if (typeof size === "number" && typeof kernel === "number" && typeof count === "number") {
    const lengths = range(count).map((o) => {
      const start = o * t.stride - before;
      const end = Math.min(start + kernel, size + before);
      return countPad ? end - start : Math.min(end, size) - Math.max(start, 0);
    });
    return g.tensor(lengths, [count], "int64");
  }
  const int = (v: number) => g.const(v, "int64");
  const windows = g.op("Range", [int(0), g.size(count), int(1)]);
  const start = g.op("Sub", [g.op("Mul", [windows, int(t.stride)]), int(before)]);
  const limit = g.op("Add", [g.size(size), int(countPad ? before : 0)]);
  const end = g.op("Min", [g.op("Add", [start, g.size(kernel)]), limit]);
  return g.op("Sub", [end, countPad ? start : g.op("Max", [start, int(0)])]);
}

/** The spatial sizes of a result with (or without) a batch. */
export const spatialSizes = (out: TensorMeta, n: number): readonly SymInt[] => out.shape.slice(out.shape.length - n);
