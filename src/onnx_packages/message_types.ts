/** The classes of `onnx.proto`'s messages, with protobuf's methods, enumerations and repeated containers. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { PyBytes } from "../dynamo/objects/bytes.ts";
import { nativeType } from "../dynamo/objects/core_types.ts";
import { PyDict } from "../dynamo/objects/dict.ts";
import { ExceptionType, TypeErrorType, ValueErrorType } from "../dynamo/objects/exception_types.ts";
import { PyFloat } from "../dynamo/objects/float.ts";
import { listType, PyList } from "../dynamo/objects/list.ts";
import { defineClassMethods, defineGetSet, defineMethods, fn, type Kwargs } from "../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import type { PyType } from "../dynamo/objects/type.ts";
import { raise, raiseAttributeError } from "../dynamo/protocols/errors.ts";
import { toArray } from "../dynamo/protocols/iterate.ts";
import { typeName } from "../dynamo/protocols/type_of.ts";
import { DATA_TYPES } from "../onnx/data_type.ts";
import { OnnxFormatError } from "../onnx/serde/format_error.ts";
import {
  decodePlain,
  encodePlain,
  type FieldInfo,
  MESSAGE_INFOS,
  type PlainMessage,
} from "../onnx/serde/message_schema.ts";
import { messageTypes, PyMessage, PyRepeated, repeatedTypes } from "./message.ts";
import { messageText } from "./message_text.ts";

export const messageType: PyType = nativeType("Message", { module: "google.protobuf.message" });
export const decodeErrorType: PyType = nativeType("DecodeError", {
  module: "google.protobuf.message",
  bases: [ExceptionType],
});

/** The largest message that protobuf writes. */
const MAX_BYTES = 0x7fffffff;

repeatedTypes.scalar = nativeType("RepeatedScalarContainer", { module: "google._upb._message", bases: [listType] });
repeatedTypes.composite = nativeType("RepeatedCompositeContainer", {
  module: "google._upb._message",
  bases: [listType],
});

for (const type of [repeatedTypes.scalar, repeatedTypes.composite]) {
  const extend = (vm: Interpreter, self: PyRepeated, values: PyValue): null => {
    self.items.push(...toArray(vm, values).map((value) => self.accepted(vm, value)));
    return null;
  };
  defineMethods(type, {
    "append(self, value)": (vm, self: PyRepeated, value: PyValue) => {
      self.items.push(self.accepted(vm, value));
      return null;
    },
    "extend(self, elem_seq)": extend,
    "MergeFrom(self, other)": extend,
    "insert(self, key, value)": (vm, self: PyRepeated, key: PyValue, value: PyValue) => {
      self.items.splice(Number(key), 0, self.accepted(vm, value));
      return null;
    },
    "__deepcopy__(self, memo)": (_vm, self: PyRepeated) =>
      new PyList(self.items.map((item) => (item instanceof PyMessage ? item.copy() : item))),
  });
}
defineMethods(repeatedTypes.composite, {
  "add(self, **kwargs)": (vm, self: PyRepeated, kwargs: Kwargs) => {
    if (self.field.message === null) throw new Error("a list of scalars has no add()");
    const made = new PyMessage(self.field.message, {});
    initialise(vm, made, kwargs);
    self.items.push(made);
    return made;
  },
});

function initialise(vm: Interpreter, self: PyMessage, kwargs: Kwargs): void {
  for (const [name, value] of kwargs) {
    const field = fieldOf(vm, self, name);
    if (value === null) continue;
    const own = self.read(field);
    if (own instanceof PyRepeated) own.items.push(...toArray(vm, value).map((item) => acceptedItem(vm, own, item)));
    else if (own instanceof PyMessage) {
      self.leaveOneof(field);
      own.markPresent();
      if (value instanceof PyDict) initialise(vm, own, new Map(value.attrMap));
      else own.mergeFrom(vm, sameKind(vm, own, value));
    } else self.set(vm, field, value);
  }
}

/** Keyword arguments may give a nested message as a dict. */
function acceptedItem(vm: Interpreter, list: PyRepeated, item: PyValue): PyValue {
  if (list.field.message === null || !(item instanceof PyDict)) return list.accepted(vm, item);
  const made = new PyMessage(list.field.message, {});
  initialise(vm, made, new Map(item.attrMap));
  return made;
}

