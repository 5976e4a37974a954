/** Iteration: `iter`, `next`, and whole iterables as arrays. */

import type { Interpreter } from "../interpreter.ts";
import { PyDict } from "../objects/dict.ts";
import { IndexErrorType, StopIterationType, TypeErrorType } from "../objects/exception_types.ts";
import { nativeIterator, PyIterator } from "../objects/iterator.ts";
import { listType, type PyList } from "../objects/list.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyRange } from "../objects/range.ts";
import { PyListIterator, PyRangeIterator, PyStrIterator, PyTupleIterator } from "../objects/sequence_iterators.ts";
import { type PyTuple, tupleType } from "../objects/tuple.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { callSpecial } from "./call.ts";
import { isRaised, raise } from "./errors.ts";
import { getItem } from "./item.ts";
import { typeName, typeOf } from "./type_of.ts";

/** The iterator object itself, as `iter(o)` gives it to Python: any object with `__next__`. */
export function getIter(vm: Interpreter, o: PyValue): PyValue {
  if (o instanceof PyObject) {
    if (o instanceof PyIterator && !o.type.heap) return o;
    if (o.type === listType) return new PyListIterator(o as PyList);
    if (o.type === tupleType) return new PyTupleIterator(o as PyTuple);
    if (o instanceof PyRange) return new PyRangeIterator(o);
  } else if (typeof o === "string") return new PyStrIterator(o);
  const method = typeOf(o).lookup("__iter__");
  if (method === null) raise(vm, TypeErrorType, `'${typeName(o)}' object is not iterable`);
  const it = callSpecial(vm, o, "__iter__");
  if (it === undefined) {
    if (o instanceof PyUnknown) return new UnknownIterator(o);
    if (typeOf(o).lookup("__getitem__") !== undefined) return new SequenceIterator(o);
    raise(vm, TypeErrorType, `'${typeName(o)}' object is not iterable`);
  }
  if (!(it instanceof PyIterator) && typeOf(it).lookup("__next__") === undefined) {
    raise(vm, TypeErrorType, `iter() returned non-iterator of type '${typeName(it)}'`);
  }
  return it;
}

/** An iterator to be driven from TypeScript. */
export function iter(vm: Interpreter, o: PyValue): PyIterator {
  return asIterator(getIter(vm, o));
}

/** Makes any object with `__next__` drivable. */
export function asIterator(it: PyValue): PyIterator {
  return it instanceof PyIterator && !it.type.heap ? it : new WrappedIterator(it);
}

/** The next item; undefined at the end. A StopIteration that `__next__` raises is the end. */
export function next(vm: Interpreter, it: PyValue): PyValue | undefined {
  if (it instanceof PyIterator && !it.type.heap) return it.next(vm);
  try {
    const v = callSpecial(vm, it, "__next__");
    if (v === undefined) raise(vm, TypeErrorType, `'${typeName(it)}' object is not an iterator`);
    return v;
  } catch (e) {
    if (isRaised(e, StopIterationType)) return undefined;
    throw e;
  }
}

const wrappedType = nativeIterator("iterator_wrapper");

class WrappedIterator extends PyIterator {
  private readonly inner: PyValue;
  constructor(inner: PyValue) {
    super(wrappedType);
    this.inner = inner;
  }
  override next(vm: Interpreter): PyValue | undefined {
    return next(vm, this.inner);
  }
}

const sequenceIteratorType = nativeIterator("iterator");

/** The old protocol: `o[0]`, `o[1]`, … until IndexError. */
export class SequenceIterator extends PyIterator {
  private sequence: PyValue | undefined;
  private index = 0;
  constructor(sequence: PyValue) {
    super(sequenceIteratorType);
    this.sequence = sequence;
  }
  override next(vm: Interpreter): PyValue | undefined {
    if (this.sequence === undefined) return undefined;
    try {
      return getItem(vm, this.sequence, this.index++);
    } catch (e) {
      if (!isRaised(e, IndexErrorType) && !isRaised(e, StopIterationType)) throw e;
      this.sequence = undefined;
      return undefined;
    }
  }
}

const unknownIteratorType = nativeIterator("unknown_iterator");

/** One unknown item: enough to see the loop's body once. */
class UnknownIterator extends PyIterator {
  private source: PyUnknown | null;
  constructor(source: PyUnknown) {
    super(unknownIteratorType);
    this.source = source;
  }
  override next(): PyValue | undefined {
    const source = this.source;
    this.source = null;
    return source === null ? undefined : new PyUnknown(source.origin);
  }
}

/** All items. A copy: the caller may keep and change it. */
export function toArray(vm: Interpreter, o: PyValue): PyValue[] {
  if (o instanceof PyObject) {
    if (o.type === listType) return charged(vm, (o as PyList).items).slice();
    if (o.type === tupleType) return charged(vm, (o as PyTuple).items).slice();
    if (o instanceof PyDict && !o.type.heap) return o.keys();
  }
  const items: PyValue[] = [];
  forEach(vm, o, (v) => {
    items.push(v);
  });
  return items;
}

/** Copies of long sequences are charged: they take no steps, and a list may double itself for ever. */
export function charged<T>(vm: Interpreter, items: readonly T[]): readonly T[] {
  if (items.length > 10_000) vm.chargeMemory(items.length * 8);
  return items;
}

/** Calls `f` with each item; `f` ends the loop by returning false. */
export function forEach(vm: Interpreter, o: PyValue, f: (v: PyValue) => unknown): void {
  const it = iter(vm, o);
  for (let v = it.next(vm), n = 1; v !== undefined; v = it.next(vm), n++) {
    if ((n & 1023) === 0) vm.charge(1024);
    if (f(v) === false) return;
  }
}
