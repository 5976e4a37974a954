/**
 * Fills and element-wise chains of some million elements (constants.py) in PyTorch and here, in turn, in one run.
 *
 *   DYNAMO_ONNX_PYTHON=/path/to/python node test/bench/constants.mjs [NAME…]
 */

import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const RUNS = 3;
const NAMES = ["uniform", "normal", "trunc_normal", "scaled", "half", "causal_mask", "positions"];

const cli = join(resolve(import.meta.dirname, "../.."), "dist/cli.js");
const program = join(import.meta.dirname, "constants.py");
const python = process.env.DYNAMO_ONNX_PYTHON ?? "python3";
const wanted = process.argv.slice(2);

/** The seconds that the program measured, and the elements it printed. */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  const match = /^seconds ([\d.]+)\n/.exec(stdout);
  if (status !== 0 || match === null) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return { seconds: Number(match[1]), elements: stdout.slice(match[0].length) };
}

console.log(`${"tensor".padEnd(14)}${"PyTorch s".padStart(11)}${"here s".padStart(9)}${"ratio".padStart(8)}`);
for (const name of NAMES.filter((n) => wanted.length === 0 || wanted.includes(n))) {
  const theirs = [];
  const ours = [];
  for (let i = 0; i < RUNS; i++) {
    const there = run(python, ["-W", "ignore", program, name]);
    const here = run(process.execPath, [cli, "eval", program, name]);
    if (there.elements !== here.elements) throw new Error(`${name} is ${here.elements} here, ${there.elements} there`);
    theirs.push(there.seconds);
    ours.push(here.seconds);
  }
  const [there, here] = [Math.min(...theirs), Math.min(...ours)];
  const cells = [there.toFixed(3).padStart(11), here.toFixed(3).padStart(9), (here / there).toFixed(1).padStart(8)];
  console.log(name.padEnd(14) + cells.join(""));
}
