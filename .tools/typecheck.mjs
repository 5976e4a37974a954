// Type-checks every project: the layers are separate so that one can't see the world of another.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PROJECTS = [
  "src/tsconfig.json",
  "src/tsconfig.node.json",
  "extension/tsconfig.json",
  "webview/tsconfig.json",
  "test/tsconfig.json",
];

let failed = false;
for (const project of PROJECTS) {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(ROOT, project)], { stdio: "inherit" });
  console.log(`${project}: ${status === 0 ? "ok" : "failed"}`);
  if (status !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
