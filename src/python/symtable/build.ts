/** First pass of the symbol table: opens the scopes and records the names that statements bind and use. */

import type {
  AnnAssign,
  Arguments,
  AsyncFunctionDef,
  ClassDef,
  Expr,
  FunctionDef,
  Module,
  Pattern,
  Position,
  Stmt,
  TypeParam,
} from "../ast.ts";
import { CompileError } from "../compile_error.ts";
import type { DeferredBodies } from "../deferred_code.ts";
import { visitExpr, visitExprs } from "./build_expressions.ts";
import { addName, type Builder, declareName, enterScope } from "./builder.ts";
import { mangle } from "./mangle.ts";
import { resolveScope } from "./resolve.ts";
import { Scope, type SymbolTable, Use } from "./scope.ts";

const START: Position = { line: 1, column: 0, endLine: 1, endColumn: 0 };

/** The symbol table of a module; `deferred` functions have no body in its tree. */
export function buildSymbolTable(
  module: Module,
  futureAnnotations: boolean,
  deferred: DeferredBodies | null = null,
): SymbolTable {
  return build(futureAnnotations, deferred, (builder) => visitBody(builder, module.body));
}

/** The symbol table of a lone expression, as `eval` compiles it. */
export function buildExpressionSymbolTable(expr: Expr): SymbolTable {
  return build(false, null, (builder) => visitExpr(builder, expr));
}

function build(
  futureAnnotations: boolean,
  deferred: DeferredBodies | null,
  visit: (builder: Builder) => void,
): SymbolTable {
  const top = new Scope("module", "<module>", null, START, null);
  const builder: Builder = {
    current: top,
    scopes: new Map(),
    typeParamScopes: new Map(),
    futureAnnotations,
    deferred,
    iterableDepth: 0,
  };
  visit(builder);
  resolveScope(top);
  return { top, scopes: builder.scopes, typeParamScopes: builder.typeParamScopes, futureAnnotations };
}

function visitBody(builder: Builder, body: readonly Stmt[]): void {
  for (const stmt of body) visitStmt(builder, stmt);
}

function visitStmt(builder: Builder, stmt: Stmt): void {
  switch (stmt.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      visitFunction(builder, stmt);
      return;
    case "ClassDef":
      visitClass(builder, stmt);
      return;
    case "Return":
      if (stmt.value !== null) {
        visitExpr(builder, stmt.value);
        builder.current.returnsValue = stmt.pos;
      }
      return;
    case "Delete":
      visitExprs(builder, stmt.targets);
      return;
    case "Assign":
      visitExprs(builder, stmt.targets);
      visitExpr(builder, stmt.value);
      return;
    case "TypeAlias": {
      visitExpr(builder, stmt.name);
      const outer = builder.current;
      const inClass = outer.type === "class";
      if (stmt.typeParams.length > 0) {
        enterTypeParams(builder, stmt.name.id, stmt, stmt.pos, stmt.typeParams);
      }
      const scope = enterScope(builder, "annotation", stmt.name.id, stmt, stmt.pos);
      scope.typeScope = "a type alias";
      if (inClass) lookIntoClass(builder, scope, stmt.pos);
      visitExpr(builder, stmt.value);
      builder.current = outer;
      return;
    }
    case "AugAssign":
      visitExpr(builder, stmt.target);
      visitExpr(builder, stmt.value);
      return;
    case "AnnAssign":
      visitAnnAssign(builder, stmt);
      return;
    case "For":
    case "AsyncFor":
      visitExpr(builder, stmt.target);
      visitExpr(builder, stmt.iter);
      visitBody(builder, stmt.body);
      visitBody(builder, stmt.orelse);
      return;
    case "While":
    case "If":
      visitExpr(builder, stmt.test);
      visitBody(builder, stmt.body);
      visitBody(builder, stmt.orelse);
      return;
    case "With":
    case "AsyncWith":
      for (const item of stmt.items) {
        visitExpr(builder, item.contextExpr);
        if (item.optionalVars !== null) visitExpr(builder, item.optionalVars);
      }
      visitBody(builder, stmt.body);
      return;
    case "Match":
      visitExpr(builder, stmt.subject);
      for (const { pattern, guard, body } of stmt.cases) {
        visitPattern(builder, pattern);
        if (guard !== null) visitExpr(builder, guard);
        visitBody(builder, body);
      }
      return;
    case "Raise":
      if (stmt.exc !== null) visitExpr(builder, stmt.exc);
      if (stmt.cause !== null) visitExpr(builder, stmt.cause);
      return;
    case "Try":
    case "TryStar":
      visitBody(builder, stmt.body);
      for (const handler of stmt.handlers) {
        if (handler.type !== null) visitExpr(builder, handler.type);
        if (handler.name !== null) addName(builder, handler.name, Use.LOCAL, handler.pos);
        visitBody(builder, handler.body);
      }
      visitBody(builder, stmt.orelse);
      visitBody(builder, stmt.finalbody);
      return;
    case "Assert":
      visitExpr(builder, stmt.test);
      if (stmt.msg !== null) visitExpr(builder, stmt.msg);
      return;
    case "Import":
      for (const { name, asname, pos } of stmt.names) {
        addName(builder, asname ?? name.split(".", 1)[0] ?? name, Use.IMPORT, pos);
      }
      return;
    case "ImportFrom":
      for (const { name, asname, pos } of stmt.names) {
        if (name !== "*") addName(builder, asname ?? name, Use.IMPORT, pos);
        else if (builder.current.type !== "module") {
          throw new CompileError("import * only allowed at module level", stmt.pos);
        }
      }
      return;
    case "Global":
      for (const name of stmt.names) declareName(builder, name, Use.GLOBAL, stmt.pos);
      return;
    case "Nonlocal":
      for (const name of stmt.names) declareName(builder, name, Use.NONLOCAL, stmt.pos);
      return;
    case "Expr":
      visitExpr(builder, stmt.value);
      return;
    case "Damaged":
      addName(builder, "SyntaxError", Use.USE, stmt.pos);
      return;
    case "Pass":
    case "Break":
    case "Continue":
      return;
  }
}

