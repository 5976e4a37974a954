/** `__iter__`, `__next__` and `__length_hint__` of every native iterator. */

import type { Interpreter } from "../../interpreter.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { PyGenerator } from "../../objects/generator.ts";
import { addressOf } from "../../objects/identity.ts";
import { nativeIteratorType, type PyIterator } from "../../objects/iterator.ts";
import { PyList } from "../../objects/list.ts";
import { defineMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyRangeIterator } from "../../objects/sequence_iterators.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { raise, raiseStopIteration } from "../../protocols/errors.ts";

/** Longer iterators, endless ones among them, are not pickled. */
const MAX_PICKLED = 10_000;

defineMethods(nativeIteratorType, {
  "__iter__(self, /)": (_vm: Interpreter, it: PyIterator) => it,
  "__next__(self, /)": (vm: Interpreter, it: PyIterator) => {
    const v = it.next(vm);
    if (v !== undefined) return v;
    return raiseStopIteration(vm, it instanceof PyGenerator ? it.frame.returnValue : null);
  },
  "__reduce__(self, /)": (vm: Interpreter, it: PyIterator) => {
    if (it instanceof PyGenerator) raise(vm, TypeErrorType, `cannot pickle '${it.type.name}' object`);
    if (it instanceof PyRangeIterator)
      return new PyTuple([vm.builtins.get("iter") ?? null, new PyTuple([it.remaining()])]);
    const rest: PyValue[] = [];
    for (let v = it.next(vm); v !== undefined; v = it.next(vm)) {
      rest.push(v);
      vm.charge(1);
      if (rest.length > MAX_PICKLED) {
        it.replay(rest);
        raise(vm, TypeErrorType, `cannot pickle '${it.type.name}' object`);
      }
    }
    it.replay(rest);
    return new PyTuple([vm.builtins.get("iter") ?? null, new PyTuple([new PyList([...rest])])]);
  },
  "__length_hint__(self, /)": (vm: Interpreter, it: PyIterator) =>
    it.lengthHint() ?? raise(vm, AttributeErrorType, `'${it.type.name}' object has no attribute '__length_hint__'`),
  "__repr__(self, /)": (_vm: Interpreter, it: PyIterator) => `<${it.type.name} object at ${addressOf(it)}>`,
});
