/** The wire format that is written against protobufjs, which reads and writes the same messages from the same description. */

import protobuf from "protobufjs/light.js";
import { expect, test } from "vitest";
import { encodeMessage, onnxDescriptor } from "../../src/onnx/serde/schema.ts";

const root = protobuf.Root.fromJSON(onnxDescriptor());

const LONG = "a name that is longer than the short ones";
const ATTRIBUTES = [
  { name: "f", f: -1.5, type: 1 },
  { name: "i", i: 300, type: 2 },
  { name: "negative", i: -1, type: 2 },
  { name: "wide", i: { low: 5, high: 0x7fffffff, unsigned: false }, type: 2 },
  { name: "least", i: { low: 0, high: -0x80000000, unsigned: false }, type: 2 },
  { name: "s", s: Uint8Array.of(0, 200, 255), type: 3 },
  { name: "floats", floats: [0, 0.1, Number.POSITIVE_INFINITY], type: 6 },
  { name: "ints", ints: [0, 127, 128, -128, 2 ** 40, -(2 ** 40)], type: 7 },
  { name: "strings", strings: [Uint8Array.of(), Uint8Array.of(1)], type: 8 },
  { name: "none", ints: [], type: 7 },
  { name: "", f: 0, i: 0, s: new Uint8Array(0), type: 0, ref_attr_name: "" },
  { name: "zero", i: { low: 0, high: 0, unsigned: false } },
];
const GRAPH = {
  name: "γράφος, larger than one piece of memory",
  node: Array.from({ length: 40 }, (_, i) => ({
    input: [`x${i}`, "", LONG],
    output: [`${LONG} ${i}`, "é"],
    op_type: "Add",
    domain: "",
    overload: i % 2 === 0 ? "" : "two",
    attribute: ATTRIBUTES,
    metadata_props: [{ key: "pkg.torch.onnx.stack_trace", value: `${LONG}\n${"x".repeat(i * 40)}` }],
  })),
  initializer: [
    { name: "w", dims: [2, 3], data_type: 1, raw_data: new Uint8Array(300).fill(7) },
    { dims: [], data_type: 11, double_data: [1, 2], float_data: [3], int32_data: [-1], data_location: 1 },
  ],
  value_info: [
    {
      name: "x",
      type: {
        tensor_type: {
          elem_type: 1,
          shape: { dim: [{ dim_value: 3 }, { dim_param: "batch" }, {}, { dim_value: 0 }, { dim_param: "" }] },
        },
      },
    },
    { name: LONG, type: { sequence_type: { elem_type: { optional_type: {} } } } },
  ],
};

test.each([
  ["GraphProto", GRAPH],
  [
    "ModelProto",
    {
      ir_version: 10,
      producer_name: "dynamo-onnx",
      graph: GRAPH,
      opset_import: [
        { domain: "ai.onnx", version: 18 },
        { domain: "", version: 0 },
      ],
      domain: "",
      model_version: 0,
      doc_string: "",
    },
  ],
  ["TensorProto", GRAPH.initializer[1] as object],
] as const)("%s", (name, message) => {
  const written = encodeMessage(name, message as never);
  const type = root.lookupType(`onnx.${name}`);
  expect(Buffer.from(written).equals(Buffer.from(type.encode(message).finish()))).toBe(true);
});
