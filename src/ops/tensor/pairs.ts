/** Complex numbers as pairs in a last dimension of 2. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";

export interface Parts {
  readonly re: Value;
  readonly im: Value;
}

export function parts(g: LoweringBuilder, pair: Value): Parts {
  const at = (i: number) => g.op("Gather", [pair, g.const(i, "int64")], { axis: -1 });
  return { re: at(0), im: at(1) };
}

export function pair(g: LoweringBuilder, { re, im }: Parts): Value {
  const last = (v: Value) => g.op("Unsqueeze", [v, g.ints([-1])]);
  return g.op("Concat", [last(re), last(im)], { axis: -1 });
}

/** An operand as pairs whose parts are of the real type `dtype`; a real one has 0 for the imaginary part. */
export function asPairs(g: LoweringBuilder, t: TensorOperand, dtype: DType): Value {
  if (t.scalar !== undefined) {
    const s = t.scalar;
    if (typeof s !== "object") return g.tensor([s, 0], [2], dtype);
    return s.kind === "complex" ? g.tensor([s.re, s.im], [2], dtype) : g.tensor([s.value, 0], [2], dtype);
  }
  const own = realOf(t.meta.dtype);
  const value = own === dtype ? t.value : g.cast(t.value, dtype);
  if (own !== t.meta.dtype) return value;
  const re = g.op("Unsqueeze", [value, g.ints([-1])]);
  return g.op("Concat", [re, g.op("Sub", [re, re])], { axis: -1 });
}

export function conjugate(g: LoweringBuilder, value: Value, dtype: DType): Value {
  return g.op("Mul", [value, g.tensor([1, -1], [2], realOf(dtype))]);
}

export function multiply(g: LoweringBuilder, a: Parts, b: Parts): Parts {
  const mul = (x: Value, y: Value) => g.op("Mul", [x, y]);
  return {
    re: g.op("Sub", [mul(a.re, b.re), mul(a.im, b.im)]),
    im: g.op("Add", [mul(a.re, b.im), mul(a.im, b.re)]),
  };
}

/** a·conj(b) / |b|². */
export function divide(g: LoweringBuilder, a: Parts, b: Parts): Parts {
  const size = g.op("Add", [g.op("Mul", [b.re, b.re]), g.op("Mul", [b.im, b.im])]);
  const product = multiply(g, a, { re: b.re, im: g.op("Neg", [b.im]) });
  return { re: g.op("Div", [product.re, size]), im: g.op("Div", [product.im, size]) };
}

export function absolute(g: LoweringBuilder, { re, im }: Parts): Value {
  return g.op("Sqrt", [g.op("Add", [g.op("Mul", [re, re]), g.op("Mul", [im, im])])]);
}
