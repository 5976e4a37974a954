/** `torch.ops.aten.add.Tensor`: operators by their full names, and `torch.library`, by which programs add their own. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineMethods, defineRawMethods, fn, rawFn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { raiseAttributeError } from "../../dynamo/protocols/errors.ts";
import { opTable } from "../../ops/table.ts";
import type { OpInput } from "../../ops/types.ts";
import { torchState } from "../state.ts";
import { dispatch, dispatchTarget } from "../tensor/dispatch.ts";
import { toInput } from "../tensor/inputs.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";

const namespaceType = nativeType("_OpNamespace", { module: "torch._ops" });
const packetType = nativeType("OpOverloadPacket", { module: "torch._ops" });
const overloadType = nativeType("OpOverload", { module: "torch._ops" });

class PyNamespace extends PyObject {
  readonly name: string;
  constructor(name: string) {
    super(namespaceType);
    this.name = name;
  }
}

class PyPacket extends PyObject {
  /** `aten.add` */
  readonly base: string;
  constructor(base: string) {
    super(packetType);
    this.base = base;
  }
}

class PyOverload extends PyObject {
  /** `aten.add.Tensor` */
  readonly target: string;
  constructor(target: string) {
    super(overloadType);
    this.target = target;
  }
}

/** Functions that a program registered as operators: they are run, and what they do is captured. */
function customOps(vm: Interpreter): Map<string, PyValue> {
  const state = torchState(vm);
  return state.customOps;
}

defineMethods(namespaceType, {
  "__getattr__(self, name)": (vm, self: PyNamespace, name: string) => {
    const custom = customOps(vm).get(`${self.name}::${name}`);
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
});

/** `@custom_op("ns::name", mutates_args=())`: the function itself, also found as `torch.ops.ns.name`. */
const customOpType = nativeType("CustomOpDef", { module: "torch._library.custom_ops", hasDict: true });
class PyCustomOp extends PyObject {
  readonly f: PyValue;
  constructor(f: PyValue) {
    super(customOpType);
    this.f = f;
  }
}
defineRawMethods(customOpType, {
  __call__: (vm, [self, ...args], kwargs) => call(vm, (self as PyCustomOp).f, args, kwargs),
});
const identityDecorator = fn("register(fn=None, /, *args, **kwargs)", (_vm: Interpreter, f: PyValue) => f);
for (const name of ["register_fake", "register_kernel", "register_autograd", "register_vmap"]) {
  defineRawMethods(customOpType, { [name]: (_vm, [, f = null]) => (f === null ? identityDecorator : f) });
}

function customOp(vm: Interpreter, name: PyValue, f: PyValue): PyValue {
  const register = (g: PyValue): PyValue => {
    const made = new PyCustomOp(g);
    customOps(vm).set(String(name), made);
    return made;
  };
  return f === null ? fn("custom_op(fn)", (_v: Interpreter, g: PyValue) => register(g)) : register(f);
}

export function opsModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.ops", () => ({
      aten: new PyNamespace("aten"),
      prims: new PyNamespace("prims"),
      torchvision: new PyNamespace("torchvision"),
      __getattr__: fn("__getattr__(name)", (_vm: Interpreter, name: string) => new PyNamespace(name)),
    })),
    nativeModule("torch.library", () => ({
      custom_op: fn(
        "custom_op(name, fn=None, /, *, mutates_args=(), device_types=None, schema=None, tags=None)",
        customOp,
      ),
      register_fake: rawFn("register_fake", (_vm, args) => (args.length > 1 ? (args[1] ?? null) : identityDecorator)),
      register_kernel: rawFn("register_kernel", () => identityDecorator),
      register_autograd: rawFn("register_autograd", () => null),
      impl_abstract: rawFn("impl_abstract", () => identityDecorator),
      Library: rawFn("Library", (vm) => raiseUnmodelled(vm, "torch.library.Library")),
    })),
  ];
}
