/** Programs that real PyTorch saved with torch.export.save (pt2/save.py): exported from the file, run in ONNX Runtime. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "../session/export_file.ts";
import { compareOutputs } from "./compare.ts";
import { PYTHON, ROOT, type TensorRecord } from "./python.ts";

const SCRIPT = join(ROOT, "test/oracle/pt2/save.py");
const CASES = [...readFileSync(SCRIPT, "utf8").matchAll(/^ {4}"(\w+)": \(/gm)].map(([, name = ""]) => name);
const TOLERANCE = { value: 1e-4, relative: true };

interface Recorded {
  readonly name: string;
  readonly runs: readonly { readonly inputs: readonly TensorRecord[]; readonly outputs: readonly TensorRecord[] }[];
}

let session: Session;
let directory: string;
const recorded = new Map<string, Recorded>();

beforeAll(async () => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  session = await openSession({ interpreter: PYTHON });
  const out = join(directory, "recorded.jsonl");
  const env = { ...process.env, PYTHONPATH: join(ROOT, "test/oracle") };
  const run = spawnSync(PYTHON, [SCRIPT, directory, out], { encoding: "utf8", env });
  if (run.status !== 0) throw new Error(`save.py failed:\n${run.stderr}`);
  for (const line of readFileSync(out, "utf8").trimEnd().split("\n")) {
    const one = JSON.parse(line) as Recorded;
    recorded.set(one.name, one);
  }
});
afterAll(async () => {
  await session.close();
  rmSync(directory, { recursive: true, force: true });
});

it.each(CASES)("%s", { timeout: 60_000 }, async (name) => {
  const theirs = recorded.get(name);
  if (theirs === undefined) throw new Error("not recorded");
  const outDir = join(directory, name);
  mkdirSync(outDir);
  const outcome = await exportFile(session, { file: join(directory, `${name}.pt2`), outDir, verify: true });
  expect(outcome.diagnostics.filter(({ level }) => level === "error" || level === "warning")).toEqual([]);
  const [exported, ...more] = outcome.exports;
  expect(more).toEqual([]);
  if (exported === undefined) throw new Error("nothing was exported");
  for (const run of theirs.runs) compareOutputs(session.runtime, exported.path, run, TOLERANCE);
});
