/** Expressions. */

import type { BoolOperator, CmpOperator, Comprehension, Expr, UnaryOperator } from "../ast.ts";
import type { Cst } from "./cst.ts";
import { lowerAwait, lowerBinary } from "./lower_binary.ts";
import { lowerCall } from "./lower_call.ts";
import { lowerLambdaParameters } from "./lower_parameters.ts";
import { lowerStrings } from "./lower_string.ts";
import { lowerType } from "./lower_type.ts";
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
  type Node,
  nameExpr,
  positionOf,
  sourceText,
  span,
  startOf,
  unexpected,
} from "./lowering.ts";
import { numberValue } from "./numbers.ts";
import { NO_REPAIRS } from "./repairs.ts";
import { Kind } from "./syntax_kind.ts";
import { asTarget } from "./targets.ts";
import { checkAsyncComprehension, checkYield, newScope } from "./validity.ts";

/** An expression that may not be starred, `yield` or an unparenthesised `:=`. */
export function lowerExpr(c: Lowering, n: Node): Expr {
  const kind = kindOf(c, n);
  switch (kind) {
    case Kind.Identifier: {
      const hole = c.repairs.holes.size === 0 ? undefined : c.repairs.holes.get(startOf(c, n));
      return hole === undefined ? nameExpr(c, n, "Load") : lowerApart(c, hole);
    }
    case Kind.Integer:
    case Kind.Float:
      return { kind: "Constant", value: numberValue(sourceText(c, n), startOf(c, n)), pos: positionOf(c, n) };
    case Kind.True:
    case Kind.False:
      return { kind: "Constant", value: { type: "bool", value: kind === Kind.True }, pos: positionOf(c, n) };
    case Kind.None:
      return { kind: "Constant", value: { type: "None" }, pos: positionOf(c, n) };
    case Kind.Ellipsis:
      return { kind: "Constant", value: { type: "Ellipsis" }, pos: positionOf(c, n) };
    case Kind.String:
      return lowerStrings(c, n, [n]);
    case Kind.ConcatenatedString:
      return lowerStrings(c, n, children(c, n));
    case Kind.Attribute: {
      const attr = lastOf(c, n);
      return {
        kind: "Attribute",
        value: lowerExpr(c, n + 1),
        attr: identifier(c, attr),
        attrPos: positionOf(c, attr),
        ctx: "Load",
        pos: positionOf(c, n),
      };
    }
    case Kind.Call:
      return lowerCall(c, n);
    case Kind.Subscript:
      return lowerSubscript(c, n);
    case Kind.BinaryOperator:
      return lowerBinary(c, n);
    case Kind.UnaryOperator:
      return {
        kind: "UnaryOp",
        op: UNARY[c.text.charAt(startOf(c, n))] ?? raise(unexpected(c, n)),
        operand: lowerExpr(c, lastOf(c, n)),
        pos: positionOf(c, n),
      };
    case Kind.NotOperator:
      return { kind: "UnaryOp", op: "Not", operand: lowerExpr(c, lastOf(c, n)), pos: positionOf(c, n) };
    case Kind.BooleanOperator:
      return lowerBoolean(c, n);
    case Kind.ComparisonOperator:
      return lowerComparison(c, n);
    case Kind.ConditionalExpression: {
      const [body] = children(c, n);
      if (body === undefined) throw unexpected(c, n);
      return lowerConditional(c, n, body);
    }
    case Kind.Lambda:
      return lowerLambda(c, n);
    case Kind.ParenthesizedExpression:
      return lowerParenthesized(c, n);
    case Kind.Tuple:
    case Kind.TuplePattern:
      return lowerTuple(c, n);
    case Kind.List:
    case Kind.ListPattern:
      return { kind: "List", elts: lowerElements(c, n), ctx: "Load", pos: positionOf(c, n) };
    case Kind.ExpressionList:
    case Kind.PatternList:
      return { kind: "Tuple", elts: lowerElements(c, n), ctx: "Load", pos: positionOf(c, n) };
    case Kind.Set:
      return { kind: "Set", elts: lowerElements(c, n), pos: positionOf(c, n) };
    case Kind.Dictionary:
      return lowerDictionary(c, n);
    case Kind.ListComprehension:
      return withGenerators(c, n, "list comprehension", (elt, generators) => ({
        kind: "ListComp",
        elt: lowerNamed(c, elt),
        generators,
        pos: positionOf(c, n),
      }));
    case Kind.SetComprehension:
      return withGenerators(c, n, "set comprehension", (elt, generators) => ({
        kind: "SetComp",
        elt: lowerNamed(c, elt),
        generators,
        pos: positionOf(c, n),
      }));
    case Kind.GeneratorExpression:
      return withGenerators(c, n, "generator expression", (elt, generators) => ({
        kind: "GeneratorExp",
        elt: lowerNamed(c, elt),
        generators,
        pos: positionOf(c, n),
      }));
    case Kind.DictionaryComprehension:
      return withGenerators(c, n, "dict comprehension", (pair, generators) => {
        const [key, , value] = children(c, pair);
        if (kindOf(c, pair) !== Kind.Pair || key === undefined || value === undefined) throw unexpected(c, n);
        return {
          kind: "DictComp",
          key: lowerExpr(c, key),
          value: lowerExpr(c, value),
          generators,
          pos: positionOf(c, n),
        };
      });
    case Kind.Await:
      return lowerAwait(c, n);
    case Kind.Type:
    case Kind.GenericType:
    case Kind.UnionType:
    case Kind.MemberType:
      return lowerType(c, n);
    case Kind.Unstarred:
      return lowerExpr(c, n + 2);
    case Kind.ListSplat:
    case Kind.ListSplatPattern:
      throw fault(c, n, "can't use starred expression here");
    case Kind.TooDeep:
      throw fault(c, n, "expression is too deeply nested");
    default:
      throw unexpected(c, n);
  }
}

