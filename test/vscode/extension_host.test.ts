/** Runs the suite in VS Code's extension host and reports each of its tests. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import type { Outcome } from "./suite/index.ts";
import { openWorkbench } from "./workbench.ts";
import { checkoutPath, makeSandbox, type Sandbox } from "./workspace.ts";

const SUITE = checkoutPath(".tsbuild", "suite.js");

await build({
  entryPoints: [checkoutPath("test/vscode/suite/index.ts")],
  outfile: SUITE,
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["vscode"],
});

for (const { name, error } of await runSuite()) {
  test(name, () => {
    expect(error).toBeNull();
  });
}

async function runSuite(): Promise<Outcome[]> {
  const sandbox = makeSandbox();
  const results = join(sandbox.dataDir, "results.json");
  try {
    const executable = process.env["VSCODE_EXECUTABLE"];
    const log =
      executable === undefined ? await runInServer(sandbox, results) : await runInDesktop(executable, sandbox, results);
    if (!existsSync(results)) throw new Error(`the suite did not run:\n${log}`);
    return JSON.parse(readFileSync(results, "utf8")) as Outcome[];
  } finally {
    sandbox.remove();
  }
}

/** In the registry's VS Code; the workbench's page tells when the suite has ended. */
async function runInServer(sandbox: Sandbox, results: string): Promise<string> {
  const lines: string[] = [];
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const workbench = await openWorkbench(sandbox, {
    env: { DYNAMO_ONNX_SUITE_RESULTS: results },
    payload: (origin) => {
      const remote = (path: string): string => `vscode-remote://${origin.slice("http://".length)}${path}`;
      return [
        ["extensionDevelopmentPath", remote(checkoutPath().replace(/\/$/, ""))],
        ["extensionTestsPath", remote(SUITE)],
        ["skipWelcome", "true"],
      ];
    },
    prepare: async (page) => {
      await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) =>
        lines.push(args.map(String).join(" ")),
      );
      await page.exposeFunction("codeAutomationExit", () => finish());
    },
  });
  try {
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 180_000))]);
    return [...lines, workbench.log()].join("\n");
  } finally {
    await workbench.close();
  }
}

/** In a desktop VS Code. */
async function runInDesktop(vscodeExecutablePath: string, sandbox: Sandbox, results: string): Promise<string> {
  const { runTests } = await import("@vscode/test-electron");
  const exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: checkoutPath(),
    extensionTestsPath: SUITE,
    extensionTestsEnv: { DYNAMO_ONNX_SUITE_RESULTS: results },
    launchArgs: [
      sandbox.workspace,
      "--no-sandbox",
      "--disable-workspace-trust",
      "--skip-welcome",
      `--user-data-dir=${sandbox.dataDir}`,
      `--extensions-dir=${sandbox.extensionsDir}`,
    ],
  });
  return `VS Code ended with ${exitCode}`;
}
