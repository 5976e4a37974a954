/** Guesses at what was meant where an expression ends before something that cannot follow it. */

import type { Expr } from "../ast.ts";
import { expression, operators, starExpressions } from "./expressions.ts";
import { attempt, faultAt, faultOn, faultSince, kindAt, nameAt, type Parser, peek } from "./state.ts";
import { expressionName } from "./targets.ts";
import { Precedence, Token } from "./tokenizer/token.ts";

const SOFT_KEYWORDS: ReadonlySet<string> = new Set(["match", "case", "type", "_"]);
const LEGACY_STATEMENTS: ReadonlySet<string> = new Set(["print", "exec"]);

/** Two expressions side by side inside brackets; the first began at token `first`, the second begins here. */
export function forgottenComma(p: Parser, first: number): void {
  if (kindAt(p, first) === Token.Name) {
    if (SOFT_KEYWORDS.has(nameAt(p, first)) || LEGACY_STATEMENTS.has(nameAt(p, first))) return;
    const next = kindAt(p, first + 1);
    if (next === Token.String || next === Token.FStringStart) return;
  }
  const { at } = p;
  if (!attempt(p, () => expression(p))) return;
  if (!isInBrackets(p, p.at - 1)) {
    p.at = at;
    return;
  }
  throw faultSince(p, first, "invalid syntax. Perhaps you forgot a comma?");
}

/** Whether a bracket is open behind token `token`. */
function isInBrackets(p: Parser, token: number): boolean {
  let depth = 0;
  for (let i = token; i >= 0; i--) {
    switch (kindAt(p, i)) {
      case Token.LeftParen:
      case Token.LeftBracket:
      case Token.LeftBrace:
        if (depth-- === 0) return true;
        break;
      case Token.RightParen:
      case Token.RightBracket:
      case Token.RightBrace:
        depth++;
        break;
      case Token.Newline:
        return false;
      default:
    }
  }
  return false;
}

/** `print x` and `exec x`. */
export function legacyStatement(p: Parser, first: number, value: Expr): void {
  if (value.kind !== "Name" || p.at !== first + 1 || !LEGACY_STATEMENTS.has(value.id)) return;
  const { at } = p;
  if (!attempt(p, () => starExpressions(p))) return;
  const last = p.at - 1;
  p.at = at;
  throw faultOn(p, first, last, `Missing parentheses in call to '${value.id}'. Did you mean ${value.id}(...)?`);
}

/** The current token is `=`, where only an expression can stand; `left` began at token `first`. */
export function wrongEqual(p: Parser, first: number, left: Expr): void {
  if (p.attempting) return;
  const isName = left.kind === "Name" && p.at === first + 1;
  if (!isName && !mayBeCompared(p, first, left)) return;
  const { at } = p;
  if (!comparedAfter(p)) return;
  const last = p.at - 1;
  p.at = at;
  if (!isName) {
    throw faultAt(p, left.pos, `cannot assign to ${expressionName(left)} here. Maybe you meant '==' instead of '='?`);
  }
  throw faultOn(p, first, last, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

/** Reads `= operand` when no other assignment follows. */
function comparedAfter(p: Parser): boolean {
  return attempt(p, () => {
    p.at++;
    operators(p, Precedence.BitOr);
    if (peek(p) === Token.Equal || peek(p) === Token.ColonEqual) throw faultSince(p, p.at, "invalid syntax");
  });
}

/** An assignment's left side that is no target: whether `==` was probably meant. The current token is `=`. */
export function maybeComparison(p: Parser, first: number, left: Expr): boolean {
  if (!mayBeCompared(p, first, left)) return false;
  const { at } = p;
  const compared = comparedAfter(p);
  p.at = at;
  return compared;
}

/** Whether the expression at token `first` binds tighter than a comparison and is no display, generator or constant. */
function mayBeCompared(p: Parser, first: number, expr: Expr): boolean {
  switch (expr.kind) {
    case "BoolOp":
    case "Compare":
    case "IfExp":
    case "Lambda":
    case "NamedExpr":
    case "Yield":
    case "YieldFrom":
      return isGrouped(p, first, expr);
    case "UnaryOp":
      return expr.op !== "Not" || isGrouped(p, first, expr);
    case "Starred":
    case "List":
    case "Tuple":
    case "GeneratorExp":
      return false;
    case "Constant":
      return expr.value.type !== "None" && expr.value.type !== "bool";
    default:
      return true;
  }
}

/** Whether parentheses stand around the whole expression, which do not belong to its position. */
function isGrouped(p: Parser, first: number, { pos }: Expr): boolean {
  return pos.column !== p.column[first] || pos.line !== p.line[first];
}