/** The only element of a list that recovery parsed on its own: module, statement, list, bracket, element. */
export function lowerApart(c: Lowering, cst: Cst): Expr {
  const apart: Lowering = { ...c, cst, repairs: NO_REPAIRS };
  if (cst.count < 5 || kindOf(apart, 2) !== Kind.List) throw unexpected(apart, 0);
  return lowerElement(apart, 4);
}

/** The conditional expression `n` with `body` for what stands before its `if`. */
function lowerConditional(c: Lowering, n: Node, body: Node): Expr {
  const [first, ifToken, test, elseToken, orelse, ...rest] = children(c, n);
  if (first === undefined || ifToken === undefined || test === undefined) throw unexpected(c, n);
  if (elseToken === undefined || orelse === undefined || rest.length > 0) throw unexpected(c, n);
  const lowered = lowerExpr(c, body);
  const pos = span(c, startOf(c, body), endOf(c, n));
  return { kind: "IfExp", test: lowerExpr(c, test), body: lowered, orelse: lowerExpr(c, orelse), pos };
}

/** An expression or `name := value`. */
export function lowerNamed(c: Lowering, n: Node): Expr {
  // tree-sitter-python binds `name := a if b else c` as `(name := a) if b else c`.
  const inner = kindOf(c, n) === Kind.ConditionalExpression ? n + 1 : n;
  if (kindOf(c, inner) !== Kind.NamedExpression) return lowerExpr(c, n);
  const [name, , value] = children(c, inner);
  if (name === undefined || value === undefined) throw unexpected(c, n);
  const target = nameExpr(c, name, "Store");
  if (target.id === "__debug__") throw fault(c, name, "cannot assign to __debug__");
  const lowered = inner === n ? lowerExpr(c, value) : lowerConditional(c, n, value);
  return { kind: "NamedExpr", target, value: lowered, pos: positionOf(c, n) };
}

