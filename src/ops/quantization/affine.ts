/** Affine quantisation: q = clamp(round(x / scale) + zero_point), x ≈ (q - zero_point) · scale, for a tensor or for each channel. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";

/** How a tensor is quantised. Scale and zero point are scalars, or vectors along `axis`. */
export interface Affine {
  readonly scale: TensorOperand | number;
  /** Null for 0. */
  readonly zeroPoint: TensorOperand | number | null;
  readonly min: TensorOperand | number;
  readonly max: TensorOperand | number;
  /** Null for one scale in all. */
  readonly axis: number | null;
}

/** The integers that a type holds, for those that QuantizeLinear gives. */
const RANGES: Readonly<Partial<Record<DType, readonly [number, number, number]>>> = {
  int8: [-128, 127, 10],
  uint8: [0, 255, 10],
  int16: [-32768, 32767, 21],
  uint16: [0, 65535, 21],
};

/** Whether QuantizeLinear and DequantizeLinear take the type at this opset. */
export function isQuantized(g: LoweringBuilder, dtype: DType): boolean {
  const range = RANGES[dtype];
  return range !== undefined && g.opset >= range[2];
}

/** A parameter in `dtype`: a scalar without dimensions, or a vector along the axis. */
function parameter(g: LoweringBuilder, p: TensorOperand | number, axis: number | null, dtype: DType): Value {
  if (typeof p === "number") return g.const(p, dtype);
  const value = g.as(p, dtype);
  const rank = axis === null ? 0 : 1;
  if (p.meta.shape.length === rank) return value;
  return g.op("Reshape", [value, rank === 0 ? g.ints([]) : g.ints([-1])]);
}

/** A parameter in a shape that broadcasts against a tensor of `rank`. */
function spread(g: LoweringBuilder, p: TensorOperand | number, axis: number | null, rank: number, dtype: DType): Value {
  const value = parameter(g, p, axis, dtype);
  if (axis === null || rank - axis - 1 === 0) return value;
  return g.op("Reshape", [value, g.ints([-1, ...new Array<number>(rank - axis - 1).fill(1)])]);
}

const bound = (g: LoweringBuilder, b: TensorOperand | number, dtype: DType) =>
  typeof b === "number" ? g.const(b, dtype) : parameter(g, b, null, dtype);

/** Quantised levels as float32, before they are stored in a type. */
export function levels(g: LoweringBuilder, x: Value, rank: number, a: Affine): Value {
  const inverse =
    typeof a.scale === "number"
      ? g.const(1 / a.scale, "float32")
      : g.op("Reciprocal", [spread(g, a.scale, a.axis, rank, "float32")]);
  const scaled = g.op("Round", [g.op("Mul", [x, inverse])]);
  const moved = a.zeroPoint === null ? scaled : g.op("Add", [scaled, spread(g, a.zeroPoint, a.axis, rank, "float32")]);
  const low = g.op("Max", [moved, bound(g, a.min, "float32")]);
  return g.op("Min", [low, bound(g, a.max, "float32")]);
}

/** The tensor's levels in `dtype`. */
export function quantize(g: LoweringBuilder, x: Value, meta: TensorMeta, a: Affine, dtype: DType): Value {
  const rank = meta.shape.length;
  const range = RANGES[dtype];
  const known = typeof a.min === "number" && typeof a.max === "number" ? ([a.min, a.max] as const) : null;
  if (!range || !known || !isQuantized(g, dtype) || known[0] < range[0] || known[1] > range[1])
    return g.cast(levels(g, x, rank, a), dtype);
  const zero = parameter(g, a.zeroPoint ?? 0, a.zeroPoint === null ? null : a.axis, dtype);
  const zeroPoint = a.zeroPoint === null && a.axis !== null ? zeroVector(g, a, dtype) : zero;
  const q = g.op("QuantizeLinear", [x, parameter(g, a.scale, a.axis, "float32"), zeroPoint], axisOf(a));
  return clipLevels(g, q, known, range, dtype);
}

