/** Scopes and symbols: what each block of the program binds and uses, and where each name is found. */

import type { Position } from "../ast.ts";

/** How a name is mentioned in a scope: bits of `Sym.flags`. */
export const enum Use {
  GLOBAL = 1,
  LOCAL = 2,
  PARAM = 4,
  NONLOCAL = 8,
  USE = 16,
  ANNOT = 32,
  IMPORT = 64,
  TYPE_PARAM = 128,
  /** Bound as the target of a comprehension's `for`. */
  COMP_ITER = 256,
  /** Any way of binding. */
  BOUND = LOCAL | PARAM | IMPORT | TYPE_PARAM,
}

/** Where a name's value lives. */
export const enum Binding {
  UNRESOLVED,
  LOCAL,
  /** A local that an inner function captures. */
  CELL,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
}

export class Sym {
  flags: number;
  binding: Binding = Binding.UNRESOLVED;
  /** The `global` or `nonlocal` statement, for errors. */
  declared: Position | null = null;

  constructor(flags: number) {
    this.flags = flags;
  }
}

/** `annotation`: a type parameter's bound or a `type` statement's value; `typeParams`: the block that binds type parameters. */
export type ScopeType = "module" | "class" | "function" | "typeParams" | "annotation";
export type ComprehensionType = "list" | "set" | "dict" | "generator";

export class Scope {
  readonly type: ScopeType;
  readonly name: string;
  readonly parent: Scope | null;
  readonly pos: Position;
  /** The innermost class's name, for mangling. */
  readonly className: string | null;
  readonly children: Scope[] = [];
  readonly symbols = new Map<string, Sym>();
  /** Parameters in order of their slots. */
  readonly params: string[] = [];
  comprehension: ComprehensionType | null = null;
  /** What messages call a `typeParams` or `annotation` scope ("a TypeVar bound"), where nothing can be bound or awaited. */
  typeScope: string | null = null;
  /** A comprehension whose code is part of the enclosing function's (PEP 709). */
  inlined = false;
  /** While this comprehension's iterables are visited, assignment expressions are errors. */
  inIterable = false;
  isGenerator = false;
  isCoroutine = false;
  /** `return value` seen: an error in an asynchronous generator. */
  returnsValue: Position | null = null;
  /** A type-parameter or annotation scope directly in a class looks names up in the class's namespace first. */
  seesClass = false;
  /** A class whose methods use `__class__` or `super`. */
  needsClassCell = false;
  /** A class whose annotation scopes look into its namespace. */
  needsClassDict = false;
  /** Names of enclosing functions' variables that this scope or an inner one uses. */
  readonly freevars = new Set<string>();
  /** This scope's variables that inner functions capture. */
  readonly cellvars = new Set<string>();

  constructor(type: ScopeType, name: string, parent: Scope | null, pos: Position, className: string | null) {
    this.type = type;
    this.name = name;
    this.parent = parent;
    this.pos = pos;
    this.className = className;
  }

  /** Function-like: variables live in slots and inner functions can capture them. */
  get isFunctionLike(): boolean {
    return this.type !== "module" && this.type !== "class";
  }

  bindingOf(name: string): Binding {
    return this.symbols.get(name)?.binding ?? Binding.GLOBAL_IMPLICIT;
  }
}

/** All scopes of a module, by the syntax node that opens each. */
export interface SymbolTable {
  readonly top: Scope;
  /** Scopes of functions, lambdas, classes, comprehensions and type parameters' bounds. */
  readonly scopes: ReadonlyMap<object, Scope>;
  /** The type-parameter scopes of generic functions, classes and type aliases. */
  readonly typeParamScopes: ReadonlyMap<object, Scope>;
  /** `from __future__ import annotations`. */
  readonly futureAnnotations: boolean;
}
