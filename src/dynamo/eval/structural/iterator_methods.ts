/** `__iter__`, `__next__` and `__length_hint__` of every native iterator. */

import type { Interpreter } from "../../interpreter.ts";
import { AttributeErrorType } from "../../objects/exception_types.ts";
import { PyGenerator } from "../../objects/generator.ts";
import { addressOf } from "../../objects/identity.ts";
import { nativeIteratorType, type PyIterator } from "../../objects/iterator.ts";
import { defineMethods } from "../../objects/native.ts";
import { raise, raiseStopIteration } from "../../protocols/errors.ts";

defineMethods(nativeIteratorType, {
  "__iter__(self, /)": (_vm: Interpreter, it: PyIterator) => it,
  "__next__(self, /)": (vm: Interpreter, it: PyIterator) => {
    const v = it.next(vm);
    if (v !== undefined) return v;
    return raiseStopIteration(vm, it instanceof PyGenerator ? it.frame.returnValue : null);
  },
  "__length_hint__(self, /)": (vm: Interpreter, it: PyIterator) =>
    it.lengthHint() ?? raise(vm, AttributeErrorType, `'${it.type.name}' object has no attribute '__length_hint__'`),
  "__repr__(self, /)": (_vm: Interpreter, it: PyIterator) => `<${it.type.name} object at ${addressOf(it)}>`,
});
