/** RAISE_VARARGS and the matching of exceptions by except and except*. */

import { baseExceptionType, PyException, PyRaise } from "../objects/exception.ts";
import { BaseExceptionType, RuntimeErrorType, TypeErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { isSubclass, repr } from "../protocols/convert.ts";
import { chainContext, raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

/** What `raise`, `raise exc` and `raise exc from cause` throw. */
export function raiseVarargs(vm: Evaluator, exc: PyValue | undefined, cause: PyValue | undefined): PyRaise {
  if (exc === undefined) {
    const handled = vm.handledException();
    if (handled === null) raise(vm, RuntimeErrorType, "No active exception to reraise");
    return new PyRaise(handled);
  }
  const value = exceptionFrom(vm, exc, "exceptions must derive from BaseException");
  if (cause !== undefined) {
    value.cause = cause === null ? null : exceptionFrom(vm, cause, "exception causes must derive from BaseException");
    value.suppressContext = true;
  }
  chainContext(value, vm.handledException());
  return new PyRaise(value);
}

/** An exception instance from an instance or a class. */
export function exceptionFrom(vm: Evaluator, v: PyValue, message: string): PyException {
  if (v instanceof PyException) return v;
  if (v instanceof PyType && v.isSubtypeOf(baseExceptionType)) {
    const made = vm.call(v, []);
    if (made instanceof PyException) return made;
    raise(
      vm,
      TypeErrorType,
      `calling ${repr(vm, v)} should have returned an instance of BaseException, not ${repr(vm, typeOf(made))}`,
    );
  }
  if (v instanceof PyUnknown) return new PyException(new PyTuple([v]), RuntimeErrorType);
  raise(vm, TypeErrorType, message);
}

/** Whether `except type` takes the exception. */
export function exceptionMatches(vm: Evaluator, exc: PyException, type: PyValue): boolean {
  if (type instanceof PyType && type.isSubtypeOf(BaseExceptionType)) return exc.type.isSubtypeOf(type);
  if (type instanceof PyTuple) {
    for (const t of type.items) checkClass(vm, t);
    return type.items.some((t) => exceptionMatches(vm, exc, t));
  }
  if (type instanceof PyUnknown) return false;
  checkClass(vm, type);
  return isSubclass(vm, exc.type, type);
}

function checkClass(vm: Evaluator, type: PyValue): void {
  if (type instanceof PyUnknown || (type instanceof PyType && type.isSubtypeOf(BaseExceptionType))) return;
  raise(vm, TypeErrorType, "catching classes that do not inherit from BaseException is not allowed");
}
