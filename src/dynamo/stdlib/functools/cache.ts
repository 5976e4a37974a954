/** `functools.lru_cache`, `cache` and `cached_property`. */

import { genericAlias } from "../../builtins/list.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import { addressOf } from "../../objects/identity.ts";
import { PyMethod } from "../../objects/method.ts";
import {
  defineClassMethods,
  defineGetSet,
  defineMethods,
  defineRawMethods,
  fn,
  type Kwargs,
} from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { asInt, asStr } from "../../objects/unbox.ts";
import { getAttr, lookupAttr } from "../../protocols/attribute.ts";
import { call } from "../../protocols/call.ts";
import { repr, truth } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { allocate } from "../native_class.ts";
import { structSequence, structValue } from "../struct_sequence.ts";
import { updateWrapper } from "./wraps.ts";

export const cacheInfoType = structSequence(
  "functools",
  "CacheInfo",
  ["hits", "misses", "maxsize", "currsize"],
  "CacheInfo",
);
const wrapperType: PyType = nativeType("_lru_cache_wrapper", { module: "functools", hasDict: true });

class PyLruCache extends PyObject {
  readonly func: PyValue;
  /** Null: unbounded. */
  readonly maxsize: number | null;
  readonly typed: boolean;
  readonly store = new PyDict();
  hits = 0;
  misses = 0;
  constructor(func: PyValue, maxsize: number | null, typed: boolean) {
    super(wrapperType);
    this.func = func;
    this.maxsize = maxsize;
    this.typed = typed;
  }
}

const KEYWORD_MARK = new PyObject(nativeType("object"));

/** Arguments as a dictionary key; keyword order counts, as in CPython. */
function keyOf(self: PyLruCache, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  const only = args.length === 1 && kwargs === null && !self.typed ? args[0] : undefined;
  if (typeof only === "string" || typeof only === "number") return only;
  const parts: PyValue[] = [...args];
  if (kwargs !== null) {
    parts.push(KEYWORD_MARK);
    for (const [name, value] of kwargs) parts.push(name, value);
  }
  if (self.typed) for (const value of [...args, ...(kwargs?.values() ?? [])]) parts.push(typeOf(value));
  return new PyTuple(parts);
}

function callCached(vm: Interpreter, self: PyLruCache, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  if (self.maxsize === 0) {
    self.misses++;
    return call(vm, self.func, args, kwargs);
  }
  const key = keyOf(self, args, kwargs);
  const known = self.store.get(vm, key);
  if (known !== undefined) {
    self.hits++;
    if (self.maxsize !== null) {
      // Most recently used last.
      self.store.delete(vm, key);
      self.store.set(vm, key, known);
    }
    return known;
  }
  self.misses++;
  const value = call(vm, self.func, args, kwargs);
  self.store.set(vm, key, value);
  if (self.maxsize !== null && self.store.size > self.maxsize) {
    const oldest = self.store.map.keys().next();
    if (oldest.done !== true) self.store.table.deleteKey(oldest.value);
  }
  return value;
}

defineRawMethods(wrapperType, {
  __call__: (vm, [self, ...args], kwargs) => callCached(vm, self as PyLruCache, args, kwargs),
});
defineMethods(wrapperType, {
  "__get__(self, instance, owner=None, /)": (_vm: Interpreter, self: PyLruCache, instance: PyValue) =>
    instance === null ? self : new PyMethod(self, instance),
  "__repr__(self, /)": (_vm: Interpreter, self: PyLruCache) =>
    `<functools._lru_cache_wrapper object at ${addressOf(self)}>`,
  "__reduce__(self, /)": (vm: Interpreter, self: PyLruCache) => getAttr(vm, self, "__qualname__"),
  "__copy__(self, /)": (_vm: Interpreter, self: PyLruCache) => self,
  "__deepcopy__(self, memo, /)": (_vm: Interpreter, self: PyLruCache) => self,
  "cache_info(self, /)": (_vm: Interpreter, self: PyLruCache) =>
    structValue(cacheInfoType, [self.hits, self.misses, self.maxsize, self.store.size]),
  "cache_clear(self, /)": (_vm: Interpreter, self: PyLruCache) => {
    self.store.clear();
    self.hits = 0;
    self.misses = 0;
    return null;
  },
});

