/** Files: what is written is read back, and what is no model is one clear error. */

import { readFileSync } from "node:fs";
import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { planExternalData } from "../../src/onnx/external_data.ts";
import type { Attribute, Model } from "../../src/onnx/ir.ts";
import { outlineModules } from "../../src/onnx/passes/outline_modules.ts";
import { printModel } from "../../src/onnx/printer.ts";
import { OnnxFormatError } from "../../src/onnx/serde/format_error.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { encodeMessage } from "../../src/onnx/serde/schema.ts";
import { encodeModel, modelToBytes } from "../../src/onnx/serde/write_model.ts";
import { boolTensor, floatTensor, int64Tensor, stringTensor } from "../../src/onnx/tensor_content.ts";
import { emit, float, inModules, modelOf } from "./helpers.ts";

const FOLDER = new URL("../../src/onnx/", import.meta.url);

test("the descriptor says what onnx.proto says", () => {
  const { root } = protobuf.parse(readFileSync(new URL("onnx.proto", FOLDER), "utf8"), { keepCase: true });
  root.resolveAll();
  expect(JSON.parse(readFileSync(new URL("data/onnx_proto.json", FOLDER), "utf8"))).toEqual(
    JSON.parse(JSON.stringify(root.toJSON())),
  );
});

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  float: { type: "float", value: 0.5 },
  int: { type: "int", value: -3 },
  big: { type: "int", value: 9223372036854775807n },
  string: { type: "string", value: "größe" },
  floats: { type: "floats", value: [1, 2.5] },
  ints: { type: "ints", value: [1, -9223372036854775808n] },
  strings: { type: "strings", value: ["a", ""] },
  type: { type: "type_proto", value: { kind: "sequence", dtype: "int64", shape: ["n", null, 3] } },
  reference: { type: "reference", attribute: "alpha", of: "float" },
};

function sample(): Model {
  const model = modelOf((g) => {
    const x = g.input("x", float("n", null, 3));
    const weights = [
      floatTensor([2], [1, 2]),
      int64Tensor([], [7]),
      boolTensor([2], [true, false]),
      stringTensor([1], ["é"]),
    ];
    const values = weights.map((content, i) => g.initializer(`w${i}`, content));
    const inner = g.nested("body");
    inner.graph.outputs.push(emit(inner, "Exp", [x], { names: ["inner"] }));
    const attributes = { ...ATTRIBUTES, graph: { type: "graph", value: inner.graph } as const };
    const source = {
      ...inModules("a", "a.b#2"),
      span: { file: "/home/me/model.py", line: 3, column: 5, endLine: 4, endColumn: 9 },
      stack: [{ span: { file: "m.py", line: 3, column: 1, endLine: 3, endColumn: 1 }, name: "M.forward" }],
      fxNode: "custom",
      target: "my.custom.default",
    };
    return g.node("Custom", [x, null, ...values], {
      domain: "my",
      attributes,
      source,
      outputs: [float(2), null],
      names: ["y", "z"],
    });
  });
  model.opsetImports.set("my", 3);
  model.metadata.set("key", "value");
  outlineModules(model);
  return model;
}

test("everything that the IR holds survives", () => {
  const model = sample();
  const read = readModel(modelToBytes(model));
  expect(printModel(read)).toBe(printModel(model));
  const node = [...read.functions.values()].flatMap((def) => def.nodes).find((item) => item.opType === "Custom");
  expect(node?.source).toEqual(
    [...model.functions.values()].flatMap((def) => def.nodes).find((n) => n.opType === "Custom")?.source,
  );
  for (const [name, value] of Object.entries(ATTRIBUTES)) expect(node?.attributes.get(name)).toEqual(value);
  expect(node?.inputs[1]).toBe(null);
  expect(read.metadata).toEqual(model.metadata);
  expect(modelToBytes(read)).toEqual(modelToBytes(model));
});

test("the parts are the file, and weights are handed out as they are", () => {
  const weight = floatTensor([2], [1, 2]);
  const model = modelOf((g) => [emit(g, "Add", [g.input("x", float(2)), g.initializer("w", weight)])]);
  const encoded = encodeModel(model);
  const parts = [...encoded.parts()];
  expect(parts).toContain(weight.bytes());
  expect(parts.reduce((sum, part) => sum + part.byteLength, 0)).toBe(encoded.byteLength);
  const bare = readModel(modelToBytes(model, { includeInitializers: false, keepInitializersAsInputs: true }));
  expect([bare.graph.initializers.size, bare.graph.inputs.map((value) => value.name)]).toEqual([0, ["x", "w"]]);
});

