/** Complex numbers as pairs in a last dimension of 2. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { pack, unpack } from "../complex/pair.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";

export interface Parts {
  readonly re: Value;
  readonly im: Value;
}

export function parts(g: LoweringBuilder, value: Value): Parts {
  const { re, im } = unpack(g, value);
  return { re, im: im ?? g.op("Gather", [value, g.const(1, "int64")], { axis: -1 }) };
}

export function pair(g: LoweringBuilder, both: Parts): Value {
  return pack(g, both);
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
  return own === t.meta.dtype ? pack(g, { re: value, im: null }) : value;
}

export function conjugate(g: LoweringBuilder, value: Value, dtype: DType): Value {
  return g.op("Mul", [value, g.tensor([1, -1], [2], realOf(dtype))]);
}
