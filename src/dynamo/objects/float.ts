/** `float`: an IEEE double in an object of its own, so that 1.0 and 1 stay apart. */

import { PyBoxed } from "./boxed.ts";
import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export class PyFloat extends PyObject {
  readonly value: number;
  constructor(value: number) {
    super(floatType);
    this.value = value;
  }
}

export const floatType: PyType = nativeType("float", { allocate: (t) => new PyBoxed(float(0), t) });

export function float(value: number): PyFloat {
  return new PyFloat(value);
}
