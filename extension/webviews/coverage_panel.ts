/** The panel that lists how each ATen operator is translated; there is one at most. */

import * as vscode from "vscode";
import type { CoverageToHost, CoverageToWebview } from "../../src/protocol/webview_messages.ts";
import { COVERAGE_VIEW } from "../contributions.ts";
import type { WorkerClient } from "../worker/client.ts";
import { openView } from "./host.ts";

export interface CoveragePanel extends vscode.Disposable {
  show(): void;
}

export function createCoveragePanel(extensionUri: vscode.Uri, worker: WorkerClient): CoveragePanel {
  let open: vscode.WebviewPanel | null = null;
  const fill = (panel: vscode.WebviewPanel): void => {
    open = panel;
    panel.onDidDispose(() => {
      if (open === panel) open = null;
    });
    const channel = openView<CoverageToWebview, CoverageToHost>(panel.webview, extensionUri, "coverage", panel.title, {
      ready: () => {
        worker.call("coverageModel", null).then(
          (model) => channel.send({ type: "show", model }),
          (error: unknown) => channel.send({ type: "failure", message: String(error) }),
        );
      },
    });
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(COVERAGE_VIEW, {
    deserializeWebviewPanel: async (panel) => fill(panel),
  });
  return {
    show: () => {
      if (open !== null) open.reveal();
      else fill(vscode.window.createWebviewPanel(COVERAGE_VIEW, "Operator Coverage", vscode.ViewColumn.Active));
    },
    dispose: () => {
      serializer.dispose();
      open?.dispose();
    },
  };
}
