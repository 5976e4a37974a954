/** First pass of the symbol table over expressions: uses, lambdas, comprehensions, assignment expressions. */

import type {
  Comprehension,
  DictComp,
  Expr,
  GeneratorExp,
  Lambda,
  ListComp,
  NamedExpr,
  Position,
  SetComp,
} from "../ast.ts";
import { CompileError } from "../compile_error.ts";
import { visitDefaults, visitParameters } from "./build.ts";
import { addName, addNameIn, type Builder, enterScope } from "./builder.ts";
import { mangle } from "./mangle.ts";
import { type ComprehensionType, type Scope, Use } from "./scope.ts";

export function visitExprs(builder: Builder, exprs: readonly Expr[]): void {
  for (const expr of exprs) visitExpr(builder, expr);
}

function visitOptional(builder: Builder, expr: Expr | null): void {
  if (expr !== null) visitExpr(builder, expr);
}

export function visitExpr(builder: Builder, expr: Expr): void {
  switch (expr.kind) {
    case "Constant":
      return;
    case "Name":
      addName(builder, expr.id, expr.ctx === "Load" ? Use.USE : Use.LOCAL, expr.pos);
      // `super()` without arguments needs the class cell.
      if (expr.id === "super" && expr.ctx === "Load" && builder.current.isFunctionLike) {
        addName(builder, "__class__", Use.USE, expr.pos);
      }
      return;
    case "Attribute":
      visitExpr(builder, expr.value);
      return;
    case "Call":
      visitExpr(builder, expr.func);
      visitExprs(builder, expr.args);
      for (const keyword of expr.keywords) visitExpr(builder, keyword.value);
      return;
    case "BinOp":
      visitExpr(builder, expr.left);
      visitExpr(builder, expr.right);
      return;
    case "BoolOp":
      visitExprs(builder, expr.values);
      return;
    case "NamedExpr":
      visitNamedExpr(builder, expr);
      return;
    case "UnaryOp":
      visitExpr(builder, expr.operand);
      return;
    case "Lambda":
      visitLambda(builder, expr);
      return;
    case "IfExp":
      visitExpr(builder, expr.test);
      visitExpr(builder, expr.body);
      visitExpr(builder, expr.orelse);
      return;
    case "Dict":
      for (const key of expr.keys) visitOptional(builder, key);
      visitExprs(builder, expr.values);
      return;
    case "Set":
    case "List":
    case "Tuple":
      visitExprs(builder, expr.elts);
      return;
    case "ListComp":
      visitComprehension(builder, "list", expr, expr.generators, [expr.elt]);
      return;
    case "SetComp":
      visitComprehension(builder, "set", expr, expr.generators, [expr.elt]);
      return;
    case "DictComp":
      visitComprehension(builder, "dict", expr, expr.generators, [expr.key, expr.value]);
      return;
    case "GeneratorExp":
      visitComprehension(builder, "generator", expr, expr.generators, [expr.elt]);
      return;
    case "Await":
      markAwait(builder, expr);
      visitExpr(builder, expr.value);
      return;
    case "Yield":
      markYield(builder, expr);
      visitOptional(builder, expr.value);
      return;
    case "YieldFrom":
      markYield(builder, expr);
      visitExpr(builder, expr.value);
      return;
    case "Compare":
      visitExpr(builder, expr.left);
      visitExprs(builder, expr.comparators);
      return;
    case "FormattedValue":
      visitExpr(builder, expr.value);
      visitOptional(builder, expr.formatSpec);
      return;
    case "JoinedStr":
      visitExprs(builder, expr.values);
      return;
    case "Subscript":
      visitExpr(builder, expr.value);
      visitExpr(builder, expr.slice);
      return;
    case "Starred":
      visitExpr(builder, expr.value);
      return;
    case "Slice":
      visitOptional(builder, expr.lower);
      visitOptional(builder, expr.upper);
      visitOptional(builder, expr.step);
      return;
  }
}

function visitLambda(builder: Builder, expr: Lambda): void {
  visitDefaults(builder, expr.args);
  const outer = builder.current;
  enterScope(builder, "function", "<lambda>", expr, expr.pos);
  visitParameters(builder, expr.args);
  visitExpr(builder, expr.body);
  builder.current = outer;
}

const YIELD_PLACES: Record<ComprehensionType, string> = {
  list: "list comprehension",
  set: "set comprehension",
  dict: "dict comprehension",
  generator: "generator expression",
};

function refuseInTypeScope(scope: Scope, what: "yield" | "await" | "named", pos: Position): void {
  if (scope.typeScope === null) return;
  throw new CompileError(`${what} expression cannot be used within ${scope.typeScope}`, pos);
}

