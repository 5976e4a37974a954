/** The arguments of calls and class definitions. */

import type { Expr, Keyword } from "../ast.ts";
import { comprehension } from "./displays.ts";
import { expression, namedExpression, operators } from "./expressions.ts";
import {
  accept,
  attempt,
  expect,
  faultOn,
  faultSince,
  invalid,
  kindAt,
  nameAt,
  type Parser,
  peek,
  span,
} from "./state.ts";
import { expressionName } from "./targets.ts";
import { Precedence, STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";

export interface Arguments {
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

const NO_EXPRESSIONS: readonly Expr[] = [];
const NO_KEYWORDS: readonly Keyword[] = [];
const NO_ARGUMENTS: Arguments = { args: NO_EXPRESSIONS, keywords: NO_KEYWORDS };

/** Reads from the opening to behind the closing parenthesis, with CPython's rules on the order of arguments. */
export function callArguments(p: Parser): Arguments {
  const open = p.at++;
  if (accept(p, Token.RightParen)) return NO_ARGUMENTS;
  const args: Expr[] = [];
  let keywords: Keyword[] | null = null;
  let unpackedKeywords = false;
  do {
    if (peek(p) === Token.RightParen) break;
    const first = p.at;
    switch (kindAt(p, first)) {
      case Token.Name:
        if (kindAt(p, first + 1) === Token.Equal) {
          keywords ??= [];
          keywords.push(keyword(p, keywords));
          continue;
        }
        break;
      case Token.DoubleStar: {
        p.at++;
        const value = expression(p);
        if (peek(p) === Token.Equal) throw assignedUnpacking(p, first, "cannot assign to keyword argument unpacking");
        keywords ??= [];
        keywords.push({ arg: null, value, pos: span(p, first) });
        unpackedKeywords = true;
        continue;
      }
      case Token.Star: {
        p.at++;
        if (STARTS_EXPRESSION[peek(p)] !== 1) throw invalid(p, "Invalid star expression");
        const value = expression(p);
        if (peek(p) === Token.Equal) throw assignedUnpacking(p, first, "cannot assign to iterable argument unpacking");
        if (unpackedKeywords) {
          throw faultSince(p, first - 1, "iterable argument unpacking follows keyword argument unpacking");
        }
        args.push({ kind: "Starred", value, ctx: "Load", pos: span(p, first) });
        continue;
      }
      default:
    }
    const value = argument(p);
    if (peek(p) === Token.For || peek(p) === Token.Async) {
      return generator(p, open, first, value, args.length + (keywords?.length ?? 0));
    }
    if (keywords !== null) {
      const message = `positional argument follows keyword argument${unpackedKeywords ? " unpacking" : ""}`;
      throw invalid(p, message);
    }
    args.push(value);
  } while (accept(p, Token.Comma));
  expect(p, Token.RightParen);
  return { args, keywords: keywords ?? NO_KEYWORDS };
}

/** A positional argument: an expression or `name := value`. */
function argument(p: Parser): Expr {
  const first = p.at;
  if (kindAt(p, first + 1) === Token.ColonEqual) return namedExpression(p);
  const value = expression(p);
  if (peek(p) === Token.ColonEqual) {
    p.at = first;
    return namedExpression(p);
  }
  if (peek(p) === Token.Equal) {
    const only = p.at === first + 1 ? kindAt(p, first) : Token.End;
    if (only === Token.True || only === Token.False || only === Token.None) {
      throw faultOn(p, first, p.at, `cannot assign to ${expressionName(value)}`);
    }
    throw faultOn(p, first, p.at, 'expression cannot contain assignment, perhaps you meant "=="?');
  }
  return value;
}

function keyword(p: Parser, before: readonly Keyword[]): Keyword {
  const first = p.at;
  const arg = nameAt(p, first);
  p.at += 2;
  const kind = peek(p);
  if (kind === Token.Comma || kind === Token.RightParen) {
    throw faultOn(p, first, first + 1, "expected argument value expression");
  }
  const value = expression(p);
  if (peek(p) === Token.For || peek(p) === Token.Async) {
    throw faultOn(p, first, first + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
  }
  if (arg === "__debug__") throw faultSince(p, first, "cannot assign to __debug__");
  for (const other of before) {
    if (other.arg === arg) throw faultSince(p, first, `keyword argument repeated: ${arg}`);
  }
  return { arg, value, pos: span(p, first) };
}

/** `f(x for x in y)`: the generator has the position of the parentheses. */
function generator(p: Parser, open: number, first: number, elt: Expr, others: number): Arguments {
  const generators = comprehension(p, "generator expression", elt, first);
  if (others > 0 || peek(p) === Token.Comma) {
    throw faultSince(p, first, "Generator expression must be parenthesized");
  }
  expect(p, Token.RightParen);
  return { args: [{ kind: "GeneratorExp", elt, generators, pos: span(p, open) }], keywords: NO_KEYWORDS };
}

function assignedUnpacking(p: Parser, first: number, message: string): Error {
  const equal = p.at++;
  if (attempt(p, () => operators(p, Precedence.Or))) return faultSince(p, first, message);
  return faultOn(p, equal, equal, "invalid syntax");
}
