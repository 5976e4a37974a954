/** `super` objects: attribute lookup that starts after `thisClass` in the MRO of the object's class. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const superType: PyType = nativeType("super", { allocate: (t) => new PySuper(null, null, null, t) });

export class PySuper extends PyObject {
  thisClass: PyType | null;
  self: PyValue;
  /** The class whose MRO is searched: the object's, or the object itself in class methods. */
  selfClass: PyType | null;
  constructor(thisClass: PyType | null, self: PyValue, selfClass: PyType | null, type: PyType = superType) {
    super(type);
    this.thisClass = thisClass;
    this.self = self;
    this.selfClass = selfClass;
  }
}

superType.specialAccess = true;
