/** Expressions: operators by precedence climbing, conditionals, lambdas, lists of expressions (Python reference, "Expressions"). */

import type { BoolOperator, CmpOperator, Expr, UnaryOperator } from "../ast.ts";
import { forgottenComma, legacyStatement, wrongEqual } from "./hints.ts";
import { lambdaParameters } from "./parameters.ts";
import { primary } from "./primary.ts";
import {
  accept,
  attempt,
  endOf,
  enter,
  faultSince,
  invalid,
  kindAt,
  nameAt,
  type Parser,
  peek,
  span,
  startOf,
} from "./state.ts";
import { expressionName } from "./targets.ts";
import { COMPARISONS, OPERATORS, PRECEDENCE, Precedence, STARTS_EXPRESSION, Token } from "./tokenizer/token.ts";
import { checkAwait, checkYield, newScope } from "./validity.ts";

/** An expression that may not be starred, `yield` or an unparenthesised `:=`. */
export function expression(p: Parser): Expr {
  enter(p);
  const first = p.at;
  let value: Expr;
  if (kindAt(p, first) === Token.Lambda) {
    value = lambda(p);
  } else {
    value = operators(p, Precedence.Or);
    if (peek(p) === Token.If) value = conditional(p, first, value);
    else if (STARTS_EXPRESSION[peek(p)] === 1 && !p.attempting) {
      forgottenComma(p, first);
      legacyStatement(p, first, value);
    }
  }
  p.depth--;
  return value;
}

function conditional(p: Parser, first: number, body: Expr): Expr {
  p.at++;
  const test = operators(p, Precedence.Or);
  if (!accept(p, Token.Else)) {
    if (peek(p) === Token.Colon) throw invalid(p);
    throw faultSince(p, first, "expected 'else' after 'if' expression");
  }
  const orelse = expression(p);
  return { kind: "IfExp", test, body, orelse, pos: span(p, first) };
}

function lambda(p: Parser): Expr {
  const first = p.at++;
  const args = lambdaParameters(p);
  // The colon of a field's format specification.
  if (peek(p) === Token.Colon && p.value[p.at] === 1) {
    p.at++;
    throw faultSince(p, first, "f-string: lambda expressions are not allowed without parentheses");
  }
  if (!accept(p, Token.Colon)) throw invalid(p, p.at === first + 1 ? "expected ':'" : "invalid syntax");
  const outer = p.scope;
  p.scope = newScope("lambda", outer);
  const body = expression(p);
  p.scope = outer;
  return { kind: "Lambda", args, body, pos: span(p, first) };
}

/** `a + not b`. */
function unparenthesisedNot(p: Parser): Error {
  const first = p.at;
  const before = PRECEDENCE[kindAt(p, first - 1)];
  const isArithmetic = before === Precedence.Sum || before === Precedence.Product;
  if (!isArithmetic && kindAt(p, first - 1) !== Token.Tilde) return invalid(p);
  if (!attempt(p, () => operators(p, Precedence.Not))) return invalid(p);
  const fault = faultSince(p, first, "'not' after an operator must be parenthesized");
  p.at = first;
  return fault;
}

const UNARY: Partial<Record<Token, UnaryOperator>> = {
  [Token.Plus]: "UAdd",
  [Token.Minus]: "USub",
  [Token.Tilde]: "Invert",
};

/**
 * An operand and the operators behind it that bind at least as tightly as `least`. One function for all levels: nested
 * brackets cost few frames of the host's stack.
 */
export function operators(p: Parser, least: Precedence): Expr {
  const first = p.at;
  let left: Expr;
  switch (kindAt(p, first)) {
    case Token.Not: {
      if (least > Precedence.Not) throw unparenthesisedNot(p);
      enter(p);
      p.at++;
      const operand = operators(p, Precedence.Not);
      p.depth--;
      left = { kind: "UnaryOp", op: "Not", operand, pos: span(p, first) };
      break;
    }
    case Token.Plus:
    case Token.Minus:
    case Token.Tilde: {
      enter(p);
      p.at++;
      const operand = operators(p, Precedence.Unary);
      p.depth--;
      left = { kind: "UnaryOp", op: UNARY[kindAt(p, first)] as UnaryOperator, operand, pos: span(p, first) };
      break;
    }
    case Token.Await: {
      p.at++;
      const value = primary(p);
      p.stray ??= checkAwait(p.scope, startOf(p, first), endOf(p, p.at - 1));
      p.lastAwait = first;
      left = { kind: "Await", value, pos: span(p, first) };
      break;
    }
    default:
      left = primary(p);
  }
  for (let links = 1; ; links++) {
    const kind = peek(p);
    const precedence = PRECEDENCE[kind] as Precedence;
    if (precedence < least || precedence === Precedence.None) return left;
    switch (precedence) {
      case Precedence.Or:
      case Precedence.And:
        left = boolean(p, first, left, kind, precedence);
        break;
      case Precedence.Comparison: {
        if (kind === Token.Not && kindAt(p, p.at + 1) !== Token.In) return left;
        left = comparison(p, first, left);
        break;
      }
      case Precedence.Power: {
        enter(p);
        p.at++;
        const right = operators(p, Precedence.Unary);
        p.depth--;
        left = { kind: "BinOp", left, op: "Pow", right, pos: span(p, first) };
        break;
      }
      default: {
        p.at++;
        if (links > p.longest) p.longest = links;
        const right = operators(p, precedence + 1);
        left = { kind: "BinOp", left, op: OPERATORS[kind - Token.Plus] ?? "Add", right, pos: span(p, first) };
      }
    }
  }
}

