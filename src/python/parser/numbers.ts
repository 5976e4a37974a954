/** The values of numeric literals (Python reference, "Numeric literals"). */

import type { ConstantValue } from "../ast.ts";
import { SyntaxFault } from "./fault.ts";

/** CPython's default limit for decimal text (sys.set_int_max_str_digits). */
const MAX_DECIMAL_DIGITS = 4300;

/** The value of the literal `text`, which the tokenizer read at offset `start` of the source. */
export function numberValue(text: string, start: number): ConstantValue {
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  const prefix = digits.charCodeAt(0) === 48 ? digits.charCodeAt(1) | 0x20 : 0;
  if (prefix === 0x78 || prefix === 0x6f || prefix === 0x62) {
    return { type: "int", value: small(digits.length <= 12 ? Number(digits) : BigInt(digits.toLowerCase())) };
  }
  if ((digits.charCodeAt(digits.length - 1) | 0x20) === 0x6a) {
    return { type: "complex", imag: Number(digits.slice(0, -1)) };
  }
  if (/[.eE]/.test(digits)) return { type: "float", value: Number(digits) };
  if (digits.length <= 15) return { type: "int", value: Number(digits) };
  if (digits.length > MAX_DECIMAL_DIGITS) {
    const message = `Exceeds the limit (${MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`;
    throw new SyntaxFault(message, start, start + text.length);
  }
  return { type: "int", value: small(BigInt(digits)) };
}

function small(value: number | bigint): number | bigint {
  if (typeof value === "number") return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
