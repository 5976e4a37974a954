/** Maximum and average pooling. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, mul, product, sub } from "../../shapes/expr.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { gatheredMeans, needsGather, spatialSizes } from "./window_gather.ts";
import { paddingBehind, pooled, type Windows, windows } from "./windows.ts";

/** Adds the batch dimension that ONNX's pools need, and takes it away again. */
function batched(
  g: LoweringBuilder,
  self: TensorOperand,
  value: Value,
  n: number,
  f: (x: Value) => readonly Value[],
): readonly Value[] {
  if (self.meta.shape.length === n + 2) return f(value);
  return f(g.op("Unsqueeze", [value, g.ints([0])])).map((v) => g.op("Squeeze", [v, g.ints([0])]));
}

interface Pads {
  readonly pads: readonly number[];
  readonly ceil_mode: number;
  /** More padding behind than in front, for a last window that reaches over the end. */
  readonly uneven: boolean;
}

function padsOf(self: TensorMeta, out: TensorMeta, w: Windows): Pads {
  const n = w.kernel.length;
  const at = self.shape.length - n;
  const plain: Pads = { pads: [...w.padding, ...w.padding], ceil_mode: w.ceil ? 1 : 0, uneven: false };
  if (!w.ceil) return plain;
  const behind = w.padding.map((_, i) => paddingBehind(self.shape[at + i] ?? 1, out.shape[at + i] ?? 1, i, w));
  if (behind.some((b) => b === null)) return plain;
  const known = behind.map((b) => b ?? 0);
  return { pads: [...w.padding, ...known], ceil_mode: 0, uneven: known.some((b, i) => b !== w.padding[i]) };
}

function maxPool(g: LoweringBuilder, self: TensorOperand, w: Windows, withIndices: boolean): readonly Value[] {
  const n = w.kernel.length;
  const { pads, ceil_mode } = padsOf(self.meta, g.out, w);
  const attributes = { kernel_shape: w.kernel, strides: w.stride, pads, dilations: w.dilation, ceil_mode };
  const { dtype } = self.meta;
  const inner =
    dtype === "float16" || dtype === "float32" || dtype === "float64" || dtype === "int8" || dtype === "uint8"
      ? dtype
      : dtype === "bfloat16"
        ? "float32"
        : "float64";
  const [values, indices] = batched(g, self, g.as(self, inner), n, (x) =>
    g.ops("MaxPool", [x], withIndices ? 2 : 1, attributes),
  );
  if (!values) throw new Error("MaxPool gave no output");
  const y = inner === dtype ? values : g.cast(values, dtype);
  if (!indices) return [y];
  // ONNX counts places in the whole tensor, PyTorch in each channel's plane.
  const plane = product(self.meta.shape.slice(self.meta.shape.length - n));
  return [y, g.op("Mod", [indices, g.size(plane)])];
}

function avgPool(
  g: LoweringBuilder,
  self: TensorOperand,
  w: Windows,
  countPad: boolean,
  divisor: number | null,
): Value {
  const n = w.kernel.length;
  const { dtype } = self.meta;
  if (needsGather(dtype)) return gatheredMeans(g, self, spatialSizes(g.out, n), w, countPad, divisor);
  const inner = computeType(dtype);
  if (w.ceil && self.meta.shape.slice(-n).some((d) => typeof d !== "number")) {
    const [means] = batched(g, self, g.as(self, inner), n, (x) => [sumPool(g, x, self.meta, w, countPad, divisor)]);
    if (!means) throw new Error("pooling gave no output");
    return inner === dtype ? means : g.cast(means, dtype);
  }
  const { pads, ceil_mode, uneven } = padsOf(self.meta, g.out, w);
  const pool = (x: Value, include: number) =>
    g.op("AveragePool", [x], {
      kernel_shape: w.kernel,
      strides: w.stride,
      pads,
      ceil_mode,
      count_include_pad: include,
    });
  const [y] = batched(g, self, g.as(self, inner), n, (x) => {
    const size = w.kernel.reduce((a, b) => a * b, 1);
    if (divisor !== null) return [g.op("Mul", [pool(x, 1), g.const(size / divisor, inner)])];
    // Windows that reach beyond the padding count the elements up to the padding's end only.
    if (uneven && countPad) return [g.op("Mul", [pool(x, 1), windowShares(g, self.meta, w, inner)])];
    return [pool(x, countPad && w.padding.some((p) => p > 0) ? 1 : 0)];
  });
  if (!y) throw new Error("AveragePool gave no output");
  return inner === dtype ? y : g.cast(y, dtype);
}

