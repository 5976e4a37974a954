/** The recording that the session's tests compare with is what PyTorch prints and writes. Long: each case exports several models. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PYTHON, ROOT } from "./python.ts";

const FOLDER = join(ROOT, "test/session/api_cases");
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py") && !["prelude.py", "record.py"].includes(name))
  .map((name) => name.slice(0, -".py".length))
  .sort();
const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");
const recorded = lines(readFileSync(join(FOLDER, "recorded.jsonl"), "utf8"));

it.each(FILES)("%s", { timeout: 900_000 }, (file) => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const run = spawnSync(PYTHON, [join(FOLDER, "record.py"), FOLDER, file], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(run.stderr);
  const own = recorded.filter((line) => line.startsWith(`{"name": "${file}: `));
  expect(lines(run.stdout)).toEqual(own);
});
