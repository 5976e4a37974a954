/** What the extension does in a real VS Code, seen through the editor's API. */

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { COMMANDS, CUSTOM_EDITORS, EXTENSION_ID } from "../../../extension/contributions.ts";

export const TESTS: Readonly<Record<string, () => Promise<void>>> = {
  "registers its commands": async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension, "the extension is not there");
    await extension.activate();
    const known = await vscode.commands.getCommands(true);
    for (const { id } of Object.values(COMMANDS)) assert.ok(known.includes(id), `${id} is not registered`);
  },

  "exports the example and opens its graph": async () => {
    const model = fileOf("examples/mlp.onnx");
    await vscode.commands.executeCommand(COMMANDS.export.id, fileOf("examples/mlp.py"));
    assert.ok((await vscode.workspace.fs.stat(model)).size > 500, "the model is empty");
    await until("the graph is the active editor", () => isOpen(CUSTOM_EDITORS.graph.viewType, model));
    assert.deepEqual(problemsOf(fileOf("examples/mlp.py")), []);
  },

  "publishes a Problem under the first assignment while the file is only open": async () => {
    const broken = fileOf("broken.py");
    const document = await vscode.workspace.openTextDocument(broken);
    await vscode.window.showTextDocument(document);
    await until("a Problem appears", () => problemsOf(broken).length > 0);
    const [problem, ...more] = problemsOf(broken);
    assert.ok(problem);
    assert.deepEqual(more, []);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(problem.source, "dynamo-onnx");
    assert.match(problem.message, /cannot assign module before Module\.__init__\(\) call/);
    const line = document.lineAt(problem.range.start.line);
    assert.equal(line.text.trim(), "self.fc0 = nn.Linear(8, 8)");
    assert.ok(!problem.range.isEmpty && problem.range.isSingleLine, "the Problem must be under the assignment");
    assert.ok(line.range.contains(problem.range));
    const frames = (problem.relatedInformation ?? []).map((r) => r.location.range.start.line);
    assert.ok(frames.includes(lineWith(document, "model = Broken()")), "the call stack must lead to the caller");
  },

  "writes the log of a failed export and opens it": async () => {
    const log = fileOf("broken.sarif");
    await vscode.commands.executeCommand(COMMANDS.export.id, fileOf("broken.py"));
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(log));
    const parsed = JSON.parse(text) as { version: string; runs: { results: { ruleId: string }[] }[] };
    assert.equal(parsed.version, "2.1.0");
    assert.equal(parsed.runs[0]?.results.length, 1);
    await until("the log is shown", () => isOpen(CUSTOM_EDITORS.sarif.viewType, log));
  },

  "inserts super().__init__() as a quick fix": async () => {
    const broken = fileOf("broken.py");
    const document = await vscode.workspace.openTextDocument(broken);
    await vscode.window.showTextDocument(document);
    await until("a Problem appears", () => problemsOf(broken).length > 0);
    const [problem] = problemsOf(broken);
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      broken,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find((action) => action.title.includes("super().__init__()"));
    assert.ok(fix?.edit, `no such fix among: ${actions.map((action) => action.title).join("; ")}`);
    await vscode.workspace.applyEdit(fix.edit);
    const inserted = lineWith(document, "super().__init__()");
    assert.equal(document.lineAt(inserted).text, "        super().__init__()");
    assert.equal(document.lineAt(inserted + 1).text, "        self.fc0 = nn.Linear(8, 8)");
    // The unsaved text is what is checked now.
    await until("the Problem goes away", () => problemsOf(broken).length === 0);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  },

  "shows the operator coverage": async () => {
    await vscode.commands.executeCommand(COMMANDS.showCoverage.id);
    await until("the panel is open", () =>
      vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => tab.label === "Operator Coverage")),
    );
  },
};

function fileOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no workspace is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

function problemsOf(file: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(file).filter((problem) => problem.source === "dynamo-onnx");
}

function lineWith(document: vscode.TextDocument, text: string): number {
  const line = document
    .getText()
    .split(/\r?\n/)
    .findIndex((candidate) => candidate.includes(text));
  assert.ok(line >= 0, `no line has ${text}`);
  return line;
}

function isOpen(viewType: string, file: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some((group) =>
    group.tabs.some(
      ({ input }) =>
        input instanceof vscode.TabInputCustom && input.viewType === viewType && input.uri.path === file.path,
    ),
  );
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
