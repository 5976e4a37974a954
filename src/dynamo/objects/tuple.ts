/** `tuple`. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const tupleType: PyType = nativeType("tuple", { allocate: (t) => new PyTuple([], t) });

export class PyTuple extends PyObject {
  readonly items: readonly PyValue[];
  constructor(items: readonly PyValue[], type: PyType = tupleType) {
    super(type);
    this.items = items;
  }
}

export const emptyTuple: PyTuple = new PyTuple([]);
