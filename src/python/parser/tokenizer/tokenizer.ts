/**
 * The tokenizer (Python reference, "Lexical analysis"; f-strings as PEP 701 says). It never stops at a fault: a Fault token
 * stands for what is no token, and a logical line whose bracket is not closed ends before the next statement, so that
 * every line ends with Newline and every Indent has its Dedent.
 */

import { afterNewline, CHAR_CLASS, Char, IS_WORD, isDigitCode, isNewlineCode, lineEnd } from "./char_class.ts";
import { firstInvalid, invalidCharacter } from "./identifiers.ts";
import { Indentation } from "./indentation.ts";
import { beginsStatement } from "./line_recovery.ts";
import { hashOf, type NameTable } from "./name_table.ts";
import { scanNumber } from "./number_scan.ts";
import { operatorAt } from "./operators.ts";
import { closeBracket, neverClosed, openBracket, Scanner, wordEnd } from "./scanner.ts";
import { prefixFlags, scanFStringText, scanString } from "./string_scan.ts";
import { KEYWORDS, STARTS_STATEMENT, Token } from "./token.ts";
import type { LexicalFault, Tokens } from "./tokens.ts";

/** Writes the tokens of `text` from the beginning of `tokens` on; Fault tokens refer to the faults that it returns. */
export function tokenize(text: string, tokens: Tokens, names: NameTable, firstLine: number): readonly LexicalFault[] {
  tokens.count = 0;
  const s = new Scanner(text, tokens, names, firstLine);
  const indentation = new Indentation();
  if (text.charCodeAt(0) === 0xfeff) s.at = 1;
  while (indentation.readLine(s)) readLogicalLine(s);
  indentation.closeAll(s);
  s.push(Token.End, s.at, s.at, 0);
  return s.faults;
}

/** How often, on the average, a character may be read in vain: a bracket that is never closed is sought to the text's end. */
const MAX_REREAD = 4;

function readLogicalLine(s: Scanner): void {
  const { at, line, lineStart } = s;
  const { count } = s.tokens;
  const faults = s.faults.length;
  s.recovering = s.reread > MAX_REREAD * s.text.length;
  s.suspicious = false;
  if (readTokens(s, faults, at - lineStart)) return;
  s.reread += s.at - at;
  s.at = at;
  s.line = line;
  s.lineStart = lineStart;
  s.tokens.count = count;
  s.faults.length = faults;
  s.closeAll();
  s.recovering = true;
  s.suspicious = false;
  readTokens(s, faults, at - lineStart);
}

/** Reads to the end of the logical line; false when it is to be read again, because a bracket in it is not closed. */
function readTokens(s: Scanner, faults: number, column: number): boolean {
  const { text, brackets } = s;
  while (!s.suspicious) {
    if (s.fstring?.inText === true) {
      scanFStringText(s, s.fstring);
      continue;
    }
    const start = s.at;
    const code = text.charCodeAt(start);
    switch (code < 128 ? CHAR_CLASS[code] : code >= 128 ? Char.Name : Char.Newline) {
      case Char.Space:
        s.at = start + 1;
        break;
      case Char.Name:
        readWord(s, start, code);
        break;
      case Char.Digit:
        readNumber(s, start);
        break;
      case Char.Quote:
        scanString(s, start, 0);
        break;
      case Char.Open:
        openBracket(s, code);
        break;
      case Char.Close:
        closeBracket(s, code);
        break;
      case Char.Dot:
        if (isDigitCode(text.charCodeAt(start + 1))) readNumber(s, start);
        else if (text.charCodeAt(start + 1) === 0x2e && text.charCodeAt(start + 2) === 0x2e)
          s.push(Token.Ellipsis, start, start + 3, 0);
        else s.push(Token.Dot, start, start + 1, 0);
        break;
      case Char.Operator:
        readOperator(s, start, code);
        break;
      case Char.Comment:
        // A Newline token begins where its comment does.
        if (brackets.length > 0) s.at = lineEnd(text, start);
        else {
          endLine(s, lineEnd(text, start));
          return true;
        }
        break;
      case Char.Newline:
        if (brackets.length === 0) {
          endLine(s, start);
          return true;
        }
        if (start >= text.length) {
          if (!s.recovering) return false;
          neverClosed(s);
          endLine(s, start);
          return true;
        }
        if (s.recovering && (s.faults.length > faults || beginsStatement(text, afterNewline(text, start), column))) {
          neverClosed(s);
          endLine(s, start);
          return true;
        }
        s.newLine(afterNewline(text, start));
        break;
      case Char.Backslash:
        readBackslash(s, start);
        break;
      default:
        if (code >= 0x20 && code < 0x7f) s.push(Token.Unknown, start, start + 1, 0);
        else s.fail(invalidCharacter(text, start).message, start, start + 1, start + 1);
    }
  }
  return false;
}

