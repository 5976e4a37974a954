// A whole VS Code from the npm registry (the package code-server): its server runs headless, a Chromium shows the workbench.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { cacheFolder } from "./cache.mjs";

/** code-server 4.139.1 carries VS Code 1.139.1; its server wants Node 24. */
const CODE_SERVER = "4.139.1";
const NODE_MAJOR = "24";

/** The folder with the server, installed on first use; null with a reason when it can't be. */
export function installServer(log) {
  const folder = cacheFolder(`code-server-${CODE_SERVER}`);
  const marker = join(folder, ".ready");
  const vscode = join(folder, "node_modules", "code-server", "lib", "vscode");
  const node = nodeBinary(folder);
  if (existsSync(marker) && node !== null) return { vscode, node };
  if (process.platform === "win32") return { reason: "code-server does not run on Windows" };
  log(`Installing VS Code's server (code-server ${CODE_SERVER}) from the npm registry.`);
  rmSync(join(folder, "node_modules"), { recursive: true, force: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const nodePackage = `node-${process.platform}-${process.arch}@${NODE_MAJOR}`;
  const npm = (args, cwd) =>
    spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args], {
      cwd,
      stdio: "inherit",
      timeout: 600_000,
    }).status === 0;
  if (!npm([`code-server@${CODE_SERVER}`, nodePackage], folder)) return { reason: "code-server can't be installed" };
  if (!npm(["--omit=dev"], vscode)) return { reason: "the dependencies of VS Code's server can't be installed" };
  writeFileSync(marker, "");
  const installed = nodeBinary(folder);
  return installed === null ? { reason: `the package ${nodePackage} has no node binary` } : { vscode, node: installed };
}

function nodeBinary(folder) {
  const path = join(folder, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  return existsSync(path) ? path : null;
}

/** Installs a .vsix into an extensions folder. */
export function installExtension({ vscode, node }, vsix, extensionsDir, dataDir) {
  const { status, stdout, stderr } = spawnSync(
    node,
    [
      join(vscode, "out", "server-main.js"),
      "--accept-server-license-terms",
      "--telemetry-level=off",
      `--server-data-dir=${dataDir}`,
      `--extensions-dir=${extensionsDir}`,
      `--install-extension=${vsix}`,
      "--force",
    ],
    { encoding: "utf8", timeout: 120_000 },
  );
  if (status !== 0 || /fail/i.test(stdout)) throw new Error(`the extension was not installed:\n${stdout}\n${stderr}`);
}

/** Starts the server; `stop` ends it and every process it started. */
export async function startServer({ vscode, node }, { dataDir, extensionsDir, workspaceTrust = false, env = {} }) {
  const port = await freePort();
  const child = spawn(
    node,
    [
      join(vscode, "out", "server-main.js"),
      "--host=127.0.0.1",
      `--port=${port}`,
      "--without-connection-token",
      "--accept-server-license-terms",
      "--enable-smoke-test-driver",
      ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
      "--telemetry-level=off",
      `--server-data-dir=${dataDir}`,
      `--extensions-dir=${extensionsDir}`,
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } },
  );
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    output += data;
  });
  const deadline = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await endTree(child.pid);
      throw new Error(`VS Code's server did not start:\n${output}`);
    }
    await pause(200);
  }
  return { port, origin: `http://127.0.0.1:${port}`, log: () => output, stop: () => endTree(child.pid) };
}

async function answers(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Ends a process and all it started, by their ids: children first asked, then forced. */
async function endTree(root) {
  const pids = [root, ...descendants(root)];
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended already.
      }
    }
    await pause(500);
  }
}

function descendants(root) {
  const children = new Map();
  for (const [pid, parent] of processTable()) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const found = [];
  const visit = (pid) => {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      visit(child);
    }
  };
  visit(root);
  return found;
}

function processTable() {
  if (process.platform === "linux") {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, "utf8");
          // The command's name may hold spaces and parentheses; the parent's id is the second field after it.
          return [[Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])]];
        } catch {
          return [];
        }
      });
  }
  const { stdout } = spawnSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
