/** A protobuf message of `onnx.proto` as Python sees it: fields that are read, set and cleared, nested and repeated ones. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { PyByteArray, PyBytes } from "../dynamo/objects/bytes.ts";
import { AttributeErrorType, TypeErrorType } from "../dynamo/objects/exception_types.ts";
import { float, PyFloat } from "../dynamo/objects/float.ts";
import { PyList } from "../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import type { PyType } from "../dynamo/objects/type.ts";
import { index, toFloat } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { typeName } from "../dynamo/protocols/type_of.ts";
import { fromInt64, toInt64 } from "../onnx/serde/ints.ts";
import { type FieldInfo, type MessageInfo, messageInfo, type PlainMessage } from "../onnx/serde/message_schema.ts";
import type { Int64 } from "../onnx/serde/proto_types.ts";

/** The classes, made by `message_types.ts`. */
export const messageTypes = new Map<string, PyType>();
export const repeatedTypes: { scalar: PyType | null; composite: PyType | null } = { scalar: null, composite: null };

function typeOfMessage(name: string): PyType {
  const type = messageTypes.get(name);
  if (type === undefined) throw new Error(`the class of ${name} is not defined`);
  return type;
}

export class PyMessage extends PyObject {
  readonly info: MessageInfo;
  /** What a file or a model says; read field by field. */
  private source: PlainMessage;
  /** Fields that were read (nested and repeated ones) or set. */
  private readonly values = new Map<string, PyValue>();
  /** Fields of the source that were cleared. */
  private readonly cleared = new Set<string>();
  /** A nested message that is there although nothing in it is set. */
  private present: boolean;
  /** What the message was made from, for whoever writes it to a file; null for a program's own. */
  origin: object | null = null;

  constructor(name: string, source: PlainMessage | null = null) {
    super(typeOfMessage(name));
    this.info = messageInfo(name);
    this.source = source ?? {};
    this.present = source !== null;
  }

  override getOwn(name: string): PyValue | undefined {
    const field = this.info.fields.get(name);
    return field === undefined ? undefined : this.read(field);
  }

  read(field: FieldInfo): PyValue {
    const known = this.values.get(field.name);
    if (known !== undefined) return known;
    const given = this.given(field.name);
    if (field.repeated) {
      const list = new PyRepeated(field, Array.isArray(given) ? given.map((item) => fromPlain(field, item)) : []);
      this.values.set(field.name, list);
      return list;
    }
    if (field.message === null) return fromPlain(field, given);
    const nested = new PyMessage(field.message, (given as PlainMessage | null | undefined) ?? null);
    this.values.set(field.name, nested);
    return nested;
  }

  private given(name: string): unknown {
    return this.cleared.has(name) || !Object.hasOwn(this.source, name) ? undefined : this.source[name];
  }

  /** Of a singular field: whether it is set. */
  has(field: FieldInfo): boolean {
    const value = this.values.get(field.name);
    if (value instanceof PyMessage) return value.isPresent();
    // The value itself may be a getter that is not to be run.
    return value !== undefined || (Object.hasOwn(this.source, field.name) && !this.cleared.has(field.name));
  }

  isPresent(): boolean {
    return this.present || this.setFields().length > 0;
  }

  markPresent(): void {
    this.present = true;
  }

  /** The fields that are set, and repeated ones that are not empty. */
  setFields(): FieldInfo[] {
    return [...this.info.fields.values()].filter((field) => {
      if (!field.repeated) return this.has(field);
      const list = this.values.get(field.name);
      if (list instanceof PyRepeated) return list.items.length > 0;
      const given = this.given(field.name);
      return Array.isArray(given) && given.length > 0;
    });
  }

  set(vm: Interpreter, field: FieldInfo, value: PyValue): void {
    if (field.repeated) {
      const text = `Assignment not allowed to map, or repeated field "${field.name}" in protocol message object.`;
      raise(vm, AttributeErrorType, text);
    }
    if (field.message !== null) {
      const text = `Assignment not allowed to message field "${field.name}" in protocol message object.`;
      raise(vm, AttributeErrorType, text);
    }
    this.leaveOneof(field);
    this.values.set(field.name, checkedScalar(vm, field, value));
  }

  /** Another member of the field's oneof loses its value. */
  leaveOneof({ oneof, name }: FieldInfo): void {
    for (const other of oneof === null ? [] : (this.info.oneofs.get(oneof) ?? []))
      if (other !== name) this.clear(other);
  }

  clear(name: string): void {
    this.values.delete(name);
    this.cleared.add(name);
  }

