/** The graph view's model of an ONNX model, printed and compared. */

import { expect, test } from "vitest";
import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import { graphViewModel } from "../../src/viewmodel/onnx_graph.ts";
import { tensorText } from "../../src/viewmodel/value_text.ts";
import { buildScene } from "../../webview/graph/scene.ts";
import { findNodes } from "../../webview/graph/search.ts";
import { sampleModel } from "./sample_model.ts";

const model = graphViewModel("model.onnx", sampleModel());

function print({ graphs }: GraphViewModel): string {
  return graphs
    .map(({ kind, name, module, values, inputs, outputs, nodes, initializers }) => {
      const show = (i: number): string =>
        `${values[i]?.name ?? "-"}${values[i]?.type === "" ? "" : `: ${values[i]?.type}`}`;
      const head = `${kind} ${name}${module === null ? "" : ` (${module.path}: ${module.className})`}`;
      const weights = initializers.map((i) => `  weight ${show(i.value)}, ${i.byteLength} bytes`);
      const lines = nodes.map((n) => {
        const attributes = n.attributes
          .map((a) => `${a.name}=${a.graph === null ? a.text : `graph ${a.graph}`}`)
          .join(" ");
        const callee = n.callee === null ? "" : ` -> graph ${n.callee}`;
        const at = n.location === null ? "" : ` @${n.location.line}`;
        return `  ${n.outputs.map(show).join(", ")} = ${n.op}(${n.inputs.map((i) => values[i]?.name ?? "-").join(", ")}) ${attributes}${callee}${at}`.trimEnd();
      });
      return [`${head}: ${inputs.map(show).join(", ")} -> ${outputs.map(show).join(", ")}`, ...weights, ...lines].join(
        "\n",
      );
    })
    .join("\n");
}

test("values by index, functions and branches as graphs, sources kept", () => {
  expect(print(model)).toBe(`main main_graph: c: bool[], x: f32[batch, 8] -> y: f32[?, 4]
  weight fc0.weight: f32[8, 8], 256 bytes
  weight fc0.bias: f32[8], 32 bytes
  weight fc1.weight: f32[8, 8], 256 bytes
  weight fc1.bias: f32[8], 32 bytes
  linear_0: f32[batch, 8] = torch_nn_modules_linear_Linear_fc0_1(x, fc0.weight, fc0.bias)  -> graph 1 @16
  sigmoid: f32[batch, 8] = Sigmoid(linear_0)
  linear_1: f32[batch, 8] = torch_nn_modules_linear_Linear_fc1_1(sigmoid, fc1.weight, fc1.bias)  -> graph 2 @18
  shape: i64[2] = Constant() value=i64[2] = [-1, 4]
  reshaped: f32[?, 4] = Reshape(linear_1, shape)
  y: f32[?, 4] = If(c) then_branch=graph 3 else_branch=graph 4
function torch_nn_modules_linear_Linear_fc0_1 (fc0: torch.nn.modules.linear.Linear): x, weight, bias -> y
  wt = Transpose(weight) perm=[1, 0]
  m = MatMul(x, wt)
  y = Add(m, bias)
function torch_nn_modules_linear_Linear_fc1_1 (fc1: torch.nn.modules.linear.Linear): x, weight, bias -> y
  wt = Transpose(weight) perm=[1, 0]
  m = MatMul(x, wt)
  y = Add(m, bias)
subgraph positive:  -> positive_out: f32[?, 4]
  positive_out: f32[?, 4] = Relu(reshaped)
subgraph negative:  -> negative_out: f32[?, 4]
  negative_out: f32[?, 4] = Neg(reshaped)`);
});

test("the scene: constants and weights inside their boxes, expanded ones hold a scene", () => {
  const scene = buildScene(model, 0, new Set(["0/0", "0/5"]), (text) => text.length * 7);
  expect(scene.boxes.map((b) => [b.key, b.kind, b.title, b.lines.join("; "), b.inner.length])).toEqual([
    ["0/i0", "input", "c", "", 0],
    ["0/i1", "input", "x", "", 0],
    ["0/0", "node", "Linear", "", 1],
    ["0/1", "node", "Sigmoid", "", 0],
    ["0/2", "node", "Linear", "fc1.weight  f32[8, 8]; fc1.bias  f32[8]", 0],
    ["0/4", "node", "Reshape", "= i64[2] = [-1, 4]", 0],
    ["0/5", "node", "If", "", 2],
    ["0/o0", "output", "y", "", 0],
  ]);
  const [, , fc0] = scene.boxes;
  const inner = fc0?.inner[0];
  expect(inner?.scene.boxes.map((b) => b.key)).toEqual(["0/0/i0", "0/0/0", "0/0/1", "0/0/2", "0/0/o0"]);
  // The call binds weight and bias to weights: they are lines, not boxes.
  expect(inner?.scene.boxes.map((b) => b.lines)).toEqual([[], ["weight", "perm: [1, 0]"], [], ["bias"], []]);
  expect((inner?.dx ?? 0) + (inner?.scene.width ?? 0)).toBeLessThanOrEqual(fc0?.width ?? 0);
  expect((inner?.dy ?? 0) + (inner?.scene.height ?? 0)).toBeLessThanOrEqual(fc0?.height ?? 0);
  const branches = scene.boxes[6]?.inner.map((i) => [i.label, ...i.scene.boxes.map((b) => b.kind)]);
  expect(branches).toEqual([
    ["then_branch", "node", "captured", "output"],
    ["else_branch", "node", "captured", "output"],
  ]);
  // What the branches use comes to the node as a wire of its own kind.
  const title = (i: number): string => scene.boxes[i]?.title ?? "";
  expect(scene.wires.filter((w) => w.captured).map((w) => [title(w.from), title(w.to)])).toEqual([["Reshape", "If"]]);
});

test.each([
  ["matmul", ["0/0/1", "0/2/1"]],
  ["linear fc1", ["0/2"]],
  ["relu", ["0/5/then_branch/0"]],
  ["perm=[1, 0]", ["0/0/0", "0/2/0"]],
  ["i64[2]", ["0/3", "0/4"]],
  ["nothing has this", []],
])("searching %s", (query, keys) => {
  expect(findNodes(model, 0, query).map((m) => m.key)).toEqual(keys);
});

test.each([
  ["float16", [0x00, 0x3e, 0x00, 0xfc], [2], "f16[2] = [1.5, -Infinity]"],
  ["bfloat16", [0xc0, 0x3f], [1], "bf16[1] = [1.5]"],
  ["float", [0xcd, 0xcc, 0xcc, 0x3d], [], "0.1 (f32)"],
  ["bool", [1, 0], [2], "bool[2] = [true, false]"],
  ["int8", [0xff], [1], "i8[1] = [-1]"],
] as const)("a constant of %s", (dtype, bytes, shape, text) => {
  expect(tensorText({ dtype, shape, byteLength: bytes.length, bytes: () => Uint8Array.from(bytes) })).toBe(text);
});
