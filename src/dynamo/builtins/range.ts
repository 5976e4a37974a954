/** `range` and `slice`. */

import type { Interpreter } from "../interpreter.ts";
import { IndexErrorType, OverflowErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { normalizeInt, type PyInt } from "../objects/int.ts";
import { compareInt } from "../objects/int_arithmetic.ts";
import { defineGetSet, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyRange, rangeType } from "../objects/range.ts";
import { PyRangeIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice, sliceType } from "../objects/slice.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asInt } from "../objects/unbox.ts";
import { index, repr } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hash } from "../protocols/hash.ts";
import { sliceIndices } from "../protocols/item.ts";
import { equals } from "../protocols/operator.ts";
import { typeOf } from "../protocols/type_of.ts";
import { itemsEqual, itemsOrder, type OrderingOperator } from "./sequence_compare.ts";
import { subscriptIndex } from "./slices.ts";

/** The position of an int in the range; undefined when it isn't there. */
function position(range: PyRange, value: PyInt): PyInt | undefined {
  const offset = BigInt(value) - BigInt(range.start);
  const step = BigInt(range.step);
  if (offset % step !== 0n) return undefined;
  const at = offset / step;
  return at >= 0n && at < BigInt(range.length) ? normalizeInt(at) : undefined;
}

function search(vm: Interpreter, range: PyRange, value: PyValue): PyInt | undefined {
  const int = asInt(value);
  if (int !== undefined) return position(range, int);
  const iterator = new PyRangeIterator(range);
  for (let at = 0; ; at++) {
    const item = iterator.next();
    if (item === undefined) return undefined;
    vm.charge(1);
    if (equals(vm, item, value)) return at;
  }
}

function sliceRange(vm: Interpreter, range: PyRange, slice: PySlice): PyRange {
  const s = sliceIndices(vm, slice, Number(range.length));
  const at = (i: number): PyInt => normalizeInt(BigInt(range.start) + BigInt(range.step) * BigInt(i));
  return new PyRange(at(s.start), at(s.stop), normalizeInt(BigInt(range.step) * BigInt(s.step)));
}

function key(range: PyRange): PyValue {
  if (range.length === 0) return new PyTuple([0, null, null]);
  return new PyTuple([range.length, range.start, range.length === 1 ? null : range.step]);
}

defineMethods(rangeType, {
  "__new__(cls, start, stop=<unset>, step=<unset>, /)": (
    vm: Interpreter,
    _cls: PyType,
    start: PyValue,
    stop: PyValue | undefined,
    step: PyValue | undefined,
  ) => {
    if (stop === undefined) return new PyRange(0, index(vm, start), 1);
    const by = step === undefined ? 1 : index(vm, step);
    if (by === 0) raise(vm, ValueErrorType, "range() arg 3 must not be zero");
    return new PyRange(index(vm, start), index(vm, stop), by);
  },
  "__repr__(self, /)": (_vm: Interpreter, self: PyRange) =>
    self.step === 1 ? `range(${self.start}, ${self.stop})` : `range(${self.start}, ${self.stop}, ${self.step})`,
  "__len__(self, /)": (vm: Interpreter, self: PyRange) =>
    self.length < 2n ** 63n
      ? self.length
      : raise(vm, OverflowErrorType, "Python int too large to convert to C ssize_t"),
  "__bool__(self, /)": (_vm: Interpreter, self: PyRange) => self.length !== 0,
  "__iter__(self, /)": (_vm: Interpreter, self: PyRange) => new PyRangeIterator(self),
  "__reversed__(self, /)": (_vm: Interpreter, self: PyRange) => {
    if (self.length === 0) return new PyRangeIterator(new PyRange(0, 0, 1));
    const last = self.at(normalizeInt(BigInt(self.length) - 1n));
    const step = normalizeInt(-BigInt(self.step));
    return new PyRangeIterator(new PyRange(last, normalizeInt(BigInt(self.start) + BigInt(step)), step));
  },
  "__contains__(self, key, /)": (vm: Interpreter, self: PyRange, value: PyValue) =>
    search(vm, self, value) !== undefined,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyRange, item: PyValue) => {
    if (item instanceof PySlice) return sliceRange(vm, self, item);
    const n = subscriptIndex(vm, item, "range");
    const at = n < 0 ? normalizeInt(BigInt(n) + BigInt(self.length)) : n;
    if (at < 0 || compareInt(at, self.length) >= 0) raise(vm, IndexErrorType, "range object index out of range");
    return self.at(at);
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyRange, other: PyValue) =>
    other instanceof PyRange ? equals(vm, key(self), key(other)) : NotImplemented,
  "__hash__(self, /)": (vm: Interpreter, self: PyRange) => hash(vm, key(self)),
  "index(self, value, /)": (vm: Interpreter, self: PyRange, value: PyValue) =>
    search(vm, self, value) ?? raise(vm, ValueErrorType, `${repr(vm, value)} is not in range`),
  "count(self, value, /)": (vm: Interpreter, self: PyRange, value: PyValue) =>
    search(vm, self, value) === undefined ? 0 : 1,
});
defineGetSet(rangeType, {
  start: { get: (_vm, self) => (self as PyRange).start },
  stop: { get: (_vm, self) => (self as PyRange).stop },
  step: { get: (_vm, self) => (self as PyRange).step },
});

const parts = (slice: PySlice): PyValue[] => [slice.start, slice.stop, slice.step];

function compare(operator: OrderingOperator) {
  return (vm: Interpreter, self: PySlice, other: PyValue): PyValue =>
    other instanceof PySlice ? itemsOrder(vm, parts(self), operator, parts(other)) : NotImplemented;
}

defineMethods(sliceType, {
  "__new__(cls, start, stop=<unset>, step=None, /)": (
    _vm: Interpreter,
    _cls: PyType,
    start: PyValue,
    stop: PyValue | undefined,
    step: PyValue,
  ) => (stop === undefined ? new PySlice(null, start, null) : new PySlice(start, stop, step)),
  "__repr__(self, /)": (vm: Interpreter, self: PySlice) =>
    `slice(${parts(self)
      .map((p) => repr(vm, p))
      .join(", ")})`,
  "__eq__(self, value, /)": (vm: Interpreter, self: PySlice, other: PyValue) =>
    other instanceof PySlice ? itemsEqual(vm, parts(self), parts(other)) : NotImplemented,
  "__lt__(self, value, /)": compare("<"),
  "__le__(self, value, /)": compare("<="),
  "__gt__(self, value, /)": compare(">"),
  "__ge__(self, value, /)": compare(">="),
  "indices(self, length, /)": (vm: Interpreter, self: PySlice, length: PyValue) => {
    const size =
      asInt(length) ?? raise(vm, TypeErrorType, `'${typeOf(length).name}' object cannot be interpreted as an integer`);
    if (size < 0) raise(vm, ValueErrorType, "length should not be negative");
    const s = sliceIndices(vm, self, Number(size));
    return new PyTuple([s.start, s.stop, s.step]);
  },
});
sliceType.setAttr("__hash__", null);
defineGetSet(sliceType, {
  start: { get: (_vm, self) => (self as PySlice).start },
  stop: { get: (_vm, self) => (self as PySlice).stop },
  step: { get: (_vm, self) => (self as PySlice).step },
});
