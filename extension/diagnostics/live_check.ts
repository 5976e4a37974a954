/** Checks Python files that import torch while they are edited; a newer check cancels an older one. */

import * as vscode from "vscode";
import type { UnsavedFile } from "../../src/protocol/worker_messages.ts";
import { setting } from "../settings.ts";
import { CancelledError, type WorkerClient } from "../worker/client.ts";
import type { Problems } from "./problems.ts";

const IMPORTS_TORCH = /^[ \t]*(?:import|from)[ \t]+torch\b/m;

export function startLiveCheck(
  worker: WorkerClient,
  problems: Problems,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const running = new Map<string, AbortController>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const stop = (key: string): void => {
    clearTimeout(waiting.get(key));
    waiting.delete(key);
    running.get(key)?.abort();
    running.delete(key);
  };
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const key = document.uri.toString();
    const controller = new AbortController();
    running.set(key, controller);
    try {
      const { diagnostics } = await worker.call(
        "check",
        {
          file: document.uri.fsPath,
          unsaved: unsavedFiles(),
          args: setting("dynamoOnnx.export.arguments", document.uri),
          stepBudget: setting("dynamoOnnx.evaluation.stepBudget", document.uri),
        },
        { signal: controller.signal },
      );
      if (running.get(key) === controller) problems.publish(document.uri, diagnostics);
    } catch (error) {
      if (!(error instanceof CancelledError)) log.error(`check of ${document.uri.fsPath}: ${String(error)}`);
    } finally {
      if (running.get(key) === controller) running.delete(key);
    }
  };
  const schedule = (document: vscode.TextDocument, delay: number): void => {
    if (document.languageId !== "python" || document.uri.scheme !== "file") return;
    const key = document.uri.toString();
    stop(key);
    if (!setting("dynamoOnnx.check.enabled", document.uri) || !IMPORTS_TORCH.test(document.getText())) {
      problems.clear(document.uri);
      return;
    }
    const run = (): void => {
      waiting.delete(key);
      void check(document);
    };
    waiting.set(key, setTimeout(run, delay));
  };
  const scheduleAll = (): void => {
    for (const document of vscode.workspace.textDocuments) schedule(document, 0);
  };

  scheduleAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => schedule(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) schedule(document, setting("dynamoOnnx.check.delay", document.uri));
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      stop(document.uri.toString());
      problems.clear(document.uri);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("dynamoOnnx.check") || event.affectsConfiguration("dynamoOnnx.evaluation"))
        scheduleAll();
    }),
    {
      dispose: () => {
        for (const key of [...running.keys(), ...waiting.keys()]) stop(key);
      },
    },
  );
}

/** Imports of the program see the editor's text, not the file's. */
function unsavedFiles(): UnsavedFile[] {
  return vscode.workspace.textDocuments
    .filter((d) => d.isDirty && d.uri.scheme === "file" && d.languageId === "python")
    .map((d) => ({ path: d.uri.fsPath, text: d.getText() }));
}
