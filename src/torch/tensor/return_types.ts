/** `torch.return_types`: the named tuples that operators with several named results return. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { type PyTuple, tupleType } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import type { OpSchema } from "../../ops/schema.ts";

const types = new Map<string, PyType>();

/** The named tuple of an operator; null when its results have no names, or there is just one. */
export function returnType(schema: OpSchema): PyType | null {
  if (schema.returns.length < 2) return null;
  const names: string[] = [];
  for (const r of schema.returns) {
    if (r.name === null) return null;
    names.push(r.name);
  }
  const key = `${schema.name}(${names.join(",")})`;
  let type = types.get(key);
  if (type === undefined) {
    type = makeType(schema.name, names);
    types.set(key, type);
  }
  return type;
}

function makeType(name: string, fields: readonly string[]): PyType {
  const type = nativeType(name, { module: "torch.return_types", bases: [tupleType] });
  for (const [i, field] of fields.entries()) {
    defineGetSet(type, { [field]: { get: (_vm, self) => (self as PyTuple).items[i] ?? null } });
  }
  defineMethods(type, {
    "__repr__(self)": (vm, self: PyTuple) =>
      `torch.return_types.${name}(\n${fields.map((f, i) => `${f}=${repr(vm, self.items[i] ?? null)}`).join(",\n")})`,
  });
  return type;
}

/** True for the named tuples above: the tree of a result treats them as plain tuples. */
export function isReturnType(type: PyType): boolean {
  return type.module === "torch.return_types";
}
