/** The descriptor protocol: what a class attribute gives when it is read through an instance or the class. */

import type { Interpreter } from "../interpreter.ts";
import { AttributeErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { PyMethod } from "../objects/method.ts";
import { PyGetSet, PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import {
  classMethodType,
  type PyClassMethod,
  PyProperty,
  type PyStaticMethod,
  propertyType,
  staticMethodType,
} from "../objects/property.ts";
import { PySlotMember } from "../objects/slot_member.ts";
import type { PyType } from "../objects/type.ts";
import { raise, raiseAttributeError } from "./errors.ts";

/** `type(descriptor).__get__(descriptor, instance, owner)`, or the value itself when it is no descriptor. */
export function bindInstance(vm: Interpreter, d: PyValue, o: PyValue, type: PyType): PyValue {
  if (!(d instanceof PyObject)) return d;
  if (d instanceof PyFunction) return new PyMethod(d, o);
  if (d instanceof PyNative) {
    if (d.kind === "method") return new PyMethod(d, o);
    return d.kind === "classmethod" ? new PyMethod(d, type) : d;
  }
  if (d.type === propertyType) return getProperty(vm, d as PyProperty, o);
  if (d instanceof PyGetSet) {
    checkReceiver(vm, d, type);
    return d.get(vm, o);
  }
  if (d instanceof PySlotMember) return getSlot(vm, d, o);
  if (d.type === classMethodType) return new PyMethod((d as PyClassMethod).func, type);
  if (d.type === staticMethodType) return (d as PyStaticMethod).func;
  const get = d.type.lookup("__get__");
  return get === undefined ? d : vm.call(get, [d, o, type]);
}

/** `__get__(descriptor, None, owner)`: reading through the class. */
export function bindClass(vm: Interpreter, d: PyValue, owner: PyType): PyValue {
  if (!(d instanceof PyObject) || d instanceof PyFunction) return d;
  if (d instanceof PyNative) return d.kind === "classmethod" ? new PyMethod(d, owner) : d;
  if (d instanceof PyGetSet || d instanceof PySlotMember || d.type === propertyType) return d;
  if (d.type === classMethodType) return new PyMethod((d as PyClassMethod).func, owner);
  if (d.type === staticMethodType) return (d as PyStaticMethod).func;
  const get = d.type.lookup("__get__");
  return get === undefined ? d : vm.call(get, [d, null, owner]);
}

/** A data descriptor (one with `__set__` or `__delete__`) goes before the instance's own attributes. */
export function isDataDescriptor(d: PyValue): boolean {
  if (!(d instanceof PyObject) || d instanceof PyFunction || d instanceof PyNative) return false;
  if (d instanceof PyProperty || d instanceof PyGetSet || d instanceof PySlotMember) return true;
  return d.type.lookup("__set__") !== undefined || d.type.lookup("__delete__") !== undefined;
}

/** Sets (or with undefined deletes) through a data descriptor; false when `d` is none. */
export function setThroughDescriptor(
  vm: Interpreter,
  d: PyValue,
  o: PyValue,
  type: PyType,
  value: PyValue | undefined,
): boolean {
  if (!(d instanceof PyObject) || d instanceof PyFunction || d instanceof PyNative) return false;
  if (d.type === propertyType) {
    setProperty(vm, d as PyProperty, o, value);
    return true;
  }
  if (d instanceof PyGetSet) {
    checkReceiver(vm, d, type);
    if (d.set === undefined)
      raiseAttributeError(vm, o, d.name, `attribute '${d.name}' of '${type.name}' objects is not writable`);
    d.set(vm, o, value);
    return true;
  }
  if (d instanceof PySlotMember) {
    setSlot(vm, d, o, value);
    return true;
  }
  const set = d.type.lookup(value === undefined ? "__delete__" : "__set__");
  if (set === undefined) {
    if (!isDataDescriptor(d)) return false;
    raise(vm, AttributeErrorType, value === undefined ? "__delete__" : "__set__");
  }
  vm.call(set, value === undefined ? [d, o] : [d, o, value]);
  return true;
}

function checkReceiver(vm: Interpreter, d: PyGetSet, type: PyType): void {
  if (d.owner !== null && type !== d.owner && !type.isSubtypeOf(d.owner)) {
    raise(
      vm,
      TypeErrorType,
      `descriptor '${d.name}' for '${d.owner.name}' objects doesn't apply to a '${type.name}' object`,
    );
  }
}

/** `property.__get__` with an instance. */
export function getProperty(vm: Interpreter, p: PyProperty, o: PyValue): PyValue {
  if (p.fget === null) raiseAttributeError(vm, o, p.name ?? "", `${propertyLabel(p, o)} has no getter`);
  return vm.call(p.fget, [o]);
}

export function setProperty(vm: Interpreter, p: PyProperty, o: PyValue, value: PyValue | undefined): void {
  const f = value === undefined ? p.fdel : p.fset;
  if (f === null)
    raiseAttributeError(
      vm,
      o,
      p.name ?? "",
      `${propertyLabel(p, o)} has no ${value === undefined ? "deleter" : "setter"}`,
    );
  vm.call(f, value === undefined ? [o] : [o, value]);
}

function propertyLabel(p: PyProperty, o: PyValue): string {
  const owner = o instanceof PyObject ? ` of '${o.type.qualname}' object` : "";
  const name = p.name ?? (p.fget instanceof PyFunction ? p.fget.name : null);
  return name === null ? `property${owner}` : `property '${name}'${owner}`;
}

function getSlot(vm: Interpreter, d: PySlotMember, o: PyValue): PyValue {
  const value = receiver(vm, d, o).slots?.[d.index];
  if (value === undefined) raiseAttributeError(vm, o, d.name, `'${d.owner.name}' object has no attribute '${d.name}'`);
  return value;
}

function setSlot(vm: Interpreter, d: PySlotMember, o: PyValue, value: PyValue | undefined): void {
  const object = receiver(vm, d, o);
  object.slots ??= new Array<PyValue | undefined>(object.type.slotCount).fill(undefined);
  if (value === undefined && object.slots[d.index] === undefined) raiseAttributeError(vm, o, d.name, d.name);
  object.slots[d.index] = value;
}

function receiver(vm: Interpreter, d: PySlotMember, o: PyValue): PyObject {
  if (o instanceof PyObject && o.type.isSubtypeOf(d.owner)) return o;
  const name = o instanceof PyObject ? o.type.name : typeof o;
  raise(vm, TypeErrorType, `descriptor '${d.name}' for '${d.owner.name}' objects doesn't apply to a '${name}' object`);
}
