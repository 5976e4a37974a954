/** `complex`. */

import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export const complexType: PyType = nativeType("complex", { allocate: (t) => new PyComplex(0, 0, t) });

export class PyComplex extends PyObject {
  readonly re: number;
  readonly im: number;
  constructor(re: number, im: number, type: PyType = complexType) {
    super(type);
    this.re = re;
    this.im = im;
  }
}
