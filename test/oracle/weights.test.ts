/**
 * Weight files: real PyTorch and safetensors write them (weights/write.py), both sides read them (weights/read.py). What the
 * program prints, and the outputs of the models with these weights, must be the same.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "../session/export_file.ts";
import { compareOutputs } from "./compare.ts";
import { PYTHON, type Reference, ROOT, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(ROOT, "test/oracle/weights");
const TOLERANCE = { value: 1e-4, relative: true };

let session: Session;
beforeAll(async () => {
  session = await openSession({ interpreter: PYTHON ?? null });
});
afterAll(() => session.close());

function python(directory: string, ...args: string[]): string {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const run = spawnSync(PYTHON, args, {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: directory },
  });
  if (run.status !== 0) throw new Error(`${args.join(" ")} failed:\n${run.stderr}`);
  return run.stdout;
}

it("checkpoints of every kind hold what PyTorch reads from them", { timeout: 120_000 }, async () => {
  await withTemporaryDirectory(async (directory) => {
    for (const name of ["net.py", "write.py", "read.py"]) copyFileSync(join(FOLDER, name), join(directory, name));
    python(directory, "write.py");
    const recorded = join(directory, "recorded.jsonl");
    const stdout = python(directory, join(ROOT, "test/oracle/reference.py"), "read.py", recorded);
    const expected = readFileSync(recorded, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Reference);
    const outcome = await exportFile(session, { file: join(directory, "read.py"), outDir: directory });
    expect(outcome.diagnostics.filter(({ level }) => level !== "note").map(({ message }) => message)).toEqual([]);
    expect(outcome.printed).toBe(stdout);
    expect(outcome.exports.length).toBe(expected.length);
    for (const [i, exported] of outcome.exports.entries()) {
      const reference = expected[i];
      if (reference === undefined) throw new Error("PyTorch reached fewer exports");
      compareOutputs(session.runtime, exported.path, reference, TOLERANCE);
    }
  });
});
