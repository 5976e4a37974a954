/** The Problems that are shown: each analysed program owns what it reported, in whichever files that lies. */

import * as vscode from "vscode";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { toProblem } from "./convert.ts";

export interface Problems extends vscode.Disposable {
  /** Replaces what the program reported before. */
  publish(program: vscode.Uri, diagnostics: readonly Diagnostic[]): void;
  clear(program: vscode.Uri): void;
  /** The diagnostics that are shown in a file. */
  of(file: vscode.Uri): readonly Diagnostic[];
}

export function createProblems(rules: vscode.Uri): Problems {
  const collection = vscode.languages.createDiagnosticCollection("dynamo-onnx");
  /** By program, then by file. */
  const reported = new Map<string, Map<string, Diagnostic[]>>();

  const inFile = (file: string): Diagnostic[] => {
    const unique = new Map<string, Diagnostic>();
    for (const files of reported.values()) {
      for (const diagnostic of files.get(file) ?? []) {
        unique.set(JSON.stringify([diagnostic.ruleId, diagnostic.span, diagnostic.message]), diagnostic);
      }
    }
    return [...unique.values()];
  };
  const refresh = (file: string): void => {
    const problems = inFile(file).map((d) => toProblem(d, rules));
    collection.set(
      vscode.Uri.parse(file),
      problems.filter((p) => p !== null),
    );
  };
  const replace = (program: vscode.Uri, files: Map<string, Diagnostic[]>): void => {
    const before = reported.get(program.toString());
    if (files.size === 0) reported.delete(program.toString());
    else reported.set(program.toString(), files);
    for (const file of new Set([...(before?.keys() ?? []), ...files.keys()])) refresh(file);
  };
  return {
    publish: (program, diagnostics) => {
      const files = new Map<string, Diagnostic[]>();
      for (const diagnostic of diagnostics) {
        const file = (diagnostic.span === null ? program : vscode.Uri.file(diagnostic.span.file)).toString();
        const list = files.get(file);
        if (list === undefined) files.set(file, [diagnostic]);
        else list.push(diagnostic);
      }
      replace(program, files);
    },
    clear: (program) => replace(program, new Map()),
    of: (file) => inFile(file.toString()),
    dispose: () => collection.dispose(),
  };
}