/** Annotations of a function's own variables are never evaluated, nor are any when they are postponed to strings. */
function visitAnnAssign(builder: Builder, stmt: AnnAssign): void {
  const { target, current } = { target: stmt.target, current: builder.current };
  if (target.kind === "Name") {
    const before = current.symbols.get(mangle(current.className, target.id))?.flags ?? 0;
    if (before & (Use.GLOBAL | Use.NONLOCAL) && current.type !== "module" && stmt.simple) {
      const kind = before & Use.GLOBAL ? "global" : "nonlocal";
      throw new CompileError(`annotated name '${target.id}' can't be ${kind}`, stmt.pos);
    }
    if (stmt.simple) addName(builder, target.id, Use.ANNOT | Use.LOCAL, target.pos);
    else if (stmt.value !== null) addName(builder, target.id, Use.LOCAL, target.pos);
  } else {
    visitExpr(builder, target);
  }
  if (!builder.futureAnnotations && !current.isFunctionLike) visitExpr(builder, stmt.annotation);
  if (stmt.value !== null) visitExpr(builder, stmt.value);
}

function visitFunction(builder: Builder, stmt: FunctionDef | AsyncFunctionDef): void {
  addName(builder, stmt.name, Use.LOCAL, stmt.namePos);
  visitDefaults(builder, stmt.args);
  visitExprs(builder, stmt.decoratorList);
  const outer = builder.current;
  if (stmt.typeParams.length > 0) {
    enterTypeParams(builder, stmt.name, stmt, stmt.pos, stmt.typeParams, {
      defaults: stmt.args.defaults.length > 0,
      kwDefaults: stmt.args.kwDefaults.some((d) => d !== null),
    });
  }
  if (!builder.futureAnnotations) visitSignatureAnnotations(builder, stmt.args, stmt.returns);
  const scope = enterScope(builder, "function", stmt.name, stmt, stmt.pos);
  scope.isCoroutine = stmt.kind === "AsyncFunctionDef";
  visitParameters(builder, stmt.args);
  if (builder.deferred?.get(stmt)?.mentionsClass === true) addName(builder, "__class__", Use.USE, stmt.pos);
  visitBody(builder, stmt.body);
  if (scope.isCoroutine && scope.isGenerator && scope.returnsValue !== null) {
    throw new CompileError("'return' with value in async generator", scope.returnsValue);
  }
  builder.current = outer;
}

/** Defaults belong to the enclosing scope. */
export function visitDefaults(builder: Builder, args: Arguments): void {
  visitExprs(builder, args.defaults);
  for (const value of args.kwDefaults) if (value !== null) visitExpr(builder, value);
}

function visitSignatureAnnotations(builder: Builder, args: Arguments, returns: Expr | null): void {
  const visit = (arg: { readonly annotation: Expr | null } | null): void => {
    if (arg !== null && arg.annotation !== null) visitExpr(builder, arg.annotation);
  };
  args.posonlyargs.forEach(visit);
  args.args.forEach(visit);
  visit(args.vararg);
  args.kwonlyargs.forEach(visit);
  visit(args.kwarg);
  if (returns !== null) visitExpr(builder, returns);
}

