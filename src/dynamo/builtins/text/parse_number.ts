/** Reading numbers from text as `int(s, base)`, `float(s)` and `complex(s)` do. Undefined means: not a number. */

import { normalizeInt, type PyInt } from "../../objects/int.ts";
import { WHITESPACE_CLASS } from "./code_points.ts";

const TRIM = new RegExp(`^[${WHITESPACE_CLASS}]+|[${WHITESPACE_CLASS}]+$`, "g");
const DECIMAL_DIGIT = /[\u0080-\uffff]/;

/** Other scripts' decimal digits (category Nd) as ASCII: their blocks of ten start at multiples that \p{Nd} marks. */
function asciiDigits(text: string): string {
  if (!DECIMAL_DIGIT.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (ch) => {
    let code = ch.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)) && (code & 0xf) !== 0 && (code & 0xf) !== 6) {
      code--;
      value++;
    }
    return String(value);
  });
}

export function trimSpace(text: string): string {
  return text.replace(TRIM, "");
}

const PREFIXES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2 };

export function parseInteger(source: string, base: number): PyInt | undefined {
  let text = asciiDigits(trimSpace(source)).toLowerCase();
  let negative = false;
  if (text.startsWith("+") || text.startsWith("-")) {
    negative = text.startsWith("-");
    text = text.slice(1);
  }
  let radix = base;
  const prefixBase = PREFIXES[text.slice(0, 2)];
  if (prefixBase !== undefined && (radix === 0 || radix === prefixBase)) {
    radix = prefixBase;
    text = text.slice(2);
    if (text.startsWith("_")) text = text.slice(1);
  } else if (radix === 0) {
    radix = 10;
    // As in source text, a decimal literal has no leading zeros.
    if (/^0[0-9_]*[1-9]/.test(text)) return undefined;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(text)) return undefined;
  const digits = text.replaceAll("_", "");
  for (const ch of digits) if (digitValue(ch) >= radix) return undefined;
  if (digits.length < 11) {
    const small = Number.parseInt(digits, radix);
    return negative && small !== 0 ? -small : small;
  }
  const value = parseBig(digits, radix);
  return normalizeInt(negative ? -value : value);
}

function digitValue(ch: string): number {
  const code = ch.charCodeAt(0);
  return code <= 57 ? code - 48 : code - 87;
}

function parseBig(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  if (radix === 16) return BigInt(`0x${digits}`);
  if (radix === 8) return BigInt(`0o${digits}`);
  if (radix === 2) return BigInt(`0b${digits}`);
  let value = 0n;
  const b = BigInt(radix);
  for (const ch of digits) value = value * b + BigInt(digitValue(ch));
  return value;
}

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

export function parseFloatText(source: string): number | undefined {
  const text = asciiDigits(trimSpace(source));
  if (FLOAT.test(text)) return Number(text.replaceAll("_", ""));
  const special = SPECIAL.exec(text);
  if (special === null) return undefined;
  if (special[2]?.toLowerCase() === "nan") return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const REAL = "[+-]?(?:(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?|inf(?:inity)?|nan)";
const COMPLEX = new RegExp(`^(?:(${REAL})(?![\\d.jJ]))?(?:([+-](?=[jJ])|${REAL}|(?=[jJ]))([jJ]))?$`, "i");

export function parseComplexText(source: string): { re: number; im: number } | undefined {
  let text = asciiDigits(trimSpace(source));
  if (text.startsWith("(") && text.endsWith(")")) text = trimSpace(text.slice(1, -1));
  const match = text === "" ? null : COMPLEX.exec(text);
  if (match === null) return undefined;
  const re = match[1] === undefined ? 0 : parseFloatText(match[1]);
  const sign = match[2];
  const im =
    match[3] === undefined ? 0 : sign === "+" || sign === "" ? 1 : sign === "-" ? -1 : parseFloatText(sign ?? "");
  return re === undefined || im === undefined ? undefined : { re, im };
}
