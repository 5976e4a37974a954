/** `torch.ops.aten.add.Tensor`: operators by their full names. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineGetSet, defineMethods, defineRawMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import { hash } from "../../dynamo/protocols/convert.ts";
import { raiseAttributeError } from "../../dynamo/protocols/errors.ts";
import { opTable } from "../../ops/table.ts";
import type { OpInput } from "../../ops/types.ts";
import { torchState } from "../state.ts";
import { dispatch, dispatchTarget } from "../tensor/dispatch.ts";
import { toInput } from "../tensor/inputs.ts";
import { PyCustomOp, PyCustomOverload } from "./custom_op.ts";

const namespaceType = nativeType("_OpNamespace", { module: "torch._ops" });
const packetType = nativeType("OpOverloadPacket", { module: "torch._ops" });
const overloadType = nativeType("OpOverload", { module: "torch._ops" });

export class PyNamespace extends PyObject {
  readonly name: string;
  constructor(name: string) {
    super(namespaceType);
    this.name = name;
  }
}

export class PyPacket extends PyObject {
  /** `aten.add` */
  readonly base: string;
  constructor(base: string) {
    super(packetType);
    this.base = base;
  }
}

export class PyOverload extends PyObject {
  /** `aten.add.Tensor` */
  readonly target: string;
  constructor(target: string) {
    super(overloadType);
    this.target = target;
  }
}

defineMethods(namespaceType, {
  "__getattr__(self, name)": (vm, self: PyNamespace, name: string) => {
    const custom = torchState(vm).customOps.get(`${self.name}::${name}`);
    if (custom !== undefined) return custom;
    if (opTable.overloads(`${self.name}.${name}`).length > 0) return new PyPacket(`${self.name}.${name}`);
    return raiseAttributeError(
      vm,
      self,
      name,
      `'_OpNamespace' '${self.name}' object has no attribute '${name}' (or it is not modelled here)`,
    );
  },
});

defineRawMethods(packetType, {
  __call__: (vm, [self, ...args], kwargs) => dispatch(vm, (self as PyPacket).base, args, kwargs),
});
defineMethods(packetType, {
  "__getattr__(self, name)": (vm, self: PyPacket, name: string) => {
    const target = `${self.base}.${name}`;
    if (opTable.get(target) !== null) return new PyOverload(target);
    return raiseAttributeError(vm, self, name, `The underlying op of '${self.base}' has no overload name '${name}'`);
  },
  "__repr__(self)": (_vm, self: PyPacket) => `<OpOverloadPacket(op='${self.base}')>`,
});

defineRawMethods(overloadType, {
  __call__: (vm, [self, ...args], kwargs) => {
    const { target } = self as PyOverload;
    const inputs = args.map((a, i) => toInput(vm, target, a, `argument ${i + 1}`));
    const named = new Map<string, OpInput>();
    for (const [key, value] of kwargs ?? []) named.set(key, toInput(vm, target, value, `argument '${key}'`));
    return dispatchTarget(vm, target, inputs, named);
  },
});
defineMethods(overloadType, {
  "__repr__(self)": (_vm, self: PyOverload) => `<OpOverload(op='${self.target}')>`,
  "__str__(self)": (_vm, self: PyOverload) => self.target,
  "name(self)": (_vm, self: PyOverload) => {
    const [namespace = "", name = "", overload = ""] = self.target.split(".");
    return `${namespace}::${name}${overload === "default" ? "" : `.${overload}`}`;
  },
  "__eq__(self, other)": (_vm, self: PyOverload, other: PyValue) =>
    other instanceof PyOverload ? self.target === other.target : NotImplemented,
  "__hash__(self)": (vm, self: PyOverload) => hash(vm, self.target),
});

const part = (target: string, index: number): string => target.split(".")[index] ?? "";
defineGetSet(overloadType, {
  __name__: { get: (_vm, self) => (self as PyOverload).target.split(".").slice(1).join(".") },
  _overloadname: { get: (_vm, self) => part((self as PyOverload).target, 2) },
  namespace: { get: (_vm, self) => part((self as PyOverload).target, 0) },
  overloadpacket: {
    get: (_vm, self) => {
      const { target } = self as PyOverload;
      return new PyPacket(`${part(target, 0)}.${part(target, 1)}`);
    },
  },
});
defineGetSet(packetType, { __name__: { get: (_vm, self) => part((self as PyPacket).base, 1) } });

/** The target that a Python value names: an overload, an operator (its default overload), an operator of the program's own. */
export function operatorTarget(value: PyValue): string | null {
  if (value instanceof PyOverload) return value.target;
  if (value instanceof PyPacket) return `${value.base}.default`;
  return value instanceof PyCustomOp || value instanceof PyCustomOverload ? value.target : null;
}
