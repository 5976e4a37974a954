/** onnx-script functions of every documented kind: what ONNX Runtime gives for ours is what it gives for onnxscript's own. */

import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSession } from "../../src/session/session.ts";
import { PYTHON, withTemporaryDirectory } from "./python.ts";

const FOLDER = join(import.meta.dirname, "onnxscript");

it.each(["functions.py", "more_functions.py", "kinds.py"])(
  "%s: run in ONNX Runtime as onnxscript's do",
  { timeout: 180_000 },
  async (file) => {
    if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
    const python = PYTHON;
    await withTemporaryDirectory(async (directory) => {
      const program = join(directory, "functions.py");
      copyFileSync(join(FOLDER, file), program);
      copyFileSync(join(FOLDER, "ours", "show.py"), join(directory, "show.py"));
      const session = await openSession();
      let ours = "";
      let errors = "";
      try {
        session.evaluate(program, [program], {
          stdout: (text) => {
            ours += text;
          },
          stderr: (text) => {
            errors += text;
          },
        });
      } finally {
        await session.close();
      }
      expect(errors).toBe("");
      const theirs = spawnSync(python, ["-P", join(FOLDER, file)], {
        encoding: "utf8",
        cwd: directory,
        env: { ...process.env, PYTHONPATH: join(FOLDER, "theirs") },
      });
      if (theirs.status !== 0) throw new Error(theirs.stderr);
      expect(ours).toBe(theirs.stdout);
      const shown = readFileSync(program, "utf8").match(/^show\(/gm)?.length ?? 0;
      expect(ours.split("\n").length).toBeGreaterThan(shown);
    });
  },
);