/** An element of a display or of an unparenthesised tuple: may be starred. */
export function lowerElement(c: Lowering, n: Node): Expr {
  return isStarred(c, n) ? lowerStarred(c, n) : lowerNamed(c, n);
}

/** Whether the expression at `n` begins with an unpacking star. */
export function isStarred(c: Lowering, n: Node): boolean {
  const kind = kindOf(c, n);
  if (kind === Kind.PatternList || kind === Kind.ExpressionList) return false;
  const start = startOf(c, n);
  return c.text.charCodeAt(start) === STAR || c.repairs.stars.has(start);
}

const STAR = 0x2a;

/**
 * `*operand`. tree-sitter-python binds the star tighter than calls and subscripts (`*a.b()` is a call there), so the
 * star is taken out at the left edge of the tree. `any`: an argument's operand may be any expression.
 */
export function lowerStarred(c: Lowering, n: Node, any = false): Expr {
  const { kind, start } = c.cst;
  const star = c.repairs.stars.get(startOf(c, n)) ?? startOf(c, n);
  const pos = span(c, star, endOf(c, n));
  let operand = n;
  if (c.text.charCodeAt(startOf(c, n)) === STAR) {
    let splat = n;
    while (!isSplat(kindOf(c, splat))) {
      splat += 1;
      if (splat >= after(c, n)) throw unexpected(c, n);
    }
    const from = startOf(c, splat + 2);
    if (isSplat(kindOf(c, splat + 2))) throw unexpected(c, splat + 2);
    for (let node = n; node < splat; node++) start[node] = from;
    start[splat] = from;
    kind[splat] = Kind.Unstarred;
    operand = splat === n ? n + 2 : n;
  }
  switch (kindOf(c, operand)) {
    case Kind.BooleanOperator:
    case Kind.NotOperator:
    case Kind.ComparisonOperator:
    case Kind.ConditionalExpression:
    case Kind.Lambda:
      if (!any) throw unexpected(c, operand);
      break;
    default:
  }
  return { kind: "Starred", value: lowerExpr(c, operand), ctx: "Load", pos };
}

function isSplat(kind: Kind): boolean {
  return kind === Kind.ListSplat || kind === Kind.ListSplatPattern;
}

/** The right side of an assignment: an expression, a tuple without parentheses, or a `yield`. */
export function lowerValue(c: Lowering, n: Node): Expr {
  if (kindOf(c, n) === Kind.Yield) return lowerYield(c, n);
  if (isStarred(c, n)) throw fault(c, n, "can't use starred expression here");
  return lowerExpr(c, n);
}

export function lowerYield(c: Lowering, n: Node): Expr {
  const parts = children(c, n);
  const second = parts[1];
  const isFrom = second !== undefined && kindOf(c, second) === Kind.KwFrom;
  checkYield(c.scope, isFrom, startOf(c, n), endOf(c, n));
  if (isFrom) {
    const value = parts[2];
    if (value === undefined) throw unexpected(c, n);
    return { kind: "YieldFrom", value: lowerExpr(c, value), pos: positionOf(c, n) };
  }
  return { kind: "Yield", value: second === undefined ? null : lowerExpr(c, second), pos: positionOf(c, n) };
}

function lowerParenthesized(c: Lowering, n: Node): Expr {
  const inner = n + 2;
  if (inner >= after(c, n)) throw unexpected(c, n);
  const kind = kindOf(c, inner);
  if (kind === Kind.Yield) return lowerYield(c, inner);
  if (isStarred(c, inner)) {
    throw fault(c, inner, "cannot use starred expression here");
  }
  return lowerNamed(c, inner);
}

/** The elements between brackets, or of a tuple without them. */
function lowerElements(c: Lowering, n: Node): Expr[] {
  const out: Expr[] = [];
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Token || kind === Kind.Comma) continue;
    if (kind === Kind.ParenthesizedListSplat) throw fault(c, child, "cannot use starred expression here");
    out.push(lowerElement(c, child));
  }
  return out;
}

