/** `match` statements (PEP 634); `match` and `case` are words like any other elsewhere. */

import type { Expr, MatchCase, Stmt } from "../ast.ts";
import { block, colon, noBlock } from "./blocks.ts";
import { compoundSpan, isHeader } from "./compound.ts";
import { element, namedExpression } from "./expressions.ts";
import { casePattern } from "./patterns.ts";
import { recoverBlock } from "./recovery.ts";
import { accept, invalid, kindAt, nameAt, type Parser, peek, span } from "./state.ts";
import { STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";

/** Whether a `match` statement begins here: a subject follows, and the line ends with the colon of a header. */
export function isMatchStatement(p: Parser): boolean {
  if (nameAt(p, p.at) !== "match") return false;
  const next = kindAt(p, p.at + 1);
  if (next === Token.Star || STARTS_EXPRESSION[next] === 1) {
    return isHeader(p, p.at) || next === Token.Name || next === Token.Number || next === Token.String;
  }
  return false;
}

export function matchStatement(p: Parser): Stmt {
  const first = p.at++;
  const subject = readSubject(p);
  colon(p);
  if (!accept(p, Token.Newline)) throw invalid(p);
  if (peek(p) === Token.BadIndent) {
    const [damaged] = recoverBlock(p);
    return damaged as Stmt;
  }
  if (!accept(p, Token.Indent)) throw noBlock(p, "'match' statement", first);
  const cases: MatchCase[] = [];
  do cases.push(matchCase(p));
  while (peek(p) !== Token.Dedent && peek(p) !== Token.End);
  accept(p, Token.Dedent);
  return { kind: "Match", subject, cases, pos: compoundSpan(p, first, cases.at(-1)?.body ?? []) };
}

function readSubject(p: Parser): Expr {
  const first = p.at;
  const value = element(p);
  if (peek(p) !== Token.Comma) {
    if (value.kind === "Starred") throw invalid(p);
    return value;
  }
  const elts = [value];
  while (accept(p, Token.Comma) && peek(p) !== Token.Colon) elts.push(element(p));
  return { kind: "Tuple", elts, ctx: "Load", pos: span(p, first) };
}

function matchCase(p: Parser): MatchCase {
  const first = p.at;
  if (peek(p) !== Token.Name || nameAt(p, first) !== "case") throw invalid(p);
  p.at++;
  const pattern = casePattern(p);
  const guard = accept(p, Token.If) ? namedExpression(p) : null;
  return { pattern, guard, body: block(p, "'case' statement", first) };
}
