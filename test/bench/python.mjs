/**
 * Pure Python programs in CPython and here, in turn, in one run. Each program prints the time of its own work.
 *
 *   node .tools/build.mjs --only cli && node test/bench/python.mjs [NAME…] [--runs 3]
 */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const folder = join(import.meta.dirname, "python");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, cli: { type: "string", default: join(root, "dist/cli.js") } },
});
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".py"))
  .map((file) => file.slice(0, -3))
  .filter((name) => positionals.length === 0 || positionals.includes(name));

/** The seconds that a program measured, and the rest of what it printed. */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  const match = /^seconds ([\d.]+)$/m.exec(stdout);
  if (status !== 0 || match === null) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return { seconds: Number(match[1]), output: stdout.replace(match[0], "") };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const ratios = [];
console.log(`${"program".padEnd(14)}${"CPython s".padStart(11)}${"here s".padStart(9)}${"ratio".padStart(8)}`);
for (const name of names) {
  const file = join(folder, `${name}.py`);
  const theirs = [];
  const ours = [];
  for (let i = 0; i < Number(values.runs); i++) {
    const there = run("python3", [file]);
    const here = run(process.execPath, [values.cli, "eval", file]);
    if (here.output !== there.output)
      throw new Error(`${name} prints ${JSON.stringify(here.output)} here, ${JSON.stringify(there.output)} in CPython`);
    theirs.push(there.seconds);
    ours.push(here.seconds);
  }
  const ratio = median(ours) / median(theirs);
  ratios.push(ratio);
  const cells = [
    median(theirs).toFixed(3).padStart(11),
    median(ours).toFixed(3).padStart(9),
    ratio.toFixed(1).padStart(8),
  ];
  console.log(name.padEnd(14) + cells.join(""));
}
console.log(`median ratio ${median(ratios).toFixed(1)}, worst ${Math.max(...ratios).toFixed(1)}`);
