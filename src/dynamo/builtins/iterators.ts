/** The iterator classes `enumerate`, `filter`, `map`, `reversed` and `zip`. */

import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import type { PyInt } from "../objects/int.ts";
import { addInt } from "../objects/int_arithmetic.ts";
import { nativeIterator, PyFnIterator, type PyIterator } from "../objects/iterator.ts";
import { defineClassMethods, defineMethods, defineRawMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { call, callSpecial } from "../protocols/call.ts";
import { index, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { getItem, length } from "../protocols/item.ts";
import { iter } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { genericAlias } from "./list.ts";

export const enumerateType: PyType = nativeIterator("enumerate");
export const filterType: PyType = nativeIterator("filter");
export const mapType: PyType = nativeIterator("map");
export const reversedType: PyType = nativeIterator("reversed");
export const zipType: PyType = nativeIterator("zip");

defineMethods(enumerateType, {
  "__new__(cls, iterable, start=0)": (vm: Interpreter, cls: PyType, iterable: PyValue, start: PyValue) => {
    const source = iter(vm, iterable);
    let count: PyInt = index(vm, start);
    return new PyFnIterator((inner) => {
      const item = source.next(inner);
      if (item === undefined) return undefined;
      const at = count;
      count = addInt(count, 1);
      return new PyTuple([at, item]);
    }, cls);
  },
});
defineClassMethods(enumerateType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});

defineMethods(filterType, {
  "__new__(cls, function, iterable, /)": (vm: Interpreter, cls: PyType, test: PyValue, iterable: PyValue) => {
    const source = iter(vm, iterable);
    return new PyFnIterator((inner) => {
      for (let item = source.next(inner); item !== undefined; item = source.next(inner)) {
        inner.charge(1);
        if (truth(inner, test === null ? item : call(inner, test, [item]))) return item;
      }
      return undefined;
    }, cls);
  },
});

defineRawMethods(mapType, {
  __new__: (vm, [cls, f, ...iterables]) => {
    if (f === undefined || iterables.length === 0)
      return raise(vm, TypeErrorType, "map() must have at least two arguments.");
    const sources = iterables.map((o) => iter(vm, o));
    return new PyFnIterator((inner) => {
      const items: PyValue[] = [];
      for (const source of sources) {
        const item = source.next(inner);
        if (item === undefined) return undefined;
        items.push(item);
      }
      inner.charge(1);
      return call(inner, f, items);
    }, cls as PyType);
  },
});

defineMethods(reversedType, {
  "__new__(cls, sequence, /)": (vm: Interpreter, cls: PyType, sequence: PyValue) => {
    const special = typeOf(sequence).lookup("__reversed__");
    if (special !== undefined && special !== null) {
      const result = callSpecial(vm, sequence, "__reversed__");
      if (result !== undefined) return result;
    }
    const type = typeOf(sequence);
    if (
      special === null ||
      type.lookup("__getitem__") === undefined ||
      type.lookup("__len__") === undefined ||
      type.lookup("keys") !== undefined
    ) {
      raise(vm, TypeErrorType, `'${type.name}' object is not reversible`);
    }
    let at = length(vm, sequence) - 1;
    return new PyFnIterator((inner) => (at >= 0 ? getItem(inner, sequence, at--) : undefined), cls);
  },
});

defineMethods(zipType, {
  "__new__(cls, *iterables, strict=False)": (
    vm: Interpreter,
    cls: PyType,
    iterables: readonly PyValue[],
    strict: PyValue,
  ) => {
    const sources = iterables.map((o, i) => {
      if (
        typeof o !== "string" &&
        typeOf(o).lookup("__iter__") === undefined &&
        typeOf(o).lookup("__getitem__") === undefined &&
        typeOf(o).name !== "Unknown"
      ) {
        raise(vm, TypeErrorType, `zip argument #${i + 1} must support iteration`);
      }
      return iter(vm, o);
    });
    const isStrict = truth(vm, strict);
    return new PyFnIterator((inner) => zipNext(inner, sources, isStrict), cls);
  },
});

function zipNext(vm: Interpreter, sources: readonly PyIterator[], strict: boolean): PyValue | undefined {
  if (sources.length === 0) return undefined;
  const items: PyValue[] = [];
  for (const [i, source] of sources.entries()) {
    const item = source.next(vm);
    if (item !== undefined) {
      items.push(item);
      continue;
    }
    if (!strict) return undefined;
    const others = (n: number) => (n === 1 ? "argument 1" : `arguments 1-${n}`);
    if (i > 0) raise(vm, ValueErrorType, `zip() argument ${i + 1} is shorter than ${others(i)}`);
    for (let j = 1; j < sources.length; j++) {
      if (sources[j]?.next(vm) !== undefined)
        raise(vm, ValueErrorType, `zip() argument ${j + 1} is longer than ${others(j)}`);
    }
    return undefined;
  }
  return new PyTuple(items);
}
