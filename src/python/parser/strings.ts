/** String literals: implicit concatenation, bytes, and f-strings with their replacement fields (PEP 701). */

import type { Constant, Expr, FormattedValue, JoinedStr, Position } from "../ast.ts";
import { bytesText, strText } from "./escapes.ts";
import { yieldOrExpressions } from "./expressions.ts";
import { accept, endOf, faultOn, invalid, isGeneric, nameAt, type Parser, peek, span, startOf } from "./state.ts";
import { STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";
import { PREFIX_SHIFT, StringFlag } from "./tokenizer/tokens.ts";

/** One or more adjacent literals as one expression. */
export function strings(p: Parser): Expr {
  const first = p.at;
  let formatted = false;
  let bytes = 0;
  let count = 0;
  let values: (Constant | FormattedValue)[] | null = null;
  for (;;) {
    const kind = peek(p);
    if (kind === Token.String) {
      if ((flagsOf(p, p.at) & StringFlag.Bytes) !== 0) bytes++;
    } else if (kind === Token.FStringStart) formatted = true;
    else break;
    count++;
    if (kind === Token.FStringStart) {
      values ??= textsBefore(p, first);
      fstring(p, values);
    } else {
      if (values !== null && bytes === 0) addText(p, values, stringText(p, p.at), p.at, p.at + 1);
      p.at++;
    }
  }
  if (bytes > 0) {
    if (bytes < count || formatted) throw invalid(p, "cannot mix bytes and nonbytes literals");
    const parts: Uint8Array[] = [];
    for (let token = first; token < p.at; token++) parts.push(bytesValue(p, token));
    return { kind: "Constant", value: { type: "bytes", value: concatBytes(parts) }, pos: span(p, first) };
  }
  if (values !== null) return { kind: "JoinedStr", values, pos: span(p, first) };
  let value = stringText(p, first);
  for (let token = first + 1; token < p.at; token++) value += stringText(p, token);
  return { kind: "Constant", value: { type: "str", value }, pos: span(p, first) };
}

function flagsOf(p: Parser, token: number): number {
  return p.value[token] as number;
}

/** The plain literals before the first f-string, as its first piece. */
function textsBefore(p: Parser, first: number): (Constant | FormattedValue)[] {
  const values: (Constant | FormattedValue)[] = [];
  for (let token = first; token < p.at; token++) {
    if ((flagsOf(p, token) & StringFlag.Bytes) === 0) addText(p, values, stringText(p, token), token, token + 1);
  }
  return values;
}

/** Adds the text of tokens `first..next` (exclusive); neighbouring text is merged, empty text is left out. */
function addText(p: Parser, values: (Constant | FormattedValue)[], value: string, first: number, next: number): void {
  if (value === "") return;
  const { at } = p;
  p.at = next;
  addConstant(values, value, span(p, first));
  p.at = at;
}

function addConstant(values: (Constant | FormattedValue)[], value: string, pos: Position): void {
  const last = values.at(-1);
  if (last?.kind !== "Constant" || last.value.type !== "str") {
    values.push({ kind: "Constant", value: { type: "str", value }, pos });
    return;
  }
  const joined = { line: last.pos.line, column: last.pos.column, endLine: pos.endLine, endColumn: pos.endColumn };
  values[values.length - 1] = {
    kind: "Constant",
    value: { type: "str", value: last.value.value + value },
    pos: joined,
  };
}

/** The value of the str literal at token `token`. */
function stringText(p: Parser, token: number): string {
  const flags = flagsOf(p, token);
  const width = (flags & StringFlag.Triple) !== 0 ? 3 : 1;
  const start = startOf(p, token);
  const end = endOf(p, token);
  const from = start + (flags >> PREFIX_SHIFT) + width;
  return strText(p.text, from, end - width, (flags & StringFlag.Raw) !== 0, { start, end });
}

function bytesValue(p: Parser, token: number): Uint8Array {
  const flags = flagsOf(p, token);
  const width = (flags & StringFlag.Triple) !== 0 ? 3 : 1;
  const start = startOf(p, token);
  const end = endOf(p, token);
  const from = start + (flags >> PREFIX_SHIFT) + width;
  return bytesText(p.text, from, end - width, (flags & StringFlag.Raw) !== 0, { start, end });
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function fstring(p: Parser, values: (Constant | FormattedValue)[]): void {
  p.at++;
  for (;;) {
    switch (peek(p)) {
      case Token.FStringMiddle:
        addText(p, values, middleText(p, p.at), p.at, p.at + 1);
        p.at++;
        break;
      case Token.LeftBrace:
        field(p, values);
        break;
      case Token.FStringEnd:
        p.at++;
        return;
      default:
        throw invalid(p);
    }
  }
}

/** Text of an f-string outside its fields: `{{` and `}}` are braces. */
function middleText(p: Parser, token: number): string {
  const { text } = p;
  const start = startOf(p, token);
  const end = endOf(p, token);
  const raw = (flagsOf(p, token) & StringFlag.Raw) !== 0;
  // CPython shows a fault in the text at what follows it.
  const literal = { start: startOf(p, token + 1), end: endOf(p, token + 1) };
  let value = "";
  let from = start;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c && !raw) {
      if (text.startsWith("N{", i + 1)) i = Math.max(i, text.indexOf("}", i));
      else if (text.charCodeAt(i + 1) !== 0x7b && text.charCodeAt(i + 1) !== 0x7d) i++;
    } else if (code === 0x7b || code === 0x7d) {
      value += strText(text, from, i + 1, raw, literal);
      i++;
      from = i + 1;
    }
  }
  return value + strText(text, from, end, raw, literal);
}