test("external data is aligned, and read through the reader it is given", () => {
  const model = modelOf((g) => {
    const weights = [3, 2000, 1].map((size, i) => g.initializer(`w${i}`, floatTensor([size], new Array(size).fill(i))));
    return [emit(g, "Sum", weights)];
  });
  const plan = planExternalData(model, "m.data", 12);
  const data = Buffer.concat([...plan.parts()]);
  expect([...plan.references.values()]).toEqual([
    { location: "m.data", offset: 0, length: 12 },
    { location: "m.data", offset: 4096, length: 8000 },
  ]);
  expect(data.byteLength).toBe(plan.byteLength);
  const bytes = modelToBytes(model, { external: plan.references });
  expect(bytes.byteLength).toBeLessThan(1000);
  const read = readModel(bytes, { external: ({ offset, length }) => data.subarray(offset, offset + length) });
  expect(modelToBytes(read)).toEqual(modelToBytes(model));
  expect(() => readModel(bytes).graph.initializers.get("w0")?.content.bytes()).toThrow("m.data, which was not opened");
});

test("typed fields and sparse tensors are read as raw data", () => {
  const value = { data_type: 1, float_data: [5, 6], dims: [2], name: "s" };
  const initializer = [
    { name: "half", data_type: 10, dims: [2], int32_data: [0x3c00, 0x4000] },
    { name: "long", data_type: 7, dims: [1], int64_data: [-5] },
    { name: "bool", data_type: 9, dims: [2], int32_data: [1, 0] },
    { name: "unsigned", data_type: 12, dims: [1], uint64_data: [4294967295] },
  ];
  const sparse_initializer = [{ values: value, indices: { data_type: 7, dims: [2], int64_data: [1, 3] }, dims: [4] }];
  const graph = { name: "g", initializer, sparse_initializer };
  const read = readModel(encodeMessage("ModelProto", { ir_version: 8, graph }));
  const bytes = (name: string) =>
    read.graph.initializers.get(name)?.content.bytes().slice().buffer ?? new ArrayBuffer(0);
  expect([...new Uint16Array(bytes("half"))]).toEqual([0x3c00, 0x4000]);
  expect([...new BigInt64Array(bytes("long"))]).toEqual([-5n]);
  expect([...new Uint8Array(bytes("bool"))]).toEqual([1, 0]);
  expect([...new Uint32Array(bytes("unsigned"))]).toEqual([4294967295]);
  expect([...new Float32Array(bytes("s"))]).toEqual([0, 5, 0, 6]);
});

test("damaged files: cut anywhere, changed anywhere, made up", () => {
  const file = modelToBytes(sample());
  let random = 1;
  const next = (limit: number) => {
    random = (random * 48271) % 2147483647;
    return random % limit;
  };
  const tries: Uint8Array[] = [new Uint8Array(0), new TextEncoder().encode("def f(): pass\n")];
  for (let length = 1; length < file.byteLength; length += 7) tries.push(file.subarray(0, length));
  for (let i = 0; i < 500; i++) {
    const changed = file.slice();
    for (let n = 0; n < 3; n++) changed[next(file.byteLength)] = next(256);
    tries.push(
      changed,
      Uint8Array.from({ length: next(80) }, () => next(256)),
    );
  }
  let refused = 0;
  for (const bytes of tries) {
    try {
      readModel(bytes);
    } catch (error) {
      if (!(error instanceof OnnxFormatError)) throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(tries.length / 3);
  expect(() => readModel(new Uint8Array(0))).toThrow("not a valid ONNX file: it is empty");
  expect(() => readModel(file.subarray(0, file.byteLength - 3))).toThrow("the data ends before a field does");
  const lies = { name: "w", data_type: 1, dims: [1 << 30, 1 << 20], raw_data: new Uint8Array(4) };
  const huge = encodeMessage("ModelProto", { ir_version: 8, graph: { initializer: [lies] } });
  expect(() => readModel(huge)).toThrow("tensor w of type float and shape [1073741824,1048576] has 4 bytes");
});

test("nesting without end is refused", () => {
  let graph: Parameters<typeof encodeMessage<"GraphProto">>[1] = { name: "leaf" };
  for (let i = 0; i < 30; i++)
    graph = { node: [{ op_type: "If", attribute: [{ name: "then_branch", type: 5, g: graph }] }] };
  expect(readModel(encodeMessage("ModelProto", { ir_version: 8, graph })).graph.nodes.length).toBe(1);
  // A graph in an attribute of a node of a graph, 200 times, written by hand.
  const field = (tag: number, content: number[]) => [tag, ...varint(content.length), ...content];
  let bytes: number[] = [];
  for (let i = 0; i < 200; i++) bytes = field(0x0a, field(0x2a, [...field(0x32, bytes), 0xa0, 0x01, 5]));
  expect(() => readModel(Uint8Array.from([0x08, 8, ...field(0x3a, bytes)]))).toThrow("nested deeper than 100 messages");
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
