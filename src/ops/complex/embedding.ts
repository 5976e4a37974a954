/** Complex matrices as real ones of twice the size: [[re, -im], [im, re]], which sums, products and inverses respect. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { mul } from "../../shapes/expr.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { imaginary, pack, pairOf } from "./pair.ts";

export function embeddedMeta(meta: TensorMeta): TensorMeta {
  const rank = meta.shape.length;
  const shape = meta.shape.map((d, i) => (i < rank - 2 ? d : mul(d, 2)));
  return contiguous(realOf(meta.dtype), shape, meta.device);
}

export function embed(g: LoweringBuilder, t: TensorOperand): TensorOperand {
  const real = realOf(t.meta.dtype);
  const pair = pairOf(g, t, real);
  const im = imaginary(g, pair, real);
  const top = g.op("Concat", [pair.re, g.op("Neg", [im])], { axis: -1 });
  const bottom = g.op("Concat", [im, pair.re], { axis: -1 });
  return g.operand(g.op("Concat", [top, bottom], { axis: -2 }), embeddedMeta(t.meta));
}

/** The complex matrix of a real form: its left half has both parts. */
export function extract(g: LoweringBuilder, value: Value): Value {
  const halves = (v: Value, axis: number) => g.ops("Split", [v], 2, { axis, num_outputs: 2 });
  const [left] = halves(value, -1);
  const [re, im] = left ? halves(left, -2) : [];
  if (!re || !im) throw new Error("Split gave too few outputs");
  return pack(g, { re, im });
}
