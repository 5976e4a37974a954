/** Diagnostics of the core as the editor's. */

import * as vscode from "vscode";
import type { Diagnostic, Level } from "../../src/diagnostics/diagnostic.ts";
import type { Span } from "../../src/diagnostics/span.ts";

const SEVERITIES: Readonly<Record<Exclude<Level, "none">, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

/** Both sides count UTF-16 units; the core counts from 1. */
export function toRange({ line, column, endLine, endColumn }: Omit<Span, "file">): vscode.Range {
  return new vscode.Range(
    Math.max(0, line - 1),
    Math.max(0, column - 1),
    Math.max(0, endLine - 1),
    Math.max(0, endColumn - 1),
  );
}

/** The Problem that shows a diagnostic; null for those that are only for the log. `rules` is the page that explains the rules. */
export function toProblem(
  { level, message, ruleId, span, stack = [], related = [] }: Diagnostic,
  rules: vscode.Uri,
): vscode.Diagnostic | null {
  if (level === "none") return null;
  const range = span === null ? new vscode.Range(0, 0, 0, 0) : toRange(span);
  const problem = new vscode.Diagnostic(range, message, SEVERITIES[level]);
  problem.source = "dynamo-onnx";
  problem.code = { value: ruleId, target: rules.with({ fragment: ruleId.toLowerCase() }) };
  problem.relatedInformation = [
    ...related.map((r) => information(r.span, r.message)),
    ...stack.map((frame) => information(frame.span, `in ${frame.name}`)),
  ];
  return problem;
}

function information(span: Span, message: string): vscode.DiagnosticRelatedInformation {
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(vscode.Uri.file(span.file), toRange(span)),
    message,
  );
}