/** `{expression=!conversion:specification}`. */
function field(p: Parser, values: (Constant | FormattedValue)[]): void {
  const first = p.at++;
  const value = fieldExpression(p);
  let conversion: FormattedValue["conversion"] = "";
  let formatSpec: JoinedStr | null = null;
  const debug = accept(p, Token.Equal);
  if (debug) addSource(p, values, first);
  if (peek(p) === Token.Exclamation) conversion = readConversion(p);
  else if (peek(p) !== Token.Colon && peek(p) !== Token.RightBrace) throw wrongFieldEnd(p, debug);
  if (peek(p) === Token.Colon) formatSpec = readFormatSpec(p);
  if (!accept(p, Token.RightBrace)) {
    throw invalid(p, `f-string: expecting ${formatSpec === null ? "':' or '}'" : "'}', or format specs"}`);
  }
  if (debug && conversion === "" && formatSpec === null) conversion = "r";
  values.push({ kind: "FormattedValue", value, conversion, formatSpec, pos: span(p, first) });
}

function wrongFieldEnd(p: Parser, debug: boolean): Error {
  return invalid(
    p,
    debug ? "f-string: expecting '!', or ':', or '}'" : "f-string: expecting '=', or '!', or ':', or '}'",
  );
}

function fieldExpression(p: Parser): Expr {
  const kind = peek(p);
  const first = p.at;
  if (kind === Token.Equal || kind === Token.Exclamation || kind === Token.Colon || kind === Token.RightBrace) {
    const text = p.text.charAt(startOf(p, first));
    throw invalid(p, `f-string: valid expression required before '${text}'`);
  }
  if (kind !== Token.Star && kind !== Token.Yield && STARTS_EXPRESSION[kind] !== 1) {
    throw invalid(p, "f-string: expecting a valid expression after '{'");
  }
  try {
    return yieldOrExpressions(p);
  } catch (error) {
    if (!isGeneric(error) || peek(p) === Token.Fault) throw error;
    throw faultOn(p, first, first, "f-string: expecting a valid expression after '{'");
  }
}

/** The source of a field with `=`, as it is shown: from behind the brace at token `first` to the current token. */
function addSource(p: Parser, values: (Constant | FormattedValue)[], first: number): void {
  const { text } = p;
  let source = "";
  let from = endOf(p, first);
  for (let token = first + 1; token < p.at; token++) {
    // Comments stand between tokens.
    source += withoutComments(text.slice(from, startOf(p, token))) + text.slice(startOf(p, token), endOf(p, token));
    from = endOf(p, token);
  }
  source += withoutComments(text.slice(from, startOf(p, p.at)));
  const pos = {
    line: p.endLine[first] as number,
    column: p.endColumn[first] as number,
    endLine: p.line[p.at] as number,
    endColumn: p.column[p.at] as number,
  };
  addConstant(values, source.replace(/\r\n?/g, "\n"), pos);
}

function withoutComments(text: string): string {
  return text.includes("#") ? text.replace(/#[^\r\n]*/g, "") : text;
}

function readConversion(p: Parser): "s" | "r" | "a" {
  const mark = p.at++;
  const kind = peek(p);
  if (kind === Token.Colon || kind === Token.RightBrace) throw invalid(p, "f-string: missing conversion character");
  if (kind !== Token.Name) throw invalid(p, "f-string: invalid conversion character");
  if (startOf(p, p.at) !== endOf(p, mark)) {
    throw faultOn(p, mark, p.at, "f-string: conversion type must come right after the exclamation mark");
  }
  const letter = nameAt(p, p.at);
  if (letter !== "s" && letter !== "r" && letter !== "a") {
    throw invalid(p, `f-string: invalid conversion character '${letter}': expected 's', 'r', or 'a'`);
  }
  p.at++;
  return letter;
}

/** `:specification`, which ends where the closing brace begins. */
function readFormatSpec(p: Parser): JoinedStr {
  const first = p.at++;
  const values: (Constant | FormattedValue)[] = [];
  for (;;) {
    const kind = peek(p);
    if (kind === Token.FStringMiddle) {
      const raw = (flagsOf(p, p.at) & StringFlag.Raw) !== 0;
      const start = startOf(p, p.at);
      const end = endOf(p, p.at);
      addText(p, values, strText(p.text, start, end, raw, { start, end }), p.at, p.at + 1);
      p.at++;
    } else if (kind === Token.LeftBrace) field(p, values);
    else break;
  }
  return { kind: "JoinedStr", values, pos: span(p, first) };
}