/** Sums of windows over their counts, for sizes that are not known: runtimes do not agree on windows that reach beyond the padding. */
function sumPool(
  g: LoweringBuilder,
  x: Value,
  self: TensorMeta,
  w: Windows,
  countPad: boolean,
  divisor: number | null,
): Value {
  const n = w.kernel.length;
  const dtype = computeType(self.dtype);
  const one = (v: Value) => g.op("Reshape", [v, g.ints([1])]);
  const zeros = g.ints([0, 0]);
  const front = g.ints(w.padding);
  const sizes = self.shape.slice(-n);
  const behind = g.op(
    "Concat",
    sizes.map((size, i) => {
      const [k = 1, s = 1, p = 0] = [w.kernel[i], w.stride[i], w.padding[i]];
      const count = g.out.shape[g.out.shape.length - n + i] ?? 1;
      const reach = g.size(sub(add(mul(sub(count, 1), s), k), add(size, p)));
      return one(g.op("Max", [reach, g.const(p, "int64")]));
    }),
    { axis: 0 },
  );
  const elements = w.kernel.reduce((a, b) => a * b, 1);
  const sums = (v: Value, before: Value, after: Value) => {
    const wide = g.op("Pad", [v, g.op("Concat", [zeros, before, zeros, after], { axis: 0 })]);
    const means = g.op("AveragePool", [wide], { kernel_shape: w.kernel, strides: w.stride });
    return g.op("Mul", [means, g.const(elements, dtype)]);
  };
  const total = sums(x, front, behind);
  if (divisor !== null) return g.op("Div", [total, g.const(divisor, dtype)]);
  const counted = sizes.map((size, i) => (countPad ? add(size, 2 * (w.padding[i] ?? 0)) : size));
  const ones = g.op("Expand", [g.const(1, dtype), g.sizes([1, 1, ...counted])]);
  const counts = countPad
    ? sums(ones, g.ints(w.padding.map(() => 0)), g.op("Sub", [behind, front]))
    : sums(ones, front, behind);
  return g.op("Div", [total, counts]);
}

/** kernel size / number of elements that PyTorch divides by, a constant over the output's plane. */
function windowShares(g: LoweringBuilder, self: TensorMeta, w: Windows, dtype: TensorMeta["dtype"]): Value {
  const n = w.kernel.length;
  const sizes = self.shape.slice(self.shape.length - n).map(Number);
  const outs = g.out.shape.slice(g.out.shape.length - n).map(Number);
  const shares = outs.map((count, i) =>
    Array.from({ length: count }, (_, at) => {
      const [k = 1, s = 1, p = 0, size = 1] = [w.kernel[i], w.stride[i], w.padding[i], sizes[i]];
      const start = at * s - p;
      return k / (Math.min(start + k, size + p) - start);
    }),
  );
  const table = shares.reduce<readonly number[]>((acc, row) => acc.flatMap((a) => row.map((b) => a * b)), [1]);
  return g.tensor(table, [1, 1, ...outs], dtype);
}

type MaxSchema =
  "aten::f(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor";
type AvgSchema =
  "aten::f(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor";

function poolEntries(n: 1 | 2 | 3): readonly OpEntry[] {
  const zero = n === 1 ? "[0]" : "0";
  const one = n === 1 ? "[1]" : "1";
  const common = `Tensor self, int[${n}] kernel_size, int[${n}] stride=[], int[${n}] padding=${zero}`;
  const avgTail = n === 1 ? "" : ", int? divisor_override=None";
  const meta = (ctx: MetaContext, name: string, self: TensorMeta, w: Windows) => pooled(ctx, name, self, w);
  return [
    op(`aten::max_pool${n}d(${common}, int[${n}] dilation=${one}, bool ceil_mode=False) -> Tensor` as MaxSchema, {
      meta: (ctx, { self, kernel_size, stride, padding, dilation, ceil_mode }) =>
        meta(ctx, `max_pool${n}d`, self, windows(n, kernel_size, stride, padding, dilation, ceil_mode)),
      lower: (g, { self, kernel_size, stride, padding, dilation, ceil_mode }) =>
        maxPool(g, self, windows(n, kernel_size, stride, padding, dilation, ceil_mode), false)[0] ?? null,
    }),
    op(
      `aten::max_pool${n}d_with_indices(${common}, int[${n}] dilation=${one}, bool ceil_mode=False) -> (Tensor, Tensor)` as MaxSchema,
      {
        meta(ctx, { self, kernel_size, stride, padding, dilation, ceil_mode }) {
          const values = meta(
            ctx,
            `max_pool${n}d`,
            self,
            windows(n, kernel_size, stride, padding, dilation, ceil_mode),
          );
          return [values, { ...values, dtype: "int64" }];
        },
        lower: (g, { self, kernel_size, stride, padding, dilation, ceil_mode }) =>
          maxPool(g, self, windows(n, kernel_size, stride, padding, dilation, ceil_mode), true),
      },
    ),
    op(
      `aten::avg_pool${n}d(${common}, bool ceil_mode=False, bool count_include_pad=True${avgTail}) -> Tensor` as AvgSchema,
      {
        meta(ctx, { self, kernel_size, stride, padding, ceil_mode, divisor_override }) {
          ctx.check(divisor_override !== 0, () => "divisor must be not zero");
          return meta(ctx, `avg_pool${n}d`, self, windows(n, kernel_size, stride, padding, [1], ceil_mode));
        },
        lower: (g, { self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override }) =>
          avgPool(
            g,
            self,
            windows(n, kernel_size, stride, padding, [1], ceil_mode),
            count_include_pad,
            divisor_override ?? null,
          ),
      },
    ),
  ];
}

export const poolOps: readonly OpEntry[] = [...poolEntries(1), ...poolEntries(2), ...poolEntries(3)];
