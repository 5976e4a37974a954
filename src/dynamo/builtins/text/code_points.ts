/** Strings by code point. Most strings hold no surrogate pair: there, code units and code points coincide. */

const SURROGATE = /[\ud800-\udfff]/;

/** True when the string may hold a surrogate pair, so that its UTF-16 length differs from Python's. */
export function hasSurrogates(s: string): boolean {
  return SURROGATE.test(s);
}

/** Python's `len(s)`. */
export function codePointLength(s: string): number {
  if (!hasSurrogates(s)) return s.length;
  let count = 0;
  for (const _ of s) count++;
  return count;
}

/** The characters of `s`, one string a code point. */
export function codePoints(s: string): string[] {
  return hasSurrogates(s) ? Array.from(s) : s.split("");
}

/** `s[start:end]` by code point, for 0 ≤ start ≤ end ≤ len. */
export function codePointSlice(s: string, start: number, end: number): string {
  if (!hasSurrogates(s)) return s.slice(start, end);
  return Array.from(s).slice(start, end).join("");
}

/** The character at code point `at`; undefined when out of range. `at` ≥ 0. */
export function codePointAt(s: string, at: number): string | undefined {
  if (!hasSurrogates(s)) return s[at];
  return Array.from(s)[at];
}

/** The code point index of the UTF-16 index `unit`. */
export function codePointIndex(s: string, unit: number): number {
  return hasSurrogates(s) ? codePointLength(s.slice(0, unit)) : unit;
}

/** The UTF-16 index of the code point index `at`. */
export function unitIndex(s: string, at: number): number {
  if (!hasSurrogates(s)) return at;
  let unit = 0;
  let count = 0;
  for (const ch of s) {
    if (count === at) return unit;
    unit += ch.length;
    count++;
  }
  return unit;
}

/** -1, 0 or 1 by code point order (UTF-16 order differs above U+FFFF). */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  if (!hasSurrogates(a) && !hasSurrogates(b)) return a < b ? -1 : 1;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate unit belongs to a code point above every other unit.
    const high = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
    return high(x) < high(y) ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

/** Python's `str.isspace` set, as the body of a character class. */
export const WHITESPACE_CLASS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** The C0 control characters, as the body of a character class. */
export const CONTROL_CLASS = `${String.fromCharCode(0)}-${String.fromCharCode(0x1f)}`;

/** What ends a line for `str.splitlines`, as the body of a character class. */
export const LINE_END_CLASS = `\\n\\r\\v\\f${String.fromCharCode(0x1c)}-${String.fromCharCode(0x1e)}\\x85\\u2028\\u2029`;
