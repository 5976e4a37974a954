/** Finds where a string literal ends, as CPython's tokenizer does. */

import { SyntaxFault } from "./fault.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const HASH = 0x23;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COLON = 0x3a;

export function isQuote(code: number): boolean {
  return code === DOUBLE || code === SINGLE;
}

/** The offset after the literal whose quote is at `quote`; the prefix letters stand before it. */
export function stringEnd(text: string, quote: number): number {
  let formatted = false;
  let start = quote;
  while (start > 0 && quote - start < 2 && isPrefixLetter(text.charCodeAt(start - 1))) start--;
  if (start > 0 && isWord(text.charCodeAt(start - 1))) start = quote;
  let raw = false;
  for (let i = start; i < quote; i++) {
    const letter = text.charCodeAt(i) | 0x20;
    if (letter === 0x66) formatted = true;
    else if (letter === 0x72) raw = true;
  }
  return literalEnd(text, start, quote, formatted, raw);
}

function isPrefixLetter(code: number): boolean {
  const letter = code | 0x20;
  return letter === 0x72 || letter === 0x62 || letter === 0x66 || letter === 0x75;
}

export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code > 127
  );
}

function literalEnd(text: string, start: number, quote: number, formatted: boolean, raw: boolean): number {
  const mark = text.charCodeAt(quote);
  const triple = text.charCodeAt(quote + 1) === mark && text.charCodeAt(quote + 2) === mark;
  let i = quote + (triple ? 3 : 1);
  if (!triple && text.charCodeAt(i) === mark) return i + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) {
      const next = text.charCodeAt(i + 1);
      if (formatted && (next === OPEN_BRACE || next === CLOSE_BRACE)) i++;
      else if (formatted && !raw && text.startsWith("N{", i + 1)) i += 3;
      else i += text.charCodeAt(i + 1) === RETURN && text.charCodeAt(i + 2) === NEWLINE ? 3 : 2;
      continue;
    }
    if (code === mark) {
      if (!triple) return i + 1;
      if (text.charCodeAt(i + 1) === mark && text.charCodeAt(i + 2) === mark) return i + 3;
    } else if (!triple && (code === NEWLINE || code === RETURN)) {
      break;
    } else if (formatted && code === OPEN_BRACE) {
      if (text.charCodeAt(i + 1) === OPEN_BRACE) i++;
      else {
        i = fieldEnd(text, i, mark, triple, start);
        continue;
      }
    }
    i++;
  }
  throw unterminated(text, start, quote, Math.min(i, text.length), formatted, triple);
}

function unterminated(
  text: string,
  start: number,
  quote: number,
  at: number,
  formatted: boolean,
  triple: boolean,
): SyntaxFault {
  let line = 1;
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i);
    if (code === NEWLINE || (code === RETURN && text.charCodeAt(i + 1) !== NEWLINE)) line++;
  }
  const what = `${triple ? "triple-quoted " : ""}${formatted ? "f-string" : "string"} literal`;
  return new SyntaxFault(`unterminated ${what} (detected at line ${line})`, start, triple ? quote + 3 : at);
}

/** The offset after the replacement field that opens at `open`. */
export function fieldEnd(text: string, open: number, mark: number, triple: boolean, start: number): number {
  const closers: number[] = [];
  let i = open + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isQuote(code)) {
      // Inside a field the same quote begins a new literal (3.12), unless nothing could end it.
      i = nestedEnd(text, i, mark);
    } else if (code === 0x28 || code === 0x5b || code === OPEN_BRACE) {
      closers.push(code === 0x28 ? 0x29 : code + 2);
      i++;
    } else if (code === CLOSE_BRACE && closers.length === 0) {
      return i + 1;
    } else if (code === 0x29 || code === 0x5d || code === CLOSE_BRACE) {
      if (closers.pop() !== code) {
        throw new SyntaxFault(
          `f-string: closing parenthesis '${text[i]}' does not match opening parenthesis '{'`,
          i,
          i + 1,
        );
      }
      i++;
    } else if (code === COLON && closers.length === 0) {
      return specEnd(text, i + 1, mark, triple, start, open);
    } else if (code === HASH) {
      while (i < text.length && text.charCodeAt(i) !== NEWLINE) i++;
    } else {
      i++;
    }
  }
  throw new SyntaxFault("'{' was never closed", open, open + 1);
}

/** A literal inside a field; one that never ends was the end of the f-string itself. */
function nestedEnd(text: string, quote: number, mark: number): number {
  try {
    return stringEnd(text, quote);
  } catch (error) {
    if (!(error instanceof SyntaxFault) || text.charCodeAt(quote) !== mark) throw error;
    throw new SyntaxFault("f-string: expecting '}'", quote, quote + 1);
  }
}

/** The offset after the brace that ends a field whose format specification begins at `from`. */
function specEnd(text: string, from: number, mark: number, triple: boolean, start: number, open: number): number {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === CLOSE_BRACE) return i + 1;
    if (code === OPEN_BRACE) i = fieldEnd(text, i, mark, triple, start);
    else if (code === mark && (!triple || (text.charCodeAt(i + 1) === mark && text.charCodeAt(i + 2) === mark))) break;
    else if (!triple && (code === NEWLINE || code === RETURN)) break;
    else i += code === BACKSLASH ? 2 : 1;
  }
  throw new SyntaxFault("f-string: expecting '}'", open, open + 1);
}
