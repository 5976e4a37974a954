/** Suspended frames: generators, coroutines and async generators, and the opcodes that drive them. */

import { CodeFlag } from "../../python/code_object.ts";
import { Opcode } from "../../python/opcode.ts";
import type { Interpreter } from "../interpreter.ts";
import { type PyException, PyRaise } from "../objects/exception.ts";
import {
  GeneratorExitType,
  RuntimeErrorType,
  StopAsyncIterationType,
  StopIterationType,
  TypeErrorType,
  ValueErrorType,
} from "../objects/exception_types.ts";
import { PyAsyncGenerator, PyCoroutine, PyGenerator, type SuspendedFrame } from "../objects/generator.ts";
import type { PyObject, PyValue } from "../objects/object.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { callMethod, callSpecial } from "../protocols/call.ts";
import { chainContext, isRaised, makeException, raise } from "../protocols/errors.ts";
import { getIter, next } from "../protocols/iterate.ts";
import { typeName } from "../protocols/type_of.ts";
import { pushDepth } from "./call_value.ts";
import type { Frame } from "./frame.ts";
import { runFrame } from "./run.ts";
import { type Evaluator, evaluator } from "./state.ts";

/** The frame of a generator between its resumptions. */
export class GeneratorFrame implements SuspendedFrame {
  readonly frame: Frame;
  running = false;
  finished = false;
  started = false;
  private readonly kind: string;

  constructor(frame: Frame, kind: string) {
    this.frame = frame;
    this.kind = kind;
  }

  get code() {
    return this.frame.code;
  }

  get returnValue(): PyValue {
    return this.frame.returned ?? null;
  }

  resume(vm: Interpreter, sent: PyValue): PyValue | undefined {
    if (this.finished) {
      this.refuseReuse(vm);
      return undefined;
    }
    if (!this.started && sent !== null)
      raise(vm, TypeErrorType, `can't send non-None value to a just-started ${this.kind}`);
    return this.run(evaluator(vm), sent, null);
  }

  throwInto(vm: Interpreter, exception: PyException): PyValue | undefined {
    if (this.finished) {
      this.refuseReuse(vm);
      throw new PyRaise(exception);
    }
    return this.run(evaluator(vm), null, new PyRaise(exception));
  }

  /** A coroutine has one result; a generator that is through only has no more items. */
  private refuseReuse(vm: Interpreter): void {
    if (this.kind === "coroutine") raise(vm, RuntimeErrorType, "cannot reuse already awaited coroutine");
  }

  private run(vm: Evaluator, sent: PyValue, injected: PyRaise | null): PyValue | undefined {
    if (this.running) raise(vm, ValueErrorType, `${this.kind} already executing`);
    const frame = this.frame;
    const caller = vm.frame;
    frame.isEntry = true;
    frame.back = caller;
    pushDepth(vm, frame);
    this.started = true;
    this.running = true;
    vm.frame = frame;
    if (injected === null) frame.stack[frame.sp++] = sent;
    else chainContext(injected.value, vm.handledException());
    let done = true;
    try {
      const value = runFrame(vm, frame, injected);
      done = value === undefined;
      return value;
    } finally {
      this.running = false;
      this.finished = done;
      frame.back = null;
      vm.frame = caller;
    }
  }

  clearReturn(): void {
    this.frame.returned = undefined;
  }

  /** Suspended at the YIELD_VALUE right after a SEND: the receiver is what is on top of the stack. */
  delegate(): PyValue {
    if (this.finished || !this.started || this.running || this.sendIndex() < 0) return null;
    return this.frame.stack[this.frame.sp - 1] ?? null;
  }

  /** The SEND that the frame waits in, or -1. */
  private sendIndex(): number {
    const { code } = this.frame.code;
    const at = this.frame.ip - 1;
    return at >= 0 && code[2 * at] === Opcode.SEND ? at : -1;
  }

  /** The delegate is through: drop it and go on where the SEND would jump, with the value in the place of its result. */
  finishDelegate(vm: Interpreter, value: PyValue): PyValue | undefined {
    const frame = this.frame;
    const target = frame.code.code[2 * this.sendIndex() + 1] ?? 0;
    frame.ip = target - 1;
    return this.run(evaluator(vm), value, null);
  }

