/** Python values as the evaluator holds them: JavaScript primitives where they fit, `PyObject` for the rest. */

import type { PyType } from "./type.ts";

/**
 * None is `null`, bool is `boolean`, str is `string` (UTF-16; Python sees code points), int is `number` when it is a
 * safe integer and `bigint` otherwise (always normalised: see `int.ts`), float is `PyFloat`.
 * JavaScript's `undefined` is never a Python value; internally it means "absent".
 */
export type PyValue = null | boolean | number | bigint | string | PyObject;

/** A namespace: a class body, an instance's attributes, a module's globals. `PyDict.wrap` shows one to Python. */
export type Attrs = Map<string, PyValue>;

export class PyObject {
  /** The object's class; assignable through `__class__`. */
  type: PyType;
  /** The instance's own attributes; null until the first is set, or for ever when the class has no `__dict__`. */
  attrs: Attrs | null = null;
  /** Values of the class's `__slots__`, by the index that each member descriptor holds. */
  slots: (PyValue | undefined)[] | null = null;

  constructor(type: PyType) {
    this.type = type;
  }

  /** An attribute of the object itself, not of its class. Objects that compute attributes on demand override it. */
  getOwn(name: string): PyValue | undefined {
    return this.attrs === null ? undefined : this.attrs.get(name);
  }
}
