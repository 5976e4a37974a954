/** Built-in functions about objects: attributes, classes, identity, namespaces. */

import type { Interpreter } from "../interpreter.ts";
import { PyDict } from "../objects/dict.ts";
import { RuntimeErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { objectId } from "../objects/identity.ts";
import { PyList } from "../objects/list.ts";
import { PyModule } from "../objects/module.ts";
import { fn, PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyType } from "../objects/type.ts";
import { asStr } from "../objects/unbox.ts";
import { delAttr, getAttr, lookupAttr, lookupSpecial, setAttr } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { hash, isInstance, isSubclass, repr } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hashString } from "../protocols/hash.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { sortValues } from "./sorting.ts";
import { asciiEscape } from "./text/str_repr.ts";

function attributeName(vm: Interpreter, name: PyValue, what: string): string {
  return asStr(name) ?? raise(vm, TypeErrorType, `${what}attribute name must be string, not '${typeOf(name).name}'`);
}

/** `id()` of a value; values without identity of their own share one by value. */
export function idOf(value: PyValue): number {
  if (value instanceof PyObject) return objectId(value);
  if (typeof value === "string") return 0x7e0000000000 + (hashString(value) % 0xffffffff) * 16;
  if (typeof value === "number" || typeof value === "bigint") return 0x7d0000000000 + (Number(value) % 0xffffffff) * 32;
  return value === null ? 0x9a1000 : value ? 0x9a1020 : 0x9a1040;
}

function frameAttribute(vm: Interpreter, name: string): PyValue {
  const frame = vm.currentFrame();
  return frame === null ? raise(vm, RuntimeErrorType, "no current frame") : getAttr(vm, frame, name);
}

/** The names that `dir(o)` lists, unsorted. */
export function attributeNames(vm: Interpreter, o: PyValue): string[] {
  const names = new Set<string>();
  const addClass = (type: PyType) => {
    for (const base of type.mro) for (const name of base.attrs.keys()) names.add(name);
  };
  if (o instanceof PyModule) return o.ownNames();
  if (o instanceof PyType) addClass(o);
  else {
    if (o instanceof PyObject) {
      for (const name of o.attrs?.keys() ?? []) names.add(name);
      const dict = lookupAttr(vm, o, "__dict__");
      if (dict instanceof PyDict) for (const name of dict.attrMap.keys()) if (typeof name === "string") names.add(name);
    }
    addClass(typeOf(o));
  }
  return [...names];
}

export function isCallable(value: PyValue): boolean {
  if (value instanceof PyFunction || value instanceof PyNative || value instanceof PyType) return true;
  return typeOf(value).lookup("__call__") !== undefined;
}

export const objectFunctions: readonly PyNative[] = [
  fn("ascii(obj, /)", (vm: Interpreter, o: PyValue) => asciiEscape(repr(vm, o))),
  fn("callable(obj, /)", (_vm: Interpreter, o: PyValue) => isCallable(o)),
  fn("delattr(obj, name, /)", (vm: Interpreter, o: PyValue, name: PyValue) => {
    delAttr(vm, o, attributeName(vm, name, ""));
    return null;
  }),
  fn("dir(object=<unset>, /)", (vm: Interpreter, o: PyValue | undefined) => {
    if (o === undefined) {
      const locals = frameAttribute(vm, "f_locals");
      return new PyList(sortValues(vm, toArray(vm, locals), null, false));
    }
    const special = lookupSpecial(vm, o, "__dir__");
    if (special !== undefined) return new PyList(sortValues(vm, toArray(vm, call(vm, special, [])), null, false));
    return new PyList(sortValues(vm, attributeNames(vm, o), null, false));
  }),
  fn(
    "getattr(object, name, default=<unset>, /)",
    (vm: Interpreter, o: PyValue, name: PyValue, otherwise: PyValue | undefined) => {
      const text = attributeName(vm, name, "");
      if (otherwise === undefined) return getAttr(vm, o, text);
      const value = lookupAttr(vm, o, text);
      return value === undefined ? otherwise : value;
    },
  ),
  fn("globals()", (vm: Interpreter) => frameAttribute(vm, "f_globals")),
  fn(
    "hasattr(obj, name, /)",
    (vm: Interpreter, o: PyValue, name: PyValue) =>
      lookupAttr(vm, o, attributeName(vm, name, "hasattr(): ")) !== undefined,
  ),
  fn("hash(obj, /)", (vm: Interpreter, o: PyValue) => hash(vm, o)),
  fn("id(obj, /)", (_vm: Interpreter, o: PyValue) => idOf(o)),
  fn("isinstance(obj, class_or_tuple, /)", (vm: Interpreter, o: PyValue, cls: PyValue) => isInstance(vm, o, cls)),
  fn("issubclass(cls, class_or_tuple, /)", (vm: Interpreter, o: PyValue, cls: PyValue) => isSubclass(vm, o, cls)),
  fn("locals()", (vm: Interpreter) => frameAttribute(vm, "f_locals")),
  fn("repr(obj, /)", (vm: Interpreter, o: PyValue) => repr(vm, o)),
  fn("setattr(obj, name, value, /)", (vm: Interpreter, o: PyValue, name: PyValue, value: PyValue) => {
    setAttr(vm, o, attributeName(vm, name, ""), value);
    return null;
  }),
  fn("vars(object=<unset>, /)", (vm: Interpreter, o: PyValue | undefined) => {
    if (o === undefined) return frameAttribute(vm, "f_locals");
    return lookupAttr(vm, o, "__dict__") ?? raise(vm, TypeErrorType, "vars() argument must have __dict__ attribute");
  }),
];
