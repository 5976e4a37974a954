/** Which variables a statement assigns, and which are still needed before it: what decides the outputs of If and Loop. */

import type { Expr, Stmt } from "../python/ast.ts";

type Names = ReadonlySet<string>;

/** Names assigned in the statements, in order of first assignment. */
export function assigned(body: readonly Stmt[]): Set<string> {
  const names = new Set<string>();
  const target = (expr: Expr): void => {
    if (expr.kind === "Name") names.add(expr.id);
    else if (expr.kind === "Tuple" || expr.kind === "List") expr.elts.forEach(target);
  };
  for (const stmt of body) {
    switch (stmt.kind) {
      case "Assign":
        stmt.targets.forEach(target);
        break;
      case "AnnAssign":
      case "AugAssign":
        target(stmt.target);
        break;
      case "If":
      case "For":
      case "While":
        for (const name of [...assigned(stmt.body), ...assigned(stmt.orelse)]) names.add(name);
        break;
      case "FunctionDef":
        names.add(stmt.name);
        break;
      default:
    }
  }
  return names;
}

/** Names that the statements read before they assign them, or that `after` still needs. */
export function liveBefore(body: readonly Stmt[], after: Names): Set<string> {
  return body.reduceRight((live, stmt) => liveBeforeStatement(stmt, live), new Set(after));
}

function liveBeforeStatement(stmt: Stmt, after: Set<string>): Set<string> {
  switch (stmt.kind) {
    case "Assign":
    case "AnnAssign":
      return union(without(after, assigned([stmt])), stmt.value === null ? [] : used(stmt.value));
    case "AugAssign":
      return union(after, [...used(stmt.target), ...used(stmt.value)]);
    case "If":
      return union(union(liveBefore(stmt.body, after), liveBefore(stmt.orelse, after)), used(stmt.test));
    case "For":
    case "While": {
      const head = stmt.kind === "For" ? used(stmt.iter) : used(stmt.test);
      const around = union(after, [...head, ...liveBefore(stmt.body, new Set())]);
      return union(union(liveBefore(stmt.body, around), around), head);
    }
    case "FunctionDef":
      return union(without(after, [stmt.name]), used(stmt));
    default:
      return union(after, used(stmt));
  }
}

function union(a: Names, b: Iterable<string>): Set<string> {
  return new Set([...a, ...b]);
}

function without(a: Names, b: Iterable<string>): Set<string> {
  const result = new Set(a);
  for (const name of b) result.delete(name);
  return result;
}

/** Every name that stands in the syntax, wherever: more than needed does no harm. */
function used(node: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === "object" && part !== null) {
      if ("kind" in part && part.kind === "Name" && "id" in part) names.add(String(part.id));
      for (const [key, inner] of Object.entries(part)) if (key !== "pos") visit(inner);
    }
  };
  visit(node);
  return names;
}
