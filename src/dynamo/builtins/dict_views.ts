/** `dict_keys`, `dict_values`, `dict_items` and the iterators over a dict, which notice when it changes size. */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "../objects/core_types.ts";
import type { PyDict } from "../objects/dict.ts";
import { RuntimeErrorType } from "../objects/exception_types.ts";
import { keyOf, type TableKey } from "../objects/hash_table.ts";
import { nativeIterator, PyIterator } from "../objects/iterator.ts";
import { mappingProxyType, PyMappingProxy } from "../objects/mapping_proxy.ts";
import { defineGetSet, defineMethods } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PySet, PySetBase } from "../objects/set.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { repr, str } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { forEach } from "../protocols/iterate.ts";
import { equals } from "../protocols/operator.ts";
import { guardRepr } from "./containers_repr.ts";

type Select = (key: PyValue, value: PyValue) => PyValue;

const pair: Select = (key, value) => new PyTuple([key, value]);
const first: Select = (key) => key;
const second: Select = (_key, value) => value;

class PyDictIterator extends PyIterator {
  private readonly dict: PyDict;
  private readonly select: Select;
  private readonly source: Iterator<[TableKey, PyValue]>;
  private readonly size: number;
  private left: number;

  constructor(dict: PyDict, select: Select, type: PyType, source: Iterator<[TableKey, PyValue]>) {
    super(type);
    this.dict = dict;
    this.select = select;
    this.source = source;
    this.size = dict.size;
    this.left = dict.size;
  }

  override next(vm: Interpreter): PyValue | undefined {
    if (this.left < 0) return undefined;
    if (this.dict.size !== this.size) {
      this.left = -1;
      raise(vm, RuntimeErrorType, "dictionary changed size during iteration");
    }
    const step = this.source.next();
    if (step.done === true) {
      this.left = -1;
      return undefined;
    }
    if (this.left-- === 0) {
      this.left = -1;
      raise(vm, RuntimeErrorType, "dictionary keys changed during iteration");
    }
    const [key, value] = step.value;
    return this.select(keyOf(key), value);
  }

  override lengthHint(): number {
    return Math.max(0, this.left);
  }
}

const keyIteratorType = nativeIterator("dict_keyiterator");
const valueIteratorType = nativeIterator("dict_valueiterator");
const itemIteratorType = nativeIterator("dict_itemiterator");
const reverseIteratorTypes = new Map<Select, PyType>([
  [first, nativeIterator("dict_reversekeyiterator")],
  [second, nativeIterator("dict_reversevalueiterator")],
  [pair, nativeIterator("dict_reverseitemiterator")],
]);

export function keyIterator(dict: PyDict): PyIterator {
  return new PyDictIterator(dict, first, keyIteratorType, dict.map.entries());
}

export function itemIterator(dict: PyDict): PyIterator {
  return new PyDictIterator(dict, pair, itemIteratorType, dict.map.entries());
}

export function reversedIterator(dict: PyDict, select: Select): PyIterator {
  const type = reverseIteratorTypes.get(select) ?? (reverseIteratorTypes.get(first) as PyType);
  return new PyDictIterator(dict, select, type, [...dict.map.entries()].reverse().values());
}

const keysType = nativeType("dict_keys");
const valuesType = nativeType("dict_values");
const itemsType = nativeType("dict_items");

export class PyDictView extends PyObject {
  readonly dict: PyDict;
  readonly select: Select;

  constructor(dict: PyDict, select: Select, type: PyType) {
    super(type);
    this.dict = dict;
    this.select = select;
  }

  items(): PyValue[] {
    return this.dict.entries().map(([key, value]) => this.select(key, value));
  }
}

export function dictKeys(dict: PyDict): PyDictView {
  return new PyDictView(dict, first, keysType);
}
export function dictValues(dict: PyDict): PyDictView {
  return new PyDictView(dict, second, valuesType);
}
export function dictItems(dict: PyDict): PyDictView {
  return new PyDictView(dict, pair, itemsType);
}

for (const [type, select, iteratorType] of [
  [keysType, first, keyIteratorType],
  [valuesType, second, valueIteratorType],
  [itemsType, pair, itemIteratorType],
] as const) {
  defineMethods(type, {
    "__repr__(self, /)": (vm: Interpreter, self: PyDictView) =>
      guardRepr(
        vm,
        self,
        "...",
        () =>
          `${type.name}([${self
            .items()
            .map((item) => repr(vm, item))
            .join(", ")}])`,
      ),
    "__len__(self, /)": (_vm: Interpreter, self: PyDictView) => self.dict.size,
    "__iter__(self, /)": (_vm: Interpreter, self: PyDictView) =>
      new PyDictIterator(self.dict, select, iteratorType, self.dict.map.entries()),
    "__reversed__(self, /)": (_vm: Interpreter, self: PyDictView) => reversedIterator(self.dict, select),
  });
  defineGetSet(type, { mapping: { get: (_vm, self) => new PyMappingProxy((self as PyDictView).dict) } });
}