/** Narrows levels to a part of their type's range. */
function clipLevels(
  g: LoweringBuilder,
  q: Value,
  known: readonly [number, number],
  range: readonly [number, number, number],
  dtype: DType,
): Value {
  const [min, max] = known;
  const bounds = [min > range[0] ? g.const(min, dtype) : null, max < range[1] ? g.const(max, dtype) : null];
  return bounds.every((b) => b === null) ? q : g.op("Clip", [q, ...bounds]);
}

function zeroVector(g: LoweringBuilder, a: Affine, dtype: DType): Value {
  const scale = parameter(g, a.scale, a.axis, "float32");
  return g.op("Expand", [g.const(0, dtype), g.op("Shape", [scale])]);
}

const axisOf = (a: Affine) => (a.axis === null ? {} : { axis: a.axis });

/** Levels in `dtype` as float32. */
export function dequantize(g: LoweringBuilder, q: Value, meta: TensorMeta, a: Affine): Value {
  const scale = parameter(g, a.scale, a.axis, "float32");
  const exact =
    a.zeroPoint === null || (typeof a.zeroPoint !== "number" ? fits(a.zeroPoint.meta.dtype, meta.dtype) : true);
  if (isQuantized(g, meta.dtype) && exact) {
    const zero = a.zeroPoint === null ? null : parameter(g, a.zeroPoint, a.axis, meta.dtype);
    return g.op("DequantizeLinear", [q, scale, zero], axisOf(a));
  }
  const rank = meta.shape.length;
  const x = g.cast(q, "float32");
  const moved = a.zeroPoint === null ? x : g.op("Sub", [x, spread(g, a.zeroPoint, a.axis, rank, "float32")]);
  return g.op("Mul", [moved, spread(g, a.scale, a.axis, rank, "float32")]);
}

/** Integer zero points are levels of the quantised type; fractional ones are not. */
const fits = (zeroPoint: DType, _levels: DType) => !zeroPoint.startsWith("float") && zeroPoint !== "bfloat16";

/** Quantises and dequantises, as training for quantisation does; and where the levels lay inside the range. */
export function fakeQuantize(g: LoweringBuilder, x: TensorOperand, a: Affine): Value {
  const { dtype } = x.meta;
  const inner = g.as(x, "float32");
  const stored = storage(a);
  const meta: TensorMeta = { ...x.meta, dtype: stored ?? "float32" };
  const y = stored
    ? dequantize(g, quantize(g, inner, x.meta, a, stored), meta, a)
    : dequantize(g, levels(g, inner, x.meta.shape.length, a), meta, a);
  return dtype === "float32" ? y : g.cast(y, dtype);
}

/** The type whose range holds the levels, when runtimes can compute in it; zero points must lie in it too. */
function storage(a: Affine): DType | null {
  if (typeof a.min !== "number" || typeof a.max !== "number") return null;
  if (typeof a.zeroPoint === "object" && a.zeroPoint !== null && a.zeroPoint.meta.dtype.startsWith("float"))
    return null;
  const inside = (low: number, high: number) => Number(a.min) >= low && Number(a.max) <= high;
  if (inside(0, 255)) return "uint8";
  return inside(-128, 127) ? "int8" : null;
}

/** True where the level before clamping lay inside the range. */
export function insideRange(g: LoweringBuilder, x: TensorOperand, a: Affine): Value {
  const rank = x.meta.shape.length;
  const open = levels(g, g.as(x, "float32"), rank, {
    ...a,
    min: Number.NEGATIVE_INFINITY,
    max: Number.POSITIVE_INFINITY,
  });
  const above = g.op("GreaterOrEqual", [open, bound(g, a.min, "float32")]);
  return g.op("And", [above, g.op("LessOrEqual", [open, bound(g, a.max, "float32")])]);
}
