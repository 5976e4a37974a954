/** Rules on where a statement or expression may stand, which the grammar does not express (CPython's symbol table and compiler). */

import { SyntaxFault } from "./fault.ts";

export type ScopeKind = "module" | "class" | "function" | "lambda" | "comprehension" | "annotation";

/** The code block being read. Loops and `except*` are those around the current statement, inside this block. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | null;
  readonly isAsync: boolean;
  /** For a comprehension: "list comprehension", "generator expression", …. */
  readonly label: string;
  loops: number;
  exceptStars: number;
  /** The token of the last `yield`, or -1, and the offset of its end. */
  lastYield: number;
  lastYieldEnd: number;
  /** Offsets of the first `yield`, and of the first `return` with a value; -1 for none. */
  yieldAt: number;
  returnValueAt: number;
  parameters: readonly string[];
  declared: Map<string, "global" | "nonlocal"> | null;
}

const NO_NAMES: readonly string[] = [];

/** Where a generic definition evaluates its annotations or bases: in a scope that binds the type parameters. */
export const GENERIC_LABEL = "the definition of a generic";

export function newScope(kind: ScopeKind, parent: Scope | null, isAsync = false, label = ""): Scope {
  return {
    kind,
    parent,
    isAsync,
    label,
    loops: 0,
    exceptStars: 0,
    lastYield: -1,
    lastYieldEnd: -1,
    yieldAt: -1,
    returnValueAt: -1,
    parameters: NO_NAMES,
    declared: null,
  };
}

/** The scope that `yield` and `await` belong to: comprehensions evaluate inside it. */
function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.kind === "comprehension" && at.parent !== null) at = at.parent;
  return at;
}

export function checkReturn(scope: Scope, hasValue: boolean, start: number, end: number): void {
  if (scope.kind !== "function") throw new SyntaxFault("'return' outside function", start, end);
  if (scope.exceptStars > 0) {
    throw new SyntaxFault("'break', 'continue' and 'return' cannot appear in an except* block", start, end);
  }
  if (hasValue && scope.returnValueAt < 0) scope.returnValueAt = start;
  if (hasValue && scope.isAsync && scope.yieldAt >= 0) {
    throw new SyntaxFault("'return' with value in async generator", start, end);
  }
}

export function checkLoopControl(scope: Scope, word: "break" | "continue", start: number, end: number): void {
  if (scope.loops > 0) return;
  if (scope.exceptStars > 0) {
    throw new SyntaxFault("'break', 'continue' and 'return' cannot appear in an except* block", start, end);
  }
  throw new SyntaxFault(word === "break" ? "'break' outside loop" : "'continue' not properly in loop", start, end);
}

/** What is wrong with a `yield`, whose token has the index `token`; null for nothing. */
export function checkYield(
  scope: Scope,
  isFrom: boolean,
  token: number,
  start: number,
  end: number,
): SyntaxFault | null {
  scope.lastYield = token;
  scope.lastYieldEnd = end;
  const fault = (message: string): SyntaxFault => new SyntaxFault(message, start, end);
  if (scope.kind === "comprehension") return fault(`'yield' inside ${scope.label}`);
  if (scope.kind === "annotation") return fault(`yield expression cannot be used within ${scope.label}`);
  if (scope.kind !== "function" && scope.kind !== "lambda") {
    return fault(`'${isFrom ? "yield from" : "yield"}' outside function`);
  }
  if (isFrom && scope.isAsync) return fault("'yield from' inside async function");
  if (scope.isAsync && scope.returnValueAt >= 0) {
    const at = scope.returnValueAt;
    return new SyntaxFault("'return' with value in async generator", at, at + 6);
  }
  if (scope.yieldAt < 0) scope.yieldAt = start;
  return null;
}

/** What is wrong with an `await`; null for nothing. */
export function checkAwait(scope: Scope, start: number, end: number): SyntaxFault | null {
  // A generator expression that awaits is an asynchronous generator.
  if (scope.kind === "comprehension" && scope.label === "generator expression") return null;
  const owner = functionScope(scope);
  if (owner.kind === "annotation") {
    return new SyntaxFault(`await expression cannot be used within ${owner.label}`, start, end);
  }
  if (owner.kind !== "function" && owner.kind !== "lambda") {
    return new SyntaxFault("'await' outside function", start, end);
  }
  return owner.isAsync ? null : new SyntaxFault("'await' outside async function", start, end);
}

export function checkAsyncStatement(scope: Scope, word: "for" | "with", start: number, end: number): void {
  if (!scope.isAsync) throw new SyntaxFault(`'async ${word}' outside async function`, start, end);
}

/** What is wrong with a comprehension that awaits; null for nothing. */
export function checkAsyncComprehension(scope: Scope, label: string, start: number, end: number): SyntaxFault | null {
  if (label === "generator expression" || functionScope(scope).isAsync) return null;
  return new SyntaxFault("asynchronous comprehension outside of an asynchronous function", start, end);
}

/** `global a, b` and `nonlocal a, b`. */
export function checkDeclaration(
  scope: Scope,
  word: "global" | "nonlocal",
  name: string,
  start: number,
  end: number,
): void {
  const fail = (message: string): never => {
    throw new SyntaxFault(message, start, end);
  };
  if (word === "nonlocal" && scope.kind === "module") fail("nonlocal declaration not allowed at module level");
  if (scope.parameters.includes(name)) fail(`name '${name}' is parameter and ${word}`);
  scope.declared ??= new Map();
  const other = scope.declared.get(name);
  if (other !== undefined && other !== word) fail(`name '${name}' is nonlocal and global`);
  scope.declared.set(name, word);
}
