/** Eigenvalues and vectors of real matrices: Hessenberg form, the QR algorithm with Francis's double shifts, back substitution. */

import type { Value } from "../../onnx/ir.ts";
import { loop, loopWhile, nth } from "../loop.ts";
import { type Matrices, WIDE } from "./matrix.ts";

/** Double's relative rounding error, and the least number whose reciprocal does not overflow. */
const ULP = 2.220446049250313e-16;
const TINY = 2.2250738585072014e-308 / ULP;
/** Its square is still a number. */
const SMALL = 1e-140;
/** Sweeps a row, at most; two or three are usual. */
const SWEEPS = 30;
/** After so many sweeps without a result the shift is one of these multiples of the elements beside the diagonal. */
const STALLED = 10;
const [EXCEPTIONAL, SQUARED] = [0.75, -0.4375];

/** A complex number, or tensor, by parts. */
export interface Parts {
  readonly re: Value;
  readonly im: Value;
}

/** What every step needs: row and column numbers, and the places beside the diagonal. */
interface Places {
  readonly m: Matrices;
  readonly n: Value;
  readonly numbers: Value;
  /** Where the row's number is the column's and one more, and the other way. */
  readonly below: Value;
  readonly above: Value;
}

function places(m: Matrices, n: Value): Places {
  const numbers = m.range(n);
  const next = m.g.op("Add", [numbers, m.g.const(1, "int64")]);
  return {
    m,
    n,
    numbers,
    below: m.g.op("Equal", [m.asColumn(numbers), next]),
    above: m.g.op("Equal", [m.asColumn(next), numbers]),
  };
}

const integer = (m: Matrices, value: number): Value => m.g.const(value, "int64");
const plus = (m: Matrices, a: Value, b: number): Value => m.g.op("Add", [a, integer(m, b)]);
const total = (m: Matrices, a: Value): Value => m.g.op("ReduceSum", [a, m.g.ints([-1])], { keepdims: 1 });
const sumWhere = (m: Matrices, mask: Value, a: Value): Value =>
  m.g.op("ReduceSum", [m.where(mask, a, 0), m.g.ints([-1])], { keepdims: 0 });

/** The vector moved by one place: element k is element k - 1 (`down`), or k + 1. */
const moved = (p: Places, v: Value, down: boolean): Value => sumWhere(p.m, down ? p.below : p.above, p.m.asRow(v));

/** The vector's element of a number for each matrix. */
const pick = (p: Places, v: Value, k: Value): Value => total(p.m, p.m.where(p.m.g.op("Equal", [p.numbers, k]), v, 0));

/** Householder's reflector that makes x zero after place `k`, applied from both sides to h and from the right to z. */
function reflectBoth(p: Places, h: Value, z: Value, x: Value, k: Value, on: Value | null): readonly [Value, Value] {
  const { m } = p;
  const alpha = pick(p, x, k);
  const tail = m.where(m.g.op("Greater", [p.numbers, k]), x, 0);
  const rest = total(m, m.mul(tail, tail));
  const trivial = m.equal(rest, 0);
  const size = m.sqrt(m.add(m.mul(alpha, alpha), rest));
  const beta = m.where(trivial, 1, m.where(m.less(alpha, 0), size, m.neg(size)));
  const tau = m.where(on === null ? trivial : m.or(trivial, m.not(on)), 0, m.div(m.sub(beta, alpha), beta));
  const v = m.where(m.g.op("Equal", [p.numbers, k]), 1, m.div(tail, m.where(trivial, 1, m.sub(alpha, beta))));
  const scaled = m.mul(v, tau);
  const [row, column] = [m.asRow(scaled), m.asColumn(v)];
  const left = m.sub(h, m.mul(m.asColumn(scaled), m.product(m.asRow(v), h)));
  return [m.sub(left, m.mul(m.product(left, column), row)), m.sub(z, m.mul(m.product(z, column), row))];
}

