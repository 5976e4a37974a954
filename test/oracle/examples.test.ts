/** The examples against real PyTorch: printed text, weights, operators captured, and results in ONNX Runtime. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DType } from "../../src/fx/dtype.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { onnxType, torchType } from "../../src/ops/onnx_dtype.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { numbers, ROOT, reference, type TensorRecord, withTemporaryDirectory } from "./python.ts";

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

const TOLERANCE = 1e-5;

describe.each(["mlp", "kwargs", "nested_input", "tuple_output"])("examples/%s.py", (name) => {
  it("prints, captures and computes what PyTorch does", { timeout: 120_000 }, async () => {
    const file = join(ROOT, `examples/${name}.py`);
    const theirs = await reference(file);
    await withTemporaryDirectory(async (outDir) => {
      let printed = "";
      let graphs = "";
      const outcome = await session.exportFile(
        { file, outDir, opset: null, dynamicShapes: false, entry: null, verify: true, reportPath: null },
        {
          onStage: () => {},
          onOutput: (text) => {
            printed += text;
          },
          cancelled: () => false,
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
        compareWeights(exported.path, expected.state);
        compareOutputs(exported.path, expected.inputs, expected.outputs);
      }
    });
  });
});

function capturedTargets(graph: string): string[] {
  return [...graph.matchAll(/call_function\[target=(?:torch\.ops\.)?([\w.]+)\]/g)].map((match) => match[1] ?? "");
}

function compareWeights(path: string, state: Readonly<Record<string, TensorRecord>>): void {
  const { initializers } = readModel(readFileSync(path)).graph;
  for (const [name, record] of Object.entries(state)) {
    const content = initializers.get(name)?.content;
    if (content === undefined)
      throw new Error(`${path} has no weight ${name}; it has ${[...initializers.keys()].join(", ")}`);
    const base64 = Buffer.from(content.bytes()).toString("base64");
    expectClose(name, numbers({ ...record, base64 }), numbers(record));
  }
}

function compareOutputs(path: string, inputs: readonly TensorRecord[], outputs: readonly TensorRecord[]): void {
  const model = session.runtime.load(path);
  try {
    expect(model.inputs.length).toBe(inputs.length);
    const feeds = Object.fromEntries(
      model.inputs.map(({ name }, i) => {
        const record = inputs[i];
        if (record === undefined) throw new Error(`no input for ${name}`);
        const bytes = new Uint8Array(Buffer.from(record.base64, "base64"));
        return [name, { dtype: onnxType(record.dtype as DType), shape: record.shape, bytes }];
      }),
    );
    const results = model.run(feeds);
    expect(model.outputs.length).toBe(outputs.length);
    for (const [i, { name }] of model.outputs.entries()) {
      const actual = results[name];
      const expected = outputs[i];
      if (actual === undefined || expected === undefined) throw new Error(`no output ${name}`);
      expect([torchType(actual.dtype), actual.shape]).toEqual([expected.dtype, expected.shape]);
      expectClose(
        name,
        numbers({ ...expected, base64: Buffer.from(actual.bytes).toString("base64") }),
        numbers(expected),
      );
    }
  } finally {
    model.release();
  }
}

function expectClose(name: string, actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length, name).toBe(expected.length);
  const worst = Math.max(0, ...actual.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(worst, `${name}: largest difference`).toBeLessThanOrEqual(TOLERANCE);
}
