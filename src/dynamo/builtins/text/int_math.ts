/** Integer mathematics beyond the operators: gcd, roots, modular inverse, exact scaling and comparison with floats. */

import type { PyInt } from "../../objects/int.ts";
import { bitLength } from "../../objects/int_arithmetic.ts";
import { divideHalfEven } from "./decimal_digits.ts";

/** The inverse of `a` modulo `m`; undefined when there is none. */
export function modInverse(a: bigint, m: bigint): bigint | undefined {
  const size = m < 0n ? -m : m;
  let [r0, r1] = [size, ((a % size) + size) % size];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  return r0 === 1n ? ((t0 % size) + size) % size : undefined;
}

export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The integer square root of n ≥ 0. */
export function isqrt(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** `n × 2^exponent` as a double, rounded once, for n ≥ 0; infinity when too large. */
export function ldexp(n: bigint, exponent: number): number {
  if (n === 0n) return 0;
  const top = bitLength(n) + exponent;
  if (top > 1025) return Number.POSITIVE_INFINITY;
  // Subnormal results have fewer bits: round there by integer arithmetic first.
  const lowest = Math.max(top - 53, -1074);
  const drop = lowest - exponent;
  let scale = drop > 0 ? lowest : exponent;
  let value = Number(drop > 0 ? divideHalfEven(n, 1n << BigInt(drop)) : n);
  for (; scale < -1000; scale += 1000) value *= 2 ** -1000;
  for (; scale > 1000; scale -= 1000) value *= 2 ** 1000;
  return value * 2 ** scale;
}

/** -1, 0 or 1: an int against a finite float, exactly. */
export function compareIntFloat(n: PyInt, value: number): number {
  return n < value ? -1 : n > value ? 1 : 0;
}

/** Rounds an int to a multiple of 10^places, ties to even; places > 0. */
export function roundToPowerOfTen(n: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const rounded = divideHalfEven(n < 0n ? -n : n, unit) * unit;
  return n < 0n ? -rounded : rounded;
}
