/** `try` with its handlers, `except*` included. */

import type { ExceptHandler, Expr, Stmt } from "../ast.ts";
import { block, faultAfterBlocks } from "./blocks.ts";
import { compoundSpan, elseBlock } from "./compound.ts";
import { expression } from "./expressions.ts";
import { accept, faultOn, faultSince, invalid, kindAt, type Parser, peek, readName } from "./state.ts";
import { Token } from "./tokenizer/token.ts";

export function tryStatement(p: Parser): Stmt {
  const first = p.at++;
  if (peek(p) !== Token.Colon) throw invalid(p, "expected ':'");
  const body = block(p, "'try' statement", first);
  const handlers: ExceptHandler[] = [];
  let star: boolean | null = null;
  let bare = -1;
  while (peek(p) === Token.Except) {
    if (bare >= 0) throw faultOn(p, bare, bare, "default 'except:' must be last");
    const isStar = kindAt(p, p.at + 1) === Token.Star;
    if (star !== null && star !== isStar && !(isStar && kindAt(p, p.at + 2) === Token.Colon)) {
      throw faultOn(p, p.at, p.at, "cannot have both 'except' and 'except*' on the same 'try'");
    }
    star = isStar;
    const handler = p.at;
    handlers.push(exceptHandler(p, isStar));
    if (handlers.at(-1)?.type === null) bare = handler;
  }
  if (handlers.length === 0 && peek(p) !== Token.Finally)
    throw faultAfterBlocks(p, "expected 'except' or 'finally' block");
  const orelse = handlers.length > 0 ? elseBlock(p) : [];
  const finalbody = finallyBlock(p);
  const pos = compoundSpan(p, first, body, handlers.at(-1)?.body ?? [], orelse, finalbody);
  return { kind: star === true ? "TryStar" : "Try", body, handlers, orelse, finalbody, pos };
}

function finallyBlock(p: Parser): Stmt[] {
  const first = p.at;
  if (!accept(p, Token.Finally)) return [];
  if (peek(p) !== Token.Colon) throw invalid(p, "expected ':'");
  return block(p, "'finally' statement", first);
}

function exceptHandler(p: Parser, isStar: boolean): ExceptHandler {
  const first = p.at;
  p.at += isStar ? 2 : 1;
  let type: Expr | null = null;
  let name: string | null = null;
  const from = p.at;
  if (peek(p) !== Token.Colon && peek(p) !== Token.Newline) {
    type = expression(p);
    if (peek(p) === Token.Comma) throw severalTypes(p, from);
    if (accept(p, Token.As)) name = readName(p);
  } else if (isStar) {
    throw invalid(p, "expected one or more exception types");
  }
  const { scope } = p;
  const { loops } = scope;
  if (isStar) {
    // An except* block may not be left by break, continue or return.
    scope.exceptStars++;
    scope.loops = 0;
  }
  const body = block(p, isStar ? "'except*' statement" : "'except' statement", first);
  if (isStar) {
    scope.exceptStars--;
    scope.loops = loops;
  }
  return { type, name, body, pos: compoundSpan(p, first, body) };
}

/** `except A, B:`, as Python 2 had it. */
function severalTypes(p: Parser, from: number): Error {
  while (accept(p, Token.Comma)) expression(p);
  if (accept(p, Token.As)) readName(p);
  if (peek(p) !== Token.Colon) return invalid(p);
  return faultSince(p, from, "multiple exception types must be parenthesized");
}
