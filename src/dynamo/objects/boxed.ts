/** Instances of user subclasses of int, float, str and bytes: a payload with a class and attributes. */

import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export class PyBoxed extends PyObject {
  /** A plain int (number or bigint), str, PyFloat or PyBytes. */
  payload: PyValue;

  constructor(payload: PyValue, type: PyType) {
    super(type);
    this.payload = payload;
  }
}

/**
 * A number whose class is not a subclass of Python's own (numpy's scalars): Python's numbers know nothing of it, so
 * that its own methods answer for an operator, on either side.
 */
export class PyForeignNumber extends PyBoxed {}
