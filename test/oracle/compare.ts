/** Compares exported models with what real PyTorch recorded: weights, and outputs in ONNX Runtime. */

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { DType } from "../../src/fx/dtype.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { onnxType, torchType } from "../../src/ops/onnx_dtype.ts";
import type { OrtClient } from "../../src/runtime/ort_client.ts";
import { numbers, type TensorRecord } from "./python.ts";

/** The largest difference allowed; relative to the largest expected value, or absolute. */
export interface Tolerance {
  readonly value: number;
  readonly relative: boolean;
}

/** Each of `state`'s tensors that stands in the model under its own name. Returns how many did. */
export function compareWeights(
  path: string,
  state: Readonly<Record<string, TensorRecord>>,
  { tolerance, all }: { tolerance: Tolerance; all: boolean },
): number {
  const { initializers } = readModel(readFileSync(path)).graph;
  let compared = 0;
  for (const [name, record] of Object.entries(state)) {
    const content = initializers.get(name)?.content;
    if (content === undefined) {
      if (all) throw new Error(`${path} has no weight ${name}; it has ${[...initializers.keys()].join(", ")}`);
      continue;
    }
    const base64 = Buffer.from(content.bytes()).toString("base64");
    expectClose(name, numbers({ ...record, base64 }), numbers(record), tolerance);
    compared += 1;
  }
  return compared;
}

export function compareOutputs(
  runtime: OrtClient,
  path: string,
  { inputs, outputs }: { inputs: readonly TensorRecord[]; outputs: readonly TensorRecord[] },
  tolerance: Tolerance,
): void {
  const model = runtime.load(path);
  try {
    expect(model.inputs.length, "number of inputs").toBe(inputs.length);
    const feeds = Object.fromEntries(
      model.inputs.map(({ name }, i) => {
        const record = inputs[i];
        if (record === undefined) throw new Error(`no input for ${name}`);
        const bytes = new Uint8Array(Buffer.from(record.base64, "base64"));
        return [name, { dtype: onnxType(record.dtype as DType), shape: record.shape, bytes }];
      }),
    );
    const results = model.run(feeds);
    expect(model.outputs.length, "number of outputs").toBe(outputs.length);
    for (const [i, { name }] of model.outputs.entries()) {
      const actual = results[name];
      const expected = outputs[i];
      if (actual === undefined || expected === undefined) throw new Error(`no output ${name}`);
      expect([torchType(actual.dtype), actual.shape], name).toEqual([expected.dtype, expected.shape]);
      const record = { ...expected, base64: Buffer.from(actual.bytes).toString("base64") };
      expectClose(name, numbers(record), numbers(expected), tolerance);
    }
  } finally {
    model.release();
  }
}

function expectClose(
  name: string,
  actual: readonly number[],
  expected: readonly number[],
  { value, relative }: Tolerance,
): void {
  expect(actual.length, name).toBe(expected.length);
  let worst = 0;
  let largest = 0;
  for (const [i, want] of expected.entries()) {
    const got = actual[i] ?? Number.NaN;
    if (Object.is(got, want) || got === want) continue;
    const difference = Math.abs(got - want);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  for (const want of expected) if (Number.isFinite(want)) largest = Math.max(largest, Math.abs(want));
  const limit = relative ? value * Math.max(largest, 1e-6) : value;
  expect(worst, `${name}: largest difference; the largest value is ${largest}`).toBeLessThanOrEqual(limit);
}
