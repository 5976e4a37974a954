/**
 * `torch.onnx.export` and `ONNXProgram` against what real PyTorch 2.13 printed and wrote for the same programs
 * (`api_cases/*.py`; `record.py` made `recorded.jsonl`, and a long oracle test makes it again).
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Value } from "../../src/onnx/ir.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import KNOWN from "./api_cases/known_differences.json" with { type: "json" };
import { runExport } from "./helpers.ts";

const FOLDER = join(import.meta.dirname, "api_cases");
const STATE = /(^|\.)(weight|bias|offset)$/;

interface FileContent {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly weights: readonly string[];
  readonly outside: readonly string[];
}

/** Of a file: a model's inputs, outputs and weights; a report's headings; null of another. */
type Described = FileContent | readonly string[] | null;

interface Case {
  readonly name: string;
  readonly stdout: string;
  readonly files: Readonly<Record<string, Described>>;
}

const recorded = readFileSync(join(FOLDER, "recorded.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Case);

const prelude = readFileSync(join(FOLDER, "prelude.py"), "utf8");

/** The programs of a file by the names that the recording has. */
function casesIn(file: string): [name: string, source: string][] {
  const parts = readFileSync(join(FOLDER, file), "utf8").split(/^# %% (.+)$/m);
  return Array.from({ length: (parts.length - 1) / 2 }, (_, i) => [
    `${file.slice(0, -".py".length)}: ${parts[2 * i + 1]}`,
    prelude + parts[2 * i + 2],
  ]);
}

const sources = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".py") && !["prelude.py", "record.py"].includes(name))
    .flatMap(casesIn),
);

/** The headings of PyTorch's report, and what stands for them in ours. */
const HEADINGS: Readonly<Record<string, string>> = {
  "Error messages": "Problems",
  "Exported program": "Exported program",
  "ONNX model": "ONNX model",
  Analysis: "Operators",
  "Model Information": "Inputs and outputs",
  "ONNX Conversion Information": "Operators",
  "Decomposition comparison": "Operators",
  "Verification results": "Verification",
  "Profiling result": "Time",
};

function describeModel(bytes: Uint8Array): FileContent {
  const { graph } = readModel(bytes, { external: () => new Uint8Array() });
  const shape = (sizes: readonly (number | string | null)[] | null | undefined) =>
    `[${(sizes ?? []).map((d) => JSON.stringify(d)).join(", ")}]`;
  const value = ({ name, type }: Value) => `${name}: ${type?.dtype}${shape(type?.shape)}`;
  const weights = [...graph.initializers.values()].filter((item) => STATE.test(item.value.name));
  return {
    inputs: graph.inputs.map(value),
    // Without the number, which counts the nodes of sizes as well.
    outputs: graph.outputs.map((output) => value(output).replace(/_\d+:/, ":")),
    weights: weights.map(({ value: { name }, content }) => `${name}: ${content.dtype}${shape(content.shape)}`).sort(),
    outside: weights
      .filter(({ content }) => content.external !== undefined)
      .map(({ value }) => value.name)
      .sort(),
  };
}

function describeFile(name: string, bytes: Uint8Array): Described {
  if (name.endsWith(".onnx")) return describeModel(bytes);
  if (!name.endsWith(".md")) return null;
  const text = new TextDecoder().decode(bytes);
  return [...text.matchAll(/^#{2,} (.*)$/gm)].map(([, heading = ""]) => heading);
}

/** In a report of PyTorch's, the headings as ours has them; ours may have more. */
function compareFiles(ours: Case["files"], theirs: Case["files"]): void {
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  for (const [name, content] of Object.entries(theirs)) {
    if (name.endsWith(".md") && Array.isArray(content)) {
      expect(ours[name]).toEqual(expect.arrayContaining(content.map((heading) => HEADINGS[heading] ?? heading)));
    } else expect([name, ours[name]]).toEqual([name, content]);
  }
}

it("every case is recorded, and each known difference is one of a case", () => {
  expect(recorded.map(({ name }) => name)).toEqual([...sources.keys()].sort((a, b) => order(a) - order(b)));
  expect(Object.keys(KNOWN).filter((name) => !sources.has(name))).toEqual([]);
});

const order = (name: string) => recorded.findIndex((item) => item.name === name);
const differences: Readonly<
  Record<string, { readonly why: string; readonly prints?: string; readonly writes?: readonly string[] }>
> = KNOWN;

it.each(recorded)("$name", async ({ name, stdout, files }) => {
  const run = await runExport(sources.get(name) ?? "");
  if (run.exitCode !== 0) throw new Error(run.stderr);
  const difference = differences[name];
  expect(run.stdout).toBe(difference?.prints ?? stdout);
  const ours = [...run.files]
    .map(([file, bytes]): [string, Described] => [
      file.replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}/, "TIME"),
      describeFile(file, bytes),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (difference?.writes !== undefined) expect(ours.map(([file]) => file)).toEqual(difference.writes);
  else compareFiles(Object.fromEntries(ours), files);
});
