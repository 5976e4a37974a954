/** After a capture: whether the program kept its promises about dynamic dimensions, in PyTorch's words and with the user's names. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { comparedInts } from "../../shapes/bool.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import { freeSymbols } from "../../shapes/expr.ts";
import { printBool, printInt } from "../../shapes/print.ts";
import type { Guard } from "../../shapes/types.ts";
import type { DimPromise } from "./dynamic_shapes.ts";
import { raiseUserError } from "./errors.ts";

/** The user's name of a symbol's Dim, else the size that it stands for. */
export function dimNames(shapes: ShapeEnv): (name: string) => string {
  const names = new Map<string, string>();
  for (const { symbol, userName, source } of shapes.symbols) {
    const name = userName ?? source;
    if (name !== null) names.set(symbol.name, name);
  }
  return (name) => names.get(name) ?? name;
}

const lineOf = (guard: Guard): string =>
  guard.span === null ? guard.reason : `line ${guard.span.line}, ${guard.reason}`;
const related = (guard: Guard | undefined, rename: (name: string) => string) =>
  guard?.span ? [{ span: guard.span, message: `${guard.reason}: ${printBool(guard.condition, rename)}` }] : [];

/**
 * A Dim that the program fixed, narrowed or tied to another is an error, and so is a constant where DYNAMIC or a name was asked
 * for. Returns warnings for the rest: the model holds for some sizes only.
 */
export function checkPromises(
  vm: Interpreter,
  shapes: ShapeEnv,
  promises: readonly DimPromise[],
): readonly Diagnostic[] {
  const rename = dimNames(shapes);
  const notices = new Map<Guard, Diagnostic>();
  for (const promise of promises) {
    const { name, source } = promise;
    const value = shapes.simplify(promise.symbol);
    const cause = shapes.substitutions.find((s) => s.symbol === promise.symbol)?.guard;
    const where = cause === undefined ? "" : ` (${lineOf(cause)}: ${printBool(cause.condition, rename)})`;
    if (typeof value === "number" && promise.kind !== "auto") {
      raiseUserError(
        vm,
        "DYN2002",
        `Constraints violated (${name})! You marked ${name} as dynamic but your code specialized it to be a constant (${value})${where}. ` +
          `Change the expression so that it works for every size, or declare the dimension with Dim.AUTO, Dim.STATIC or ${value}.`,
        related(cause, rename),
      );
    }
    if (typeof value === "number") {
      if (cause === undefined) continue;
      const message = `${name} was declared Dim.AUTO, but your code specialized it to be a constant (${value})${where}. It is static in the exported model.`;
      notices.set(cause, { ruleId: "DYN2002", level: "warning", message, span: cause.span });
      continue;
    }
    if (promise.kind === "dim" && value !== promise.symbol) {
      raiseUserError(
        vm,
        "DYN2003",
        `Constraints violated (${name})! Your code requires ${name} = ${printInt(value, rename)}${where}, which the declared dynamic shapes do not promise. ` +
          "Use one Dim for both sizes, or declare one as an expression of the other.",
        related(cause, rename),
      );
    }
    for (const guard of shapes.guards) {
      if (!comparedInts(guard.condition).some((v) => freeSymbols(v).has(promise.symbol))) continue;
      const condition = printBool(guard.condition, rename);
      const place = guard.span === null ? "" : ` (${lineOf(guard)})`;
      if (promise.kind === "dim") {
        raiseUserError(
          vm,
          "DYN2003",
          `Constraints violated (${name})! Not all values of ${name} = ${source} in the specified range satisfy the generated guard ${condition}${place}.${fix(shapes, promise)}`,
          related(guard, rename),
        );
      }
      if (notices.has(guard)) continue;
      const message = `${name} was declared dynamic, but the model holds only where ${condition}${place}. Declare what is meant (min=, max=, or an expression of another Dim), or use torch.cond for the other case.`;
      notices.set(guard, { ruleId: "DYN2002", level: "warning", message, span: guard.span });
    }
  }
  return [...notices.values()];
}

/** The declaration that would fit, where it is a range. */
function fix(shapes: ShapeEnv, { symbol, name, min }: Extract<DimPromise, { kind: "dim" }>): string {
  const now = shapes.range(symbol);
  const declared = shapes.info(symbol)?.declared;
  const least = now.min > (declared?.min ?? 2) ? now.min : min;
  const parts = [...(least > 0 ? [`min=${least}`] : []), ...(Number.isFinite(now.max) ? [`max=${now.max}`] : [])];
  const narrowed = least !== min || now.max !== (declared?.max ?? Number.POSITIVE_INFINITY);
  return narrowed ? `\nSuggested fixes:\n  ${name} = Dim('${name}', ${parts.join(", ")})` : "";
}
