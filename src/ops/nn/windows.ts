/** Sizes of pooling windows. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { ge, lt } from "../../shapes/bool.ts";
import { add, floordiv, mul, sub } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape } from "../broadcast.ts";
import type { MetaContext } from "../define.ts";
import { contiguous, denseOrder, stridesInOrder } from "../strides.ts";

export interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceil: boolean;
}

/** A list as long as the spatial rank; an empty stride is the kernel. */
export function windows(
  n: number,
  kernel: readonly number[],
  stride: readonly number[],
  padding: readonly number[],
  dilation: readonly number[],
  ceil: boolean,
): Windows {
  const wide = (list: readonly number[]) => (list.length === 1 ? new Array<number>(n).fill(list[0] ?? 1) : list);
  const k = wide(kernel);
  return {
    kernel: k,
    stride: stride.length === 0 ? k : wide(stride),
    padding: wide(padding),
    dilation: wide(dilation),
    ceil,
  };
}

/** The number of windows: with `ceil` the last one may begin inside the padded input only. */
export function windowCount(ctx: MetaContext, size: SymInt, i: number, w: Windows): SymInt {
  const [k = 1, s = 1, p = 0, d = 1] = [w.kernel[i], w.stride[i], w.padding[i], w.dilation[i]];
  const span = sub(add(size, 2 * p), d * (k - 1) + 1);
  if (!w.ceil) return add(floordiv(span, s), 1);
  const count = add(floordiv(add(span, s - 1), s), 1);
  const outside = ge(mul(sub(count, 1), s), add(size, p));
  const proved = ctx.guards.prove(outside);
  const drop = proved ?? (ctx.guards.hint(size) === null ? false : ctx.guards.decide(outside, "pooling in ceil mode"));
  return drop ? sub(count, 1) : count;
}

const sizesText = (sizes: readonly SymInt[]) => sizes.map((d) => printInt(d)).join("x");

/** The result of pooling. */
export function pooled(ctx: MetaContext, name: string, self: TensorMeta, w: Windows): TensorMeta {
  const n = w.kernel.length;
  const lead = self.shape.length - n;
  ctx.check(
    lead === 1 || lead === 2,
    () => `${name}: Expected ${n + 1}D or ${n + 2}D (batch mode) tensor for input, but got: ${printShape(self.shape)}`,
  );
  w.padding.forEach((p, i) => {
    ctx.check(
      2 * p <= (w.kernel[i] ?? 1),
      () =>
        `pad should be at most half of effective kernel size, but got pad=${p}, kernel_size=${w.kernel[i]} and dilation=${w.dilation[i]}`,
    );
  });
  const shape = self.shape.map((d, i) => (i < lead ? d : windowCount(ctx, d, i - lead, w)));
  shape.slice(lead).forEach((d) => {
    const empty = lt(d, 1);
    ctx.check(
      !(ctx.guards.prove(empty) ?? false),
      () =>
        `Given input size: (${sizesText(self.shape.slice(1))}). Calculated output size: (${sizesText(shape.slice(1))}). Output size is too small`,
    );
  });
  const made = contiguous(self.dtype, shape, self.device);
  const order = n >= 2 && lead === 2 ? denseOrder(ctx.guards, self) : null;
  const last = [0, ...Array.from({ length: n }, (_, i) => i + 2), 1];
  return order?.every((d, i) => d === last[i]) ? { ...made, strides: stridesInOrder(shape, last) } : made;
}

/** How much a dimension must be padded behind so that plain floor windows are as many as `count`; null when sizes are symbolic. */
export function paddingBehind(size: SymInt, count: SymInt, i: number, w: Windows): number | null {
  if (typeof size !== "number" || typeof count !== "number") return null;
  const [k = 1, s = 1, p = 0, d = 1] = [w.kernel[i], w.stride[i], w.padding[i], w.dilation[i]];
  return Math.max((count - 1) * s + d * (k - 1) + 1 - (size + p), p);
}
