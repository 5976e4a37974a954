/** `cell`: a variable that closures share. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const cellType: PyType = nativeType("cell");

export class PyCell extends PyObject {
  /** Undefined: not assigned yet. */
  value: PyValue | undefined;
  constructor(value?: PyValue) {
    super(cellType);
    this.value = value;
  }
}