function fieldOf(vm: Interpreter, { info }: PyMessage, name: string): FieldInfo {
  const text = `Protocol message ${shortName(info.name)} has no "${name}" field.`;
  return info.fields.get(name) ?? raise(vm, ValueErrorType, text);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function sameKind(vm: Interpreter, self: PyMessage, other: PyValue): PyMessage {
  if (other instanceof PyMessage && other.info === self.info) return other;
  const text = `Parameter to MergeFrom() must be instance of same class: expected onnx.${self.info.name} got ${typeName(other)}.`;
  return raise(vm, TypeErrorType, text);
}

/** Raises ValueError beyond what one message can hold, 2 GB. */
export function serialised(vm: Interpreter, self: PyMessage): Uint8Array {
  const bytes = encodePlain(self.info.name, self.plain());
  if (bytes.byteLength <= MAX_BYTES) return bytes;
  return raise(vm, ValueErrorType, "the message is larger than 2 GB: save the model with external data");
}

export function parsed(vm: Interpreter, name: string, bytes: PyValue): PlainMessage {
  if (!(bytes instanceof PyBytes))
    return raise(vm, TypeErrorType, `a bytes-like object is required, not '${typeName(bytes)}'`);
  try {
    return decodePlain(name, bytes.bytes);
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    return raise(vm, decodeErrorType, error.message);
  }
}

/** Whether two messages have the same fields with the same values. */
function same(a: PyValue, b: PyValue): boolean {
  if (a instanceof PyMessage && b instanceof PyMessage) {
    const [mine, theirs] = [a.setFields(), b.setFields()];
    return (
      a.info === b.info &&
      mine.length === theirs.length &&
      mine.every((field, i) => theirs[i] === field && same(a.read(field), b.read(field)))
    );
  }
  if (a instanceof PyRepeated && b instanceof PyRepeated) {
    return a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i] ?? null));
  }
  if (a instanceof PyBytes && b instanceof PyBytes) {
    return a.bytes.byteLength === b.bytes.byteLength && a.bytes.every((byte, i) => byte === b.bytes[i]);
  }
  if (a instanceof PyFloat && b instanceof PyFloat) return a.value === b.value;
  return a === b;
}

defineMethods(messageType, {
  "__init__(self, **kwargs)": (vm, self: PyMessage, kwargs: Kwargs) => {
    initialise(vm, self, kwargs);
    return null;
  },
  "__getattr__(self, name)": (vm, self: PyMessage, name: string) => {
    const value = self.getOwn(name);
    return value === undefined ? raiseAttributeError(vm, self, name, name) : value;
  },
  "__setattr__(self, name, value)": (vm, self: PyMessage, name: string, value: PyValue) => {
    const field = self.info.fields.get(name);
    const text = `Protocol message ${shortName(self.info.name)} has no "${name}" field.`;
    if (field === undefined) return raiseAttributeError(vm, self, name, text);
    self.set(vm, field, value);
    return null;
  },
  "__dir__(self)": (_vm, self: PyMessage) => new PyList([...self.info.fields.keys()]),
  "__repr__(self)": (_vm, self: PyMessage) => messageText(self),
  "__eq__(self, other)": (_vm, self: PyMessage, other: PyValue) => same(self, other),
  "__deepcopy__(self, memo)": (_vm, self: PyMessage) => self.copy(),
  "HasField(self, field_name)": (vm, self: PyMessage, name: string) => {
    const oneof = self.info.oneofs.get(name);
    if (oneof !== undefined) return setMember(self, oneof) !== null;
    const field = fieldOf(vm, self, name);
    if (!field.repeated) return self.has(field);
    return raise(vm, ValueErrorType, `Field onnx.${self.info.name}.${name} does not have presence.`);
  },
  "ClearField(self, field_name)": (vm, self: PyMessage, name: string) => {
    self.clear(fieldOf(vm, self, name).name);
    return null;
  },
  "WhichOneof(self, oneof_group)": (vm, self: PyMessage, name: string) => {
    const oneof = self.info.oneofs.get(name);
    if (oneof !== undefined) return setMember(self, oneof);
    return raise(vm, ValueErrorType, `Protocol message ${shortName(self.info.name)} has no oneof "${name}" field.`);
  },
  "ListFields(self)": (_vm, self: PyMessage) =>
    new PyList(self.setFields().map((field) => new PyTuple([descriptorOf(field), self.read(field)]))),
  "Clear(self)": (_vm, self: PyMessage) => {
    self.clearAll();
    return null;
  },
  "CopyFrom(self, other_msg)": (vm, self: PyMessage, other: PyValue) => {
    self.copyFrom(sameKind(vm, self, other));
    return null;
  },
  "MergeFrom(self, other_msg)": (vm, self: PyMessage, other: PyValue) => {
    self.mergeFrom(vm, sameKind(vm, self, other));
    return null;
  },
  "SetInParent(self)": (_vm, self: PyMessage) => {
    self.markPresent();
    return null;
  },
  "IsInitialized(self)": () => true,
  "SerializeToString(self, **kwargs)": (vm, self: PyMessage) => new PyBytes(serialised(vm, self)),
  "SerializePartialToString(self, **kwargs)": (vm, self: PyMessage) => new PyBytes(serialised(vm, self)),
  "ByteSize(self)": (vm, self: PyMessage) => serialised(vm, self).byteLength,
  "ParseFromString(self, serialized)": (vm, self: PyMessage, bytes: PyValue) => {
    self.copyFrom(new PyMessage(self.info.name, parsed(vm, self.info.name, bytes)));
    return bytes instanceof PyBytes ? bytes.bytes.byteLength : 0;
  },
});
messageType.setAttr("__hash__", null);

