/** State of the symbol table's first pass, and how names enter it. */

import type { Position } from "../ast.ts";
import { CompileError } from "../compile_error.ts";
import type { DeferredBodies } from "../deferred_code.ts";
import { mangle } from "./mangle.ts";
import { Scope, type ScopeType, Sym, Use } from "./scope.ts";

export interface Builder {
  current: Scope;
  readonly scopes: Map<object, Scope>;
  readonly typeParamScopes: Map<object, Scope>;
  readonly futureAnnotations: boolean;
  /** Functions whose bodies are not in the tree. */
  readonly deferred: DeferredBodies | null;
  /** Depth of comprehension iterables around: assignment expressions are errors there. */
  iterableDepth: number;
}

/** Opens a scope inside the current one and makes it current; the caller restores `builder.current`. */
export function enterScope(
  builder: Builder,
  type: ScopeType,
  name: string,
  node: object,
  pos: Position,
  className: string | null = builder.current.className,
): Scope {
  const scope = new Scope(type, name, builder.current, pos, className);
  builder.current.children.push(scope);
  const map = type === "typeParams" ? builder.typeParamScopes : builder.scopes;
  map.set(node, scope);
  builder.current = scope;
  return scope;
}

/** Records a mention of `name` in the current scope. */
export function addName(builder: Builder, name: string, flag: number, pos: Position): void {
  addNameIn(builder.current, name, flag, pos);
}

export function addNameIn(scope: Scope, name: string, flag: number, pos: Position): void {
  const mangled = mangle(scope.className, name);
  let symbol = scope.symbols.get(mangled);
  if (symbol === undefined) {
    symbol = new Sym(0);
    scope.symbols.set(mangled, symbol);
  }
  const before = symbol.flags;
  if (flag & Use.PARAM && before & Use.PARAM) {
    throw new CompileError(`duplicate argument '${name}' in function definition`, pos);
  }
  if (flag & Use.TYPE_PARAM && before & Use.TYPE_PARAM) {
    throw new CompileError(`duplicate type parameter '${name}'`, pos);
  }
  if (flag & Use.COMP_ITER && before & (Use.GLOBAL | Use.NONLOCAL)) {
    throw new CompileError(`assignment expression cannot rebind comprehension iteration variable '${name}'`, pos);
  }
  symbol.flags = before | flag;
  if (flag & Use.PARAM) scope.params.push(mangled);
}

/** Records `global` or `nonlocal`; using the name before its declaration is an error. */
export function declareName(builder: Builder, name: string, flag: Use.GLOBAL | Use.NONLOCAL, pos: Position): void {
  const scope = builder.current;
  const kind = flag === Use.GLOBAL ? "global" : "nonlocal";
  const before = scope.symbols.get(mangle(scope.className, name))?.flags ?? 0;
  if (before & Use.PARAM) throw new CompileError(`name '${name}' is parameter and ${kind}`, pos);
  if (before & Use.USE) throw new CompileError(`name '${name}' is used prior to ${kind} declaration`, pos);
  if (before & Use.ANNOT) throw new CompileError(`annotated name '${name}' can't be ${kind}`, pos);
  if (before & Use.BOUND) throw new CompileError(`name '${name}' is assigned to before ${kind} declaration`, pos);
  addName(builder, name, flag, pos);
  const symbol = scope.symbols.get(mangle(scope.className, name));
  if (symbol !== undefined) symbol.declared = pos;
}
