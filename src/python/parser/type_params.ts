/** Type parameters (PEP 695, defaults as PEP 696). */

import type { Expr, TypeParam } from "../ast.ts";
import { expression, starred } from "./expressions.ts";
import { accept, expect, faultSince, invalid, type Parser, peek, readName, span } from "./state.ts";
import { Token } from "./tokenizer/token.ts";
import { newScope } from "./validity.ts";

const NONE: readonly TypeParam[] = [];

/** `[T: bound = default, *Ts, **P]`, if there is one. */
export function typeParameters(p: Parser): readonly TypeParam[] {
  if (!accept(p, Token.LeftBracket)) return NONE;
  if (peek(p) === Token.RightBracket) throw invalid(p, "Type parameter list cannot be empty");
  const out: TypeParam[] = [];
  do {
    if (out.length > 0 && peek(p) === Token.RightBracket) break;
    const first = p.at;
    const parameter = typeParameter(p);
    const before = out.at(-1);
    if (before !== undefined && before.defaultValue !== null && parameter.defaultValue === null) {
      throw faultSince(p, first, `non-default type parameter '${parameter.name}' follows default type parameter`);
    }
    out.push(parameter);
  } while (accept(p, Token.Comma));
  expect(p, Token.RightBracket);
  return out;
}

function typeParameter(p: Parser): TypeParam {
  const first = p.at;
  if (accept(p, Token.Star)) {
    const name = readName(p);
    refuseBound(p, "TypeVarTuple");
    let defaultValue: Expr | null = null;
    if (accept(p, Token.Equal)) {
      defaultValue = within(p, "a TypeVarTuple default", () => (peek(p) === Token.Star ? starred(p) : expression(p)));
    }
    return { kind: "TypeVarTuple", name, defaultValue, pos: span(p, first) };
  }
  if (accept(p, Token.DoubleStar)) {
    const name = readName(p);
    refuseBound(p, "ParamSpec");
    return { kind: "ParamSpec", name, defaultValue: defaultOf(p, "a ParamSpec default"), pos: span(p, first) };
  }
  const name = readName(p);
  const bound = accept(p, Token.Colon) ? within(p, "a TypeVar bound", () => expression(p)) : null;
  return { kind: "TypeVar", name, bound, defaultValue: defaultOf(p, "a TypeVar default"), pos: span(p, first) };
}

function defaultOf(p: Parser, label: string): Expr | null {
  return accept(p, Token.Equal) ? within(p, label, () => expression(p)) : null;
}

/** Reads what is evaluated in a scope of its own, which messages call `label`. */
export function within<T>(p: Parser, label: string, read: () => T): T {
  const outer = p.scope;
  p.scope = newScope("annotation", outer, false, label);
  const value = read();
  p.scope = outer;
  return value;
}

function refuseBound(p: Parser, kind: string): void {
  if (peek(p) !== Token.Colon) return;
  const first = p.at++;
  const bound = expression(p);
  throw faultSince(p, first, `cannot use ${bound.kind === "Tuple" ? "constraints" : "bound"} with ${kind}`);
}
