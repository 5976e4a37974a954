/** `object`: what every class inherits. */

import type { Interpreter } from "../../interpreter.ts";
import { hasHiddenState, objectType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { addressOf } from "../../objects/identity.ts";
import { PyList } from "../../objects/list.ts";
import { moduleType, PyModule } from "../../objects/module.ts";
import { defineClassMethods, defineGetSet, defineMethods, defineRawMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { genericLookup, genericSetAttr, getAttr, lookupAttr, missingText } from "../../protocols/attribute.ts";
import { callMethod, callSpecial } from "../../protocols/call.ts";
import { repr, str, truth } from "../../protocols/convert.ts";
import { raise, raiseAttributeError } from "../../protocols/errors.ts";
import { identityHash } from "../../protocols/hash.ts";
import { toArray } from "../../protocols/iterate.ts";
import { typeName, typeOf } from "../../protocols/type_of.ts";
import { allocate, objectInit, objectNew } from "../call_value.ts";
import { evaluator } from "../state.ts";

function excess(vm: Interpreter, cls: PyType): never {
  raise(vm, TypeErrorType, `${cls.name}() takes no arguments`);
}

/** Raises when the class still has abstract methods. */
function checkAbstract(vm: Interpreter, cls: PyType): void {
  const abstract = cls.attrs.get("__abstractmethods__");
  if (abstract === undefined || !truth(vm, abstract)) return;
  const names = toArray(vm, abstract).map((n) => asStr(n) ?? "");
  const quoted = names.sort().map((n) => `'${n}'`);
  const plural = quoted.length === 1 ? "" : "s";
  raise(
    vm,
    TypeErrorType,
    `Can't instantiate abstract class ${cls.name} without an implementation for abstract method${plural} ${quoted.join(", ")}`,
  );
}

defineRawMethods(objectType, {
  __new__: (vm, args, kwargs) => {
    const cls = args[0];
    if (!(cls instanceof PyType)) raise(vm, TypeErrorType, "object.__new__(X): X is not a type object");
    if (args.length > 1 || kwargs !== null) {
      if (cls.lookup("__new__") !== objectNew())
        raise(vm, TypeErrorType, "object.__new__() takes exactly one argument (the type to instantiate)");
      if (cls.lookup("__init__") === objectInit()) excess(vm, cls);
    }
    checkAbstract(vm, cls);
    checkLayout(vm, cls);
    return allocate(evaluator(vm), cls);
  },
  __init__: (vm, args, kwargs) => {
    const self = args[0] ?? null;
    if (args.length > 1 || kwargs !== null) {
      const type = typeOf(self);
      if (type.lookup("__init__") !== objectInit())
        raise(vm, TypeErrorType, "object.__init__() takes exactly one argument (the instance to initialize)");
      if (type.lookup("__new__") === objectNew()) excess(vm, type);
    }
    return null;
  },
});

/** `object.__new__` makes no instance of a class whose native base has a constructor of its own, or none at all. */
function checkLayout(vm: Interpreter, cls: PyType): void {
  const native = cls.mro.find((t) => !t.heap);
  if (native === undefined || native === objectType) return;
  const create = native.lookup("__new__");
  if (create !== objectNew())
    raise(vm, TypeErrorType, `object.__new__(${cls.name}) is not safe, use ${native.name}.__new__()`);
  if (hasHiddenState(cls)) raise(vm, TypeErrorType, `cannot create '${cls.name}' instances`);
}

defineMethods(objectType, {
  "__repr__(self, /)": (_vm: Interpreter, self: PyValue) => {
    const type = typeOf(self);
    const module = type.attrs.get("__module__") ?? type.module;
    const prefix = typeof module === "string" && module !== "builtins" ? `${module}.` : "";
    return `<${prefix}${type.qualname} object at ${self instanceof PyObject ? addressOf(self) : "0x0"}>`;
  },
  "__str__(self, /)": (vm: Interpreter, self: PyValue) => repr(vm, self),
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) => {
    if (spec !== "") raise(vm, TypeErrorType, `unsupported format string passed to ${typeName(self)}.__format__`);
    return str(vm, self);
  },
  "__hash__(self, /)": (_vm: Interpreter, self: PyValue) => identityHash(self as PyObject),
  "__eq__(self, value, /)": (_vm: Interpreter, self: PyValue, other: PyValue) =>
    self === other ? true : NotImplemented,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => {
    const r = callSpecial(vm, self, "__eq__", other);
    return r === undefined || r === NotImplemented ? NotImplemented : !truth(vm, r);
  },
  "__lt__(self, value, /)": () => NotImplemented,
  "__le__(self, value, /)": () => NotImplemented,
  "__gt__(self, value, /)": () => NotImplemented,
  "__ge__(self, value, /)": () => NotImplemented,
  "__getattribute__(self, name, /)": (vm: Interpreter, self: PyValue, name: PyValue) => {
    const text = attributeName(vm, name);
    const type = typeOf(self);
    const value = genericLookup(vm, self, type, text);
    return value === undefined ? raiseAttributeError(vm, self, text, missingText(self, type, text)) : value;
  },
  "__setattr__(self, name, value, /)": (vm: Interpreter, self: PyValue, name: PyValue, value: PyValue) => {
    genericSetAttr(vm, self, typeOf(self), attributeName(vm, name), value);
    return null;
  },
  "__delattr__(self, name, /)": (vm: Interpreter, self: PyValue, name: PyValue) => {
    genericSetAttr(vm, self, typeOf(self), attributeName(vm, name), undefined);
    return null;
  },
  "__dir__(self, /)": (vm: Interpreter, self: PyValue) => new PyList(directory(vm, self)),
  "__sizeof__(self, /)": () => 48,
  "__reduce_ex__(self, protocol, /)": (vm: Interpreter, self: PyValue) => {
    const own = typeOf(self).lookup("__reduce__");
    if (own !== objectType.attrs.get("__reduce__")) return callMethod(vm, self, "__reduce__");
    return reduce(vm, self);
  },
  "__reduce__(self, /)": (vm: Interpreter, self: PyValue) => reduce(vm, self),
  "__getstate__(self, /)": (_vm: Interpreter, self: PyValue) => {
    if (!(self instanceof PyObject) || self.attrs === null) return null;
    return PyDict.fromStrings(self.attrs);
  },
});

defineClassMethods(objectType, {
  "__init_subclass__(cls, **kwargs)": (vm: Interpreter, cls: PyType, kwargs: ReadonlyMap<string, PyValue>) =>
    kwargs.size === 0 ? null : raise(vm, TypeErrorType, `${cls.name}.__init_subclass__() takes no keyword arguments`),
  "__subclasshook__(cls, subclass, /)": () => NotImplemented,
});

defineGetSet(objectType, {
  __class__: {
    get: (_vm, self) => typeOf(self),
    set: (vm, self, value) => setClass(vm, self, value),
  },
  __dict__: {
    get: (vm, self) => {
      const dict = instanceDict(self);
      return dict ?? raise(vm, AttributeErrorType, `'${typeName(self)}' object has no attribute '__dict__'`);
    },
    set: (vm, self, value) => {
      if (!(value instanceof PyDict))
        raise(vm, TypeErrorType, `__dict__ must be set to a dictionary, not a '${typeName(value ?? null)}'`);
      if (self instanceof PyObject && typeOf(self).hasDict) self.attrs = value.shareAsNamespace();
      else raise(vm, AttributeErrorType, `'${typeName(self)}' object has no attribute '__dict__'`);
    },
  },
});

function instanceDict(self: PyValue): PyDict | null {
  if (!(self instanceof PyObject)) return null;
  if (self instanceof PyModule) self.complete();
  if (!self.type.hasDict) return null;
  self.attrs ??= new Map();
  return PyDict.wrap(self.attrs);
}

function setClass(vm: Interpreter, self: PyValue, value: PyValue | undefined): void {
  if (!(value instanceof PyType))
    raise(vm, TypeErrorType, `__class__ must be set to a class, not '${typeName(value ?? null)}' object`);
  const old = typeOf(self);
  const modules = old.isSubtypeOf(moduleType) && value.isSubtypeOf(moduleType);
  if (!(self instanceof PyObject) || (!modules && (!old.heap || !value.heap)))
    raise(vm, TypeErrorType, "__class__ assignment only supported for mutable types or ModuleType subclasses");
  if (old.layout !== value.layout || old.slotCount !== value.slotCount)
    raise(vm, TypeErrorType, `__class__ assignment: '${value.name}' object layout differs from '${old.name}'`);
  self.type = value;
}

function attributeName(vm: Interpreter, name: PyValue): string {
  return asStr(name) ?? raise(vm, TypeErrorType, `attribute name must be string, not '${typeName(name)}'`);
}

function directory(vm: Interpreter, self: PyValue): string[] {
  const names = new Set<string>();
  const own = lookupAttr(vm, self, "__dict__");
  if (own instanceof PyDict) for (const name of own.keys()) if (typeof name === "string") names.add(name);
  for (const type of typeOf(self).mro) for (const name of type.attrs.keys()) names.add(name);
  return [...names].sort();
}

/** `copyreg.__reduce_ex__` for protocol 2: a constructor call, the state, and the items of lists and dicts. */
function reduce(vm: Interpreter, self: PyValue): PyValue {
  const cls = typeOf(self);
  if (hasHiddenState(cls)) raise(vm, TypeErrorType, `cannot pickle '${cls.name}' object`);
  const copyreg = vm.importModule("copyreg");
  const extra = lookupAttr(vm, self, "__getnewargs__");
  const args = extra === undefined ? [] : toArray(vm, vm.call(extra, []));
  const state = callMethod(vm, self, "__getstate__");
  const items =
    cls.lookup("append") !== undefined && cls.lookup("extend") !== undefined
      ? vm.call(getAttr(vm, self, "__iter__"), [])
      : null;
  const pairs = self instanceof PyDict ? vm.call(getAttr(vm, callMethod(vm, self, "items"), "__iter__"), []) : null;
  return new PyTuple([getAttr(vm, copyreg, "__newobj__"), new PyTuple([cls, ...args]), state, items, pairs]);
}