  clearAll(): void {
    this.values.clear();
    this.source = {};
  }

  /** Takes over what another message of the same kind holds. */
  copyFrom(other: PyMessage): void {
    const source = other.plain();
    this.values.clear();
    this.cleared.clear();
    this.source = source;
    this.present = true;
  }

  mergeFrom(vm: Interpreter, other: PyMessage): void {
    this.present = true;
    for (const field of other.setFields()) {
      const [own, theirs] = [this.read(field), other.read(field)];
      if (own instanceof PyRepeated && theirs instanceof PyRepeated) own.items.push(...theirs.items.map(copied));
      else if (own instanceof PyMessage && theirs instanceof PyMessage) {
        this.leaveOneof(field);
        own.mergeFrom(vm, theirs);
      } else this.set(vm, field, theirs);
    }
  }

  copy(): PyMessage {
    return new PyMessage(this.info.name, this.plain());
  }

  /** The fields that are set, as they are encoded. */
  plain(): PlainMessage {
    const plain: Record<string, unknown> = {};
    for (const field of this.setFields()) {
      const value = this.values.get(field.name);
      // Left as it is, a getter among them.
      if (value === undefined) Object.defineProperty(plain, field.name, descriptorOf(this.source, field.name));
      else if (value instanceof PyRepeated) plain[field.name] = value.items.map((item) => toPlain(field, item));
      else plain[field.name] = toPlain(field, value);
    }
    return plain;
  }
}

function descriptorOf(source: PlainMessage, name: string): PropertyDescriptor {
  const descriptor = Object.getOwnPropertyDescriptor(source, name);
  return { ...descriptor, enumerable: true, configurable: true };
}

/** `RepeatedScalarContainer`, `RepeatedCompositeContainer`: a list whose items are of the field's type. */
export class PyRepeated extends PyList {
  readonly field: FieldInfo;
  constructor(field: FieldInfo, items: PyValue[]) {
    const type = field.message === null ? repeatedTypes.scalar : repeatedTypes.composite;
    if (type === null) throw new Error("the classes of repeated fields are not defined");
    super(items, type);
    this.field = field;
  }

  /** The value as an item of this list: messages are copied. Raises TypeError for another type. */
  accepted(vm: Interpreter, value: PyValue): PyValue {
    if (this.field.message === null) return checkedScalar(vm, this.field, value);
    if (value instanceof PyMessage && value.info.name === this.field.message) return value.copy();
    return raise(vm, TypeErrorType, `Expected a message object, but got ${typeName(value)}.`);
  }
}

function copied(value: PyValue): PyValue {
  return value instanceof PyMessage ? value.copy() : value;
}

function checkedScalar(vm: Interpreter, { scalar, enumeration }: FieldInfo, value: PyValue): PyValue {
  switch (scalar) {
    case "string":
      if (typeof value === "string") return value;
      if (value instanceof PyBytes) return new TextDecoder().decode(value.bytes);
      return raise(vm, TypeErrorType, "bad argument type for built-in operation");
    case "bytes":
      if (value instanceof PyBytes) return value;
      if (value instanceof PyByteArray) return new PyBytes(value.bytes.slice());
      return raise(vm, TypeErrorType, "bad argument type for built-in operation");
    case "float":
      return float(Math.fround(toFloat(vm, value)));
    case "double":
      return float(toFloat(vm, value));
    default:
      if (enumeration !== null && typeof value === "string") {
        const number = enumeration[value];
        if (number !== undefined) return number;
      }
      return typeof value === "boolean" ? Number(value) : index(vm, value);
  }
}

function fromPlain(field: FieldInfo, value: unknown): PyValue {
  if (field.message !== null) return new PyMessage(field.message, value as PlainMessage);
  switch (field.scalar) {
    case "string":
      return typeof value === "string" ? value : "";
    case "bytes":
      return new PyBytes(value instanceof Uint8Array ? value : new Uint8Array(0));
    case "float":
    case "double":
      return float(typeof value === "number" ? value : 0);
    default:
      return typeof value === "bigint" ? value : fromInt64((value ?? 0) as Int64);
  }
}

function toPlain(field: FieldInfo, value: PyValue): unknown {
  if (value instanceof PyMessage) return value.plain();
  if (value instanceof PyBytes) return value.bytes;
  if (value instanceof PyFloat) return value.value;
  if (field.scalar.endsWith("64") && (typeof value === "number" || typeof value === "bigint")) return toInt64(value);
  return value;
}
