/** `type`: making classes, their attributes, and what instances of metaclasses inherit. */

import type { Interpreter } from "../../interpreter.ts";
import { typeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { PyList } from "../../objects/list.ts";
import { PyMappingProxy } from "../../objects/mapping_proxy.ts";
import { defineClassMethods, defineGetSet, defineMethods, defineRawMethods, PyGetSet } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { MroConflict, PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { genericLookup, genericSetAttr, missingText } from "../../protocols/attribute.ts";
import { plainIsInstance } from "../../protocols/convert.ts";
import { raise, raiseAttributeError } from "../../protocols/errors.ts";
import { typeName, typeOf } from "../../protocols/type_of.ts";
import { callType } from "../call_value.ts";
import { bestMetaclass } from "../class_statement.ts";
import { newType } from "../new_type.ts";
import { evaluator } from "../state.ts";
import { unionOf } from "../union_type.ts";

defineRawMethods(typeType, {
  __new__: (vm, args, kwargs) => {
    const [meta, name, bases, namespace] = args;
    if (!(meta instanceof PyType)) raise(vm, TypeErrorType, "type.__new__(X): X is not a type object");
    if (args.length === 2 && kwargs === null) return typeOf(name ?? null);
    if (args.length !== 4) raise(vm, TypeErrorType, "type() takes 1 or 3 arguments");
    const text = asStr(name ?? null);
    if (text === undefined)
      raise(vm, TypeErrorType, `type.__new__() argument 1 must be str, not ${typeName(name ?? null)}`);
    if (!(bases instanceof PyTuple))
      raise(vm, TypeErrorType, `type.__new__() argument 2 must be tuple, not ${typeName(bases ?? null)}`);
    if (!(namespace instanceof PyDict))
      raise(vm, TypeErrorType, `type.__new__() argument 3 must be dict, not ${typeName(namespace ?? null)}`);
    const winner = bestMetaclass(evaluator(vm), meta, bases.items);
    if (winner !== meta && winner.lookup("__new__") !== typeType.attrs.get("__new__"))
      return vm.call(winner.lookup("__new__") ?? null, [winner, text, bases, namespace], kwargs);
    return newType(evaluator(vm), winner, text, bases.items, namespace, kwargs);
  },
  __init__: () => null,
  __call__: (vm, args, kwargs) => callType(evaluator(vm), args[0] as PyType, args.slice(1), kwargs),
});

defineClassMethods(typeType, {
  "__prepare__(metacls, *args, **kwargs)": () => new PyDict(),
});

defineMethods(typeType, {
  "__repr__(self, /)": (_vm: Interpreter, cls: PyType) => {
    const module = cls.attrs.get("__module__") ?? cls.module;
    const prefix = typeof module === "string" && module !== "builtins" ? `${module}.` : "";
    return `<class '${prefix}${cls.qualname}'>`;
  },
  "__getattribute__(self, name, /)": (vm: Interpreter, cls: PyType, name: PyValue) => {
    const text = asStr(name) ?? "";
    const value = genericLookup(vm, cls, cls.type, text);
    return value === undefined ? raiseAttributeError(vm, cls, text, missingText(cls, cls.type, text)) : value;
  },
  "__setattr__(self, name, value, /)": (vm: Interpreter, cls: PyType, name: PyValue, value: PyValue) => {
    genericSetAttr(vm, cls, cls.type, asStr(name) ?? "", value);
    return null;
  },
  "__delattr__(self, name, /)": (vm: Interpreter, cls: PyType, name: PyValue) => {
    genericSetAttr(vm, cls, cls.type, asStr(name) ?? "", undefined);
    return null;
  },
  "__instancecheck__(self, instance, /)": (vm: Interpreter, cls: PyType, v: PyValue) =>
    plainIsInstance(vm, v, typeOf(v), cls),
  "__subclasscheck__(self, subclass, /)": (vm: Interpreter, cls: PyType, c: PyValue) => {
    if (!(c instanceof PyType)) raise(vm, TypeErrorType, "issubclass() arg 1 must be a class");
    return c.isSubtypeOf(cls);
  },
  "__subclasses__(self, /)": (_vm: Interpreter, cls: PyType) => {
    const out: PyValue[] = [];
    for (const ref of cls.subclasses) {
      const type = ref.deref();
      if (type !== undefined) out.push(type);
    }
    return new PyList(out);
  },
  "mro(self, /)": (_vm: Interpreter, cls: PyType) => new PyList([...cls.mro]),
  "__or__(self, other, /)": (vm: Interpreter, cls: PyValue, other: PyValue) => unionOf(vm, cls, other),
  "__ror__(self, other, /)": (vm: Interpreter, cls: PyValue, other: PyValue) => unionOf(vm, other, cls),
  "__dir__(self, /)": (_vm: Interpreter, cls: PyType) => {
    const names = new Set<string>();
    for (const type of cls.mro) for (const name of type.attrs.keys()) names.add(name);
    return new PyList([...names].sort());
  },
});

function assignable(vm: Interpreter, cls: PyType, name: string): void {
  if (!cls.heap) raise(vm, TypeErrorType, `cannot set '${name}' attribute of immutable type '${cls.name}'`);
}

const own = (name: string, missing: (cls: PyType) => PyValue) => ({
  get: (_vm: Interpreter, self: PyValue): PyValue => {
    const cls = self as PyType;
    const value = cls.attrs.get(name);
    // What a class defines for its instances says nothing of the class itself.
    return value === undefined || value instanceof PyGetSet ? missing(cls) : value;
  },
  set: (vm: Interpreter, self: PyValue, value: PyValue | undefined): void => {
    assignable(vm, self as PyType, name);
    (self as PyType).setAttr(name, value);
  },
});

defineGetSet(typeType, {
  __name__: {
    get: (_vm, self) => (self as PyType).name,
    set: (vm, self, value) => {
      assignable(vm, self as PyType, "__name__");
      const text = asStr(value ?? null);
      if (text === undefined) raise(vm, TypeErrorType, `can only assign string to ${(self as PyType).name}.__name__`);
      (self as PyType).name = text;
    },
  },
  __qualname__: {
    get: (_vm, self) => (self as PyType).qualname,
    set: (vm, self, value) => {
      assignable(vm, self as PyType, "__qualname__");
      const text = asStr(value ?? null);
      if (text === undefined)
        raise(vm, TypeErrorType, `can only assign string to ${(self as PyType).name}.__qualname__`);
      (self as PyType).qualname = text;
    },
  },
  __module__: own("__module__", (cls) => cls.module),
  __doc__: own("__doc__", () => null),
  __abstractmethods__: {
    get: (vm, self) => {
      const value = (self as PyType).attrs.get("__abstractmethods__");
      return value === undefined ? raise(vm, AttributeErrorType, "__abstractmethods__") : value;
    },
    set: (_vm, self, value) => (self as PyType).setAttr("__abstractmethods__", value),
  },
  __annotations__: {
    get: (vm, self) => {
      const cls = self as PyType;
      const known = cls.attrs.get("__annotations__");
      if (known !== undefined) return known;
      if (!cls.heap)
        return raise(vm, AttributeErrorType, `type object '${cls.name}' has no attribute '__annotations__'`);
      const dict = new PyDict();
      cls.setAttr("__annotations__", dict);
      return dict;
    },
    set: (vm, self, value) => {
      assignable(vm, self as PyType, "__annotations__");
      (self as PyType).setAttr("__annotations__", value);
    },
  },
  __type_params__: own("__type_params__", () => new PyTuple([])),
  __dict__: { get: (_vm, self) => new PyMappingProxy(PyDict.wrap((self as PyType).attrs)) },
  __mro__: { get: (_vm, self) => new PyTuple([...(self as PyType).mro]) },
  __base__: { get: (_vm, self) => bestBase(self as PyType) },
  __bases__: {
    get: (_vm, self) => new PyTuple([...(self as PyType).bases]),
    set: (vm, self, value) => setBases(vm, self as PyType, value),
  },
  __basicsize__: { get: () => 16 },
  __flags__: { get: (_vm, self) => ((self as PyType).heap ? 1 << 9 : 0) },
});

function bestBase(cls: PyType): PyValue {
  return (
    cls.bases.find((b) => b.layout === cls.layout && b.slotCount > 0) ??
    cls.bases.find((b) => b.layout === cls.layout) ??
    cls.bases[0] ??
    null
  );
}

function setBases(vm: Interpreter, cls: PyType, value: PyValue | undefined): void {
  assignable(vm, cls, "__bases__");
  if (!(value instanceof PyTuple))
    raise(vm, TypeErrorType, `can only assign tuple to ${cls.name}.__bases__, not ${typeName(value ?? null)}`);
  const bases = value.items.filter((b): b is PyType => b instanceof PyType);
  if (bases.length === 0 || bases.length !== value.items.length)
    raise(vm, TypeErrorType, `can only assign non-empty tuple of classes to ${cls.name}.__bases__`);
  if (bases.some((b) => b.isSubtypeOf(cls))) raise(vm, TypeErrorType, "a __bases__ item causes an inheritance cycle");
  if (bases.some((b) => b.layout !== cls.layout && !cls.layout.isSubtypeOf(b.layout)))
    raise(vm, TypeErrorType, `__bases__ assignment: '${bases[0]?.name}' object layout differs from '${cls.name}'`);
  try {
    cls.setBases(bases);
  } catch (e) {
    if (e instanceof MroConflict) raise(vm, TypeErrorType, e.message);
    throw e;
  }
}
