/** Floating-point numbers as numpy writes them: the shortest digits that tell them from their neighbours. */

import { fixedDigits, significantDigits } from "../../../dynamo/builtins/text/decimal_digits.ts";
import { fromFloat16Bits, toFloat16Bits } from "../../../torch/tensor/half.ts";
import { FLOAT16, FLOAT32, type PyDType } from "./dtype.ts";

interface Digits {
  readonly digits: string;
  /** Of the first digit. */
  readonly exponent: number;
}

function split(text: string): Digits {
  const [mantissa = "", exponent = "0"] = text.split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

/** The fewest digits that read back as the same element of the dtype; `x` is positive and finite. */
export function shortest(x: number, d: PyDType): Digits {
  if (d !== FLOAT32 && d !== FLOAT16) return split(x.toExponential());
  const same = d === FLOAT32 ? Math.fround : (v: number) => fromFloat16Bits(toFloat16Bits(v));
  for (let n = 0; n < 17; n++) {
    const text = x.toExponential(n);
    if (same(Number(text)) === x) return split(text);
  }
  return split(x.toExponential());
}

function trimZeros(digits: string): string {
  return digits.replace(/0+$/, "");
}

/** Integer and fraction digits in plain notation with at most `precision` digits of fraction. */
export function positionalParts(
  x: number,
  d: PyDType,
  precision: number,
): { readonly whole: string; readonly fraction: string } {
  const { digits, exponent } = x === 0 ? { digits: "0", exponent: 0 } : shortest(x, d);
  const places = digits.length - 1 - exponent;
  if (places > precision) {
    const [whole = "0", fraction = ""] = fixedDigits(x, precision).split(".");
    return { whole, fraction: trimZeros(fraction) };
  }
  if (exponent < 0)
    return {
      whole: "0",
      fraction: trimZeros("0".repeat(-exponent - 1) + digits),
    };
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return { whole, fraction: trimZeros(digits.slice(exponent + 1)) };
}

/** Digit before the point, fraction and exponent in scientific notation. */
export function scientificParts(
  x: number,
  d: PyDType,
  precision: number,
): {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
} {
  if (x === 0) return { whole: "0", fraction: "", exponent: 0 };
  let found: Digits = shortest(x, d);
  if (found.digits.length > precision + 1) found = significantDigits(x, precision + 1);
  return {
    whole: found.digits[0] ?? "0",
    fraction: trimZeros(found.digits.slice(1)),
    exponent: found.exponent,
  };
}

export function exponentText(exponent: number, size = 2): string {
  return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(size, "0")}`;
}

export function special(x: number): string {
  return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

export function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** A scalar's text: plain from 1e-4 up to 1e16, scientific beyond. */
export function scalarText(x: number, d: PyDType): string {
  if (!Number.isFinite(x)) return special(x);
  const sign = isNegative(x) ? "-" : "";
  const size = Math.abs(x);
  // Plain as far as the dtype's digits go.
  const [low, high] =
    d === FLOAT32 ? [1e-4, 1e6] : d === FLOAT16 ? [fromFloat16Bits(toFloat16Bits(1e-4)), 1e3] : [1e-4, 1e16];
  if (size === 0 || (size >= low && size < high)) {
    const { whole, fraction } = positionalParts(size, d, 400);
    return `${sign}${whole}.${fraction === "" ? "0" : fraction}`;
  }
  const { whole, fraction, exponent } = scientificParts(size, d, 400);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}${exponentText(exponent)}`;
}

/** A complex scalar's text: `(1+2j)`, imaginary numbers without the real part when that is +0. */
export function complexText(re: number, im: number, d: PyDType): string {
  const one = (x: number): string => {
    const text = scalarText(x, d);
    return text.endsWith(".0") && !text.includes("e") ? text.slice(0, -2) : text;
  };
  if (re === 0 && !Object.is(re, -0)) return `${one(im)}j`;
  const sign = isNegative(im) ? "" : "+";
  return `(${one(re)}${sign}${one(im)}j)`;
}
