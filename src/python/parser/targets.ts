/** Assignment and deletion targets: what can be assigned to or deleted, and how messages call what cannot. */

import type { Expr, ExprContext } from "../ast.ts";
import type { SyntaxFault } from "./fault.ts";
import { faultAt, type Parser } from "./state.ts";

/** How CPython's messages call an expression that is no target. */
export function expressionName(expr: Expr): string {
  switch (expr.kind) {
    case "Call":
      return "function call";
    case "Constant":
      switch (expr.value.type) {
        case "None":
          return "None";
        case "bool":
          return expr.value.value ? "True" : "False";
        case "Ellipsis":
          return "ellipsis";
        default:
          return "literal";
      }
    case "JoinedStr":
    case "FormattedValue":
      return "f-string expression";
    case "BinOp":
    case "UnaryOp":
    case "BoolOp":
      return "expression";
    case "Compare":
      return "comparison";
    case "Lambda":
      return "lambda";
    case "IfExp":
      return "conditional expression";
    case "Dict":
      return "dict literal";
    case "Set":
      return "set display";
    case "ListComp":
      return "list comprehension";
    case "SetComp":
      return "set comprehension";
    case "DictComp":
      return "dict comprehension";
    case "GeneratorExp":
      return "generator expression";
    case "Yield":
    case "YieldFrom":
      return "yield expression";
    case "Await":
      return "await expression";
    case "NamedExpr":
      return "named expression";
    case "Attribute":
      return "attribute";
    case "Subscript":
      return "subscript";
    case "Starred":
      return "starred";
    case "Name":
      return "name";
    case "List":
      return "list";
    case "Tuple":
      return "tuple";
    case "Slice":
      return "slice";
  }
}

/** The mutable face of a node that the parser has just made. */
interface WithContext {
  ctx: ExprContext;
}

/** Makes the expression a target by giving it its context in place. `starred`: a starred one may stand here. */
export function asTarget(p: Parser, expr: Expr, ctx: ExprContext, starred = false): Expr {
  switch (expr.kind) {
    case "Name":
      if (expr.id === "__debug__") throw cannot(p, expr, ctx, "__debug__");
      break;
    case "Attribute":
      if (expr.attr === "__debug__") throw cannot(p, expr, ctx, "__debug__");
      break;
    case "Subscript":
      break;
    case "Starred":
      if (ctx === "Del") throw cannot(p, expr, ctx, "starred");
      if (!starred) throw faultAt(p, expr.pos, "starred assignment target must be in a list or tuple");
      asTarget(p, expr.value, ctx);
      break;
    case "List":
    case "Tuple": {
      let stars = 0;
      for (const item of expr.elts) {
        if (item.kind === "Starred") stars++;
        asTarget(p, item, ctx, true);
      }
      if (stars > 1 && ctx === "Store") throw faultAt(p, expr.pos, "multiple starred expressions in assignment");
      break;
    }
    default:
      throw cannot(p, expr, ctx, expressionName(expr));
  }
  (expr as WithContext).ctx = ctx;
  return expr;
}

function cannot(p: Parser, expr: Expr, ctx: ExprContext, what: string): SyntaxFault {
  return faultAt(p, expr.pos, `cannot ${ctx === "Del" ? "delete" : "assign to"} ${what}`);
}
