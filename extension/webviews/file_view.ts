/** A read-only view of a file: loads its model in the worker, shows it, and loads it again when the file changes. */

import * as vscode from "vscode";
import type { LocationView } from "../../src/protocol/location.ts";
import type { FailureMessage, ShowMessage } from "../../src/protocol/webview_messages.ts";
import { revealLocation } from "../reveal.ts";
import { CancelledError } from "../worker/client.ts";
import { openView, type ViewName } from "./host.ts";

export interface FileView<Model> {
  readonly viewType: string;
  readonly view: ViewName;
  load(uri: vscode.Uri, signal: AbortSignal): Promise<Model>;
}

/** What the views of files may post. */
type FromView =
  | { readonly type: "ready" }
  | { readonly type: "reveal"; readonly location: LocationView }
  | { readonly type: "openLink"; readonly url: string };

const RELOAD_DELAY_MS = 200;

export function registerFileView<Model>(
  extensionUri: vscode.Uri,
  { viewType, view, load }: FileView<Model>,
): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    resolveCustomEditor: ({ uri }, panel) => {
      let loading: AbortController | null = null;
      let visibleModel = false;
      const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
      const show = async (): Promise<void> => {
        loading?.abort();
        const controller = new AbortController();
        loading = controller;
        try {
          const model = await load(uri, controller.signal);
          if (loading === controller) channel.send({ type: "show", model });
        } catch (error) {
          if (error instanceof CancelledError || loading !== controller) return;
          channel.send({ type: "failure", message: error instanceof Error ? error.message : String(error) });
        }
      };
      const channel = openView<ShowMessage<Model> | FailureMessage, FromView>(panel.webview, extensionUri, view, name, {
        ready: () => {
          visibleModel = true;
          void show();
        },
        reveal: ({ location }) => void revealLocation(location, uri),
        openLink: ({ url }) => {
          if (/^https?:\/\//i.test(url)) void vscode.env.openExternal(vscode.Uri.parse(url));
        },
      });
      let timer: ReturnType<typeof setTimeout> | undefined;
      const reload = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (visibleModel) void show();
        }, RELOAD_DELAY_MS);
      };
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), name.replace(/[*?{}[\]]/g, "?")),
      );
      watcher.onDidChange(reload);
      watcher.onDidCreate(reload);
      panel.onDidDispose(() => {
        clearTimeout(timer);
        loading?.abort();
        watcher.dispose();
      });
    },
  };
  return vscode.window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true });
}
