/** Calling Python values from TypeScript. */

import type { Interpreter } from "../interpreter.ts";
import { PyFunction } from "../objects/function.ts";
import { type Kwargs, PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyType } from "../objects/type.ts";
import { getAttr, lookupSpecial } from "./attribute.ts";
import { typeOf } from "./type_of.ts";

export function call(vm: Interpreter, f: PyValue, args: readonly PyValue[], kwargs: Kwargs | null = null): PyValue {
  return vm.call(f, args, kwargs);
}

/** `o.name(*args, **kwargs)`; a plain method is called without making the bound method. */
export function callMethod(
  vm: Interpreter,
  o: PyValue,
  name: string,
  args: readonly PyValue[] = [],
  kwargs: Kwargs | null = null,
): PyValue {
  if (!(o instanceof PyType) && !(o instanceof PyObject && (o.attrs?.has(name) ?? false))) {
    const type = typeOf(o);
    const f = type.lookup(name);
    if (type.getattribute === null && isPlainMethod(f)) return vm.call(f, [o, ...args], kwargs);
  }
  return vm.call(getAttr(vm, o, name), args, kwargs);
}

/** Whether binding the class attribute would only put the instance before the arguments. */
export function isPlainMethod(f: PyValue | undefined): f is PyFunction | PyNative {
  return f instanceof PyFunction || (f instanceof PyNative && f.kind === "method");
}

/** Calls a special method looked up on the class; undefined when the class has none. */
export function callSpecial(
  vm: Interpreter,
  o: PyValue,
  name: string,
  ...args: readonly PyValue[]
): PyValue | undefined {
  const f = typeOf(o).lookup(name);
  if (f === undefined) return undefined;
  if (isPlainMethod(f)) return vm.call(f, [o, ...args]);
  const bound = lookupSpecial(vm, o, name);
  return bound === undefined ? undefined : vm.call(bound, args);
}
