/** The compiled protobuf schema: what reads and writes the messages that files are made of, built on first use. */

import protobuf from "protobufjs/light.js";
import descriptor from "../data/onnx_proto.json" with { type: "json" };
import { MessageEncoder } from "./encode.ts";
import { OnnxFormatError } from "./format_error.ts";
import type { GraphProto, ModelProto, TensorProto } from "./proto_types.ts";

interface Messages {
  ModelProto: ModelProto;
  GraphProto: GraphProto;
  TensorProto: TensorProto;
}

let root: protobuf.Root | undefined;
const types = new Map<keyof Messages, protobuf.Type>();

function messageType(name: keyof Messages): protobuf.Type {
  let type = types.get(name);
  if (type === undefined) {
    root ??= protobuf.Root.fromJSON(onnxDescriptor());
    type = root.lookupType(`onnx.${name}`);
    types.set(name, type);
  }
  return type;
}

/** onnx.proto is proto2: readers ask whether an attribute's value is there, so that a zero must be written too. */
export function onnxDescriptor(): typeof descriptor {
  const copy = structuredCloneOf(descriptor);
  const { fields } = copy.nested.onnx.nested.AttributeProto;
  const options = { features: { field_presence: "EXPLICIT" } };
  Object.assign(fields.f, { options });
  Object.assign(fields.i, { options });
  Object.assign(fields.s, { options });
  return copy;
}

function structuredCloneOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

let encoder: MessageEncoder | undefined;

export function encodeMessage<K extends keyof Messages>(name: K, message: Messages[K]): Uint8Array {
  encoder ??= new MessageEncoder(onnxDescriptor().nested.onnx.nested);
  return encoder.encode(name, message);
}

/** Bytes fields are views of `bytes`. Throws `OnnxFormatError` for bytes that are no such message. */
export function decodeMessage<K extends keyof Messages>(name: K, bytes: Uint8Array): Messages[K] {
  try {
    return messageType(name).decode(bytes) as Messages[K];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnnxFormatError(`not a valid ONNX file: ${explain(reason)}`);
  }
}

function explain(reason: string): string {
  if (reason.includes("index out of range")) return "the data ends before a field does, or is damaged";
  if (reason.includes("max depth exceeded")) return "it is nested deeper than 100 messages";
  return `damaged data (${reason})`;
}
