/** Python's `f"{x:.4f}"` and `f"{x:.4e}"`: exact halves go to the even digit, where JavaScript's go up. */

function special(x: number): string | null {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x < 0 ? "-inf" : "inf";
  return null;
}

/** `digits` ends in the last kept digit, which JavaScript rounded up from a tie: takes it back when it is odd. */
function evenTie(digits: string): string {
  const last = Number(digits.at(-1));
  return last % 2 === 0 ? digits : digits.slice(0, -1) + (last - 1);
}

/** `f"{x:.{precision}f}"`. */
export function formatFixed(x: number, precision: number): string {
  const named = special(x);
  if (named !== null) return named;
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const magnitude = Math.abs(x);
  if (magnitude >= 1e21) {
    const whole = BigInt(magnitude).toString();
    return sign + (precision > 0 ? `${whole}.${"0".repeat(precision)}` : whole);
  }
  const short = magnitude.toFixed(precision);
  const rest = magnitude.toFixed(precision + 45).slice(-45);
  return sign + (/^50*$/.test(rest) ? evenTie(short) : short);
}

/** `f"{x:.{precision}e}"`. */
export function formatExponent(x: number, precision: number): string {
  const named = special(x);
  if (named !== null) return named;
  const [mantissa = "", exponent = "+0"] = x.toExponential(precision).split("e");
  const rest = (x.toExponential(precision + 45).split("e")[0] ?? "").slice(-45);
  const digits = /^50*$/.test(rest) ? evenTie(mantissa) : mantissa;
  return `${Object.is(x, -0) ? "-" : ""}${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, "0")}`;
}
