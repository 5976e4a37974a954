/** `property`, `classmethod` and `staticmethod`. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export class PyProperty extends PyObject {
  fget: PyValue;
  fset: PyValue;
  fdel: PyValue;
  doc: PyValue = null;
  /** From `__set_name__` or the getter: for error texts. */
  name: string | null = null;
  constructor(fget: PyValue, fset: PyValue = null, fdel: PyValue = null, type: PyType = propertyType) {
    super(type);
    this.fget = fget;
    this.fset = fset;
    this.fdel = fdel;
  }
}

export class PyClassMethod extends PyObject {
  func: PyValue;
  constructor(func: PyValue, type: PyType = classMethodType) {
    super(type);
    this.func = func;
  }
}

export class PyStaticMethod extends PyObject {
  func: PyValue;
  constructor(func: PyValue, type: PyType = staticMethodType) {
    super(type);
    this.func = func;
  }
}

export const propertyType: PyType = nativeType("property", { allocate: (t) => new PyProperty(null, null, null, t) });
export const classMethodType: PyType = nativeType("classmethod", {
  hasDict: true,
  allocate: (t) => new PyClassMethod(null, t),
});
export const staticMethodType: PyType = nativeType("staticmethod", {
  hasDict: true,
  allocate: (t) => new PyStaticMethod(null, t),
});
