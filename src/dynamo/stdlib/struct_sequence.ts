/** Tuples with named fields that native modules return, such as `sys.version_info`. */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "../objects/core_types.ts";
import { defineGetSet, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple, tupleType } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { repr } from "../protocols/convert.ts";

/** A tuple class whose items are attributes too; `shown` is the name that repr uses. */
export function structSequence(
  module: string,
  name: string,
  fields: readonly string[],
  shown = `${module}.${name}`,
): PyType {
  const type = nativeType(name, { module, bases: [tupleType] });
  fields.forEach((field, i) => {
    defineGetSet(type, { [field]: { get: (_vm, self) => (self as PyTuple).items[i] ?? null } });
  });
  defineMethods(type, {
    "__repr__(self, /)": (vm: Interpreter, self: PyTuple) => {
      const parts = fields.map((field, i) => `${field}=${repr(vm, self.items[i] ?? null)}`);
      return `${shown}(${parts.join(", ")})`;
    },
  });
  type.setAttr("n_fields", fields.length);
  return type;
}

export function structValue(type: PyType, items: readonly PyValue[]): PyTuple {
  return new PyTuple(items, type);
}