function boolean(p: Parser, first: number, left: Expr, kind: Token, precedence: Precedence): Expr {
  const op: BoolOperator = kind === Token.Or ? "Or" : "And";
  const values = [left];
  while (accept(p, kind)) values.push(operators(p, precedence + 1));
  return { kind: "BoolOp", op, values, pos: span(p, first) };
}

function comparison(p: Parser, first: number, left: Expr): Expr {
  const ops: CmpOperator[] = [];
  const comparators: Expr[] = [];
  for (let op = comparisonOperator(p); op !== null; op = comparisonOperator(p)) {
    ops.push(op);
    comparators.push(operators(p, Precedence.BitOr));
  }
  return { kind: "Compare", left, ops, comparators, pos: span(p, first) };
}

/** Passes a comparison operator; null when there is none. */
function comparisonOperator(p: Parser): CmpOperator | null {
  const kind = peek(p);
  switch (kind) {
    case Token.In:
      p.at++;
      return "In";
    case Token.Is:
      p.at++;
      return accept(p, Token.Not) ? "IsNot" : "Is";
    case Token.Not:
      if (kindAt(p, p.at + 1) !== Token.In) return null;
      p.at += 2;
      return "NotIn";
    default: {
      const op = COMPARISONS[kind - Token.EqualEqual];
      if (op === undefined) return null;
      p.at++;
      return op;
    }
  }
}

/** An expression or `name := value`. */
export function namedExpression(p: Parser): Expr {
  const first = p.at;
  if (kindAt(p, first) === Token.Name && kindAt(p, first + 1) === Token.ColonEqual) {
    const id = nameAt(p, first);
    p.at++;
    const target = { kind: "Name", id, ctx: "Store", pos: span(p, first) } as const;
    if (id === "__debug__") throw faultSince(p, first, "cannot assign to __debug__");
    p.at++;
    const value = expression(p);
    return { kind: "NamedExpr", target, value, pos: span(p, first) };
  }
  const value = expression(p);
  if (peek(p) === Token.ColonEqual) {
    throw faultSince(p, first, `cannot use assignment expressions with ${expressionName(value)}`);
  }
  if (peek(p) === Token.Equal) wrongEqual(p, first, value);
  return value;
}

/** `*operand`, where the operand may be anything but a comparison or looser. */
export function starred(p: Parser): Expr {
  const first = p.at++;
  const value = operators(p, Precedence.BitOr);
  return { kind: "Starred", value, ctx: "Load", pos: span(p, first) };
}

/** An element of a display, which may be starred or named. */
export function element(p: Parser): Expr {
  return peek(p) === Token.Star ? starred(p) : namedExpression(p);
}

/** One expression, or a tuple without parentheses; expressions may be starred. */
export function starExpressions(p: Parser): Expr {
  const first = p.at;
  const value = peek(p) === Token.Star ? starred(p) : expression(p);
  if (peek(p) !== Token.Comma) return value;
  const elts = [value];
  while (accept(p, Token.Comma)) {
    if (peek(p) === Token.Star) elts.push(starred(p));
    else if (STARTS_EXPRESSION[peek(p)] === 1) elts.push(expression(p));
    else break;
  }
  return { kind: "Tuple", elts, ctx: "Load", pos: span(p, first) };
}

/** The right side of an assignment, or the expression of an f-string's field. */
export function yieldOrExpressions(p: Parser): Expr {
  if (peek(p) === Token.Yield) return yieldExpression(p);
  const first = p.at;
  const value = starExpressions(p);
  if (value.kind === "Starred") throw faultSince(p, first, "can't use starred expression here");
  return value;
}

export function yieldExpression(p: Parser): Expr {
  const first = p.at++;
  const isFrom = accept(p, Token.From);
  let value: Expr | null = null;
  if (isFrom) value = expression(p);
  else if (STARTS_EXPRESSION[peek(p)] === 1 || peek(p) === Token.Star) {
    const from = p.at;
    value = starExpressions(p);
    if (value.kind === "Starred") throw faultSince(p, from, "can't use starred expression here");
  }
  p.stray ??= checkYield(p.scope, isFrom, first, startOf(p, first), endOf(p, p.at - 1));
  if (isFrom) return { kind: "YieldFrom", value: value as Expr, pos: span(p, first) };
  return { kind: "Yield", value, pos: span(p, first) };
}

/** The targets of `for`, before `in`. */
export function targetList(p: Parser): Expr {
  const first = p.at;
  const item = (): Expr => (peek(p) === Token.Star ? starred(p) : operators(p, Precedence.BitOr));
  const value = item();
  if (peek(p) !== Token.Comma) return value;
  const elts = [value];
  while (accept(p, Token.Comma)) {
    if (peek(p) !== Token.Star && STARTS_EXPRESSION[peek(p)] !== 1) break;
    elts.push(item());
  }
  return { kind: "Tuple", elts, ctx: "Load", pos: span(p, first) };
}
