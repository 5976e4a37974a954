/** Generators and coroutines as Python sees them: send, throw, close and their attributes. */

import type { Interpreter } from "../../interpreter.ts";
import { PyException } from "../../objects/exception.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import {
  asyncGeneratorType,
  coroutineType,
  generatorType,
  type PyAsyncGenerator,
  type PyCoroutine,
  type PyGenerator,
} from "../../objects/generator.ts";
import { addressOf } from "../../objects/identity.ts";
import { nativeIterator, PyIterator } from "../../objects/iterator.ts";
import { defineGetSet, defineMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { raise } from "../../protocols/errors.ts";
import { generatorClose, generatorSend, generatorThrow } from "../generators.ts";
import { exceptionFrom } from "../raising.ts";
import { evaluator } from "../state.ts";

type Resumable = PyGenerator | PyCoroutine;
type AnyGenerator = Resumable | PyAsyncGenerator;

/** The exception of `throw(type_or_value, value, traceback)`. */
export function thrown(vm: Interpreter, type: PyValue, value: PyValue): PyException {
  const message = "exceptions must be classes or instances deriving from BaseException, not str";
  if (!(type instanceof PyType) || value === null) return exceptionFrom(evaluator(vm), type, message);
  if (value instanceof PyException) return value;
  const made = vm.call(type, [value]);
  if (!(made instanceof PyException)) raise(vm, TypeErrorType, message);
  return made;
}

for (const type of [generatorType, coroutineType]) {
  defineMethods(type, {
    "send(self, arg, /)": (vm: Interpreter, g: Resumable, value: PyValue) => generatorSend(vm, g, value),
    "throw(self, typ, val=None, tb=None, /)": (vm: Interpreter, g: Resumable, t: PyValue, value: PyValue) =>
      generatorThrow(vm, g, thrown(vm, t, value)),
    "close(self, /)": (vm: Interpreter, g: Resumable) => generatorClose(vm, g),
  });
}

for (const [type, prefix] of [
  [generatorType, "gi"],
  [coroutineType, "cr"],
  [asyncGeneratorType, "ag"],
] as const) {
  defineMethods(type, {
    "__repr__(self, /)": (_vm: Interpreter, g: AnyGenerator) =>
      `<${type.name} object ${g.qualname} at ${addressOf(g)}>`,
  });
  defineGetSet(type, {
    __name__: {
      get: (_vm, g) => (g as AnyGenerator).name,
      set: (_vm, g, v) => {
        (g as AnyGenerator).name = asStr(v ?? null) ?? "";
      },
    },
    __qualname__: {
      get: (_vm, g) => (g as AnyGenerator).qualname,
      set: (_vm, g, v) => {
        (g as AnyGenerator).qualname = asStr(v ?? null) ?? "";
      },
    },
    [`${prefix}_running`]: { get: (_vm, g) => (g as AnyGenerator).frame.running },
    [`${prefix}_code`]: { get: (_vm, g) => (g as AnyGenerator).frame.code },
    [`${prefix}_frame`]: {
      get: (_vm, g) => ((g as AnyGenerator).frame.finished ? null : (g as AnyGenerator).frame.frameObject()),
    },
    [`${prefix}_suspended`]: {
      get: (_vm, g) => {
        const { started, running, finished } = (g as AnyGenerator).frame;
        return started && !running && !finished;
      },
    },
    [prefix === "gi" ? "gi_yieldfrom" : `${prefix}_await`]: { get: (_vm, g) => (g as AnyGenerator).frame.delegate() },
  });
}

const coroutineWrapperType = nativeIterator("coroutine_wrapper");

/** `coroutine.__await__()`: drives the coroutine as an iterator. */
class CoroutineWrapper extends PyIterator {
  readonly coroutine: PyCoroutine;
  constructor(coroutine: PyCoroutine) {
    super(coroutineWrapperType);
    this.coroutine = coroutine;
  }
  override next(vm: Interpreter): PyValue {
    // Its end carries the coroutine's value, so it is a StopIteration and not plain exhaustion.
    return generatorSend(vm, this.coroutine, null);
  }
}

defineMethods(coroutineType, {
  "__await__(self, /)": (_vm: Interpreter, c: PyCoroutine) => new CoroutineWrapper(c),
});
defineMethods(coroutineWrapperType, {
  "send(self, arg, /)": (vm: Interpreter, w: CoroutineWrapper, value: PyValue) => generatorSend(vm, w.coroutine, value),
  "throw(self, typ, val=None, tb=None, /)": (vm: Interpreter, w: CoroutineWrapper, t: PyValue, value: PyValue) =>
    generatorThrow(vm, w.coroutine, thrown(vm, t, value)),
  "close(self, /)": (vm: Interpreter, w: CoroutineWrapper) => generatorClose(vm, w.coroutine),
});