  frameObject(): PyObject {
    return this.frame;
  }
}

/** RETURN_GENERATOR: the object for the frame, by the kind of its code. */
export function makeGenerator(frame: Frame): PyValue {
  const { flags, source } = frame.code;
  const name = frame.function?.name ?? source.name;
  const qualname = frame.function?.qualname ?? source.qualname;
  if ((flags & CodeFlag.COROUTINE) !== 0)
    return new PyCoroutine(new GeneratorFrame(frame, "coroutine"), name, qualname);
  if ((flags & CodeFlag.ASYNC_GENERATOR) !== 0)
    return new PyAsyncGenerator(new GeneratorFrame(frame, "async generator"), name, qualname);
  return new PyGenerator(new GeneratorFrame(frame, "generator"), name, qualname);
}

/** One step of a SEND: what was yielded, or undefined and the result. */
export interface SendResult {
  yielded: PyValue | undefined;
  result: PyValue;
}

/** `receiver.send(value)`, without an exception at the end. */
export function sendTo(vm: Evaluator, receiver: PyValue, value: PyValue): SendResult {
  if (receiver instanceof PyGenerator || receiver instanceof PyCoroutine) {
    const yielded = receiver.frame.resume(vm, value);
    return { yielded, result: yielded === undefined ? receiver.frame.returnValue : null };
  }
  try {
    if (value === null) {
      const r = callSpecial(vm, receiver, "__next__");
      if (r !== undefined) return { yielded: r, result: null };
      const yielded = next(vm, receiver);
      return { yielded, result: null };
    }
    return { yielded: callMethod(vm, receiver, "send", [value]), result: null };
  } catch (e) {
    if (isRaised(e, StopIterationType)) return { yielded: undefined, result: stopValue(e.value) };
    throw e;
  }
}

/** `StopIteration.value`. */
export function stopValue(exc: PyException): PyValue {
  return exc.args.items[0] ?? null;
}

