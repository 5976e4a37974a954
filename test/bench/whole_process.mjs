/**
 * Whole-process time of `export FILE --json` here against the same script in Python with torch.onnx.export, in turn, in one run.
 *
 *   DYNAMO_ONNX_PYTHON=/path/to/python node test/bench/whole_process.mjs [FILE.py] [RUNS]
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const python = process.env.DYNAMO_ONNX_PYTHON ?? "python3";
const file = resolve(process.argv[2] ?? join(root, "examples/mlp.py"));
const runs = Number(process.argv[3] ?? 5);

function time(command, args, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return performance.now() - start;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const out = mkdtempSync(join(tmpdir(), "dynamo-onnx-bench-"));
try {
  const ours = [];
  const theirs = [];
  for (let i = 0; i <= runs; i++) {
    const here = time(process.execPath, [join(root, "dist/cli.js"), "export", file, "--out-dir", out, "--json"], out);
    const there = time(python, [file], out);
    if (i === 0) continue; // warm-up
    ours.push(here);
    theirs.push(there);
  }
  const ratios = ours.map((ms, i) => theirs[i] / ms);
  const line = (name, v) =>
    `${name.padEnd(24)} min ${Math.min(...v).toFixed(1)}  median ${median(v).toFixed(1)}  max ${Math.max(...v).toFixed(1)}`;
  console.log(line("dynamo-onnx, ms", ours));
  console.log(line("torch.onnx.export, ms", theirs));
  console.log(line("times faster", ratios));
} finally {
  rmSync(out, { recursive: true, force: true });
}
