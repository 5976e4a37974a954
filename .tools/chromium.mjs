// Finds a Chromium for the tests: the system's, else Playwright's own, else Debian's package.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cacheFolder } from "./cache.mjs";

const require = createRequire(import.meta.url);

const USUAL_PLACES = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
  ],
};

/** The path of a Chromium that starts, or null with the reasons why none could be had. */
export function findChromium(log) {
  const reasons = [];
  const works = (path) => {
    if (path === undefined || !existsSync(path)) return false;
    const { status } = spawnSync(path, ["--version", "--no-sandbox"], { timeout: 30_000 });
    if (status !== 0) reasons.push(`${path} does not start`);
    return status === 0;
  };
  const given = process.env.CHROMIUM_EXECUTABLE;
  for (const path of [given, ...(USUAL_PLACES[process.platform] ?? [])]) if (works(path)) return { path, reasons };
  reasons.push("no system Chromium");

  const browsers = cacheFolder("browsers");
  process.env.PLAYWRIGHT_BROWSERS_PATH = browsers;
  const executable = () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        "-e",
        `process.stdout.write(require(${JSON.stringify(require.resolve("playwright-core"))}).chromium.executablePath())`,
      ],
      { encoding: "utf8", env: process.env },
    );
    return stdout;
  };
  if (works(executable())) return { path: executable(), reasons };
  log("No system Chromium: installing Playwright's.");
  const cli = join(dirname(require.resolve("playwright-core/package.json")), "cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit", timeout: 180_000, env: process.env });
  if (works(executable())) return { path: executable(), reasons };
  reasons.push("Playwright's Chromium can't be downloaded or does not start");

  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    log("Installing Debian's chromium package.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", timeout: 300_000, env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
      stdio: "inherit",
      timeout: 600_000,
      env,
    });
    if (works("/usr/bin/chromium")) return { path: "/usr/bin/chromium", reasons };
    reasons.push("Debian's chromium package could not be installed");
  }
  return { path: null, reasons };
}
