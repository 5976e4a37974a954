/**
 * Time from the command to the saved model in the extension's worker, after warm-up: the same file exported again and again.
 *
 *   npm run build && node test/bench/in_process.mjs [FILE.py] [RUNS]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";

const root = resolve(import.meta.dirname, "../..");
const file = resolve(process.argv[2] ?? join(root, "examples/mlp.py"));
const runs = Number(process.argv[3] ?? 60);

function call(worker, id, params) {
  return new Promise((done, failed) => {
    const onMessage = (message) => {
      if (message.id !== id || message.type === "progress") return;
      worker.off("message", onMessage);
      if (message.type === "error") failed(new Error(message.message));
      else done(message.value);
    };
    worker.on("message", onMessage);
    worker.postMessage({ type: "call", id, method: "export", params, cancel: new SharedArrayBuffer(4) });
  });
}

const outputDirectory = mkdtempSync(join(tmpdir(), "dynamo-onnx-bench-"));
const worker = new Worker(join(root, "dist/worker.js"));
try {
  const params = { file, outputDirectory, opsetVersion: null, report: false, verify: false, stepBudget: null };
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const { diagnostics } = await call(worker, i, params);
    times.push(performance.now() - start);
    if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  }
  const warm = times.slice(Math.floor(runs / 3)).sort((a, b) => a - b);
  const ms = (value) => value.toFixed(1);
  console.log(
    `first ${ms(times[0])} ms, then min ${ms(warm[0])}  median ${ms(warm[warm.length >> 1])}  max ${ms(warm.at(-1))} ms`,
  );
} finally {
  await worker.terminate();
  rmSync(outputDirectory, { recursive: true, force: true });
}
