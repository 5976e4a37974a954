/** Resizing by matrices of weights, one a dimension: antialiased, and in types that ONNX Runtime's Resize does not take. */

import type { Value } from "../../onnx/ir.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";

export type Kernel = "nearest" | "nearest_exact" | "linear" | "cubic" | "linear_aa" | "cubic_aa";

export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Elements of the input a step of the output; from/to unless the caller gave a factor. */
  readonly step: number;
  readonly alignCorners: boolean;
}

/** Keys' cubic; `a` is its slope at 1. */
function cubic(x: number, a: number): number {
  const d = Math.abs(x);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
}

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

/** The weights of the input's elements in one element of the output. */
function weightsOf(kernel: Kernel, axis: Axis, i: number, round: (x: number) => number): readonly number[] {
  const { from, alignCorners } = axis;
  const step = round(axis.step);
  const row = new Array<number>(from).fill(0);
  const put = (at: number, w: number) => {
    const j = Math.min(Math.max(at, 0), from - 1);
    row[j] = (row[j] ?? 0) + w;
  };
  if (kernel === "nearest" || kernel === "nearest_exact") {
    put(Math.floor((kernel === "nearest" ? i : i + 0.5) * step), 1);
    return row;
  }
  if (kernel.endsWith("_aa")) {
    const wide = Math.max(step, 1);
    const support = (kernel === "cubic_aa" ? 2 : 1) * wide;
    const centre = round(step * (i + 0.5));
    const first = Math.max(Math.trunc(centre - support + 0.5), 0);
    const end = Math.min(Math.trunc(centre + support + 0.5), from);
    let sum = 0;
    for (let j = first; j < end; j++) {
      const x = round(round(j - centre + 0.5) * round(1 / wide));
      const w = kernel === "cubic_aa" ? cubic(x, -0.5) : triangle(x);
      row[j] = w;
      sum += w;
    }
    return row.map((w) => (sum === 0 ? w : w / sum));
  }
  const at = alignCorners ? round(i * step) : round(round((i + 0.5) * step) - 0.5);
  if (kernel === "linear") {
    const x = Math.max(at, 0);
    const low = Math.min(Math.floor(x), from - 1);
    put(low, 1 - (x - low));
    put(low + 1, x - low);
    return row;
  }
  const low = Math.floor(at);
  for (let k = -1; k <= 2; k++) put(low + k, cubic(at - low - k, -0.75));
  return row;
}

/** The operand with its last dimensions resized. */
export function resizeByWeights(g: LoweringBuilder, self: TensorOperand, kernel: Kernel, axes: readonly Axis[]): Value {
  const { dtype, shape } = self.meta;
  const rank = shape.length;
  const inner = dtype === "float64" ? "float64" : "float32";
  const lead = rank - axes.length;
  // PyTorch works places out in the tensor's precision.
  const round = inner === "float64" ? (x: number) => x : Math.fround;
  const value = axes.reduce<Value>(
    (x, axis, k) => {
      const d = lead + k;
      const last = rank - 1;
      const swap = range(rank).map((i) => (i === d ? last : i === last ? d : i));
      const weights = range(axis.to).map((i) => weightsOf(kernel, axis, i, round));
      const matrix = g.tensor(
        range(axis.from).flatMap((j) => weights.map((row) => row[j] ?? 0)),
        [axis.from, axis.to],
        inner,
      );
      const turned = d === last ? x : g.op("Transpose", [x], { perm: swap });
      const product = g.op("MatMul", [turned, matrix]);
      return d === last ? product : g.op("Transpose", [product], { perm: swap });
    },
    g.as(self, inner),
  );
  return inner === dtype ? value : g.cast(value, dtype);
}
