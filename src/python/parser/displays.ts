/** What stands in brackets: groups, tuples, lists, sets, dictionaries, comprehensions. */

import type { Comprehension, Expr } from "../ast.ts";
import { element, expression, operators, starred, targetList, yieldExpression } from "./expressions.ts";
import { SyntaxFault } from "./fault.ts";
import {
  accept,
  endOf,
  expect,
  faultAt,
  faultOn,
  faultSince,
  invalid,
  kindAt,
  type Parser,
  peek,
  span,
  startOf,
} from "./state.ts";
import { asTarget } from "./targets.ts";
import { Precedence, Token } from "./tokenizer/token.ts";
import { checkAsyncComprehension, newScope } from "./validity.ts";

function startsGenerator(p: Parser): boolean {
  const kind = peek(p);
  return kind === Token.For || kind === Token.Async;
}

/** `(…)`: a group keeps its expression's position, a tuple or generator has that of the brackets. */
export function parenthesised(p: Parser): Expr {
  const first = p.at++;
  if (accept(p, Token.RightParen)) return { kind: "Tuple", elts: [], ctx: "Load", pos: span(p, first) };
  if (peek(p) === Token.Yield) {
    const value = yieldExpression(p);
    expect(p, Token.RightParen);
    return value;
  }
  if (peek(p) === Token.DoubleStar) {
    const star = p.at++;
    expression(p);
    if (peek(p) === Token.RightParen) throw faultOn(p, star, star, "cannot use double starred expression here");
    throw faultOn(p, star, star, "invalid syntax");
  }
  const start = p.at;
  const value = element(p);
  if (startsGenerator(p)) {
    const generators = comprehension(p, "generator expression", value, start);
    expect(p, Token.RightParen);
    return { kind: "GeneratorExp", elt: value, generators, pos: span(p, first) };
  }
  if (peek(p) !== Token.Comma) {
    if (peek(p) === Token.RightParen && value.kind === "Starred" && kindAt(p, start) === Token.Star) {
      throw faultSince(p, start, "cannot use starred expression here");
    }
    expect(p, Token.RightParen);
    return value;
  }
  const elts = elements(p, value, Token.RightParen);
  expect(p, Token.RightParen);
  return { kind: "Tuple", elts, ctx: "Load", pos: span(p, first) };
}

/** The elements after the first one. */
function elements(p: Parser, first: Expr, close: Token): Expr[] {
  const elts = [first];
  while (accept(p, Token.Comma) && peek(p) !== close) elts.push(element(p));
  return elts;
}

export function list(p: Parser): Expr {
  const first = p.at++;
  if (accept(p, Token.RightBracket)) return { kind: "List", elts: [], ctx: "Load", pos: span(p, first) };
  const start = p.at;
  const value = element(p);
  if (startsGenerator(p)) {
    const generators = comprehension(p, "list comprehension", value, start);
    expect(p, Token.RightBracket);
    return { kind: "ListComp", elt: value, generators, pos: span(p, first) };
  }
  const elts = elements(p, value, Token.RightBracket);
  if (startsGenerator(p)) throw unparenthesisedTarget(p, start);
  expect(p, Token.RightBracket);
  return { kind: "List", elts, ctx: "Load", pos: span(p, first) };
}

/** `[a, b for …]`. */
function unparenthesisedTarget(p: Parser, start: number): SyntaxFault {
  const { at } = p;
  const fault = faultSince(p, start, "did you forget parentheses around the comprehension target?");
  p.at = at;
  return fault;
}

/** A dictionary or a set. */
export function braces(p: Parser): Expr {
  const first = p.at;
  const second = kindAt(p, first + 1);
  if (second === Token.RightBrace) {
    p.at += 2;
    return { kind: "Dict", keys: [], values: [], pos: span(p, first) };
  }
  p.at++;
  if (second === Token.DoubleStar) return dictionary(p, first, null);
  const start = p.at;
  const value = element(p);
  if (peek(p) === Token.Colon && value.kind !== "Starred") {
    if (value.kind === "NamedExpr" && kindAt(p, start + 1) === Token.ColonEqual) throw invalid(p);
    return dictionary(p, first, value);
  }
  if (startsGenerator(p)) {
    const generators = comprehension(p, "set comprehension", value, start);
    expect(p, Token.RightBrace);
    return { kind: "SetComp", elt: value, generators, pos: span(p, first) };
  }
  const elts = elements(p, value, Token.RightBrace);
  if (startsGenerator(p)) throw unparenthesisedTarget(p, start);
  expect(p, Token.RightBrace);
  return { kind: "Set", elts, pos: span(p, first) };
}

