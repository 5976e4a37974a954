/**
 * Grammar-aware fuzzing of parser, compiler and evaluator with the programs of the tests: no crash, no hang, no escape.
 * DYNAMO_ONNX_FUZZ_SECONDS sets how long (60), DYNAMO_ONNX_FUZZ_SEED where it starts; each failure names its seed.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "./eval_bundle.ts";
import { ROOT, withTemporaryDirectory } from "./python.ts";

const seconds = Number(process.env["DYNAMO_ONNX_FUZZ_SECONDS"] ?? 60);
const seed = Number(process.env["DYNAMO_ONNX_FUZZ_SEED"] ?? Date.now() % 1_000_000_000);

test(`${seconds} seconds from seed ${seed}`, { timeout: (seconds + 120) * 1000 }, async () => {
  await withTemporaryDirectory(async (directory) => {
    const script = await bundle("fuzz_process.ts", directory);
    const request = { folder: join(ROOT, "test/dynamo/programs"), seed, seconds };
    const run = spawnSync(process.execPath, ["--stack-size=3900", script, JSON.stringify(request)], {
      encoding: "utf8",
      timeout: (seconds + 60) * 1000,
    });
    const lines = run.stdout.split("\n");
    console.log(`seed ${seed}: ${lines.find((line) => line.startsWith("RUNS")) ?? "no end"}`);
    expect(run.stderr.split("\n").slice(-8).join("\n")).toBe("");
    expect(lines.filter((line) => line.startsWith("FAILURE"))).toEqual([]);
    expect(run.stdout).toMatch(/^RUNS \d+ FAILURES 0$/m);
  });
});
