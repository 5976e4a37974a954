/** Compound statements (Python reference, "Compound statements"). */

import type { Expr, Position, Stmt, WithItem } from "../ast.ts";
import { block, loopBlock } from "./blocks.ts";
import { classDefinition, functionDefinition } from "./definitions.ts";
import { expression, namedExpression, starExpressions, targetList } from "./expressions.ts";
import {
  accept,
  attempt,
  endOf,
  expect,
  invalid,
  kindAt,
  MAX_DEPTH,
  type Parser,
  peek,
  span,
  spanTo,
  startOf,
} from "./state.ts";
import { singleTarget } from "./statements.ts";
import { asTarget } from "./targets.ts";
import { Token } from "./tokenizer/token.ts";
import { tryStatement } from "./try_statement.ts";
import { checkAsyncStatement } from "./validity.ts";

/** The statement that a token of this kind begins; null for a simple one. */
export function compoundStatement(p: Parser, kind: Token): Stmt | null {
  switch (kind) {
    case Token.If:
      return ifStatement(p);
    case Token.Def:
      return functionDefinition(p, p.at, []);
    case Token.Class:
      return classDefinition(p, []);
    case Token.At:
      return decorated(p);
    case Token.For:
      return forStatement(p, p.at, false);
    case Token.While:
      return whileStatement(p);
    case Token.With:
      return withStatement(p, p.at, false);
    case Token.Try:
      return tryStatement(p);
    case Token.Async:
      return asyncStatement(p);
    default:
      return null;
  }
}

/** A compound statement ends where the last statement of its last block ends. */
export function compoundSpan(p: Parser, first: number, ...blocks: readonly (readonly Stmt[])[]): Position {
  for (let i = blocks.length - 1; i >= 0; i--) {
    const last = blocks[i]?.at(-1);
    if (last !== undefined) return spanTo(p, first, last.pos);
  }
  return span(p, first);
}

function asyncStatement(p: Parser): Stmt {
  const first = p.at++;
  switch (peek(p)) {
    case Token.Def:
      return functionDefinition(p, first, []);
    case Token.For:
      return forStatement(p, first, true);
    case Token.With:
      return withStatement(p, first, true);
    default:
      throw invalid(p);
  }
}

function decorated(p: Parser): Stmt {
  const decorators: Expr[] = [];
  while (accept(p, Token.At)) {
    decorators.push(namedExpression(p));
    expect(p, Token.Newline);
  }
  const first = p.at;
  if (peek(p) === Token.Class) return classDefinition(p, decorators);
  if (accept(p, Token.Async) && peek(p) !== Token.Def) throw invalid(p);
  if (peek(p) !== Token.Def) throw invalid(p);
  return functionDefinition(p, first, decorators);
}

/** `elif` is an `If` alone in the `orelse` of the one before. */
function ifStatement(p: Parser): Stmt {
  const heads: { first: number; test: Expr; body: Stmt[] }[] = [];
  do {
    const first = p.at++;
    // Each `elif` is one level of the tree.
    if (heads.length > MAX_DEPTH) throw invalid(p, "code is too deeply nested");
    const test = namedExpression(p);
    const body = block(p, heads.length === 0 ? "'if' statement" : "'elif' statement", first);
    heads.push({ first, test, body });
  } while (peek(p) === Token.Elif);
  let orelse = elseBlock(p);
  for (let i = heads.length - 1; i > 0; i--) {
    const { first, test, body } = heads[i] as (typeof heads)[number];
    orelse = [{ kind: "If", test, body, orelse, pos: compoundSpan(p, first, body, orelse) }];
  }
  const { first, test, body } = heads[0] as (typeof heads)[number];
  return { kind: "If", test, body, orelse, pos: compoundSpan(p, first, body, orelse) };
}

/** The `else` clause, if there is one. */
export function elseBlock(p: Parser): Stmt[] {
  const first = p.at;
  if (!accept(p, Token.Else)) return [];
  if (peek(p) !== Token.Colon) throw invalid(p, "expected ':'");
  return block(p, "'else' statement", first);
}

/** `first` is the token that begins the statement, `async` perhaps. */
function forStatement(p: Parser, first: number, isAsync: boolean): Stmt {
  p.at++;
  const target = asTarget(p, targetList(p), "Store");
  expect(p, Token.In);
  const iter = starExpressions(p);
  const header = endOf(p, p.at - 1);
  const body = loopBlock(p, "'for' statement", first);
  const orelse = elseBlock(p);
  if (isAsync) checkAsyncStatement(p.scope, "for", startOf(p, first), header);
  const pos = compoundSpan(p, first, body, orelse);
  return { kind: isAsync ? "AsyncFor" : "For", target, iter, body, orelse, pos };
}

function whileStatement(p: Parser): Stmt {
  const first = p.at++;
  const test = namedExpression(p);
  const body = loopBlock(p, "'while' statement", first);
  const orelse = elseBlock(p);
  return { kind: "While", test, body, orelse, pos: compoundSpan(p, first, body, orelse) };
}

function withStatement(p: Parser, first: number, isAsync: boolean): Stmt {
  p.at++;
  let items: WithItem[] = [];
  const grouped =
    peek(p) === Token.LeftParen &&
    attempt(p, () => {
      items = groupedItems(p);
    });
  if (!grouped) items = withItems(p);
  const header = endOf(p, p.at - 1);
  const body = block(p, "'with' statement", first);
  if (isAsync) checkAsyncStatement(p.scope, "with", startOf(p, first), header);
  return { kind: isAsync ? "AsyncWith" : "With", items, body, pos: compoundSpan(p, first, body) };
}

/** `(a as b, c)` before the colon: several items rather than a tuple. */
function groupedItems(p: Parser): WithItem[] {
  p.at++;
  const items: WithItem[] = [];
  do {
    if (items.length > 0 && peek(p) === Token.RightParen) break;
    items.push(withItem(p));
  } while (accept(p, Token.Comma));
  expect(p, Token.RightParen);
  if (peek(p) !== Token.Colon && peek(p) !== Token.Newline) throw invalid(p);
  return items;
}

function withItems(p: Parser): WithItem[] {
  const items: WithItem[] = [];
  do items.push(withItem(p));
  while (accept(p, Token.Comma));
  return items;
}

function withItem(p: Parser): WithItem {
  const contextExpr = expression(p);
  return { contextExpr, optionalVars: accept(p, Token.As) ? singleTarget(p) : null };
}

/** Whether a header begins at token `token`: it ends with `:` before the block. */
export function isHeader(p: Parser, token: number): boolean {
  let i = token;
  while (kindAt(p, i) !== Token.Newline) i++;
  return kindAt(p, i - 1) === Token.Colon;
}
