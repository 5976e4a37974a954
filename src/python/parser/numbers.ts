/** Numeric literals (Python reference, "Numeric literals"). */

import type { ConstantValue } from "../ast.ts";
import { SyntaxFault } from "./fault.ts";

/** CPython's default limit for decimal text (sys.set_int_max_str_digits). */
const MAX_DECIMAL_DIGITS = 4300;

/** Reads the literal `text`, which begins at offset `start` of the source. */
export function numberValue(text: string, start: number): ConstantValue {
  const fail = (message: string): never => {
    throw new SyntaxFault(message, start, start + text.length);
  };
  const digits = text.includes("_") ? withoutUnderscores(text, fail) : text;
  const last = digits.charCodeAt(digits.length - 1) | 0x20;
  const prefix = digits.charCodeAt(0) === 48 ? digits.charCodeAt(1) | 0x20 : 0;
  if (prefix === 0x78 || prefix === 0x6f || prefix === 0x62) {
    if (last === 0x6c) fail(`invalid ${radixName(prefix)} literal`);
    return { type: "int", value: small(digits.length <= 12 ? Number(digits) : BigInt(digits.toLowerCase())) };
  }
  if (last === 0x6a) return { type: "complex", imag: Number(digits.slice(0, -1)) };
  if (last === 0x6c) fail("invalid decimal literal");
  if (/[.eE]/.test(digits)) return { type: "float", value: Number(digits) };
  if (prefix !== 0 && digits.length > 1 && digits.charCodeAt(0) === 48 && /[1-9]/.test(digits)) {
    fail("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
  }
  if (digits.length <= 15) return { type: "int", value: Number(digits) };
  if (digits.length > MAX_DECIMAL_DIGITS) {
    fail(
      `Exceeds the limit (${MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`,
    );
  }
  return { type: "int", value: small(BigInt(digits)) };
}

function small(value: number | bigint): number | bigint {
  if (typeof value === "number") return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** An underscore stands between two digits, or between a base prefix and a digit. */
function withoutUnderscores(text: string, fail: (message: string) => never): string {
  if (/__|_$|_[^0-9a-fA-F]|[.eE+-]_/.test(text)) {
    fail(`invalid ${/^0[xob]/i.test(text) ? radixName(text.charCodeAt(1) | 0x20) : "decimal"} literal`);
  }
  return text.replaceAll("_", "");
}

function radixName(prefix: number): string {
  return prefix === 0x78 ? "hexadecimal" : prefix === 0x6f ? "octal" : "binary";
}
