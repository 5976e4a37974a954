/** Helpers for classes of native modules. */

import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import type { PyObject } from "../objects/object.ts";
import type { PyType } from "../objects/type.ts";
import { raise } from "../protocols/errors.ts";

/** An empty instance of `cls` in its native layout, of the JavaScript class `as`. */
export function allocate<T extends PyObject>(
  vm: Interpreter,
  cls: PyType,
  as: abstract new (...args: never[]) => T,
): T {
  if (cls.allocate === null) return raise(vm, TypeErrorType, `cannot create '${cls.name}' instances`);
  const instance = cls.allocate(cls);
  if (!(instance instanceof as)) throw new Error(`class ${cls.name} has another native layout`);
  return instance;
}

/** A per-interpreter value, made on first use. */
export function perInterpreter<T>(description: string, make: (vm: Interpreter) => T): (vm: Interpreter) => T {
  const key = Symbol(description);
  return (vm) => {
    const known = vm.extensions.get(key);
    if (known !== undefined) return known as T;
    const value = make(vm);
    vm.extensions.set(key, value);
    return value;
  };
}
