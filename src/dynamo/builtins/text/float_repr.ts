/** `repr(float)` and `repr(complex)`: the shortest text that reads back, with CPython's switch to exponent form. */

import { shortestDigits } from "./decimal_digits.ts";

/** Two exponent digits at least, as C prints them. */
export function exponentText(exponent: number, letter = "e"): string {
  const size = Math.abs(exponent);
  return `${letter}${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
}

/** Digits and exponent laid out positionally: `12`, `0.0012`; no trailing ".0" is added. */
export function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, "0");
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

export function scientific(digits: string, exponent: number, letter = "e"): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return mantissa + exponentText(exponent, letter);
}

function shortest(value: number, suffix: string): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const { digits, exponent } = shortestDigits(Math.abs(value));
  if (exponent < -4 || exponent >= 16) return sign + scientific(digits, exponent);
  const text = positional(digits, exponent);
  return sign + text + (text.includes(".") ? "" : suffix);
}

export function floatRepr(value: number): string {
  return shortest(value, ".0");
}

export function complexRepr(re: number, im: number): string {
  const imaginary = `${shortest(im, "")}j`;
  if (re === 0 && !Object.is(re, -0)) return imaginary;
  const plus = imaginary.startsWith("-") ? "" : "+";
  return `(${shortest(re, "")}${plus}${imaginary})`;
}
