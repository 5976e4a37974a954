/** Splits a text into logical lines and finds what CPython's tokenizer refuses: open strings, brackets, stray characters. */

import { type Fault, SyntaxFault } from "./fault.ts";
import { isQuote, isWord, stringEnd } from "./string_scan.ts";

/** A logical line: one or more physical lines that hold one header or some simple statements. */
export interface LogicalLine {
  /** The first and the last significant character (the end is exclusive). */
  readonly start: number;
  readonly end: number;
  /** Where its first physical line begins. */
  readonly lineStart: number;
  /** The width of the indentation with tabs to multiples of eight, and with tabs as one. */
  readonly indent: number;
  readonly altIndent: number;
  readonly endsWithColon: boolean;
  readonly fault: Fault | null;
}

/** Characters that need no thought: letters, digits and most operators. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.,:;=+\-*/%&|^~<>@!]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** CPython's MAXLEVEL. */
const MAX_BRACKETS = 200;

export function logicalLines(text: string): LogicalLine[] {
  const out: LogicalLine[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const head = readIndent(text, at);
    if (head.blank) {
      at = nextLine(text, head.start);
      continue;
    }
    const line = readLine(text, head.start, false) ?? readLine(text, head.start, true);
    if (line === null) throw new Error("a logical line must end");
    out.push({ ...line, lineStart: at, start: head.start, indent: head.indent, altIndent: head.altIndent });
    at = line.next;
  }
  return out;
}

function readIndent(text: string, at: number) {
  let indent = 0;
  let altIndent = 0;
  let i = at;
  for (; ; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x20) {
      indent++;
      altIndent++;
    } else if (code === 0x09) {
      indent = (indent & ~7) + 8;
      altIndent++;
    } else if (code === 0x0c) {
      indent = 0;
      altIndent = 0;
    } else if (code === 0x5c && isNewline(text.charCodeAt(i + 1))) {
      i = nextLine(text, i) - 1;
    } else break;
  }
  const code = text.charCodeAt(i);
  return { start: i, indent, altIndent, blank: i >= text.length || code === 0x23 || isNewline(code) };
}

interface ReadLine {
  readonly end: number;
  readonly next: number;
  readonly endsWithColon: boolean;
  readonly fault: Fault | null;
}

interface Bracket {
  readonly code: number;
  readonly at: number;
}

/**
 * Reads to the end of the logical line. When a bracket stays open to the end of the text, null; with `recovering`, the
 * line ends instead before a physical line that is not more indented than it.
 */
function readLine(text: string, start: number, recovering: boolean): ReadLine | null {
  const brackets: Bracket[] = [];
  let fault: Fault | null = null;
  /** A fault inside brackets may come from a bracket that was left open lines above. */
  let suspicious = false;
  let end = start;
  let last = 0;
  let i = start;
  const column = start - lineStartOf(text, start);
  const fail = (message: string, from: number, to: number): void => {
    suspicious ||= brackets.length > 0;
    fault ??= { message, start: from, end: to };
  };
  while (i < text.length) {
    if (suspicious && !recovering) return null;
    const code = text.charCodeAt(i);
    if (code < 128 && PLAIN[code] === 1) {
      last = code;
      end = ++i;
      continue;
    }
    if (code === 0x20 || code === 0x09 || code === 0x0c) {
      i++;
      continue;
    }
    if (isNewline(code)) {
      const next = nextLine(text, i);
      if (brackets.length === 0) return { end, next, endsWithColon: last === 0x3a, fault };
      if (fault !== null || (recovering && endsStatement(text, next, column))) {
        const open = brackets[brackets.length - 1] as Bracket;
        fail(`'${String.fromCharCode(open.code)}' was never closed`, open.at, open.at + 1);
        return { end, next, endsWithColon: false, fault };
      }
      i = next;
      continue;
    }
    if (code === 0x23) {
      while (i < text.length && !isNewline(text.charCodeAt(i))) i++;
      continue;
    }
    if (code === 0x5c) {
      if (isNewline(text.charCodeAt(i + 1))) {
        i = nextLine(text, i);
        if (i >= text.length) fail("unexpected EOF while parsing", i - 1, i);
      } else {
        fail("unexpected character after line continuation character", i, i + 1);
        i++;
      }
      continue;
    }
    if (isQuote(code)) {
      try {
        i = stringEnd(text, i);
      } catch (error) {
        if (!(error instanceof SyntaxFault)) throw error;
        fail(error.message, error.start, error.end);
        i = afterOpenString(text, i, error.message.includes("triple"));
        brackets.length = 0;
        end = i;
      }
    } else if (code === 0x28 || code === 0x5b || code === 0x7b) {
      if (brackets.length >= MAX_BRACKETS) fail("too many nested parentheses", i, i + 1);
      brackets.push({ code, at: i });
      i++;
    } else if (code === 0x29 || code === 0x5d || code === 0x7d) {
      closeBracket(text, brackets, code, i, fail);
      i++;
    } else {
      if (code > 127 || code < 0x20 || code === 0x24 || code === 0x3f || code === 0x60) checkCharacter(text, i, fail);
      i++;
    }
    last = code;
    end = i;
  }
  const open = brackets[brackets.length - 1];
  if (open !== undefined) {
    if (!recovering) return null;
    fail(`'${String.fromCharCode(open.code)}' was never closed`, open.at, open.at + 1);
  }
  return { end, next: text.length, endsWithColon: last === 0x3a && open === undefined, fault };
}

