/** Functions and classes. */

import type { Expr, Keyword, Stmt } from "../ast.ts";
import { block } from "./blocks.ts";
import { callArguments } from "./call.ts";
import { compoundSpan } from "./compound.ts";
import { expression } from "./expressions.ts";
import { functionParameters, parameterNames } from "./parameters.ts";
import { accept, faultOn, invalid, isGeneric, kindAt, type Parser, peek, readName, span } from "./state.ts";
import { Token } from "./tokenizer/token.ts";
import { typeParameters, within } from "./type_params.ts";
import { GENERIC_LABEL, newScope } from "./validity.ts";

const NO_BASES: readonly Expr[] = [];
const NO_KEYWORDS: readonly Keyword[] = [];

/** The current token is `def`; the function begins at token `first`, with its `async`. */
export function functionDefinition(p: Parser, first: number, decoratorList: readonly Expr[]): Stmt {
  const isAsync = kindAt(p, first) === Token.Async;
  p.at++;
  const token = p.at;
  const name = readName(p);
  const namePos = span(p, token);
  const typeParams = typeParameters(p);
  const generic = typeParams.length > 0;
  const args = functionParameters(p, generic);
  const returns = generic ? within(p, GENERIC_LABEL, () => returnAnnotation(p)) : returnAnnotation(p);
  if (peek(p) !== Token.Colon) throw invalid(p, "expected ':'");
  const outer = p.scope;
  p.scope = newScope("function", outer, isAsync);
  p.scope.parameters = parameterNames(args);
  const body = block(p, "function definition", first);
  p.scope = outer;
  return {
    kind: isAsync ? "AsyncFunctionDef" : "FunctionDef",
    name,
    namePos,
    args,
    body,
    decoratorList,
    returns,
    typeParams,
    pos: compoundSpan(p, first, body),
  };
}

/** `-> expression`; CPython takes one that it cannot read for a missing colon. */
function returnAnnotation(p: Parser): Expr | null {
  const arrow = p.at;
  if (!accept(p, Token.Arrow)) return null;
  try {
    return expression(p);
  } catch (error) {
    if (!isGeneric(error) || peek(p) === Token.Fault) throw error;
    throw faultOn(p, arrow, arrow, "expected ':'");
  }
}

export function classDefinition(p: Parser, decoratorList: readonly Expr[]): Stmt {
  const first = p.at++;
  const token = p.at;
  const name = readName(p);
  const namePos = span(p, token);
  const typeParams = typeParameters(p);
  const open = p.at;
  const readBases = () => (peek(p) === Token.LeftParen ? callArguments(p) : { args: NO_BASES, keywords: NO_KEYWORDS });
  const bases = typeParams.length > 0 ? within(p, GENERIC_LABEL, readBases) : readBases();
  if (bases.args[0]?.kind === "GeneratorExp" && bases.args[0].pos.column === p.column[open]) {
    let token = open;
    while (kindAt(p, token) !== Token.For) token++;
    throw faultOn(p, token, token, "invalid syntax");
  }
  const outer = p.scope;
  p.scope = newScope("class", outer);
  const body = block(p, "class definition", first);
  p.scope = outer;
  return {
    kind: "ClassDef",
    name,
    namePos,
    bases: bases.args,
    keywords: bases.keywords,
    body,
    decoratorList,
    typeParams,
    pos: compoundSpan(p, first, body),
  };
}
