/**
 * Writes messages of `onnx.proto` as protobuf's wire format, from the back to the front: a message's length is known when its
 * tag is written, so that everything is written once. Fields come in the order of their numbers. Zeros and empty strings are
 * left out, as in proto3, but for members of a choice and for fields that are said to be explicit.
 */

import type { Int64 } from "./proto_types.ts";

/** A field as protobufjs' JSON describes it. */
interface FieldRow {
  readonly type: string;
  readonly id: number;
  readonly rule?: string;
  readonly options?: { readonly features?: { readonly field_presence?: string } };
}

export interface MessageRow {
  readonly fields?: Readonly<Record<string, FieldRow>>;
  readonly nested?: Readonly<Record<string, MessageRow>>;
  /** Choices: of these fields at most one is set. */
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  /** Of an enumeration. */
  readonly values?: Readonly<Record<string, number>>;
}

type Message = Readonly<Record<string, unknown>>;

type Scalar = "int" | "float" | "double" | "string" | "bytes";

interface Field {
  readonly name: string;
  readonly id: number;
  readonly repeated: boolean;
  /** Written even when it is zero or empty. */
  readonly explicit: boolean;
  readonly kind: Scalar | "message";
  readonly row: MessageRow | null;
}

const SCALARS: Readonly<Record<string, Scalar>> = {
  int32: "int",
  int64: "int",
  uint64: "int",
  float: "float",
  double: "double",
  string: "string",
  bytes: "bytes",
};

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;
const WIRE: Readonly<Record<Field["kind"], number>> = {
  int: VARINT,
  float: FIXED_32,
  double: FIXED_64,
  string: LENGTH,
  bytes: LENGTH,
  message: LENGTH,
};

function isDefault(value: unknown): boolean {
  if (value === "" || value === 0) return true;
  if (value instanceof Uint8Array) return value.length === 0;
  return (
    typeof value === "object" &&
    value !== null &&
    "low" in value &&
    "high" in value &&
    value.low === 0 &&
    value.high === 0
  );
}

/** From here on a string is looked up among those that were written before: names and traces come again and again. */
const LONG_STRING = 12;

export class MessageEncoder {
  private readonly messages: Readonly<Record<string, MessageRow>>;
  private readonly plans = new Map<MessageRow, readonly Field[]>();
  private readonly text = new TextEncoder();
  private buffer = new Uint8Array(1 << 12);
  private view = new DataView(this.buffer.buffer);
  /** Where the written part starts. */
  private at = this.buffer.length;
  /** Where a string begins and how long it is, both counted from the end of the buffer. */
  private written = new Map<string, { readonly from: number; readonly length: number }>();

  /** `messages`: the descriptions of all messages by name. */
  constructor(messages: Readonly<Record<string, MessageRow>>) {
    this.messages = messages;
  }

  encode(name: string, message: object): Uint8Array<ArrayBuffer> {
    this.at = this.buffer.length;
    this.written = new Map();
    this.message(this.rowOf(name), message as Message);
    return this.buffer.slice(this.at);
  }

  private rowOf(name: string): MessageRow {
    const row = this.messages[name];
    if (row === undefined) throw new Error(`onnx.proto has no message ${name}`);
    return row;
  }

  /** The fields of a message, the last first. */
  private planOf(row: MessageRow): readonly Field[] {
    let plan = this.plans.get(row);
    if (plan === undefined) {
      const choices = new Set(Object.values(row.oneofs ?? {}).flatMap(({ oneof }) => oneof));
      plan = Object.entries(row.fields ?? {})
        .map(([name, { type, id, rule, options }]) => {
          const explicit = choices.has(name) || options?.features?.field_presence === "EXPLICIT";
          return { name, id, repeated: rule === "repeated", explicit, ...this.kindOf(row, type) };
        })
        .sort((a, b) => b.id - a.id);
      this.plans.set(row, plan);
    }
    return plan;
  }

  private kindOf(row: MessageRow, type: string): Pick<Field, "kind" | "row"> {
    const scalar = SCALARS[type];
    if (scalar !== undefined) return { kind: scalar, row: null };
    const found = row.nested?.[type] ?? this.rowOf(type);
    return found.values === undefined ? { kind: "message", row: found } : { kind: "int", row: null };
  }

