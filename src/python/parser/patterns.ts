/** The patterns of `case` clauses (PEP 634). */

import type { Expr, MatchStar, Pattern } from "../ast.ts";
import { expression } from "./expressions.ts";
import { numberValue } from "./numbers.ts";
import { dottedName } from "./primary.ts";
import {
  accept,
  attempt,
  enter,
  expect,
  faultAt,
  faultOn,
  faultSince,
  invalid,
  kindAt,
  nameAt,
  type Parser,
  peek,
  readName,
  span,
} from "./state.ts";
import { strings } from "./strings.ts";
import { Token } from "./tokenizer/token.ts";

/** The pattern of a clause: several with commas are a sequence without brackets. */
export function casePattern(p: Parser): Pattern {
  const first = p.at;
  const only = starOrPattern(p);
  if (peek(p) !== Token.Comma) {
    if (only.kind === "MatchStar") throw invalid(p);
    return only;
  }
  const patterns = [only];
  while (accept(p, Token.Comma)) {
    if (peek(p) === Token.Colon || peek(p) === Token.If) break;
    patterns.push(starOrPattern(p));
  }
  return sequence(p, patterns, first);
}

function sequence(p: Parser, patterns: readonly Pattern[], first: number): Pattern {
  let stars = 0;
  for (const { kind } of patterns) if (kind === "MatchStar") stars++;
  if (stars > 1) throw faultSince(p, first, "multiple starred names in sequence pattern");
  return { kind: "MatchSequence", patterns, pos: span(p, first) };
}

function starOrPattern(p: Parser): Pattern {
  if (peek(p) !== Token.Star) return asPattern(p);
  const first = p.at++;
  const name = readName(p);
  const star: MatchStar = { kind: "MatchStar", name: name === "_" ? null : name, pos: span(p, first) };
  return star;
}

/** Alternatives, with `as name` behind them perhaps. */
function asPattern(p: Parser): Pattern {
  enter(p);
  const first = p.at;
  let pattern = closedPattern(p);
  if (peek(p) === Token.Bar) {
    const patterns = [pattern];
    while (accept(p, Token.Bar)) patterns.push(closedPattern(p));
    pattern = { kind: "MatchOr", patterns, pos: span(p, first) };
  }
  p.depth--;
  if (!accept(p, Token.As)) return pattern;
  const token = p.at;
  if (peek(p) !== Token.Name) {
    if (attempt(p, () => expression(p))) throw faultSince(p, token, "invalid pattern target");
    throw invalid(p);
  }
  const name = readName(p);
  if (name === "_") throw faultOn(p, token, token, "cannot use '_' as a target");
  return { kind: "MatchAs", pattern, name, pos: span(p, first) };
}

function closedPattern(p: Parser): Pattern {
  const first = p.at;
  switch (peek(p)) {
    case Token.Name:
      return nameOrClass(p);
    case Token.Number:
    case Token.Minus: {
      const value = numericValue(p);
      return { kind: "MatchValue", value, pos: value.pos };
    }
    case Token.String:
    case Token.FStringStart: {
      const value = strings(p);
      if (value.kind === "JoinedStr") {
        throw faultSince(p, first, "patterns may only match literals and attribute lookups");
      }
      return { kind: "MatchValue", value, pos: value.pos };
    }
    case Token.None:
      p.at++;
      return { kind: "MatchSingleton", value: null, pos: span(p, first) };
    case Token.True:
    case Token.False:
      p.at++;
      return { kind: "MatchSingleton", value: kindAt(p, first) === Token.True, pos: span(p, first) };
    case Token.LeftParen:
    case Token.LeftBracket:
      return groupOrSequence(p);
    case Token.LeftBrace:
      return mapping(p);
    default:
      throw invalid(p);
  }
}

/** A bare name captures; a dotted one is a value; parentheses make it a class pattern. */
function nameOrClass(p: Parser): Pattern {
  const first = p.at;
  const next = kindAt(p, first + 1);
  if (next !== Token.Dot && next !== Token.LeftParen) {
    const name = readName(p);
    return { kind: "MatchAs", pattern: null, name: name === "_" ? null : name, pos: span(p, first) };
  }
  const value = dottedName(p);
  if (peek(p) !== Token.LeftParen) return { kind: "MatchValue", value, pos: value.pos };
  return classPattern(p, first, value);
}

