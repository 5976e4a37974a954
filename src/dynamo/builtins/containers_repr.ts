/** `repr` of containers: recursion shows as `[...]`. */

import type { Interpreter } from "../interpreter.ts";
import type { PyObject, PyValue } from "../objects/object.ts";
import { repr } from "../protocols/convert.ts";

const ACTIVE = Symbol("containers being printed");

function activeSet(vm: Interpreter): Set<PyObject> {
  let active = vm.extensions.get(ACTIVE) as Set<PyObject> | undefined;
  if (active === undefined) {
    active = new Set();
    vm.extensions.set(ACTIVE, active);
  }
  return active;
}

/** Runs `body` unless `self` is being printed already; then gives `recursive`. */
export function guardRepr(vm: Interpreter, self: PyObject, recursive: string, body: () => string): string {
  const active = activeSet(vm);
  if (active.has(self)) return recursive;
  active.add(self);
  try {
    return body();
  } finally {
    active.delete(self);
  }
}

export function joinReprs(vm: Interpreter, items: readonly PyValue[]): string {
  return items.map((item) => repr(vm, item)).join(", ");
}

export function tupleRepr(vm: Interpreter, items: readonly PyValue[]): string {
  return items.length === 1 ? `(${repr(vm, items[0] as PyValue)},)` : `(${joinReprs(vm, items)})`;
}
