/** Blocks and simple statements; each damaged statement becomes one fault and a `Damaged` node. */

import type { Expr, Module, Position, Stmt } from "../ast.ts";
import { type Fault, SyntaxFault } from "./fault.ts";
import { binaryOperator } from "./lower_binary.ts";
import { lowerCompound } from "./lower_compound.ts";
import { lowerElement, lowerExpr, lowerExprOrStar, lowerValue, lowerYield } from "./lower_expression.ts";
import { lowerImport, lowerImportFrom } from "./lower_import.ts";
import { lowerAnnotation, lowerTypeParameters } from "./lower_type.ts";
import {
  after,
  childOfKind,
  children,
  endOf,
  fault,
  faultAt,
  identifier,
  kindOf,
  type Lowering,
  lastChild,
  type Node,
  nameExpr,
  positionOf,
  sourceText,
  span,
  startOf,
  unexpected,
} from "./lowering.ts";
import { lineFault } from "./statement_check.ts";
import { Kind } from "./syntax_kind.ts";
import { asTarget, expressionName } from "./targets.ts";
import { checkDeclaration, checkLoopControl, checkReturn } from "./validity.ts";

export function lowerModule(c: Lowering): Module {
  return { kind: "Module", body: lowerStatements(c, 0) };
}

/** The statements of a module or block node. */
export function lowerStatements(c: Lowering, n: Node): Stmt[] {
  const out: Stmt[] = [];
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Semicolon) continue;
    out.push(lowerStatement(c, child));
  }
  return out;
}

function lowerStatement(c: Lowering, n: Node): Stmt {
  const { scope } = c;
  const { loops, exceptStars } = scope;
  try {
    return lowerCompound(c, n) ?? lowerSimple(c, n);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    c.scope = scope;
    scope.loops = loops;
    scope.exceptStars = exceptStars;
    const reported = error.message === "invalid syntax" ? (explain(c, n) ?? error) : error;
    c.faults.push(reported);
    return { kind: "Damaged", message: reported.message, pos: positionOf(c, n) };
  }
}

/** A better place and message for a statement, or a compound statement's header, that lowering refused. */
function explain(c: Lowering, n: Node): Fault | null {
  const block = childOfKind(c, n, Kind.Block);
  return lineFault(c.text, startOf(c, n), block < 0 ? endOf(c, n) : startOf(c, block));
}

function lowerSimple(c: Lowering, n: Node): Stmt {
  const pos = positionOf(c, n);
  switch (kindOf(c, n)) {
    case Kind.ExpressionStatement: {
      const damage = c.repairs.damaged.size === 0 ? undefined : c.repairs.damaged.get(startOf(c, n));
      if (damage === undefined) return lowerExpressionStatement(c, n, pos);
      return { kind: "Damaged", message: damage.message, pos: span(c, damage.start, damage.end) };
    }
    case Kind.PassStatement:
      return { kind: "Pass", pos };
    case Kind.BreakStatement:
      checkLoopControl(c.scope, "break", startOf(c, n), endOf(c, n));
      return { kind: "Break", pos };
    case Kind.ContinueStatement:
      checkLoopControl(c.scope, "continue", startOf(c, n), endOf(c, n));
      return { kind: "Continue", pos };
    case Kind.ReturnStatement: {
      const value = after(c, n + 1);
      const hasValue = value < after(c, n);
      checkReturn(c.scope, hasValue, startOf(c, n), endOf(c, n));
      return { kind: "Return", value: hasValue ? lowerValue(c, value) : null, pos };
    }
    case Kind.ImportStatement:
      return lowerImport(c, n);
    case Kind.ImportFromStatement:
    case Kind.FutureImportStatement:
      return lowerImportFrom(c, n);
    case Kind.RaiseStatement:
      return lowerRaise(c, n, pos);
    case Kind.AssertStatement: {
      const [, test, , msg, extra] = children(c, n);
      if (test === undefined) throw unexpected(c, n);
      if (extra !== undefined) throw unexpected(c, extra);
      return { kind: "Assert", test: lowerExpr(c, test), msg: msg === undefined ? null : lowerExpr(c, msg), pos };
    }
    case Kind.DeleteStatement: {
      const operand = lastChild(c, n);
      const value = lowerExprOrStar(c, operand);
      const items = kindOf(c, operand) === Kind.ExpressionList && value.kind === "Tuple" ? value.elts : [value];
      return { kind: "Delete", targets: items.map((item) => asTarget(c, item, "Del")), pos };
    }
    case Kind.GlobalStatement:
      return { kind: "Global", names: declaredNames(c, n, "global"), pos };
    case Kind.NonlocalStatement:
      return { kind: "Nonlocal", names: declaredNames(c, n, "nonlocal"), pos };
    case Kind.TypeAliasStatement:
      return lowerTypeAlias(c, n, pos);
    case Kind.PrintStatement:
      return lowerPrint(c, n, pos);
    case Kind.ExecStatement:
      throw fault(c, n, "Missing parentheses in call to 'exec'. Did you mean exec(...)?");
    case Kind.TooDeep:
      throw fault(c, n, "code is too deeply nested");
    default:
      throw unexpected(c, n);
  }
}

