/**
 * Writes what real numpy prints for the programs of this folder into their `.expected.txt`.
 *
 *   DYNAMO_ONNX_PYTHON=… node test/libraries/update_programs.mjs
 */

import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "numpy");
for (const name of readdirSync(folder).filter((file) => file.endsWith(".py"))) {
  const python = process.env.DYNAMO_ONNX_PYTHON ?? "python3";
  const { status, stdout, stderr } = spawnSync(python, ["-W", "ignore", name], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  writeFileSync(join(folder, name.replace(/\.py$/, ".expected.txt")), stdout);
}
