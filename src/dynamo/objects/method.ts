/** Bound methods, of functions written in Python and of natives. */

import { nativeType } from "./core_types.ts";
import { builtinFunctionType, methodWrapperType, PyNative, wrapperDescriptorType } from "./native.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const methodType: PyType = nativeType("method");

export class PyMethod extends PyObject {
  readonly func: PyValue;
  readonly self: PyValue;
  constructor(func: PyValue, self: PyValue) {
    super(boundType(func));
    this.func = func;
    this.self = self;
  }
}

function boundType(func: PyValue): PyType {
  if (!(func instanceof PyNative)) return methodType;
  return func.type === wrapperDescriptorType ? methodWrapperType : builtinFunctionType;
}