/** Q'·a·Q that is zero below the first subdiagonal, and Q. */
function hessenberg(p: Places, a: Value): readonly [Value, Value] {
  const { m } = p;
  const rounds = m.g.op("Max", [plus(m, p.n, -2), integer(m, 0)]);
  const carried = [a, m.identity(p.n, a)].map((value) => ({ value, dtype: WIDE }));
  const results = loop(m.g, rounds, carried, (k, state) => {
    const x = m.where(m.g.op("Greater", [p.numbers, k]), m.column(nth(state, 0), k), 0);
    return reflectBoth(p, nth(state, 0), nth(state, 1), x, plus(m, k, 1), null);
  });
  return [m.triangle(nth(results, 0), true, -1), nth(results, 1)];
}

/** The elements of a Hessenberg matrix about its diagonal: each by its row, `above` by its column. */
interface Band {
  readonly diagonal: Value;
  readonly below: Value;
  readonly above: Value;
}

const bandOf = (p: Places, h: Value): Band => ({
  diagonal: p.m.diagonal(h),
  below: sumWhere(p.m, p.below, h),
  above: sumWhere(p.m, p.below, p.m.transpose(h)),
});

/** Elements below the diagonal that are nothing beside their neighbours become 0 (the test of Ahues and Tisseur). */
function deflated(p: Places, h: Value): Value {
  const { m } = p;
  const { diagonal, below, above } = bandOf(p, h);
  const before = moved(p, diagonal, true);
  const [b, c, d] = [m.abs(below), m.abs(above), m.abs(diagonal)];
  const gap = m.abs(m.sub(before, diagonal));
  const [most, least] = [m.max(d, gap), m.min(d, gap)];
  const size = m.add(most, m.max(b, c));
  const bound = m.max(m.div(m.mul(least, most, ULP), m.where(m.equal(size, 0), 1, size)), TINY);
  const coupling = m.div(m.mul(b, c), m.where(m.equal(size, 0), 1, size));
  const beside = m.lessOrEqual(b, m.mul(m.add(d, m.abs(before)), ULP));
  const small = m.or(m.lessOrEqual(b, TINY), m.and(beside, m.lessOrEqual(coupling, bound)));
  return m.where(m.and(p.below, m.asColumn(small)), 0, h);
}

/** The last block of more than two rows that is not taken apart yet, by its first and last row; the last is -1 without one. */
function openBlock(p: Places, { below }: Band): { readonly first: Value; readonly last: Value; readonly some: Value } {
  const { m } = p;
  const highest = (mask: Value) =>
    m.g.op("ReduceMax", [m.g.op("Where", [mask, p.numbers, integer(m, -1)]), m.g.ints([-1])], { keepdims: 1 });
  const joined = m.not(m.equal(below, 0));
  const inside = m.and(joined, m.not(m.equal(moved(p, m.where(joined, 1, 0), true), 0)));
  const last = highest(inside);
  const first = highest(m.and(m.not(joined), m.g.op("LessOrEqual", [p.numbers, last])));
  return { first, last, some: m.g.op("GreaterOrEqual", [last, integer(m, 0)]) };
}

const anywhere = (m: Matrices, condition: Value): Value =>
  m.g.op("Greater", [m.g.op("ReduceSum", [m.g.cast(condition, "int64")], { keepdims: 0 }), integer(m, 0)]);

