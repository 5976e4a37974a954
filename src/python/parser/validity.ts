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
  /** A `yield` outside a function. It waits for the end of the statement: in a comprehension it is another fault. */
  strayYield: SyntaxFault | null;
  /** Offsets of the first `yield`, and of the first `return` with a value; -1 for none. */
  yieldAt: number;
  returnValueAt: number;
  parameters: readonly string[];
  declared: Map<string, "global" | "nonlocal"> | null;
}

const NO_NAMES: readonly string[] = [];

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
    strayYield: null,
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

/** `token` is the index of the `yield`. */
export function checkYield(scope: Scope, isFrom: boolean, token: number, start: number, end: number): void {
  scope.lastYield = token;
  scope.lastYieldEnd = end;
  if (scope.kind === "comprehension") throw new SyntaxFault(`'yield' inside ${scope.label}`, start, end);
  if (scope.kind === "annotation")
    throw new SyntaxFault("yield expression cannot be used within an annotation", start, end);
  if (scope.kind !== "function" && scope.kind !== "lambda") {
    scope.strayYield ??= new SyntaxFault("'yield' outside function", start, end);
    return;
  }
  if (isFrom && scope.isAsync) throw new SyntaxFault("'yield from' inside async function", start, end);
  if (scope.isAsync && scope.returnValueAt >= 0) {
    throw new SyntaxFault("'return' with value in async generator", scope.returnValueAt, scope.returnValueAt + 6);
  }
  if (scope.yieldAt < 0) scope.yieldAt = start;
}

/** At the end of a statement or header: throws for a `yield` in it that stands outside a function. */
export function checkStrayYield(scope: Scope): void {
  const fault = scope.strayYield;
  if (fault === null) return;
  scope.strayYield = null;
  throw fault;
}

export function checkAwait(scope: Scope, start: number, end: number): void {
  const owner = functionScope(scope);
  if (owner.kind !== "function" && owner.kind !== "lambda")
    throw new SyntaxFault("'await' outside function", start, end);
  if (!owner.isAsync) throw new SyntaxFault("'await' outside async function", start, end);
}

export function checkAsyncStatement(scope: Scope, word: "for" | "with", start: number, end: number): void {
  if (!scope.isAsync) throw new SyntaxFault(`'async ${word}' outside async function`, start, end);
}

export function checkAsyncComprehension(scope: Scope, label: string, start: number, end: number): void {
  const owner = functionScope(scope);
  if (!owner.isAsync && label !== "generator expression") {
    throw new SyntaxFault("asynchronous comprehension outside of an asynchronous function", start, end);
  }
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
