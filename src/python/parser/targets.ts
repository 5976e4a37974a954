/** Assignment and deletion targets: gives an expression its `Store` or `Del` context, or says why it cannot have one. */

import type { Expr, ExprContext } from "../ast.ts";
import { faultAt, type Lowering } from "./lowering.ts";

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

/** Expressions after which a lone `=` was probably meant as `==`. */
function mayBeComparison(expr: Expr): boolean {
  switch (expr.kind) {
    case "Call":
    case "BinOp":
    case "UnaryOp":
    case "Await":
    case "JoinedStr":
    case "Dict":
    case "Set":
    case "ListComp":
    case "SetComp":
    case "DictComp":
      return true;
    case "Constant":
      return expr.value.type !== "None" && expr.value.type !== "bool";
    default:
      return false;
  }
}

/** `single`: the only target of an assignment statement. `starred`: a starred expression may stand here. */
export interface TargetOptions {
  readonly single?: boolean;
  readonly starred?: boolean;
}

/** The same expression as a target. */
export function asTarget(c: Lowering, expr: Expr, ctx: ExprContext, options: TargetOptions = {}): Expr {
  switch (expr.kind) {
    case "Name":
      if (expr.id === "__debug__")
        throw faultAt(c, expr.pos, `cannot ${ctx === "Del" ? "delete" : "assign to"} __debug__`);
      return { ...expr, ctx };
    case "Attribute":
    case "Subscript":
      return { ...expr, ctx };
    case "Starred":
      if (ctx === "Del") throw faultAt(c, expr.pos, "cannot delete starred");
      if (!options.starred) throw faultAt(c, expr.pos, "starred assignment target must be in a list or tuple");
      return { ...expr, value: asTarget(c, expr.value, ctx), ctx };
    case "List":
    case "Tuple": {
      let stars = 0;
      for (const item of expr.elts) if (item.kind === "Starred") stars++;
      if (stars > 1 && ctx === "Store") throw faultAt(c, expr.pos, "multiple starred expressions in assignment");
      return { ...expr, elts: expr.elts.map((item) => asTarget(c, item, ctx, { starred: true })), ctx };
    }
    default: {
      const hint =
        options.single === true && ctx === "Store" && mayBeComparison(expr)
          ? " here. Maybe you meant '==' instead of '='?"
          : "";
      throw faultAt(c, expr.pos, `cannot ${ctx === "Del" ? "delete" : "assign to"} ${expressionName(expr)}${hint}`);
    }
  }
}
