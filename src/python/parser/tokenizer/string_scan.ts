/** String literals, and the text of f-strings between their replacement fields. */

import { afterNewline, isNewlineCode, lineEnd } from "./char_class.ts";
import { afterUnterminated } from "./line_recovery.ts";
import { type FString, openBracket, type Scanner } from "./scanner.ts";
import { Token } from "./token.ts";
import { PREFIX_SHIFT, StringFlag } from "./tokens.ts";

const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** CPython's MAX_EXPR_NESTING and MAXFSTRINGLEVEL. */
const MAX_FIELDS = 3;
const MAX_FSTRINGS = 150;

const PREFIXES: ReadonlyMap<string, number> = new Map([
  ["", 0],
  ["r", StringFlag.Raw],
  ["u", 0],
  ["b", StringFlag.Bytes],
  ["f", StringFlag.Formatted],
  ["rb", StringFlag.Raw | StringFlag.Bytes],
  ["br", StringFlag.Raw | StringFlag.Bytes],
  ["rf", StringFlag.Raw | StringFlag.Formatted],
  ["fr", StringFlag.Raw | StringFlag.Formatted],
]);

/** The flags of a literal that a prefix begins; undefined when the letters are no prefix. */
export function prefixFlags(prefix: string): number | undefined {
  return PREFIXES.get(prefix.toLowerCase());
}

/** Reads a literal that begins at `s.at`; its quote is at `quote`. */
export function scanString(s: Scanner, quote: number, flags: number): void {
  const { text, at: start, line, lineStart } = s;
  const mark = text.charCodeAt(quote);
  const triple = text.charCodeAt(quote + 1) === mark && text.charCodeAt(quote + 2) === mark;
  const value = flags | (triple ? StringFlag.Triple : 0) | ((quote - start) << PREFIX_SHIFT);
  if ((flags & StringFlag.Formatted) !== 0) {
    if (s.fstrings.length >= MAX_FSTRINGS) {
      s.fail("too many nested f-strings", start, quote + 1, lineEnd(text, start));
      s.closeAll();
      return;
    }
    const raw = (flags & StringFlag.Raw) !== 0;
    const { length: level } = s.brackets;
    const column = start - lineStart;
    s.pushFString({ start, line, column, quote: mark, triple, raw, level, fields: [], inText: true });
    s.push(Token.FStringStart, start, quote + (triple ? 3 : 1), value);
    return;
  }
  let i = quote + (triple ? 3 : 1);
  let escapedQuote = false;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code === mark) {
      if (!triple) {
        i++;
        break;
      }
      if (text.charCodeAt(i + 1) === mark && text.charCodeAt(i + 2) === mark) {
        i += 3;
        break;
      }
      i++;
    } else if (code === BACKSLASH) {
      i++;
      escapedQuote ||= text.charCodeAt(i) === mark;
      if (isNewlineCode(text.charCodeAt(i))) {
        i = afterNewline(text, i);
        s.newLine(i);
      } else if (i < text.length) i++;
    } else if (code === 0x0a || code === 0x0d) {
      if (!triple) {
        unterminated(s, { start, line, quote: mark, triple, formatted: false, escapedQuote }, i);
        return;
      }
      i = afterNewline(text, i);
      s.newLine(i);
    } else if (Number.isNaN(code)) {
      unterminated(s, { start, line, quote: mark, triple, formatted: false, escapedQuote }, i);
      return;
    } else {
      i++;
    }
  }
  s.pushFrom(Token.String, start, i, line, start - lineStart, value);
}

interface OpenLiteral {
  readonly start: number;
  readonly line: number;
  readonly quote: number;
  readonly triple: boolean;
  readonly formatted: boolean;
  /** Whether a quote in it has a backslash before it. */
  readonly escapedQuote: boolean;
}

