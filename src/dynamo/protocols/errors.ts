/** Raising Python exceptions from TypeScript. */

import type { Interpreter } from "../interpreter.ts";
import { PyException, PyRaise } from "../objects/exception.ts";
import { type ExceptionDetails, setExceptionDetails } from "../objects/exception_details.ts";
import {
  AttributeErrorType,
  ImportErrorType,
  KeyErrorType,
  NameErrorType,
  StopIterationType,
} from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";

/** A new instance of a built-in exception class (its `__init__` is not called). */
export function makeException(type: PyType, ...args: PyValue[]): PyException {
  return new PyException(new PyTuple(args), type);
}

/** Raises a built-in exception with a message; `details` are for the diagnostic that reports it. */
export function raise(vm: Interpreter, type: PyType, message: string, details?: ExceptionDetails): never {
  const exc = makeException(type, message);
  if (details !== undefined) setExceptionDetails(exc, details);
  raiseException(vm, exc);
}

/** Raises the exception; the one that is being handled becomes its context. */
export function raiseException(vm: Interpreter, exc: PyException): never {
  chainContext(exc, vm.handledException());
  throw new PyRaise(exc);
}

/** Sets `__context__` as CPython does when an exception is raised while another is handled; no cycle may arise. */
export function chainContext(exc: PyException, handled: PyException | null): void {
  if (handled === null || handled === exc || exc.context === handled) return;
  // The program may have set a cycle itself.
  const seen = new Set<PyException>();
  for (let e: PyException = handled; e.context !== null && !seen.has(e); e = e.context) {
    if (e.context === exc) {
      e.context = null;
      break;
    }
    seen.add(e);
  }
  exc.context = handled;
}

/** KeyError with the key itself as argument. */
export function raiseKeyError(vm: Interpreter, key: PyValue): never {
  raiseException(vm, makeException(KeyErrorType, key));
}

/** StopIteration; `value` is what a generator returned. */
export function raiseStopIteration(vm: Interpreter, value: PyValue = null): never {
  raiseException(vm, value === null ? makeException(StopIterationType) : makeException(StopIterationType, value));
}

export function raiseAttributeError(vm: Interpreter, o: PyValue, name: string, message: string): never {
  raiseException(vm, withAttrs(makeException(AttributeErrorType, message), { name, obj: o }));
}

export function raiseNameError(vm: Interpreter, name: string, type: PyType = NameErrorType): never {
  raiseException(vm, withAttrs(makeException(type, `name '${name}' is not defined`), { name }));
}

export function raiseImportError(
  vm: Interpreter,
  message: string,
  module: string | null,
  type: PyType = ImportErrorType,
): never {
  raiseException(vm, withAttrs(makeException(type, message), { name: module, path: null }));
}

function withAttrs(exc: PyException, attrs: Readonly<Record<string, PyValue>>): PyException {
  exc.attrs = new Map(Object.entries(attrs));
  return exc;
}

/** Whether a caught JavaScript value is a Python exception of the class. */
export function isRaised(e: unknown, type: PyType): e is PyRaise {
  return e instanceof PyRaise && e.value.type.isSubtypeOf(type);
}