function markYield(builder: Builder, expr: Expr): void {
  const scope = builder.current;
  if (scope.comprehension !== null) {
    throw new CompileError(`'yield' inside ${YIELD_PLACES[scope.comprehension]}`, expr.pos);
  }
  refuseInTypeScope(scope, "yield", expr.pos);
  if (scope.type !== "function") throw new CompileError("'yield' outside function", expr.pos);
  scope.isGenerator = true;
}

function markAwait(builder: Builder, expr: Expr): void {
  const scope = builder.current;
  refuseInTypeScope(scope, "await", expr.pos);
  if (scope.comprehension !== null) scope.isCoroutine = true;
}

function visitComprehension(
  builder: Builder,
  type: ComprehensionType,
  expr: ListComp | SetComp | DictComp | GeneratorExp,
  generators: readonly Comprehension[],
  elements: readonly Expr[],
): void {
  const [first, ...rest] = generators;
  if (first === undefined) throw new Error("a comprehension without a for clause");
  visitIterable(builder, first.iter);
  const outer = builder.current;
  const name = type === "generator" ? "<genexpr>" : `<${type}comp>`;
  const scope = enterScope(builder, "function", name, expr, expr.pos);
  scope.comprehension = type;
  scope.isGenerator = type === "generator";
  scope.isCoroutine = first.isAsync;
  addName(builder, ".0", Use.PARAM, expr.pos);
  visitTarget(builder, first.target);
  visitExprs(builder, first.ifs);
  for (const generator of rest) {
    if (generator.isAsync) scope.isCoroutine = true;
    visitTarget(builder, generator.target);
    visitIterable(builder, generator.iter);
    visitExprs(builder, generator.ifs);
  }
  visitExprs(builder, elements);
  builder.current = outer;
  if (scope.isCoroutine && type !== "generator" && outer.comprehension !== null) outer.isCoroutine = true;
}

function visitIterable(builder: Builder, expr: Expr): void {
  builder.iterableDepth++;
  visitExpr(builder, expr);
  builder.iterableDepth--;
}

/** A comprehension's target: its names are iteration variables, which assignment expressions may not rebind. */
function visitTarget(builder: Builder, target: Expr): void {
  if (target.kind === "Name") {
    addName(builder, target.id, Use.LOCAL | Use.COMP_ITER, target.pos);
  } else if (target.kind === "Tuple" || target.kind === "List") {
    for (const elt of target.elts) visitTarget(builder, elt);
  } else if (target.kind === "Starred") {
    visitTarget(builder, target.value);
  } else {
    visitExpr(builder, target);
  }
}

/** `(x := value)`: inside comprehensions x belongs to the nearest scope that is not one (PEP 572). */
function visitNamedExpr(builder: Builder, expr: NamedExpr): void {
  const { id, pos } = expr.target;
  if (builder.iterableDepth > 0) {
    throw new CompileError("assignment expression cannot be used in a comprehension iterable expression", expr.pos);
  }
  const scope = builder.current;
  if (scope.comprehension === null) {
    visitExpr(builder, expr.value);
    refuseInTypeScope(scope, "named", expr.pos);
    addName(builder, id, Use.LOCAL, pos);
    return;
  }
  let owner = scope;
  while (owner.comprehension !== null) {
    const flags = owner.symbols.get(mangle(owner.className, id))?.flags ?? 0;
    if (flags & Use.COMP_ITER) {
      throw new CompileError(`assignment expression cannot rebind comprehension iteration variable '${id}'`, pos);
    }
    if (owner.parent === null) throw new Error("a comprehension without an enclosing scope");
    owner = owner.parent;
  }
  if (owner.type === "class") {
    throw new CompileError("assignment expression within a comprehension cannot be used in a class body", expr.pos);
  }
  if (owner.typeScope !== null) {
    const word = owner.type === "typeParams" ? "within" : "in";
    throw new CompileError(
      `assignment expression within a comprehension cannot be used ${word} ${owner.typeScope}`,
      pos,
    );
  }
  const outerFlags = owner.symbols.get(mangle(owner.className, id))?.flags ?? 0;
  const isGlobal = owner.type === "module" || (outerFlags & Use.GLOBAL) !== 0;
  addName(builder, id, isGlobal ? Use.GLOBAL : Use.NONLOCAL, pos);
  if ((outerFlags & (Use.GLOBAL | Use.NONLOCAL)) === 0) addNameIn(owner, id, Use.LOCAL, pos);
  visitExpr(builder, expr.value);
}
