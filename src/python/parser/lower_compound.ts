/** Compound statements. */

import type { ExceptHandler, Expr, MatchCase, Stmt, WithItem } from "../ast.ts";
import { MAX_DEPTH } from "./cst.ts";
import { lowerArguments } from "./lower_call.ts";
import { lowerElement, lowerExpr, lowerExprOrStar, lowerNamed } from "./lower_expression.ts";
import { lowerParameters, parameterNames } from "./lower_parameters.ts";
import { lowerCasePatterns } from "./lower_pattern.ts";
import { lowerStatements } from "./lower_statement.ts";
import { lowerAnnotation, lowerTypeParameters } from "./lower_type.ts";
import {
  after,
  childOfKind,
  children,
  endOf,
  fault,
  identifier,
  kindOf,
  type Lowering,
  lastChild,
  type Node,
  positionOf,
  sourceText,
  span,
  spanTo,
  startOf,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";
import { asTarget } from "./targets.ts";
import { checkAsyncStatement, newScope } from "./validity.ts";

/** Undefined when `n` is not a compound statement. */
export function lowerCompound(c: Lowering, n: Node): Stmt | undefined {
  switch (kindOf(c, n)) {
    case Kind.FunctionDefinition:
      return lowerFunction(c, n, []);
    case Kind.ClassDefinition:
      return lowerClass(c, n, []);
    case Kind.DecoratedDefinition:
      return lowerDecorated(c, n);
    case Kind.IfStatement:
      return lowerIf(c, n);
    case Kind.ForStatement:
      return lowerFor(c, n);
    case Kind.WhileStatement:
      return lowerWhile(c, n);
    case Kind.WithStatement:
      return lowerWith(c, n);
    case Kind.TryStatement:
      return lowerTry(c, n);
    case Kind.MatchStatement:
      return lowerMatch(c, n);
    default:
      return undefined;
  }
}

/** The statements of the `block` child of `n`; `what` names the construct when there are none. */
function body(c: Lowering, n: Node, what: string): Stmt[] {
  const block = childOfKind(c, n, Kind.Block);
  const out = block < 0 ? [] : lowerStatements(c, block);
  if (out.length === 0) {
    const line = c.lines.line(startOf(c, n));
    throw fault(c, n, `expected an indented block after ${what} on line ${line}`);
  }
  return out;
}

/** A loop's body, where `break` and `continue` may stand. */
function loopBody(c: Lowering, n: Node, what: string): Stmt[] {
  const { scope } = c;
  scope.loops++;
  try {
    return body(c, n, what);
  } finally {
    scope.loops--;
  }
}

/** Ends where the last statement of the last non-empty block ends. */
function compoundSpan(c: Lowering, n: Node, ...blocks: readonly (readonly Stmt[])[]): Stmt["pos"] {
  for (let i = blocks.length - 1; i >= 0; i--) {
    const last = blocks[i]?.at(-1);
    if (last !== undefined) return spanTo(c, startOf(c, n), last.pos);
  }
  return positionOf(c, n);
}

function lowerFunction(c: Lowering, n: Node, decoratorList: readonly Expr[]): Stmt {
  const isAsync = kindOf(c, n + 1) === Kind.KwAsync;
  const name = childOfKind(c, n, Kind.Identifier);
  const parameters = childOfKind(c, n, Kind.Parameters);
  if (name < 0 || parameters < 0) throw unexpected(c, n);
  const typeParams = lowerTypeParameters(c, childOfKind(c, n, Kind.TypeParameter));
  const args = lowerParameters(c, parameters);
  const returnType = childOfKind(c, n, Kind.Type);
  const returns = returnType < 0 ? null : lowerAnnotation(c, returnType);
  const outer = c.scope;
  c.scope = newScope("function", outer, isAsync);
  c.scope.parameters = parameterNames(args);
  const statements = body(c, n, "function definition");
  c.scope = outer;
  return {
    kind: isAsync ? "AsyncFunctionDef" : "FunctionDef",
    name: identifier(c, name),
    namePos: positionOf(c, name),
    args,
    body: statements,
    decoratorList,
    returns,
    typeParams,
    pos: compoundSpan(c, n, statements),
  };
}

function lowerClass(c: Lowering, n: Node, decoratorList: readonly Expr[]): Stmt {
  const name = childOfKind(c, n, Kind.Identifier);
  if (name < 0) throw unexpected(c, n);
  const typeParams = lowerTypeParameters(c, childOfKind(c, n, Kind.TypeParameter));
  const list = childOfKind(c, n, Kind.ArgumentList);
  const { args, keywords } = list < 0 ? { args: [], keywords: [] } : lowerArguments(c, list);
  const outer = c.scope;
  c.scope = newScope("class", outer);
  const statements = body(c, n, "class definition");
  c.scope = outer;
  return {
    kind: "ClassDef",
    name: identifier(c, name),
    namePos: positionOf(c, name),
    bases: args,
    keywords,
    body: statements,
    decoratorList,
    typeParams,
    pos: compoundSpan(c, n, statements),
  };
}

function lowerDecorated(c: Lowering, n: Node): Stmt {
  const decorators: Expr[] = [];
  for (const child of children(c, n)) {
    switch (kindOf(c, child)) {
      case Kind.Decorator:
        decorators.push(lowerNamed(c, lastChild(c, child)));
        break;
      case Kind.FunctionDefinition:
        return lowerFunction(c, child, decorators);
      case Kind.ClassDefinition:
        return lowerClass(c, child, decorators);
      default:
        throw unexpected(c, child);
    }
  }
  throw unexpected(c, n);
}

/** `elif` is an `If` alone in the `orelse` of the one before. */
function lowerIf(c: Lowering, n: Node): Stmt {
  const clauses = children(c, n).filter((child) => kindOf(c, child) === Kind.ElifClause);
  const elseNode = childOfKind(c, n, Kind.ElseClause);
  // Each `elif` is one level of the tree.
  if (clauses.length > MAX_DEPTH) throw fault(c, n, "code is too deeply nested");
  const heads = [n, ...clauses].map((node, i) => ({
    node,
    test: lowerNamed(c, after(c, node + 1)),
    body: body(c, node, i === 0 ? "'if' statement" : "'elif' statement"),
  }));
  let orelse: Stmt[] = elseNode < 0 ? [] : body(c, elseNode, "'else' statement");
  for (const head of heads.reverse()) {
    orelse = [
      { kind: "If", test: head.test, body: head.body, orelse, pos: compoundSpan(c, head.node, head.body, orelse) },
    ];
  }
  return orelse[0] as Stmt;
}

function elseBody(c: Lowering, n: Node): Stmt[] {
  const clause = childOfKind(c, n, Kind.ElseClause);
  return clause < 0 ? [] : body(c, clause, "'else' statement");
}

function lowerFor(c: Lowering, n: Node): Stmt {
  const parts = children(c, n);
  const isAsync = kindOf(c, n + 1) === Kind.KwAsync;
  const [, left, , right] = isAsync ? parts.slice(1) : parts;
  if (left === undefined || right === undefined) throw unexpected(c, n);
  if (isAsync) checkAsyncStatement(c.scope, "for", startOf(c, n), endOf(c, right));
  const target = asTarget(c, lowerExprOrStar(c, left), "Store");
  const iter = lowerExpr(c, right);
  const statements = loopBody(c, n, "'for' statement");
  const orelse = elseBody(c, n);
  const pos = compoundSpan(c, n, statements, orelse);
  return { kind: isAsync ? "AsyncFor" : "For", target, iter, body: statements, orelse, pos };
}

function lowerWhile(c: Lowering, n: Node): Stmt {
  const test = lowerNamed(c, after(c, n + 1));
  const statements = loopBody(c, n, "'while' statement");
  const orelse = elseBody(c, n);
  return { kind: "While", test, body: statements, orelse, pos: compoundSpan(c, n, statements, orelse) };
}

function lowerWith(c: Lowering, n: Node): Stmt {
  const isAsync = kindOf(c, n + 1) === Kind.KwAsync;
  const clause = childOfKind(c, n, Kind.WithClause);
  if (clause < 0) throw unexpected(c, n);
  if (isAsync) checkAsyncStatement(c.scope, "with", startOf(c, n), endOf(c, clause));
  const nodes = children(c, clause).filter((child) => kindOf(c, child) === Kind.WithItem);
  const only = nodes[0];
  const grouped = nodes.length === 1 && only !== undefined ? groupedItems(c, only + 1) : null;
  const items = (grouped ?? nodes.map((node) => node + 1)).map((node) => lowerWithItem(c, node));
  const statements = body(c, n, "'with' statement");
  return { kind: isAsync ? "AsyncWith" : "With", items, body: statements, pos: compoundSpan(c, n, statements) };
}

/** `with (a, b as c):` has several items, though tree-sitter-python may see one tuple. */
function groupedItems(c: Lowering, n: Node): Node[] | null {
  const kind = kindOf(c, n);
  if (kind !== Kind.Tuple && kind !== Kind.ParenthesizedExpression) return null;
  const items = children(c, n).filter((child) => kindOf(c, child) !== Kind.Token && kindOf(c, child) !== Kind.Comma);
  if (items.length === 0) return null;
  if (kind === Kind.ParenthesizedExpression && kindOf(c, items[0] as Node) !== Kind.AsPattern) return null;
  for (const item of items) {
    switch (kindOf(c, item)) {
      case Kind.ListSplat:
      case Kind.ListSplatPattern:
      case Kind.NamedExpression:
      case Kind.Yield:
        return null;
      default:
    }
  }
  return items;
}

function lowerWithItem(c: Lowering, n: Node): WithItem {
  if (kindOf(c, n) !== Kind.AsPattern) return { contextExpr: lowerExpr(c, n), optionalVars: null };
  const [value, , alias] = children(c, n);
  if (value === undefined || alias === undefined) throw unexpected(c, n);
  return { contextExpr: lowerExpr(c, value), optionalVars: asTarget(c, lowerExprOrStar(c, alias + 1), "Store") };
}

function lowerTry(c: Lowering, n: Node): Stmt {
  const statements = body(c, n, "'try' statement");
  const handlers: ExceptHandler[] = [];
  let orelse: Stmt[] = [];
  let finalbody: Stmt[] = [];
  let star: boolean | null = null;
  for (const child of children(c, n)) {
    switch (kindOf(c, child)) {
      case Kind.ExceptClause: {
        const previous = handlers.at(-1);
        if (previous !== undefined && previous.type === null) throw fault(c, n, "default 'except:' must be last");
        const isStar = sourceText(c, after(c, child + 1)) === "*";
        if (star !== null && star !== isStar) {
          throw fault(c, child, "cannot have both 'except' and 'except*' on the same 'try'");
        }
        star = isStar;
        handlers.push(lowerHandler(c, child, isStar));
        break;
      }
      case Kind.ElseClause:
        if (handlers.length === 0) throw fault(c, child, "expected 'except' or 'finally' block");
        orelse = body(c, child, "'else' statement");
        break;
      case Kind.FinallyClause:
        finalbody = body(c, child, "'finally' statement");
        break;
      default:
    }
  }
  if (handlers.length === 0 && finalbody.length === 0) throw fault(c, n, "expected 'except' or 'finally' block");
  const pos = compoundSpan(c, n, statements, handlers.at(-1)?.body ?? [], orelse, finalbody);
  return { kind: star === true ? "TryStar" : "Try", body: statements, handlers, orelse, finalbody, pos };
}

function lowerHandler(c: Lowering, n: Node, isStar: boolean): ExceptHandler {
  let type: Expr | null = null;
  let name: string | null = null;
  for (const child of children(c, n).slice(isStar ? 2 : 1)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Colon) break;
    if (kind === Kind.Comma) {
      throw fault(c, child, "multiple exception types must be parenthesized");
    }
    if (kind === Kind.AsPattern) {
      const [value, , alias] = children(c, child);
      if (value === undefined || alias === undefined) throw unexpected(c, child);
      type = lowerExpr(c, value);
      const target = lowerExpr(c, alias + 1);
      if (target.kind !== "Name") throw unexpected(c, alias);
      name = target.id;
    } else {
      type = lowerExpr(c, child);
    }
  }
  const what = isStar ? "'except*' statement" : "'except' statement";
  if (isStar && type === null) throw fault(c, n, "expected one or more exception types");
  const { scope } = c;
  const { loops } = scope;
  if (isStar) {
    // An except* block may not be left by break, continue or return.
    scope.exceptStars++;
    scope.loops = 0;
  }
  try {
    const statements = body(c, n, what);
    return { type, name, body: statements, pos: compoundSpan(c, n, statements) };
  } finally {
    if (isStar) {
      scope.exceptStars--;
      scope.loops = loops;
    }
  }
}

