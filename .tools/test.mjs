// Runs every test on a bare machine: builds, sets up a browser and a VS Code, says what it skips and why (in CI: nothing).
// Options: --only unit,webview,vscode
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { findChromium } from "./chromium.mjs";
import { installServer } from "./vscode_server.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CI = process.env.CI === "true" || process.env.CI === "1";
const log = (text) => console.log(`\n== ${text}`);

const total = { passed: 0, failed: 0, skipped: 0 };
const at = process.argv.indexOf("--only");
const only = at < 0 ? null : process.argv[at + 1].split(",");

/** A part that can't run: in CI that is a failure. */
function skip(part, reason) {
  console.log(`${CI ? "FAILED" : "SKIPPED"} ${part}: ${reason}`);
  if (CI) total.failed++;
  else total.skipped++;
}

/** Runs one vitest project and adds what it counted. */
function vitest(part, config) {
  log(part);
  const report = join(ROOT, ".tsbuild", `${part.replaceAll(" ", "-")}.json`);
  rmSync(report, { force: true });
  const vitestCli = join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitestCli, "run", "-c", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { stdio: "inherit", cwd: ROOT, env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true" } },
  );
  if (!existsSync(report)) {
    console.log(`FAILED ${part}: the runner ended with ${status} and reported nothing`);
    total.failed++;
    return;
  }
  const result = JSON.parse(readFileSync(report, "utf8"));
  total.passed += result.numPassedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  total.failed += result.numFailedTests;
  // A file that can't be loaded, or an error outside of any test, has no failed test to its name.
  const brokenFiles = result.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((a) => a.status !== "failed"),
  );
  total.failed += brokenFiles.length;
  if (status !== 0 && result.numFailedTests === 0 && brokenFiles.length === 0) total.failed++;
}

/** Sets VSCODE_EXECUTABLE when a desktop VS Code is there or can be downloaded, and can open a window. */
async function desktopVsCode() {
  if (process.env.VSCODE_EXECUTABLE !== undefined) return process.env.VSCODE_EXECUTABLE;
  if (process.platform === "linux" && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) {
    console.log("No display for a desktop VS Code: using the registry's.");
    return null;
  }
  try {
    const answer = await fetch("https://update.code.visualstudio.com/api/releases/stable", {
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
    return await downloadAndUnzipVSCode({ cachePath: cacheFolder("vscode-test") });
  } catch (error) {
    console.log(`VS Code can't be downloaded (${error.message}): using the registry's.`);
    return null;
  }
}

mkdirSync(join(ROOT, ".tsbuild"), { recursive: true });
log("build");
const build = spawnSync(process.execPath, [join(ROOT, ".tools", "build.mjs")], { stdio: "inherit", cwd: ROOT });
if (build.status !== 0) {
  console.log("FAILED build");
  total.failed++;
} else {
  const wanted = (part) => only === null || only.includes(part);
  if (wanted("unit")) vitest("unit tests", "test/vitest.config.ts");

  const browser = wanted("webview") || wanted("vscode") ? findChromium(log) : { path: null, reasons: [] };
  if (browser.path !== null) process.env.CHROMIUM_EXECUTABLE = browser.path;
  const noBrowser = browser.reasons.join("; ");

  if (wanted("webview")) {
    if (browser.path === null) skip("webview tests", noBrowser);
    else vitest("webview tests", "test/webview/vitest.config.ts");
  }
  if (wanted("vscode")) {
    if (browser.path === null) skip("VS Code tests", noBrowser);
    else {
      const server = installServer(log);
      if ("reason" in server) skip("VS Code tests", server.reason);
      else {
        const desktop = await desktopVsCode();
        if (desktop !== null) process.env.VSCODE_EXECUTABLE = desktop;
        vitest("VS Code tests", "test/vscode/vitest.config.ts");
      }
    }
  }
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || (CI && total.skipped > 0) ? 1 : 0;
