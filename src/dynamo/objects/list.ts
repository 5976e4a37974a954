/** `list`. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const listType: PyType = nativeType("list", { allocate: (t) => new PyList([], t) });

export class PyList extends PyObject {
  items: PyValue[];
  constructor(items: PyValue[], type: PyType = listType) {
    super(type);
    this.items = items;
  }
}
