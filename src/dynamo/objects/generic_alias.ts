/** `list[int]` (types.GenericAlias) and `int | None` (types.UnionType). */

import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const genericAliasType: PyType = nativeType("GenericAlias", { module: "types" });
export const unionTypeType: PyType = nativeType("UnionType", { module: "types" });

export class PyGenericAlias extends PyObject {
  readonly origin: PyValue;
  readonly args: PyTuple;
  constructor(origin: PyValue, args: PyTuple, type: PyType = genericAliasType) {
    super(type);
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
