/** Decimal digits of IEEE doubles, exact and rounded half to even as C's printf does (JavaScript's toFixed rounds ties up). */

const bits = new DataView(new ArrayBuffer(8));

/** `value` = mantissa × 2^exponent exactly, for a finite value ≥ 0. */
export function decompose(value: number): { mantissa: bigint; exponent: number } {
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4));
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** `numerator / denominator` to the nearest integer, ties to even; both ≥ 0. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
}

/** `value × 10^decimals` as an integer, ties to even, for a finite value ≥ 0. */
export function scaledInteger(value: number, decimals: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (decimals >= 0) numerator *= 10n ** BigInt(decimals);
  else denominator *= 10n ** BigInt(-decimals);
  return divideHalfEven(numerator, denominator);
}

/** C's `%.{decimals}f` of a finite value ≥ 0. */
export function fixedDigits(value: number, decimals: number): string {
  const digits = scaledInteger(value, decimals).toString();
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, "0");
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

/** `count` significant digits and the exponent of the first, of a finite value ≥ 0. */
export function significantDigits(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 };
  let exponent = Math.floor(Math.log10(value));
  for (;;) {
    const digits = scaledInteger(value, count - 1 - exponent).toString();
    // The estimate may be one off, and rounding may carry into a further digit.
    if (digits.length > count) exponent++;
    else if (digits.length < count) exponent--;
    else return { digits, exponent };
  }
}

/** The shortest digits that read back as `value` (finite, ≥ 0), and the exponent of the first. */
export function shortestDigits(value: number): { digits: string; exponent: number } {
  const text = value.toExponential();
  const at = text.indexOf("e");
  return { digits: text.slice(0, at).replace(".", ""), exponent: Number(text.slice(at + 1)) };
}
