/** Complex arithmetic and functions on pairs of real values. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { atan2 } from "../pointwise/binary.ts";
import type { Pair } from "./pair.ts";

/** The vocabulary of a complex formula whose parts are computed in `dtype`. */
export interface ComplexArithmetic {
  readonly real: Arithmetic;
  number(re: number, im?: number): Pair;
  add(a: Pair, b: Pair): Pair;
  sub(a: Pair, b: Pair): Pair;
  mul(a: Pair, b: Pair): Pair;
  div(a: Pair, b: Pair): Pair;
  neg(a: Pair): Pair;
  conj(a: Pair): Pair;
  scale(a: Pair, by: number): Pair;
  /** i·a */
  turned(a: Pair): Pair;
  abs(a: Pair): Value;
  angle(a: Pair): Value;
  isZero(a: Pair): Value;
  where(condition: Value, a: Pair, b: Pair): Pair;
  exp(a: Pair): Pair;
  log(a: Pair): Pair;
  sqrt(a: Pair): Pair;
  sin(a: Pair): Pair;
  cos(a: Pair): Pair;
  sinh(a: Pair): Pair;
  cosh(a: Pair): Pair;
  tanh(a: Pair): Pair;
  asinh(a: Pair): Pair;
  acosh(a: Pair): Pair;
  atanh(a: Pair): Pair;
  pow(a: Pair, b: Pair): Pair;
}

