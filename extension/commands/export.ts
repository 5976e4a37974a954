/** "ONNX: Export to ONNX": runs the exporter on a Python file, then opens the graph, or the log of what went wrong. */

import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import type { ExportResult } from "../../src/protocol/worker_messages.ts";
import { CUSTOM_EDITORS } from "../contributions.ts";
import type { Problems } from "../diagnostics/problems.ts";
import { setting } from "../settings.ts";
import { CancelledError, type WorkerClient } from "../worker/client.ts";

const MOST_OPENED = 4;

export interface ExportContext {
  readonly worker: WorkerClient;
  readonly problems: Problems;
  readonly log: vscode.LogOutputChannel;
}

/** What a run of the command came to; undefined when it was cancelled or could not start. */
export async function exportCommand(context: ExportContext, target: unknown): Promise<ExportResult | undefined> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  const document = uri?.scheme === "file" ? await vscode.workspace.openTextDocument(uri) : undefined;
  if (uri === undefined || document?.languageId !== "python") {
    void vscode.window.showErrorMessage("Open the Python file to export, then run the command again.");
    return undefined;
  }
  if (document.isDirty && !(await document.save())) return undefined;
  try {
    const result = await run(context, uri);
    context.problems.publish(uri, result.diagnostics);
    await present(context, uri, result);
    return result;
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    context.log.error(String(error));
    const choice = await vscode.window.showErrorMessage(
      `The export failed: ${error instanceof Error ? firstLine(error.message) : String(error)}`,
      "Show Log",
    );
    if (choice === "Show Log") context.log.show();
    return undefined;
  }
}

function run({ worker, log }: ExportContext, uri: vscode.Uri): Thenable<ExportResult> {
  const outputDirectory = outputDirectoryOf(uri);
  const title = `Exporting ${uri.path.slice(uri.path.lastIndexOf("/") + 1)} to ONNX`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const result = await worker.call(
        "export",
        {
          file: uri.fsPath,
          outputDirectory,
          opsetVersion: setting("dynamoOnnx.export.opsetVersion", uri),
          report: setting("dynamoOnnx.export.report", uri),
          verify: setting("dynamoOnnx.export.verify", uri),
          args: setting("dynamoOnnx.export.arguments", uri),
          dynamicShapes: setting("dynamoOnnx.export.dynamicShapes", uri),
          opLevelDebug: setting("dynamoOnnx.export.opLevelDebug", uri),
          accuracy: setting("dynamoOnnx.export.accuracy", uri),
          verbosity: setting("dynamoOnnx.export.verbosity", uri),
          warningsAsErrors: setting("dynamoOnnx.export.warningsAsErrors", uri),
          stepBudget: setting("dynamoOnnx.evaluation.stepBudget", uri),
        },
        {
          signal: controller.signal,
          onProgress: (stage) => {
            progress.report({ message: stage });
            log.info(stage);
          },
        },
      );
      if (result.output !== "") log.info(`the program printed:\n${result.output.trimEnd()}`);
      for (const { name, path } of result.exports) log.info(`${name} was exported to ${path}`);
      return result;
    },
  );
}

async function present({ log }: ExportContext, uri: vscode.Uri, result: ExportResult): Promise<void> {
  const { exports, diagnostics, sarifPath } = result;
  const models = exports.slice(0, MOST_OPENED).reverse();
  for (const { path } of models) {
    await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(path), CUSTOM_EDITORS.graph.viewType, {
      viewColumn: vscode.ViewColumn.Active,
      preview: false,
    });
  }
  const errors = diagnostics.filter((d) => d.level === "error");
  if (sarifPath !== null) {
    await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(sarifPath), CUSTOM_EDITORS.sarif.viewType, {
      viewColumn: models.length === 0 ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preview: false,
    });
  }
  if (errors.length > 0) {
    void vscode.window
      .showErrorMessage(`The export failed: ${firstLine(errors[0]?.message ?? "")}`, "Show Problems")
      .then((choice) => choice !== undefined && vscode.commands.executeCommand("workbench.actions.view.problems"));
  } else if (exports.length === 0) {
    void vscode.window.showWarningMessage(
      `${uri.path.slice(uri.path.lastIndexOf("/") + 1)} ran to its end without an export: call torch.onnx.export(model, args, dynamo=True) in it.`,
    );
  } else {
    vscode.window.setStatusBarMessage(
      `$(check) Exported ${exports.map((e) => vscode.workspace.asRelativePath(e.path)).join(", ")}`,
      8000,
    );
    for (const warning of diagnostics.filter((d) => d.level === "warning")) log.warn(warning.message);
  }
}

function outputDirectoryOf(uri: vscode.Uri): string {
  const beside = join(uri.fsPath, "..");
  const chosen = setting("dynamoOnnx.export.outputDirectory", uri).trim();
  if (chosen === "") return beside;
  if (isAbsolute(chosen)) return chosen;
  return join(vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? beside, chosen);
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}
