/** One of ONNX's mathematical functions, or the formula for it where runtimes take no doubles. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { arithmetic } from "../arithmetic.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { DOUBLE_FORMULAS } from "./double.ts";

export function mathematical(g: LoweringBuilder, opType: string, x: Value, dtype: DType): Value {
  const formula = dtype === "float64" ? DOUBLE_FORMULAS[opType] : undefined;
  return formula === undefined ? g.op(opType, [x]) : formula(arithmetic(g, dtype), x);
}
