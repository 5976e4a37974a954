/** The schema of `onnx.proto` as data, and its messages as bytes: any message, by its name, as plain objects of their fields. */

import protobuf from "protobufjs/light.js";
import descriptor from "../data/onnx_proto.json" with { type: "json" };
import { OnnxFormatError } from "./format_error.ts";

/** A message as protobufjs encodes it: the fields that are set. A field may be a getter, for bytes that are made late. */
export type PlainMessage = Readonly<Record<string, unknown>>;

export interface FieldInfo {
  readonly name: string;
  readonly repeated: boolean;
  /** `string`, `int64`, … or what `message` or `enumeration` is. */
  readonly scalar: string;
  /** The name of the field's message; null for a scalar. */
  readonly message: string | null;
  /** The values of the field's enumeration by name; null for anything else. */
  readonly enumeration: Readonly<Record<string, number>> | null;
  readonly oneof: string | null;
}

export interface MessageInfo {
  /** Below the package: `TypeProto.Tensor`. */
  readonly name: string;
  /** In order of their numbers in the file, as they are written. */
  readonly fields: ReadonlyMap<string, FieldInfo>;
  readonly oneofs: ReadonlyMap<string, readonly string[]>;
  readonly enumerations: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Row {
  readonly fields?: Readonly<Record<string, { readonly type: string; readonly rule?: string; readonly id: number }>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly nested?: Readonly<Record<string, Row>>;
}

const TOP = descriptor.nested.onnx.nested as unknown as Readonly<Record<string, Row>>;

/** Every message, nested ones behind the one that they stand in. */
export const MESSAGE_INFOS: ReadonlyMap<string, MessageInfo> = readMessages();

function readMessages(): ReadonlyMap<string, MessageInfo> {
  const rows = new Map<string, Row>();
  const enumerations = new Map<string, Readonly<Record<string, number>>>();
  const walk = (prefix: string, scope: Readonly<Record<string, Row>>): void => {
    for (const [short, row] of Object.entries(scope)) {
      const name = prefix === "" ? short : `${prefix}.${short}`;
      if (row.values !== undefined) enumerations.set(name, row.values);
      if (row.fields !== undefined) rows.set(name, row);
      if (row.nested !== undefined) walk(name, row.nested);
    }
  };
  walk("", TOP);
  /** A type is named from where it is used: inside the message first, at the top last. */
  const resolve = <T>(table: ReadonlyMap<string, T>, from: string, type: string): string | null => {
    for (let scope = from; scope !== ""; scope = scope.slice(0, Math.max(scope.lastIndexOf("."), 0))) {
      if (table.has(`${scope}.${type}`)) return `${scope}.${type}`;
    }
    return table.has(type) ? type : null;
  };
  const infos = new Map<string, MessageInfo>();
  for (const [name, row] of rows) {
    const oneofs = new Map(Object.entries(row.oneofs ?? {}).map(([key, { oneof }]) => [key, oneof]));
    const fields = Object.entries(row.fields ?? {}).map(([field, { type, rule }]): [string, FieldInfo] => {
      const enumeration = resolve(enumerations, name, type);
      return [
        field,
        {
          name: field,
          repeated: rule === "repeated",
          scalar: type,
          message: resolve(rows, name, type),
          enumeration: enumeration === null ? null : (enumerations.get(enumeration) ?? null),
          oneof: [...oneofs].find(([, members]) => members.includes(field))?.[0] ?? null,
        },
      ];
    });
    const own = Object.entries(row.nested ?? {}).flatMap(([key, { values }]) =>
      values === undefined ? [] : [[key, values]],
    );
    infos.set(name, { name, fields: new Map(fields), oneofs, enumerations: Object.fromEntries(own) });
  }
  return infos;
}

export function messageInfo(name: string): MessageInfo {
  const info = MESSAGE_INFOS.get(name);
  if (info === undefined) throw new Error(`onnx.proto has no message ${name}`);
  return info;
}

let root: protobuf.Root | undefined;

/** A scalar that is set is written whatever it is: proto2 tells a zero from no value. */
function explicitSchema(): protobuf.INamespace {
  const copy = JSON.parse(JSON.stringify(descriptor)) as protobuf.INamespace;
  const walk = (scope: Readonly<Record<string, unknown>> | undefined): void => {
    for (const row of Object.values(scope ?? {})) {
      const { fields, nested } = row as { fields?: Record<string, object>; nested?: Record<string, unknown> };
      for (const field of Object.values(fields ?? {})) {
        if (!("rule" in field)) Object.assign(field, { options: { features: { field_presence: "EXPLICIT" } } });
      }
      walk(nested);
    }
  };
  walk(copy.nested);
  return copy;
}

function typeOf(name: string): protobuf.Type {
  root ??= protobuf.Root.fromJSON(explicitSchema());
  return root.lookupType(`onnx.${name}`);
}

export function encodePlain(name: string, message: PlainMessage): Uint8Array {
  return typeOf(name).encode(message).finish();
}

/** Bytes fields are views of `bytes`. Throws `OnnxFormatError` for bytes that are no such message. */
export function decodePlain(name: string, bytes: Uint8Array): PlainMessage {
  try {
    return typeOf(name).decode(bytes) as unknown as PlainMessage;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnnxFormatError(`Error parsing message with type 'onnx.${name}': ${reason}`);
  }
}
