/** `X | Y` of classes: types.UnionType. */

import type { Interpreter } from "../interpreter.ts";
import { PyGenericAlias, PyUnionType } from "../objects/generic_alias.ts";
import type { PyValue } from "../objects/object.ts";
import { PyObject } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { equals } from "../protocols/operator.ts";

/** None stands for its class; anything that is no type gives NotImplemented. */
export function unionOf(vm: Interpreter, a: PyValue, b: PyValue): PyValue {
  const members: PyValue[] = [];
  for (const side of [a, b]) {
    if (side instanceof PyUnknown) return new PyUnknown(side.origin);
    if (side instanceof PyUnionType) members.push(...side.args.items);
    else if (side === null || side instanceof PyType || side instanceof PyGenericAlias || isTypeAlias(side))
      members.push(side);
    else return NotImplemented;
  }
  const unique: PyValue[] = [];
  for (const m of members) if (!unique.some((u) => equals(vm, u, m))) unique.push(m);
  return unique.length === 1 ? (unique[0] ?? null) : new PyUnionType(new PyTuple(unique));
}

/** A `type` statement's alias; other forms of the typing module make unions of their own kind. */
function isTypeAlias(v: PyValue): boolean {
  return v instanceof PyObject && v.type.module === "typing" && v.type.name === "TypeAliasType";
}
