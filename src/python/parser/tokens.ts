/** Tokens of one logical line, for repairing it or saying what is wrong with it. */

import { isQuote, isWord, stringEnd } from "./string_scan.ts";

export interface LineToken {
  readonly type: "name" | "keyword" | "number" | "string" | "op" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

const OPERATOR = /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<=|>=|==|!=|<>|->|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|:=|./sy;
const NUMBER =
  /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d[\d_]*)?[jJ]?|\d[\d_]*\.?)/y;
const SPACE = /(?:[ \t\f\r\n\uFEFF]|\\\r?\n|\\\r|#[^\r\n]*)+/y;

/** The tokens in `start..end`, which must hold no lexical fault, and an `end` token. */
export function tokenize(text: string, start: number, end: number): LineToken[] {
  const out: LineToken[] = [];
  let at = start;
  while (at < end) {
    SPACE.lastIndex = at;
    if (SPACE.test(text)) {
      at = SPACE.lastIndex;
      continue;
    }
    const token = readToken(text, at);
    out.push(token);
    at = token.end;
  }
  out.push({ type: "end", text: "", start: end, end });
  return out;
}

function readToken(text: string, start: number): LineToken {
  const code = text.charCodeAt(start);
  const make = (type: LineToken["type"], end: number): LineToken => ({
    type,
    text: text.slice(start, end),
    start,
    end,
  });
  if (isQuote(code)) return make("string", stringEnd(text, start));
  const isDigit = code >= 0x30 && code <= 0x39;
  if (isDigit || (code === 0x2e && /\d/.test(text.charAt(start + 1)))) {
    NUMBER.lastIndex = start;
    NUMBER.test(text);
    return make("number", Math.max(NUMBER.lastIndex, start + 1));
  }
  if (isWord(code)) {
    let end = start + 1;
    while (isWord(text.charCodeAt(end))) end++;
    if (isQuote(text.charCodeAt(end)) && /^[rbfu]{1,2}$/i.test(text.slice(start, end))) {
      return make("string", stringEnd(text, end));
    }
    return make(KEYWORDS.has(text.slice(start, end)) ? "keyword" : "name", end);
  }
  OPERATOR.lastIndex = start;
  OPERATOR.test(text);
  return make("op", Math.max(OPERATOR.lastIndex, start + 1));
}
