/**
 * Model programs written as users write them (programs/*.py), against real PyTorch: what they print, their weights for
 * the same seed, and the outputs in ONNX Runtime. One Python process runs them all (programs.py).
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "../session/export_file.ts";
import { compareOutputs, compareWeights } from "./compare.ts";
import { PYTHON, ROOT, type TensorRecord, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(ROOT, "test/oracle/programs");
const chosen = process.env["DYNAMO_ONNX_PROGRAMS"]?.split(",");
const PROGRAMS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.slice(0, -3))
  .filter((name) => chosen === undefined || chosen.includes(name));

const TOLERANCE = { value: 1e-4, relative: true };
/** Of a weight that its seed fills: the last bits of float32. */
const WEIGHT_TOLERANCE = { value: 2e-6, relative: true };

interface Run {
  readonly inputs: readonly TensorRecord[];
  readonly outputs: readonly TensorRecord[];
}

interface Export extends Run {
  readonly state: Readonly<Record<string, TensorRecord>>;
  /** Inputs of other sizes, of an export with dynamic shapes. */
  readonly resized: Run | null;
}

interface Recorded {
  readonly stdout: string;
  readonly exports: readonly Export[];
  readonly error: string | null;
}

let session: Session;
const recorded = new Map<string, Recorded>();

beforeAll(async () => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  session = await openSession({ interpreter: python });
  await withTemporaryDirectory((directory) => {
    const out = join(directory, "programs.jsonl");
    const files = PROGRAMS.map((name) => join(FOLDER, `${name}.py`));
    const run = spawnSync(python, [join(ROOT, "test/oracle/programs.py"), out, ...files], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`programs.py failed:\n${run.stderr}`);
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    for (const [i, name] of PROGRAMS.entries()) recorded.set(name, JSON.parse(lines[i] ?? "") as Recorded);
  });
});
afterAll(() => session.close());

it.each(PROGRAMS)("%s", { timeout: 120_000 }, async (name) => {
  const theirs = recorded.get(name);
  if (theirs === undefined) throw new Error("not recorded");
  expect(theirs.error, "PyTorch refuses the program").toBe(null);
  expect(theirs.exports.length, "PyTorch reached no export").toBeGreaterThan(0);
  await withTemporaryDirectory(async (outDir) => {
    const { printed, ...outcome } = await exportFile(session, { file: join(FOLDER, `${name}.py`), outDir });
    const errors = outcome.diagnostics.filter(({ level }) => level === "error");
    expect(
      errors.map(({ message }) => message),
      printed,
    ).toEqual([]);
    expect(printed).toBe(theirs.stdout);
    expect(outcome.exports.length, "exports").toBe(theirs.exports.length);
    for (const [i, exported] of outcome.exports.entries()) {
      const expected = theirs.exports[i];
      if (expected === undefined) throw new Error("PyTorch reached fewer exports");
      compareWeights(exported.path, expected.state, { tolerance: WEIGHT_TOLERANCE, all: false });
      compareOutputs(session.runtime, exported.path, expected, TOLERANCE);
      if (expected.resized !== null) compareOutputs(session.runtime, exported.path, expected.resized, TOLERANCE);
    }
  });
});
