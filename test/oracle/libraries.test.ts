/**
 * A few models of installed libraries, evaluated from the libraries' own source, against PyTorch with the same seed. The
 * whole table is `libraries.py`; both need DYNAMO_ONNX_PYTHON, an interpreter that has PyTorch and the libraries.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { PYTHON, ROOT } from "./python.ts";

const MODELS = [
  "resnet18",
  "mobilenet_v3_small",
  "swin_t",
  "vit_tiny_patch16_224",
  "regnetx_002",
  "bert",
  "llama",
  "mixtral",
  "t5",
];

beforeAll(() => {
  const built = spawnSync("node", [join(ROOT, ".tools/build.mjs"), "--only", "cli,ort_worker"], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
});

it.each(MODELS)("%s", (name) => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const script = join(ROOT, "test/oracle/libraries.py");
  const run = spawnSync(PYTHON, [script, "--cli", join(ROOT, "dist/cli.js"), "--only", name], { encoding: "utf8" });
  const lines = run.stdout.split("\n").filter((line) => /^\w+\/\S+ /.test(line));
  expect(lines.length, run.stderr).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^\w+\/\S+ ok /);
  expect(run.status, run.stderr).toBe(0);
});
