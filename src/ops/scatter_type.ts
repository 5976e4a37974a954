/** The type in which runtimes have scatters that reduce. */

import type { DType } from "../fx/dtype.ts";
import type { Value } from "../onnx/ir.ts";
import type { Attributes, LoweringBuilder } from "./lowering.ts";

/** ONNX Runtime reduces neither booleans nor halves; sums of halves are more exact in single precision besides. */
export function scatterType(dtype: DType): DType {
  if (dtype === "bool") return "int32";
  return dtype === "float16" || dtype === "bfloat16" ? "float32" : dtype;
}

/** A ScatterElements or ScatterND of tensors of `dtype`, in the type that its reduction has. */
export function scatterReduced(
  g: LoweringBuilder,
  opType: "ScatterElements" | "ScatterND",
  [data, at, updates]: readonly [Value, Value, Value],
  dtype: DType,
  attributes: Attributes,
): Value {
  const inner = attributes["reduction"] === undefined ? dtype : scatterType(dtype);
  const as = (v: Value) => (inner === dtype ? v : g.cast(v, inner));
  const y = g.op(opType, [as(data), at, as(updates)], attributes);
  return inner === dtype ? y : g.cast(y, dtype);
}