function lowerTuple(c: Lowering, n: Node): Expr {
  const elts = lowerElements(c, n);
  const only = elts[0];
  if (elts.length === 1 && only !== undefined && childOfKind(c, n, Kind.Comma) < 0) {
    if (only.kind === "Starred") throw faultAt(c, only.pos, "cannot use starred expression here");
    return only;
  }
  return { kind: "Tuple", elts, ctx: "Load", pos: positionOf(c, n) };
}

function lowerDictionary(c: Lowering, n: Node): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Comma && values.length === 0) throw unexpected(c, child);
    if (kind === Kind.DictionarySplat) {
      keys.push(null);
      values.push(lowerExpr(c, lastOf(c, child)));
    } else if (kind === Kind.Pair) {
      const [key, , value] = children(c, child);
      if (key === undefined || value === undefined) throw unexpected(c, child);
      keys.push(lowerExpr(c, key));
      values.push(lowerExpr(c, value));
    } else if (kind !== Kind.Token && kind !== Kind.Comma) {
      throw unexpected(c, child);
    }
  }
  return { kind: "Dict", keys, values, pos: positionOf(c, n) };
}

function lowerSubscript(c: Lowering, n: Node): Expr {
  const items: Expr[] = [];
  let first = -1;
  let last = -1;
  let comma = false;
  const value = n + 1;
  for (let child = after(c, value); child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Comma) {
      comma = true;
      last = child;
    } else if (kind !== Kind.Token) {
      if (first < 0) first = child;
      last = child;
      if (kind === Kind.Slice) items.push(lowerSlice(c, child));
      else items.push(isStarred(c, child) ? lowerStarred(c, child, true) : lowerNamed(c, child));
    }
  }
  const only = items[0];
  if (only === undefined) throw unexpected(c, n);
  const slice: Expr =
    comma || only.kind === "Starred"
      ? { kind: "Tuple", elts: items, ctx: "Load", pos: span(c, startOf(c, first), endOf(c, last)) }
      : only;
  return { kind: "Subscript", value: lowerExpr(c, value), slice, ctx: "Load", pos: positionOf(c, n) };
}

function lowerSlice(c: Lowering, n: Node): Expr {
  const parts: (Expr | null)[] = [null, null, null];
  let part = 0;
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    if (kindOf(c, child) === Kind.Colon) part++;
    else parts[part] = lowerExpr(c, child);
  }
  return {
    kind: "Slice",
    lower: parts[0] ?? null,
    upper: parts[1] ?? null,
    step: parts[2] ?? null,
    pos: positionOf(c, n),
  };
}

const UNARY: Readonly<Record<string, UnaryOperator>> = { "-": "USub", "+": "UAdd", "~": "Invert" };

/** `a and b and c` is one node in CPython's tree, two in tree-sitter's. */
function lowerBoolean(c: Lowering, n: Node): Expr {
  const operatorText = (node: Node): string => sourceText(c, after(c, node + 1));
  const text = operatorText(n);
  const op: BoolOperator = text === "and" ? "And" : text === "or" ? "Or" : raise(unexpected(c, n));
  const reversed: Expr[] = [];
  let left = n;
  while (kindOf(c, left) === Kind.BooleanOperator && operatorText(left) === text) {
    reversed.push(lowerExpr(c, lastOf(c, left)));
    left = left + 1;
  }
  reversed.push(lowerExpr(c, left));
  return { kind: "BoolOp", op, values: reversed.reverse(), pos: positionOf(c, n) };
}

const COMPARISONS: Readonly<Record<string, CmpOperator>> = {
  "==": "Eq",
  "!=": "NotEq",
  "<": "Lt",
  "<=": "LtE",
  ">": "Gt",
  ">=": "GtE",
  in: "In",
  is: "Is",
};

