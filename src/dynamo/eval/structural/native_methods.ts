/** Attributes of functions and methods implemented here, of getset and member descriptors, and of mapping proxies. */

import type { Interpreter } from "../../interpreter.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { addressOf } from "../../objects/identity.ts";
import { mappingProxyType, PyMappingProxy } from "../../objects/mapping_proxy.ts";
import { PyMethod } from "../../objects/method.ts";
import {
  builtinFunctionType,
  classMethodDescriptorType,
  defineGetSet,
  defineMethods,
  defineRawMethods,
  getsetDescriptorType,
  methodDescriptorType,
  methodWrapperType,
  PyGetSet,
  PyNative,
  wrapperDescriptorType,
} from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import { memberDescriptorType, type PySlotMember } from "../../objects/slot_member.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { PyType } from "../../objects/type.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { callMethod } from "../../protocols/call.ts";
import { repr, str, truth } from "../../protocols/convert.ts";
import { bindClass, bindInstance, setThroughDescriptor } from "../../protocols/descriptor.ts";
import { raise } from "../../protocols/errors.ts";
import { contains, getItem, length } from "../../protocols/item.ts";
import { getIter } from "../../protocols/iterate.ts";
import { binaryOp, richCompare } from "../../protocols/operator.ts";
import { typeName, typeOf } from "../../protocols/type_of.ts";

/** The native behind a builtin function, a method descriptor or a bound native method. */
function native(v: PyValue): PyNative | null {
  if (v instanceof PyNative) return v;
  return v instanceof PyMethod && v.func instanceof PyNative ? v.func : null;
}

function ownerLabel(n: PyNative): string {
  return n.owner === null ? "" : n.owner.name;
}

const DESCRIPTORS = [methodDescriptorType, wrapperDescriptorType, classMethodDescriptorType];
const CALLABLES = [builtinFunctionType, methodWrapperType];

for (const type of [...CALLABLES, ...DESCRIPTORS]) {
  defineGetSet(type, {
    __name__: { get: (_vm, f) => native(f)?.name ?? "" },
    __qualname__: { get: (_vm, f) => native(f)?.qualname ?? "" },
    __doc__: { get: (_vm, f) => native(f)?.doc ?? null },
    __text_signature__: { get: (_vm, f) => native(f)?.signature?.text ?? null },
    __module__: { get: (_vm, f) => native(f)?.module ?? null },
    __self__: { get: (_vm, f) => (f instanceof PyMethod ? f.self : null) },
    __objclass__: { get: (_vm, f) => native(f)?.owner ?? null },
  });
  defineRawMethods(type, { __call__: (vm, args, kwargs) => vm.call(args[0] ?? null, args.slice(1), kwargs) });
}
for (const type of CALLABLES)
  defineMethods(type, {
    "__reduce__(self, /)": (vm: Interpreter, f: PyValue) =>
      f instanceof PyMethod
        ? new PyTuple([vm.builtins.get("getattr") ?? null, new PyTuple([f.self, native(f)?.name ?? ""])])
        : (native(f)?.name ?? ""),
    "__repr__(self, /)": (_vm: Interpreter, f: PyValue) => {
      if (f instanceof PyMethod && native(f) !== null) {
        const self = f.self instanceof PyObject ? addressOf(f.self) : "0x0";
        if (f.type === methodWrapperType)
          return `<method-wrapper '${native(f)?.name}' of ${typeName(f.self)} object at ${self}>`;
        return `<built-in method ${native(f)?.name} of ${typeName(f.self)} object at ${self}>`;
      }
      const n = native(f);
      return n?.kind === "staticmethod"
        ? `<built-in method ${n.name} of type object>`
        : `<built-in function ${n?.name}>`;
    },
    "__eq__(self, value, /)": (_vm: Interpreter, f: PyValue, other: PyValue) =>
      f instanceof PyMethod && other instanceof PyMethod
        ? f.self === other.self && f.func === other.func
        : f === other
          ? true
          : NotImplemented,
    "__hash__(self, /)": (vm: Interpreter, f: PyValue) => {
      const n = native(f);
      return n === null ? 0 : Number(callMethod(vm, n.name, "__hash__"));
    },
  });