function lowerExpressionStatement(c: Lowering, n: Node, pos: Position): Stmt {
  const first = n + 1;
  if (after(c, first) < after(c, n)) {
    // A tuple without parentheses has no node of its own here.
    const elts: Expr[] = [];
    for (let child = first; child < after(c, n); child = after(c, child)) {
      if (kindOf(c, child) !== Kind.Comma) elts.push(tupleItem(c, child));
    }
    return { kind: "Expr", value: { kind: "Tuple", elts, ctx: "Load", pos }, pos };
  }
  switch (kindOf(c, first)) {
    case Kind.Assignment:
      return lowerAssignment(c, first);
    case Kind.AugmentedAssignment:
      return lowerAugmented(c, first);
    case Kind.Yield:
      return { kind: "Expr", value: lowerYield(c, first), pos };
    default:
      return { kind: "Expr", value: lowerValue(c, first), pos };
  }
}

function tupleItem(c: Lowering, n: Node): Expr {
  if (kindOf(c, n) === Kind.NamedExpression) throw unexpected(c, n);
  return lowerElement(c, n);
}

/** `a = b = value`, which tree-sitter nests to the right, or `target: annotation = value`. */
function lowerAssignment(c: Lowering, n: Node): Stmt {
  const pos = positionOf(c, n);
  const colon = childOfKind(c, n, Kind.Colon);
  if (colon >= 0) return lowerAnnotated(c, n, colon, pos);
  const lefts: Node[] = [];
  let node = n;
  while (kindOf(c, node) === Kind.Assignment) {
    if (childOfKind(c, node, Kind.Colon) >= 0) throw unexpected(c, childOfKind(c, node, Kind.Colon));
    lefts.push(node + 1);
    node = lastChild(c, node);
  }
  if (kindOf(c, node) === Kind.AugmentedAssignment) throw unexpected(c, node);
  const single = lefts.length === 1;
  const targets = lefts.map((left) => asTarget(c, lowerExprOrStar(c, left), "Store", { single }));
  return { kind: "Assign", targets, value: lowerValue(c, node), pos };
}

function lowerAnnotated(c: Lowering, n: Node, colon: Node, pos: Position): Stmt {
  const left = n + 1;
  const type = after(c, colon);
  const equal = after(c, type);
  const source = lowerExprOrStar(c, left);
  if (source.kind === "Tuple" || source.kind === "List") {
    throw fault(c, left, `only single target (not ${source.kind.toLowerCase()}) can be annotated`);
  }
  if (source.kind !== "Name" && source.kind !== "Attribute" && source.kind !== "Subscript") {
    throw fault(c, left, "illegal target for annotation");
  }
  const target = asTarget(c, source, "Store");
  const annotation = lowerAnnotation(c, type);
  const valueNode = after(c, equal);
  const hasValue = equal < after(c, n);
  if (hasValue && (kindOf(c, valueNode) === Kind.Assignment || kindOf(c, valueNode) === Kind.AugmentedAssignment)) {
    throw unexpected(c, valueNode);
  }
  return {
    kind: "AnnAssign",
    target,
    annotation,
    value: hasValue ? lowerValue(c, valueNode) : null,
    simple: kindOf(c, left) === Kind.Identifier,
    pos,
  };
}