/** GET_YIELD_FROM_ITER. */
export function yieldFromIter(vm: Evaluator, frame: Frame, v: PyValue): PyValue {
  if (v instanceof PyGenerator) return v;
  if (v instanceof PyCoroutine) {
    if ((frame.code.flags & (CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE)) === 0)
      raise(vm, TypeErrorType, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    return v;
  }
  return getIter(vm, v);
}

/** GET_AWAITABLE; `why` is 1 for `async with`'s enter and 2 for its exit. */
export function awaitable(vm: Evaluator, v: PyValue, why: number): PyValue {
  if (v instanceof PyCoroutine) return v;
  if (v instanceof PyGenerator && (v.frame.code.flags & CodeFlag.ITERABLE_COROUTINE) !== 0) return v;
  if (v instanceof PyUnknown) return getIter(vm, v);
  const it = callSpecial(vm, v, "__await__");
  if (it !== undefined) return it;
  const method = why === 1 ? "__aenter__" : "__aexit__";
  raise(
    vm,
    TypeErrorType,
    why === 0
      ? `object ${typeName(v)} can't be used in 'await' expression`
      : `'async with' received an object from ${method} that does not implement __await__: ${typeName(v)}`,
  );
}

/** GET_AITER. */
export function asyncIter(vm: Evaluator, v: PyValue): PyValue {
  const it = callSpecial(vm, v, "__aiter__");
  if (it === undefined)
    raise(vm, TypeErrorType, `'async for' requires an object with __aiter__ method, got ${typeName(v)}`);
  return it;
}

/** GET_ANEXT: the awaitable of the next item. */
export function asyncNext(vm: Evaluator, it: PyValue): PyValue {
  const r = callSpecial(vm, it, "__anext__");
  if (r === undefined)
    raise(vm, TypeErrorType, `'async for' requires an iterator with __anext__ method, got ${typeName(it)}`);
  return awaitable(vm, r, 0);
}

/** `generator.send`. */
export function generatorSend(vm: Interpreter, g: { readonly frame: SuspendedFrame }, value: PyValue): PyValue {
  return stepResult(vm, g, g.frame.resume(vm, value));
}

/** `generator.throw`: into the delegate first, if there is one. */
export function generatorThrow(vm: Interpreter, g: { readonly frame: SuspendedFrame }, exc: PyException): PyValue {
  return stepResult(vm, g, throwThrough(vm, g, exc));
}

function throwThrough(vm: Interpreter, g: { readonly frame: SuspendedFrame }, exc: PyException): PyValue | undefined {
  const inner = g.frame.delegate();
  if (inner === null) return g.frame.throwInto(vm, exc);
  if (exc.type.isSubtypeOf(GeneratorExitType)) {
    try {
      closeDelegate(vm, inner);
    } catch (e) {
      if (e instanceof PyRaise) return g.frame.throwInto(vm, e.value);
      throw e;
    }
    return g.frame.throwInto(vm, exc);
  }
  const isOurs = inner instanceof PyGenerator || inner instanceof PyCoroutine;
  const method = isOurs ? undefined : lookupAttr(vm, inner, "throw");
  if (!isOurs && method === undefined) return g.frame.throwInto(vm, exc);
  try {
    if (isOurs) return generatorThrow(vm, inner, exc);
    return vm.call(method ?? null, [exc]);
  } catch (e) {
    if (isRaised(e, StopIterationType)) return (g.frame as GeneratorFrame).finishDelegate(vm, stopValue(e.value));
    if (e instanceof PyRaise) return g.frame.throwInto(vm, e.value);
    throw e;
  }
}

function closeDelegate(vm: Interpreter, inner: PyValue): void {
  if (inner instanceof PyGenerator || inner instanceof PyCoroutine) generatorClose(vm, inner);
  else {
    const close = lookupAttr(vm, inner, "close");
    if (close !== undefined) vm.call(close, []);
  }
}

/** `generator.close`. */
export function generatorClose(vm: Interpreter, g: { readonly frame: SuspendedFrame }): PyValue {
  if (g.frame.finished) return null;
  if (!g.frame.started) {
    (g.frame as GeneratorFrame).finished = true;
    return null;
  }
  try {
    const yielded = throwThrough(vm, g, makeException(GeneratorExitType));
    if (yielded !== undefined) raise(vm, RuntimeErrorType, "generator ignored GeneratorExit");
  } catch (e) {
    if (isRaised(e, GeneratorExitType) || isRaised(e, StopIterationType)) return null;
    throw e;
  }
  return null;
}

function stepResult(vm: Interpreter, g: { readonly frame: SuspendedFrame }, yielded: PyValue | undefined): PyValue {
  if (yielded !== undefined) return yielded;
  const value = g.frame.returnValue;
  g.frame.clearReturn();
  const exc = value === null ? makeException(StopIterationType) : makeException(StopIterationType, value);
  chainContext(exc, vm.handledException());
  throw new PyRaise(exc);
}

/** STOPITERATION_ERROR: a StopIteration that leaves a generator's body becomes a RuntimeError. */
export function stopIterationError(frame: Frame, exc: PyException): PyException {
  const { flags } = frame.code;
  const isAsync = (flags & CodeFlag.ASYNC_GENERATOR) !== 0;
  const isStop = exc.type.isSubtypeOf(StopIterationType);
  if (!isStop && !(isAsync && exc.type.isSubtypeOf(StopAsyncIterationType))) return exc;
  const kind = isAsync ? "async generator" : (flags & CodeFlag.COROUTINE) !== 0 ? "coroutine" : "generator";
  const error = makeException(RuntimeErrorType, `${kind} raised ${isStop ? "StopIteration" : "StopAsyncIteration"}`);
  error.cause = exc;
  error.context = exc;
  error.suppressContext = true;
  return error;
}

/** CLEANUP_THROW: the value of a StopIteration; undefined for any other exception. */
export function stopResult(exc: PyException): PyValue | undefined {
  return exc.type.isSubtypeOf(StopIterationType) ? stopValue(exc) : undefined;
}

/** END_ASYNC_FOR: whether the exception is the iteration's end. */
export function isAsyncEnd(exc: PyException): boolean {
  return exc.type.isSubtypeOf(StopAsyncIterationType);
}
