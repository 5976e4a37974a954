/** Activation: ties commands, views and language features to the workers. */

import * as vscode from "vscode";
import { exportCommand } from "./commands/export.ts";
import { openSarifCommand } from "./commands/open_sarif.ts";
import { COMMANDS, CUSTOM_EDITORS } from "./contributions.ts";
import { startLiveCheck } from "./diagnostics/live_check.ts";
import { createProblems } from "./diagnostics/problems.ts";
import { createQuickFixes } from "./diagnostics/quick_fixes.ts";
import { createCoveragePanel } from "./webviews/coverage_panel.ts";
import { registerFileView } from "./webviews/file_view.ts";
import { createWorkerClient } from "./worker/client.ts";

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Dynamo ONNX", { log: true });
  const script = vscode.Uri.joinPath(extensionUri, "dist", "worker.js").fsPath;
  // Checks while typing have a thread of their own: a long export does not hold them up.
  const exporter = createWorkerClient(script);
  const checker = createWorkerClient(script);
  const problems = createProblems(vscode.Uri.joinPath(extensionUri, "docs", "rules.md"));
  const coverage = createCoveragePanel(extensionUri, exporter);

  subscriptions.push(
    log,
    exporter,
    checker,
    problems,
    coverage,
    startLiveCheck(checker, problems, log),
    vscode.languages.registerCodeActionsProvider({ language: "python", scheme: "file" }, createQuickFixes(problems), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand(COMMANDS.export.id, (target: unknown) =>
      exportCommand({ worker: exporter, problems, log }, target),
    ),
    vscode.commands.registerCommand(COMMANDS.showCoverage.id, () => coverage.show()),
    vscode.commands.registerCommand(COMMANDS.openSarif.id, openSarifCommand),
    registerFileView(extensionUri, {
      viewType: CUSTOM_EDITORS.graph.viewType,
      view: "graph",
      load: async (uri, signal) => {
        const title = uri.path.slice(uri.path.lastIndexOf("/") + 1);
        const source = uri.scheme === "file" ? uri.fsPath : await vscode.workspace.fs.readFile(uri);
        return exporter.call("graphModel", { title, source }, { signal });
      },
    }),
    registerFileView(extensionUri, {
      viewType: CUSTOM_EDITORS.sarif.viewType,
      view: "sarif",
      load: async (uri, signal) => {
        const title = uri.path.slice(uri.path.lastIndexOf("/") + 1);
        const source = uri.scheme === "file" ? uri.fsPath : await vscode.workspace.fs.readFile(uri);
        return exporter.call("sarifModel", { title, source }, { signal });
      },
    }),
  );
}