/** `key` is the first key, with the current token its colon; null when an unpacking comes first. */
function dictionary(p: Parser, first: number, key: Expr | null): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  let nextKey = key;
  do {
    if (peek(p) === Token.RightBrace) break;
    if (nextKey === null && accept(p, Token.DoubleStar)) {
      const star = p.at - 1;
      keys.push(null);
      values.push(operators(p, Precedence.BitOr));
      if (startsGenerator(p)) throw faultOn(p, star, star, "dict unpacking cannot be used in dict comprehension");
      continue;
    }
    const start = nextKey === null ? p.at : first + 1;
    nextKey ??= expression(p);
    if (peek(p) !== Token.Colon) throw missingColon(p, start);
    const colon = p.at++;
    keys.push(nextKey);
    values.push(dictionaryValue(p, colon));
    if (startsGenerator(p) && keys.length === 1) {
      const generators = comprehension(p, "dict comprehension", nextKey, start);
      expect(p, Token.RightBrace);
      return { kind: "DictComp", key: nextKey, value: values[0] as Expr, generators, pos: span(p, first) };
    }
    nextKey = null;
  } while (accept(p, Token.Comma));
  expect(p, Token.RightBrace);
  return { kind: "Dict", keys, values, pos: span(p, first) };
}

function missingColon(p: Parser, start: number): SyntaxFault {
  if (p.at === start) return invalid(p);
  const end = endOf(p, p.at - 1);
  return new SyntaxFault("':' expected after dictionary key", end - 1, end);
}

function dictionaryValue(p: Parser, colon: number): Expr {
  const kind = peek(p);
  if (kind === Token.RightBrace || kind === Token.Comma) {
    throw faultOn(p, colon, colon, "expression expected after dictionary key and ':'");
  }
  if (kind === Token.Star) {
    const star = p.at;
    starred(p);
    throw faultSince(p, star, "cannot use a starred expression in a dictionary value");
  }
  return expression(p);
}

/** The clauses behind an element, which begins at token `start`. */
export function comprehension(p: Parser, label: string, value: Expr, start: number): Comprehension[] {
  if (value.kind === "Starred" && kindAt(p, start) === Token.Star) {
    throw faultSince(p, start, "iterable unpacking cannot be used in comprehension");
  }
  const outer = p.scope;
  if (outer.lastYield >= start) {
    throw new SyntaxFault(`'yield' inside ${label}`, startOf(p, outer.lastYield), outer.lastYieldEnd);
  }
  // A generator expression may await anywhere.
  if (
    label === "generator expression" &&
    p.lastAwait >= start &&
    p.stray !== null &&
    p.stray.start >= startOf(p, start)
  ) {
    p.stray = null;
  }
  const inner = newScope("comprehension", outer, outer.isAsync, label);
  p.scope = inner;
  const generators: Comprehension[] = [];
  let awaits = p.lastAwait >= start;
  while (startsGenerator(p)) {
    const isAsync = accept(p, Token.Async);
    expect(p, Token.For);
    const targets = targetList(p);
    if (peek(p) !== Token.In) throw invalid(p, "'in' expected after for-loop variables");
    const target = asTarget(p, targets, "Store");
    p.at++;
    // The first iterable is evaluated in the enclosing scope.
    p.scope = generators.length === 0 ? outer : inner;
    const iter = operators(p, Precedence.Or);
    p.scope = inner;
    if (iter.kind === "NamedExpr") {
      throw faultAt(p, iter.pos, "assignment expression cannot be used in a comprehension iterable expression");
    }
    const from = generators.length === 0 ? p.at : start;
    const ifs: Expr[] = [];
    while (accept(p, Token.If)) ifs.push(operators(p, Precedence.Or));
    awaits ||= isAsync || p.lastAwait >= from;
    generators.push({ target, iter, ifs, isAsync });
  }
  p.scope = outer;
  if (awaits && label !== "generator expression") {
    p.lastAwait = start;
    p.stray = checkAsyncComprehension(outer, label, startOf(p, start - 1), endOf(p, p.at)) ?? p.stray;
  }
  return generators;
}
