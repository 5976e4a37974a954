/** Bound methods, of functions written in Python and of natives. */

import { nativeType } from "./core_types.ts";
import { builtinFunctionType, PyNative } from "./native.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const methodType: PyType = nativeType("method");

export class PyMethod extends PyObject {
  readonly func: PyValue;
  readonly self: PyValue;
  constructor(func: PyValue, self: PyValue) {
    super(func instanceof PyNative ? builtinFunctionType : methodType);
    this.func = func;
    this.self = self;
  }
}
