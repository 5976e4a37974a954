/** Python values as ONNX constants and attributes. */

import { PyFloat } from "../dynamo/objects/float.ts";
import { PyList } from "../dynamo/objects/list.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import type { Attribute, AttributeKind, TensorContent } from "../onnx/ir.ts";
import { tensorFromProto } from "../onnx/serde/tensors.ts";
import { boolTensor, floatTensor, int64Tensor, stringTensor } from "../onnx/tensor_content.ts";
import { PyMessage } from "../onnx_packages/message.ts";

/** `onnx.helper.make_tensor(...)` */
function isTensorProto(value: PyValue): value is PyMessage {
  return value instanceof PyMessage && value.info.name === "TensorProto";
}

function noExternalData(): never {
  throw new Error("a constant's bytes are its own");
}

/** Floats are float32 and ints int64, as everywhere in onnx-script; undefined for what no tensor can hold. */
export function constantContent(value: PyValue): TensorContent | undefined {
  if (isTensorProto(value)) return tensorFromProto(value.plain(), noExternalData);
  if (typeof value === "boolean") return boolTensor([], [value]);
  if (typeof value === "number" || typeof value === "bigint") return int64Tensor([], [value]);
  if (value instanceof PyFloat) return floatTensor([], [value.value]);
  if (typeof value === "string") return stringTensor([], [value]);
  if (!(value instanceof PyList || value instanceof PyTuple)) return undefined;
  const items: readonly PyValue[] = value.items;
  const shape = [items.length];
  const booleans = items.filter((v) => typeof v === "boolean");
  if (booleans.length === items.length && items.length > 0) return boolTensor(shape, booleans);
  const ints = items.filter((v) => typeof v === "number" || typeof v === "bigint");
  if (ints.length === items.length) return int64Tensor(shape, ints);
  const numbers = items.map((v) => (v instanceof PyFloat ? v.value : typeof v === "number" ? v : undefined));
  const floats = numbers.filter((v) => v !== undefined);
  if (floats.length === items.length) return floatTensor(shape, floats);
  const strings = items.filter((v): v is string => typeof v === "string");
  return strings.length === items.length ? stringTensor(shape, strings) : undefined;
}

/** An attribute of the type that the operator's schema says, or of the value's own; undefined when it does not fit. */
export function attributeOf(value: PyValue, kind: AttributeKind | undefined): Attribute | undefined {
  if (kind === "tensor" || isTensorProto(value)) {
    const content = constantContent(value);
    return content === undefined ? undefined : { type: "tensor", value: content };
  }
  if (value instanceof PyList || value instanceof PyTuple) return listAttribute(value.items, kind);
  if (typeof value === "string") return { type: "string", value };
  const number = value instanceof PyFloat ? value.value : typeof value === "boolean" ? Number(value) : value;
  if (typeof number !== "number" && typeof number !== "bigint") return undefined;
  if (kind === "ints") return { type: "ints", value: [number] };
  if (kind === "float" || (kind === undefined && value instanceof PyFloat))
    return { type: "float", value: Number(number) };
  return kind === undefined || kind === "int" ? { type: "int", value: number } : undefined;
}

function listAttribute(items: readonly PyValue[], kind: AttributeKind | undefined): Attribute | undefined {
  const strings = items.filter((v): v is string => typeof v === "string");
  if (kind === "strings" || (kind === undefined && strings.length > 0)) {
    return strings.length === items.length ? { type: "strings", value: strings } : undefined;
  }
  const numbers = items.map((v) => (v instanceof PyFloat ? v.value : typeof v === "boolean" ? Number(v) : v));
  const clean = numbers.filter((v) => typeof v === "number" || typeof v === "bigint");
  if (clean.length !== items.length) return undefined;
  const floats = kind === "floats" || (kind === undefined && items.some((v) => v instanceof PyFloat));
  return floats ? { type: "floats", value: clean.map(Number) } : { type: "ints", value: clean };
}