/** Parameters in slot order: positional, keyword-only, `*args`, `**kwargs`. */
export function visitParameters(builder: Builder, args: Arguments): void {
  for (const arg of args.posonlyargs) addName(builder, arg.arg, Use.PARAM, arg.pos);
  for (const arg of args.args) addName(builder, arg.arg, Use.PARAM, arg.pos);
  for (const arg of args.kwonlyargs) addName(builder, arg.arg, Use.PARAM, arg.pos);
  if (args.vararg !== null) addName(builder, args.vararg.arg, Use.PARAM, args.vararg.pos);
  if (args.kwarg !== null) addName(builder, args.kwarg.arg, Use.PARAM, args.kwarg.pos);
}

function visitClass(builder: Builder, stmt: ClassDef): void {
  addName(builder, stmt.name, Use.LOCAL, stmt.namePos);
  visitExprs(builder, stmt.decoratorList);
  const outer = builder.current;
  const generic = stmt.typeParams.length > 0;
  if (generic) {
    const scope = enterTypeParams(builder, stmt.name, stmt, stmt.pos, stmt.typeParams, undefined, stmt.name);
    for (const name of [".type_params", ".generic_base"]) addName(builder, name, Use.LOCAL | Use.USE, scope.pos);
  }
  visitExprs(builder, stmt.bases);
  for (const keyword of stmt.keywords) visitExpr(builder, keyword.value);
  enterScope(builder, "class", stmt.name, stmt, stmt.pos, stmt.name);
  if (generic) {
    addName(builder, "__type_params__", Use.LOCAL, stmt.pos);
    addName(builder, ".type_params", Use.USE, stmt.pos);
  }
  visitBody(builder, stmt.body);
  builder.current = outer;
}

/** Opens the scope that binds type parameters; in a class it looks names up in the class first. */
function enterTypeParams(
  builder: Builder,
  name: string,
  node: object,
  pos: Position,
  typeParams: readonly TypeParam[],
  defaults: { readonly defaults: boolean; readonly kwDefaults: boolean } = { defaults: false, kwDefaults: false },
  className: string | null = builder.current.className,
): Scope {
  const inClass = builder.current.type === "class";
  const scope = enterScope(builder, "typeParams", `<generic parameters of ${name}>`, node, pos, className);
  scope.typeScope = "the definition of a generic";
  if (inClass) lookIntoClass(builder, scope, pos);
  if (defaults.defaults) addName(builder, ".defaults", Use.PARAM, pos);
  if (defaults.kwDefaults) addName(builder, ".kwdefaults", Use.PARAM, pos);
  for (const param of typeParams) {
    addName(builder, param.name, Use.TYPE_PARAM | Use.LOCAL, param.pos);
    const visit = (expr: Expr | null, role: string): void => {
      if (expr !== null) visitLazily(builder, param.name, `a ${param.kind} ${role}`, expr, inClass);
    };
    if (param.kind === "TypeVar") visit(param.bound, "bound");
    visit(param.defaultValue, "default");
  }
  return scope;
}

/** Bounds and defaults of type parameters are functions of their own, evaluated when asked for. */
function visitLazily(builder: Builder, name: string, label: string, expr: Expr, inClass: boolean): void {
  const outer = builder.current;
  const scope = enterScope(builder, "annotation", name, expr, expr.pos);
  scope.typeScope = label;
  if (inClass) lookIntoClass(builder, scope, expr.pos);
  visitExpr(builder, expr);
  builder.current = outer;
}

function lookIntoClass(builder: Builder, scope: Scope, pos: Position): void {
  scope.seesClass = true;
  addName(builder, "__classdict__", Use.USE, pos);
}

function visitPattern(builder: Builder, pattern: Pattern): void {
  switch (pattern.kind) {
    case "MatchValue":
      visitExpr(builder, pattern.value);
      return;
    case "MatchSingleton":
      return;
    case "MatchSequence":
    case "MatchOr":
      for (const inner of pattern.patterns) visitPattern(builder, inner);
      return;
    case "MatchMapping":
      visitExprs(builder, pattern.keys);
      for (const inner of pattern.patterns) visitPattern(builder, inner);
      if (pattern.rest !== null) addName(builder, pattern.rest, Use.LOCAL, pattern.pos);
      return;
    case "MatchClass":
      visitExpr(builder, pattern.cls);
      for (const inner of pattern.patterns) visitPattern(builder, inner);
      for (const inner of pattern.kwdPatterns) visitPattern(builder, inner);
      return;
    case "MatchStar":
      if (pattern.name !== null) addName(builder, pattern.name, Use.LOCAL, pattern.pos);
      return;
    case "MatchAs":
      if (pattern.pattern !== null) visitPattern(builder, pattern.pattern);
      if (pattern.name !== null) addName(builder, pattern.name, Use.LOCAL, pattern.pos);
      return;
  }
}