  private message(row: MessageRow, message: Message): void {
    for (const field of this.planOf(row)) {
      const value = message[field.name];
      if (value === undefined || value === null) continue;
      if (!field.repeated) {
        if (field.explicit || !isDefault(value)) this.single(field, value);
      } else if (Array.isArray(value)) this.repeated(field, value as readonly unknown[]);
    }
  }

  private single(field: Field, value: unknown): void {
    this.value(field, value);
    this.varint(field.id * 8 + WIRE[field.kind]);
  }

  /** Numbers are packed, as proto3 has them. */
  private repeated(field: Field, values: readonly unknown[]): void {
    if (values.length === 0) return;
    if (WIRE[field.kind] === LENGTH) {
      for (let i = values.length - 1; i >= 0; i--) this.single(field, values[i]);
      return;
    }
    const end = this.buffer.length - this.at;
    for (let i = values.length - 1; i >= 0; i--) this.value(field, values[i]);
    this.varint(this.buffer.length - this.at - end);
    this.varint(field.id * 8 + LENGTH);
  }

  private value({ kind, row }: Field, value: unknown): void {
    switch (kind) {
      case "int":
        this.integer(value as Int64);
        return;
      case "float":
        this.reserve(4);
        this.at -= 4;
        this.view.setFloat32(this.at, value as number, true);
        return;
      case "double":
        this.reserve(8);
        this.at -= 8;
        this.view.setFloat64(this.at, value as number, true);
        return;
      case "string":
        this.string(value as string);
        return;
      case "bytes": {
        const bytes = value as Uint8Array;
        this.reserve(bytes.length);
        this.at -= bytes.length;
        this.buffer.set(bytes, this.at);
        this.varint(bytes.length);
        return;
      }
      case "message": {
        const end = this.buffer.length - this.at;
        if (row !== null) this.message(row, value as Message);
        this.varint(this.buffer.length - this.at - end);
      }
    }
  }

  private string(text: string): void {
    const { length } = text;
    const before = length < LONG_STRING ? undefined : this.written.get(text);
    if (before !== undefined) {
      this.reserve(before.length);
      const from = this.buffer.length - before.from;
      this.at -= before.length;
      this.buffer.copyWithin(this.at, from, from + before.length);
      this.varint(before.length);
      return;
    }
    this.reserve(length);
    let size = length;
    if (!this.ascii(text)) {
      const bytes = this.text.encode(text);
      size = bytes.length;
      this.reserve(size);
      this.at -= size;
      this.buffer.set(bytes, this.at);
    }
    if (length >= LONG_STRING) this.written.set(text, { from: this.buffer.length - this.at, length: size });
    this.varint(size);
  }

  /** Writes a string that takes a byte a character; false, and nothing written, for another. */
  private ascii(text: string): boolean {
    const { length } = text;
    const start = this.at - length;
    if (length < LONG_STRING) {
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code >= 0x80) return false;
        this.buffer[start + i] = code;
      }
    } else {
      const { read, written } = this.text.encodeInto(text, this.buffer.subarray(start, this.at));
      if (read !== length || written !== length) return false;
    }
    this.at = start;
    return true;
  }

  /** A negative number takes ten bytes, as one of 64 bits. */
  private integer(value: Int64): void {
    if (typeof value !== "number") this.wide(value.low >>> 0, value.high >>> 0);
    else if (value >= 0) this.varint(value);
    else {
      const wide = BigInt.asUintN(64, BigInt(value));
      this.wide(Number(wide & 0xffffffffn), Number(wide >> 32n));
    }
  }

  private wide(low: number, high: number): void {
    if (high < 2 ** 21) {
      this.varint(high * 2 ** 32 + low);
      return;
    }
    let rest = (BigInt(high) << 32n) | BigInt(low);
    const bytes: number[] = [];
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.reserve(bytes.length);
    this.at -= bytes.length;
    this.buffer.set(bytes, this.at);
  }

  /** Of a safe integer that is not negative. */
  private varint(value: number): void {
    this.reserve(10);
    if (value < 0x80) {
      this.buffer[--this.at] = value;
      return;
    }
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
    this.at -= length;
    let rest = value;
    for (let i = this.at; ; i++) {
      if (rest < 0x80) {
        this.buffer[i] = rest;
        return;
      }
      this.buffer[i] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
  }

  /** Makes room for `count` bytes before what is written. */
  private reserve(count: number): void {
    if (this.at >= count) return;
    const used = this.buffer.length - this.at;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, used + count));
    larger.set(this.buffer.subarray(this.at), larger.length - used);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
    this.at = larger.length - used;
  }
}
