/** Methods of `tuple`. */

import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { defineClassMethods, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTupleIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import { emptyTuple, PyTuple, tupleType } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { raise } from "../protocols/errors.ts";
import { combineHashes, hash } from "../protocols/hash.ts";
import { sliceIndices } from "../protocols/item.ts";
import { charged, toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { guardRepr, tupleRepr } from "./containers_repr.ts";
import { genericAlias, repetition } from "./list.ts";
import { countOf, indexOf, itemsEqual, itemsOrder, type OrderingOperator, repeatItems } from "./sequence_compare.ts";
import { checkedIndex, searchBounds, sliceItems } from "./slices.ts";

function compare(operator: OrderingOperator) {
  return (vm: Interpreter, self: PyTuple, other: PyValue): PyValue =>
    other instanceof PyTuple ? itemsOrder(vm, self.items, operator, other.items) : NotImplemented;
}

function repeated(vm: Interpreter, self: PyTuple, value: PyValue): PyValue {
  const count = repetition(vm, value);
  if (count === undefined) return NotImplemented;
  if (count === 1 && self.type === tupleType) return self;
  return new PyTuple(repeatItems(vm, self.items, count));
}

defineMethods(tupleType, {
  "__new__(cls, iterable=(), /)": (vm: Interpreter, cls: PyType, iterable: PyValue) => {
    if (cls === tupleType && iterable instanceof PyTuple && iterable.type === tupleType) return iterable;
    const items = toArray(vm, iterable).slice();
    return cls === tupleType && items.length === 0 ? emptyTuple : new PyTuple(items, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (vm: Interpreter, self: PyTuple) =>
    guardRepr(vm, self, "(...)", () => tupleRepr(vm, self.items)),
  "__hash__(self, /)": (vm: Interpreter, self: PyTuple) => combineHashes(self.items.map((item) => hash(vm, item))),
  "__len__(self, /)": (_vm: Interpreter, self: PyTuple) => self.items.length,
  "__iter__(self, /)": (_vm: Interpreter, self: PyTuple) => new PyTupleIterator(self),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyTuple, key: PyValue) => indexOf(vm, self.items, key) >= 0,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyTuple, key: PyValue) => {
    if (key instanceof PySlice) return new PyTuple(sliceItems(self.items, sliceIndices(vm, key, self.items.length)));
    return self.items[checkedIndex(vm, key, self.items.length, "tuple")] as PyValue;
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyTuple, other: PyValue) =>
    other instanceof PyTuple ? itemsEqual(vm, self.items, other.items) : NotImplemented,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyTuple, other: PyValue) =>
    other instanceof PyTuple ? !itemsEqual(vm, self.items, other.items) : NotImplemented,
  "__lt__(self, value, /)": compare("<"),
  "__le__(self, value, /)": compare("<="),
  "__gt__(self, value, /)": compare(">"),
  "__ge__(self, value, /)": compare(">="),
  "__add__(self, value, /)": (vm: Interpreter, self: PyTuple, other: PyValue) => {
    if (other instanceof PyTuple) return new PyTuple([...charged(vm, self.items), ...charged(vm, other.items)]);
    return raise(vm, TypeErrorType, `can only concatenate tuple (not "${typeOf(other).name}") to tuple`);
  },
  "__mul__(self, value, /)": repeated,
  "__rmul__(self, value, /)": repeated,
  "__getnewargs__(self, /)": (_vm: Interpreter, self: PyTuple) => new PyTuple([new PyTuple(self.items)]),
  "count(self, value, /)": (vm: Interpreter, self: PyTuple, value: PyValue) => countOf(vm, self.items, value),
  "index(self, value, start=<unset>, stop=<unset>, /)": (
    vm: Interpreter,
    self: PyTuple,
    value: PyValue,
    start: PyValue | undefined,
    stop: PyValue | undefined,
  ) => {
    const bounds = searchBounds(vm, start, stop, self.items.length);
    const at = indexOf(vm, self.items, value, bounds.start, bounds.stop);
    return at >= 0 ? at : raise(vm, ValueErrorType, "tuple.index(x): x not in tuple");
  },
});
defineClassMethods(tupleType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});
