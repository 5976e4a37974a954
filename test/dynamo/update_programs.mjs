/**
 * Writes what CPython prints for the programs of this folder into their `.expected.txt`.
 *
 *   node test/dynamo/update_programs.mjs [--all | FEATURE/NAME…]      by default those that have none
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";

const folder = join(import.meta.dirname, "programs");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: "boolean", default: false } },
});
const programs = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".py"));

for (const path of programs) {
  const expected = join(folder, path.replace(/\.py$/, ".expected.txt"));
  const named = positionals.includes(path.replace(/\.py$/, ""));
  if (positionals.length > 0 ? !named : !values.all && existsSync(expected)) continue;
  const { status, stdout, stderr } = spawnSync("python3", ["-X", "utf8", basename(path)], {
    cwd: dirname(join(folder, path)),
    encoding: "utf8",
    env: { ...process.env, PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" },
  });
  writeFileSync(
    expected,
    status === 0
      ? stdout
      : `${stdout}--- exit code ${status}\n${stderr.replaceAll(/File "[^"<]*\.py"/g, 'File "main.py"')}`,
  );
  if (status !== 0) console.log(`${path} ends with ${status}: ${stderr.trim().split("\n").at(-1)}`);
}
