/** `functools.update_wrapper`. */

import type { Interpreter } from "../../interpreter.ts";
import { PyDict } from "../../objects/dict.ts";
import type { PyValue } from "../../objects/object.ts";
import { getAttr, lookupAttr, setAttr } from "../../protocols/attribute.ts";
import { callMethod } from "../../protocols/call.ts";

export const WRAPPER_ASSIGNMENTS = [
  "__module__",
  "__name__",
  "__qualname__",
  "__doc__",
  "__annotations__",
  "__type_params__",
];
export const WRAPPER_UPDATES = ["__dict__"];

export function updateWrapper(
  vm: Interpreter,
  wrapper: PyValue,
  wrapped: PyValue,
  assigned: readonly string[] = WRAPPER_ASSIGNMENTS,
  updated: readonly string[] = WRAPPER_UPDATES,
): PyValue {
  for (const name of assigned) {
    const value = lookupAttr(vm, wrapped, name);
    if (value !== undefined) setAttr(vm, wrapper, name, value);
  }
  for (const name of updated) {
    const source = lookupAttr(vm, wrapped, name) ?? new PyDict();
    const target = getAttr(vm, wrapper, name);
    if (source instanceof PyDict && target instanceof PyDict)
      for (const [key, value] of source.entries()) target.set(vm, key, value);
    else callMethod(vm, target, "update", [source]);
  }
  setAttr(vm, wrapper, "__wrapped__", wrapped);
  return wrapper;
}
