/** Fills a webview with one of the views and opens its message channel. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { type Handlers, type Message, MessageHandler } from "../../src/protocol/message_handler.ts";
import { webviewHtml } from "./html.ts";

export type ViewName = "graph" | "sarif" | "coverage";

/** Sets the page; the view may load files of the built webviews' folder only. */
export function openView<ToWebview extends Message, FromWebview extends Message>(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  view: ViewName,
  title: string,
  handlers: Handlers<FromWebview>,
): MessageHandler<ToWebview, FromWebview> {
  const root = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  const channel = new MessageHandler<ToWebview, FromWebview>((message) => void webview.postMessage(message), handlers);
  webview.onDidReceiveMessage((message: unknown) => channel.receive(message));
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = webviewHtml({
    title,
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${view}.js`)).toString(),
    styleUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${view}.css`)).toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("hex"),
  });
  return channel;
}
