/** The context manager protocol: BEFORE_WITH, BEFORE_ASYNC_WITH and WITH_EXCEPT_START. */

import type { PyException } from "../objects/exception.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { type PyNative, rawFn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupSpecial } from "../protocols/attribute.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

const unknownExit: PyNative = rawFn("__exit__", () => false);

/** Replaces the manager by its bound exit and the result of entering it; returns the new stack pointer. */
export function enterWith(vm: Evaluator, stack: (PyValue | undefined)[], sp: number, isAsync: boolean): number {
  const manager = stack[sp - 1] as PyValue;
  if (manager instanceof PyUnknown) {
    stack[sp - 1] = unknownExit;
    stack[sp] = manager;
    return sp + 1;
  }
  const enter = method(vm, manager, isAsync ? "__aenter__" : "__enter__", isAsync, "");
  const missed = ` (missed ${isAsync ? "__aexit__" : "__exit__"} method)`;
  const exit = method(vm, manager, isAsync ? "__aexit__" : "__exit__", isAsync, missed);
  stack[sp - 1] = exit;
  stack[sp] = vm.call(enter, []);
  return sp + 1;
}

function method(vm: Evaluator, manager: PyValue, name: string, isAsync: boolean, missed: string): PyValue {
  const m = lookupSpecial(vm, manager, name);
  if (m !== undefined) return m;
  const protocol = isAsync ? "asynchronous context manager" : "context manager";
  raise(vm, TypeErrorType, `'${typeOf(manager).name}' object does not support the ${protocol} protocol${missed}`);
}

/** `exit(type, value, traceback)`. */
export function exitWith(vm: Evaluator, exit: PyValue, exc: PyException): PyValue {
  return vm.call(exit, [exc.type, exc, exc.traceback]);
}
