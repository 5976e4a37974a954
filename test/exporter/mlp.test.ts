/** Four linear layers from a hand-made FX graph to a file that ONNX Runtime runs, each layer a function. */

import { afterAll, expect, test } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { mlp } from "./helpers.ts";

const client = testClient();
afterAll(() => client.close());

const SIZES = [8, 8, 4, 2, 2];

/** The same network in plain loops. */
function reference(rows: number, input: Float32Array): number[] {
  let values = [...input];
  SIZES.slice(1).forEach((out, layer) => {
    const inner = SIZES[layer] ?? 0;
    const weight = (i: number) => Math.fround(Math.sin(i * 0.7 + layer) * 0.5);
    const bias = (i: number) => Math.fround(Math.sin(i * 0.7 + layer + 0.5) * 0.5);
    const next: number[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < out; column++) {
        let sum = bias(column);
        for (let i = 0; i < inner; i++) sum += (values[row * inner + i] ?? 0) * weight(column * inner + i);
        next.push(layer < SIZES.length - 2 ? 1 / (1 + Math.exp(-sum)) : sum);
      }
    }
    values = next;
  });
  return values;
}

function floatsOf(bytes: Uint8Array | undefined): number[] {
  return bytes === undefined ? [] : [...new Float32Array(bytes.slice().buffer)];
}

test.each([{ dynamic: false }, { dynamic: true }])("an MLP, dynamic: $dynamic", ({ dynamic }) => {
  const { program, diagnostics } = exportProgram(mlp(SIZES, (p) => (dynamic ? p.size(97, "batch") : 97)));
  expect(diagnostics).toEqual([]);
  if (program === null) throw new Error("no program");
  expect(program.inputs).toEqual([{ name: "tensor_x", dtype: "float32", shape: [dynamic ? "batch" : 97, 8] }]);
  expect(program.outputs).toEqual([{ name: "linear_3", dtype: "float32", shape: [dynamic ? "batch" : 97, 2] }]);
  expect([...program.model.functions.values()].map((def) => `${def.domain} ${def.name}`)).toEqual(
    [0, 1, 2, 3].map((i) => `pkg.torch.2.13.0 torch_nn_modules_linear_Linear_fc${i}_1`),
  );
  expect(program.model.graph.nodes.map((node) => node.opType)).toEqual([
    "torch_nn_modules_linear_Linear_fc0_1",
    "Sigmoid",
    "torch_nn_modules_linear_Linear_fc1_1",
    "Sigmoid",
    "torch_nn_modules_linear_Linear_fc2_1",
    "Sigmoid",
    "torch_nn_modules_linear_Linear_fc3_1",
  ]);
  const rows = dynamic ? 5 : 97;
  const input = Float32Array.from({ length: rows * 8 }, (_, i) => Math.cos(i));
  const feeds = { tensor_x: { dtype: "float", shape: [rows, 8], bytes: new Uint8Array(input.buffer) } } as const;
  const { linear_3: result } = client.run(program.bytes(), feeds);
  expect(result?.shape).toEqual([rows, 2]);
  const expected = reference(rows, input);
  const difference = floatsOf(result?.bytes).map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN)));
  expect(Math.max(...difference)).toBeLessThan(1e-5);
});

test("positions and module paths survive in the file", () => {
  const { program } = exportProgram(mlp(SIZES, () => 97));
  const read = readModel(program?.bytes() ?? new Uint8Array(0));
  const [first] = [...read.functions.values()];
  const source = first?.nodes.find((node) => node.source?.fxNode === "linear")?.source;
  expect(source?.modules.map((scope) => `${scope.path}:${scope.className}`)).toEqual([
    ":__main__.Model",
    "fc0:torch.nn.modules.linear.Linear",
  ]);
  expect(source?.span?.file).toBe("model.py");
  expect(source?.target).toBe("aten.linear.default");
});
