/** The factorisation L·D·Lᵀ of symmetric indefinite matrices with Bunch and Kaufman's pivots, packed as LAPACK's sytrf does. */

import type { Value } from "../../onnx/ir.ts";
import { loop, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";

/** A pivot of one row is taken when it is this large beside the others: (1 + √17)/8 bounds the growth. */
const ALPHA = (1 + Math.sqrt(17)) / 8;

/** Each matrix of a batch is at a step of its own: rows are told by masks over the last dimension, `at` says which one is meant. */
function masks(m: Matrices, n: Value) {
  const { g } = m;
  const numbers = m.range(n);
  return {
    numbers,
    at: (k: Value) => g.op("Equal", [numbers, k]),
    after: (k: Value) => g.op("Greater", [numbers, k]),
    number: (mask: Value) => g.cast(mask, WIDE),
    /** The column (or, of a symmetric matrix, the row) that is marked. */
    column: (a: Value, mask: Value) => m.sum(m.where(m.asRow(mask), a, 0)),
    element: (v: Value, mask: Value) => m.asColumn(m.sum(m.where(mask, v, 0))),
    largest: (v: Value, mask: Value) => {
      const sizes = m.where(mask, m.abs(v), -1);
      const [size, place] = [
        g.op("ReduceMax", [sizes, g.ints([-1])], { keepdims: 1 }),
        g.op("ArgMax", [sizes], { axis: -1, keepdims: 1 }),
      ];
      return { size: m.max(size, 0), place };
    },
    /** The order of rows that exchanges two. */
    exchange: (a: Value, b: Value) =>
      g.op("Where", [
        g.op("Equal", [numbers, a]),
        b,
        g.op("Where", [
          g.op("Equal", [numbers, b]),
          a,
          g.op("Expand", [numbers, g.op("Shape", [g.op("Add", [numbers, a])])]),
        ]),
      ]),
    rows: (a: Value, order: Value) =>
      g.op("GatherElements", [a, g.op("Expand", [m.asColumn(order), g.op("Shape", [a])])], { axis: -2 }),
  };
}

export interface LdlFactors {
  readonly packed: Value;
  /** LAPACK's pivots, from 1; a block of two has its row twice, negative. int64. */
  readonly pivots: Value;
}

export function ldlFactorise(m: Matrices, a: Value): LdlFactors {
  const { g } = m;
  const n = m.rows(a);
  const lower = m.triangle(a, false, 0);
  const whole = m.add(lower, m.transpose(m.triangle(a, false, -1)));
  const one = g.const(1, "int64");
  const two = g.const(2, "int64");
  const { at, after, column, element, largest, exchange, rows, number } = masks(m, n);
  const perMatrix = g.op("Concat", [m.batch(a), g.ints([1])], { axis: 0 });
  const start = [
    { value: whole, dtype: WIDE },
    { value: m.mul(whole, 0), dtype: WIDE },
    {
      value: g.op("Expand", [
        g.const(0, "int64"),
        g.op("Concat", [m.batch(a), g.op("Reshape", [n, g.ints([1])])], { axis: 0 }),
      ]),
      dtype: "int64",
    },
    { value: g.op("Expand", [g.const(0, "int64"), perMatrix]), dtype: "int64" },
  ] as const;
  const results = loop(g, n, start, (_, state) => {
    const [current, packed, pivots, k] = [nth(state, 0), nth(state, 1), nth(state, 2), nth(state, 3)];
    const open = g.op("Less", [k, n]);
    const first = at(k);
    const own = m.abs(element(column(current, first), first));
    const below = largest(column(current, first), after(k));
    const rival = column(current, at(below.place));
    const reach = g.op("And", [g.op("Not", [g.op("Less", [m.range(n), k])]), g.op("Not", [at(below.place)])]);
    const rowSize = largest(rival, reach).size;
    const enough = m.or(
      m.lessOrEqual(m.mul(below.size, ALPHA), own),
      // |akk|·rowmax ≥ α·colmax²
      m.lessOrEqual(m.mul(m.mul(below.size, below.size), ALPHA), m.mul(own, rowSize)),
    );
    const rivalEnough = m.lessOrEqual(m.mul(rowSize, ALPHA), m.abs(element(rival, at(below.place))));
    const pair = m.and(m.not(enough), m.not(rivalEnough));
    const target = g.op("Where", [enough, k, below.place]);
    const from = g.op("Where", [pair, g.op("Add", [k, one]), k]);
    const order = exchange(from, target);
    const swapped = m.transpose(rows(m.transpose(rows(current, order)), order));
    const next = g.op("Add", [k, one]);
    const [c1, c2] = [column(swapped, first), column(swapped, at(next))];
    const [d11, d21, d22] = [element(c1, first), element(c1, at(next)), element(c2, at(next))];
    // A block of one: l = c/d, S − c·lᵀ.
    const safe = m.where(m.equal(d11, 0), 1, d11);
    const single = m.where(after(k), m.div(c1, safe), 0);
    // A block of two: the same with its inverse, scaled by the element beside the diagonal.
    const beside = m.where(m.equal(d21, 0), 1, d21);
    const [p, q] = [m.div(d22, beside), m.div(d11, beside)];
    const scale = m.div(m.div(1, m.sub(m.mul(p, q), 1)), beside);
    const behind = after(next);
    const w1 = m.where(behind, m.mul(scale, m.sub(m.mul(p, c1), c2)), 0);
    const w2 = m.where(behind, m.mul(scale, m.sub(m.mul(q, c2), c1)), 0);
    const wide = m.asColumn(pair);
    const single2 = m.outer(m.where(after(k), c1, 0), single);
    const double2 = m.add(m.outer(m.where(behind, c1, 0), w1), m.outer(m.where(behind, c2, 0), w2));
    const reduced = m.sub(swapped, m.where(wide, double2, single2));
    // The factors' columns.
    const l1 = m.where(
      pair,
      m.add(w1, m.add(m.mul(number(first), d11), m.mul(number(at(next)), d21))),
      m.add(single, m.mul(number(first), d11)),
    );
    const l2 = m.add(w2, m.mul(number(at(next)), d22));
    const second = g.op("And", [at(next), pair]);
    const noted = m.where(m.asRow(first), m.asColumn(l1), m.where(m.asRow(second), m.asColumn(l2), packed));
    const name = g.op("Add", [target, one]);
    const marked = g.op("Where", [pair, g.op("Neg", [name]), name]);
    const listed = g.op("Where", [g.op("Or", [first, second]), marked, pivots]);
    const step = g.op("Where", [pair, two, one]);
    const going = m.asColumn(open);
    return [
      m.where(going, reduced, current),
      m.where(going, noted, packed),
      g.op("Where", [open, listed, pivots]),
      g.op("Where", [open, g.op("Add", [k, step]), k]),
    ];
  });
  return { packed: nth(results, 1), pivots: nth(results, 2) };
}

/** X with L·D·Lᵀ·X = B. */
export function ldlSolve(m: Matrices, { packed, pivots }: LdlFactors, b: Value): Value {
  const { g } = m;
  const n = m.rows(packed);
  const one = g.const(1, "int64");
  const { at, after, column, exchange, rows } = masks(m, n);
  const shape = g.op("Shape", [m.product(m.mul(packed, 0), m.mul(b, 0))]);
  const spread = g.op("Expand", [b, shape]);
  const batch = m.batch(spread);
  const wide = (v: Value) =>
    g.op("Expand", [v, g.op("Concat", [batch, g.op("Shape", [v], { start: -2 })], { axis: 0 })]);
  const factors = wide(packed);
  const list = g.op("Squeeze", [wide(m.asColumn(pivots)), g.ints([-1])]);
  const begin = g.op("Expand", [g.const(0, "int64"), g.op("Concat", [batch, g.ints([1])], { axis: 0 })]);
  const pivotAt = (mask: Value) =>
    g.op("ReduceSum", [g.op("Where", [mask, list, g.const(0, "int64")]), g.ints([-1])], { keepdims: 1 });
  const row = (x: Value, mask: Value) =>
    g.op("ReduceSum", [m.where(m.asColumn(mask), x, 0), g.ints([-2])], { keepdims: 1 });
  const cell = (v: Value, mask: Value) => m.asColumn(m.asColumn(m.sum(m.where(mask, v, 0))));
  const put = (x: Value, mask: Value, value: Value) => m.where(m.asColumn(mask), value, x);
  const forward = loop(
    g,
    n,
    [
      { value: spread, dtype: WIDE },
      { value: begin, dtype: "int64" },
    ],
    (_, state) => {
      const [x, k] = [nth(state, 0), nth(state, 1)];
      const [first, second] = [at(k), at(g.op("Add", [k, one]))];
      const pivot = pivotAt(first);
      const pair = g.op("Less", [pivot, g.const(0, "int64")]);
      const block = m.asColumn(pair);
      const target = g.op("Sub", [g.op("Abs", [pivot]), one]);
      const from = g.op("Where", [pair, g.op("Add", [k, one]), k]);
      const swapped = rows(x, exchange(from, target));
      const [c1, c2] = [column(factors, first), column(factors, second)];
      const [b1, b2] = [row(swapped, first), row(swapped, second)];
      const behind = g.where(pair, after(g.op("Add", [k, one])), after(k), "bool");
      const l1 = m.asColumn(m.where(behind, c1, 0));
      const l2 = m.asColumn(m.where(g.op("And", [behind, pair]), c2, 0));
      const reduced = m.sub(swapped, m.add(m.mul(l1, b1), m.mul(l2, b2)));
      const [d11, d21, d22] = [cell(c1, first), cell(c1, second), cell(c2, second)];
      const beside = m.where(m.equal(d21, 0), 1, d21);
      const [p, q] = [m.div(d11, beside), m.div(d22, beside)];
      const below = m.sub(m.mul(p, q), 1);
      const [s1, s2] = [m.div(b1, beside), m.div(b2, beside)];
      const x1 = m.where(block, m.div(m.sub(m.mul(q, s1), s2), below), m.div(b1, d11));
      const x2 = m.div(m.sub(m.mul(p, s2), s1), below);
      const solved = put(put(reduced, first, x1), g.op("And", [second, pair]), x2);
      const open = g.op("Less", [k, n]);
      const step = g.op("Where", [pair, g.const(2, "int64"), one]);
      return [m.where(m.asColumn(open), solved, x), g.op("Where", [open, g.op("Add", [k, step]), k])];
    },
  );
  const last = g.op("Sub", [g.op("Add", [begin, n]), one]);
  const back = loop(
    g,
    n,
    [
      { value: nth(forward, 0), dtype: WIDE },
      { value: last, dtype: "int64" },
    ],
    (_, state) => {
      const [x, k] = [nth(state, 0), nth(state, 1)];
      const [first, before] = [at(k), at(g.op("Sub", [k, one]))];
      const pivot = pivotAt(first);
      const pair = g.op("Less", [pivot, g.const(0, "int64")]);
      const [c1, c2] = [column(factors, first), column(factors, before)];
      const known = (c: Value) => m.asRow(m.where(after(k), c, 0));
      const x1 = m.sub(row(x, first), m.product(known(c1), x));
      const x2 = m.sub(row(x, before), m.product(known(c2), x));
      const solved = put(put(x, first, x1), g.op("And", [before, pair]), x2);
      const target = g.op("Sub", [g.op("Abs", [pivot]), one]);
      const swapped = rows(solved, exchange(k, target));
      const open = g.op("Not", [g.op("Less", [k, g.const(0, "int64")])]);
      const step = g.op("Where", [pair, g.const(2, "int64"), one]);
      return [m.where(m.asColumn(open), swapped, x), g.op("Where", [open, g.op("Sub", [k, step]), k])];
    },
  );
  return nth(back, 0);
}
