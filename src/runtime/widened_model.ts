/**
 * ONNX Runtime's JavaScript API has no bfloat16. A model with such inputs or outputs is given casts at its boundary, and
 * the bytes are widened to float on the way in and cut on the way out, which is exact in both directions.
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DataType } from "../onnx/data_type.ts";
import { replaceUses } from "../onnx/graph_access.ts";
import { type Graph, type Node, Value } from "../onnx/ir.ts";
import type { NamedTensors, RuntimeTensor } from "../onnx/named_tensors.ts";
import { readModel } from "../onnx/serde/read_model.ts";
import { modelToBytes } from "../onnx/serde/write_model.ts";
import type { RuntimeValue } from "./ort_protocol.ts";

export interface WidenedModel {
  readonly bytes: Uint8Array;
  widen(feeds: NamedTensors): NamedTensors;
  narrow(outputs: NamedTensors): NamedTensors;
  describe(values: readonly RuntimeValue[]): readonly RuntimeValue[];
}

const WIDE: Partial<Readonly<Record<DataType, DataType>>> = { bfloat16: "float" };
/** TensorProto.DataType numbers for the casts. */
const FLOAT = 1;
const BFLOAT16 = 16;

/** Null when the model needs none of this. `model` is bytes or a path; external data is taken in. */
export function widenedModel(model: Uint8Array | string): WidenedModel | null {
  const bytes = typeof model === "string" ? readFileSync(model) : model;
  const directory = typeof model === "string" ? dirname(model) : null;
  const parsed = readModel(bytes, directory === null ? {} : { external: externalReader(directory) });
  const names = widenBoundary(parsed.graph);
  if (names.size === 0) return null;
  return {
    bytes: modelToBytes(parsed),
    widen: (feeds) => mapNamed(feeds, (name, tensor) => (names.has(name) ? widenTensor(tensor) : tensor)),
    narrow: (outputs) => mapNamed(outputs, (name, tensor) => (names.has(name) ? narrowTensor(tensor) : tensor)),
    describe: (values) => values.map((value) => (names.has(value.name) ? { ...value, dtype: "bfloat16" } : value)),
  };
}

function externalReader(directory: string) {
  return ({ location, offset, length }: { location: string; offset: number; length: number }) =>
    readFileSync(join(directory, location)).subarray(offset, offset + length);
}

/** The names of the inputs and outputs that are float now. */
function widenBoundary(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  const casts: Node[] = [];
  const replacements = new Map<Value, Value>();
  graph.inputs.forEach((value, i) => {
    const wide = wideTwin(value);
    if (wide === null) return;
    names.add(value.name);
    const inner = new Value(`${value.name}__bfloat16`, value.type);
    replacements.set(value, inner);
    casts.push(cast(wide, inner, BFLOAT16));
    graph.inputs[i] = wide;
  });
  replaceUses(graph.nodes, replacements);
  graph.nodes.unshift(...casts);
  graph.outputs.forEach((value, i) => {
    const wide = wideTwin(value);
    if (wide === null) return;
    names.add(value.name);
    const inner = replacements.get(value) ?? value;
    if (inner === value) value.name = `${value.name}__bfloat16`;
    graph.nodes.push(cast(inner, wide, FLOAT));
    graph.outputs[i] = wide;
  });
  return names;
}

function wideTwin(value: Value): Value | null {
  const dtype = value.type === null || value.type.kind !== "tensor" ? undefined : WIDE[value.type.dtype];
  return dtype === undefined || value.type === null ? null : new Value(value.name, { ...value.type, dtype });
}

function cast(from: Value, to: Value, type: number): Node {
  const attributes = new Map([["to", { type: "int", value: type } as const]]);
  return {
    name: `cast_${to.name}`,
    opType: "Cast",
    domain: "",
    inputs: [from],
    outputs: [to],
    attributes,
    source: null,
  };
}

function mapNamed(tensors: NamedTensors, change: (name: string, tensor: RuntimeTensor) => RuntimeTensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(name, tensor)]));
}

function widenTensor({ shape, bytes }: RuntimeTensor): RuntimeTensor {
  const narrow = new Uint16Array(bytes.slice().buffer);
  const wide = Uint32Array.from(narrow, (bits) => bits << 16);
  return { dtype: "float", shape, bytes: new Uint8Array(wide.buffer) };
}

function narrowTensor({ shape, bytes }: RuntimeTensor): RuntimeTensor {
  const wide = new Uint32Array(bytes.slice().buffer);
  const narrow = Uint16Array.from(wide, (bits) => bits >>> 16);
  return { dtype: "bfloat16", shape, bytes: new Uint8Array(narrow.buffer) };
}
