/** PyTorch's operator samples, recorded now, through this exporter in ONNX Runtime, against eager results. */

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PYTHON, ROOT, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(ROOT, "test/oracle/opinfo");
const DTYPES = ["float32", "int64", "bool", "float64", "float16"];
/** Samples a variant where it is fewer than the recorder's own number. */
const SAMPLES: Readonly<Record<string, string>> = { float16: "2" };

/** What a process printed, and its exit code. */
function run(command: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done, refuse) => {
    const child = spawn(command, args);
    let output = "";
    const keep = (data: Buffer) => {
      output += data;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", refuse);
    child.on("close", (code) => done({ code, output }));
  });
}

/** Which sizes stay free costs PyTorch a second capture of each sample, so it is asked of the first ones alone. */
async function record(python: string, dtype: string, cache: string): Promise<void> {
  const shards = availableParallelism();
  const free = dtype === "float32" ? "2" : "0";
  const runs = Array.from({ length: shards }, (_, i) =>
    run(python, [
      join(FOLDER, "generate.py"),
      cache,
      "--dtypes",
      dtype,
      "--free-samples",
      free,
      "--samples",
      SAMPLES[dtype] ?? "8",
      "--shard",
      `${i}/${shards}`,
    ]),
  );
  for (const { code, output } of await Promise.all(runs)) {
    if (code !== 0) throw new Error(`generate.py failed:\n${output.slice(-4000)}`);
  }
}

describe("every sample passes, but for the known failures", () => {
  test.each(DTYPES)("%s", { timeout: 1_500_000 }, async (dtype) => {
    const python = PYTHON;
    if (python === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
    await withTemporaryDirectory(async (cache) => {
      await record(python, dtype, cache);
      // The sizes that vary cost as much again: they are tried in the type that most operators have.
      const dynamic = dtype === "float32" ? ["--dynamic"] : [];
      const { code, output } = await run(process.execPath, [
        join(FOLDER, "run.mjs"),
        cache,
        "--dtypes",
        dtype,
        ...dynamic,
      ]);
      console.log(output);
      expect(code, output).toBe(0);
    });
  });
});
