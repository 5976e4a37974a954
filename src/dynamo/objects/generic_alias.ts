/** `list[int]` (types.GenericAlias) and `int | None` (types.UnionType). */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import { PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const genericAliasType: PyType = nativeType("GenericAlias", {
  module: "types",
  allocate: (t) => new PyGenericAlias(null, new PyTuple([]), t),
});
export const unionTypeType: PyType = nativeType("UnionType", { module: "types" });

export class PyGenericAlias extends PyObject {
  readonly origin: PyValue;
  readonly args: PyTuple;
  /** `*tuple[int, str]` as an argument. */
  readonly unpacked: boolean;
  constructor(origin: PyValue, args: PyTuple, type: PyType = genericAliasType, unpacked = false) {
    super(type);
    this.unpacked = unpacked;
    this.origin = origin;
    this.args = args;
  }
}

export class PyUnionType extends PyObject {
  readonly args: PyTuple;
  constructor(args: PyTuple) {
    super(unionTypeType);
    this.args = args;
  }
}
