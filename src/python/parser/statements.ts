/** Statements: which one begins here, the simple ones, and blocks (Python reference, "Simple statements"). */

import type { Expr, Stmt } from "../ast.ts";
import { checkChains, mayBeDeep, startChains } from "./chain_depth.ts";
import { compoundStatement } from "./compound.ts";
import { expression, operators, starExpressions, starred, yieldOrExpressions } from "./expressions.ts";
import { maybeComparison } from "./hints.ts";
import { importFrom, importNames } from "./imports.ts";
import { isMatchStatement, matchStatement } from "./match_statement.ts";
import { mark, recover } from "./recovery.ts";
import {
  accept,
  checkStray,
  endOf,
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
  startOf,
} from "./state.ts";
import { asTarget, expressionName } from "./targets.ts";
import { OPERATORS, Precedence, STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";
import { typeParameters } from "./type_params.ts";
import { checkDeclaration, checkLoopControl, checkReturn, newScope } from "./validity.ts";

/** The statements up to the end of the block, or of the text. */
export function statements(p: Parser): Stmt[] {
  const out: Stmt[] = [];
  for (let kind = peek(p); kind !== Token.End && kind !== Token.Dedent; kind = peek(p)) statement(p, out);
  return out;
}

/** The statements of a module, with the offset where the line of each begins. */
export function moduleStatements(p: Parser): { readonly body: readonly Stmt[]; readonly starts: readonly number[] } {
  const body: Stmt[] = [];
  const starts: number[] = [];
  while (peek(p) !== Token.End) {
    // The end of a block that a damaged line left behind.
    if (accept(p, Token.Dedent)) continue;
    const start = startOf(p, p.at);
    statement(p, body);
    while (starts.length < body.length) starts.push(start);
  }
  return { body, starts };
}

/** Reads one statement, or the simple statements of one line; what cannot be read becomes one fault and a `Damaged` node. */
function statement(p: Parser, out: Stmt[]): void {
  const before = mark(p);
  try {
    startChains(p);
    const compound = readCompound(p);
    if (compound === null) {
      simpleStatements(p, out);
      return;
    }
    if (p.chained) {
      p.chained = false;
      checkChains(p, compound);
    }
    out.push(compound);
  } catch (error) {
    out.push(recover(p, before, error));
  }
}

function readCompound(p: Parser): Stmt | null {
  const kind = peek(p);
  if (kind === Token.Name) return isMatchStatement(p) ? matchStatement(p) : null;
  if (kind === Token.Indent) throw faultOnIndent(p);
  return compoundStatement(p, kind);
}

/** CPython shows the last character of the indentation. */
function faultOnIndent(p: Parser): Error {
  const fault = invalid(p, "unexpected indent");
  const end = startOf(p, p.at + 1);
  return Object.assign(fault, { start: end - 1, end });
}

/** The statements of one line, `;` between them. */
export function simpleStatements(p: Parser, out: Stmt[]): void {
  for (;;) {
    const before = mark(p);
    try {
      startChains(p);
      const stmt = simpleStatement(p);
      checkEnd(p);
      if (mayBeDeep(p)) checkChains(p, stmt);
      checkStray(p);
      out.push(stmt);
    } catch (error) {
      out.push(recover(p, before, error));
      return;
    }
    if (accept(p, Token.Newline)) return;
    p.at++;
    if (accept(p, Token.Newline)) return;
  }
}

function checkEnd(p: Parser): void {
  if (peek(p) !== Token.Newline && peek(p) !== Token.Semicolon) throw invalid(p);
}

function simpleStatement(p: Parser): Stmt {
  const first = p.at;
  switch (peek(p)) {
    case Token.Pass:
      p.at++;
      return { kind: "Pass", pos: span(p, first) };
    case Token.Break:
      p.at++;
      checkEnd(p);
      checkLoopControl(p.scope, "break", startOf(p, first), endOf(p, first));
      return { kind: "Break", pos: span(p, first) };
    case Token.Continue:
      p.at++;
      checkEnd(p);
      checkLoopControl(p.scope, "continue", startOf(p, first), endOf(p, first));
      return { kind: "Continue", pos: span(p, first) };
    case Token.Return:
      return returnStatement(p);
    case Token.Import:
      return importNames(p);
    case Token.From:
      return importFrom(p);
    case Token.Raise:
      return raiseStatement(p);
    case Token.Assert: {
      p.at++;
      const test = expression(p);
      const msg = accept(p, Token.Comma) ? expression(p) : null;
      return { kind: "Assert", test, msg, pos: span(p, first) };
    }
    case Token.Del:
      return deleteStatement(p);
    case Token.Global:
      return { kind: "Global", names: declaredNames(p, "global"), pos: span(p, first) };
    case Token.Nonlocal:
      return { kind: "Nonlocal", names: declaredNames(p, "nonlocal"), pos: span(p, first) };
    case Token.Name:
      if (kindAt(p, first + 1) === Token.Name && nameAt(p, first) === "type") return typeAlias(p);
      return expressionStatement(p);
    default:
      return expressionStatement(p);
  }
}

function returnStatement(p: Parser): Stmt {
  const first = p.at++;
  const hasValue = STARTS_EXPRESSION[peek(p)] === 1 || peek(p) === Token.Star;
  const value = hasValue ? yieldOrExpressions(p) : null;
  checkEnd(p);
  checkReturn(p.scope, hasValue, startOf(p, first), endOf(p, p.at - 1));
  return { kind: "Return", value, pos: span(p, first) };
}

function raiseStatement(p: Parser): Stmt {
  const first = p.at++;
  const exc = STARTS_EXPRESSION[peek(p)] === 1 ? expression(p) : null;
  const cause = exc !== null && accept(p, Token.From) ? expression(p) : null;
  return { kind: "Raise", exc, cause, pos: span(p, first) };
}

function deleteStatement(p: Parser): Stmt {
  const first = p.at++;
  const targets: Expr[] = [];
  do {
    if (targets.length > 0 && (peek(p) === Token.Newline || peek(p) === Token.Semicolon)) break;
    const target = peek(p) === Token.Star ? starred(p) : expression(p);
    targets.push(asTarget(p, target, "Del"));
  } while (accept(p, Token.Comma));
  return { kind: "Delete", targets, pos: span(p, first) };
}

function declaredNames(p: Parser, word: "global" | "nonlocal"): string[] {
  const first = p.at++;
  const names: string[] = [];
  do {
    const name = readName(p);
    checkDeclaration(p.scope, word, name, startOf(p, first), endOf(p, p.at - 1));
    names.push(name);
  } while (accept(p, Token.Comma));
  return names;
}

function typeAlias(p: Parser): Stmt {
  const first = p.at++;
  const token = p.at;
  const id = readName(p);
  const name = { kind: "Name", id, ctx: "Store", pos: span(p, token) } as const;
  const typeParams = typeParameters(p);
  expect(p, Token.Equal);
  const outer = p.scope;
  p.scope = newScope("annotation", outer, false, "a type alias");
  const value = expression(p);
  p.scope = outer;
  return { kind: "TypeAlias", name, typeParams, value, pos: span(p, first) };
}

/** An expression alone, or an assignment of any kind. */
function expressionStatement(p: Parser): Stmt {
  const first = p.at;
  const isYield = peek(p) === Token.Yield;
  const left = isYield ? yieldOrExpressions(p) : starExpressions(p);
  const kind = peek(p);
  if (kind === Token.Equal) return assignment(p, first, left);
  if (kind === Token.Colon && !isYield) return annotated(p, first, left);
  if (kind >= Token.PlusEqual && kind <= Token.DoubleSlashEqual) return augmented(p, first, left, kind);
  if (left.kind === "Starred") throw faultSince(p, first, "can't use starred expression here");
  return { kind: "Expr", value: left, pos: span(p, first) };
}

/** `a = b = value`. */
function assignment(p: Parser, first: number, left: Expr): Stmt {
  const targets: Expr[] = [];
  let value = left;
  let from = first;
  while (peek(p) === Token.Equal) {
    assignmentTarget(p, value, from, targets.length === 0);
    targets.push(value);
    p.at++;
    from = p.at;
    value = peek(p) === Token.Yield ? yieldOrExpressions(p) : starExpressions(p);
  }
  if (value.kind === "Starred") throw faultSince(p, from, "can't use starred expression here");
  return { kind: "Assign", targets, value, pos: span(p, first) };
}

function assignmentTarget(p: Parser, target: Expr, from: number, isFirst: boolean): void {
  switch (target.kind) {
    case "Name":
    case "Attribute":
    case "Subscript":
    case "Starred":
    case "List":
    case "Tuple":
      asTarget(p, target, "Store");
      return;
    case "Yield":
    case "YieldFrom":
      if (kindAt(p, from) === Token.Yield) throw faultSince(p, from, "assignment to yield expression not possible");
      checkComparison(p, target, from, isFirst);
      break;
    default:
      checkComparison(p, target, from, isFirst);
  }
  asTarget(p, target, "Store");
}

/** `f(x) = 1` may have been meant as a comparison. */
function checkComparison(p: Parser, target: Expr, from: number, isFirst: boolean): void {
  if (!isFirst || !maybeComparison(p, from, target)) return;
  const hint = "Maybe you meant '==' instead of '='?";
  throw faultAt(p, target.pos, `cannot assign to ${expressionName(target)} here. ${hint}`);
}

/** `target: annotation = value`. */
function annotated(p: Parser, first: number, target: Expr): Stmt {
  if (target.kind === "Tuple" || target.kind === "List") {
    throw faultAt(p, target.pos, `only single target (not ${target.kind.toLowerCase()}) can be annotated`);
  }
  if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript") {
    throw faultAt(p, target.pos, "illegal target for annotation");
  }
  const simple = target.kind === "Name" && p.at === first + 1;
  asTarget(p, target, "Store");
  p.at++;
  const annotation = expression(p);
  const value = accept(p, Token.Equal) ? yieldOrExpressions(p) : null;
  return { kind: "AnnAssign", target, annotation, value, simple, pos: span(p, first) };
}

function augmented(p: Parser, first: number, target: Expr, kind: Token): Stmt {
  if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript") {
    throw faultAt(p, target.pos, `'${expressionName(target)}' is an illegal expression for augmented assignment`);
  }
  asTarget(p, target, "Store");
  p.at++;
  const value = yieldOrExpressions(p);
  return { kind: "AugAssign", target, op: OPERATORS[kind - Token.PlusEqual] ?? "Add", value, pos: span(p, first) };
}

/** An item of `with`: its target after `as`. */
export function singleTarget(p: Parser): Expr {
  const first = p.at;
  const target = peek(p) === Token.Star ? starred(p) : operators(p, Precedence.BitOr);
  if (target.kind === "Starred")
    throw faultOn(p, first, p.at - 1, "starred assignment target must be in a list or tuple");
  return asTarget(p, target, "Store");
}
