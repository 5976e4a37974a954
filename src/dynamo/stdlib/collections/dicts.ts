/** `collections.OrderedDict` and `defaultdict`. */

import { guardRepr } from "../../builtins/containers_repr.ts";
import { dictEquals, updateDict } from "../../builtins/dict.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { dictType, PyDict } from "../../objects/dict.ts";
import { KeyErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { keyOf } from "../../objects/hash_table.ts";
import { defineGetSet, defineMethods, type Kwargs } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { call } from "../../protocols/call.ts";
import { repr, truth } from "../../protocols/convert.ts";
import { raise, raiseKeyError } from "../../protocols/errors.ts";
import { equals } from "../../protocols/operator.ts";
import { typeOf } from "../../protocols/type_of.ts";

export const orderedDictType: PyType = nativeType("OrderedDict", {
  module: "collections",
  bases: [dictType],
  hasDict: true,
});

/** Equal entries in the same order. */
function sameOrder(vm: Interpreter, a: PyDict, b: PyDict): boolean {
  const [x, y] = [a.keys(), b.keys()];
  return x.every((key, i) => equals(vm, key, y[i] as PyValue));
}

function orderedEquals(vm: Interpreter, a: PyDict, b: PyDict): boolean {
  return dictEquals(vm, a, b) && (!b.type.isSubtypeOf(orderedDictType) || sameOrder(vm, a, b));
}

/** A copy in the receiver's class. */
function copyAs(vm: Interpreter, self: PyDict): PyValue {
  if (self.type === orderedDictType) return new PyDict(orderedDictType, self.table.copy());
  return call(vm, self.type, [self]);
}

function ordered(vm: Interpreter, left: PyValue, right: PyValue, type: PyType): PyValue {
  if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
  const result = new PyDict(type, left.table.copy());
  updateDict(vm, result, right);
  return result;
}

defineMethods(orderedDictType, {
  "__repr__(self, /)": (vm: Interpreter, self: PyDict) => {
    if (self.size === 0) return `${self.type.name}()`;
    return guardRepr(vm, self, "...", () => {
      const items = self.entries().map(([key, value]) => `${repr(vm, key)}: ${repr(vm, value)}`);
      return `${self.type.name}({${items.join(", ")}})`;
    });
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) =>
    other instanceof PyDict ? orderedEquals(vm, self, other) : NotImplemented,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) =>
    other instanceof PyDict ? !orderedEquals(vm, self, other) : NotImplemented,
  "__or__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) => ordered(vm, self, other, self.type),
  "__ror__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) => ordered(vm, other, self, self.type),
  "move_to_end(self, key, last=True)": (vm: Interpreter, self: PyDict, key: PyValue, last: PyValue) => {
    const stored = self.table.find(vm, key);
    const value = stored === undefined ? undefined : self.map.get(stored);
    if (stored === undefined || value === undefined) return raiseKeyError(vm, key);
    if (truth(vm, last)) {
      self.map.delete(stored);
      self.map.set(stored, value);
      return null;
    }
    const rest = [...self.map].filter(([k]) => k !== stored);
    self.map.clear();
    self.map.set(stored, value);
    for (const [k, v] of rest) self.map.set(k, v);
    return null;
  },
  "popitem(self, last=True)": (vm: Interpreter, self: PyDict, last: PyValue) => {
    const keys = [...self.map.keys()];
    const key = truth(vm, last) ? keys[keys.length - 1] : keys[0];
    if (key === undefined) return raise(vm, KeyErrorType, "dictionary is empty");
    const value = self.map.get(key) as PyValue;
    self.table.deleteKey(key);
    return new PyTuple([keyOf(key), value]);
  },
  "copy(self, /)": copyAs,
  "__copy__(self, /)": copyAs,
});
orderedDictType.setAttr("__hash__", null);

export const defaultDictType: PyType = nativeType("defaultdict", {
  module: "collections",
  bases: [dictType],
  hasDict: true,
  allocate: (type) => new PyDefaultDict(type),
});

class PyDefaultDict extends PyDict {
  factory: PyValue = null;
}

function copyDefault(vm: Interpreter, self: PyDefaultDict): PyValue {
  if (self.type !== defaultDictType) return call(vm, self.type, [self.factory, self]);
  const result = new PyDefaultDict(defaultDictType, self.table.copy());
  result.factory = self.factory;
  return result;
}

defineMethods(defaultDictType, {
  "__init__(self, default_factory=None, iterable=<unset>, /, **kwargs)": (
    vm: Interpreter,
    self: PyDefaultDict,
    factory: PyValue,
    source: PyValue | undefined,
    kwargs: Kwargs,
  ) => {
    if (factory !== null && typeOf(factory).lookup("__call__") === undefined) {
      raise(vm, TypeErrorType, "first argument must be callable or None");
    }
    self.factory = factory;
    if (source !== undefined) updateDict(vm, self, source);
    for (const [name, value] of kwargs) self.set(vm, name, value);
    return null;
  },
  "__missing__(self, key, /)": (vm: Interpreter, self: PyDefaultDict, key: PyValue) => {
    if (self.factory === null) return raiseKeyError(vm, key);
    const value = call(vm, self.factory, []);
    self.set(vm, key, value);
    return value;
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyDefaultDict) =>
    guardRepr(vm, self, `${self.type.name}(...)`, () => {
      const items = self.entries().map(([key, value]) => `${repr(vm, key)}: ${repr(vm, value)}`);
      return `${self.type.name}(${repr(vm, self.factory)}, {${items.join(", ")}})`;
    }),
  "__or__(self, value, /)": (vm: Interpreter, self: PyDefaultDict, other: PyValue) => {
    if (!(other instanceof PyDict)) return NotImplemented;
    const result = copyDefault(vm, self);
    updateDict(vm, result as PyDict, other);
    return result;
  },
  "copy(self, /)": copyDefault,
  "__copy__(self, /)": copyDefault,
  "__reduce__(self, /)": (_vm: Interpreter, self: PyDefaultDict) =>
    new PyTuple([self.type, new PyTuple(self.factory === null ? [] : [self.factory])]),
});
defineGetSet(defaultDictType, {
  default_factory: {
    get: (_vm, self) => (self as PyDefaultDict).factory,
    set: (_vm, self, value) => {
      (self as PyDefaultDict).factory = value ?? null;
    },
  },
});
