/** Methods of `list`. */

import type { Interpreter } from "../interpreter.ts";
import { IndexErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { PyGenericAlias } from "../objects/generic_alias.ts";
import { nativeIterator, PyFnIterator } from "../objects/iterator.ts";
import { listType, PyList } from "../objects/list.ts";
import { defineClassMethods, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyListIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asInt } from "../objects/unbox.ts";
import { lookupSpecial } from "../protocols/attribute.ts";
import { index, repr, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { sliceIndices } from "../protocols/item.ts";
import { charged, toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { guardRepr, joinReprs } from "./containers_repr.ts";
import { countOf, indexOf, itemsEqual, itemsOrder, type OrderingOperator, repeatItems } from "./sequence_compare.ts";
import { checkedIndex, searchBounds, sliceItems } from "./slices.ts";
import { sortValues } from "./sorting.ts";

const reverseIteratorType = nativeIterator("list_reverseiterator");

/** The count of a repetition, or undefined when the operand is no integer. */
export function repetition(vm: Interpreter, value: PyValue): number | undefined {
  const direct = asInt(value);
  if (direct !== undefined) return Number(direct);
  return lookupSpecial(vm, value, "__index__") === undefined ? undefined : Number(index(vm, value));
}

function compare(operator: OrderingOperator) {
  return (vm: Interpreter, self: PyList, other: PyValue): PyValue =>
    other instanceof PyList ? itemsOrder(vm, self.items, operator, other.items) : NotImplemented;
}

function assignSlice(vm: Interpreter, self: PyList, slice: PySlice, value: PyValue): void {
  const values = value instanceof PyList || value instanceof PyTuple ? [...value.items] : sliceSource(vm, value);
  const s = sliceIndices(vm, slice, self.items.length);
  if (s.step === 1) {
    const tail = self.items.slice(Math.max(s.start, s.stop));
    self.items.length = s.start;
    for (const item of values) self.items.push(item);
    for (const item of tail) self.items.push(item);
    return;
  }
  if (values.length !== s.count) {
    const text = `attempt to assign sequence of size ${values.length} to extended slice of size ${s.count}`;
    raise(vm, ValueErrorType, text);
  }
  values.forEach((item, i) => {
    self.items[s.start + i * s.step] = item;
  });
}

function sliceSource(vm: Interpreter, value: PyValue): PyValue[] {
  const iterable =
    lookupSpecial(vm, value, "__iter__") !== undefined || lookupSpecial(vm, value, "__getitem__") !== undefined;
  return iterable ? toArray(vm, value) : raise(vm, TypeErrorType, "can only assign an iterable");
}

function deleteSlice(vm: Interpreter, self: PyList, slice: PySlice): void {
  const s = sliceIndices(vm, slice, self.items.length);
  const gone = new Set(Array.from({ length: s.count }, (_, i) => s.start + i * s.step));
  const kept = self.items.filter((_, i) => !gone.has(i));
  self.items.length = 0;
  for (const item of kept) self.items.push(item);
}

defineMethods(listType, {
  "__init__(self, iterable=(), /)": (vm: Interpreter, self: PyList, iterable: PyValue) => {
    self.items = toArray(vm, iterable).slice();
    return null;
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyList) =>
    guardRepr(vm, self, "[...]", () => `[${joinReprs(vm, self.items)}]`),
  "__len__(self, /)": (_vm: Interpreter, self: PyList) => self.items.length,
  "__iter__(self, /)": (_vm: Interpreter, self: PyList) => new PyListIterator(self),
  "__reversed__(self, /)": (_vm: Interpreter, self: PyList) => {
    let at = self.items.length - 1;
    return new PyFnIterator(
      () => (at >= 0 && at < self.items.length ? self.items[at--] : undefined),
      reverseIteratorType,
    );
  },
  "__contains__(self, key, /)": (vm: Interpreter, self: PyList, key: PyValue) => indexOf(vm, self.items, key) >= 0,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyList, key: PyValue) => {
    if (key instanceof PySlice) return new PyList(sliceItems(self.items, sliceIndices(vm, key, self.items.length)));
    return self.items[checkedIndex(vm, key, self.items.length, "list")] as PyValue;
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyList, key: PyValue, value: PyValue) => {
    if (key instanceof PySlice) assignSlice(vm, self, key, value);
    else self.items[checkedIndex(vm, key, self.items.length, "list", "list assignment")] = value;
    return null;
  },
  "__delitem__(self, key, /)": (vm: Interpreter, self: PyList, key: PyValue) => {
    if (key instanceof PySlice) deleteSlice(vm, self, key);
    else self.items.splice(checkedIndex(vm, key, self.items.length, "list", "list assignment"), 1);
    return null;
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyList, other: PyValue) =>
    other instanceof PyList ? itemsEqual(vm, self.items, other.items) : NotImplemented,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyList, other: PyValue) =>
    other instanceof PyList ? !itemsEqual(vm, self.items, other.items) : NotImplemented,
  "__lt__(self, value, /)": compare("<"),
  "__le__(self, value, /)": compare("<="),
  "__gt__(self, value, /)": compare(">"),
  "__ge__(self, value, /)": compare(">="),
  "__add__(self, value, /)": (vm: Interpreter, self: PyList, other: PyValue) => {
    if (other instanceof PyList) return new PyList([...charged(vm, self.items), ...charged(vm, other.items)]);
    return raise(vm, TypeErrorType, `can only concatenate list (not "${typeOf(other).name}") to list`);
  },
  "__iadd__(self, value, /)": (vm: Interpreter, self: PyList, other: PyValue) => {
    for (const item of toArray(vm, other)) self.items.push(item);
    return self;
  },
  "__mul__(self, value, /)": (vm: Interpreter, self: PyList, value: PyValue) => {
    const count = repetition(vm, value);
    return count === undefined ? NotImplemented : new PyList(repeatItems(vm, self.items, count));
  },
  "__rmul__(self, value, /)": (vm: Interpreter, self: PyList, value: PyValue) => {
    const count = repetition(vm, value);
    return count === undefined ? NotImplemented : new PyList(repeatItems(vm, self.items, count));
  },
  "__imul__(self, value, /)": (vm: Interpreter, self: PyList, value: PyValue) => {
    const count = repetition(vm, value);
    if (count === undefined) return NotImplemented;
    self.items = repeatItems(vm, self.items, count);
    return self;
  },
  "append(self, object, /)": (_vm: Interpreter, self: PyList, object: PyValue) => {
    self.items.push(object);
    return null;
  },
  "extend(self, iterable, /)": (vm: Interpreter, self: PyList, iterable: PyValue) => {
    for (const item of toArray(vm, iterable)) self.items.push(item);
    return null;
  },
  "insert(self, index, object, /)": (vm: Interpreter, self: PyList, at: PyValue, object: PyValue) => {
    self.items.splice(Number(index(vm, at)), 0, object);
    return null;
  },
  "pop(self, index=-1, /)": (vm: Interpreter, self: PyList, at: PyValue) => {
    if (self.items.length === 0) raise(vm, IndexErrorType, "pop from empty list");
    const n = Number(index(vm, at));
    const position = n < 0 ? n + self.items.length : n;
    if (position < 0 || position >= self.items.length) raise(vm, IndexErrorType, "pop index out of range");
    return self.items.splice(position, 1)[0] as PyValue;
  },
  "remove(self, value, /)": (vm: Interpreter, self: PyList, value: PyValue) => {
    const at = indexOf(vm, self.items, value);
    if (at < 0) raise(vm, ValueErrorType, "list.remove(x): x not in list");
    self.items.splice(at, 1);
    return null;
  },
  "clear(self, /)": (_vm: Interpreter, self: PyList) => {
    self.items.length = 0;
    return null;
  },
  "copy(self, /)": (_vm: Interpreter, self: PyList) => new PyList([...self.items]),
  "count(self, value, /)": (vm: Interpreter, self: PyList, value: PyValue) => countOf(vm, self.items, value),
  "index(self, value, start=<unset>, stop=<unset>, /)": (
    vm: Interpreter,
    self: PyList,
    value: PyValue,
    start: PyValue | undefined,
    stop: PyValue | undefined,
  ) => {
    const bounds = searchBounds(vm, start, stop, self.items.length);
    const at = indexOf(vm, self.items, value, bounds.start, bounds.stop);
    return at >= 0 ? at : raise(vm, ValueErrorType, `${repr(vm, value)} is not in list`);
  },
  "reverse(self, /)": (_vm: Interpreter, self: PyList) => {
    self.items.reverse();
    return null;
  },
  "sort(self, /, *, key=None, reverse=False)": (vm: Interpreter, self: PyList, key: PyValue, reverse: PyValue) => {
    // While it sorts, the list is empty to the outside, as in CPython.
    const items = self.items;
    self.items = [];
    let result: PyValue[] | null = null;
    try {
      result = sortValues(vm, items, key, truth(vm, reverse));
    } finally {
      const changed = self.items.length > 0;
      self.items = result ?? items;
      if (changed && result !== null) raise(vm, ValueErrorType, "list modified during sort");
    }
    return null;
  },
});
listType.setAttr("__hash__", null);
defineClassMethods(listType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});

/** `cls[item]` for a class that is generic at run time by name only. */
export function genericAlias(cls: PyType, item: PyValue): PyGenericAlias {
  return new PyGenericAlias(cls, item instanceof PyTuple ? item : new PyTuple([item]));
}
