/** Primaries: atoms with attributes, calls and subscripts behind them. */

import type { Constant, Expr } from "../ast.ts";
import { callArguments } from "./call.ts";
import { braces, list, parenthesised } from "./displays.ts";
import { expression, namedExpression } from "./expressions.ts";
import { numberValue } from "./numbers.ts";
import { accept, expect, invalid, nameAt, type Parser, peek, readName, span } from "./state.ts";
import { strings } from "./strings.ts";
import { STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";

export function primary(p: Parser): Expr {
  const first = p.at;
  let value = atom(p);
  for (let links = 1; ; links++) {
    if (links > p.longest) p.longest = links;
    switch (peek(p)) {
      case Token.Dot: {
        p.at++;
        const token = p.at;
        const attr = readName(p);
        value = { kind: "Attribute", value, attr, attrPos: span(p, token), ctx: "Load", pos: span(p, first) };
        break;
      }
      case Token.LeftParen: {
        const { args, keywords } = callArguments(p);
        value = { kind: "Call", func: value, args, keywords, pos: span(p, first) };
        break;
      }
      case Token.LeftBracket: {
        p.at++;
        const slice = slices(p);
        expect(p, Token.RightBracket);
        value = { kind: "Subscript", value, slice, ctx: "Load", pos: span(p, first) };
        break;
      }
      default:
        return value;
    }
  }
}

function atom(p: Parser): Expr {
  const first = p.at;
  switch (peek(p)) {
    case Token.Name:
      p.at++;
      return { kind: "Name", id: nameAt(p, first), ctx: "Load", pos: span(p, first) };
    case Token.Number: {
      const start = p.start[first] as number;
      const value = numberValue(p.text.slice(start, p.end[first]), start);
      p.at++;
      return { kind: "Constant", value, pos: span(p, first) };
    }
    case Token.String:
    case Token.FStringStart:
      return strings(p);
    case Token.LeftParen:
      return parenthesised(p);
    case Token.LeftBracket:
      return list(p);
    case Token.LeftBrace:
      return braces(p);
    case Token.None:
      return constant(p, { type: "None" });
    case Token.True:
      return constant(p, { type: "bool", value: true });
    case Token.False:
      return constant(p, { type: "bool", value: false });
    case Token.Ellipsis:
      return constant(p, { type: "Ellipsis" });
    default:
      throw invalid(p);
  }
}

function constant(p: Parser, value: Constant["value"]): Expr {
  const first = p.at++;
  return { kind: "Constant", value, pos: span(p, first) };
}

/** What stands between the brackets of a subscript. */
function slices(p: Parser): Expr {
  const first = p.at;
  const value = slice(p);
  if (peek(p) !== Token.Comma && value.kind !== "Starred") return value;
  const elts = [value];
  while (accept(p, Token.Comma) && peek(p) !== Token.RightBracket) elts.push(slice(p));
  return { kind: "Tuple", elts, ctx: "Load", pos: span(p, first) };
}

function slice(p: Parser): Expr {
  const first = p.at;
  if (accept(p, Token.Star)) {
    if (STARTS_EXPRESSION[peek(p)] !== 1) throw invalid(p, "Invalid star expression");
    const value = expression(p);
    return { kind: "Starred", value, ctx: "Load", pos: span(p, first) };
  }
  const lower = peek(p) === Token.Colon ? null : namedExpression(p);
  if (peek(p) !== Token.Colon) return lower as Expr;
  if (lower?.kind === "NamedExpr" && p.kind[first + 1] === Token.ColonEqual) throw invalid(p);
  p.at++;
  const part = (): Expr | null => {
    const kind = peek(p);
    return kind === Token.Colon || kind === Token.Comma || kind === Token.RightBracket ? null : expression(p);
  };
  const upper = part();
  const step = accept(p, Token.Colon) ? part() : null;
  return { kind: "Slice", lower, upper, step, pos: span(p, first) };
}

/** A dotted name as an expression: `a.b.c`. */
export function dottedName(p: Parser): Expr {
  const first = p.at;
  const id = readName(p);
  let value: Expr = { kind: "Name", id, ctx: "Load", pos: span(p, first) };
  while (accept(p, Token.Dot)) {
    const token = p.at;
    const attr = readName(p);
    value = { kind: "Attribute", value, attr, attrPos: span(p, token), ctx: "Load", pos: span(p, first) };
  }
  return value;
}
