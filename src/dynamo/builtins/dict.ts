/** Methods of `dict`. */

import type { Interpreter } from "../interpreter.ts";
import { dictType, PyDict } from "../objects/dict.ts";
import { KeyErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { HashTable, keyOf } from "../objects/hash_table.ts";
import { defineClassMethods, defineMethods, type Kwargs } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { lookupAttr, lookupSpecial } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { repr } from "../protocols/convert.ts";
import { raise, raiseKeyError } from "../protocols/errors.ts";
import { getItem, setItem } from "../protocols/item.ts";
import { forEach, toArray } from "../protocols/iterate.ts";
import { equals } from "../protocols/operator.ts";
import { typeOf } from "../protocols/type_of.ts";
import { guardRepr } from "./containers_repr.ts";
import { dictItems, dictKeys, dictValues, keyIterator, reversedIterator } from "./dict_views.ts";
import { genericAlias } from "./list.ts";

/** `dict.update` with one source: a dict, a mapping (has `keys`), or pairs. */
export function updateDict(vm: Interpreter, target: PyDict, source: PyValue): void {
  if (source instanceof PyDict && source.type.lookup("__iter__") === dictType.lookup("__iter__")) {
    if (source === target) return;
    if (target.size === 0) {
      target.table.fillFrom(source.table);
      return;
    }
    for (const [key, value] of source.table.map) target.table.set(vm, keyOf(key), value);
    return;
  }
  const keys = lookupAttr(vm, source, "keys");
  if (keys !== undefined) {
    forEach(vm, call(vm, keys, []), (key) => {
      target.set(vm, key, getItem(vm, source, key));
    });
    return;
  }
  let at = 0;
  forEach(vm, source, (item) => {
    if (
      typeof item !== "string" &&
      lookupSpecial(vm, item, "__iter__") === undefined &&
      lookupSpecial(vm, item, "__getitem__") === undefined
    ) {
      raise(vm, TypeErrorType, `cannot convert dictionary update sequence element #${at} to a sequence`);
    }
    const pair = toArray(vm, item);
    if (pair.length !== 2) {
      raise(vm, ValueErrorType, `dictionary update sequence element #${at} has length ${pair.length}; 2 is required`);
    }
    target.set(vm, pair[0] as PyValue, pair[1] as PyValue);
    at++;
  });
}

function update(vm: Interpreter, self: PyDict, source: PyValue | undefined, kwargs: Kwargs): null {
  if (source !== undefined) updateDict(vm, self, source);
  for (const [name, value] of kwargs) self.set(vm, name, value);
  return null;
}

export function dictEquals(vm: Interpreter, a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) {
    const other = b.get(vm, key);
    if (other === undefined || !equals(vm, value, other)) return false;
  }
  return true;
}

function union(vm: Interpreter, left: PyValue, right: PyValue): PyValue {
  if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
  const result = left.copy();
  updateDict(vm, result, right);
  return result;
}

defineMethods(dictType, {
  "__init__(self, iterable=<unset>, /, **kwargs)": update,
  "__repr__(self, /)": (vm: Interpreter, self: PyDict) =>
    guardRepr(vm, self, "{...}", () => {
      const items = self.entries().map(([key, value]) => `${repr(vm, key)}: ${repr(vm, value)}`);
      return `{${items.join(", ")}}`;
    }),
  "__len__(self, /)": (_vm: Interpreter, self: PyDict) => self.size,
  "__iter__(self, /)": (_vm: Interpreter, self: PyDict) => keyIterator(self),
  "__reversed__(self, /)": (_vm: Interpreter, self: PyDict) => reversedIterator(self, (key) => key),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyDict, key: PyValue) => self.has(vm, key),
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyDict, key: PyValue) => {
    const value = self.get(vm, key);
    if (value !== undefined) return value;
    if (self.type !== dictType) {
      const missing = lookupSpecial(vm, self, "__missing__");
      if (missing !== undefined) return call(vm, missing, [key]);
    }
    return raiseKeyError(vm, key);
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyDict, key: PyValue, value: PyValue) => {
    self.set(vm, key, value);
    return null;
  },
  "__delitem__(self, key, /)": (vm: Interpreter, self: PyDict, key: PyValue) =>
    self.delete(vm, key) ? null : raiseKeyError(vm, key),
  "__eq__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) =>
    other instanceof PyDict ? dictEquals(vm, self, other) : NotImplemented,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) =>
    other instanceof PyDict ? !dictEquals(vm, self, other) : NotImplemented,
  "__or__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) => union(vm, self, other),
  "__ror__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) => union(vm, other, self),
  "__ior__(self, value, /)": (vm: Interpreter, self: PyDict, other: PyValue) => {
    updateDict(vm, self, other);
    return self;
  },
  "get(self, key, default=None, /)": (vm: Interpreter, self: PyDict, key: PyValue, otherwise: PyValue) => {
    const value = self.get(vm, key);
    return value === undefined ? otherwise : value;
  },
  "setdefault(self, key, default=None, /)": (vm: Interpreter, self: PyDict, key: PyValue, otherwise: PyValue) => {
    const value = self.get(vm, key);
    if (value !== undefined) return value;
    self.set(vm, key, otherwise);
    return otherwise;
  },
  "pop(self, key, default=<unset>, /)": (
    vm: Interpreter,
    self: PyDict,
    key: PyValue,
    otherwise: PyValue | undefined,
  ) => {
    const value = self.get(vm, key);
    if (value === undefined) return otherwise === undefined ? raiseKeyError(vm, key) : otherwise;
    self.delete(vm, key);
    return value;
  },
  "popitem(self, /)": (vm: Interpreter, self: PyDict) => {
    let last: PyTuple | undefined;
    const keys = [...self.map.keys()];
    const key = keys[keys.length - 1];
    if (key !== undefined) {
      last = new PyTuple([keyOf(key), self.map.get(key) as PyValue]);
      self.table.deleteKey(key);
    }
    return last ?? raise(vm, KeyErrorType, "popitem(): dictionary is empty");
  },
  "update(self, iterable=<unset>, /, **kwargs)": update,
  "clear(self, /)": (_vm: Interpreter, self: PyDict) => {
    self.clear();
    return null;
  },
  "copy(self, /)": (_vm: Interpreter, self: PyDict) => self.copy(),
  "keys(self, /)": (_vm: Interpreter, self: PyDict) => dictKeys(self),
  "values(self, /)": (_vm: Interpreter, self: PyDict) => dictValues(self),
  "items(self, /)": (_vm: Interpreter, self: PyDict) => dictItems(self),
});
dictType.setAttr("__hash__", null);
defineClassMethods(dictType, {
  "fromkeys(cls, iterable, value=None, /)": (vm: Interpreter, cls: PyType, iterable: PyValue, value: PyValue) => {
    if (cls === dictType) {
      const result = new PyDict(dictType, new HashTable());
      forEach(vm, iterable, (key) => result.set(vm, key, value));
      return result;
    }
    const result = call(vm, cls, []);
    forEach(vm, iterable, (key) => setItem(vm, result, key, value));
    return result;
  },
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});

/** A dict copy of any mapping argument, for natives that take one. */
export function toDict(vm: Interpreter, source: PyValue): PyDict {
  if (source instanceof PyDict) return source;
  if (lookupAttr(vm, source, "keys") === undefined) {
    raise(vm, TypeErrorType, `'${typeOf(source).name}' object is not a mapping`);
  }
  const result = new PyDict();
  updateDict(vm, result, source);
  return result;
}
