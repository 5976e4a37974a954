/** `memoryview`: a view of the bytes of another object. */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const memoryViewType: PyType = nativeType("memoryview");

export class PyMemoryView extends PyObject {
  readonly bytes: Uint8Array;
  readonly base: PyValue;
  constructor(bytes: Uint8Array, base: PyValue) {
    super(memoryViewType);
    this.bytes = bytes;
    this.base = base;
  }
}
