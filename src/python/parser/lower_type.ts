/** Annotations, type parameters and `type` statements: tree-sitter-python gives them node kinds of their own. */

import type { Expr, TypeParam } from "../ast.ts";
import { isStarred, lowerApart, lowerElement, lowerExpr, lowerStarred } from "./lower_expression.ts";
import {
  after,
  children,
  endOf,
  fault,
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
import { Kind } from "./syntax_kind.ts";
import { newScope } from "./validity.ts";

/** The expression of a `type` node; a starred one only where the caller allows it. */
export function lowerAnnotation(c: Lowering, n: Node, mayStar = false): Expr {
  const expr = lowerItem(c, n);
  if (expr.kind === "Slice" || (expr.kind === "Starred" && !mayStar)) throw unexpected(c, n);
  return expr;
}

/** A node of kind type, generic_type, union_type or member_type as the plain expression that it is in CPython. */
export function lowerType(c: Lowering, n: Node): Expr {
  switch (kindOf(c, n)) {
    case Kind.Type:
      return lowerType(c, n + 1);
    case Kind.GenericType:
      return lowerGeneric(c, n);
    case Kind.UnionType:
      return lowerUnion(c, n);
    case Kind.MemberType: {
      const attr = lastChild(c, n);
      return {
        kind: "Attribute",
        value: lowerType(c, n + 1),
        attr: identifier(c, attr),
        attrPos: positionOf(c, attr),
        ctx: "Load",
        pos: positionOf(c, n),
      };
    }
    default:
      return lowerExpr(c, n);
  }
}

/** `a | b | c`, which tree-sitter may have grouped to the right, or mixed with binary operators. */
function lowerUnion(c: Lowering, n: Node): Expr {
  const operands: Node[] = [];
  const gather = (node: Node): void => {
    const kind = kindOf(c, node);
    if (kind === Kind.Type) gather(node + 1);
    else if (kind === Kind.UnionType || (kind === Kind.BinaryOperator && sourceText(c, after(c, node + 1)) === "|")) {
      gather(node + 1);
      gather(lastChild(c, node));
    } else operands.push(node);
  };
  gather(n);
  const first = operands[0] as Node;
  return operands.slice(1).reduce<Expr>(
    (left, operand) => {
      const right = lowerType(c, operand);
      return { kind: "BinOp", left, op: "BitOr", right, pos: span(c, startOf(c, n), endOf(c, operand)) };
    },
    lowerType(c, first),
  );
}

/** An item between the brackets of `Generic[…]`: any type, a starred name, or a slice. */
function lowerItem(c: Lowering, n: Node): Expr {
  const inner = kindOf(c, n) === Kind.Type ? n + 1 : n;
  switch (kindOf(c, inner)) {
    case Kind.SplatType: {
      const name = lastChild(c, inner);
      if (sourceText(c, inner + 1) !== "*") throw unexpected(c, inner);
      return { kind: "Starred", value: nameExpr(c, name, "Load"), ctx: "Load", pos: positionOf(c, inner) };
    }
    case Kind.ConstrainedType: {
      const [lower, , upper] = children(c, inner);
      if (lower === undefined || upper === undefined) throw unexpected(c, inner);
      return {
        kind: "Slice",
        lower: lowerType(c, lower),
        upper: lowerType(c, upper),
        step: null,
        pos: positionOf(c, inner),
      };
    }
    case Kind.ListSplat:
    case Kind.ListSplatPattern:
    case Kind.NamedExpression:
      return lowerElement(c, inner);
    default:
      return isStarred(c, inner) ? lowerStarred(c, inner) : lowerType(c, inner);
  }
}

function lowerGeneric(c: Lowering, n: Node): Expr {
  const list = lastChild(c, n);
  const items: Expr[] = [];
  let first = -1;
  let last = -1;
  let comma = false;
  for (let child = list + 1; child < after(c, list); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Token) continue;
    if (first < 0) first = child;
    last = child;
    if (kind === Kind.Comma) comma = true;
    else items.push(lowerItem(c, child));
  }
  const only = items[0];
  if (only === undefined) throw unexpected(c, n);
  const slice: Expr =
    comma || only.kind === "Starred"
      ? { kind: "Tuple", elts: items, ctx: "Load", pos: span(c, startOf(c, first), endOf(c, last)) }
      : only;
  return { kind: "Subscript", value: nameExpr(c, n + 1, "Load"), slice, ctx: "Load", pos: positionOf(c, n) };
}

/** `[T: bound, *Ts, **P]`; `n` is the `type_parameter` node or -1. */
export function lowerTypeParameters(c: Lowering, n: Node): TypeParam[] {
  if (n < 0) return [];
  const out: TypeParam[] = [];
  const outer = c.scope;
  c.scope = newScope("annotation", outer);
  try {
    for (let child = n + 1; child < after(c, n); child = after(c, child)) {
      if (kindOf(c, child) !== Kind.Type) continue;
      const parameter = lowerTypeParameter(c, child + 1);
      const cst = c.repairs.typeDefaults.get(startOf(c, child));
      if (cst === undefined) {
        if (out.at(-1)?.defaultValue) {
          throw fault(c, child, `non-default type parameter '${parameter.name}' follows default type parameter`);
        }
        out.push(parameter);
      } else {
        const defaultValue = lowerApart(c, cst);
        if (defaultValue.kind === "Starred" && parameter.kind !== "TypeVarTuple") throw unexpected(c, child);
        const { endLine, endColumn } = defaultValue.pos;
        out.push({ ...parameter, defaultValue, pos: { ...parameter.pos, endLine, endColumn } });
      }
    }
  } finally {
    c.scope = outer;
  }
  return out;
}

function lowerTypeParameter(c: Lowering, n: Node): TypeParam {
  const pos = positionOf(c, n);
  switch (kindOf(c, n)) {
    case Kind.Identifier:
      return { kind: "TypeVar", name: identifier(c, n), bound: null, defaultValue: null, pos };
    case Kind.ConstrainedType: {
      const [name, , bound] = children(c, n);
      if (name === undefined || bound === undefined || kindOf(c, name + 1) !== Kind.Identifier) throw unexpected(c, n);
      return {
        kind: "TypeVar",
        name: identifier(c, name + 1),
        bound: lowerAnnotation(c, bound),
        defaultValue: null,
        pos: span(c, startOf(c, n), endOf(c, bound)),
      };
    }
    case Kind.SplatType: {
      const name = identifier(c, lastChild(c, n));
      if (sourceText(c, n + 1) === "**") return { kind: "ParamSpec", name, defaultValue: null, pos };
      return { kind: "TypeVarTuple", name, defaultValue: null, pos };
    }
    case Kind.ListSplat:
    case Kind.ListSplatPattern:
      return { kind: "TypeVarTuple", name: identifier(c, lastChild(c, n)), defaultValue: null, pos };
    default:
      throw unexpected(c, n);
  }
}
