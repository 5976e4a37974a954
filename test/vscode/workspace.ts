/** A workspace of its own for each run: the examples, and a program that fails. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Sandbox {
  readonly workspace: string;
  readonly dataDir: string;
  readonly extensionsDir: string;
  remove(): void;
}

export function makeSandbox(): Sandbox {
  const base = mkdtempSync(join(tmpdir(), "dynamo-onnx-vscode-"));
  const workspace = join(base, "workspace");
  const sandbox = { workspace, dataDir: join(base, "data"), extensionsDir: join(base, "extensions") };
  for (const folder of Object.values(sandbox)) mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, "examples"), join(workspace, "examples"), { recursive: true });
  cpSync(join(ROOT, "test/vscode/fixtures"), workspace, { recursive: true });
  setTheme(sandbox, "dark");
  return { ...sandbox, remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Writes the workspace's settings; an open window follows. What is not the extension's is put out of sight. */
export function setTheme({ workspace }: Pick<Sandbox, "workspace">, theme: "dark" | "light"): void {
  const settings = {
    "workbench.colorTheme": theme === "dark" ? "Default Dark Modern" : "Default Light Modern",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "chat.disableAIFeatures": true,
    "window.autoDetectColorScheme": false,
    "files.exclude": { ".vscode": true },
  };
  mkdirSync(join(workspace, ".vscode"), { recursive: true });
  writeFileSync(join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}

export function checkoutPath(...parts: string[]): string {
  return join(ROOT, ...parts);
}
