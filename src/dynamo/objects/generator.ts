/** Generators, coroutines and async generators: a suspended frame behind an interface, so that objects know no frames. */

import type { Interpreter } from "../interpreter.ts";
import type { PyCode } from "./code.ts";
import { nativeType } from "./core_types.ts";
import type { PyException } from "./exception.ts";
import { nativeIterator, PyIterator } from "./iterator.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const generatorType: PyType = nativeIterator("generator");
export const coroutineType: PyType = nativeType("coroutine");
export const asyncGeneratorType: PyType = nativeType("async_generator");

/** A frame that can be resumed; eval/ implements it. */
export interface SuspendedFrame {
  readonly code: PyCode;
  readonly running: boolean;
  readonly finished: boolean;
  readonly started: boolean;
  /** Runs to the next yield: the yielded value, or undefined when the frame returned (see `returnValue`). */
  resume(vm: Interpreter, sent: PyValue): PyValue | undefined;
  /** Raises at the point of suspension and runs on. */
  throwInto(vm: Interpreter, exception: PyException): PyValue | undefined;
  /** What the frame returned; None when it has not, or after `clearReturn`. */
  readonly returnValue: PyValue;
  clearReturn(): void;
  /** What the frame delegates to in `yield from` or `await`, or null. */
  delegate(): PyValue;
  /** Goes on after the `yield from` that delegates, with its value. */
  finishDelegate(vm: Interpreter, value: PyValue): PyValue | undefined;
  frameObject(): PyObject;
}

export class PyGenerator extends PyIterator {
  readonly frame: SuspendedFrame;
  name: string;
  qualname: string;
  constructor(frame: SuspendedFrame, name: string, qualname: string) {
    super(generatorType);
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
  }
  override next(vm: Interpreter): PyValue | undefined {
    return this.frame.resume(vm, null);
  }
}

export class PyCoroutine extends PyObject {
  readonly frame: SuspendedFrame;
  name: string;
  qualname: string;
  constructor(frame: SuspendedFrame, name: string, qualname: string) {
    super(coroutineType);
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
  }
}

export class PyAsyncGenerator extends PyObject {
  readonly frame: SuspendedFrame;
  name: string;
  qualname: string;
  constructor(frame: SuspendedFrame, name: string, qualname: string) {
    super(asyncGeneratorType);
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
  }
}
