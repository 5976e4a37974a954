/** `type(v)`. */

import { boolType, intType } from "../objects/int.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { noneType } from "../objects/singletons.ts";
import { strType } from "../objects/str.ts";
import { PyType } from "../objects/type.ts";

export function typeOf(v: PyValue): PyType {
  if (v instanceof PyObject) return v.type;
  switch (typeof v) {
    case "string":
      return strType;
    case "number":
    case "bigint":
      return intType;
    case "boolean":
      return boolType;
    default:
      return noneType;
  }
}

/** Whether `v` is a class. */
export function isType(v: PyValue): v is PyType {
  return v instanceof PyType;
}

/** The name of the value's class, for error texts. */
export function typeName(v: PyValue): string {
  return typeOf(v).name;
}
