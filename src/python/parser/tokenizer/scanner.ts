/** Where the tokenizer is: position, open brackets and f-strings; and how it writes tokens and faults. */

import { isWordCode } from "./char_class.ts";
import type { NameTable } from "./name_table.ts";
import { Token } from "./token.ts";
import type { LexicalFault, Tokens } from "./tokens.ts";

/** An f-string that is being read (PEP 701). */
export interface FString {
  readonly start: number;
  readonly line: number;
  readonly column: number;
  readonly quote: number;
  readonly triple: boolean;
  readonly raw: boolean;
  /** How many brackets were open at its start. */
  readonly level: number;
  /** How many brackets are open inside the brace of each replacement field that is being read. */
  readonly fields: number[];
  /** Whether text comes next, not the tokens of an expression. */
  inText: boolean;
}

interface Bracket {
  readonly code: number;
  readonly at: number;
  readonly line: number;
}

export class Scanner {
  readonly text: string;
  readonly tokens: Tokens;
  readonly names: NameTable;
  readonly faults: LexicalFault[] = [];
  at = 0;
  line: number;
  lineStart = 0;
  /** Brackets that are open, the replacement fields of f-strings among them. */
  brackets: Bracket[] = [];
  fstrings: FString[] = [];
  /** The last of `fstrings`. */
  fstring: FString | null = null;
  /** Whether the logical line is read a second time, because a bracket in it is not closed. */
  recovering = false;
  /** Characters of logical lines that were read again. */
  reread = 0;
  /** Set when a bracket above is surely not closed: the logical line is to be read again. */
  suspicious = false;

  constructor(text: string, tokens: Tokens, names: NameTable, firstLine: number) {
    this.text = text;
    this.tokens = tokens;
    this.names = names;
    this.line = firstLine;
  }

  /** Writes the token `start..end` of the current line and goes on behind it. */
  push(kind: Token, start: number, end: number, value: number): void {
    const { line, lineStart } = this;
    this.tokens.push(kind, start, end, line, start - lineStart, line, end - lineStart, value);
    this.at = end;
  }

  /** Writes a token that began on an earlier line, perhaps. */
  pushFrom(kind: Token, start: number, end: number, line: number, column: number, value: number): void {
    this.tokens.push(kind, start, end, line, column, this.line, end - this.lineStart, value);
    this.at = end;
  }

  /** Writes a fault in place of a token; `next` is where reading goes on. */
  fail(message: string, start: number, end: number, next: number, bracketLine = 0): void {
    const index = this.faults.push({ message, start, end, bracketLine }) - 1;
    this.push(Token.Fault, start, next, index);
  }

  /** After a line ending that ends at `next`. */
  newLine(next: number): void {
    this.line++;
    this.lineStart = next;
    this.at = next;
  }

  openBracket(code: number, at: number): void {
    this.brackets.push({ code, at, line: this.line });
  }

  closeAll(): void {
    this.brackets.length = 0;
    this.fstrings.length = 0;
    this.fstring = null;
  }

  pushFString(fstring: FString): void {
    this.fstrings.push(fstring);
    this.fstring = fstring;
  }

  popFString(): void {
    this.fstrings.pop();
    this.fstring = this.fstrings.at(-1) ?? null;
  }
}

/** CPython's MAXLEVEL. */
const MAX_BRACKETS = 200;
const CLOSE_BRACE = 0x7d;

const OPENERS: Readonly<Record<string, Token>> = {
  "(": Token.LeftParen,
  "[": Token.LeftBracket,
  "{": Token.LeftBrace,
  ")": Token.RightParen,
  "]": Token.RightBracket,
  "}": Token.RightBrace,
};

export function openBracket(s: Scanner, code: number): void {
  const { at } = s;
  if (s.brackets.length >= MAX_BRACKETS) {
    let end = at;
    while ("([{".includes(s.text.charAt(end)) && end < s.text.length) end++;
    s.fail("too many nested parentheses", at, at + 1, end);
    return;
  }
  s.openBracket(code, at);
  s.push(OPENERS[String.fromCharCode(code)] as Token, at, at + 1, 0);
}

export function closeBracket(s: Scanner, code: number): void {
  const { at, brackets, fstring } = s;
  const character = String.fromCharCode(code);
  const level = brackets.length;
  if (fstring !== null && level === fstring.level && code === CLOSE_BRACE) {
    s.fail("f-string: single '}' is not allowed", at, at + 1, at + 1);
    fstring.inText = true;
    return;
  }
  const open = brackets[level - 1];
  if (open === undefined) {
    s.fail(`unmatched '${character}'`, at, at + 1, at + 1);
    return;
  }
  const isField = fstring !== null && fstring.fields.at(-1) === level;
  if (open.code + (open.code === 0x28 ? 1 : 2) !== code) {
    mismatch(s, character, open, isField);
    return;
  }
  brackets.pop();
  if (isField) {
    fstring.fields.pop();
    fstring.inText = true;
  }
  s.push(OPENERS[character] as Token, at, at + 1, 0);
}

function mismatch(s: Scanner, character: string, open: Bracket, isField: boolean): void {
  const { at } = s;
  // The fault may be a bracket that was left open lines above.
  if (!s.recovering) s.suspicious = true;
  const where = open.line === s.line ? "" : ` on line ${open.line}`;
  const opening = String.fromCharCode(open.code);
  const message = isField
    ? `f-string: unmatched '${character}'`
    : `closing parenthesis '${character}' does not match opening parenthesis '${opening}'${where}`;
  s.fail(message, at, at + 1, at + 1);
  if (!isField) s.brackets.pop();
}

/** The bracket that is open at the end of a logical line. */
export function neverClosed(s: Scanner): void {
  const open = s.brackets.at(-1);
  if (open === undefined) return;
  const { code, at, line } = open;
  const index =
    s.faults.push({
      message: `'${String.fromCharCode(code)}' was never closed`,
      start: at,
      end: at + 1,
      bracketLine: line,
    }) - 1;
  s.push(Token.Fault, s.at, s.at, index);
}

/** The offset after the characters of a word. */
export function wordEnd(text: string, at: number): number {
  let i = at;
  while (isWordCode(text.charCodeAt(i))) i++;
  return i;
}
