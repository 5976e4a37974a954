/** Messages of an ONNX model as Python sees them: `model_proto.graph.node[0].op_type`. Read-only, made when looked at. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyBytes } from "../../dynamo/objects/bytes.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise, raiseAttributeError } from "../../dynamo/protocols/errors.ts";
import type { ProtoMessage, ProtoValue } from "../services.ts";

export const protoType = nativeType("Message", { module: "onnx" });

class PyProto extends PyObject {
  readonly message: ProtoMessage;
  private readonly made = new Map<string, PyValue>();
  constructor(message: ProtoMessage) {
    super(protoType);
    this.message = message;
  }

  override getOwn(name: string): PyValue | undefined {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const field = this.message.fields[name];
    if (field === undefined) return undefined;
    const value = protoValue(typeof field === "function" ? field() : field);
    this.made.set(name, value);
    return value;
  }
}

export function protoValue(value: ProtoValue): PyValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return new PyBytes(value);
  if (isList(value)) return new PyList(value.map(protoValue));
  if ("float" in value) return float(value.float);
  if ("entries" in value) return PyDict.fromStrings(value.entries.map(([key, item]) => [key, protoValue(item)]));
  return new PyProto(value);
}

function isList(value: ProtoValue): value is readonly ProtoValue[] {
  return Array.isArray(value);
}

/** Whether a field is set: repeated ones have none to ask for, absent ones are at their default. */
function isSet(value: PyValue): boolean {
  if (value instanceof PyList) return value.items.length > 0;
  if (value instanceof PyBytes) return value.bytes.length > 0;
  return value !== null && value !== "" && value !== 0;
}

defineMethods(protoType, {
  "__getattr__(self, name)": (vm, self: PyProto, name: string) => {
    const value = self.getOwn(name);
    if (value !== undefined) return value;
    const kind = self.message.message;
    return raiseAttributeError(vm, self, name, `'${kind}' object has no attribute '${name}'`);
  },
  "__dir__(self)": (_vm, self: PyProto) => new PyList(Object.keys(self.message.fields)),
  "__repr__(self)": (vm, self: PyProto) => text(vm, self),
  "HasField(self, field_name)": (vm, self: PyProto, name: string) => {
    const value = self.getOwn(name);
    if (value === undefined) {
      return raise(vm, ValueErrorType, `Protocol message ${self.message.message} has no "${name}" field.`);
    }
    return isSet(value);
  },
  "SerializeToString(self)": (vm, self: PyProto) =>
    self.message.serialize === undefined
      ? raise(vm, ValueErrorType, `a ${self.message.message} can't be serialised on its own; serialise the model`)
      : new PyBytes(self.message.serialize()),
});

/** The fields that are set, one a line. */
function text(vm: Interpreter, self: PyProto): string {
  const lines: string[] = [];
  for (const name of Object.keys(self.message.fields)) {
    const value = self.getOwn(name) ?? null;
    if (!isSet(value)) continue;
    for (const item of value instanceof PyList ? value.items : [value]) {
      if (item instanceof PyProto) lines.push(`${name} {`, text(vm, item).replace(/^(?=.)/gm, "  "), "}");
      else if (item instanceof PyBytes && item.bytes.length > 64) lines.push(`${name}: <${item.bytes.length} bytes>`);
      else lines.push(`${name}: ${repr(vm, item)}`);
    }
  }
  return lines.join("\n");
}