/** The first column of (h - s1)·(h - s2) within the block, for the eigenvalues s of its last two rows, or of a stand-in for those. */
function firstColumn(p: Places, band: Band, first: Value, last: Value, stalled: Value): Value {
  const { m } = p;
  const of = (v: Value, k: Value, by = 0) => pick(p, v, by === 0 ? k : plus(m, k, by));
  const every = (count: number) =>
    m.and(
      m.g.op("Greater", [stalled, integer(m, 0)]),
      m.g.op("Equal", [m.g.op("Mod", [stalled, integer(m, count)]), integer(m, 0)]),
    );
  const [atEnd, special] = [every(2 * STALLED), every(STALLED)];
  const step = m.where(
    atEnd,
    m.add(m.abs(of(band.below, last)), m.abs(of(band.below, last, -1))),
    m.add(m.abs(of(band.below, first, 1)), m.abs(of(band.below, first, 2))),
  );
  const near = m.where(atEnd, of(band.diagonal, last), of(band.diagonal, first));
  const a = m.where(special, m.add(m.mul(step, EXCEPTIONAL), near), of(band.diagonal, last, -1));
  const b = m.where(special, m.mul(step, SQUARED), of(band.above, last));
  const c = m.where(special, step, of(band.below, last));
  const d = m.where(special, a, of(band.diagonal, last));
  const centre = m.mul(m.add(a, d), 0.5);
  const square = m.sub(m.mul(m.sub(a, centre), m.sub(d, centre)), m.mul(b, c));
  const root = m.sqrt(m.abs(square));
  const paired = m.lessOrEqual(0, square);
  // Of two real eigenvalues the one that is nearer to the last element is taken twice.
  const [upper, lower] = [m.add(centre, root), m.sub(centre, root)];
  const nearer = m.where(m.lessOrEqual(m.abs(m.sub(upper, d)), m.abs(m.sub(lower, d))), upper, lower);
  const shift = m.where(paired, centre, nearer);
  const [h0, h1, under] = [of(band.diagonal, first), of(band.diagonal, first, 1), of(band.below, first, 1)];
  const gap = m.sub(h0, shift);
  const imaginary = m.where(paired, m.mul(root, root), 0);
  const x = m.add(m.mul(under, of(band.above, first, 1)), m.mul(gap, gap), imaginary);
  const y = m.mul(under, m.sub(m.add(h0, h1), m.mul(shift, 2)));
  const w = m.mul(under, of(band.below, first, 2));
  const at = (by: number) => m.g.op("Equal", [p.numbers, by === 0 ? first : plus(m, first, by)]);
  return m.where(at(0), x, m.where(at(1), y, m.where(at(2), w, 0)));
}

/** One step of the QR algorithm on each matrix's open block: the shift's bulge is chased down to the block's end. */
function sweep(p: Places, h: Value, z: Value, stalled: Value): readonly [Value, Value] {
  const { m } = p;
  const band = bandOf(p, h);
  const { first, last } = openBlock(p, band);
  const start = firstColumn(p, band, first, last, stalled);
  const carried = [h, z].map((value) => ({ value, dtype: WIDE }));
  const results = loop(m.g, plus(m, p.n, -1), carried, (k, state) => {
    const g = m.g;
    const on = m.and(g.op("GreaterOrEqual", [k, first]), g.op("Less", [k, last]));
    const before = m.column(nth(state, 0), g.op("Max", [plus(m, k, -1), integer(m, 0)]));
    const end = g.op("Min", [plus(m, k, 2), last]);
    const within = m.and(g.op("GreaterOrEqual", [p.numbers, k]), g.op("LessOrEqual", [p.numbers, end]));
    const x = m.where(g.op("Equal", [k, first]), start, m.where(within, before, 0));
    return reflectBoth(p, nth(state, 0), nth(state, 1), x, k, on);
  });
  return [m.triangle(nth(results, 0), true, -1), nth(results, 1)];
}

interface Schur {
  /** Triangular, but for blocks of two rows. */
  readonly t: Value;
  readonly z: Value;
  /** False for matrices whose sweeps did not suffice. */
  readonly done: Value;
}

function realSchur(p: Places, a: Value): Schur {
  const { m } = p;
  const { g } = m;
  const [start, basis] = hessenberg(p, a);
  const h0 = deflated(p, start);
  const open = openBlock(p, bandOf(p, h0));
  const least = g.op("Max", [p.n, integer(m, STALLED)]);
  const rounds = g.op("Where", [anywhere(m, open.some), g.op("Mul", [least, integer(m, SWEEPS)]), integer(m, 0)]);
  const zero = g.op("Mul", [open.last, integer(m, 0)]);
  const carried = [
    { value: h0, dtype: WIDE },
    { value: basis, dtype: WIDE },
    { value: open.last, dtype: "int64" as const },
    { value: zero, dtype: "int64" as const },
  ];
  const results = loopWhile(g, rounds, carried, (_, state) => {
    const [swept, z] = sweep(p, nth(state, 0), nth(state, 1), nth(state, 3));
    const h = deflated(p, swept);
    const { last, some } = openBlock(p, bandOf(p, h));
    const same = g.op("Equal", [last, nth(state, 2)]);
    const stalled = g.op("Where", [same, plus(m, nth(state, 3), 1), integer(m, 0)]);
    return { values: [h, z, last, stalled], goOn: anywhere(m, some) };
  });
  return { t: nth(results, 0), z: nth(results, 1), done: g.op("Less", [nth(results, 2), integer(m, 0)]) };
}

