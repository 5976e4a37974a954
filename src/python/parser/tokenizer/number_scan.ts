/** Finds where a numeric literal ends (Python reference, "Numeric literals"). */

import { IS_WORD, isDigitCode } from "./char_class.ts";
import type { LexicalFault } from "./tokens.ts";

const UNDERSCORE = 0x5f;
const DOT = 0x2e;

/** The offset after the literal at `start`, or what is wrong with it. */
export function scanNumber(text: string, start: number): number | LexicalFault {
  const second = text.charCodeAt(start + 1) | 0x20;
  if (text.charCodeAt(start) === 0x30) {
    if (second === 0x78) return scanRadix(text, start, 16, "hexadecimal");
    if (second === 0x6f) return scanRadix(text, start, 8, "octal");
    if (second === 0x62) return scanRadix(text, start, 2, "binary");
  }
  let i = start;
  if (text.charCodeAt(i) !== DOT) {
    i = digits(text, i);
    if (i < 0) return decimalFault(-i);
  }
  let isInteger = true;
  if (text.charCodeAt(i) === DOT) {
    isInteger = false;
    i++;
    if (isDigitCode(text.charCodeAt(i))) i = digits(text, i);
    if (i < 0) return decimalFault(-i);
  }
  if ((text.charCodeAt(i) | 0x20) === 0x65) {
    const sign = text.charCodeAt(i + 1);
    const from = sign === 0x2b || sign === 0x2d ? i + 2 : i + 1;
    if (isDigitCode(text.charCodeAt(from))) {
      isInteger = false;
      i = digits(text, from);
      if (i < 0) return decimalFault(-i);
    } else if (from === i + 2) {
      return decimalFault(from);
    }
  }
  if ((text.charCodeAt(i) | 0x20) === 0x6a) return checked(text, i + 1, "imaginary");
  if (isInteger && text.charCodeAt(start) === 0x30) {
    const zeros = /[0_]*/y;
    zeros.lastIndex = start;
    zeros.test(text);
    if (zeros.lastIndex < i) {
      const message =
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
      return { message, start, end: zeros.lastIndex, bracketLine: 0 };
    }
  }
  return checked(text, i, "decimal");
}

/** The offset after digits with single underscores between them; negated where a digit is missing. */
function digits(text: string, from: number): number {
  let i = from;
  for (;;) {
    while (isDigitCode(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) !== UNDERSCORE) return i;
    i++;
    if (!isDigitCode(text.charCodeAt(i))) return -i;
  }
}

function scanRadix(text: string, start: number, radix: number, name: string): number | LexicalFault {
  let i = start + 2;
  do {
    if (text.charCodeAt(i) === UNDERSCORE) i++;
    const code = text.charCodeAt(i);
    if (!isDigitOf(code, radix)) return isDigitCode(code) ? wrongDigit(text, i, name) : fault(i, name);
    while (isDigitOf(text.charCodeAt(i), radix)) i++;
  } while (text.charCodeAt(i) === UNDERSCORE);
  if (isDigitCode(text.charCodeAt(i))) return wrongDigit(text, i, name);
  return checked(text, i, name);
}

function isDigitOf(code: number, radix: number): boolean {
  if (radix < 16) return code >= 0x30 && code < 0x30 + radix;
  return isDigitCode(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

function wrongDigit(text: string, at: number, name: string): LexicalFault {
  return { message: `invalid digit '${text[at]}' in ${name} literal`, start: at, end: at + 1, bracketLine: 0 };
}

/** The fault is shown at the character before `at`. */
function fault(at: number, name: string): LexicalFault {
  return { message: `invalid ${name} literal`, start: at - 1, end: at, bracketLine: 0 };
}

function decimalFault(at: number): LexicalFault {
  return fault(at, "decimal");
}

/** Keywords that may follow a number without a space: `1if x else y`. */
const FOLLOWERS = /and|else|for|if|in|is|not|or/y;

function checked(text: string, end: number, name: string): number | LexicalFault {
  if (IS_WORD[text.charCodeAt(end)] !== 1) return end;
  FOLLOWERS.lastIndex = end;
  return FOLLOWERS.test(text) ? end : fault(end, name);
}
