/** Offers the fixes that diagnostics carry. */

import * as vscode from "vscode";
import type { Diagnostic, Fix } from "../../src/diagnostics/diagnostic.ts";
import { toRange } from "./convert.ts";
import type { Problems } from "./problems.ts";

export function createQuickFixes(problems: Problems): vscode.CodeActionProvider {
  return {
    provideCodeActions: (document, range, context) => {
      const actions: vscode.CodeAction[] = [];
      for (const diagnostic of problems.of(document.uri)) {
        if (diagnostic.span === null || toRange(diagnostic.span).intersection(range) === undefined) continue;
        const shown = context.diagnostics.filter((problem) => shows(problem, diagnostic));
        for (const fix of diagnostic.fixes ?? [])
          actions.push(toAction(fix, shown, (diagnostic.fixes ?? []).length === 1));
      }
      return actions;
    },
  };
}

function shows(problem: vscode.Diagnostic, diagnostic: Diagnostic): boolean {
  return (
    problem.source === "dynamo-onnx" &&
    problem.message === diagnostic.message &&
    diagnostic.span !== null &&
    problem.range.isEqual(toRange(diagnostic.span))
  );
}

function toAction(fix: Fix, problems: vscode.Diagnostic[], isOnly: boolean): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = problems;
  action.isPreferred = isOnly;
  action.edit = new vscode.WorkspaceEdit();
  for (const { span, newText } of fix.edits) action.edit.replace(vscode.Uri.file(span.file), toRange(span), newText);
  return action;
}
