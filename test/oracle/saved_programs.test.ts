/** Programs that torch.export.save and dump_exported_program write here are loaded by PyTorch, and give its numbers. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { runExport } from "../session/helpers.ts";
import { PYTHON, ROOT, withTemporaryDirectory } from "./python.ts";

const SOURCE = join(ROOT, "test/oracle/pt2/saved_here.py");

it("load in PyTorch with the same numbers", { timeout: 240_000 }, async () => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  const { files, stderr, exitCode } = await runExport(readFileSync(SOURCE, "utf8"));
  expect([exitCode, stderr]).toEqual([0, ""]);
  const stdout = await withTemporaryDirectory((folder) => {
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const run = spawnSync(python, [join(ROOT, "test/oracle/pt2/check_saved.py"), folder, SOURCE], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  });
  expect(stdout).toBe("everything.pt2 True True\nTrue\ntypes.pt2 True True\nTrue\n(3, 3)\n");
});
