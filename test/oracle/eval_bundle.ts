/** Bundles the evaluator into a folder of its own, so that suites can run it in processes they can stop. */

import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./python.ts";

/** Bundles `entry` (a file of this folder) into `directory`; returns the script's path. */
export async function bundle(entry: string, directory: string): Promise<string> {
  const outfile = join(directory, entry.replace(/\.ts$/, ".cjs"));
  await build({
    entryPoints: [join(ROOT, "test/oracle", entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    define: { "import.meta.url": JSON.stringify(`file://${join(ROOT, "src/runtime/bundle.js")}`) },
    sourcemap: "linked",
    logLevel: "warning",
    logOverride: { "empty-import-meta": "silent" },
  });
  return outfile;
}
