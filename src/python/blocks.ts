/** The blocks of compound statements. */

import type { Stmt } from "./ast.ts";

/** The blocks of statements that a statement holds, in the order of the text; none for a simple statement. */
export function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
    case "With":
    case "AsyncWith":
      return [stmt.body];
    case "If":
    case "For":
    case "AsyncFor":
    case "While":
      return [stmt.body, stmt.orelse];
    case "Try":
    case "TryStar":
      return [stmt.body, ...stmt.handlers.map(({ body }) => body), stmt.orelse, stmt.finalbody];
    case "Match":
      return stmt.cases.map(({ body }) => body);
    default:
      return [];
  }
}
