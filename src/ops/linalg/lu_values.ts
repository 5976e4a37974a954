/** LU factorisation with partial pivoting, and what is computed by it. */

import type { Value } from "../../onnx/ir.ts";
import { loop, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";
import { substitute } from "./triangular_values.ts";

export interface LuFactors {
  /** L below the diagonal (its own is 1), U above. */
  readonly packed: Value;
  /** Row i of the result comes from row order[i]; int64. */
  readonly order: Value;
  /** LAPACK's list of exchanges, from 1; int64. */
  readonly pivots: Value;
}

export function factorise(m: Matrices, a: Value, pivot = true): LuFactors {
  const { g } = m;
  const rows = m.range(m.rows(a));
  const steps = g.op("Min", [m.rows(a), m.columns(a)]);
  const batch = m.batch(a);
  const inBatch = (v: Value, n: Value) =>
    g.op("Expand", [v, g.op("Concat", [batch, g.op("Reshape", [n, g.ints([1])])], { axis: 0 })]);
  const order = inBatch(rows, m.rows(a));
  const one = g.const(1, "int64");
  const stepNumbers = m.range(steps);
  const pivots = inBatch(g.op("Add", [stepNumbers, one]), steps);
  const results = loop(
    g,
    steps,
    [
      { value: a, dtype: WIDE },
      { value: order, dtype: "int64" },
      { value: pivots, dtype: "int64" },
    ],
    (k, values) => {
      let [lu, perm, list] = [nth(values, 0), nth(values, 1), nth(values, 2)];
      if (pivot) {
        const reachable = g.op("Not", [g.op("Less", [rows, k])]);
        const sizes = m.where(reachable, m.abs(m.column(lu, k)), -1);
        const best = g.op("ArgMax", [sizes], { axis: -1, keepdims: 1 });
        const from = g.op("Where", [
          g.op("Equal", [rows, k]),
          best,
          g.op("Where", [g.op("Equal", [rows, best]), k, rows]),
        ]);
        perm = g.op("GatherElements", [perm, from], { axis: -1 });
        lu = g.op("GatherElements", [lu, g.op("Expand", [m.asColumn(from), g.op("Shape", [lu])])], { axis: -2 });
        list = g.op("Where", [g.op("Equal", [stepNumbers, k]), g.op("Add", [best, one]), list]);
      }
      const row = m.row(lu, k);
      const head = g.op("Unsqueeze", [g.op("Gather", [row, k], { axis: -1 }), g.ints([-1])]);
      const below = g.op("Greater", [rows, k]);
      const safe = m.where(m.equal(head, 0), 1, head);
      const factors = m.where(below, m.div(m.column(lu, k), safe), 0);
      const columns = m.range(m.columns(lu));
      const right = m.where(g.op("Greater", [columns, k]), row, 0);
      const reduced = m.sub(lu, m.outer(factors, right));
      const here = g.op("And", [g.op("Equal", [columns, k]), m.asColumn(below)]);
      return [g.op("Where", [here, m.asColumn(factors), reduced]), perm, list];
    },
  );
  return { packed: nth(results, 0), order: nth(results, 1), pivots: nth(results, 2) };
}

/** The rows of b in the order of the factors. */
export function permuteRows(m: Matrices, order: Value, b: Value): Value {
  const { g } = m;
  const from = m.asColumn(order);
  // Expand broadcasts both ways: batches that only one of them has are taken over.
  const data = g.op("Expand", [b, g.op("Shape", [from])]);
  return g.op("GatherElements", [data, g.op("Expand", [from, g.op("Shape", [data])])], { axis: -2 });
}

export function solveFactored(m: Matrices, { packed, order }: LuFactors, b: Value): Value {
  const y = substitute(m, packed, permuteRows(m, order, b), { upper: false, unit: true });
  return substitute(m, packed, y, { upper: true, unit: false });
}

export function inverse(m: Matrices, a: Value): Value {
  return solveFactored(m, factorise(m, a), m.identity(m.rows(a), a));
}

/** +1 or -1 by the number of exchanges. */
export function permutationSign(m: Matrices, pivots: Value): Value {
  const { g } = m;
  const last = g.op("Squeeze", [g.op("Shape", [pivots], { start: -1 }), g.ints([0])]);
  const moved = g.op("Not", [g.op("Equal", [pivots, g.op("Add", [m.range(last), g.const(1, "int64")])])]);
  const count = m.sum(g.cast(moved, WIDE));
  return m.sub(1, m.mul(2, m.sub(count, m.mul(2, m.floor(m.mul(count, 0.5))))));
}

/** Product over the last dimension; 1 for none. */
export function productOf(m: Matrices, values: Value): Value {
  return m.fold(values, 1, (a, b) => m.mul(a, b));
}

/** The order of rows that a list of exchanges makes. */
export function orderOf(m: Matrices, pivots: Value, rows: Value): Value {
  const { g } = m;
  const one = g.const(1, "int64");
  const numbers = m.range(rows);
  const steps = g.op("Squeeze", [g.op("Shape", [pivots], { start: -1 }), g.ints([0])]);
  const shape = g.op("Concat", [g.op("Shape", [pivots], { start: 0, end: -1 }), g.op("Reshape", [rows, g.ints([1])])], {
    axis: 0,
  });
  const [order] = loop(g, steps, [{ value: g.op("Expand", [numbers, shape]), dtype: "int64" }], (k, values) => {
    const other = g.op("Unsqueeze", [g.op("Sub", [g.op("Gather", [pivots, k], { axis: -1 }), one]), g.ints([-1])]);
    const from = g.op("Where", [
      g.op("Equal", [numbers, k]),
      other,
      g.op("Where", [g.op("Equal", [numbers, other]), k, numbers]),
    ]);
    return [g.op("GatherElements", [nth(values, 0), from], { axis: -1 })];
  });
  if (!order) throw new Error("a loop without its value");
  return order;
}

/** P with A = P·L·U: the identity with its columns in the order of the factors' rows. */
export function permutationMatrix(m: Matrices, order: Value): Value {
  const { g } = m;
  const n = g.op("Squeeze", [g.op("Shape", [order], { start: -1 }), g.ints([0])]);
  return m.where(g.op("Equal", [m.asColumn(m.range(n)), m.asRow(order)]), 1, 0);
}