/** A number with its sign, or `-1 + 2j`. */
function numericValue(p: Parser): Expr {
  const first = p.at;
  const left = signedNumber(p);
  if (peek(p) !== Token.Plus && peek(p) !== Token.Minus) return left;
  const op = kindAt(p, p.at++) === Token.Plus ? "Add" : "Sub";
  const token = p.at;
  const right = plainNumber(p);
  const real = left.kind === "UnaryOp" ? left.operand : left;
  if (isComplex(real)) throw faultOn(p, first, token - 2, "real number required in complex literal");
  if (!isComplex(right)) throw faultOn(p, token, token, "imaginary number required in complex literal");
  return { kind: "BinOp", left, op, right, pos: span(p, first) };
}

function isComplex(expr: Expr): boolean {
  return expr.kind === "Constant" && expr.value.type === "complex";
}

function signedNumber(p: Parser): Expr {
  const first = p.at;
  if (!accept(p, Token.Minus)) return plainNumber(p);
  const operand = plainNumber(p);
  return { kind: "UnaryOp", op: "USub", operand, pos: span(p, first) };
}

function plainNumber(p: Parser): Expr {
  const first = p.at;
  if (peek(p) !== Token.Number) throw invalid(p);
  const start = p.start[first] as number;
  const value = numberValue(p.text.slice(start, p.end[first]), start);
  p.at++;
  return { kind: "Constant", value, pos: span(p, first) };
}

/** `(p)` is `p`; with a comma, or empty, it is a sequence, as `[p]` is. */
function groupOrSequence(p: Parser): Pattern {
  const first = p.at++;
  const isGroup = kindAt(p, first) === Token.LeftParen;
  const close = isGroup ? Token.RightParen : Token.RightBracket;
  const patterns: Pattern[] = [];
  let commas = 0;
  while (peek(p) !== close) {
    patterns.push(starOrPattern(p));
    if (!accept(p, Token.Comma)) break;
    commas++;
  }
  const [only] = patterns;
  if (isGroup && commas === 0 && only !== undefined) {
    if (only.kind === "MatchStar") throw invalid(p);
    expect(p, close);
    return only;
  }
  expect(p, close);
  return sequence(p, patterns, first);
}

function mapping(p: Parser): Pattern {
  const first = p.at++;
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (peek(p) !== Token.RightBrace) {
    if (rest !== null) throw invalid(p);
    if (accept(p, Token.DoubleStar)) {
      if (peek(p) === Token.Name && nameAt(p, p.at) === "_") throw invalid(p);
      rest = readName(p);
    } else {
      keys.push(mappingKey(p));
      expect(p, Token.Colon);
      patterns.push(asPattern(p));
    }
    if (!accept(p, Token.Comma)) break;
  }
  expect(p, Token.RightBrace);
  return { kind: "MatchMapping", keys, patterns, rest, pos: span(p, first) };
}

/** A literal or a dotted name. */
function mappingKey(p: Parser): Expr {
  const first = p.at;
  switch (peek(p)) {
    case Token.Name: {
      const value = dottedName(p);
      if (value.kind === "Name") throw invalid(p);
      return value;
    }
    case Token.None:
      p.at++;
      return { kind: "Constant", value: { type: "None" }, pos: span(p, first) };
    case Token.True:
    case Token.False:
      p.at++;
      return {
        kind: "Constant",
        value: { type: "bool", value: kindAt(p, first) === Token.True },
        pos: span(p, first),
      };
    default: {
      const pattern = closedPattern(p);
      if (pattern.kind !== "MatchValue") throw faultSince(p, first, "invalid syntax");
      return pattern.value;
    }
  }
}

function classPattern(p: Parser, first: number, cls: Expr): Pattern {
  p.at++;
  const patterns: Pattern[] = [];
  const kwdAttrs: string[] = [];
  const kwdPatterns: Pattern[] = [];
  while (peek(p) !== Token.RightParen) {
    const start = p.at;
    if (peek(p) === Token.Name && kindAt(p, start + 1) === Token.Equal) {
      const name = nameAt(p, start);
      p.at += 2;
      const pattern = asPattern(p);
      if (kwdAttrs.includes(name)) throw faultAt(p, pattern.pos, `attribute name repeated in class pattern: ${name}`);
      kwdAttrs.push(name);
      kwdPatterns.push(pattern);
    } else {
      const pattern = asPattern(p);
      if (kwdAttrs.length > 0) throw faultSince(p, start, "positional patterns follow keyword patterns");
      patterns.push(pattern);
    }
    if (!accept(p, Token.Comma)) break;
  }
  expect(p, Token.RightParen);
  return { kind: "MatchClass", cls, patterns, kwdAttrs, kwdPatterns, pos: span(p, first) };
}
