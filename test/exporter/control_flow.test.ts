/** Branches and loops: If, Loop and Scan, run in ONNX Runtime. */

import { afterAll, expect, test } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import type { Argument, Graph } from "../../src/fx/graph.ts";
import type { TensorMeta } from "../../src/fx/tensor_meta.ts";
import type { NamedTensors } from "../../src/onnx/named_tensors.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { f32, ProgramBuilder, programOf, tensor } from "./helpers.ts";

const client = testClient();
afterAll(() => client.close());

type Call = ProgramBuilder["call"];
type Input = ProgramBuilder["input"];

/** A body as a captured function: its inputs are placeholders. */
function body(build: (input: Input, call: Call) => readonly Argument[]): { kind: "graph"; graph: Graph } {
  const p = new ProgramBuilder();
  p.finish(
    build(
      (name, meta) => p.input(name, meta),
      (...args) => p.call(...args),
    ),
  );
  return { kind: "graph", graph: p.graph };
}

const float = (value: number) => ({ kind: "float", value }) as const;

function run(
  build: (p: ProgramBuilder) => readonly Argument[],
  feeds: Readonly<Record<string, { shape: readonly number[]; values: readonly number[]; dtype?: "bool" | "int64" }>>,
): readonly (readonly number[])[] {
  const { program, diagnostics } = exportProgram(programOf(build));
  expect(diagnostics).toEqual([]);
  if (program === null) throw new Error("no model");
  const given: Record<string, NamedTensors[string]> = {};
  for (const [name, { shape, values, dtype = "float" }] of Object.entries(feeds)) {
    const data =
      dtype === "float"
        ? Float32Array.from(values)
        : dtype === "bool"
          ? Uint8Array.from(values)
          : BigInt64Array.from(values, BigInt);
    given[name] = { dtype, shape, bytes: new Uint8Array(data.buffer) };
  }
  const outputs = client.run(program.bytes(), given);
  return program.outputs.map(({ name }) => {
    const output = outputs[name];
    if (output === undefined) throw new Error(`no output ${name}`);
    const { buffer, byteOffset, byteLength } = Uint8Array.from(output.bytes);
    return output.dtype === "int64"
      ? [...new BigInt64Array(buffer, byteOffset, byteLength / 8)].map(Number)
      : [...new Float32Array(buffer, byteOffset, byteLength / 4)];
  });
}

const vector = (p: ProgramBuilder): TensorMeta => f32(p.size(3));

test("cond takes the branch that the data ask for; branches write to tensors of their own", () => {
  const program = (p: ProgramBuilder): readonly Argument[] => {
    const meta = vector(p);
    const pred = p.input("pred", tensor("bool"));
    const x = p.input("x", meta);
    const yes = body((input, call) => {
      const own = call("aten.mul.Tensor", [input("a", meta), float(2)]);
      return [call("aten.add_.Tensor", [own, float(1)])];
    });
    const no = body((input, call) => [call("aten.neg.default", [input("a", meta)])]);
    return [p.item(p.call("higher_order.cond", [pred, yes, no, [x]]), 0)];
  };
  const feed = (flag: number) => ({
    pred: { shape: [], values: [flag], dtype: "bool" as const },
    x: { shape: [3], values: [1, 2, 3] },
  });
  expect(run(program, feed(1))).toEqual([[3, 5, 7]]);
  expect(run(program, feed(0))).toEqual([[-1, -2, -3]]);
});

test("while_loop runs until its condition fails, also no round at all", () => {
  const program = (p: ProgramBuilder): readonly Argument[] => {
    const meta = vector(p);
    const [n, x, step] = [p.input("n", tensor("int64")), p.input("x", meta), p.input("step", meta)];
    const goOn = body((input, call) => {
      const i = input("i", tensor("int64"));
      input("v", meta);
      input("s", meta);
      return [call("aten.gt.Scalar", [i, 0])];
    });
    const round = body((input, call) => {
      const [i, v, s] = [input("i", tensor("int64")), input("v", meta), input("s", meta)];
      return [call("aten.sub.Tensor", [i, 1]), call("aten.add.Tensor", [v, s])];
    });
    const made = p.call("higher_order.while_loop", [goOn, round, [n, x], [step]]);
    return [p.item(made, 0), p.item(made, 1)];
  };
  const feed = (n: number) => ({
    n: { shape: [], values: [n], dtype: "int64" as const },
    x: { shape: [3], values: [1, 2, 3] },
    step: { shape: [3], values: [10, 20, 30] },
  });
  expect(run(program, feed(4))).toEqual([[0], [41, 82, 123]]);
  expect(run(program, feed(0))).toEqual([[0], [1, 2, 3]]);
});

test("scan gives the last state and a row a step", () => {
  const program = (p: ProgramBuilder): readonly Argument[] => {
    const meta = vector(p);
    const [start, rows] = [p.input("start", meta), p.input("rows", f32(p.size(4), meta.shape[0] ?? 3))];
    const step = body((input, call) => {
      const total = call("aten.add.Tensor", [input("state", meta), input("row", meta)]);
      return [total, call("aten.mul.Tensor", [total, float(10)])];
    });
    const made = p.call("higher_order.scan", [step, [start], [rows], []]);
    return [p.item(made, 0), p.item(made, 1)];
  };
  const feeds = { start: { shape: [3], values: [0, 0, 1] }, rows: { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] } };
  expect(run(program, feeds)).toEqual([
    [5, 7, 10],
    [10, 20, 40, 50, 70, 100],
  ]);
});