function lowerMatch(c: Lowering, n: Node): Stmt {
  const subjects: Expr[] = [];
  let comma = false;
  let first = -1;
  let last = -1;
  for (let child = n + 2; child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Colon) break;
    if (first < 0) first = child;
    last = child;
    if (kind === Kind.Comma) comma = true;
    else subjects.push(lowerElement(c, child));
  }
  const only = subjects[0];
  if (only === undefined) throw unexpected(c, n);
  if (!comma && only.kind === "Starred") throw unexpected(c, first);
  const subject: Expr = comma
    ? { kind: "Tuple", elts: subjects, ctx: "Load", pos: span(c, startOf(c, first), endOf(c, last)) }
    : only;
  const block = childOfKind(c, n, Kind.Block);
  const cases: MatchCase[] = [];
  for (const child of block < 0 ? [] : children(c, block)) {
    if (kindOf(c, child) !== Kind.CaseClause) throw unexpected(c, child);
    cases.push(lowerCase(c, child));
  }
  const lastCase = cases.at(-1);
  if (lastCase === undefined) {
    throw fault(c, n, `expected an indented block after 'match' statement on line ${c.lines.line(startOf(c, n))}`);
  }
  return { kind: "Match", subject, cases, pos: compoundSpan(c, n, lastCase.body) };
}

function lowerCase(c: Lowering, n: Node): MatchCase {
  const pattern = lowerCasePatterns(c, n);
  const ifClause = childOfKind(c, n, Kind.IfClause);
  const guard = ifClause < 0 ? null : lowerNamed(c, lastChild(c, ifClause));
  return { pattern, guard, body: body(c, n, "'case' statement") };
}
