/** ONNX Runtime behind the synchronous client: every dtype, errors in its own words, a worker that dies. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { GraphBuilder } from "../../src/onnx/builder.ts";
import { type DataType, elementBits } from "../../src/onnx/data_type.ts";
import type { Model, ValueType } from "../../src/onnx/ir.ts";
import { modelToBytes } from "../../src/onnx/serde/write_model.ts";
import { OrtClient } from "../../src/runtime/ort_client.ts";
import { testClient, workerBundle } from "./ort_worker_bundle.ts";

const client = testClient();
const directory = mkdtempSync(join(tmpdir(), "ort-client-"));
afterAll(() => {
  client.close();
  rmSync(directory, { recursive: true });
});

function modelOf(builder: GraphBuilder): Model {
  return {
    irVersion: 10,
    opsetImports: new Map([["", 18]]),
    producerName: "test",
    producerVersion: "",
    graph: builder.graph,
    functions: new Map(),
    metadata: new Map(),
  };
}

function unary(opType: string, dtype: DataType, shape: readonly (number | string)[]): Uint8Array {
  const builder = new GraphBuilder("g");
  const type: ValueType = { kind: "tensor", dtype, shape };
  const x = builder.input("x", type);
  builder.graph.outputs.push(...builder.node(opType, [x], { outputs: [type], names: ["y"] }));
  return modelToBytes(modelOf(builder));
}

const DTYPES: DataType[] = [
  "float",
  "double",
  "float16",
  "bfloat16",
  "bool",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "uint64",
  "int64",
];

test.each(DTYPES)("%s passes through", (dtype) => {
  const size = elementBits(dtype) / 8;
  const bytes = Uint8Array.from({ length: 6 * size }, (_, i) => (dtype === "bool" ? i % 2 : (i * 37) % 120));
  const { y } = client.run(unary("Identity", dtype, [2, "n"]), { x: { dtype, shape: [2, 3], bytes } });
  expect(y).toEqual({ dtype, shape: [2, 3], bytes });
});

test("scalars, empty tensors and strings", () => {
  const scalar = { dtype: "int64", shape: [], bytes: new Uint8Array(BigInt64Array.of(-7n).buffer) } as const;
  expect(client.run(unary("Identity", "int64", []), { x: scalar })).toEqual({ y: scalar });
  const empty = { dtype: "float", shape: [0, 3], bytes: new Uint8Array(0) } as const;
  expect(client.run(unary("Identity", "float", ["n", 3]), { x: empty })).toEqual({ y: empty });
  const text = { dtype: "string", shape: [2], bytes: new Uint8Array(0), strings: ["a", "é"] } as const;
  expect(client.run(unary("Identity", "string", [2]), { x: text })).toEqual({ y: text });
});

test("a session runs many times, and a file by its path", () => {
  const path = join(directory, "neg.onnx");
  writeFileSync(path, unary("Neg", "float", ["n"]));
  const session = client.load(path);
  expect(session.inputs).toEqual([{ name: "x", dtype: "float", shape: ["n"] }]);
  for (let n = 1; n < 4; n++) {
    const bytes = new Uint8Array(new Float32Array(n).fill(n).buffer);
    const { y } = session.run({ x: { dtype: "float", shape: [n], bytes } });
    expect([...new Float32Array(y?.bytes.slice().buffer ?? new ArrayBuffer(0))]).toEqual(new Array(n).fill(-n));
  }
  session.release();
  expect(() => session.run({})).toThrow("the model was released");
});

test("errors are ONNX Runtime's own", () => {
  expect(() => client.run(Uint8Array.of(1, 2, 3), {})).toThrow(/protobuf parsing failed/i);
  expect(() => client.run(unary("NoSuchOp", "float", [1]), {})).toThrow(/NoSuchOp/);
  expect(() => client.run(unary("Neg", "float", [1]), {})).toThrow(/x/);
  const wrong = { dtype: "float", shape: [2], bytes: new Uint8Array(4) } as const;
  expect(() => client.run(unary("Neg", "float", [2]), { x: wrong })).toThrow("of type float and shape [2] has 4 bytes");
});

test("a worker that dies or hangs is an error, not a hang", () => {
  const script = (body: string) => {
    const path = join(directory, `worker_${body.length}.cjs`);
    writeFileSync(path, body);
    return path;
  };
  const model = unary("Neg", "float", [1]);
  const hangs = new OrtClient({ workerPath: script("setInterval(() => {}, 1000);"), timeout: 300 });
  expect(() => hangs.load(model)).toThrow("did not start");
  const silent = script(`require("node:worker_threads").workerData.control[2] = 1; setInterval(() => {}, 1000);`);
  const waits = new OrtClient({ workerPath: silent, timeout: 1500 });
  expect(() => waits.load(model)).toThrow("did not answer within 1.5 seconds");
  const missing = new OrtClient({ workerPath: join(directory, "none.js") });
  expect(() => missing.load(model)).toThrow("none.js is missing");
  // The real worker, ended from inside while a request waits.
  const exits = `require("node:module"); process.nextTick(() => setTimeout(() => process.exit(3), 50));`;
  const dies = new OrtClient({
    workerPath: script(`${exits} require(${JSON.stringify(workerBundle())});`),
    timeout: 20_000,
  });
  expect(() => {
    for (;;) dies.run(model, { x: { dtype: "float", shape: [1], bytes: new Uint8Array(4) } });
  }).toThrow("worker ended before it answered");
});

test("warming up lets the first run find ONNX Runtime loaded", () => {
  const other = testClient();
  other.warm();
  const bytes = new Uint8Array(Float32Array.of(2).buffer);
  const { y } = other.run(unary("Neg", "float", [1]), { x: { dtype: "float", shape: [1], bytes } });
  expect([...new Float32Array(y?.bytes.slice().buffer ?? new ArrayBuffer(0))]).toEqual([-2]);
  other.close();
});
