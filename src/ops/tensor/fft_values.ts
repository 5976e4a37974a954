/** Discrete Fourier transforms of pairs, by ONNX's DFT. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { LoweringBuilder, SymArg } from "../lowering.ts";

export type Norm = "backward" | "forward" | "ortho";

/** A size in nodes or as a number. */
export type Size = SymArg | SymInt;

/** The transform along one dimension, without scaling; the signal is padded or cut to `length` when one is given. */
export function dft(
  g: LoweringBuilder,
  x: Value,
  axis: number,
  length: Size | null,
  inverse: boolean,
  dtype: DType,
): Value {
  // A leading dimension, so that there always is the batch that the specification speaks of.
  const batched = g.op("Unsqueeze", [x, g.ints([0])]);
  const n = length === null ? null : g.size(length);
  const at = axis + 1;
  const value =
    g.opset >= 20
      ? g.op("DFT", [batched, n, g.const(at, "int64")], { inverse: inverse ? 1 : 0 })
      : g.op("DFT", [batched, n], { axis: at, inverse: inverse ? 1 : 0 });
  const plain = g.op("Squeeze", [value, g.ints([0])]);
  if (!inverse) return plain;
  // ONNX divides the inverse by its length.
  const count = length === null ? g.op("Gather", [g.op("Shape", [x]), g.const(axis, "int64")]) : g.size(length);
  return g.op("Mul", [plain, g.cast(count, dtype)]);
}

/** The factor of a transform over `sizes`: 1, 1/n or 1/√n. */
export function scaled(
  g: LoweringBuilder,
  value: Value,
  sizes: readonly Size[],
  norm: Norm,
  inverse: boolean,
  dtype: DType,
): Value {
  const full = (norm === "forward") !== inverse ? norm !== "ortho" : false;
  if (norm !== "ortho" && !full) return value;
  if (sizes.length === 0) return value;
  const known = sizes.every((s) => typeof s === "number");
  if (known) {
    const n = sizes.reduce<number>((a, s) => a * (typeof s === "number" ? s : 1), 1);
    return g.op("Mul", [value, g.const(norm === "ortho" ? 1 / Math.sqrt(n) : 1 / n, dtype)]);
  }
  const count = sizes.map((s) => g.cast(g.size(s), dtype)).reduce((a, b) => g.op("Mul", [a, b]));
  return g.op("Div", [value, norm === "ortho" ? g.op("Sqrt", [count]) : count]);
}

/** The whole spectrum of a real signal of length n from its first half: the rest is its mirror image, conjugated. */
export function mirrored(g: LoweringBuilder, half: Value, axis: number, n: Size, dtype: DType): Value {
  const count = g.op("Gather", [g.op("Shape", [half]), g.const(axis, "int64")]);
  const one = (v: Value) => g.op("Reshape", [v, g.ints([1])]);
  const missing = g.op("Sub", [g.size(n), count]);
  // Elements missing … 1, backwards.
  const tail = g.op("Slice", [half, one(missing), g.ints([0]), g.ints([axis]), g.ints([-1])]);
  const conjugated = g.op("Mul", [tail, g.tensor([1, -1], [2], dtype)]);
  return g.op("Concat", [half, conjugated], { axis });
}
