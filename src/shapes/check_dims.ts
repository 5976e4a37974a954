/** After the capture: whether the program kept to the declared dynamic shapes. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/span.ts";
import type { DeclaredDim } from "./dim_spec.ts";
import type { ShapeEnv, Substitution } from "./env.ts";
import { freeSymbols, isExpr } from "./expr.ts";
import { printBool, printInt } from "./print.ts";
import type { Guard, SymExpr } from "./types.ts";

export interface DimCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** Guards that remain: they hold for the sizes the model may be called with. */
  readonly guards: readonly Guard[];
}

/** `fallback` is where to report what no guard has a place for (the export call). */
export function checkDims(env: ShapeEnv, declared: readonly DeclaredDim[], fallback: Span | null): DimCheck {
  const names = userNames(env, declared);
  const rename = (n: string) => names.get(n) ?? n;
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<SymExpr>();
  for (const dim of declared) {
    const problem = violation(env, dim, rename, fallback);
    if (problem) diagnostics.push(problem);
    if (dim.spec.kind === "named" && isExpr(dim.size) && !seen.has(dim.size)) {
      seen.add(dim.size);
      diagnostics.push(...narrowed(env, dim, dim.spec, rename, fallback), ...tied(env, dim, names, fallback));
    }
  }
  return { diagnostics, guards: env.guards };
}

/** Symbols by the name the user gave, else by the size they stand for. */
function userNames(env: ShapeEnv, declared: readonly DeclaredDim[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const info of env.symbols) {
    const source = declared.find((d) => d.size === info.symbol)?.source ?? info.source;
    const name = info.userName ?? source;
    if (name !== null) names.set(info.symbol.name, name);
  }
  return names;
}

function label(dim: DeclaredDim): string {
  const { spec } = dim;
  if (spec.kind === "named") return `Dim "${spec.name}" (${dim.source})`;
  if (spec.kind === "derived") return `a size derived from Dim "${spec.root.name}" (${dim.source})`;
  return spec.kind === "dynamic" && spec.name !== null ? `"${spec.name}" (${dim.source})` : dim.source;
}

function violation(
  env: ShapeEnv,
  dim: DeclaredDim,
  rename: (n: string) => string,
  fallback: Span | null,
): Diagnostic | null {
  const { spec } = dim;
  if (spec.kind === "static") return null;
  if (dim.problem !== null) {
    return {
      ruleId: "DYN2003",
      level: "error",
      message: `${label(dim)} is declared dynamic, but ${dim.problem}.`,
      span: fallback,
    };
  }
  const size = env.simplify(dim.size);
  if (typeof size !== "number" || typeof dim.size === "number") return null;
  const cause = causeOf(env, dim.size);
  const what = cause ? `${cause.guard.reason}: ${printBool(cause.guard.condition, rename)}` : "the program";
  const auto = spec.kind === "auto";
  const suggestion = auto
    ? "It is static in the exported model."
    : `Change the expression so that it works for every size, or declare the dimension static (${size}).`;
  return {
    ruleId: "DYN2002",
    level: auto ? "warning" : "error",
    message: `${label(dim)} is declared dynamic, but the program fixes it to ${size} (${what}). ${suggestion}`,
    span: cause?.guard.span ?? fallback,
  };
}

/** The guard that made a size constant. */
function causeOf(env: ShapeEnv, size: SymExpr): Substitution | null {
  const symbols = freeSymbols(size);
  return env.substitutions.findLast((s) => symbols.has(s.symbol)) ?? env.substitutions.at(-1) ?? null;
}

/** A named Dim whose range the program made smaller. */
function narrowed(
  env: ShapeEnv,
  dim: DeclaredDim,
  spec: { readonly name: string; readonly min: number | null; readonly max: number | null },
  rename: (n: string) => string,
  fallback: Span | null,
): readonly Diagnostic[] {
  if (!isExpr(dim.size) || typeof env.simplify(dim.size) === "number") return [];
  const now = env.range(dim.size);
  const min = Math.max(spec.min ?? 0, 2);
  const max = spec.max ?? Number.POSITIVE_INFINITY;
  const low = now.min > min;
  const high = now.max < max;
  if (!low && !high) return [];
  const cause = env.guards.find((g) => conditionMentions(g, dim.size));
  const bounds = [low ? `min=${now.min}` : null, high ? `max=${now.max}` : null].filter((b) => b !== null).join(", ");
  return [
    {
      ruleId: "DYN2003",
      level: "error",
      message: `${label(dim)} may be from ${min} to ${max}, but the program holds only for ${now.min} to ${now.max}${cause ? ` (${cause.reason}: ${printBool(cause.condition, rename)})` : ""}. Declare Dim("${spec.name}", ${bounds}), or change the expression.`,
      span: cause?.span ?? fallback,
    },
  ];
}

function conditionMentions(guard: Guard, size: DeclaredDim["size"]): boolean {
  return isExpr(size) && size.kind === "symbol" && new RegExp(`\\b${size.name}\\b`).test(printBool(guard.condition));
}

/** Two Dims that the program makes equal, or a Dim that it makes a function of others. */
function tied(
  env: ShapeEnv,
  dim: DeclaredDim,
  names: ReadonlyMap<string, string>,
  fallback: Span | null,
): readonly Diagnostic[] {
  const found = env.substitutions.find((s) => s.symbol === dim.size && isExpr(s.value));
  if (!found) return [];
  const rename = (n: string) => names.get(n) ?? n;
  const other = printInt(found.value, rename);
  return [
    {
      ruleId: "DYN2003",
      level: "error",
      message: `${label(dim)} must equal ${other} (${found.guard.reason}). Use one Dim for both, or declare it as an expression of the other.`,
      span: found.guard.span ?? fallback,
    },
  ];
}