function lowerComparison(c: Lowering, n: Node): Expr {
  const left = lowerExpr(c, n + 1);
  const ops: CmpOperator[] = [];
  const comparators: Expr[] = [];
  for (let child = after(c, n + 1); child < after(c, n); child = after(c, child)) {
    if (ops.length > comparators.length) {
      comparators.push(lowerExpr(c, child));
      continue;
    }
    const kind = kindOf(c, child);
    if (kind === Kind.NotIn) ops.push("NotIn");
    else if (kind === Kind.IsNot) ops.push("IsNot");
    else ops.push(COMPARISONS[sourceText(c, child)] ?? raise(unexpected(c, child)));
  }
  return { kind: "Compare", left, ops, comparators, pos: positionOf(c, n) };
}

function lowerLambda(c: Lowering, n: Node): Expr {
  const args = lowerLambdaParameters(c, childOfKind(c, n, Kind.LambdaParameters));
  const outer = c.scope;
  c.scope = newScope("lambda", outer);
  try {
    return { kind: "Lambda", args, body: lowerExpr(c, lastOf(c, n)), pos: positionOf(c, n) };
  } finally {
    c.scope = outer;
  }
}

/** Reads the clauses before the element: a name in the element may not be `yield`, and the message names the construct. */
function withGenerators(
  c: Lowering,
  n: Node,
  label: string,
  build: (element: Node, generators: Comprehension[]) => Expr,
): Expr {
  const outer = c.scope;
  const inner = newScope("comprehension", outer, outer.isAsync, label);
  c.scope = inner;
  try {
    const generators: Comprehension[] = [];
    let ifs: Expr[] = [];
    for (let child = n + 1; child < after(c, n); child = after(c, child)) {
      const kind = kindOf(c, child);
      if (kind === Kind.ForInClause) {
        ifs = [];
        generators.push(lowerForIn(c, child, label, ifs, generators.length === 0));
      } else if (kind === Kind.IfClause) {
        ifs.push(lowerExpr(c, lastOf(c, child)));
      }
    }
    const element = n + 2;
    if (isStarred(c, element)) {
      throw fault(c, element, "iterable unpacking cannot be used in comprehension");
    }
    return build(element, generators);
  } finally {
    c.scope = outer;
  }
}

function lowerForIn(c: Lowering, n: Node, label: string, ifs: Expr[], isFirst: boolean): Comprehension {
  const parts = children(c, n);
  const isAsync = parts[0] !== undefined && kindOf(c, parts[0]) === Kind.KwAsync;
  if (isAsync) checkAsyncComprehension(c.scope, label, startOf(c, n), endOf(c, n));
  const [, target, , iter, extra] = isAsync ? parts.slice(1) : parts;
  if (target === undefined || iter === undefined) throw unexpected(c, n);
  if (extra !== undefined) throw unexpected(c, extra);
  const lowered = asTarget(c, lowerExprOrStar(c, target), "Store");
  const inner = c.scope;
  // The first iterable is evaluated in the enclosing scope.
  if (isFirst && inner.parent !== null) c.scope = inner.parent;
  const iterable = lowerExpr(c, iter);
  c.scope = inner;
  if (iterable.kind === "NamedExpr") {
    throw faultAt(c, iterable.pos, "assignment expression cannot be used in a comprehension iterable expression");
  }
  return { target: lowered, iter: iterable, ifs, isAsync };
}

/** For targets: a lone star is refused later, with the message for targets. */
export function lowerExprOrStar(c: Lowering, n: Node): Expr {
  return isStarred(c, n) ? lowerStarred(c, n) : lowerExpr(c, n);
}

function lastOf(c: Lowering, n: Node): Node {
  let last = -1;
  for (let child = n + 1; child < after(c, n); child = after(c, child)) last = child;
  if (last < 0) throw unexpected(c, n);
  return last;
}

function raise(error: Error): never {
  throw error;
}
