/** Building and taking apart containers and text: BUILD_MAP, LIST_EXTEND, DICT_MERGE, UNPACK_*, FORMAT_VALUE, slices. */

import { PyDict } from "../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { PyList } from "../objects/list.ts";
import { PyMethod } from "../objects/method.ts";
import { PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PySet } from "../objects/set.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { callMethod, callSpecial } from "../protocols/call.ts";
import { repr, str } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { getItem } from "../protocols/item.ts";
import { getIter, next, toArray } from "../protocols/iterate.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

type Stack = (PyValue | undefined)[];

/** A dict of the `count` key-value pairs from stack[from] on. */
export function buildMap(vm: Evaluator, stack: Stack, from: number, count: number): PyDict {
  const dict = new PyDict();
  for (let i = 0; i < count; i++) dict.set(vm, stack[from + 2 * i] as PyValue, stack[from + 2 * i + 1] as PyValue);
  return dict;
}

export function buildConstKeyMap(vm: Evaluator, stack: Stack, from: number, keys: PyValue): PyDict {
  const dict = new PyDict();
  for (const [i, key] of (keys as PyTuple).items.entries()) dict.set(vm, key, stack[from + i] as PyValue);
  return dict;
}

export function buildSet(vm: Evaluator, stack: Stack, from: number, to: number): PySet {
  const set = new PySet();
  for (let i = from; i < to; i++) set.add(vm, stack[i] as PyValue);
  return set;
}

/** `*iterable` within a list, tuple or call. */
export function extendList(vm: Evaluator, list: PyList, iterable: PyValue): void {
  if (iterable instanceof PyObject ? isIterable(iterable) : typeof iterable === "string") {
    for (const v of toArray(vm, iterable)) list.items.push(v);
    return;
  }
  raise(vm, TypeErrorType, `Value after * must be an iterable, not ${typeName(iterable)}`);
}

/** `{*iterable}`. */
export function updateSet(vm: Evaluator, set: PySet, iterable: PyValue): void {
  for (const v of toArray(vm, iterable)) set.add(vm, v);
}

function isIterable(o: PyObject): boolean {
  return (
    o instanceof PyUnknown || o.type.lookup("__iter__") !== undefined || o.type.lookup("__getitem__") !== undefined
  );
}

/** `{**mapping}`. */
export function updateDict(vm: Evaluator, dict: PyDict, mapping: PyValue): void {
  if (mapping instanceof PyDict && !mapping.type.heap) {
    for (const [k, v] of mapping.entries()) dict.set(vm, k, v);
    return;
  }
  if (mapping instanceof PyUnknown) return;
  if (lookupAttr(vm, mapping, "keys") === undefined)
    raise(vm, TypeErrorType, `'${typeName(mapping)}' object is not a mapping`);
  for (const k of toArray(vm, callMethod(vm, mapping, "keys"))) dict.set(vm, k, getItem(vm, mapping, k));
}

/** `f(**mapping)`: as updateDict, but a key twice is an error. */
export function mergeDict(vm: Evaluator, dict: PyDict, mapping: PyValue, callee: PyValue): void {
  const name = functionName(callee);
  if (mapping instanceof PyUnknown) return;
  if (dict.size === 0 && mapping instanceof PyDict && !mapping.type.heap) {
    dict.table = mapping.table.copy();
    return;
  }
  const isMapping = mapping instanceof PyDict || lookupAttr(vm, mapping, "keys") !== undefined;
  if (!isMapping) raise(vm, TypeErrorType, `${name} argument after ** must be a mapping, not ${typeName(mapping)}`);
  const entries =
    mapping instanceof PyDict && !mapping.type.heap
      ? mapping.entries()
      : toArray(vm, callMethod(vm, mapping, "keys")).map((k): [PyValue, PyValue] => [k, getItem(vm, mapping, k)]);
  for (const [k, v] of entries) {
    if (dict.has(vm, k)) raise(vm, TypeErrorType, `${name} got multiple values for keyword argument '${str(vm, k)}'`);
    dict.set(vm, k, v);
  }
}

/** `module.f()`, as call errors name the callee. */
export function functionName(f: PyValue): string {
  if (f instanceof PyMethod) return functionName(f.func);
  if (f instanceof PyFunction)
    return typeof f.module === "string" && f.module !== "builtins" ? `${f.module}.${f.qualname}()` : `${f.qualname}()`;
  if (f instanceof PyNative) return `${f.qualname}()`;
  return f instanceof PyObject ? `${f.type.name} object` : `${typeName(f)} object`;
}

