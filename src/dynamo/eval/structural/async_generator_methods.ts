/** Async generators: the awaitables that `__anext__`, `asend`, `athrow` and `aclose` give. */

import type { Interpreter } from "../../interpreter.ts";
import { type PyException, PyRaise } from "../../objects/exception.ts";
import {
  GeneratorExitType,
  RuntimeErrorType,
  StopAsyncIterationType,
  StopIterationType,
} from "../../objects/exception_types.ts";
import { asyncGeneratorType, type PyAsyncGenerator } from "../../objects/generator.ts";
import { nativeIterator, PyIterator } from "../../objects/iterator.ts";
import { defineMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { isRaised, makeException, raise, raiseException } from "../../protocols/errors.ts";
import { PyAsyncYield } from "../async_yield.ts";
import { thrown } from "./generator_methods.ts";

const awaitableType = nativeIterator("async_generator_asend");

/** One step of an async generator, as an awaitable: it ends with StopIteration(value) at the generator's next yield. */
class AsyncStep extends PyIterator {
  private readonly generator: PyAsyncGenerator;
  private readonly start: (vm: Interpreter) => PyValue | undefined;
  private readonly closing: boolean;
  private started = false;
  private done = false;

  constructor(generator: PyAsyncGenerator, closing: boolean, start: (vm: Interpreter) => PyValue | undefined) {
    super(awaitableType);
    this.generator = generator;
    this.start = start;
    this.closing = closing;
  }

  override next(vm: Interpreter): PyValue {
    return this.send(vm, null);
  }

  send(vm: Interpreter, value: PyValue): PyValue {
    if (this.done) raise(vm, RuntimeErrorType, "cannot reuse already awaited __anext__()/asend()");
    return this.finish(vm, () => {
      if (this.started) return this.generator.frame.resume(vm, value);
      this.started = true;
      return this.start(vm);
    });
  }

  throwInto(vm: Interpreter, exc: PyException): PyValue {
    this.started = true;
    return this.finish(vm, () => this.generator.frame.throwInto(vm, exc));
  }

  private finish(vm: Interpreter, step: () => PyValue | undefined): PyValue {
    let yielded: PyValue | undefined;
    try {
      yielded = step();
    } catch (e) {
      this.done = true;
      if (this.closing && (isRaised(e, GeneratorExitType) || isRaised(e, StopAsyncIterationType)))
        throw new PyRaise(makeException(StopIterationType));
      throw e;
    }
    if (yielded === undefined) {
      this.done = true;
      raiseException(vm, makeException(this.closing ? StopIterationType : StopAsyncIterationType));
    }
    if (!(yielded instanceof PyAsyncYield)) return yielded;
    this.done = true;
    if (this.closing) raise(vm, RuntimeErrorType, "async generator ignored GeneratorExit");
    throw new PyRaise(makeException(StopIterationType, yielded.value));
  }
}

function step(g: PyAsyncGenerator, value: PyValue): AsyncStep {
  return new AsyncStep(g, false, (vm) => g.frame.resume(vm, value));
}

defineMethods(asyncGeneratorType, {
  "__aiter__(self, /)": (_vm: Interpreter, g: PyAsyncGenerator) => g,
  "__anext__(self, /)": (_vm: Interpreter, g: PyAsyncGenerator) => step(g, null),
  "asend(self, value, /)": (_vm: Interpreter, g: PyAsyncGenerator, value: PyValue) => step(g, value),
  "athrow(self, typ, val=None, tb=None, /)": (vm: Interpreter, g: PyAsyncGenerator, type: PyValue, value: PyValue) => {
    const exc = thrown(vm, type, value);
    return new AsyncStep(g, false, (v) => g.frame.throwInto(v, exc));
  },
  "aclose(self, /)": (_vm: Interpreter, g: PyAsyncGenerator) =>
    new AsyncStep(g, true, (vm) => {
      if (!g.frame.started || g.frame.finished) throw new PyRaise(makeException(GeneratorExitType));
      return g.frame.throwInto(vm, makeException(GeneratorExitType));
    }),
});

defineMethods(awaitableType, {
  "__await__(self, /)": (_vm: Interpreter, s: AsyncStep) => s,
  "send(self, arg, /)": (vm: Interpreter, s: AsyncStep, value: PyValue) => s.send(vm, value),
  "throw(self, typ, val=None, tb=None, /)": (vm: Interpreter, s: AsyncStep, type: PyValue, value: PyValue) =>
    s.throwInto(vm, thrown(vm, type, value)),
  "close(self, /)": () => null,
});
