/** Restricted Mode: in a workspace that is not trusted the extension checks and exports, for it never runs the program. */

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installPackage } from "./install.ts";
import { openFile, openWorkbench, runCommand, viewFrame, type Workbench } from "./workbench.ts";
import type { Sandbox } from "./workspace.ts";

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  ({ sandbox } = await installPackage());
  // An untrusted workspace may not choose where files go.
  const settings = {
    "dynamoOnnx.export.outputDirectory": "elsewhere",
    "workbench.startupEditor": "none",
    "chat.disableAIFeatures": true,
  };
  writeFileSync(join(sandbox.workspace, ".vscode", "settings.json"), JSON.stringify(settings));
  workbench = await openWorkbench(sandbox, { workspaceTrust: true });
  await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
});

afterAll(async () => {
  await workbench?.close();
  sandbox?.remove();
});

test("publishes Problems while a file is only open", async () => {
  await openFile(workbench.page, "broken.py");
  await workbench.page.locator(".view-overlays .squiggly-error").first().waitFor();
});

test("exports, beside the file and not where the workspace says", async () => {
  await openFile(workbench.page, "mlp.py");
  await runCommand(workbench.page, "ONNX: Export to ONNX");
  await viewFrame(workbench.page, "mlp.onnx");
  expect(existsSync(join(sandbox.workspace, "examples/mlp.onnx"))).toBe(true);
  expect(existsSync(join(sandbox.workspace, "elsewhere"))).toBe(false);
});
