/** Parameter lists of functions and lambdas. */

import type { Arg, Arguments, Expr } from "../ast.ts";
import { expression, starred } from "./expressions.ts";
import {
  accept,
  attempt,
  expect,
  faultAt,
  faultOn,
  faultSince,
  invalid,
  kindAt,
  type Parser,
  peek,
  readName,
  span,
} from "./state.ts";
import { Token } from "./tokenizer/token.ts";
import { within } from "./type_params.ts";
import { GENERIC_LABEL } from "./validity.ts";

const NO_ARGUMENTS: Arguments = {
  posonlyargs: [],
  args: [],
  vararg: null,
  kwonlyargs: [],
  kwDefaults: [],
  kwarg: null,
  defaults: [],
};

/** What ends the list, and whether annotations may stand in it. */
type Style = "lambda" | "function" | "generic function";

/** `(…)` of a function definition. */
export function functionParameters(p: Parser, generic: boolean): Arguments {
  if (peek(p) !== Token.LeftParen) throw invalid(p, "expected '('");
  p.at++;
  const args = parameters(p, generic ? "generic function" : "function");
  expect(p, Token.RightParen);
  checkNames(p, args);
  return args;
}

export function lambdaParameters(p: Parser): Arguments {
  const args = parameters(p, "lambda");
  checkNames(p, args);
  return args;
}

interface Parameters {
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  kwDefaults: (Expr | null)[];
  kwarg: Arg | null;
  defaults: Expr[];
}

function isEnd(p: Parser, style: Style): boolean {
  return peek(p) === (style === "lambda" ? Token.Colon : Token.RightParen);
}

function parameters(p: Parser, style: Style): Arguments {
  if (isEnd(p, style)) return NO_ARGUMENTS;
  const list: Parameters = {
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kwDefaults: [],
    kwarg: null,
    defaults: [],
  };
  let slash = false;
  let starSeen = false;
  do {
    if (isEnd(p, style)) break;
    const first = p.at;
    switch (kindAt(p, first)) {
      case Token.Slash:
        if (slash) throw invalid(p, "/ may appear only once");
        if (starSeen) throw invalid(p, "/ must be ahead of *");
        if (list.args.length === 0 && kindAt(p, first + 1) !== Token.Comma) throw invalid(p);
        if (list.args.length === 0) throw invalid(p, "at least one argument must precede /");
        slash = true;
        list.posonlyargs = list.args;
        list.args = [];
        p.at++;
        if (peek(p) === Token.Star) throw invalid(p, "expected comma between / and *");
        break;
      case Token.Star:
        if (starSeen) throw invalid(p, "* argument may appear only once");
        starSeen = true;
        star(p, list, style);
        break;
      case Token.DoubleStar:
        p.at++;
        list.kwarg = parameter(p, style, false);
        if (peek(p) === Token.Equal) throw invalid(p, "var-keyword argument cannot have default value");
        if (accept(p, Token.Comma) && !isEnd(p, style)) {
          const kind = peek(p);
          if (kind === Token.Name || kind === Token.Star || kind === Token.DoubleStar || kind === Token.Slash) {
            throw invalid(p, "arguments cannot follow var-keyword argument");
          }
          throw invalid(p);
        }
        return list;
      case Token.Name:
        plain(p, list, style, starSeen);
        break;
      case Token.LeftParen:
        throw starSeen || list.defaults.length > 0 ? invalid(p) : parenthesised(p, style);
      default:
        throw invalid(p);
    }
  } while (accept(p, Token.Comma));
  return list;
}

/** A parameter without a star, with its default perhaps. */
function plain(p: Parser, list: Parameters, style: Style, keywordOnly: boolean): void {
  const first = p.at;
  const arg = parameter(p, style, false);
  let value: Expr | null = null;
  if (accept(p, Token.Equal)) {
    if (peek(p) === Token.Comma || (style !== "lambda" && peek(p) === Token.RightParen)) {
      throw faultOn(p, p.at - 1, p.at - 1, "expected default value expression");
    }
    value = expression(p);
  }
  if (keywordOnly) {
    list.kwonlyargs.push(arg);
    list.kwDefaults.push(value);
    return;
  }
  list.args.push(arg);
  if (value !== null) list.defaults.push(value);
  else if (list.defaults.length > 0) {
    throw faultSince(p, first, "parameter without a default follows parameter with a default");
  }
}

/** `*args`, or the bare `*` before keyword-only parameters. */
function star(p: Parser, list: Parameters, style: Style): void {
  const first = p.at++;
  if (peek(p) === Token.Name) {
    list.vararg = parameter(p, style, true);
    if (peek(p) === Token.Equal) throw invalid(p, "var-positional argument cannot have default value");
    return;
  }
  const next = kindAt(p, p.at + 1);
  if (isEnd(p, style) || (peek(p) === Token.Comma && (next === endOf(style) || next === Token.DoubleStar))) {
    const at = style === "lambda" ? p.at : first;
    throw faultOn(p, at, at, "named arguments must follow bare *");
  }
  if (peek(p) !== Token.Comma) throw invalid(p);
}

function endOf(style: Style): Token {
  return style === "lambda" ? Token.Colon : Token.RightParen;
}

/** A name with its annotation; CPython's `arg` begins at the name. `*args: *Ts` is the one annotation that may be starred. */
function parameter(p: Parser, style: Style, mayStar: boolean): Arg {
  const first = p.at;
  const arg = readName(p);
  let annotation: Expr | null = null;
  if (style !== "lambda" && accept(p, Token.Colon)) {
    const read = (): Expr => (mayStar && peek(p) === Token.Star ? starred(p) : expression(p));
    annotation = style === "generic function" ? within(p, GENERIC_LABEL, read) : read();
  }
  return { arg, annotation, pos: span(p, first) };
}

/** Refuses two parameters of one name. */
function checkNames(p: Parser, list: Arguments): void {
  const seen: string[] = [];
  const check = (arg: Arg): void => {
    if (seen.includes(arg.arg)) throw faultAt(p, arg.pos, `duplicate argument '${arg.arg}' in function definition`);
    if (arg.arg === "__debug__") throw faultAt(p, arg.pos, "cannot assign to __debug__");
    seen.push(arg.arg);
  };
  for (const args of [list.posonlyargs, list.args, list.kwonlyargs]) for (const arg of args) check(arg);
  if (list.vararg !== null) check(list.vararg);
  if (list.kwarg !== null) check(list.kwarg);
}

/** `def f((a, b))`, as Python 2 had it. */
function parenthesised(p: Parser, style: Style): Error {
  const first = p.at;
  const isList = attempt(p, () => {
    do {
      p.at++;
      readName(p);
    } while (peek(p) === Token.Comma && kindAt(p, p.at + 1) === Token.Name);
    accept(p, Token.Comma);
    expect(p, Token.RightParen);
  });
  if (!isList) return faultOn(p, first, first, "invalid syntax");
  const what = style === "lambda" ? "Lambda expression" : "Function";
  return faultSince(p, first, `${what} parameters cannot be parenthesized`);
}

/** All names that the parameters bind. */
export function parameterNames(args: Arguments): readonly string[] {
  const names: string[] = [];
  for (const list of [args.posonlyargs, args.args, args.kwonlyargs]) for (const { arg } of list) names.push(arg);
  if (args.vararg !== null) names.push(args.vararg.arg);
  if (args.kwarg !== null) names.push(args.kwarg.arg);
  return names;
}
