/** Eigenvalues of symmetric matrices and singular values, by Jacobi's rotations. */

import type { Value } from "../../onnx/ir.ts";
import { loopWhile, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";
import { applyReflectors, reflect, unitColumns } from "./qr_values.ts";

/** Rounds over all pairs, at most; convergence is quadratic, so that double precision is reached well before. */
const SWEEPS = 24;
/** Squares: what is left beside the diagonal is nothing in double precision. */
const CONVERGED = 1e-30;
const NEGLIGIBLE = 1e-62;

/**
 * A tournament: in each of its rounds every row has one partner, so that half of all rows' pairs are rotated at once, and in all
 * rounds together each pair once. An odd number leaves one row idle.
 */
interface Tournament {
  readonly rounds: Value;
  /** The partner of each row, and where that is in the matrix. */
  partners(round: Value): { readonly numbers: Value; readonly mask: Value };
}

function tournament(m: Matrices, n: Value): Tournament {
  const { g } = m;
  const int = (v: number) => g.const(v, "int64");
  const odd = g.op("Mod", [n, int(2)]);
  const rounds = g.op("Add", [g.op("Sub", [n, int(1)]), odd]);
  const numbers = m.range(n);
  const last = g.op("Sub", [n, int(1)]);
  const isOdd = g.op("Equal", [odd, int(1)]);
  const fixed = g.op("And", [g.op("Equal", [numbers, last]), g.op("Not", [isOdd])]);
  return {
    rounds,
    partners(round) {
      const r = g.op("Mod", [round, rounds]);
      const twice = g.op("Mul", [g.op("Add", [r, rounds]), int(2)]);
      const mirrored = g.op("Mod", [g.op("Sub", [twice, numbers]), rounds]);
      const alone = g.op("Equal", [mirrored, numbers]);
      const free = g.op("Where", [isOdd, numbers, last]);
      const partner = g.op("Where", [fixed, r, g.op("Where", [alone, free, mirrored])]);
      return { numbers: partner, mask: g.op("Equal", [m.asColumn(partner), numbers]) };
    },
  };
}

/** Rotations of all pairs of a round that make the symmetric `a` zero between partners. */
function rotations(m: Matrices, n: Value, a: Value, round: Value, all: Tournament): Value {
  const { g } = m;
  const { numbers: partner, mask } = all.partners(round);
  const numbers = m.range(n);
  const eye = g.op("Equal", [m.asColumn(numbers), numbers]);
  const own = m.diagonal(a);
  const other = g.op("Gather", [own, partner], { axis: -1 });
  const between = g.op("ReduceSum", [m.where(mask, a, 0), g.ints([-1])], { keepdims: 0 });
  const still = m.or(m.equal(between, 0), g.op("Equal", [partner, numbers]));
  const theta = m.div(m.sub(other, own), m.mul(2, m.where(still, 1, between)));
  const size = m.div(1, m.add(m.abs(theta), m.sqrt(m.add(m.mul(theta, theta), 1))));
  // Equal diagonal elements: one of the two turns forwards.
  const backwards = m.or(m.less(theta, 0), m.and(m.equal(theta, 0), g.op("Less", [partner, numbers])));
  const t = m.where(still, 0, m.where(backwards, m.neg(size), size));
  const c = m.div(1, m.sqrt(m.add(m.mul(t, t), 1)));
  return m.where(eye, m.asRow(c), m.where(mask, m.asRow(m.neg(m.mul(t, c))), 0));
}

/** Whether a condition holds anywhere. */
function anywhere(g: Matrices["g"], condition: Value): Value {
  const count = g.op("ReduceSum", [g.cast(condition, "int64")], { keepdims: 0 });
  return g.op("Greater", [count, g.const(0, "int64")]);
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
  if (m.empty) return { values: m.diagonal(full), vectors: m.identity(n, a) };
  const all = tournament(m, n);
  const rounds = g.op("Mul", [all.rounds, g.const(SWEEPS, "int64")]);
  const carried = [full, m.identity(n, a)].map((value) => ({ value, dtype: WIDE }));
  const numbers = m.range(n);
  const eye = g.op("Equal", [m.asColumn(numbers), numbers]);
  const total = (v: Value) => g.op("ReduceSum", [m.mul(v, v), g.ints([-2, -1])], { keepdims: 0 });
  const results = loopWhile(g, rounds, carried, (round, state) => {
    const [current, vectors] = [nth(state, 0), nth(state, 1)];
    const j = rotations(m, n, current, round, all);
    const turned = m.product(m.product(m.transpose(j), current), j);
    const { mask } = all.partners(round);
    const next = m.where(g.op("And", [mask, g.op("Not", [eye])]), 0, turned);
    const even = m.mul(m.add(next, m.transpose(next)), 0.5);
    const left = total(m.where(eye, 0, even));
    const goOn = anywhere(g, m.less(m.mul(total(even), CONVERGED), left));
    return { values: [even, m.product(vectors, j)], goOn };
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
  const all = tournament(m, n);
  const rounds = g.op("Mul", [all.rounds, g.const(m.empty ? 0 : SWEEPS, "int64")]);
  const start = unitColumns(m, m.transpose(a), n);
  const carried = [a, start].map((value) => ({ value, dtype: WIDE }));
  const numbers = m.range(n);
  const apart = g.op("Not", [g.op("Equal", [m.asColumn(numbers), numbers])]);
  const results = loopWhile(g, rounds, carried, (round, state) => {
    const [w, v] = [nth(state, 0), nth(state, 1)];
    const gram = m.product(m.transpose(w), w);
    const squares = m.diagonal(gram);
    const trace = m.asColumn(m.asColumn(m.sum(squares)));
    const bound = m.add(m.mul(m.outer(squares, squares), CONVERGED), m.mul(m.mul(trace, trace), NEGLIGIBLE));
    const open = g.op("And", [apart, m.less(bound, m.mul(gram, gram))]);
    // Columns that are orthogonal already are left alone.
    const j = rotations(m, n, m.where(g.op("Or", [open, g.op("Not", [apart])]), gram, 0), round, all);
    return { values: [m.product(w, j), m.product(v, j)], goOn: anywhere(g, open) };
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
  const eye = g.op("Equal", [m.asColumn(m.range(m.rows(a))), numbers]);
  const negative = m.less(m.sum(m.where(eye, factors.packed, 0)), 0);
  return { s, u: m.where(m.asRow(negative), m.neg(q), q), vh: m.transpose(v) };
}
