// Bundles the extension, its workers, the command line and the webviews into dist/. Options: --only a,b  --minify
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { frozenModules } from "./frozen.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { operatorLines } from "./operator_lines.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each bundle that runs in Node: its entry, and what is left to the environment. */
const NODE_BUNDLES = {
  extension: { entry: "extension/extension.ts", external: ["vscode"] },
  worker: { entry: "extension/worker.ts", external: ["onnxruntime-node"] },
  ort_worker: { entry: "src/runtime/ort_worker.ts", external: ["onnxruntime-node"] },
  index: { entry: "src/index.ts", external: ["onnxruntime-node"] },
  cli: { entry: "src/cli/start.ts", external: [], shebang: true },
  cli_main: { entry: "src/cli/main.ts", external: ["onnxruntime-node"] },
};

const WEBVIEWS = ["graph", "sarif", "coverage"];

function nodeOptions(name, minify, definitions) {
  const { entry, external, shebang } = NODE_BUNDLES[name];
  return {
    entryPoints: [join(ROOT, entry)],
    outfile: join(ROOT, `dist/${name}.js`),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external,
    // CommonJS has no import.meta; libraries find the files beside them through it.
    define: { "import.meta.url": "__bundleUrl", ...definitions },
    // Code that V8 kept compiled can't import; it can require.
    supported: { "dynamic-import": false },
    banner: {
      js: `${shebang ? "#!/usr/bin/env node\n" : ""}"use strict";const __bundleUrl=require("node:url").pathToFileURL(__filename).href;`,
    },
    sourcemap: minify ? false : "linked",
    minify,
    logLevel: "warning",
    metafile: true,
    absWorkingDir: ROOT,
    logOverride: { "empty-import-meta": "silent" },
  };
}

function webviewOptions(name, minify) {
  return {
    entryPoints: { [name]: join(ROOT, `webview/${name}/main.ts`) },
    outdir: join(ROOT, "dist/webview"),
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "chrome120",
    sourcemap: minify ? false : "linked",
    minify,
    logLevel: "warning",
    metafile: true,
    absWorkingDir: ROOT,
  };
}

/** Builds the named bundles (all when `only` is null) into dist/. */
export async function buildAll({ only = null, minify = false } = {}) {
  const wanted = (name) => only === null || only.includes(name) || (name === "cli_main" && only.includes("cli"));
  const dist = join(ROOT, "dist");
  mkdirSync(dist, { recursive: true });
  const jobs = [];
  const lines = await operatorLines(ROOT);
  const frozen = await frozenModules(ROOT);
  const definitions = { OPERATOR_LINES: JSON.stringify(lines), FRONT_END: JSON.stringify(frozen.sum) };
  for (const name of Object.keys(NODE_BUNDLES))
    if (wanted(name)) jobs.push(build(nodeOptions(name, minify, definitions)));
  for (const name of WEBVIEWS) if (wanted(name)) jobs.push(build(webviewOptions(name, minify)));
  const results = await Promise.all(jobs);
  const kept = new Set(
    results.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => resolve(ROOT, path))),
  );
  const frozenFile = join(dist, "frozen.bin");
  writeFileSync(frozenFile, frozen.bytes);
  kept.add(frozenFile);
  // What an earlier build left behind; only now, so that a failed build takes nothing away.
  if (only === null) {
    const notices = join(dist, "THIRD_PARTY_NOTICES.txt");
    writeFileSync(
      notices,
      thirdPartyNotices(
        ROOT,
        results.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
      ),
    );
    kept.add(notices);
    for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const isType = path.startsWith(join(dist, "types"));
      if (entry.isFile() && !isType && !kept.has(path)) rmSync(path);
    }
  }
  if (wanted("cli")) chmodSync(join(dist, "cli.js"), 0o755);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf("--only");
  const only = at < 0 ? null : process.argv[at + 1].split(",");
  await buildAll({ only, minify: process.argv.includes("--minify") });
}
