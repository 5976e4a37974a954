/** The packaged extension as a person meets it: install, open a file, export from the palette, look at what appears. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Packaged } from "../../.tools/package.mjs";
import { installPackage } from "./install.ts";
import { openFile, openWorkbench, runCommand, screenshot, viewFrame, type Workbench } from "./workbench.ts";
import { type Sandbox, setTheme } from "./workspace.ts";

let sandbox: Sandbox;
let packaged: Packaged;
let workbench: Workbench;
let page: Page;

beforeAll(async () => {
  ({ sandbox, packaged } = await installPackage());
  workbench = await openWorkbench(sandbox);
  page = workbench.page;
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
});

afterAll(async () => {
  await workbench?.close();
  sandbox?.remove();
});

/** Leaves the window dark, as it was. */
async function inBothThemes(name: string): Promise<void> {
  await screenshot(page, `${name}-dark`);
  await switchTheme("light");
  await screenshot(page, `${name}-light`);
  await switchTheme("dark");
}

async function switchTheme(theme: "dark" | "light"): Promise<void> {
  setTheme(sandbox, theme);
  await page.locator(`.monaco-workbench.${theme === "dark" ? "vs-dark" : "vs"}`).waitFor();
}

test("the package holds one platform's runtime and nothing of the sources", () => {
  const paths = packaged.contents.map(({ path }) => path.replaceAll("\\", "/"));
  const binaries = new Set(
    paths.filter((p) => p.includes("/bin/napi-")).map((p) => p.split("/").slice(0, -1).join("/")),
  );
  expect([...binaries]).toEqual([`dist/node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`]);
  expect(
    paths.filter((p) => p.endsWith(".ts") || p.endsWith(".map") || /^(src|test|extension|webview)\//.test(p)),
  ).toEqual(["extension/media/icon.png"]);
  expect(paths).toEqual(expect.arrayContaining(["dist/extension.js", "dist/worker.js", "README.md", "LICENSE"]));
});

test("exports the example from the palette and shows its graph", async () => {
  await openFile(page, "mlp.py");
  await runCommand(page, "ONNX: Export to ONNX");
  const graph = await viewFrame(page, "mlp.onnx");
  expect(existsSync(join(sandbox.workspace, "examples/mlp.onnx"))).toBe(true);
  expect(await graph.locator(".panel h2").textContent()).toBe("mlp.onnx");
  await page.locator(".notification-toast").waitFor({ state: "hidden" });
  await inBothThemes("graph");

  // Search, as a person finds a layer, expands it and brings its line up.
  await graph.locator(".toolbar .search").click();
  await page.keyboard.type("fc1");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await graph.locator("canvas").focus();
  await page.keyboard.press("Space");
  await graph.locator(".panel .location .link").first().click();
  const active = page.locator(".editor-instance .view-lines", { hasText: "self.fc1(tensor_x)" });
  await active.first().waitFor();
  await runCommand(page, "View: Toggle Primary Side Bar Visibility");
  await graph.locator("vscode-button", { hasText: "Fit" }).click();
  await screenshot(page, "graph-source-dark");
  await runCommand(page, "View: Toggle Primary Side Bar Visibility");
});

test("shows the Problems and the log of a failed export", async () => {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, "broken.py");
  await page.locator(".view-overlays .squiggly-error").first().waitFor();
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "cannot assign module before" }).waitFor();
  await inBothThemes("problems");
  await runCommand(page, "View: Toggle Panel Visibility");

  await page.locator(".tab", { hasText: "broken.py" }).click();
  await runCommand(page, "ONNX: Export to ONNX");
  const log = await viewFrame(page, "broken.sarif");
  await log.locator(".result", { hasText: "cannot assign module before" }).first().waitFor();
  expect(await log.locator(".details .rule-id").textContent()).toBe("DYN1003");
  const text = readFileSync(join(sandbox.workspace, "broken.sarif"), "utf8");
  expect(JSON.parse(text)).toMatchObject({ version: "2.1.0" });
  await inBothThemes("sarif");
});

test("shows the operator coverage", async () => {
  await runCommand(page, "View: Close All Editors");
  await runCommand(page, "ONNX: Show Operator Coverage");
  const coverage = await viewFrame(page, "Operator Coverage");
  expect(await coverage.locator("tbody tr").count()).toBeGreaterThan(20);
  await inBothThemes("coverage");
});
