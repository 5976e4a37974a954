/** Calls, and the argument lists of class definitions. */

import type { Expr, Keyword } from "../ast.ts";
import { isStarred, lowerExpr, lowerNamed, lowerStarred } from "./lower_expression.ts";
import {
  after,
  children,
  fault,
  identifier,
  kindOf,
  type Lowering,
  lastChild,
  type Node,
  positionOf,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";

export interface LoweredArguments {
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

export function lowerCall(c: Lowering, n: Node): Expr {
  const func = lowerExpr(c, n + 1);
  const list = after(c, n + 1);
  if (kindOf(c, list) === Kind.GeneratorExpression) {
    return { kind: "Call", func, args: [lowerExpr(c, list)], keywords: [], pos: positionOf(c, n) };
  }
  return { kind: "Call", func, ...lowerArguments(c, list), pos: positionOf(c, n) };
}

/** An `argument_list`, with CPython's rules on the order of its parts. */
export function lowerArguments(c: Lowering, n: Node): LoweredArguments {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  let names: Set<string> | null = null;
  let unpackedKeywords = false;
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    switch (kindOf(c, child)) {
      case Kind.Token:
        break;
      case Kind.Comma:
        if (args.length + keywords.length === 0) throw unexpected(c, child);
        break;
      case Kind.KeywordArgument: {
        const [name, , value] = children(c, child);
        if (name === undefined || value === undefined) throw unexpected(c, child);
        const arg = identifier(c, name);
        names ??= new Set();
        if (names.has(arg)) throw fault(c, child, `keyword argument repeated: ${arg}`);
        if (arg === "__debug__") throw fault(c, child, "cannot assign to __debug__");
        names.add(arg);
        keywords.push({ arg, value: lowerExpr(c, value), pos: positionOf(c, child) });
        break;
      }
      case Kind.DictionarySplat:
        unpackedKeywords = true;
        keywords.push({ arg: null, value: lowerExpr(c, lastChild(c, child)), pos: positionOf(c, child) });
        break;
      default:
        if (isStarred(c, child)) {
          if (unpackedKeywords) {
            throw fault(c, child, "iterable argument unpacking follows keyword argument unpacking");
          }
          args.push(lowerStarred(c, child, true));
          break;
        }
        if (unpackedKeywords) throw fault(c, child, "positional argument follows keyword argument unpacking");
        if (keywords.length > 0) throw fault(c, child, "positional argument follows keyword argument");
        args.push(lowerNamed(c, child));
    }
  }
  return { args, keywords };
}