function wrap(vm: Interpreter, func: PyValue, maxsize: number | null, typed: boolean): PyValue {
  const wrapper = new PyLruCache(func, maxsize, typed);
  updateWrapper(vm, wrapper, func);
  const parameters = PyDict.fromStrings([
    ["maxsize", maxsize],
    ["typed", typed],
  ]);
  wrapper.attrs ??= new Map();
  wrapper.attrs.set(
    "cache_parameters",
    fn("cache_parameters()", () => parameters.copy()),
  );
  return wrapper;
}

export const lruCache = fn(
  "lru_cache(maxsize=128, typed=False)",
  (vm: Interpreter, maxsize: PyValue, typed: PyValue) => {
    const size = asInt(maxsize);
    if (size !== undefined) return decorator(Math.max(0, Number(size)), truth(vm, typed));
    if (maxsize === null) return decorator(null, truth(vm, typed));
    if (typeOf(maxsize).lookup("__call__") !== undefined) return wrap(vm, maxsize, 128, truth(vm, typed));
    return raise(vm, TypeErrorType, "Expected first argument to be an integer, a callable, or None");
  },
);

function decorator(maxsize: number | null, typed: boolean): PyValue {
  return fn("decorating_function(user_function, /)", (vm: Interpreter, func: PyValue) =>
    wrap(vm, func, maxsize, typed),
  );
}

export const cache = fn("cache(user_function, /)", (vm: Interpreter, func: PyValue) => wrap(vm, func, null, false));

export const cachedPropertyType: PyType = nativeType("cached_property", {
  module: "functools",
  hasDict: true,
  allocate: (type) => new PyCachedProperty(type),
});

class PyCachedProperty extends PyObject {
  func: PyValue = null;
  name: string | null = null;
  constructor(type: PyType) {
    super(type);
  }
}

defineMethods(cachedPropertyType, {
  "__new__(cls, *args, **kwargs)": (vm: Interpreter, cls: PyType) => allocate(vm, cls, PyCachedProperty),
  "__init__(self, func)": (vm: Interpreter, self: PyCachedProperty, func: PyValue) => {
    self.func = func;
    self.attrs = new Map([["__doc__", lookupAttr(vm, func, "__doc__") ?? null]]);
    return null;
  },
  "__set_name__(self, owner, name)": (vm: Interpreter, self: PyCachedProperty, _owner: PyValue, name: PyValue) => {
    const text = asStr(name) ?? "";
    if (self.name !== null && self.name !== text) {
      const names = `(${repr(vm, self.name)} and ${repr(vm, text)})`;
      raise(vm, TypeErrorType, `Cannot assign the same cached_property to two different names ${names}.`);
    }
    self.name = text;
    return null;
  },
  "__get__(self, instance, owner=None, /)": (vm: Interpreter, self: PyCachedProperty, instance: PyValue) => {
    if (instance === null) return self;
    if (self.name === null) {
      return raise(vm, TypeErrorType, "Cannot use cached_property instance without calling __set_name__ on it.");
    }
    const dict = lookupAttr(vm, instance, "__dict__");
    if (dict !== undefined && !(dict instanceof PyDict)) {
      const what = `The '__dict__' attribute on ${repr(vm, typeOf(instance).name)} instance`;
      const why = `does not support item assignment for caching ${repr(vm, self.name)} property.`;
      return raise(vm, TypeErrorType, `${what} ${why}`);
    }
    if (dict === undefined) {
      const what = `No '__dict__' attribute on ${repr(vm, typeOf(instance).name)} instance to cache`;
      return raise(vm, TypeErrorType, `${what} ${repr(vm, self.name)} property.`);
    }
    const known = dict.getStr(self.name);
    if (known !== undefined) return known;
    const value = call(vm, self.func, [instance]);
    dict.setStr(self.name, value);
    return value;
  },
});
defineGetSet(cachedPropertyType, {
  func: { get: (_vm, self) => (self as PyCachedProperty).func },
  attrname: { get: (_vm, self) => (self as PyCachedProperty).name },
});
defineClassMethods(cachedPropertyType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});
