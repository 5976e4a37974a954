/** `mappingproxy`: a read-only view of a mapping, as `Class.__dict__` is. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const mappingProxyType: PyType = nativeType("mappingproxy");

export class PyMappingProxy extends PyObject {
  readonly mapping: PyValue;
  constructor(mapping: PyValue) {
    super(mappingProxyType);
    this.mapping = mapping;
  }
}