function setMember(message: PyMessage, members: readonly string[]): string | null {
  return members.find((name) => message.setFields().some((field) => field.name === name)) ?? null;
}

const fieldDescriptorType = nativeType("FieldDescriptor", { module: "google._upb._message", hasDict: true });
const descriptorType = nativeType("Descriptor", { module: "google._upb._message", hasDict: true });

function descriptorOf({ name, repeated }: FieldInfo): PyObject {
  const descriptor = new PyObject(fieldDescriptorType);
  descriptor.attrs = new Map<string, PyValue>([
    ["name", name],
    ["is_repeated", repeated],
  ]);
  return descriptor;
}

defineGetSet(messageType, {
  DESCRIPTOR: {
    get: (_vm, self) => {
      const { info } = self as PyMessage;
      const descriptor = new PyObject(descriptorType);
      descriptor.attrs = new Map<string, PyValue>([
        ["name", shortName(info.name)],
        ["full_name", `onnx.${info.name}`],
        ["fields", new PyList([...info.fields.values()].map(descriptorOf))],
      ]);
      return descriptor;
    },
  },
});

const enumType = nativeType("EnumTypeWrapper", { module: "google.protobuf.internal.enum_type_wrapper", hasDict: true });

function enumeration(name: string, values: Readonly<Record<string, number>>): PyObject {
  const made = new PyObject(enumType);
  const byName = (vm: Interpreter, key: PyValue): PyValue =>
    values[String(key)] ?? raise(vm, ValueErrorType, `Enum ${name} has no value defined for name '${String(key)}'`);
  const byNumber = (vm: Interpreter, number: PyValue): PyValue =>
    Object.entries(values).find(([, value]) => value === number)?.[0] ??
    raise(vm, ValueErrorType, `Enum ${name} has no name defined for value ${String(number)}`);
  made.attrs = new Map<string, PyValue>([
    ...Object.entries(values),
    ["Name", fn("Name(number)", byNumber)],
    ["Value", fn("Value(name)", byName)],
    ["keys", fn("keys()", () => new PyList(Object.keys(values)))],
    ["values", fn("values()", () => new PyList(Object.values(values)))],
    ["items", fn("items()", () => new PyList(Object.entries(values).map(([key, value]) => new PyTuple([key, value]))))],
  ]);
  return made;
}

const ELEMENT_TYPES = Object.fromEntries(Object.entries(DATA_TYPES).map(([name, code]) => [name.toUpperCase(), code]));

for (const [name, info] of MESSAGE_INFOS) {
  const type: PyType = nativeType(shortName(name), {
    module: "onnx.onnx_ml_pb2",
    bases: [messageType],
    allocate: () => new PyMessage(name, {}),
  });
  messageTypes.set(name, type);
  messageTypes.get(name.slice(0, Math.max(name.lastIndexOf("."), 0)))?.setAttr(shortName(name), type);
  // Fields hold element types as plain integers; the enumeration stands in the class all the same.
  const own = name === "TensorProto" ? { ...info.enumerations, DataType: ELEMENT_TYPES } : info.enumerations;
  for (const [key, values] of Object.entries(own)) {
    type.setAttr(key, enumeration(key, values));
    for (const [member, value] of Object.entries(values)) type.setAttr(member, value);
  }
  defineClassMethods(type, {
    "FromString(cls, s)": (vm, _cls, bytes: PyValue) => new PyMessage(name, parsed(vm, name, bytes)),
  });
}