for (const type of DESCRIPTORS) {
  const label = type === wrapperDescriptorType ? "slot wrapper" : "method";
  defineMethods(type, {
    "__repr__(self, /)": (_vm: Interpreter, f: PyNative) => `<${label} '${f.name}' of '${ownerLabel(f)}' objects>`,
    "__get__(self, instance, owner=None, /)": (vm: Interpreter, f: PyNative, instance: PyValue, owner: PyValue) =>
      instance === null
        ? bindClass(vm, f, owner instanceof PyType ? owner : typeOf(instance))
        : bindInstance(vm, f, instance, typeOf(instance)),
  });
}

for (const [type, label] of [
  [getsetDescriptorType, "attribute"],
  [memberDescriptorType, "member"],
] as const) {
  defineMethods(type, {
    "__repr__(self, /)": (_vm: Interpreter, d: PyGetSet | PySlotMember) =>
      `<${label} '${d.name}' of '${d.owner?.name ?? "?"}' objects>`,
    "__get__(self, instance, owner=None, /)": (vm: Interpreter, d: PyValue, instance: PyValue, owner: PyValue) =>
      instance === null && owner !== null ? d : bindInstance(vm, d, instance, typeOf(instance)),
    "__set__(self, instance, value, /)": (vm: Interpreter, d: PyValue, instance: PyValue, value: PyValue) => {
      setThroughDescriptor(vm, d, instance, typeOf(instance), value);
      return null;
    },
    "__delete__(self, instance, /)": (vm: Interpreter, d: PyValue, instance: PyValue) => {
      setThroughDescriptor(vm, d, instance, typeOf(instance), undefined);
      return null;
    },
  });
  defineGetSet(type, {
    __name__: { get: (_vm, d) => (d as PyGetSet | PySlotMember).name },
    __qualname__: {
      get: (_vm, d) => `${(d as PyGetSet | PySlotMember).owner?.qualname ?? ""}.${(d as PyGetSet).name}`,
    },
    __objclass__: { get: (_vm, d) => (d as PyGetSet | PySlotMember).owner ?? null },
    __doc__: {
      get: (_vm, d) => (d instanceof PyGetSet ? d.doc : null),
      set: (vm, d, value) => {
        // Those of builtin classes are shared by all programs; a named tuple's fields are the program's own.
        if (!(d instanceof PyGetSet) || d.owner?.heap === false) raise(vm, AttributeErrorType, "readonly attribute");
        d.doc = value === undefined || value === null ? null : str(vm, value);
      },
    },
  });
}

const proxied = (p: PyValue): PyValue => (p as PyMappingProxy).mapping;
defineMethods(mappingProxyType, {
  "__new__(cls, mapping, /)": (vm: Interpreter, _cls: PyValue, mapping: PyValue) => {
    if (typeOf(mapping).lookup("__getitem__") === undefined)
      raise(vm, TypeErrorType, `mappingproxy() argument must be a mapping, not ${typeName(mapping)}`);
    return new PyMappingProxy(mapping);
  },
  "__getitem__(self, key, /)": (vm: Interpreter, p: PyValue, key: PyValue) => getItem(vm, proxied(p), key),
  "__contains__(self, key, /)": (vm: Interpreter, p: PyValue, key: PyValue) => contains(vm, proxied(p), key),
  "__len__(self, /)": (vm: Interpreter, p: PyValue) => length(vm, proxied(p)),
  "__iter__(self, /)": (vm: Interpreter, p: PyValue) => getIter(vm, proxied(p)),
  "__repr__(self, /)": (vm: Interpreter, p: PyValue) => `mappingproxy(${repr(vm, proxied(p))})`,
  "__eq__(self, value, /)": (vm: Interpreter, p: PyValue, other: PyValue) =>
    truth(vm, richCompare(vm, proxied(p), "==", other instanceof PyMappingProxy ? other.mapping : other)),
  "__or__(self, value, /)": (vm: Interpreter, p: PyValue, other: PyValue) =>
    binaryOp(vm, "|", proxied(p), other instanceof PyMappingProxy ? other.mapping : other),
  "get(self, key, default=None, /)": (vm: Interpreter, p: PyValue, key: PyValue, missing: PyValue) =>
    vm.call(getAttr(vm, proxied(p), "get"), [key, missing]),
});
for (const name of ["keys", "values", "items", "copy", "__reversed__"]) {
  defineMethods(mappingProxyType, {
    [`${name}(self, /)`]: (vm: Interpreter, p: PyValue) => callMethod(vm, proxied(p), name),
  });
}