/** UNPACK_SEQUENCE: pushes the items in reverse. */
export function unpackSequence(vm: Evaluator, stack: Stack, at: number, value: PyValue, count: number): void {
  let items: readonly PyValue[];
  if (value instanceof PyTuple || (value instanceof PyList && !value.type.heap)) {
    items = value.items;
    if (items.length > count) raise(vm, ValueErrorType, `too many values to unpack (expected ${count})`);
  } else if (value instanceof PyUnknown) {
    items = Array.from({ length: count }, () => new PyUnknown(value.origin));
  } else items = take(vm, value, count);
  if (items.length < count)
    raise(vm, ValueErrorType, `not enough values to unpack (expected ${count}, got ${items.length})`);
  for (let i = 0; i < count; i++) stack[at + i] = items[count - 1 - i];
}

/** At most `count` items; an error when there is one more. */
function take(vm: Evaluator, value: PyValue, count: number): PyValue[] {
  const it = iterForUnpack(vm, value);
  const items: PyValue[] = [];
  while (items.length < count) {
    const v = next(vm, it);
    if (v === undefined) return items;
    items.push(v);
  }
  if (next(vm, it) !== undefined) raise(vm, ValueErrorType, `too many values to unpack (expected ${count})`);
  return items;
}

function iterForUnpack(vm: Evaluator, value: PyValue): PyValue {
  const type = typeOf(value);
  if (typeof value !== "string" && type.lookup("__iter__") === undefined && type.lookup("__getitem__") === undefined)
    raise(vm, TypeErrorType, `cannot unpack non-iterable ${type.name} object`);
  return getIter(vm, value);
}

/** UNPACK_EX: `before` items, a list, `after` items; pushed in reverse. Returns the new stack pointer. */
export function unpackEx(vm: Evaluator, stack: Stack, at: number, value: PyValue, oparg: number): number {
  const before = oparg & 0xff;
  const after = oparg >> 8;
  const items: PyValue[] = [];
  if (value instanceof PyUnknown) {
    for (let i = 0; i < before + after; i++) items.push(new PyUnknown(value.origin));
  } else {
    const it = iterForUnpack(vm, value);
    for (let v = next(vm, it); v !== undefined; v = next(vm, it)) items.push(v);
  }
  if (items.length < before + after)
    raise(vm, ValueErrorType, `not enough values to unpack (expected at least ${before + after}, got ${items.length})`);
  let sp = at;
  for (let i = 0; i < after; i++) stack[sp++] = items[items.length - 1 - i];
  stack[sp++] = new PyList(items.slice(before, items.length - after));
  for (let i = before - 1; i >= 0; i--) stack[sp++] = items[i];
  return sp;
}

/** FORMAT_VALUE. */
export function formatValue(vm: Evaluator, value: PyValue, conversion: number, spec: PyValue): PyValue {
  let v = value;
  if (conversion === 1) v = str(vm, v);
  else if (conversion === 2) v = repr(vm, v);
  else if (conversion === 3) v = ascii(repr(vm, v));
  if (spec === "" && (typeof v === "string" || typeof v === "number")) return String(v);
  return format(vm, v, spec);
}

/** `format(v, spec)`. */
export function format(vm: Evaluator, v: PyValue, spec: PyValue): string {
  const r = callSpecial(vm, v, "__format__", spec);
  if (r === undefined) return str(vm, v);
  const text = asStr(r);
  if (text === undefined) raise(vm, TypeErrorType, `__format__ must return a str, not ${typeName(r)}`);
  return text;
}

/** Escapes what isn't ASCII (the `!a` conversion). */
export function ascii(text: string): string {
  let out = "";
  for (const c of text) {
    const cp = c.codePointAt(0) ?? 0;
    if (cp < 0x80) out += c;
    else if (cp <= 0xff) out += `\\x${cp.toString(16).padStart(2, "0")}`;
    else if (cp <= 0xffff) out += `\\u${cp.toString(16).padStart(4, "0")}`;
    else out += `\\U${cp.toString(16).padStart(8, "0")}`;
  }
  return out;
}
