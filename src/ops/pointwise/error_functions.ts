/** The scaled error function, the normal distribution and its quantiles. Computed in double. */

import type { Value } from "../../onnx/ir.ts";
import type { Arithmetic } from "../arithmetic.ts";
import { piece } from "./bessel.ts";

/** exp(x²)·erfc(x); 2·exp(x²) less that of -x for negative x. */
export function erfcx(m: Arithmetic, x: Value): Value {
  const size = m.abs(x);
  const positive = m.div(piece(m, "erfcx", m.div(4, m.add(size, 4))), m.add(size, 1));
  const reflected = m.sub(m.mul(2, m.exp(m.mul(x, x))), positive);
  const value = m.where(m.less(x, 0), reflected, positive);
  return m.where(m.isNaN(x), x, value);
}

/** erfc with full relative accuracy in the tail. */
export function erfc(m: Arithmetic, x: Value): Value {
  const size = m.abs(x);
  const positive = m.div(piece(m, "erfcx", m.div(4, m.add(size, 4))), m.add(size, 1));
  const tail = m.mul(positive, m.exp(m.neg(m.mul(x, x))));
  return m.where(m.isNaN(x), x, m.where(m.less(x, 0), m.sub(2, tail), tail));
}

/** Φ(x). */
export const ndtr = (m: Arithmetic, x: Value): Value => m.mul(0.5, erfc(m, m.mul(x, -Math.SQRT1_2)));

/** log Φ(x). */
export function logNdtr(m: Arithmetic, x: Value): Value {
  const t = m.mul(x, Math.SQRT1_2);
  const left = m.min(t, 0);
  const below = m.sub(m.log(m.mul(0.5, erfcx(m, m.neg(left)))), m.mul(left, left));
  const q = m.mul(0.5, erfc(m, t));
  // log(1 - q): the series where q is too small for the difference.
  const above = m.where(m.less(q, 1e-5), m.neg(m.add(q, m.mul(0.5, q, q))), m.log(m.sub(1, q)));
  return m.where(m.less(x, -1), below, above);
}

/** Φ⁻¹(p). */
export function ndtri(m: Arithmetic, p: Value): Value {
  const y = m.min(p, m.sub(1, p));
  const q = m.sub(p, 0.5);
  const centre = m.mul(q, piece(m, "quantile_centre", m.mul(q, q)));
  const t = m.sqrt(m.mul(-2, m.log(m.max(y, 1e-320))));
  const near = m.sub(t, piece(m, "quantile_tail", t));
  const inverse = m.div(1, m.max(t, 1));
  const far = m.sub(t, m.mul(inverse, piece(m, "quantile_far", inverse)));
  const size = m.where(m.less(t, 6), near, far);
  const tail = m.where(m.less(q, 0), m.neg(size), size);
  const inside = m.where(m.lessOrEqual(m.abs(q), 0.4), centre, tail);
  const atEnds = m.where(
    m.equal(p, 0),
    Number.NEGATIVE_INFINITY,
    m.where(m.equal(p, 1), Number.POSITIVE_INFINITY, inside),
  );
  return m.where(m.or(m.less(p, 0), m.less(1, p)), Number.NaN, m.where(m.isNaN(p), p, atEnds));
}