export function complexArithmetic(g: LoweringBuilder, dtype: DType): ComplexArithmetic {
  const m = arithmetic(g, dtype);
  /** Zeros of a real operand's shape, so that what broadcasts in one part does in the other. */
  const zeroFor = (a: Pair): Value => g.op("Expand", [m.value(0), g.op("Shape", [a.re])]);
  const im = (a: Pair): Value => a.im ?? zeroFor(a);
  const joined = (a: Pair, b: Pair, f: (x: Value, y: Value) => Value): Value | null =>
    a.im === null && b.im === null ? null : f(im(a), im(b));
  const number = (re: number, i = 0): Pair => ({ re: m.value(re), im: i === 0 ? null : m.value(i) });
  const add = (a: Pair, b: Pair): Pair => ({ re: m.add(a.re, b.re), im: joined(a, b, (x, y) => m.add(x, y)) });
  const sub = (a: Pair, b: Pair): Pair => ({
    re: m.sub(a.re, b.re),
    im: joined(a, b, (x, y) => m.sub(x, y)),
  });
  const mul = (a: Pair, b: Pair): Pair => {
    if (b.im === null) return { re: m.mul(a.re, b.re), im: a.im === null ? null : m.mul(a.im, b.re) };
    if (a.im === null) return mul(b, a);
    return {
      re: m.sub(m.mul(a.re, b.re), m.mul(a.im, b.im)),
      im: m.add(m.mul(a.re, b.im), m.mul(a.im, b.re)),
    };
  };
  const div = (a: Pair, b: Pair): Pair => {
    if (b.im === null) return { re: m.div(a.re, b.re), im: a.im === null ? null : m.div(a.im, b.re) };
    // Scaled by the divisor's larger part, so that squares neither overflow nor vanish.
    const size = m.max(m.abs(b.re), m.abs(b.im));
    const [c, d] = [m.div(b.re, size), m.div(b.im, size)];
    const below = m.add(m.mul(b.re, c), m.mul(b.im, d));
    const above = mul(a, { re: c, im: m.neg(d) });
    return { re: m.div(above.re, below), im: m.div(im(above), below) };
  };
  const neg = (a: Pair): Pair => ({ re: m.neg(a.re), im: a.im === null ? null : m.neg(a.im) });
  const conj = (a: Pair): Pair => ({ re: a.re, im: a.im === null ? null : m.neg(a.im) });
  const scale = (a: Pair, by: number): Pair => mul(a, number(by));
  const turned = (a: Pair): Pair => ({ re: m.neg(im(a)), im: a.re });
  const abs = (a: Pair): Value => {
    if (a.im === null) return m.abs(a.re);
    const [x, y] = [m.abs(a.re), m.abs(a.im)];
    const big = m.max(x, y);
    const ratio = m.div(m.min(x, y), m.where(m.equal(big, 0), 1, big));
    const size = m.mul(big, m.sqrt(m.add(m.mul(ratio, ratio), 1)));
    // Infinite in a part, infinite in size: inf/inf above is none.
    return m.where(m.equal(big, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY, size);
  };
  const angle = (a: Pair): Value => atan2(g, im(a), a.re, dtype);
  const isZero = (a: Pair): Value => {
    const re = m.equal(a.re, 0);
    return a.im === null ? re : m.and(re, m.equal(a.im, 0));
  };
  const where = (condition: Value, a: Pair, b: Pair): Pair => ({
    re: m.where(condition, a.re, b.re),
    im: m.where(condition, im(a), im(b)),
  });
  const polar = (size: Value, phase: Value): Pair => ({
    re: m.mul(size, m.cos(phase)),
    im: m.mul(size, m.sin(phase)),
  });
  const exp = (a: Pair): Pair => polar(m.exp(a.re), im(a));
  const log = (a: Pair): Pair => ({ re: m.log(abs(a)), im: angle(a) });
  const sqrt = (a: Pair): Pair => {
    // t = √((|z| + |re|)/2) has no cancellation; the other part is im/2t.
    const t = m.sqrt(m.mul(m.add(abs(a), m.abs(a.re)), 0.5));
    const other = m.div(m.abs(im(a)), m.mul(2, m.where(m.equal(t, 0), 1, t)));
    const right = m.lessOrEqual(0, a.re);
    const size = m.where(right, other, t);
    return { re: m.where(right, t, other), im: m.where(m.less(im(a), 0), m.neg(size), size) };
  };
  const realCosh = (x: Value): Value => m.mul(m.add(m.exp(x), m.exp(m.neg(x))), 0.5);
  const realSinh = (x: Value): Value => {
    const large = m.mul(m.sub(m.exp(x), m.exp(m.neg(x))), 0.5);
    const square = m.mul(x, x);
    const series = m.mul(x, m.polynomial(square, SINH_SERIES));
    return m.where(m.less(m.abs(x), 1), series, large);
  };
  const sin = (a: Pair): Pair => ({
    re: m.mul(m.sin(a.re), realCosh(im(a))),
    im: m.mul(m.cos(a.re), realSinh(im(a))),
  });
  const cos = (a: Pair): Pair => ({
    re: m.mul(m.cos(a.re), realCosh(im(a))),
    im: m.neg(m.mul(m.sin(a.re), realSinh(im(a)))),
  });
  const sinh = (a: Pair): Pair => ({
    re: m.mul(realSinh(a.re), m.cos(im(a))),
    im: m.mul(realCosh(a.re), m.sin(im(a))),
  });
  const cosh = (a: Pair): Pair => ({
    re: m.mul(realCosh(a.re), m.cos(im(a))),
    im: m.mul(realSinh(a.re), m.sin(im(a))),
  });
  const tanh = (a: Pair): Pair => {
    // (sinh 2x + i·sin 2y)/(cosh 2x + cos 2y); beyond 20 it is ±1 in double, where cosh might overflow.
    const x = m.max(m.min(a.re, 20), -20);
    const [sy, cy, sx] = [m.sin(im(a)), m.cos(im(a)), realSinh(x)];
    const below = m.add(m.mul(sx, sx), m.mul(cy, cy));
    return { re: m.div(m.mul(sx, realCosh(x)), below), im: m.div(m.mul(sy, cy), below) };
  };
  const one = number(1);
  const asinh = (a: Pair): Pair => log(add(a, sqrt(add(mul(a, a), one))));
  const acosh = (a: Pair): Pair => log(add(a, mul(sqrt(add(a, one)), sqrt(sub(a, one)))));
  const atanh = (a: Pair): Pair => scale(sub(log(add(one, a)), log(sub(one, a))), 0.5);
  const pow = (a: Pair, b: Pair): Pair => {
    const zero = isZero(a);
    const safe = where(zero, one, a);
    const atZero = where(isZero(b), one, number(0));
    return where(zero, atZero, exp(mul(b, log(safe))));
  };
  // Odd functions of both parts keep the smaller half-plane exact: asinh(-z) = -asinh(z).
  const oddly = (f: (a: Pair) => Pair) => (a: Pair) => {
    const left = m.less(a.re, 0);
    const result = f(where(left, neg(a), { re: a.re, im: im(a) }));
    return where(left, neg(result), result);
  };
  return {
    real: m,
    number,
    add,
    sub,
    mul,
    div,
    neg,
    conj,
    scale,
    turned,
    abs,
    angle,
    isZero,
    where,
    exp,
    log,
    sqrt,
    sin,
    cos,
    sinh,
    cosh,
    tanh,
    asinh: oddly(asinh),
    acosh,
    atanh: oddly(atanh),
    pow,
  };
}

/** 1/(2k+1)! from the highest power of x² on. */
const SINH_SERIES = [1 / 1307674368000, 1 / 6227020800, 1 / 39916800, 1 / 362880, 1 / 5040, 1 / 120, 1 / 6, 1];