interface Diagonalised {
  readonly values: Parts;
  /** The unitary matrix that makes the blocks of two rows triangular. */
  readonly turn: Parts;
}

/** The eigenvalues in the order of the diagonal; of a pair of conjugates the one above the real axis comes first. */
function blocks(p: Places, { t, done }: Schur): Diagonalised {
  const { m } = p;
  const { diagonal, below, above } = bandOf(p, t);
  const isSecond = m.not(m.equal(below, 0));
  // All of a block, at the place of its first row.
  const c = moved(p, below, false);
  const isFirst = m.not(m.equal(c, 0));
  const [a, b, d] = [diagonal, moved(p, above, false), moved(p, diagonal, false)];
  const half = m.mul(m.sub(a, d), 0.5);
  const product = m.mul(b, c);
  const square = m.add(m.mul(half, half), product);
  const root = m.sqrt(m.abs(square));
  const real = m.lessOrEqual(0, square);
  const swapped = m.equal(b, 0);
  const z = m.where(swapped, 0, m.add(half, m.where(m.less(half, 0), m.neg(root), root)));
  const other = m.where(swapped, a, m.sub(d, m.div(product, m.where(m.equal(z, 0), 1, z))));
  const middle = m.add(d, half);
  const [re1, re2] = [m.where(real, m.add(d, z), middle), m.where(real, other, middle)];
  const im1 = m.where(real, 0, root);
  const nothing = m.where(done, 0, Number.NaN);
  const second = (v: Value) => moved(p, m.where(isFirst, v, 0), true);
  const re = m.add(m.where(isFirst, re1, m.where(isSecond, second(re2), diagonal)), nothing);
  const im = m.add(m.where(isFirst, im1, m.where(isSecond, m.neg(second(im1)), 0)), nothing);
  // The block's first eigenvector is (eigenvalue - d, c).
  const u: Parts = { re: m.where(real, z, half), im: im1 };
  const size = m.sqrt(m.add(m.mul(u.re, u.re), m.mul(u.im, u.im), m.mul(c, c)));
  const unit = (v: Value) => m.where(isFirst, m.div(v, m.where(isFirst, size, 1)), 0);
  const [ur, ui, uc] = [unit(u.re), unit(u.im), unit(c)];
  const eye = m.g.op("Equal", [m.asColumn(p.numbers), p.numbers]);
  const diagonalRe = m.where(isFirst, ur, m.where(isSecond, moved(p, ur, true), 1));
  const diagonalIm = m.where(isFirst, ui, m.where(isSecond, m.neg(moved(p, ui, true)), 0));
  const beside = m.where(p.below, m.asRow(uc), m.where(p.above, m.asRow(m.neg(moved(p, uc, true))), 0));
  return {
    values: { re, im },
    turn: { re: m.where(eye, m.asRow(diagonalRe), beside), im: m.where(eye, m.asRow(diagonalIm), 0) },
  };
}

const times = (m: Matrices, a: Parts, b: Parts): Parts => ({
  re: m.sub(m.product(a.re, b.re), m.product(a.im, b.im)),
  im: m.add(m.product(a.re, b.im), m.product(a.im, b.re)),
});

