/** Eigenvalues of symmetric matrices and singular values, by Jacobi's rotations. */

import type { Value } from "../../onnx/ir.ts";
import { loop, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";
import { applyReflectors, reflect, unitColumns } from "./qr_values.ts";

/** Rounds over all pairs; convergence is quadratic, so that double precision is reached well before. */
const SWEEPS = 12;

/** All pairs p < q of n, as two int64 lists. */
function pairs(m: Matrices, n: Value): { readonly p: Value; readonly q: Value; readonly count: Value } {
  const { g } = m;
  const strict = g.op("Less", [m.asColumn(m.range(n)), m.range(n)]);
  const both = g.op("NonZero", [g.cast(strict, "int64")]);
  const of = (i: number) => g.op("Gather", [both, g.const(i, "int64")], { axis: 0 });
  return { p: of(0), q: of(1), count: g.op("Squeeze", [g.op("Shape", [both], { start: 1 }), g.ints([0])]) };
}

/** The rotation that makes [[pp, pq], [pq, qq]] diagonal, in an identity of size n. */
function rotation(m: Matrices, n: Value, p: Value, q: Value, pp: Value, qq: Value, pq: Value): Value {
  const { g } = m;
  const none = m.equal(pq, 0);
  const theta = m.div(m.sub(qq, pp), m.mul(2, m.where(none, 1, pq)));
  const size = m.div(1, m.add(m.abs(theta), m.sqrt(m.add(m.mul(theta, theta), 1))));
  const t = m.where(none, 0, m.where(m.less(theta, 0), m.neg(size), size));
  const c = m.div(1, m.sqrt(m.add(m.mul(t, t), 1)));
  const block = (v: Value) => g.op("Unsqueeze", [v, g.ints([-1, -2])]);
  const [cosine, sine] = [block(c), block(m.mul(t, c))];
  const numbers = m.range(n);
  const [atP, atQ] = [g.op("Equal", [numbers, p]), g.op("Equal", [numbers, q])];
  const [rowP, rowQ] = [m.asColumn(atP), m.asColumn(atQ)];
  const eye = m.where(g.op("Equal", [m.asColumn(numbers), numbers]), 1, 0);
  const diagonal = m.or(m.and(rowP, atP), m.and(rowQ, atQ));
  return m.where(diagonal, cosine, m.where(m.and(rowP, atQ), sine, m.where(m.and(rowQ, atP), m.neg(sine), eye)));
}

/** Values in order with the columns of `vectors` that belong to them. */
function sortBy(m: Matrices, values: Value, vectors: Value, descending: boolean): readonly [Value, Value] {
  const { g } = m;
  if (m.empty) return [values, vectors];
  const k = g.op("Shape", [values], { start: -1 });
  const [sorted, order] = g.ops("TopK", [values, k], 2, { axis: -1, largest: descending ? 1 : 0, sorted: 1 });
  if (!sorted || !order) throw new Error("TopK gave too few outputs");
  return [sorted, gatherColumns(m, vectors, order)];
}

function gatherColumns(m: Matrices, a: Value, order: Value): Value {
  const { g } = m;
  return g.op("GatherElements", [a, g.op("Expand", [m.asRow(order), g.op("Shape", [a])])], { axis: -1 });
}

/** Eigenvalues, ascending, and vectors of the symmetric matrices whose lower (or upper) triangle is given. */
export function symmetricEigen(m: Matrices, a: Value, upper: boolean): { values: Value; vectors: Value } {
  const { g } = m;
  const n = m.rows(a);
  const half = m.triangle(a, upper, 0);
  const full = m.add(half, m.transpose(m.triangle(a, upper, upper ? 1 : -1)));
  const { p: ps, q: qs, count } = pairs(m, n);
  const rounds = g.op("Mul", [count, g.const(SWEEPS, "int64")]);
  const carried = [full, m.identity(n, a)].map((value) => ({ value, dtype: WIDE }));
  const results = loop(g, rounds, carried, (round, state) => {
    const [current, vectors] = [nth(state, 0), nth(state, 1)];
    const at = g.op("Mod", [round, g.op("Max", [count, g.const(1, "int64")])]);
    const [p, q] = [g.op("Gather", [ps, at]), g.op("Gather", [qs, at])];
    const columnP = m.column(current, p);
    const columnQ = m.column(current, q);
    const element = (v: Value, k: Value) => g.op("Gather", [v, k], { axis: -1 });
    const j = rotation(m, n, p, q, element(columnP, p), element(columnQ, q), element(columnQ, p));
    return [m.product(m.product(m.transpose(j), current), j), m.product(vectors, j)];
  });
  const [values, vectors] = sortBy(m, m.diagonal(nth(results, 0)), nth(results, 1), false);
  return { values, vectors };
}

export interface SingularValues {
  /** All of them, min(rows, columns). */
  readonly s: Value;
  /** Square, complete. */
  readonly u: Value;
  readonly vh: Value;
}

/** One-sided Jacobi: columns are rotated until they are orthogonal; their lengths are the singular values. */
export function singularValues(m: Matrices, a: Value): SingularValues {
  const { g } = m;
  const n = m.columns(a);
  const { p: ps, q: qs, count } = pairs(m, n);
  const rounds = g.op("Mul", [count, g.const(SWEEPS, "int64")]);
  const start = unitColumns(m, m.transpose(a), n);
  const carried = [a, start].map((value) => ({ value, dtype: WIDE }));
  const results = loop(g, rounds, carried, (round, state) => {
    const [w, v] = [nth(state, 0), nth(state, 1)];
    const at = g.op("Mod", [round, g.op("Max", [count, g.const(1, "int64")])]);
    const [p, q] = [g.op("Gather", [ps, at]), g.op("Gather", [qs, at])];
    const [wp, wq] = [m.column(w, p), m.column(w, q)];
    const dot = (x: Value, y: Value) => m.sum(m.mul(x, y));
    const j = rotation(m, n, p, q, dot(wp, wp), dot(wq, wq), dot(wp, wq));
    return [m.product(w, j), m.product(v, j)];
  });
  const w = nth(results, 0);
  const lengths = m.sqrt(m.sum(m.transpose(m.mul(w, w))));
  const [sorted, v] = sortBy(m, lengths, nth(results, 1), true);
  const ordered = m.product(a, v);
  const k = g.op("Min", [m.rows(a), n]);
  const s = g.op("Slice", [sorted, g.ints([0]), g.op("Reshape", [k, g.ints([1])]), g.ints([-1])]);
  // The columns are orthogonal, so that their QR factorisation completes them to a basis, up to signs.
  const factors = reflect(m, ordered);
  const q = applyReflectors(m, factors, unitColumns(m, a, m.rows(a)));
  const numbers = m.range(m.rows(a));
  const eye = g.op("Equal", [m.asColumn(numbers), m.range(n)]);
  const negative = m.less(m.sum(m.where(eye, factors.packed, 0)), 0);
  return { s, u: m.where(m.asRow(negative), m.neg(q), q), vh: m.transpose(v) };
}
