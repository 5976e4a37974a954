/** What the programs of the `onnx` packages are expected to print is what Python prints. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PYTHON, ROOT, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(ROOT, "test/session/onnx_packages");

function theirs(path: string): Promise<string> {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  return withTemporaryDirectory((directory) => {
    const run = spawnSync(python, [path], { encoding: "utf8", cwd: directory });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  });
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".py"))) {
  it(file, { timeout: 240_000 }, async () => {
    const expected = readFileSync(join(FOLDER, file.replace(".py", ".expected.txt")), "utf8");
    expect(expected).toBe(await theirs(join(FOLDER, file)));
  });
}
