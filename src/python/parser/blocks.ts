/** The block of a compound statement: on the same line, or indented below. */

import type { Stmt } from "../ast.ts";
import { mayBeDeep } from "./chain_depth.ts";
import { recoverBlock } from "./recovery.ts";
import { accept, checkStray, faultOn, invalid, type Parser, peek } from "./state.ts";
import { simpleStatements, statements } from "./statements.ts";
import { Token } from "./tokenizer/token.ts";

/** Reads `:` and the block; `what` names the statement that begins at token `first`. */
export function block(p: Parser, what: string, first: number): Stmt[] {
  colon(p);
  if (mayBeDeep(p)) p.chained = true;
  checkStray(p);
  const out: Stmt[] = [];
  if (peek(p) !== Token.Newline) {
    simpleStatements(p, out);
    return out;
  }
  p.at++;
  if (peek(p) === Token.BadIndent) return recoverBlock(p);
  if (!accept(p, Token.Indent)) throw noBlock(p, what, first);
  const body = statements(p);
  accept(p, Token.Dedent);
  return body;
}

/** The `:` of a header. */
export function colon(p: Parser): void {
  if (accept(p, Token.Colon)) return;
  throw invalid(p, peek(p) === Token.Newline ? "expected ':'" : "invalid syntax");
}

export function noBlock(p: Parser, what: string, first: number): Error {
  return faultAfterBlocks(p, `expected an indented block after ${what} on line ${p.line[first]}`);
}

/** A fault at what follows the ends of blocks; at the end of the text, at the last line. */
export function faultAfterBlocks(p: Parser, message: string): Error {
  let token = p.at;
  while (p.kind[token] === Token.Dedent) token++;
  if (p.kind[token] === Token.End) while (token > 0 && p.kind[token] !== Token.Newline) token--;
  return faultOn(p, token, token, message);
}

/** A loop's body, where `break` and `continue` may stand. */
export function loopBlock(p: Parser, what: string, first: number): Stmt[] {
  const { scope } = p;
  scope.loops++;
  const body = block(p, what, first);
  scope.loops--;
  return body;
}
