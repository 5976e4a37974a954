/** `copy`: `copy` and `deepcopy`. */

import { idOf } from "../builtins/functions_objects.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyBoxed } from "../objects/boxed.ts";
import { PyByteArray, PyBytes } from "../objects/bytes.ts";
import { PyCode } from "../objects/code.ts";
import { PyComplex } from "../objects/complex.ts";
import { hasHiddenState, nativeType, objectType } from "../objects/core_types.ts";
import { dictType, PyDict } from "../objects/dict.ts";
import { exceptionTypes, TypeErrorType } from "../objects/exception_types.ts";
import { PyFloat } from "../objects/float.ts";
import { PyFunction } from "../objects/function.ts";
import { PyGenerator } from "../objects/generator.ts";
import { PyGenericAlias, PyUnionType } from "../objects/generic_alias.ts";
import { listType, PyList } from "../objects/list.ts";
import { PyMethod } from "../objects/method.ts";
import { PyModule } from "../objects/module.ts";
import { fn, PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyRange } from "../objects/range.ts";
import { PyFrozenSet, PySet, PySetBase, setType } from "../objects/set.ts";
import { Ellipsis, NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import { PySlotMember } from "../objects/slot_member.ts";
import { PyTuple, tupleType } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { getAttr, lookupAttr, setAttr } from "../protocols/attribute.ts";
import { call, callMethod } from "../protocols/call.ts";
import { raise } from "../protocols/errors.ts";
import { setItem } from "../protocols/item.ts";
import { forEach, toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";

const errorType: PyType = nativeType("Error", {
  module: "copy",
  bases: [exceptionTypes.get("Exception") as PyType],
  hasDict: true,
});

/** Values that copying gives back as they are. */
function isAtomic(value: PyValue): boolean {
  if (!(value instanceof PyObject)) return true;
  return (
    value instanceof PyFloat ||
    value instanceof PyComplex ||
    value instanceof PyBytes ||
    value instanceof PyType ||
    value instanceof PyFunction ||
    value instanceof PyNative ||
    value instanceof PyRange ||
    value instanceof PySlice ||
    value instanceof PyCode ||
    value instanceof PyUnknown ||
    value instanceof PyGenericAlias ||
    value instanceof PyUnionType ||
    value === Ellipsis ||
    value === NotImplemented
  );
}

/** Copies from old values to new; the memo dict is Python's own when user code takes part. */
class Memo {
  readonly dict: PyDict;
  readonly vm: Interpreter;
  constructor(vm: Interpreter, dict: PyDict) {
    this.vm = vm;
    this.dict = dict;
  }
  get(value: PyValue): PyValue | undefined {
    return this.dict.get(this.vm, idOf(value));
  }
  set(value: PyValue, copy: PyValue): void {
    this.dict.set(this.vm, idOf(value), copy);
  }
}

function deepcopy(vm: Interpreter, value: PyValue, memo: Memo): PyValue {
  if (isAtomic(value) || !(value instanceof PyObject)) return value;
  const known = memo.get(value);
  if (known !== undefined) return known;
  vm.charge(1);
  if (value.type === listType && value instanceof PyList) {
    const copy = new PyList([]);
    memo.set(value, copy);
    for (const item of value.items) copy.items.push(deepcopy(vm, item, memo));
    return copy;
  }
  if (value.type === dictType && value instanceof PyDict) {
    const copy = new PyDict();
    memo.set(value, copy);
    for (const [key, item] of value.entries()) copy.set(vm, deepcopy(vm, key, memo), deepcopy(vm, item, memo));
    return copy;
  }
  if (value.type === tupleType && value instanceof PyTuple) {
    const items = value.items.map((item) => deepcopy(vm, item, memo));
    const again = memo.get(value);
    if (again !== undefined) return again;
    const copy = items.every((item, i) => item === value.items[i]) ? value : new PyTuple(items);
    memo.set(value, copy);
    return copy;
  }
  const special = lookupAttr(vm, value, "__deepcopy__");
  const copy = special === undefined ? deepcopyObject(vm, value, memo) : call(vm, special, [memo.dict]);
  memo.set(value, copy);
  return copy;
}

function deepcopyObject(vm: Interpreter, value: PyObject, memo: Memo): PyValue {
  if (value instanceof PyMethod) return new PyMethod(value.func, deepcopy(vm, value.self, memo));
  if (value.type === setType || value instanceof PyFrozenSet) {
    const items = (value as PySetBase).values().map((item) => deepcopy(vm, item, memo));
    const copy = value instanceof PySet ? new PySet(value.type) : new PyFrozenSet(value.type);
    for (const item of items) copy.add(vm, item);
    return copy;
  }
  return reconstruct(vm, value, memo);
}

const RESERVED = new Set(["__reduce_ex__", "__reduce__"]);

/** What `__reduce_ex__` of the class says, when the class (not `object`) defines it. */
function reduced(vm: Interpreter, value: PyObject): PyValue | undefined {
  for (const base of value.type.mro) {
    if (base.name === "object" && base.module === "builtins") return undefined;
    for (const name of RESERVED) {
      if (base.attrs.has(name)) return callMethod(vm, value, name, name === "__reduce_ex__" ? [4] : []);
    }
  }
  return undefined;
}

function reconstruct(vm: Interpreter, value: PyObject, memo: Memo | null): PyValue {
  const deep = (item: PyValue): PyValue => (memo === null ? item : deepcopy(vm, item, memo));
  const answer = reduced(vm, value);
  if (typeof answer === "string") return value;
  if (answer instanceof PyTuple) {
    const [maker = null, args = null, state = null, listItems = null, dictItems = null] = answer.items;
    const copy = call(vm, maker, toArray(vm, args).map(deep));
    memo?.set(value, copy);
    applyState(vm, copy, deep(state));
    if (listItems !== null) forEach(vm, listItems, (item) => callMethod(vm, copy, "append", [deep(item)]));
    if (dictItems !== null) {
      forEach(vm, dictItems, (item) => {
        const [key = null, entry = null] = toArray(vm, item);
        setItem(vm, copy, deep(key), deep(entry));
      });
    }
    return copy;
  }
  const copy = emptyLike(vm, value, deep);
  memo?.set(value, copy);
  copyContent(vm, value, copy, deep);
  copyAttributes(vm, value, copy, deep);
  return copy;
}

/** A new instance of the same class that `__init__` has not seen. */
function emptyLike(vm: Interpreter, value: PyObject, deep: (item: PyValue) => PyValue): PyObject {
  const { type } = value;
  if (value instanceof PyGenerator || value instanceof PyModule) {
    return raise(vm, TypeErrorType, `cannot pickle '${type.name}' object`);
  }
  if (value instanceof PyTuple) return new PyTuple(value.items.map(deep), type);
  if (value instanceof PyBoxed) return new PyBoxed(value.payload, type);
  const getArgs = lookupAttr(vm, value, "__getnewargs_ex__") ?? lookupAttr(vm, value, "__getnewargs__");
  if (getArgs !== undefined) {
    const given = toArray(vm, call(vm, getArgs, [])).map(deep);
    const made = call(vm, getAttr(vm, type, "__new__"), [type, ...given]);
    if (made instanceof PyObject) return made;
  }
  if (type.allocate === null || hasHiddenState(type))
    return raise(vm, TypeErrorType, `cannot pickle '${type.name}' object`);
  return type.allocate(type);
}

function copyContent(vm: Interpreter, value: PyObject, copy: PyObject, deep: (item: PyValue) => PyValue): void {
  if (value instanceof PyList && copy instanceof PyList) copy.items = value.items.map(deep);
  else if (value instanceof PyDict && copy instanceof PyDict) {
    for (const [key, item] of value.entries()) copy.set(vm, deep(key), deep(item));
  } else if (value instanceof PySetBase && copy instanceof PySetBase) {
    for (const item of value.values()) copy.add(vm, deep(item));
  } else if (value instanceof PyByteArray && copy instanceof PyByteArray) copy.bytes = value.bytes.slice();
}

/** `__dict__` and slots, through `__getstate__` and `__setstate__` where the class has them. */
function copyAttributes(vm: Interpreter, value: PyObject, copy: PyObject, deep: (item: PyValue) => PyValue): void {
  const getState = value.type.lookup("__getstate__");
  const own = getState === objectType.attrs.get("__getstate__") ? undefined : getState;
  if (own !== undefined) {
    const state = deep(callMethod(vm, value, "__getstate__"));
    if (state !== null) applyState(vm, copy, state);
    return;
  }
  const attrs = new Map<string, PyValue>();
  for (const [name, item] of value.attrs ?? []) attrs.set(name, deep(item));
  const setState = value.type.lookup("__setstate__");
  if (setState !== undefined && attrs.size > 0) {
    callMethod(vm, copy, "__setstate__", [PyDict.wrap(attrs)]);
    return;
  }
  if (attrs.size > 0) copy.attrs = attrs;
  for (const base of value.type.mro) {
    for (const [name, member] of base.attrs) {
      if (!(member instanceof PySlotMember)) continue;
      const item = lookupAttr(vm, value, name);
      if (item !== undefined) setAttr(vm, copy, name, deep(item));
    }
  }
}

function applyState(vm: Interpreter, copy: PyValue, state: PyValue): void {
  if (state === null) return;
  if (typeOf(copy).lookup("__setstate__") !== undefined) {
    callMethod(vm, copy, "__setstate__", [state]);
    return;
  }
  const [dict, slots] = state instanceof PyTuple && state.items.length === 2 ? state.items : [state, null];
  if (dict instanceof PyDict && copy instanceof PyObject) {
    copy.attrs ??= new Map();
    for (const [name, value] of dict.attrMap) copy.attrs.set(name, value);
  }
  if (slots instanceof PyDict) for (const [name, value] of slots.attrMap) setAttr(vm, copy, name, value);
}

function copy(vm: Interpreter, value: PyValue): PyValue {
  if (isAtomic(value) || !(value instanceof PyObject)) return value;
  if (value.type === listType) return new PyList([...(value as PyList).items]);
  if (value.type === dictType) return (value as PyDict).copy();
  if (value.type === setType) return new PySet(setType, (value as PySet).table.copy());
  if (value.type === tupleType || value instanceof PyFrozenSet || value instanceof PyMethod) return value;
  const special = lookupAttr(vm, value.type, "__copy__");
  if (special !== undefined) return call(vm, special, [value]);
  return reconstruct(vm, value, null);
}

/** `copy.deepcopy(value)`. */
export function deepCopy(vm: Interpreter, value: PyValue): PyValue {
  return deepcopy(vm, value, new Memo(vm, new PyDict()));
}

export const copyModule = nativeModule("copy", () => ({
  copy: fn("copy(x)", (vm: Interpreter, value: PyValue) => copy(vm, value)),
  deepcopy: fn("deepcopy(x, memo=None)", (vm: Interpreter, value: PyValue, memo: PyValue) =>
    deepcopy(vm, value, new Memo(vm, memo instanceof PyDict ? memo : new PyDict())),
  ),
  replace: fn("replace(obj, /, **changes)", (vm: Interpreter, o: PyValue, changes: Map<string, PyValue>) => {
    const special = lookupAttr(vm, typeOf(o), "__replace__");
    if (special === undefined) return raise(vm, TypeErrorType, `replace() does not support ${typeOf(o).name} objects`);
    return call(vm, special, [o], changes);
  }),
  Error: errorType,
  error: errorType,
}));
