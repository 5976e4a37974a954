/** Second pass of the symbol table: decides for each name whether it is local, a cell, free or global. */

import type { Position } from "../ast.ts";
import { CompileError } from "../compile_error.ts";
import { Binding, type Scope, type Sym, Use } from "./scope.ts";

/** Resolves `scope` and all scopes inside it. */
export function resolveScope(scope: Scope): void {
  scope.inlined = canInline(scope);
  for (const [name, symbol] of scope.symbols) resolveName(scope, name, symbol);
  for (const child of scope.children) resolveScope(child);
}

/** Comprehensions are inlined in functions; elsewhere (module, class) they are functions of their own. */
function canInline(scope: Scope): boolean {
  if (scope.comprehension === null || scope.comprehension === "generator") return false;
  const { parent } = scope;
  return parent !== null && parent.type === "function" && !scope.seesClass;
}

function resolveName(scope: Scope, name: string, symbol: Sym): void {
  if (symbol.binding !== Binding.UNRESOLVED) return;
  const { flags } = symbol;
  if (flags & Use.GLOBAL) {
    if (flags & Use.NONLOCAL) throw at(symbol, scope, `name '${name}' is nonlocal and global`);
    symbol.binding = Binding.GLOBAL_EXPLICIT;
  } else if (flags & Use.NONLOCAL) {
    if (scope.type === "module") throw at(symbol, scope, "nonlocal declaration not allowed at module level");
    if (!capture(scope, name)) throw at(symbol, scope, `no binding for nonlocal '${name}' found`);
    symbol.binding = Binding.FREE;
  } else if (flags & Use.BOUND) {
    symbol.binding = Binding.LOCAL;
  } else {
    symbol.binding = resolveUse(scope, name);
  }
}

/** A name that is used and not bound here. */
function resolveUse(scope: Scope, name: string): Binding {
  if (scope.seesClass && scope.parent !== null) {
    const outer = classAround(scope)?.symbols.get(name);
    if (outer !== undefined) {
      if (outer.flags & Use.GLOBAL) return Binding.GLOBAL_EXPLICIT;
      if (outer.flags & Use.BOUND && !(outer.flags & Use.NONLOCAL)) return Binding.GLOBAL_IMPLICIT;
    }
  }
  return capture(scope, name) ? Binding.FREE : Binding.GLOBAL_IMPLICIT;
}

function classAround(scope: Scope): Scope | null {
  let around: Scope | null = scope.parent;
  while (around !== null && around.type !== "class") around = around.parent;
  return around;
}

/**
 * Looks `name` up in the enclosing functions. When one binds it, makes it a cell there and free in every scope
 * between. Inlined comprehensions share their function's slots, so they need neither.
 */
function capture(scope: Scope, name: string): boolean {
  const between: Scope[] = scope.inlined ? [] : [scope];
  let binder = scope.parent;
  while (binder !== null) {
    if (binder.type === "module") return false;
    if (binds(binder, name)) break;
    const symbol = binder.symbols.get(name);
    if (symbol !== undefined && symbol.flags & Use.GLOBAL) {
      if (binder.type !== "class") return false;
    }
    if (!binder.inlined) between.push(binder);
    binder = binder.parent;
  }
  if (binder === null) return false;
  for (const inner of between) {
    inner.freevars.add(name);
    const symbol = inner.symbols.get(name);
    if (symbol !== undefined && symbol.binding === Binding.UNRESOLVED && !(symbol.flags & (Use.BOUND | Use.GLOBAL))) {
      symbol.binding = Binding.FREE;
    }
  }
  if (between.length > 0) {
    binder.cellvars.add(name);
    const symbol = binder.symbols.get(name);
    if (symbol !== undefined && binder.type !== "class") symbol.binding = Binding.CELL;
  }
  return true;
}

/** Whether inner functions see `name` in `scope`: classes offer only their `__class__` and `__classdict__` cells. */
function binds(scope: Scope, name: string): boolean {
  if (scope.type === "class") {
    if (name === "__class__") scope.needsClassCell = true;
    else if (name === "__classdict__") scope.needsClassDict = true;
    else return false;
    return true;
  }
  const flags = scope.symbols.get(name)?.flags ?? 0;
  return (flags & Use.BOUND) !== 0 && (flags & (Use.GLOBAL | Use.NONLOCAL)) === 0;
}

function at(symbol: Sym, scope: Scope, message: string): CompileError {
  const position: Position = symbol.declared ?? scope.pos;
  return new CompileError(message, position);
}
