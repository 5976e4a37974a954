/** Elementary functions of doubles by formulas: ONNX Runtime's kernels of these operators take float only. */

import type { Value } from "../../onnx/ir.ts";
import type { Arithmetic } from "../arithmetic.ts";
import { erfc } from "./error_functions.ts";

type Formula = (m: Arithmetic, x: Value) => Value;

/** Coefficients c(n), from the highest power on. */
const series = (terms: number, c: (n: number) => number): readonly number[] =>
  Array.from({ length: terms }, (_, i) => c(terms - 1 - i));

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

const alternating = (n: number) => (n % 2 === 0 ? 1 : -1);

const ATAN = series(20, (n) => alternating(n) / (2 * n + 1));
const ERF = series(24, (n) => ((2 / Math.sqrt(Math.PI)) * alternating(n)) / (factorial(n) * (2 * n + 1)));
const SINH = series(10, (n) => 1 / factorial(2 * n + 1));

/** x·P(x²). */
const odd = (m: Arithmetic, x: Value, coefficients: readonly number[]): Value =>
  m.mul(x, m.polynomial(m.mul(x, x), coefficients));

/** Reduced to |x| ≤ tan(π/8), where the series has converged after 20 terms. */
const atan: Formula = (m, x) => {
  const size = m.abs(x);
  const large = m.less(1, size);
  const inner = m.where(large, m.div(1, size), size);
  const middle = m.less(Math.SQRT2 - 1, inner);
  const reduced = m.where(middle, m.div(m.sub(inner, 1), m.add(inner, 1)), inner);
  const small = odd(m, reduced, ATAN);
  const first = m.where(middle, m.add(small, Math.PI / 4), small);
  const angle = m.where(large, m.sub(Math.PI / 2, first), first);
  return m.where(m.less(x, 0), m.neg(angle), angle);
};

const asin: Formula = (m, x) => atan(m, m.div(x, m.sqrt(m.mul(m.sub(1, x), m.add(1, x)))));

const erf: Formula = (m, x) => m.where(m.less(m.abs(x), 1), odd(m, x, ERF), m.sub(1, erfc(m, x)));

const sinh: Formula = (m, x) => {
  const e = m.exp(m.mul(x, 0.5));
  const inverse = m.exp(m.mul(x, -0.5));
  // e^x as a product of its roots, which overflow later.
  const large = m.sub(m.mul(m.mul(e, 0.5), e), m.mul(m.mul(inverse, 0.5), inverse));
  return m.where(m.less(m.abs(x), 1), odd(m, x, SINH), large);
};

const cosh: Formula = (m, x) => {
  const e = m.exp(m.mul(x, 0.5));
  const inverse = m.exp(m.mul(x, -0.5));
  return m.add(m.mul(m.mul(e, 0.5), e), m.mul(m.mul(inverse, 0.5), inverse));
};

/** log(1 + x) for x ≥ 0 with the rounding error of 1 + x made good. */
const log1p: Formula = (m, x) => {
  const u = m.add(x, 1);
  const d = m.sub(u, 1);
  const exact = m.or(m.equal(d, 0), m.equal(u, Number.POSITIVE_INFINITY));
  return m.where(exact, m.where(m.equal(d, 0), x, m.log(u)), m.div(m.mul(m.log(u), x), m.where(exact, 1, d)));
};

const oddly = (m: Arithmetic, x: Value, f: (size: Value) => Value): Value => {
  const value = f(m.abs(x));
  return m.where(m.less(x, 0), m.neg(value), value);
};

/** log(s + √(s² + 1)); beyond 10⁸ it is log(2s). */
const asinh: Formula = (m, x) =>
  oddly(m, x, (s) => {
    const t = m.min(s, 1e8);
    const square = m.mul(t, t);
    const near = log1p(m, m.add(t, m.div(square, m.add(m.sqrt(m.add(square, 1)), 1))));
    return m.where(m.less(s, 1e8), near, m.add(m.log(s), Math.LN2));
  });

const acosh: Formula = (m, x) => {
  const t = m.sub(m.min(x, 1e8), 1);
  const near = log1p(m, m.add(t, m.sqrt(m.mul(t, m.add(t, 2)))));
  return m.where(m.less(1e8, x), m.add(m.log(x), Math.LN2), near);
};

const atanh: Formula = (m, x) => oddly(m, x, (s) => m.mul(0.5, log1p(m, m.div(m.add(s, s), m.sub(1, s)))));

/** By ONNX operator. */
export const DOUBLE_FORMULAS: Readonly<Record<string, Formula>> = {
  Acos: (m, x) => m.sub(Math.PI / 2, asin(m, x)),
  Acosh: acosh,
  Asin: asin,
  Asinh: asinh,
  Atan: atan,
  Atanh: atanh,
  Cosh: cosh,
  Erf: erf,
  Sinh: sinh,
  Tan: (m, x) => m.div(m.sin(x), m.cos(x)),
};
