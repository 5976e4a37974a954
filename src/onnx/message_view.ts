/** A model as the messages of `onnx.proto`, as plain data whose parts are made when looked at. */

import descriptor from "./data/onnx_proto.json" with { type: "json" };
import { DATA_TYPES } from "./data_type.ts";
import type { Graph, Initializer, Model } from "./ir.ts";
import { graphToProto, modelHeader, modelToBytes } from "./serde/write_model.ts";

/** One message: its fields by name, a function where the value is made on demand. */
export interface MessageView {
  readonly message: string;
  readonly fields: Readonly<Record<string, MessageValue | (() => MessageValue)>>;
  readonly serialize?: () => Uint8Array;
}
export type MessageValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | MessageView
  | { readonly float: number }
  | { readonly entries: readonly (readonly [string, MessageValue])[] }
  | readonly MessageValue[];

interface FieldRow {
  readonly type: string;
  readonly rule?: string;
}
type Fields = Readonly<Record<string, FieldRow>>;

const MESSAGES: Readonly<Record<string, { readonly fields?: Fields; readonly nested?: object }>> = descriptor.nested
  .onnx.nested as unknown as Readonly<Record<string, { readonly fields?: Fields }>>;

/** The model as a ModelProto. */
export function protoView(model: Model): MessageView {
  const header = messageView("ModelProto", modelHeader(model));
  return {
    ...header,
    fields: { ...header.fields, graph: () => graphView(model.graph) },
    serialize: () => modelToBytes(model),
  };
}

function graphView(graph: Graph): MessageView {
  const view = messageView("GraphProto", graphToProto(graph, false));
  const initializers = () => [...graph.initializers.values()].map(tensorView);
  return { ...view, fields: { ...view.fields, initializer: initializers } };
}

function tensorView({ value, content }: Initializer): MessageView {
  const view = messageView("TensorProto", {
    name: value.name,
    dims: content.shape,
    data_type: DATA_TYPES[content.dtype],
    string_data: (content.strings ?? []).map((text) => new TextEncoder().encode(text)),
  });
  return { ...view, fields: { ...view.fields, raw_data: () => content.bytes() } };
}

/** Every field that the message has in the schema, those not set at their defaults. */
function messageView(name: string, given: object): MessageView {
  const fields: Record<string, () => MessageValue> = {};
  for (const [field, row] of Object.entries(fieldsOf(name))) {
    const value = (given as Readonly<Record<string, unknown>>)[field];
    fields[field] = () => {
      if (row.rule === "repeated") return Array.isArray(value) ? value.map((item) => fieldView(row.type, item)) : [];
      return fieldView(row.type, value);
    };
  }
  return { message: name.slice(name.lastIndexOf(".") + 1), fields };
}

function fieldsOf(name: string): Fields {
  return find(name)?.fields ?? {};
}

/** A message by its name; those nested in another stand in it (`TypeProto.Tensor`). */
function find(name: string): { readonly fields?: Fields } | undefined {
  const short = name.slice(name.lastIndexOf(".") + 1);
  const search = (scope: Readonly<Record<string, unknown>>): { readonly fields?: Fields } | undefined => {
    const direct = scope[short] as { readonly fields?: Fields } | undefined;
    if (direct?.fields !== undefined) return direct;
    for (const inner of Object.values(scope)) {
      const { nested } = inner as { readonly nested?: Readonly<Record<string, unknown>> };
      const found = nested === undefined ? undefined : search(nested);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return MESSAGES[name]?.fields === undefined ? search(MESSAGES) : MESSAGES[name];
}

function fieldView(type: string, value: unknown): MessageValue {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : "";
    case "bytes":
      return value instanceof Uint8Array ? value : new Uint8Array(0);
    case "float":
    case "double":
      return { float: typeof value === "number" ? value : 0 };
    case "bool":
      return value === true;
    default:
      if (find(type)?.fields !== undefined) return messageView(type, (value as object | null | undefined) ?? {});
      return integer(value);
  }
}

function integer(value: unknown): number | bigint {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value !== "object" || value === null || !("low" in value && "high" in value)) return 0;
  const { low, high } = value as { readonly low: number; readonly high: number };
  const whole = (BigInt(high) << 32n) | BigInt(low >>> 0);
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}
