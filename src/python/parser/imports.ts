/** `import` and `from … import`. */

import type { Alias, Stmt } from "../ast.ts";
import { accept, expect, faultOn, faultSince, invalid, kindAt, type Parser, peek, readName, span } from "./state.ts";
import { Token } from "./tokenizer/token.ts";

export function importNames(p: Parser): Stmt {
  const first = p.at++;
  if (peek(p) === Token.Newline) throw invalid(p, "Expected one or more names after 'import'");
  const names: Alias[] = [];
  do names.push(alias(p, true));
  while (accept(p, Token.Comma));
  if (peek(p) === Token.From && names.every(({ asname }) => asname === null)) {
    p.at++;
    dottedText(p);
    throw faultSince(p, first, "Did you mean to use 'from ... import ...' instead?");
  }
  return { kind: "Import", names, pos: span(p, first) };
}

export function importFrom(p: Parser): Stmt {
  const first = p.at++;
  let level = 0;
  for (;;) {
    if (accept(p, Token.Dot)) level++;
    else if (accept(p, Token.Ellipsis)) level += 3;
    else break;
  }
  const module = level > 0 && peek(p) === Token.Import ? null : dottedText(p);
  expect(p, Token.Import);
  const token = p.at;
  if (accept(p, Token.Star)) {
    const star: Alias = { name: "*", asname: null, pos: span(p, token) };
    if (p.scope.kind !== "module") throw faultSince(p, token, "import * only allowed at module level");
    return { kind: "ImportFrom", module, names: [star], level, pos: span(p, first) };
  }
  const names: Alias[] = [];
  if (accept(p, Token.LeftParen)) {
    do {
      if (names.length > 0 && peek(p) === Token.RightParen) break;
      names.push(alias(p, false));
    } while (accept(p, Token.Comma));
    expect(p, Token.RightParen);
    return { kind: "ImportFrom", module, names, level, pos: span(p, first) };
  }
  if (peek(p) === Token.Newline) throw invalid(p, "Expected one or more names after 'import'");
  do {
    if (names.length > 0 && peek(p) === Token.Newline) {
      throw faultOn(p, p.at, p.at, "trailing comma not allowed without surrounding parentheses");
    }
    names.push(alias(p, false));
  } while (accept(p, Token.Comma));
  return { kind: "ImportFrom", module, names, level, pos: span(p, first) };
}

/** `name as other`; a dotted name only where the whole module is imported. */
function alias(p: Parser, dotted: boolean): Alias {
  const first = p.at;
  const name = dotted ? dottedText(p) : readName(p);
  const asname = accept(p, Token.As) ? readName(p) : null;
  return { name, asname, pos: span(p, first) };
}

function dottedText(p: Parser): string {
  let text = readName(p);
  while (kindAt(p, p.at) === Token.Dot) {
    p.at++;
    text += `.${readName(p)}`;
  }
  return text;
}
