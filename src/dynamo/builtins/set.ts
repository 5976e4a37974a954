/** Methods of `set` and `frozenset`. */

import type { Interpreter } from "../interpreter.ts";
import { PyDict } from "../objects/dict.ts";
import { KeyErrorType, RuntimeErrorType } from "../objects/exception_types.ts";
import { keyOf } from "../objects/hash_table.ts";
import { nativeIterator, PyFnIterator } from "../objects/iterator.ts";
import { PyList } from "../objects/list.ts";
import { defineClassMethods, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { frozenSetType, PyFrozenSet, PySet, PySetBase, setType } from "../objects/set.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { raise, raiseKeyError } from "../protocols/errors.ts";
import { hash } from "../protocols/hash.ts";
import { forEach } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { guardRepr, joinReprs } from "./containers_repr.ts";
import { genericAlias } from "./list.ts";

const setIteratorType = nativeIterator("set_iterator");

/** A set operand's items; anything iterable becomes a set first. */
function asSet(vm: Interpreter, value: PyValue): PySetBase {
  if (value instanceof PySetBase) return value;
  const result = new PySet();
  forEach(vm, value, (item) => result.add(vm, item));
  return result;
}

/** A new set of the class that `self` has natively (operations of subclasses give the base class). */
function like(self: PySetBase, copy = false): PySet | PyFrozenSet {
  const table = copy ? self.table.copy() : undefined;
  return self instanceof PyFrozenSet ? new PyFrozenSet(frozenSetType, table) : new PySet(setType, table);
}

function addAll(vm: Interpreter, target: PySetBase, source: PyValue): void {
  if (source instanceof PySetBase) for (const item of source.values()) target.add(vm, item);
  else forEach(vm, source, (item) => target.add(vm, item));
}

function filtered(vm: Interpreter, self: PySetBase, keep: (item: PyValue) => boolean): PySetBase {
  const result = like(self);
  for (const item of self.values()) if (keep(item)) result.add(vm, item);
  return result;
}

function union(vm: Interpreter, self: PySetBase, others: readonly PyValue[]): PySetBase {
  const result = like(self, true);
  for (const other of others) addAll(vm, result, other);
  return result;
}

function intersection(vm: Interpreter, self: PySetBase, others: readonly PyValue[]): PySetBase {
  const sets = others.map((other) => asSet(vm, other));
  return filtered(vm, self, (item) => sets.every((set) => set.has(vm, item)));
}

function difference(vm: Interpreter, self: PySetBase, others: readonly PyValue[]): PySetBase {
  const sets = others.map((other) => asSet(vm, other));
  return filtered(vm, self, (item) => !sets.some((set) => set.has(vm, item)));
}

function symmetric(vm: Interpreter, self: PySetBase, other: PyValue): PySetBase {
  const set = asSet(vm, other);
  const result = filtered(vm, self, (item) => !set.has(vm, item));
  for (const item of set.values()) if (!self.has(vm, item)) result.add(vm, item);
  return result;
}

function isSubset(vm: Interpreter, a: PySetBase, b: PySetBase): boolean {
  return a.size <= b.size && a.values().every((item) => b.has(vm, item));
}

function operator(apply: (vm: Interpreter, a: PySetBase, b: PySetBase) => PyValue) {
  return (vm: Interpreter, self: PySetBase, other: PyValue): PyValue =>
    other instanceof PySetBase ? apply(vm, self, other) : NotImplemented;
}

function reflected(apply: (vm: Interpreter, a: PySetBase, b: PySetBase) => PyValue) {
  return (vm: Interpreter, self: PySetBase, other: PyValue): PyValue =>
    other instanceof PySetBase ? apply(vm, other, self) : NotImplemented;
}

/** Puts a result in place of the set's content. */
function replace(self: PySet, result: PySetBase): PySet {
  self.table = result.table;
  return self;
}

/** A set is looked for as the frozenset with its members. */
function asMember(key: PyValue): PyValue {
  return key instanceof PySet && typeOf(key).lookup("__hash__") === null
    ? new PyFrozenSet(frozenSetType, key.table)
    : key;
}

const shared = {
  "__repr__(self, /)": (vm: Interpreter, self: PySetBase) => {
    const name = self.type.name;
    if (self.size === 0) return `${name}()`;
    return guardRepr(vm, self, `${name}(...)`, () => {
      const body = `{${joinReprs(vm, self.values())}}`;
      return self.type === setType ? body : `${name}(${body})`;
    });
  },
  "__len__(self, /)": (_vm: Interpreter, self: PySetBase) => self.size,
  "__iter__(self, /)": (vm: Interpreter, self: PySetBase) => {
    const source = self.table.map.keys();
    const size = self.size;
    let left = self.size;
    return new PyFnIterator(
      () => {
        if (self.size !== size) raise(vm, RuntimeErrorType, "Set changed size during iteration");
        const step = source.next();
        if (step.done === true) return undefined;
        left--;
        return keyOf(step.value);
      },
      setIteratorType,
      () => left,
    );
  },
  "__contains__(self, key, /)": (vm: Interpreter, self: PySetBase, key: PyValue) => self.has(vm, asMember(key)),
  "__eq__(self, value, /)": operator((vm, a, b) => a.size === b.size && isSubset(vm, a, b)),
  "__ne__(self, value, /)": operator((vm, a, b) => !(a.size === b.size && isSubset(vm, a, b))),
  "__le__(self, value, /)": operator((vm, a, b) => isSubset(vm, a, b)),
  "__lt__(self, value, /)": operator((vm, a, b) => a.size < b.size && isSubset(vm, a, b)),
  "__ge__(self, value, /)": operator((vm, a, b) => isSubset(vm, b, a)),
  "__gt__(self, value, /)": operator((vm, a, b) => b.size < a.size && isSubset(vm, b, a)),
  "__and__(self, value, /)": operator((vm, a, b) => intersection(vm, a, [b])),
  "__rand__(self, value, /)": reflected((vm, a, b) => intersection(vm, a, [b])),
  "__or__(self, value, /)": operator((vm, a, b) => union(vm, a, [b])),
  "__ror__(self, value, /)": reflected((vm, a, b) => union(vm, a, [b])),
  "__sub__(self, value, /)": operator((vm, a, b) => difference(vm, a, [b])),
  "__rsub__(self, value, /)": reflected((vm, a, b) => difference(vm, a, [b])),
  "__xor__(self, value, /)": operator((vm, a, b) => symmetric(vm, a, b)),
  "__rxor__(self, value, /)": reflected((vm, a, b) => symmetric(vm, a, b)),
  "union(self, /, *others)": union,
  "intersection(self, /, *others)": intersection,
  "difference(self, /, *others)": difference,
  "symmetric_difference(self, other, /)": symmetric,
  "isdisjoint(self, other, /)": (vm: Interpreter, self: PySetBase, other: PyValue) =>
    !asSet(vm, other)
      .values()
      .some((item) => self.has(vm, item)),
  "issubset(self, other, /)": (vm: Interpreter, self: PySetBase, other: PyValue) =>
    isSubset(vm, self, asSet(vm, other)),
  "issuperset(self, other, /)": (vm: Interpreter, self: PySetBase, other: PyValue) =>
    isSubset(vm, asSet(vm, other), self),
};
defineMethods(setType, { ...shared, "copy(self, /)": (_vm: Interpreter, self: PySet) => like(self, true) });
defineMethods(frozenSetType, {
  ...shared,
  "__new__(cls, iterable=(), /)": (vm: Interpreter, cls: PyType, iterable: PyValue) => {
    if (cls === frozenSetType && iterable instanceof PyFrozenSet && iterable.type === frozenSetType) return iterable;
    const result = new PyFrozenSet(cls);
    addAll(vm, result, iterable);
    return result;
  },
  "__init__(self, *args, **kwargs)": () => null,
  // Independent of the order of the items.
  "__hash__(self, /)": (vm: Interpreter, self: PyFrozenSet) => {
    let sum = 590923713;
    for (const item of self.values()) sum = (sum + (Number(hash(vm, item)) % 0x3fffffff) * 3) % 0x1fffffffffff;
    return sum;
  },
  "copy(self, /)": (_vm: Interpreter, self: PyFrozenSet) => (self.type === frozenSetType ? self : like(self, true)),
});
defineMethods(setType, {
  "__init__(self, iterable=(), /)": (vm: Interpreter, self: PySet, iterable: PyValue) => {
    self.clear();
    addAll(vm, self, iterable);
    return null;
  },
  "__iand__(self, value, /)": operator((vm, a, b) => replace(a as PySet, intersection(vm, a, [b]))),
  "__ior__(self, value, /)": operator((vm, a, b) => {
    addAll(vm, a, b);
    return a;
  }),
  "__isub__(self, value, /)": operator((vm, a, b) => replace(a as PySet, difference(vm, a, [b]))),
  "__ixor__(self, value, /)": operator((vm, a, b) => replace(a as PySet, symmetric(vm, a, b))),
  "add(self, object, /)": (vm: Interpreter, self: PySet, item: PyValue) => {
    self.add(vm, item);
    return null;
  },
  "discard(self, object, /)": (vm: Interpreter, self: PySet, item: PyValue) => {
    self.delete(vm, asMember(item));
    return null;
  },
  "remove(self, object, /)": (vm: Interpreter, self: PySet, item: PyValue) =>
    self.delete(vm, asMember(item)) ? null : raiseKeyError(vm, item),
  "pop(self, /)": (vm: Interpreter, self: PySet) => {
    const key = self.table.map.keys().next();
    if (key.done === true) return raise(vm, KeyErrorType, "pop from an empty set");
    self.table.deleteKey(key.value);
    return keyOf(key.value);
  },
  "clear(self, /)": (_vm: Interpreter, self: PySet) => {
    self.clear();
    return null;
  },
  "update(self, /, *others)": (vm: Interpreter, self: PySet, others: readonly PyValue[]) => {
    for (const other of others) addAll(vm, self, other);
    return null;
  },
  "intersection_update(self, /, *others)": (vm: Interpreter, self: PySet, others: readonly PyValue[]) => {
    replace(self, intersection(vm, self, others));
    return null;
  },
  "difference_update(self, /, *others)": (vm: Interpreter, self: PySet, others: readonly PyValue[]) => {
    replace(self, difference(vm, self, others));
    return null;
  },
  "symmetric_difference_update(self, other, /)": (vm: Interpreter, self: PySet, other: PyValue) => {
    replace(self, symmetric(vm, self, other));
    return null;
  },
});
setType.setAttr("__hash__", null);
for (const type of [setType, frozenSetType]) {
  defineMethods(type, {
    "__reduce__(self, /)": (_vm: Interpreter, self: PySetBase) =>
      new PyTuple([
        self.type,
        new PyTuple([new PyList(Array.from(self.table.map.keys(), keyOf))]),
        self.attrs === null || self.attrs.size === 0 ? null : PyDict.fromStrings(self.attrs),
      ]),
  });
  defineClassMethods(type, {
    "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
  });
}