/** Writes the Newline token, from `s.at` to the line ending at `end`, and closes whatever is open. */
function endLine(s: Scanner, end: number): void {
  const { text } = s;
  const next = end < text.length ? afterNewline(text, end) : end;
  s.push(Token.Newline, s.at, Math.max(s.at + (end < text.length ? 1 : 0), end), 0);
  if (end < text.length) s.newLine(next);
  else s.at = end;
  s.closeAll();
}

function readWord(s: Scanner, start: number, first: number): void {
  const { text } = s;
  let hash = 0;
  let i = start;
  let code = first;
  while (code < 128 && IS_WORD[code] === 1) {
    hash = (Math.imul(hash, 31) + code) | 0;
    code = text.charCodeAt(++i);
  }
  if (code >= 128) {
    readLongWord(s, start);
    return;
  }
  if ((code === 0x27 || code === 0x22) && i - start <= 2) {
    const flags = prefixFlags(text.slice(start, i));
    if (flags !== undefined) {
      scanString(s, i, flags);
      return;
    }
  }
  const name = s.names.find(text, start, i, hash);
  if (name >= KEYWORDS.length) {
    s.push(Token.Name, start, i, name);
    return;
  }
  const kind = Token.False + name;
  s.push(kind, start, i, name);
  // No bracket can be open here.
  if (STARTS_STATEMENT[kind] === 1 && s.brackets.length > 0 && !s.recovering) s.suspicious = true;
}

/** A word with characters beyond ASCII. Names are compared in their normal form NFKC (PEP 3131). */
function readLongWord(s: Scanner, start: number): void {
  const { text } = s;
  const end = wordEnd(text, start);
  const wrong = firstInvalid(text, start, end);
  if (wrong < 0) {
    const name = text.slice(start, end).normalize("NFKC");
    s.push(Token.Name, start, end, s.names.find(name, 0, name.length, hashOf(name)));
    return;
  }
  const { message, end: wrongEnd } = invalidCharacter(text, wrong);
  s.fail(message, wrong, wrongEnd, wrongEnd);
}

function readNumber(s: Scanner, start: number): void {
  const { text } = s;
  const result = scanNumber(text, start);
  if (typeof result === "number") s.push(Token.Number, start, result, 0);
  else s.fail(result.message, result.start, result.end, Math.max(wordEnd(text, start), result.end));
}

const COLON = 0x3a;

function readOperator(s: Scanner, start: number, code: number): void {
  const { fstring } = s;
  if (code === COLON && fstring !== null && fstring.fields.at(-1) === s.brackets.length) {
    s.push(Token.Colon, start, start + 1, 1);
    fstring.inText = true;
    return;
  }
  operatorAt(s, start, code);
}

function readBackslash(s: Scanner, start: number): void {
  const { text } = s;
  if (isNewlineCode(text.charCodeAt(start + 1))) {
    const next = afterNewline(text, start + 1);
    s.newLine(next);
    if (next < text.length) return;
    s.fail("unexpected EOF while parsing", start + 1, start + 1, next);
  } else if (start + 1 >= text.length) {
    s.fail("unexpected EOF while parsing", start + 1, start + 1, start + 1);
  } else {
    s.fail("unexpected character after line continuation character", start + 1, start + 2, start + 1);
  }
}