/** The literal has no end before `at`; the logical line ends with the fault. */
function unterminated(s: Scanner, literal: OpenLiteral, at: number): void {
  const { text } = s;
  const { start, line, triple } = literal;
  const message = unterminatedMessage(s, literal);
  const next = afterUnterminated(text, triple ? start : at, triple);
  // Lines are counted again from the literal's first, since reading may go on before where it stopped.
  s.line = line;
  s.lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const cr = start > 0 ? text.lastIndexOf("\r", start - 1) + 1 : 0;
  if (cr > s.lineStart) s.lineStart = cr;
  const index = s.faults.push({ message, start, end: triple ? start + 1 : at, bracketLine: 0 }) - 1;
  const { line: startLine, lineStart } = s;
  for (let i = start; i < next; ) {
    if (!isNewlineCode(text.charCodeAt(i))) i++;
    else {
      i = afterNewline(text, i);
      s.newLine(i);
    }
  }
  s.pushFrom(Token.Fault, start, next, startLine, start - lineStart, index);
  s.closeAll();
}

function unterminatedMessage(s: Scanner, { line, quote, triple, formatted, escapedQuote }: OpenLiteral): string {
  const { fstring } = s;
  if (!formatted && fstring !== null && fstring.quote === quote && fstring.triple === triple) {
    return "f-string: expecting '}'";
  }
  const last = s.lineStart >= s.text.length && s.line > line ? s.line - 1 : s.line;
  const kind = `${triple ? "triple-quoted " : ""}${formatted ? "f-string" : "string"} literal`;
  const hint = escapedQuote && !triple ? "; perhaps you escaped the end quote?" : "";
  return `unterminated ${kind} (detected at line ${last})${hint}`;
}

/** Reads the text of an f-string up to a replacement field, the end of a field, or the closing quotes. */
export function scanFStringText(s: Scanner, f: FString): void {
  const { text, at: start, line, lineStart } = s;
  const inSpec = f.fields.length > 0;
  const flags = f.raw ? StringFlag.Raw : 0;
  let i = start;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code === f.quote && isClosing(text, i, f)) break;
    if (code === OPEN_BRACE) {
      if (inSpec || text.charCodeAt(i + 1) !== OPEN_BRACE) break;
      i += 2;
    } else if (code === CLOSE_BRACE) {
      if (inSpec || text.charCodeAt(i + 1) !== CLOSE_BRACE) break;
      i += 2;
    } else if (code === BACKSLASH) {
      i = afterEscape(s, i, f.raw);
    } else if (code === 0x0a || code === 0x0d) {
      if (!f.triple) {
        if (inSpec) break;
        unterminated(s, { ...f, formatted: true, escapedQuote: false }, i);
        return;
      }
      i = afterNewline(text, i);
      s.newLine(i);
    } else if (Number.isNaN(code)) {
      unterminated(s, { ...f, formatted: true, escapedQuote: false }, i);
      return;
    } else {
      i++;
    }
  }
  if (i > start) s.pushFrom(Token.FStringMiddle, start, i, line, start - lineStart, flags);
  const code = text.charCodeAt(i);
  if (code === OPEN_BRACE) {
    f.inText = false;
    if (f.fields.length >= MAX_FIELDS) s.fail("f-string: expressions nested too deeply", i, i + 1, i + 1);
    else openBracket(s, code);
    f.fields.push(s.brackets.length);
  } else if (code === CLOSE_BRACE || code !== f.quote) {
    // The end of a field, or a fault that ordinary reading finds.
    f.inText = false;
  } else {
    const end = i + (f.triple ? 3 : 1);
    if (inSpec) s.fail("f-string: expecting '}', or format specs", i, end, end);
    else s.push(Token.FStringEnd, i, end, 0);
    s.brackets.length = f.level;
    s.popFString();
  }
}

function isClosing(text: string, at: number, f: FString): boolean {
  return !f.triple || (text.charCodeAt(at + 1) === f.quote && text.charCodeAt(at + 2) === f.quote);
}

/** The offset after the escape at `at`: a brace behind a backslash is a brace all the same, but not in `\N{…}`. */
function afterEscape(s: Scanner, at: number, raw: boolean): number {
  const { text } = s;
  const code = text.charCodeAt(at + 1);
  if (code === OPEN_BRACE || code === CLOSE_BRACE) return at + 1;
  if (isNewlineCode(code)) {
    const next = afterNewline(text, at + 1);
    s.newLine(next);
    return next;
  }
  if (!raw && code === 0x4e && text.charCodeAt(at + 2) === OPEN_BRACE) {
    let i = at + 3;
    while (/[\w -]/.test(text.charAt(i))) i++;
    return text.charCodeAt(i) === CLOSE_BRACE ? i + 1 : i;
  }
  return Math.min(at + 2, text.length);
}
