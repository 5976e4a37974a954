/** Triangular systems and Cholesky's factorisation. */

import type { Value } from "../../onnx/ir.ts";
import { loop } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";

export interface Triangle {
  readonly upper: boolean;
  /** The diagonal is taken as 1. */
  readonly unit: boolean;
}

/** X with T·X = B, for the triangle T of `a`; batches broadcast. */
export function substitute(m: Matrices, a: Value, b: Value, { upper, unit }: Triangle): Value {
  const { g } = m;
  const n = m.rows(a);
  const rows = m.range(n);
  const one = g.const(1, "int64");
  // The batch of the result is that of both: 0·(A·B) has its shape, but would spread infinities.
  const shape = g.op("Shape", [m.product(m.mul(a, 0), m.mul(b, 0))]);
  const start = g.op("Expand", [b, shape]);
  const [x] = loop(g, n, [{ value: start, dtype: WIDE }], (round, [current]) => {
    if (!current) throw new Error("a loop without its value");
    const k = upper ? g.op("Sub", [g.op("Sub", [n, one]), round]) : round;
    const column = m.column(a, k);
    const diagonal = g.op("Unsqueeze", [g.op("Gather", [column, k], { axis: -1 }), g.ints([-1])]);
    const row = m.row(current, k);
    const solved = unit ? row : m.div(row, diagonal);
    const open = g.op(upper ? "Less" : "Greater", [rows, k]);
    const reduced = m.sub(current, m.outer(m.where(open, column, 0), solved));
    return [g.op("Where", [m.asColumn(g.op("Equal", [rows, k])), m.asRow(solved), reduced])];
  });
  if (!x) throw new Error("a loop without its value");
  return x;
}

/** L with A = L·Lᵀ, from the lower triangle. */
export function cholesky(m: Matrices, a: Value): Value {
  const { g } = m;
  const n = m.rows(a);
  const rows = m.range(n);
  const [l] = loop(g, n, [{ value: m.triangle(a, false, 0), dtype: WIDE }], (k, [current]) => {
    if (!current) throw new Error("a loop without its value");
    const column = m.column(current, k);
    const root = m.sqrt(g.op("Unsqueeze", [g.op("Gather", [column, k], { axis: -1 }), g.ints([-1])]));
    const below = g.op("Not", [g.op("Less", [rows, k])]);
    const scaled = m.where(below, m.div(column, root), 0);
    const beyond = m.where(g.op("Greater", [rows, k]), scaled, 0);
    const reduced = m.sub(current, m.triangle(m.outer(beyond, beyond), false, 0));
    return [g.op("Where", [g.op("Equal", [rows, k]), m.asColumn(scaled), reduced])];
  });
  if (!l) throw new Error("a loop without its value");
  return l;
}
