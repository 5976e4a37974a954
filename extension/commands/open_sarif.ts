/** "ONNX: Open SARIF Log": shows a log in the SARIF view, chosen by the user when none is given. */

import * as vscode from "vscode";
import { CUSTOM_EDITORS } from "../contributions.ts";

export async function openSarifCommand(target: unknown): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : await choose();
  if (uri !== undefined) await vscode.commands.executeCommand("vscode.openWith", uri, CUSTOM_EDITORS.sarif.viewType);
}

async function choose(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Open SARIF Log",
    filters: { "SARIF logs": ["sarif", "json"], "All files": ["*"] },
  });
  return chosen?.[0];
}
