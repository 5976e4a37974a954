/** Generators, coroutines and async generators: a suspended frame behind an interface, so that objects know no frames. */

import type { Interpreter } from "../interpreter.ts";
import type { PyCode } from "./code.ts";
import { nativeType } from "./core_types.ts";
import type { PyException } from "./exception.ts";
import { nativeIteratorType, PyIterator } from "./iterator.ts";
import type { PyObject, PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const generatorType: PyType = nativeType("generator", { bases: [nativeIteratorType] });
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
  readonly returnValue: PyValue;
  /** What the frame delegates to in `yield from` or `await`, or null. */
  delegate(): PyValue;
  frameObject(): PyObject;
}

export class PyGenerator extends PyIterator {
  readonly frame: SuspendedFrame;
  name: string;
  qualname: string;
  constructor(frame: SuspendedFrame, name: string, qualname: string, type: PyType = generatorType) {
    super(type);
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
  }
  override next(vm: Interpreter): PyValue | undefined {
    return this.frame.resume(vm, null);
  }
}
