/** Sampling at points of a grid, by gathers: of volumes, which ONNX has from opset 20 on, and in double. */

import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";

export interface Sampling {
  readonly mode: "linear" | "nearest" | "cubic";
  readonly padding: "zeros" | "border" | "reflection";
  /** -1 and 1 are the centres of the corner points, not their outer edges. */
  readonly align: boolean;
}

/** input [N, C, …spatial], grid [N, …points, n] with x first. */
export function sampleByGather(g: LoweringBuilder, input: TensorOperand, grid: TensorOperand, s: Sampling): Value {
  const { dtype, shape } = input.meta;
  const n = shape.length - 2;
  const m = arithmetic(g, dtype);
  const sizes = range(n).map((d) => g.size(shape[d + 2] ?? 1));
  const lengths = sizes.map((size) => g.cast(size, dtype));
  const points = lengths.map((length, d) => {
    const at = g.op("Gather", [grid.value, g.const(n - 1 - d, "int64")], { axis: -1 });
    return unnormalised(m, at, length, s);
  });
  const flat = g.op("Reshape", [
    input.value,
    g.op("Concat", [g.op("Shape", [input.value], { end: 2 }), g.ints([-1])], { axis: 0 }),
  ]);
  const take = (corner: readonly Value[]) => pick(g, m, flat, corner, sizes);
  // A point's weight is the same for all channels.
  const weighted = (corner: readonly Value[], weights: readonly Value[]) => {
    const shape = g.op("Concat", [g.op("Shape", [grid.value], { end: 1 }), g.ints([1, -1])], { axis: 0 });
    return m.mul(take(corner), g.op("Reshape", [m.mul(...weights), shape]));
  };
  const padded = (values: readonly Value[]) => values.map((v, d) => pad(m, v, lengths[d] ?? m.value(1), s));
  let total: Value;
  if (s.mode === "cubic") {
    const lows = points.map((p) => m.floor(p));
    const weights = points.map((p, d) => cubicWeights(m, m.sub(p, lows[d] ?? p)));
    const taps = range(4 ** n).map((code) => range(n).map((d) => Math.floor(code / 4 ** d) % 4));
    const terms = taps.map((tap) =>
      weighted(
        padded(lows.map((low, d) => m.add(low, (tap[d] ?? 0) - 1))),
        weights.map((list, d) => list[tap[d] ?? 0] ?? m.value(0)),
      ),
    );
    total = m.add(...terms);
  } else if (s.mode === "nearest") total = take(padded(points).map((p) => g.op("Round", [p])));
  else {
    const places = padded(points);
    const lows = places.map((p) => m.floor(p));
    const rests = places.map((p, d) => m.sub(p, lows[d] ?? p));
    const terms = range(2 ** n).map((bits) => {
      const high = range(n).map((d) => ((bits >> d) & 1) === 1);
      const corner = lows.map((low, d) => (high[d] ? m.add(low, 1) : low));
      const weights = rests.map((rest, d) => (high[d] ? rest : m.sub(1, rest)));
      return weighted(corner, weights);
    });
    total = m.add(...terms);
  }
  return g.op("Reshape", [total, g.sizes(g.out.shape)]);
}

/** From [-1, 1] to elements. */
function unnormalised(m: Arithmetic, x: Value, size: Value, { align }: Sampling): Value {
  return align ? m.mul(m.add(x, 1), 0.5, m.sub(size, 1)) : m.mul(m.sub(m.mul(m.add(x, 1), size), 1), 0.5);
}

/** The weights of the four elements around a point that is `rest` beyond the second. */
function cubicWeights(m: Arithmetic, rest: Value): readonly Value[] {
  const a = -0.75;
  const near = (t: Value) => m.add(m.mul(m.sub(m.mul(a + 2, t), a + 3), t, t), 1);
  const far = (t: Value) => m.sub(m.mul(m.add(m.mul(m.sub(m.mul(a, t), 5 * a), t), 8 * a), t), 4 * a);
  const other = m.sub(1, rest);
  return [far(m.add(rest, 1)), near(rest), near(other), far(m.add(other, 1))];
}

/** Brought into the volume as the padding says. */
function pad(m: Arithmetic, at: Value, size: Value, { padding, align }: Sampling): Value {
  const last = m.sub(size, 1);
  const clip = (v: Value) => m.max(m.min(v, last), 0);
  if (padding === "zeros") return at;
  if (padding === "border") return clip(at);
  return clip(align ? mirrored(m, at, m.value(0), last) : mirrored(m, at, m.value(-0.5), size));
}

/** Reflected at `low` and at `low + span`, as often as it takes. */
function mirrored(m: Arithmetic, x: Value, low: Value, span: Value): Value {
  const flatSpan = m.lessOrEqual(span, 0);
  const safe = m.where(flatSpan, 1, span);
  const distance = m.abs(m.sub(x, low));
  const flips = m.floor(m.div(distance, safe));
  const extra = m.sub(distance, m.mul(flips, safe));
  const even = m.equal(flips, m.mul(2, m.floor(m.mul(flips, 0.5))));
  const value = m.where(even, m.add(extra, low), m.add(m.sub(safe, extra), low));
  return m.where(flatSpan, 0, value);
}

/** The elements [N, C, points] at whole places; 0 outside. */
function pick(
  g: LoweringBuilder,
  m: Arithmetic,
  flat: Value,
  corner: readonly Value[],
  sizes: readonly Value[],
): Value {
  let inside: Value | null = null;
  let index: Value | null = null;
  const [zero, one] = [g.const(0, "int64"), g.const(1, "int64")];
  for (const [d, at] of corner.entries()) {
    const size = sizes[d] ?? one;
    const whole = g.cast(at, "int64");
    const last = g.op("Sub", [size, one]);
    const ok = m.and(g.op("GreaterOrEqual", [whole, zero]), g.op("LessOrEqual", [whole, last]));
    const safe = g.op("Max", [g.op("Min", [whole, last]), zero]);
    inside = inside === null ? ok : m.and(inside, ok);
    index = index === null ? safe : g.op("Add", [g.op("Mul", [index, size]), safe]);
  }
  if (inside === null || index === null) throw new Error("sampling without dimensions");
  const rows = g.op("Concat", [g.op("Shape", [index], { end: 1 }), g.ints([1, -1])], { axis: 0 });
  const places = g.op("Reshape", [index, rows]);
  const channels = g.op("Concat", [g.op("Shape", [flat], { end: 2 }), g.op("Shape", [places], { start: 2 })], {
    axis: 0,
  });
  const taken = g.op("GatherElements", [flat, g.op("Expand", [places, channels])], { axis: 2 });
  return m.where(g.op("Reshape", [inside, rows]), taken, 0);
}
