/** Bessel and Airy functions: polynomials on pieces, from the table of special functions. Computed in double. */

import type { Value } from "../../onnx/ir.ts";
import type { Arithmetic } from "../arithmetic.ts";
import pieces from "../data/special_functions.json" with { type: "json" };

export type PieceName = keyof typeof pieces;

/** The tabulated function at t, which must lie in its range (elsewhere the value means nothing, but is finite). */
export function piece(m: Arithmetic, name: PieceName, t: Value): Value {
  const { range, coefficients } = pieces[name];
  const [a = 0, b = 1] = range;
  const u = m.mul(m.sub(m.max(m.min(t, b), a), (a + b) / 2), 2 / (b - a));
  return m.polynomial(u, coefficients);
}

/** exp(-|x|)·I₀(x). */
export function i0e(m: Arithmetic, x: Value): Value {
  const size = m.abs(x);
  const far = m.max(size, 8);
  const large = m.div(piece(m, "i0e_large", m.div(1, far)), m.sqrt(far));
  return m.where(m.less(size, 8), piece(m, "i0e_small", size), keepNaN(m, x, large));
}

/** exp(-|x|)·I₁(x). */
export function i1e(m: Arithmetic, x: Value): Value {
  const size = m.abs(x);
  const far = m.max(size, 8);
  const large = m.div(piece(m, "i1e_large", m.div(1, far)), m.sqrt(far));
  const positive = m.where(m.less(size, 8), m.mul(size, piece(m, "i1e_small", size)), keepNaN(m, x, large));
  return m.where(m.less(x, 0), m.neg(positive), positive);
}

export const i0 = (m: Arithmetic, x: Value): Value => m.mul(i0e(m, x), m.exp(m.abs(x)));
export const i1 = (m: Arithmetic, x: Value): Value => m.mul(i1e(m, x), m.exp(m.abs(x)));

function keepNaN(m: Arithmetic, x: Value, value: Value): Value {
  return m.where(m.isNaN(x), x, value);
}

/** K₀(x), times exp(x) when scaled. */
export function k0(m: Arithmetic, x: Value, scaled: boolean): Value {
  const near = m.max(m.min(x, 2), 1e-300);
  const small = m.sub(piece(m, "k0_small", m.mul(near, near)), m.mul(m.log(m.mul(near, 0.5)), i0(m, near)));
  const far = m.max(x, 2);
  const large = m.div(piece(m, "k0e_large", m.div(1, far)), m.sqrt(far));
  return decaying(m, x, small, large, scaled);
}

/** K₁(x), times exp(x) when scaled. */
export function k1(m: Arithmetic, x: Value, scaled: boolean): Value {
  const near = m.max(m.min(x, 2), 1e-300);
  const regular = m.div(piece(m, "k1_small", m.mul(near, near)), near);
  const small = m.add(regular, m.mul(m.log(m.mul(near, 0.5)), i1(m, near)));
  const far = m.max(x, 2);
  const large = m.div(piece(m, "k1e_large", m.div(1, far)), m.sqrt(far));
  return decaying(m, x, small, large, scaled);
}

/** Infinite at 0, undefined below. */
function decaying(m: Arithmetic, x: Value, small: Value, large: Value, scaled: boolean): Value {
  const near = m.min(x, 2);
  const value = m.where(
    m.lessOrEqual(x, 2),
    scaled ? m.mul(small, m.exp(near)) : small,
    scaled ? large : m.mul(large, m.exp(m.neg(m.max(x, 2)))),
  );
  const atZero = m.where(m.equal(x, 0), Number.POSITIVE_INFINITY, value);
  return keepNaN(m, x, m.where(m.less(x, 0), Number.NaN, atZero));
}

type Order = 0 | 1;

const AMPLITUDES = { 0: ["bessel0_p", "bessel0_q"], 1: ["bessel1_p", "bessel1_q"] } as const;

/** Hankel's form for x ≥ 8: √(2/πx)·(P, Q/x) against the phase. */
function hankel(m: Arithmetic, x: Value, order: Order): { readonly j: Value; readonly y: Value } {
  const far = m.max(x, 8);
  const t = m.div(1, m.mul(far, far));
  const [pName, qName] = AMPLITUDES[order];
  const p = piece(m, pName, t);
  const q = m.div(piece(m, qName, t), far);
  const phase = m.sub(far, ((2 * order + 1) * Math.PI) / 4);
  const [c, s] = [m.cos(phase), m.sin(phase)];
  const scale = m.sqrt(m.div(2 / Math.PI, far));
  return {
    j: m.mul(scale, m.sub(m.mul(p, c), m.mul(q, s))),
    y: m.mul(scale, m.add(m.mul(p, s), m.mul(q, c))),
  };
}

/** J₀ is even, J₁ odd. */
export function besselJ(m: Arithmetic, x: Value, order: Order): Value {
  const size = m.abs(x);
  const near = m.min(size, 8);
  const square = m.mul(near, near);
  const small = order === 0 ? piece(m, "j0_small", square) : m.mul(near, piece(m, "j1_small", square));
  const positive = m.where(m.less(size, 8), small, hankel(m, size, order).j);
  const signed = order === 0 ? positive : m.where(m.less(x, 0), m.neg(positive), positive);
  return keepNaN(m, x, signed);
}

/** -∞ at 0, undefined below. */
export function besselY(m: Arithmetic, x: Value, order: Order): Value {
  const near = m.max(m.min(x, 8), 1e-300);
  const square = m.mul(near, near);
  const singular = m.mul(2 / Math.PI, m.log(near), besselJ(m, near, order));
  const regular = order === 0 ? piece(m, "y0_small", square) : m.div(piece(m, "y1_small", square), near);
  const value = m.where(m.less(x, 8), m.add(regular, singular), hankel(m, x, order).y);
  const atZero = m.where(m.equal(x, 0), Number.NEGATIVE_INFINITY, value);
  return keepNaN(m, x, m.where(m.less(x, 0), Number.NaN, atZero));
}

/** sin(x)/x. */
export function sphericalJ0(m: Arithmetic, x: Value): Value {
  const small = m.less(m.abs(x), 1e-4);
  const safe = m.where(small, 1, x);
  const series = m.sub(1, m.div(m.mul(x, x), 6));
  return m.where(m.isNaN(x), x, m.where(small, series, m.div(m.sin(safe), safe)));
}

/** Ai(x): oscillating below -5, decaying above 3. */
export function airyAi(m: Arithmetic, x: Value): Value {
  const zetaOf = (size: Value) => m.mul(2 / 3, size, m.sqrt(size));
  const right = m.max(x, 3);
  const zeta = zetaOf(right);
  const quarter = (v: Value) => m.sqrt(m.sqrt(v));
  const decay = m.div(
    m.mul(m.exp(m.neg(zeta)), piece(m, "airy_decay", m.div(1, zeta))),
    m.mul(2 * Math.sqrt(Math.PI), quarter(right)),
  );
  const left = m.max(m.neg(x), 5);
  const phase = zetaOf(left);
  const t = m.div(1, m.mul(phase, phase));
  const turned = m.sub(phase, Math.PI / 4);
  const wave = m.add(
    m.mul(piece(m, "airy_p", t), m.cos(turned)),
    m.mul(m.div(piece(m, "airy_q", t), phase), m.sin(turned)),
  );
  const oscillating = m.div(wave, m.mul(Math.sqrt(Math.PI), quarter(left)));
  const centre = m.where(m.less(x, -5), oscillating, piece(m, "airy_small", x));
  return m.where(m.isNaN(x), x, m.where(m.less(3, x), decay, centre));
}