/** Eigenvectors of a complex upper triangular matrix, as columns. */
function triangularVectors(p: Places, t: Parts, values: Parts): Parts {
  const { m } = p;
  const { g } = m;
  const zero = m.mul(t.re, 0);
  const carried = [zero, zero].map((value) => ({ value, dtype: WIDE }));
  const results = loop(g, p.n, carried, (round, state) => {
    const i = g.op("Sub", [plus(m, p.n, -1), round]);
    const known: Parts = { re: nth(state, 0), im: nth(state, 1) };
    const sums = times(m, { re: m.asRow(m.row(t.re, i)), im: m.asRow(m.row(t.im, i)) }, known);
    const flat = (v: Value) => g.op("Squeeze", [v, g.ints([-2])]);
    const row: Parts = { re: flat(sums.re), im: flat(sums.im) };
    const own = (v: Value) => m.asColumn(g.op("Gather", [v, i], { axis: -1 }));
    const gap: Parts = { re: m.sub(own(values.re), values.re), im: m.sub(own(values.im), values.im) };
    // Equal eigenvalues: a difference as small as their rounding.
    const least = m.max(m.mul(m.add(m.abs(values.re), m.abs(values.im)), ULP), SMALL);
    const equal = m.less(m.add(m.abs(gap.re), m.abs(gap.im)), least);
    const [dr, di] = [m.where(equal, least, gap.re), m.where(equal, 0, gap.im)];
    const size = m.add(m.mul(dr, dr), m.mul(di, di));
    const re = m.neg(m.div(m.add(m.mul(row.re, dr), m.mul(row.im, di)), size));
    const im = m.neg(m.div(m.sub(m.mul(row.im, dr), m.mul(row.re, di)), size));
    const beyond = g.op("Greater", [p.numbers, i]);
    const here = g.op("Equal", [p.numbers, i]);
    const at = g.op("Equal", [m.asColumn(p.numbers), i]);
    return [
      m.where(at, m.asRow(m.where(here, 1, m.where(beyond, re, 0))), known.re),
      m.where(at, m.asRow(m.where(beyond, im, 0)), known.im),
    ];
  });
  return { re: nth(results, 0), im: nth(results, 1) };
}

/** Columns of length 1; of a complex one the largest element becomes real. */
function normalised(p: Places, v: Parts, values: Parts): Parts {
  const { m } = p;
  const { g } = m;
  const squares = m.add(m.mul(v.re, v.re), m.mul(v.im, v.im));
  const length = m.sqrt(g.op("ReduceSum", [squares, g.ints([-2])], { keepdims: 1 }));
  const largest = g.op("ArgMax", [squares], { axis: -2, keepdims: 1 });
  const at = (part: Value) => g.op("GatherElements", [part, largest], { axis: -2 });
  const [x, y] = [at(v.re), at(v.im)];
  const size = m.mul(length, m.sqrt(m.add(m.mul(x, x), m.mul(y, y))));
  const real = m.asRow(m.equal(values.im, 0));
  const [cos, sin] = [m.where(real, m.div(1, length), m.div(x, size)), m.where(real, 0, m.div(y, size))];
  return {
    re: m.add(m.mul(v.re, cos), m.mul(v.im, sin)),
    im: m.where(real, 0, m.sub(m.mul(v.im, cos), m.mul(v.re, sin))),
  };
}

/** Eigenvalues in LAPACK's order (mostly), and with `vectors` the vectors in columns; NaN where the sweeps do not suffice. */
export function eigen(
  m: Matrices,
  a: Value,
  vectors: boolean,
): { readonly values: Parts; readonly vectors: Parts | null } {
  const p = places(m, m.rows(a));
  const schur = realSchur(p, a);
  const { values, turn } = blocks(p, schur);
  if (!vectors) return { values, vectors: null };
  const t: Parts = { re: m.product(schur.t, turn.re), im: m.product(schur.t, turn.im) };
  const adjoint: Parts = { re: m.transpose(turn.re), im: m.neg(m.transpose(turn.im)) };
  const basis: Parts = { re: m.product(schur.z, turn.re), im: m.product(schur.z, turn.im) };
  const columns = times(m, basis, triangularVectors(p, times(m, adjoint, t), values));
  return { values, vectors: normalised(p, columns, values) };
}
