/** What a top-level statement binds in the module, and whether it acts on anything else. */

import type { Expr, Stmt } from "../ast.ts";

export interface StatementEffects {
  readonly binds: Set<string>;
  /** Names whose objects it changes: `X[k] = v`, `X.a = v`, `X.append(v)`. */
  readonly changes: Set<string>;
  /** It calls, raises, asserts or deletes. */
  acts: boolean;
  /** Targets of its loops: what is done to them is done to something else. */
  readonly loopTargets: Set<string>;
}

/** Methods that do no more than change the object they are called on. */
const CHANGING = new Set([
  ...["append", "extend", "insert", "update", "add", "setdefault", "remove", "discard", "pop", "clear", "sort"],
]);

/** The `except` blocks of a `try` don't count as acting: they answer a failure, which shows where the name is used. */
export function statementEffects(stmt: Stmt): StatementEffects {
  const effects: StatementEffects = { binds: new Set(), changes: new Set(), acts: false, loopTargets: new Set() };
  visit(stmt, effects, false);
  return effects;
}

function visitAll(body: readonly Stmt[], out: StatementEffects, answering: boolean): void {
  for (const stmt of body) visit(stmt, out, answering);
}

function visit(stmt: Stmt, out: StatementEffects, answering: boolean): void {
  switch (stmt.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
      out.binds.add(stmt.name);
      return;
    case "Import":
      for (const { name, asname } of stmt.names) out.binds.add(asname ?? (name.split(".")[0] as string));
      return;
    case "ImportFrom":
      for (const { name, asname } of stmt.names) {
        if (name === "*") out.acts = true;
        else out.binds.add(asname ?? name);
      }
      return;
    case "Assign":
      for (const t of stmt.targets) target(t, out);
      walrus(stmt.value, out);
      return;
    case "AnnAssign":
    case "AugAssign":
      target(stmt.target, out);
      return;
    case "TypeAlias":
      out.binds.add(stmt.name.id);
      return;
    case "For":
    case "AsyncFor":
      target(stmt.target, out);
      loopTargets(stmt.target, out.loopTargets);
      visitAll(stmt.body, out, answering);
      visitAll(stmt.orelse, out, answering);
      return;
    case "While":
    case "If":
      visitAll(stmt.body, out, answering);
      visitAll(stmt.orelse, out, answering);
      return;
    case "Try":
    case "TryStar":
      visitAll(stmt.body, out, answering);
      for (const handler of stmt.handlers) visitAll(handler.body, out, true);
      visitAll(stmt.orelse, out, answering);
      visitAll(stmt.finalbody, out, answering);
      return;
    case "With":
    case "AsyncWith":
      for (const item of stmt.items) if (item.optionalVars !== null) target(item.optionalVars, out);
      visitAll(stmt.body, out, answering);
      if (!answering) out.acts = true;
      return;
    case "Match":
    case "Delete":
    case "Raise":
    case "Assert":
    case "Damaged":
      if (!answering) out.acts = true;
      return;
    case "Expr":
      expression(stmt.value, out, answering);
      return;
    default:
      return;
  }
}

function expression(value: Expr, out: StatementEffects, answering: boolean): void {
  if (value.kind === "Constant" || value.kind === "Name" || answering) return;
  if (value.kind === "Call" && value.func.kind === "Attribute" && CHANGING.has(value.func.attr)) {
    const root = value.func.value;
    if (root.kind === "Name" && !out.loopTargets.has(root.id)) {
      out.changes.add(root.id);
      return;
    }
  }
  out.acts = true;
}

function target(t: Expr, out: StatementEffects): void {
  switch (t.kind) {
    case "Name":
      out.binds.add(t.id);
      return;
    case "Tuple":
    case "List":
      for (const e of t.elts) target(e, out);
      return;
    case "Starred":
      target(t.value, out);
      return;
    case "Attribute":
    case "Subscript": {
      let root: Expr = t.value;
      while (root.kind === "Attribute" || root.kind === "Subscript") root = root.value;
      if (root.kind === "Name" && !out.loopTargets.has(root.id)) out.changes.add(root.id);
      else out.acts = true;
      return;
    }
    default:
      out.acts = true;
  }
}

function loopTargets(t: Expr, out: Set<string>): void {
  if (t.kind === "Name") out.add(t.id);
  else if (t.kind === "Tuple" || t.kind === "List") for (const e of t.elts) loopTargets(e, out);
  else if (t.kind === "Starred") loopTargets(t.value, out);
}

function walrus(value: Expr, out: StatementEffects): void {
  if (value.kind === "NamedExpr") out.binds.add(value.target.id);
}
