/** What an async generator yields, told apart from what the coroutines that it awaits yield. */

import { nativeType } from "../objects/core_types.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import type { PyType } from "../objects/type.ts";

const asyncYieldType: PyType = nativeType("async_generator_wrapped_value");

export class PyAsyncYield extends PyObject {
  readonly value: PyValue;
  constructor(value: PyValue) {
    super(asyncYieldType);
    this.value = value;
  }
}
