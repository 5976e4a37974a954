/**
 * Small modules exported here and run in ONNX Runtime, against real PyTorch's eager outputs for the same inputs, of several
 * sizes; what PyTorch refuses to export must be refused here as well. One Python process runs all cases of a file.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { type ExportRun, runExport } from "../session/helpers.ts";
import { compareOutputs } from "./compare.ts";
import { PYTHON, ROOT, type TensorRecord, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(ROOT, "test/oracle/export_cases");
const TOLERANCE = { value: 1e-4, relative: true };

interface Recorded {
  readonly name: string;
  readonly runs: readonly { readonly inputs: readonly TensorRecord[]; readonly outputs: readonly TensorRecord[] }[];
  /** What `torch.export.export` raised. */
  readonly error: string | null;
  /** True: both export; null: both refuse; false: exported here alone. */
  readonly exports: boolean | null;
}

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.py`), "utf8");
const namesIn = (text: string): string[] =>
  [...text.matchAll(/^@case\(.*?^class (\w+)/gms)].map((match) => match[1] ?? "");

function recordedCases(text: string): Promise<readonly Recorded[]> {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  return withTemporaryDirectory((directory) => {
    const file = join(directory, "cases.py");
    writeFileSync(file, `${textOf("prelude_torch")}\n${text}`);
    const run = spawnSync(python, [file], {
      encoding: "utf8",
      cwd: directory,
      maxBuffer: 1 << 28,
      env: { ...process.env, RECORDING: join(ROOT, "test/oracle") },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const lines = run.stdout.split("\n").filter((line) => line.startsWith('{"name"'));
    return lines.map((line) => JSON.parse(line) as Recorded);
  });
}

/** One test a case of `export_cases/FILE.py`; `refusals` are what must stand in our message, by case. */
export function testExportCases(file: string, refusals: Readonly<Record<string, string>>): void {
  testExportText(textOf(file), refusals);
}

/** The same for cases in a text. */
export function testExportText(text: string, refusals: Readonly<Record<string, string>>): void {
  const names = namesIn(text);
  const client = testClient();
  let theirs: readonly Recorded[];
  let ours: ExportRun;

  beforeAll(async () => {
    theirs = await recordedCases(text);
    ours = await runExport(`${textOf("prelude_ours")}\n${text}`);
    if (ours.exitCode !== 0) throw new Error(ours.stderr);
  }, 400_000);
  afterAll(() => client.close());

  it("every case has run", () => {
    expect(theirs.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(refusals).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)("%s", async (name) => {
    const peer = theirs.find((recorded) => recorded.name === name);
    if (peer === undefined) throw new Error("not recorded");
    const line = ours.stdout.split("\n").find((l) => l.split(" ")[1] === name) ?? "";
    if (peer.exports === null) {
      expect(peer.error, "PyTorch exports it").not.toBe(null);
      expect(line).toMatch(/^refused /);
      expect(line).toContain(refusals[name] ?? "no text is expected of this refusal");
      return;
    }
    if (peer.exports) expect(peer.error).toBe(null);
    expect(line).toBe(`exported ${name}`);
    const model = ours.files.get(`${name}.onnx`);
    if (model === undefined) throw new Error(`no file ${name}.onnx; there are ${[...ours.files.keys()].join(", ")}`);
    await withTemporaryDirectory((directory) => {
      const path = join(directory, `${name}.onnx`);
      writeFileSync(path, model);
      for (const run of peer.runs) compareOutputs(client, path, run, TOLERANCE);
    });
  });
}
