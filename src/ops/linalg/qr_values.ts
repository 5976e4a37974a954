/** Householder's QR factorisation, in LAPACK's packed form. */

import type { Value } from "../../onnx/ir.ts";
import { loop, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";

export interface Reflectors {
  /** R in the upper triangle, the reflectors' vectors below (their first element is 1). */
  readonly packed: Value;
  readonly tau: Value;
}

export function reflect(m: Matrices, a: Value): Reflectors {
  const { g } = m;
  const rows = m.range(m.rows(a));
  const columns = m.range(m.columns(a));
  const steps = g.op("Min", [m.rows(a), m.columns(a)]);
  const tau = g.op("Expand", [
    m.value(0),
    g.op("Concat", [m.batch(a), g.op("Reshape", [steps, g.ints([1])])], { axis: 0 }),
  ]);
  const numbers = m.range(steps);
  const carried = [a, tau].map((value) => ({ value, dtype: WIDE }));
  const results = loop(g, steps, carried, (k, values) => {
    const [current, list] = [nth(values, 0), nth(values, 1)];
    const column = m.column(current, k);
    const alpha = g.op("Unsqueeze", [g.op("Gather", [column, k], { axis: -1 }), g.ints([-1])]);
    const below = g.op("Greater", [rows, k]);
    const tail = m.where(below, column, 0);
    const rest = m.asColumn(m.sum(m.mul(tail, tail)));
    const trivial = m.equal(rest, 0);
    const size = m.sqrt(m.add(m.mul(alpha, alpha), rest));
    const beta = m.where(trivial, alpha, m.where(m.less(alpha, 0), size, m.neg(size)));
    const factor = m.where(trivial, 0, m.div(m.sub(beta, alpha), m.where(trivial, 1, beta)));
    const scale = m.where(trivial, 1, m.sub(alpha, beta));
    const at = g.op("Equal", [rows, k]);
    const v = m.where(at, 1, m.div(tail, scale));
    const projection = m.mul(m.asRow(factor), m.product(m.asRow(v), current));
    const reflected = m.sub(current, m.mul(m.asColumn(v), projection));
    const own = g.op("Where", [at, beta, g.op("Where", [below, v, column])]);
    const beyond = g.op("Greater", [columns, k]);
    const next = g.op("Where", [
      beyond,
      reflected,
      g.op("Where", [g.op("Equal", [columns, k]), m.asColumn(own), current]),
    ]);
    return [next, g.op("Where", [g.op("Equal", [numbers, k]), factor, list])];
  });
  return { packed: nth(results, 0), tau: nth(results, 1) };
}

/** Q·c, or Qᵀ·c, for the product Q of the reflectors. */
export function applyReflectors(m: Matrices, { packed, tau }: Reflectors, c: Value, transposed = false): Value {
  const { g } = m;
  const rows = m.range(m.rows(packed));
  const steps = g.op("Squeeze", [g.op("Shape", [tau], { start: -1 }), g.ints([0])]);
  const [result] = loop(g, steps, [{ value: c, dtype: WIDE }], (round, values) => {
    const current = nth(values, 0);
    const k = transposed ? round : g.op("Sub", [g.op("Sub", [steps, g.const(1, "int64")]), round]);
    const below = g.op("Greater", [rows, k]);
    const v = m.where(g.op("Equal", [rows, k]), 1, m.where(below, m.column(packed, k), 0));
    const factor = g.op("Unsqueeze", [g.op("Gather", [tau, k], { axis: -1 }), g.ints([-1])]);
    const projection = m.mul(m.asRow(factor), m.product(m.asRow(v), current));
    return [m.sub(current, m.mul(m.asColumn(v), projection))];
  });
  if (!result) throw new Error("a loop without its value");
  return result;
}

/** The first `count` columns of an identity with as many rows as `like`. */
export function unitColumns(m: Matrices, like: Value, count: Value): Value {
  const { g } = m;
  const n = m.rows(like);
  const eye = m.where(g.op("Equal", [m.asColumn(m.range(n)), m.range(count)]), 1, 0);
  const one = (v: Value) => g.op("Reshape", [v, g.ints([1])]);
  return g.op("Expand", [eye, g.op("Concat", [m.batch(like), one(n), one(count)], { axis: 0 })]);
}

/** The first `count` rows. */
export function firstRows(m: Matrices, a: Value, count: Value): Value {
  const { g } = m;
  return g.op("Slice", [a, g.ints([0]), g.op("Reshape", [count, g.ints([1])]), g.ints([-2])]);
}

export function firstColumns(m: Matrices, a: Value, count: Value): Value {
  const { g } = m;
  return g.op("Slice", [a, g.ints([0]), g.op("Reshape", [count, g.ints([1])]), g.ints([-1])]);
}
