/** What one LOAD_ATTR or STORE_ATTR instruction found last time, so that the next object of the same class is quick. */

import type { PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const enum CacheKind {
  /** The instance's own attribute; no data descriptor of the class goes before it. */
  INSTANCE,
  /** A plain method of the class. */
  METHOD,
  /** A class attribute that is no descriptor. */
  CLASS_VALUE,
  /** A member of `__slots__`; the value is its index. */
  SLOT,
}

export class AttributeCache {
  readonly type: PyType;
  readonly version: number;
  readonly kind: CacheKind;
  readonly value: PyValue;
  constructor(type: PyType, kind: CacheKind, value: PyValue) {
    this.type = type;
    this.version = type.version;
    this.kind = kind;
    this.value = value;
  }
}
