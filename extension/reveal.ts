/** Shows a place of a source file beside a view, without taking the focus from it. */

import * as vscode from "vscode";
import type { LocationView } from "../src/protocol/location.ts";
import { toRange } from "./diagnostics/convert.ts";

/** `origin` is the file that names the place: relative paths may start beside it. */
export async function revealLocation(location: LocationView, origin: vscode.Uri | null): Promise<void> {
  const uri = await findFile(location.file, origin);
  if (uri === null) {
    void vscode.window.showWarningMessage(`${location.file} was not found in this workspace.`);
    return;
  }
  const selection = toRange(location);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  await vscode.window.showTextDocument(uri, {
    viewColumn: visible?.viewColumn ?? otherColumn(),
    preserveFocus: true,
    preview: true,
    selection,
  });
}

/** A column that does not cover the view. */
function otherColumn(): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  return all.find((group) => group !== activeTabGroup)?.viewColumn ?? vscode.ViewColumn.Beside;
}

async function findFile(file: string, origin: vscode.Uri | null): Promise<vscode.Uri | null> {
  // A log or a model may come from anywhere: it must not make the editor connect to another machine.
  if (/^(?:[/\\]{2}|file:\/\/[^/])/i.test(file)) return null;
  const candidates: vscode.Uri[] = [];
  if (/^file:/i.test(file)) candidates.push(vscode.Uri.parse(file));
  else if (/^([/\\]|[a-z]:[/\\])/i.test(file)) candidates.push(vscode.Uri.file(file));
  else if (!/^[a-z][a-z0-9+.-]+:/i.test(file)) {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) candidates.push(vscode.Uri.joinPath(uri, file));
    if (origin !== null) candidates.push(vscode.Uri.joinPath(origin, "..", file));
  }
  for (const candidate of candidates) if (await isFile(candidate)) return candidate;
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  if (name === "") return null;
  const glob = `**/${name.replace(/[*?{}[\]]/g, "?")}`;
  const found = await vscode.workspace.findFiles(glob, undefined, 2);
  // Another machine's path: take the workspace's file of that name, if there is only one.
  return found.length === 1 ? (found[0] ?? null) : null;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
