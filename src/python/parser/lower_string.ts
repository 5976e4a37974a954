/** String literals: implicit concatenation, bytes, and f-strings with their replacement fields. */

import type { Constant, Expr, FormattedValue, JoinedStr } from "../ast.ts";
import { bytesText, strText } from "./escapes.ts";
import { SyntaxFault } from "./fault.ts";
import { lowerValue } from "./lower_expression.ts";
import {
  after,
  children,
  endOf,
  fault,
  kindOf,
  type Lowering,
  type Node,
  positionOf,
  sourceText,
  span,
  startOf,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";
import { tokenize } from "./tokens.ts";

/** What stands before the text of a literal, and where the text is. */
interface Literal {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
  readonly start: number;
  readonly end: number;
}

/** One or more adjacent literals as one expression; `n` spans them all. */
export function lowerStrings(c: Lowering, n: Node, literals: readonly Node[]): Expr {
  const read = literals.map((node) => readLiteral(c, node));
  if (read.some((literal) => literal.bytes)) {
    if (!read.every((literal) => literal.bytes)) throw fault(c, n, "cannot mix bytes and nonbytes literals");
    const parts = read.map((literal) => bytesText(c.text, literal.start, literal.end, literal.raw));
    return { kind: "Constant", value: { type: "bytes", value: concatBytes(parts) }, pos: positionOf(c, n) };
  }
  if (!read.some((literal) => literal.formatted)) {
    let value = "";
    for (const literal of read) value += strText(c.text, literal.start, literal.end, literal.raw);
    return { kind: "Constant", value: { type: "str", value }, pos: positionOf(c, n) };
  }
  const pieces = new Pieces(c);
  for (const [i, literal] of read.entries()) {
    const node = literals[i] as Node;
    if (literal.formatted) formattedPieces(c, node, literal, pieces);
    else pieces.text(strText(c.text, literal.start, literal.end, literal.raw), startOf(c, node), endOf(c, node));
  }
  return { kind: "JoinedStr", values: pieces.values, pos: positionOf(c, n) };
}

function readLiteral(c: Lowering, n: Node): Literal {
  const start = startOf(c, n);
  const end = endOf(c, n);
  let at = start;
  let raw = false;
  let bytes = false;
  let formatted = false;
  for (; ; at++) {
    const letter = c.text.charCodeAt(at) | 0x20;
    if (letter === 0x72 /* r */) raw = true;
    else if (letter === 0x62 /* b */) bytes = true;
    else if (letter === 0x66 /* f */) formatted = true;
    else if (letter !== 0x75 /* u */) break;
  }
  if (at > start && !/^(?:[rR]?[bBfF]?|[bBfF][rR]|[uU])$/.test(c.text.slice(start, at))) throw unexpected(c, n);
  const quote = c.text.charAt(at);
  if (quote !== '"' && quote !== "'") throw unexpected(c, n);
  const width = c.text.startsWith(quote.repeat(3), at) && end - at >= 6 ? 3 : 1;
  if (end - at < 2 * width) throw unexpected(c, n);
  return { raw, bytes, formatted, start: at + width, end: end - width };
}

/** The values of a JoinedStr: neighbouring text is merged, empty text is left out. */
class Pieces {
  readonly values: (Constant | FormattedValue)[] = [];
  private readonly c: Lowering;
  private start = 0;

  constructor(c: Lowering) {
    this.c = c;
  }

  text(value: string, start: number, end: number): void {
    if (value === "") return;
    const last = this.values.at(-1);
    if (last?.kind === "Constant" && last.value.type === "str") {
      const joined = last.value.value + value;
      this.values[this.values.length - 1] = constant(joined, span(this.c, this.start, end));
    } else {
      this.start = start;
      this.values.push(constant(value, span(this.c, start, end)));
    }
  }

  field(value: FormattedValue): void {
    this.values.push(value);
  }
}

function constant(value: string, pos: Constant["pos"]): Constant {
  return { kind: "Constant", value: { type: "str", value }, pos };
}

/** The text and fields of one f-string; the text is what stands between the fields. */
function formattedPieces(c: Lowering, n: Node, literal: Literal, pieces: Pieces): void {
  let at = literal.start;
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    if (kindOf(c, child) !== Kind.Interpolation) continue;
    literalText(c, at, startOf(c, child), literal.raw, pieces);
    lowerField(c, child, literal.raw, pieces);
    at = endOf(c, child);
  }
  literalText(c, at, literal.end, literal.raw, pieces);
}

