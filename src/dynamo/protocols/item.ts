/** Subscription, length and membership. */

import type { Interpreter } from "../interpreter.ts";
import { dictType, PyDict } from "../objects/dict.ts";
import { IndexErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { listType, type PyList } from "../objects/list.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PySetBase } from "../objects/set.ts";
import type { PySlice, SliceIndices } from "../objects/slice.ts";
import { strLength } from "../objects/str.ts";
import { type PyTuple, tupleType } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "./attribute.ts";
import { callSpecial } from "./call.ts";
import { checkedLength, index, truth } from "./convert.ts";
import { raise, raiseKeyError } from "./errors.ts";
import { forEach } from "./iterate.ts";
import { equals } from "./operator.ts";
import { typeName, typeOf } from "./type_of.ts";

/** `o[key]`. */
export function getItem(vm: Interpreter, o: PyValue, key: PyValue): PyValue {
  if (o instanceof PyObject) {
    const type = o.type;
    if (typeof key === "number" && (type === listType || type === tupleType)) {
      const items = (o as PyList | PyTuple).items;
      const v = items[key < 0 ? key + items.length : key];
      if (v === undefined) raise(vm, IndexErrorType, `${type.name} index out of range`);
      return v;
    }
    if (type === dictType) {
      const v = (o as PyDict).get(vm, key);
      return v === undefined ? raiseKeyError(vm, key) : v;
    }
  }
  const r = callSpecial(vm, o, "__getitem__", key);
  if (r !== undefined) return r;
  if (o instanceof PyType) {
    const f = lookupAttr(vm, o, "__class_getitem__");
    if (f !== undefined) return vm.call(f, [key]);
    raise(vm, TypeErrorType, `type '${o.name}' is not subscriptable`);
  }
  if (o instanceof PyUnknown) return new PyUnknown(o.origin);
  raise(vm, TypeErrorType, `'${typeName(o)}' object is not subscriptable`);
}

/** `o[key] = value`. */
export function setItem(vm: Interpreter, o: PyValue, key: PyValue, value: PyValue): void {
  if (o instanceof PyObject) {
    const type = o.type;
    if (type === dictType) {
      (o as PyDict).set(vm, key, value);
      return;
    }
    if (type === listType && typeof key === "number") {
      const items = (o as PyList).items;
      const i = key < 0 ? key + items.length : key;
      if (i < 0 || i >= items.length) raise(vm, IndexErrorType, "list assignment index out of range");
      items[i] = value;
      return;
    }
    if (o instanceof PyUnknown) return;
  }
  const r = callSpecial(vm, o, "__setitem__", key, value);
  if (r === undefined) raise(vm, TypeErrorType, `'${typeName(o)}' object does not support item assignment`);
}

/** `del o[key]`. */
export function delItem(vm: Interpreter, o: PyValue, key: PyValue): void {
  if (o instanceof PyUnknown) return;
  const r = callSpecial(vm, o, "__delitem__", key);
  if (r === undefined) raise(vm, TypeErrorType, `'${typeName(o)}' object doesn't support item deletion`);
}

/** `len(o)`. */
export function length(vm: Interpreter, o: PyValue): number {
  if (typeof o === "string") return strLength(o);
  if (o instanceof PyObject) {
    if (o.type === listType || o.type === tupleType) return (o as PyList | PyTuple).items.length;
    if (o.type === dictType) return (o as PyDict).size;
  }
  const r = callSpecial(vm, o, "__len__");
  if (r === undefined) raise(vm, TypeErrorType, `object of type '${typeName(o)}' has no len()`);
  return checkedLength(vm, r);
}

/** `item in container`. */
export function contains(vm: Interpreter, container: PyValue, item: PyValue): boolean {
  if (typeof container === "string" && typeof item === "string") return container.includes(item);
  if (container instanceof PyObject) {
    const type = container.type;
    if (type === listType || type === tupleType) {
      for (const v of (container as PyList | PyTuple).items) if (v === item || equals(vm, v, item)) return true;
      return false;
    }
    if (!type.heap) {
      if (container instanceof PyDict) return container.has(vm, item);
      if (container instanceof PySetBase && item instanceof PyObject === false) return container.has(vm, item);
    }
    if (container instanceof PyUnknown) return true;
  }
  const method = typeOf(container).lookup("__contains__");
  if (method === null) raise(vm, TypeErrorType, `'${typeName(container)}' object is not a container`);
  const r = callSpecial(vm, container, "__contains__", item);
  if (r !== undefined) return truth(vm, r);
  if (typeOf(container).lookup("__iter__") === undefined && typeOf(container).lookup("__getitem__") === undefined)
    raise(vm, TypeErrorType, `argument of type '${typeName(container)}' is not iterable`);
  let found = false;
  forEach(vm, container, (v) => {
    found = equals(vm, v, item);
    return !found;
  });
  return found;
}

/** What a slice selects from a sequence of `n` items (`slice.indices`). */
export function sliceIndices(vm: Interpreter, s: PySlice, n: number): SliceIndices {
  const stepValue = s.step === null ? 1 : Number(sliceIndex(vm, s.step));
  if (stepValue === 0) raise(vm, ValueErrorType, "slice step cannot be zero");
  const step = clamp(stepValue, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const low = step < 0 ? -1 : 0;
  const high = step < 0 ? n - 1 : n;
  const at = (v: PyValue, missing: number): number => {
    if (v === null) return missing;
    const i = Number(sliceIndex(vm, v));
    return clamp(i < 0 ? i + n : i, low, high);
  };
  const start = at(s.start, step < 0 ? high : low);
  const stop = at(s.stop, step < 0 ? low : high);
  const span = step > 0 ? stop - start : start - stop;
  return { start, stop, step, count: span <= 0 ? 0 : Math.floor((span - 1) / Math.abs(step)) + 1 };
}

function sliceIndex(vm: Interpreter, v: PyValue): number | bigint {
  if (typeof v === "number") return v;
  if (v instanceof PyObject && v.type.lookup("__index__") === undefined)
    raise(vm, TypeErrorType, "slice indices must be integers or None or have an __index__ method");
  if (typeof v === "string")
    raise(vm, TypeErrorType, "slice indices must be integers or None or have an __index__ method");
  return index(vm, v);
}

function clamp(i: number, low: number, high: number): number {
  return Math.max(low, Math.min(i, high));
}
