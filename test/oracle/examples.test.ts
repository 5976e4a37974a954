/** The examples against real PyTorch: printed text, weights, operators captured, and results in ONNX Runtime. */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "../session/export_file.ts";
import { compareOutputs, compareWeights } from "./compare.ts";
import { ROOT, reference, withTemporaryDirectory } from "./python.ts";

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

const TOLERANCE = { value: 1e-5, relative: false };

describe.each(["mlp", "kwargs", "nested_input", "tuple_output"])("examples/%s.py", (name) => {
  it("prints, captures and computes what PyTorch does", { timeout: 120_000 }, async () => {
    const file = join(ROOT, `examples/${name}.py`);
    const theirs = await reference(file);
    await withTemporaryDirectory(async (outDir) => {
      let graphs = "";
      const { printed, ...outcome } = await exportFile(
        session,
        { file, outDir, verify: true },
        {
          dump: {
            kind: "fx",
            write: (text) => {
              graphs += `${text}\u0000`;
            },
          },
        },
      );
      expect(outcome.diagnostics).toEqual([]);
      expect(printed).toBe(theirs.stdout);
      expect(outcome.exports.length).toBe(theirs.exports.length);
      const targets = graphs.split("\u0000").slice(0, -1).map(capturedTargets);
      for (const [i, exported] of outcome.exports.entries()) {
        const expected = theirs.exports[i];
        if (expected === undefined) throw new Error("PyTorch reached fewer exports");
        expect(targets[i]).toEqual(expected.targets);
        compareWeights(exported.path, expected.state, { tolerance: TOLERANCE, all: true });
        compareOutputs(session.runtime, exported.path, expected, TOLERANCE);
      }
    });
  });
});

function capturedTargets(graph: string): string[] {
  return [...graph.matchAll(/call_function\[target=(?:torch\.ops\.)?([\w.]+)\]/g)].map((match) => match[1] ?? "");
}
