/** Integer arithmetic with Python's rounding. Results are normalised; a number stays a number while it is safe. */

import { normalizeInt, type PyInt } from "./int.ts";

export function addInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a + b;
    if (Number.isSafeInteger(r)) return r;
  }
  return normalizeInt(BigInt(a) + BigInt(b));
}

export function subInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a - b;
    if (Number.isSafeInteger(r)) return r;
  }
  return normalizeInt(BigInt(a) - BigInt(b));
}

export function mulInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a * b;
    if (Number.isSafeInteger(r)) return r + 0;
  }
  return normalizeInt(BigInt(a) * BigInt(b));
}

/** The divisor must not be zero. */
export function floorDivInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a % b;
    return (r !== 0 && r < 0 !== b < 0 ? (a - r) / b - 1 : (a - r) / b) + 0;
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  const q = x / y;
  return normalizeInt(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
}

/** The divisor must not be zero. The result has the divisor's sign. */
export function modInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a % b;
    return (r !== 0 && r < 0 !== b < 0 ? r + b : r) + 0;
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  const r = x % y;
  return normalizeInt(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}

/** The exponent must not be negative. */
export function powInt(a: PyInt, b: PyInt): PyInt {
  if (typeof a === "number" && typeof b === "number") {
    const r = a ** b;
    if (Number.isSafeInteger(r)) return r + 0;
  }
  return normalizeInt(BigInt(a) ** BigInt(b));
}

/** `pow(a, b, m)` for b ≥ 0 and m ≠ 0. */
export function powModInt(a: PyInt, b: PyInt, m: PyInt): PyInt {
  const modulus = BigInt(m);
  const size = modulus < 0n ? -modulus : modulus;
  let base = ((BigInt(a) % size) + size) % size;
  let exponent = BigInt(b);
  let result = 1n % size;
  while (exponent > 0n) {
    if ((exponent & 1n) === 1n) result = (result * base) % size;
    base = (base * base) % size;
    exponent >>= 1n;
  }
  return normalizeInt(modulus < 0n && result !== 0n ? result + modulus : result);
}

/** The count must not be negative. */
export function shiftLeftInt(a: PyInt, n: PyInt): PyInt {
  if (typeof a === "number" && typeof n === "number" && n < 53) {
    const r = a * 2 ** n;
    if (Number.isSafeInteger(r)) return r;
  }
  return a === 0 ? 0 : normalizeInt(BigInt(a) << BigInt(n));
}

/** The count must not be negative. */
export function shiftRightInt(a: PyInt, n: PyInt): PyInt {
  if (typeof a === "number") return n > 1000 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** Number(n)) + 0;
  return normalizeInt(a >> BigInt(n));
}

const isInt32 = (a: PyInt): a is number => typeof a === "number" && (a | 0) === a;

export function andInt(a: PyInt, b: PyInt): PyInt {
  return isInt32(a) && isInt32(b) ? a & b : normalizeInt(BigInt(a) & BigInt(b));
}

export function orInt(a: PyInt, b: PyInt): PyInt {
  return isInt32(a) && isInt32(b) ? a | b : normalizeInt(BigInt(a) | BigInt(b));
}

export function xorInt(a: PyInt, b: PyInt): PyInt {
  return isInt32(a) && isInt32(b) ? a ^ b : normalizeInt(BigInt(a) ^ BigInt(b));
}

export function negInt(a: PyInt): PyInt {
  return typeof a === "number" ? 0 - a : normalizeInt(-a);
}

export function invertInt(a: PyInt): PyInt {
  return typeof a === "number" ? -1 - a : normalizeInt(~a);
}

export function compareInt(a: PyInt, b: PyInt): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True division, correctly rounded; undefined when the result overflows a float. The divisor must not be zero. */
export function trueDivInt(a: PyInt, b: PyInt): number | undefined {
  if (typeof a === "number" && typeof b === "number") return a / b;
  const [x, y] = [BigInt(a), BigInt(b)];
  const negative = x < 0n !== y < 0n;
  const [n, d] = [x < 0n ? -x : x, y < 0n ? -y : y];
  // Scale so that the quotient has 64 bits or a little more; its last bit is made sticky before rounding.
  const shift = 66 - (bitLength(n) - bitLength(d));
  const [sn, sd] = shift >= 0 ? [n << BigInt(shift), d] : [n, d << BigInt(-shift)];
  const q = (sn / sd) | (sn % sd === 0n ? 0n : 1n);
  const r = scale(Number(q), -shift);
  return Number.isFinite(r) ? (negative ? -r : r) : undefined;
}

function scale(x: number, e: number): number {
  let r = x;
  let left = e;
  while (left < -1000) {
    r *= 2 ** -1000;
    left += 1000;
  }
  while (left > 1000) {
    r *= 2 ** 1000;
    left -= 1000;
  }
  return r * 2 ** left;
}

/** Bits of a non-negative integer. */
export function bitLength(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length;
}
