/** Functions of complex numbers, as pairs. */

export interface Pair {
  readonly re: number;
  readonly im: number;
}

const pair = (re: number, im: number): Pair => ({ re, im });

export const add = (a: Pair, b: Pair): Pair => pair(a.re + b.re, a.im + b.im);
export const subtract = (a: Pair, b: Pair): Pair => pair(a.re - b.re, a.im - b.im);
export const multiply = (a: Pair, b: Pair): Pair => pair(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);

/** Smith's method, scaled by the larger part of the divisor. */
export function divide(a: Pair, b: Pair): Pair {
  if (b.re === 0 && b.im === 0) return pair(a.re / 0, a.im / 0);
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const scale = 1 / (b.re + b.im * ratio);
    return pair((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale);
  }
  const ratio = b.re / b.im;
  const scale = 1 / (b.im + b.re * ratio);
  return pair((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale);
}

export function exp(z: Pair): Pair {
  const size = Math.exp(z.re);
  return z.im === 0 ? pair(size, z.im) : pair(size * Math.cos(z.im), size * Math.sin(z.im));
}

export const log = (z: Pair): Pair => pair(Math.log(Math.hypot(z.re, z.im)), Math.atan2(z.im, z.re));

export function sqrt(z: Pair): Pair {
  if (z.re === 0 && z.im === 0) return pair(0, z.im);
  const t = Math.sqrt((Math.abs(z.re) + Math.hypot(z.re, z.im)) / 2);
  if (z.re >= 0) return pair(t, z.im / (2 * t));
  return pair(Math.abs(z.im) / (2 * t), z.im < 0 || Object.is(z.im, -0) ? -t : t);
}

export function power(a: Pair, b: Pair): Pair {
  if (b.re === 0 && b.im === 0) return pair(1, 0);
  if (a.re === 0 && a.im === 0) return b.re > 0 && b.im === 0 ? pair(0, 0) : pair(Number.NaN, Number.NaN);
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) < 100) {
    let [result, base] = [pair(1, 0), a];
    for (let n = Math.abs(b.re); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = multiply(result, base);
      base = multiply(base, base);
    }
    return b.re < 0 ? divide(pair(1, 0), result) : result;
  }
  return exp(multiply(log(a), b));
}

export const sin = (z: Pair): Pair => pair(Math.sin(z.re) * Math.cosh(z.im), Math.cos(z.re) * Math.sinh(z.im));
export const cos = (z: Pair): Pair => pair(Math.cos(z.re) * Math.cosh(z.im), -Math.sin(z.re) * Math.sinh(z.im));
export const negative = (z: Pair): Pair => pair(-z.re, -z.im);
export const conjugate = (z: Pair): Pair => pair(z.re, -z.im);
export const square = (z: Pair): Pair => multiply(z, z);
export const reciprocal = (z: Pair): Pair => divide(pair(1, 0), z);
export const positive = (z: Pair): Pair => z;

/** Order by real part, then imaginary part. */
export function compare(a: Pair, b: Pair): number {
  if (a.re !== b.re) return a.re < b.re ? -1 : a.re > b.re ? 1 : Number.NaN;
  return a.im < b.im ? -1 : a.im > b.im ? 1 : a.im === b.im ? 0 : Number.NaN;
}
