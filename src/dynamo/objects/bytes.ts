/** `bytes` and `bytearray`. */

import { PyBoxed } from "./boxed.ts";
import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export class PyBytes extends PyObject {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    super(bytesType);
    this.bytes = bytes;
  }
}

export class PyByteArray extends PyObject {
  /** Replaced when the length changes. */
  bytes: Uint8Array;
  constructor(bytes: Uint8Array, type: PyType = byteArrayType) {
    super(type);
    this.bytes = bytes;
  }
}

export const bytesType: PyType = nativeType("bytes", {
  allocate: (t) => new PyBoxed(new PyBytes(new Uint8Array(0)), t),
});
export const byteArrayType: PyType = nativeType("bytearray", {
  allocate: (t) => new PyByteArray(new Uint8Array(0), t),
});
