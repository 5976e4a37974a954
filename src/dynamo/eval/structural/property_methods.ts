/** `property`, `classmethod` and `staticmethod` as Python sees them. */

import type { Interpreter } from "../../interpreter.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { PyMethod } from "../../objects/method.ts";
import { defineGetSet, defineMethods, defineRawMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import {
  classMethodType,
  type PyClassMethod,
  PyProperty,
  type PyStaticMethod,
  propertyType,
  staticMethodType,
} from "../../objects/property.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { lookupAttr } from "../../protocols/attribute.ts";
import { repr } from "../../protocols/convert.ts";
import { getProperty, setProperty } from "../../protocols/descriptor.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";

const property = (v: PyValue): PyProperty => v as PyProperty;

/** `property.setter` and its siblings: a copy with one function replaced. */
function withFunctions(vm: Interpreter, p: PyProperty, fget: PyValue, fset: PyValue, fdel: PyValue): PyValue {
  if (p.type === propertyType) {
    const copy = new PyProperty(fget, fset, fdel);
    copy.doc = p.doc;
    copy.name = p.name;
    return copy;
  }
  return vm.call(p.type, [fget, fset, fdel, p.doc]);
}

defineMethods(propertyType, {
  "__init__(self, fget=None, fset=None, fdel=None, doc=None)": (
    vm: Interpreter,
    p: PyProperty,
    fget: PyValue,
    fset: PyValue,
    fdel: PyValue,
    doc: PyValue,
  ) => {
    p.fget = fget;
    p.fset = fset;
    p.fdel = fdel;
    p.doc = doc ?? (fget === null ? null : (lookupAttr(vm, fget, "__doc__") ?? null));
    return null;
  },
  "__get__(self, instance, owner=None, /)": (vm: Interpreter, p: PyProperty, instance: PyValue) =>
    instance === null ? p : getProperty(vm, p, instance),
  "__set__(self, instance, value, /)": (vm: Interpreter, p: PyProperty, instance: PyValue, value: PyValue) => {
    setProperty(vm, p, instance, value);
    return null;
  },
  "__delete__(self, instance, /)": (vm: Interpreter, p: PyProperty, instance: PyValue) => {
    setProperty(vm, p, instance, undefined);
    return null;
  },
  "__set_name__(self, owner, name, /)": (_vm: Interpreter, p: PyProperty, _owner: PyValue, name: PyValue) => {
    p.name = asStr(name) ?? null;
    return null;
  },
  "getter(self, fget, /)": (vm: Interpreter, p: PyProperty, f: PyValue) => withFunctions(vm, p, f, p.fset, p.fdel),
  "setter(self, fset, /)": (vm: Interpreter, p: PyProperty, f: PyValue) => withFunctions(vm, p, p.fget, f, p.fdel),
  "deleter(self, fdel, /)": (vm: Interpreter, p: PyProperty, f: PyValue) => withFunctions(vm, p, p.fget, p.fset, f),
});
defineGetSet(propertyType, {
  fget: { get: (_vm, p) => property(p).fget },
  fset: { get: (_vm, p) => property(p).fset },
  fdel: { get: (_vm, p) => property(p).fdel },
  __doc__: {
    get: (_vm, p) => property(p).doc,
    set: (_vm, p, v) => {
      property(p).doc = v ?? null;
    },
  },
  __isabstractmethod__: {
    get: (vm, p) => [property(p).fget, property(p).fset, property(p).fdel].some((f) => isAbstract(vm, f)),
  },
});

function isAbstract(vm: Interpreter, f: PyValue): boolean {
  return f instanceof PyObject && lookupAttr(vm, f, "__isabstractmethod__") === true;
}

/** The function inside a class or static method. */
function wrapped(v: PyValue): PyValue {
  return (v as PyClassMethod | PyStaticMethod).func;
}

for (const [type, name] of [
  [classMethodType, "classmethod"],
  [staticMethodType, "staticmethod"],
] as const) {
  defineMethods(type, {
    "__init__(self, function, /)": (_vm: Interpreter, self: PyClassMethod | PyStaticMethod, f: PyValue) => {
      self.func = f;
      return null;
    },
    "__repr__(self, /)": (vm: Interpreter, self: PyValue) => `<${name}(${repr(vm, wrapped(self))})>`,
  });
  defineGetSet(type, {
    __func__: { get: (_vm, self) => wrapped(self) },
    __wrapped__: { get: (_vm, self) => wrapped(self) },
    __isabstractmethod__: { get: (vm, self) => isAbstract(vm, wrapped(self)) },
  });
  for (const copied of ["__name__", "__qualname__", "__doc__", "__module__", "__annotations__"]) {
    defineGetSet(type, {
      [copied]: {
        get: (vm, self) =>
          (self as PyObject).attrs?.get(copied) ??
          lookupAttr(vm, wrapped(self), copied) ??
          (copied === "__doc__"
            ? null
            : raise(vm, AttributeErrorType, `'${name}' object has no attribute '${copied}'`)),
        set: (_vm, self, v) => {
          const o = self as PyObject;
          o.attrs ??= new Map();
          if (v === undefined) o.attrs.delete(copied);
          else o.attrs.set(copied, v);
        },
      },
    });
  }
}
defineMethods(classMethodType, {
  "__get__(self, instance, owner=None, /)": (
    vm: Interpreter,
    self: PyClassMethod,
    instance: PyValue,
    owner: PyValue,
  ) => {
    if (owner === null && instance === null) raise(vm, TypeErrorType, "__get__(None, None) is invalid");
    return new PyMethod(self.func, owner instanceof PyType ? owner : typeOf(instance));
  },
});
defineMethods(staticMethodType, {
  "__get__(self, instance, owner=None, /)": (_vm: Interpreter, self: PyStaticMethod) => self.func,
});
defineRawMethods(staticMethodType, {
  __call__: (vm, args, kwargs) => vm.call(wrapped(args[0] ?? null), args.slice(1), kwargs),
});