/** Membership in a set-like view. */
function has(vm: Interpreter, view: PyDictView, item: PyValue): boolean {
  if (view.select === first) return view.dict.has(vm, item);
  if (!(item instanceof PyTuple) || item.items.length !== 2) return false;
  const value = view.dict.get(vm, item.items[0] as PyValue);
  return value !== undefined && equals(vm, value, item.items[1] as PyValue);
}

/** The items of a set-like operand, or undefined. */
function setItems(value: PyValue): PyValue[] | undefined {
  if (value instanceof PySetBase) return value.values();
  if (value instanceof PyDictView && value.select !== second) return value.items();
  return undefined;
}

function contains(vm: Interpreter, value: PyValue, item: PyValue): boolean {
  if (value instanceof PySetBase) return value.has(vm, item);
  return value instanceof PyDictView && has(vm, value, item);
}

function setOf(vm: Interpreter, items: readonly PyValue[]): PySet {
  const result = new PySet();
  for (const item of items) result.add(vm, item);
  return result;
}

function collect(vm: Interpreter, value: PyValue): PyValue[] {
  const items: PyValue[] = [];
  forEach(vm, value, (item) => {
    items.push(item);
  });
  return items;
}

type SetCompare = (vm: Interpreter, self: PyDictView, other: PyValue, items: PyValue[]) => boolean;

function comparison(test: SetCompare) {
  return (vm: Interpreter, self: PyDictView, other: PyValue): PyValue => {
    const items = setItems(other);
    return items === undefined ? NotImplemented : test(vm, self, other, items);
  };
}

const subset: SetCompare = (vm, self, other) => self.items().every((item) => contains(vm, other, item));
const superset: SetCompare = (vm, self, _other, items) => items.every((item) => has(vm, self, item));

for (const type of [keysType, itemsType]) {
  defineMethods(type, {
    "__contains__(self, key, /)": (vm: Interpreter, self: PyDictView, key: PyValue) => has(vm, self, key),
    "__eq__(self, value, /)": comparison(
      (vm, self, other, items) => items.length === self.dict.size && subset(vm, self, other, items),
    ),
    "__le__(self, value, /)": comparison(
      (vm, self, other, items) => self.dict.size <= items.length && subset(vm, self, other, items),
    ),
    "__lt__(self, value, /)": comparison(
      (vm, self, other, items) => self.dict.size < items.length && subset(vm, self, other, items),
    ),
    "__ge__(self, value, /)": comparison(
      (vm, self, other, items) => self.dict.size >= items.length && superset(vm, self, other, items),
    ),
    "__gt__(self, value, /)": comparison(
      (vm, self, other, items) => self.dict.size > items.length && superset(vm, self, other, items),
    ),
    "__and__(self, value, /)": (vm: Interpreter, self: PyDictView, other: PyValue) =>
      setOf(
        vm,
        collect(vm, other).filter((item) => has(vm, self, item)),
      ),
    "__or__(self, value, /)": (vm: Interpreter, self: PyDictView, other: PyValue) =>
      setOf(vm, [...self.items(), ...collect(vm, other)]),
    "__sub__(self, value, /)": (vm: Interpreter, self: PyDictView, other: PyValue) => {
      const gone = setOf(vm, collect(vm, other));
      return setOf(
        vm,
        self.items().filter((item) => !gone.has(vm, item)),
      );
    },
    "__xor__(self, value, /)": (vm: Interpreter, self: PyDictView, other: PyValue) => {
      const others = setOf(vm, collect(vm, other));
      const mine = self.items().filter((item) => !others.has(vm, item));
      return setOf(vm, [...mine, ...others.values().filter((item) => !has(vm, self, item))]);
    },
    "isdisjoint(self, other, /)": (vm: Interpreter, self: PyDictView, other: PyValue) =>
      !collect(vm, other).some((item) => has(vm, self, item)),
  });
  type.setAttr("__hash__", null);
}

// Printing shows the mapping itself; only the repr says that it is a view.
defineMethods(mappingProxyType, {
  "__str__(self, /)": (vm: Interpreter, self: PyMappingProxy) => str(vm, self.mapping),
});