/** Text of an f-string outside its fields: `{{` and `}}` are braces. */
function literalText(c: Lowering, start: number, end: number, raw: boolean, pieces: Pieces): void {
  if (start >= end) return;
  let value = "";
  let from = start;
  for (let i = start; i < end; i++) {
    const code = c.text.charCodeAt(i);
    if (code === 0x5c && !raw) {
      if (c.text.startsWith("N{", i + 1)) i = Math.max(i, c.text.indexOf("}", i));
      else if (c.text.charCodeAt(i + 1) !== 0x7b && c.text.charCodeAt(i + 1) !== 0x7d) i++;
    } else if (code === 0x7b || code === 0x7d) {
      if (c.text.charCodeAt(i + 1) !== code) throw new SyntaxFault("f-string: single '}' is not allowed", i, i + 1);
      value += strText(c.text, from, i + 1, raw);
      i++;
      from = i + 1;
    }
  }
  pieces.text(value + strText(c.text, from, end, raw), start, end);
}

function lowerField(c: Lowering, n: Node, raw: boolean, pieces: Pieces): void {
  const parts = children(c, n);
  const [open, expression] = parts;
  if (open === undefined || expression === undefined) throw unexpected(c, n);
  const value = lowerValue(c, expression);
  let conversion: FormattedValue["conversion"] = "";
  let formatSpec: JoinedStr | null = null;
  let selfDocumenting = false;
  for (let i = 2; i < parts.length; i++) {
    const part = parts[i] as Node;
    const next = parts[i + 1];
    switch (kindOf(c, part)) {
      case Kind.Equal: {
        if (next === undefined) throw unexpected(c, n);
        selfDocumenting = true;
        const text = withoutComments(c.text.slice(endOf(c, open), startOf(c, next))).replace(/\r\n?/g, "\n");
        pieces.text(text, endOf(c, open), startOf(c, next));
        break;
      }
      case Kind.TypeConversion:
        conversion = conversionOf(c, part);
        break;
      case Kind.FormatSpecifier:
        if (next === undefined) throw unexpected(c, n);
        formatSpec = lowerFormatSpec(c, part, startOf(c, next), raw);
        break;
      case Kind.Token:
        break;
      default:
        throw unexpected(c, part);
    }
  }
  if (selfDocumenting && conversion === "" && formatSpec === null) conversion = "r";
  pieces.field({ kind: "FormattedValue", value, conversion, formatSpec, pos: positionOf(c, n) });
}

/** The source of a self-documenting field, as it is shown. */
function withoutComments(text: string): string {
  if (!text.includes("#")) return text;
  let out = "";
  let at = 0;
  for (const token of tokenize(text, 0, text.length)) {
    out += text.slice(at, token.start).replace(/#[^\r\n]*/g, "") + token.text;
    at = token.end;
  }
  return out;
}

function conversionOf(c: Lowering, n: Node): "s" | "r" | "a" {
  const letter = sourceText(c, n).slice(1);
  if (letter === "s" || letter === "r" || letter === "a") return letter;
  throw fault(c, n, `f-string: invalid conversion character '${letter}': expected 's', 'r', or 'a'`);
}

/** `:spec`, which ends where the closing brace begins. */
function lowerFormatSpec(c: Lowering, n: Node, end: number, raw: boolean): JoinedStr {
  const pieces = new Pieces(c);
  const start = startOf(c, n) + 1;
  let at = start;
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    if (kindOf(c, child) !== Kind.Interpolation) continue;
    pieces.text(strText(c.text, at, startOf(c, child), raw), at, startOf(c, child));
    lowerField(c, child, raw, pieces);
    at = endOf(c, child);
  }
  pieces.text(strText(c.text, at, end, raw), at, end);
  return { kind: "JoinedStr", values: pieces.values, pos: span(c, startOf(c, n), end) };
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