function closeBracket(
  text: string,
  brackets: Bracket[],
  code: number,
  at: number,
  fail: (message: string, from: number, to: number) => void,
): void {
  const character = String.fromCharCode(code);
  const open = brackets.pop();
  if (open === undefined) {
    fail(`unmatched '${character}'`, at, at + 1);
  } else if (open.code + (open.code === 0x28 ? 1 : 2) !== code) {
    const line = lineNumber(text, open.at);
    const where = line === lineNumber(text, at) ? "" : ` on line ${line}`;
    const opening = String.fromCharCode(open.code);
    fail(`closing parenthesis '${character}' does not match opening parenthesis '${opening}'${where}`, at, at + 1);
  }
}

/** Identifiers may hold any XID character; other characters beyond ASCII are refused by name. */
function checkCharacter(text: string, at: number, fail: (message: string, from: number, to: number) => void): void {
  const point = text.codePointAt(at) ?? 0;
  if (point >= 0xdc00 && point <= 0xdfff) return;
  const character = String.fromCodePoint(point);
  if (/[\p{XID_Continue}]/u.test(character.normalize("NFKC"))) return;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const end = at + character.length;
  if (point < 128 && point >= 0x20) fail("invalid syntax", at, end);
  else if (/[\p{C}\p{Z}]/u.test(character)) fail(`invalid non-printable character ${code}`, at, end);
  else fail(`invalid character '${character}' (${code})`, at, end);
}

/** Where reading goes on: at the line's end, or before the next definition when the literal spans lines. */
function afterOpenString(text: string, at: number, triple: boolean): number {
  let i = at;
  do {
    while (i < text.length && !isNewline(text.charCodeAt(i))) i++;
    if (
      !triple ||
      /^(?:def|class|async\s+def|@\w+|if __name__)/.test(text.slice(nextLine(text, i), nextLine(text, i) + 16))
    )
      break;
    i = nextLine(text, i);
  } while (i < text.length);
  return i;
}

/** Words that begin a statement and cannot continue an expression. */
const STATEMENT_WORDS =
  /^(?:def|class|return|import|while|with|try|raise|del|assert|pass|break|continue|global|nonlocal|except|finally|elif)\b|^@|^from\s+[\w.]+\s+import\b|^async\s+(?:def|with)\b/;

function endsStatement(text: string, next: number, column: number): boolean {
  const head = readIndent(text, next);
  if (head.blank) return false;
  if (STATEMENT_WORDS.test(text.slice(head.start, head.start + 80))) return true;
  return head.start - next <= column && !/[)\]}]/.test(text.charAt(head.start));
}

function isNewline(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** The offset after the next line ending. */
export function nextLine(text: string, from: number): number {
  let i = from;
  while (i < text.length && !isNewline(text.charCodeAt(i))) i++;
  if (text.charCodeAt(i) === 0x0d && text.charCodeAt(i + 1) === 0x0a) return i + 2;
  return Math.min(i + 1, text.length);
}

function lineStartOf(text: string, at: number): number {
  let i = at;
  while (i > 0 && !isNewline(text.charCodeAt(i - 1))) i--;
  return i;
}

function lineNumber(text: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i = nextLine(text, i)) if (nextLine(text, i) <= at) line++;
  return line;
}

/** The word at the start of a line, `async` skipped; "" when it begins otherwise. */
export function firstWord(text: string, line: LogicalLine): string {
  let start = line.start;
  let end = wordEnd(text, start);
  if (text.slice(start, end) === "async") {
    start = end;
    while (text.charCodeAt(start) === 0x20) start++;
    end = wordEnd(text, start);
  }
  return text.slice(start, end);
}

function wordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && isWord(text.charCodeAt(i))) i++;
  return i;
}
