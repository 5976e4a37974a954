/** The Python objects of operators of control flow (`torch.ops.higher_order.cond`), by name. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";

export const higherOrderType: PyType = nativeType("HigherOrderOperator", { module: "torch._ops" });

export class PyHigherOrder extends PyObject {
  /** `cond` */
  readonly name: string;
  constructor(name: string) {
    super(higherOrderType);
    this.name = name;
  }
}

const instances = new Map<string, PyHigherOrder>();

/** The operator's one object. */
export function higherOrder(name: string): PyHigherOrder {
  let found = instances.get(name);
  if (found === undefined) {
    found = new PyHigherOrder(name);
    instances.set(name, found);
  }
  return found;
}

defineMethods(higherOrderType, {
  "__repr__(self)": (_vm, self: PyHigherOrder) => self.name,
  "name(self)": (_vm, self: PyHigherOrder) => self.name,
});
defineGetSet(higherOrderType, { __name__: { get: (_vm, self) => (self as PyHigherOrder).name } });