function lowerAugmented(c: Lowering, n: Node): Stmt {
  const [left, operator, right] = children(c, n);
  if (left === undefined || operator === undefined || right === undefined) throw unexpected(c, n);
  const op = binaryOperator(sourceText(c, operator).slice(0, -1));
  if (op === undefined) throw unexpected(c, operator);
  const source = lowerExprOrStar(c, left);
  if (source.kind !== "Name" && source.kind !== "Attribute" && source.kind !== "Subscript") {
    throw faultAt(c, source.pos, `'${expressionName(source)}' is an illegal expression for augmented assignment`);
  }
  if (kindOf(c, right) === Kind.Assignment || kindOf(c, right) === Kind.AugmentedAssignment) throw unexpected(c, right);
  return {
    kind: "AugAssign",
    target: asTarget(c, source, "Store"),
    op,
    value: lowerValue(c, right),
    pos: positionOf(c, n),
  };
}

function lowerRaise(c: Lowering, n: Node, pos: Position): Stmt {
  let exc: Expr | null = null;
  let cause: Expr | null = null;
  let afterFrom = false;
  for (const child of children(c, n).slice(1)) {
    if (kindOf(c, child) === Kind.KwFrom) {
      if (exc === null) throw unexpected(c, child);
      afterFrom = true;
    } else if (kindOf(c, child) === Kind.ExpressionList) {
      throw unexpected(c, child);
    } else if (afterFrom) {
      cause = lowerExpr(c, child);
    } else {
      exc = lowerExpr(c, child);
    }
  }
  return { kind: "Raise", exc, cause, pos };
}

function declaredNames(c: Lowering, n: Node, word: "global" | "nonlocal"): string[] {
  const names: string[] = [];
  for (const child of children(c, n)) {
    if (kindOf(c, child) !== Kind.Identifier) continue;
    const name = identifier(c, child);
    checkDeclaration(c.scope, word, name, startOf(c, n), endOf(c, n));
    names.push(name);
  }
  return names;
}

function lowerTypeAlias(c: Lowering, n: Node, pos: Position): Stmt {
  const [, left, , right] = children(c, n);
  if (left === undefined || right === undefined) throw unexpected(c, n);
  const inner = left + 1;
  const generic = kindOf(c, inner) === Kind.GenericType;
  const name = generic ? inner + 1 : inner;
  if (kindOf(c, name) !== Kind.Identifier) throw unexpected(c, left);
  return {
    kind: "TypeAlias",
    name: nameExpr(c, name, "Store"),
    typeParams: lowerTypeParameters(c, generic ? lastChild(c, inner) : -1),
    value: lowerAnnotation(c, right),
    pos,
  };
}

/** `print >> stream, x` is still an expression; every other print statement is not. */
function lowerPrint(c: Lowering, n: Node, pos: Position): Stmt {
  const chevron = childOfKind(c, n, Kind.Chevron);
  if (chevron < 0) throw fault(c, n, "Missing parentheses in call to 'print'. Did you mean print(...)?");
  const name: Expr = { kind: "Name", id: "print", ctx: "Load", pos: span(c, startOf(c, n), startOf(c, n) + 5) };
  const shift: Expr = {
    kind: "BinOp",
    left: name,
    op: "RShift",
    right: lowerExpr(c, lastChild(c, chevron)),
    pos: span(c, startOf(c, n), endOf(c, chevron)),
  };
  if (childOfKind(c, n, Kind.Comma) < 0) return { kind: "Expr", value: shift, pos };
  const elts: Expr[] = [shift];
  for (let child = after(c, chevron); child < after(c, n); child = after(c, child)) {
    if (kindOf(c, child) !== Kind.Comma) elts.push(tupleItem(c, child));
  }
  return { kind: "Expr", value: { kind: "Tuple", elts, ctx: "Load", pos }, pos };
}
