/** `collections.deque`. */

import { guardRepr, joinReprs } from "../../builtins/containers_repr.ts";
import { genericAlias, repetition } from "../../builtins/list.ts";
import {
  countOf,
  indexOf,
  itemsEqual,
  itemsOrder,
  type OrderingOperator,
  repeatItems,
} from "../../builtins/sequence_compare.ts";
import { checkedIndex, searchBounds } from "../../builtins/slices.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { IndexErrorType, RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { nativeIterator, PyFnIterator } from "../../objects/iterator.ts";
import { defineClassMethods, defineGetSet, defineMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import type { PyType } from "../../objects/type.ts";
import { index, repr } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { toArray } from "../../protocols/iterate.ts";
import { typeOf } from "../../protocols/type_of.ts";

const iteratorType = nativeIterator("_deque_iterator", "collections");

export const dequeType: PyType = nativeType("deque", {
  module: "collections",
  hasDict: true,
  allocate: (type) => new PyDeque(type),
});

export class PyDeque extends PyObject {
  items: PyValue[] = [];
  maxlen: number | null = null;
  /** Counts changes, so that an iterator notices them. */
  version = 0;
  constructor(type: PyType = dequeType) {
    super(type);
  }
  push(item: PyValue): void {
    this.items.push(item);
    this.version++;
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.shift();
  }
  unshift(item: PyValue): void {
    this.items.unshift(item);
    this.version++;
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.pop();
  }
}

function like(self: PyDeque, items: readonly PyValue[]): PyDeque {
  const result = new PyDeque(self.type);
  result.maxlen = self.maxlen;
  for (const item of items) result.push(item);
  return result;
}

function compare(operator: OrderingOperator) {
  return (vm: Interpreter, self: PyDeque, other: PyValue): PyValue =>
    other instanceof PyDeque ? itemsOrder(vm, self.items, operator, other.items) : NotImplemented;
}

function walk(self: PyDeque, reverse: boolean): PyFnIterator {
  const version = self.version;
  let at = reverse ? self.items.length - 1 : 0;
  return new PyFnIterator((vm) => {
    if (self.version !== version) raise(vm, RuntimeErrorType, "deque mutated during iteration");
    return self.items[reverse ? at-- : at++];
  }, iteratorType);
}

function repeated(vm: Interpreter, self: PyDeque, value: PyValue): PyValue {
  const count = repetition(vm, value);
  return count === undefined ? NotImplemented : like(self, repeatItems(vm, self.items, count));
}

defineMethods(dequeType, {
  "__init__(self, iterable=(), maxlen=None)": (vm: Interpreter, self: PyDeque, iterable: PyValue, maxlen: PyValue) => {
    if (maxlen !== null) {
      const size = Number(index(vm, maxlen));
      if (size < 0) raise(vm, ValueErrorType, "maxlen must be non-negative");
      self.maxlen = size;
    }
    self.items = [];
    for (const item of toArray(vm, iterable)) self.push(item);
    return null;
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyDeque) =>
    guardRepr(vm, self, "[...]", () => {
      const limit = self.maxlen === null ? "" : `, maxlen=${self.maxlen}`;
      return `${self.type.name}([${joinReprs(vm, self.items)}]${limit})`;
    }),
  "__len__(self, /)": (_vm: Interpreter, self: PyDeque) => self.items.length,
  "__iter__(self, /)": (_vm: Interpreter, self: PyDeque) => walk(self, false),
  "__reversed__(self, /)": (_vm: Interpreter, self: PyDeque) => walk(self, true),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyDeque, key: PyValue) => indexOf(vm, self.items, key) >= 0,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyDeque, key: PyValue) => {
    if (typeof key !== "number" && typeOf(key).lookup("__index__") === undefined) {
      raise(vm, TypeErrorType, `sequence index must be integer, not '${typeOf(key).name}'`);
    }
    return self.items[checkedIndex(vm, key, self.items.length, "deque")] as PyValue;
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyDeque, key: PyValue, value: PyValue) => {
    self.items[checkedIndex(vm, key, self.items.length, "deque")] = value;
    return null;
  },
  "__delitem__(self, key, /)": (vm: Interpreter, self: PyDeque, key: PyValue) => {
    self.items.splice(checkedIndex(vm, key, self.items.length, "deque"), 1);
    self.version++;
    return null;
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyDeque, other: PyValue) =>
    other instanceof PyDeque ? itemsEqual(vm, self.items, other.items) : NotImplemented,
  "__lt__(self, value, /)": compare("<"),
  "__le__(self, value, /)": compare("<="),
  "__gt__(self, value, /)": compare(">"),
  "__ge__(self, value, /)": compare(">="),
  "__add__(self, value, /)": (vm: Interpreter, self: PyDeque, other: PyValue) => {
    if (other instanceof PyDeque) return like(self, [...self.items, ...other.items]);
    return raise(vm, TypeErrorType, `can only concatenate deque (not "${typeOf(other).name}") to deque`);
  },
  "__iadd__(self, value, /)": (vm: Interpreter, self: PyDeque, other: PyValue) => {
    for (const item of toArray(vm, other)) self.push(item);
    return self;
  },
  "__mul__(self, value, /)": repeated,
  "__rmul__(self, value, /)": repeated,
  "append(self, item, /)": (_vm: Interpreter, self: PyDeque, item: PyValue) => {
    self.push(item);
    return null;
  },
  "appendleft(self, item, /)": (_vm: Interpreter, self: PyDeque, item: PyValue) => {
    self.unshift(item);
    return null;
  },
  "extend(self, iterable, /)": (vm: Interpreter, self: PyDeque, iterable: PyValue) => {
    for (const item of toArray(vm, iterable)) self.push(item);
    return null;
  },
  "extendleft(self, iterable, /)": (vm: Interpreter, self: PyDeque, iterable: PyValue) => {
    for (const item of toArray(vm, iterable)) self.unshift(item);
    return null;
  },
  "pop(self, /)": (vm: Interpreter, self: PyDeque) => {
    const item = self.items.pop();
    self.version++;
    return item === undefined ? raise(vm, IndexErrorType, "pop from an empty deque") : item;
  },
  "popleft(self, /)": (vm: Interpreter, self: PyDeque) => {
    const item = self.items.shift();
    self.version++;
    return item === undefined ? raise(vm, IndexErrorType, "pop from an empty deque") : item;
  },
  "clear(self, /)": (_vm: Interpreter, self: PyDeque) => {
    self.items = [];
    self.version++;
    return null;
  },
  "copy(self, /)": (_vm: Interpreter, self: PyDeque) => like(self, self.items),
  "__copy__(self, /)": (_vm: Interpreter, self: PyDeque) => like(self, self.items),
  "count(self, value, /)": (vm: Interpreter, self: PyDeque, value: PyValue) => countOf(vm, self.items, value),
  "index(self, value, start=<unset>, stop=<unset>, /)": (
    vm: Interpreter,
    self: PyDeque,
    value: PyValue,
    start: PyValue | undefined,
    stop: PyValue | undefined,
  ) => {
    const bounds = searchBounds(vm, start, stop, self.items.length);
    const at = indexOf(vm, self.items, value, bounds.start, bounds.stop);
    return at >= 0 ? at : raise(vm, ValueErrorType, `${repr(vm, value)} is not in deque`);
  },
  "insert(self, index, value, /)": (vm: Interpreter, self: PyDeque, at: PyValue, value: PyValue) => {
    if (self.maxlen !== null && self.items.length >= self.maxlen)
      raise(vm, IndexErrorType, "deque already at its maximum size");
    self.items.splice(Number(index(vm, at)), 0, value);
    self.version++;
    return null;
  },
  "remove(self, value, /)": (vm: Interpreter, self: PyDeque, value: PyValue) => {
    const at = indexOf(vm, self.items, value);
    if (at < 0) raise(vm, ValueErrorType, "deque.remove(x): x not in deque");
    self.items.splice(at, 1);
    self.version++;
    return null;
  },
  "reverse(self, /)": (_vm: Interpreter, self: PyDeque) => {
    self.items.reverse();
    self.version++;
    return null;
  },
  "rotate(self, n=1, /)": (vm: Interpreter, self: PyDeque, n: PyValue) => {
    const size = self.items.length;
    if (size > 1) {
      const shift = ((Number(index(vm, n)) % size) + size) % size;
      self.items = [...self.items.slice(size - shift), ...self.items.slice(0, size - shift)];
      self.version++;
    }
    return null;
  },
});
dequeType.setAttr("__hash__", null);
defineGetSet(dequeType, { maxlen: { get: (_vm, self) => (self as PyDeque).maxlen } });
defineClassMethods(dequeType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});
