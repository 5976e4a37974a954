/** The text of string literals: escape sequences and line endings (Python reference, "String and Bytes literals"). */

import { SyntaxFault } from "./fault.ts";
import { characterByName } from "./unicode_names.ts";

/** What one-letter escapes stand for, by char code. */
const SIMPLE: ReadonlyMap<number, string> = new Map([
  [0x5c, "\\"],
  [0x27, "'"],
  [0x22, '"'],
  [0x61, "\x07"],
  [0x62, "\b"],
  [0x66, "\f"],
  [0x6e, "\n"],
  [0x72, "\r"],
  [0x74, "\t"],
  [0x76, "\v"],
]);

const BACKSLASH = 0x5c;

/** What a fault in the text is shown at. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** The value of the characters `start..end` of a str literal, which spans `literal`. */
export function strText(source: string, start: number, end: number, raw: boolean, literal: Place): string {
  const text = normaliseNewlines(source.slice(start, end));
  if (raw || !text.includes("\\")) return text;
  let out = "";
  let from = 0;
  for (let i = text.indexOf("\\"); i !== -1; i = text.indexOf("\\", from)) {
    out += text.slice(from, i);
    from = i + 2;
    const code = text.charCodeAt(i + 1);
    const simple = SIMPLE.get(code);
    if (simple !== undefined) out += simple;
    else if (code === 0x0a) continue;
    else if (isOctal(code)) {
      const digits = octalDigits(text, i + 1);
      out += String.fromCharCode(Number.parseInt(digits, 8));
      from = i + 1 + digits.length;
    } else if (code === 0x78 || code === 0x75 || code === 0x55) {
      const width = code === 0x78 ? 2 : code === 0x75 ? 4 : 8;
      const digits = hexDigits(text, i + 2, width);
      if (digits.length < width) {
        const shape = `\\${text[i + 1]}${"X".repeat(width)}`;
        throw unicodeFault(i, i + 1 + digits.length, `truncated ${shape} escape`, literal);
      }
      const point = Number.parseInt(digits, 16);
      if (point > 0x10ffff) throw unicodeFault(i, i + 9, "illegal Unicode character", literal);
      out += String.fromCodePoint(point);
      from = i + 2 + width;
    } else if (code === 0x4e) {
      const close = text.charCodeAt(i + 2) === 0x7b ? text.indexOf("}", i + 3) : -1;
      const open = close < 0 && text.charCodeAt(i + 2) === 0x7b;
      if (close <= i + 3)
        throw unicodeFault(i, open ? text.length - 1 : i + 1, "malformed \\N character escape", literal);
      const character = characterByName(text.slice(i + 3, close));
      if (character === undefined) throw unicodeFault(i, close, "unknown Unicode character name", literal);
      out += character;
      from = close + 1;
    } else {
      // An unknown escape stays as it is written (CPython warns).
      out += "\\";
      from = i + 1;
    }
  }
  return out + text.slice(from);
}

/** The value of the characters `start..end` of a bytes literal, which spans `literal`. */
export function bytesText(source: string, start: number, end: number, raw: boolean, literal: Place): Uint8Array {
  const text = normaliseNewlines(source.slice(start, end));
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127)
      throw new SyntaxFault("bytes can only contain ASCII literal characters", literal.start, literal.end);
    if (raw || code !== BACKSLASH || i + 1 === text.length) {
      out.push(code);
      continue;
    }
    const letter = text.charCodeAt(i + 1);
    const simple = SIMPLE.get(letter);
    if (simple !== undefined) {
      out.push(simple.charCodeAt(0));
      i++;
    } else if (letter === 0x0a) {
      i++;
    } else if (isOctal(letter)) {
      const digits = octalDigits(text, i + 1);
      out.push(Number.parseInt(digits, 8) & 0xff);
      i += digits.length;
    } else if (letter === 0x78) {
      const digits = hexDigits(text, i + 2, 2);
      if (digits.length < 2)
        throw new SyntaxFault(`(value error) invalid \\x escape at position ${i}`, literal.start, literal.end);
      out.push(Number.parseInt(digits, 16));
      i += 3;
    } else {
      out.push(code);
    }
  }
  return Uint8Array.from(out);
}

function normaliseNewlines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function unicodeFault(from: number, to: number, reason: string, literal: Place): SyntaxFault {
  return new SyntaxFault(
    `(unicode error) 'unicodeescape' codec can't decode bytes in position ${from}-${to}: ${reason}`,
    literal.start,
    literal.end,
  );
}

function isOctal(code: number): boolean {
  return code >= 0x30 && code <= 0x37;
}

function octalDigits(text: string, from: number): string {
  let to = from;
  while (to < from + 3 && isOctal(text.charCodeAt(to))) to++;
  return text.slice(from, to);
}

function hexDigits(text: string, from: number, width: number): string {
  let to = from;
  while (to < from + width && /[0-9a-fA-F]/.test(text.charAt(to))) to++;
  return text.slice(from, to);
}
