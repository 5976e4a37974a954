/** Attributes and methods of functions, bound methods and cells. */

import type { Interpreter } from "../../interpreter.ts";
import { cellType, PyCell } from "../../objects/cell.ts";
import { PyCode } from "../../objects/code.ts";
import { PyDict } from "../../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { functionType, PyFunction } from "../../objects/function.ts";
import { addressOf } from "../../objects/identity.ts";
import { methodType, PyMethod } from "../../objects/method.ts";
import { defineGetSet, defineMethods, defineRawMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { asStr } from "../../objects/unbox.ts";
import { getAttr, lookupAttr } from "../../protocols/attribute.ts";
import { hash, repr, str } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { combineHashes, identityHash } from "../../protocols/hash.ts";
import { equals } from "../../protocols/operator.ts";
import { typeName } from "../../protocols/type_of.ts";
import { annotationsOf } from "../functions.ts";

const fn = (v: PyValue): PyFunction => v as PyFunction;
const method = (v: PyValue): PyMethod => v as PyMethod;

const NO_TYPE_PARAMS = new PyTuple([]);

defineMethods(functionType, {
  "__repr__(self, /)": (_vm: Interpreter, f: PyFunction) => `<function ${f.qualname} at ${addressOf(f)}>`,
  "__get__(self, instance, owner=None, /)": (_vm: Interpreter, f: PyFunction, instance: PyValue) =>
    instance === null ? f : new PyMethod(f, instance),
});

defineRawMethods(functionType, {
  __call__: (vm, args, kwargs) => vm.call(args[0] ?? null, args.slice(1), kwargs),
  __new__: (vm, args) => {
    const [, code, globals, name, defaults, closure] = args;
    if (!(code instanceof PyCode) || !(globals instanceof PyDict))
      raise(vm, TypeErrorType, "function() argument 'code' must be code, and 'globals' must be dict");
    const f = new PyFunction(code, globals.attrMap, vm.builtins);
    if (typeof name === "string") f.name = name;
    if (defaults instanceof PyTuple) f.defaults = defaults.items;
    if (closure instanceof PyTuple) f.closure = closure.items.filter((c): c is PyCell => c instanceof PyCell);
    return f;
  },
});

function text(vm: Interpreter, value: PyValue | undefined, name: string): string {
  return asStr(value ?? null) ?? raise(vm, TypeErrorType, `${name} must be set to a string object`);
}

defineGetSet(functionType, {
  __name__: {
    get: (_vm, f) => fn(f).name,
    set: (vm, f, v) => {
      fn(f).name = text(vm, v, "__name__");
    },
  },
  __qualname__: {
    get: (_vm, f) => fn(f).qualname,
    set: (vm, f, v) => {
      fn(f).qualname = text(vm, v, "__qualname__");
    },
  },
  __doc__: {
    get: (_vm, f) => fn(f).doc,
    set: (_vm, f, v) => {
      fn(f).doc = v ?? null;
    },
  },
  __module__: {
    get: (_vm, f) => fn(f).module,
    set: (_vm, f, v) => {
      fn(f).module = v ?? null;
    },
  },
  __code__: {
    get: (_vm, f) => fn(f).code,
    set: (vm, f, v) => {
      if (!(v instanceof PyCode)) raise(vm, TypeErrorType, "__code__ must be set to a code object");
      fn(f).code = v;
    },
  },
  __defaults__: {
    get: (_vm, f) => {
      const d = fn(f).defaults;
      return d === null ? null : new PyTuple(d);
    },
    set: (vm, f, v) => {
      if (v !== null && v !== undefined && !(v instanceof PyTuple))
        raise(vm, TypeErrorType, "__defaults__ must be set to a tuple object");
      fn(f).defaults = v instanceof PyTuple ? v.items : null;
    },
  },
  __kwdefaults__: {
    get: (_vm, f) => {
      const d = fn(f).kwdefaults;
      return d === null ? null : PyDict.wrap(d);
    },
    set: (vm, f, v) => {
      if (v !== null && v !== undefined && !(v instanceof PyDict))
        raise(vm, TypeErrorType, "__kwdefaults__ must be set to a dict object");
      fn(f).kwdefaults = v instanceof PyDict ? v.attrMap : null;
    },
  },
  __closure__: {
    get: (_vm, f) => {
      const c = fn(f).closure;
      return c === null ? null : new PyTuple([...c]);
    },
  },
  __globals__: { get: (_vm, f) => PyDict.wrap(fn(f).globals) },
  __builtins__: { get: (_vm, f) => PyDict.wrap(fn(f).builtins) },
  __annotations__: {
    get: (_vm, f) => annotationsOf(fn(f)),
    set: (vm, f, v) => {
      if (v !== null && v !== undefined && !(v instanceof PyDict))
        raise(vm, TypeErrorType, "__annotations__ must be set to a dict object");
      fn(f).annotations = v ?? new PyDict();
    },
  },
  __type_params__: {
    get: (_vm, f) => fn(f).typeParams ?? NO_TYPE_PARAMS,
    set: (_vm, f, v) => {
      fn(f).typeParams = v ?? null;
    },
  },
});

defineMethods(methodType, {
  "__repr__(self, /)": (vm: Interpreter, m: PyMethod) => {
    const name = lookupAttr(vm, m.func, "__qualname__") ?? lookupAttr(vm, m.func, "__name__") ?? "?";
    return `<bound method ${str(vm, name)} of ${repr(vm, m.self)}>`;
  },
  "__eq__(self, value, /)": (vm: Interpreter, m: PyMethod, other: PyValue) =>
    other instanceof PyMethod ? m.self === other.self && equals(vm, m.func, other.func) : NotImplemented,
  "__hash__(self, /)": (vm: Interpreter, m: PyMethod) =>
    combineHashes([m.self instanceof PyObject ? identityHash(m.self) : hash(vm, m.self), hash(vm, m.func)]),
  "__get__(self, instance, owner=None, /)": (_vm: Interpreter, m: PyMethod) => m,
  "__getattr__(self, name, /)": (vm: Interpreter, m: PyMethod, name: PyValue) => getAttr(vm, m.func, asStr(name) ?? ""),
});

defineRawMethods(methodType, {
  __call__: (vm, args, kwargs) => vm.call(args[0] ?? null, args.slice(1), kwargs),
  __new__: (vm, args) => {
    const [, f, self] = args;
    if (args.length !== 3) raise(vm, TypeErrorType, `method expected 2 arguments, got ${args.length - 1}`);
    if (self === null || self === undefined) raise(vm, TypeErrorType, "instance must not be None");
    return new PyMethod(f ?? null, self);
  },
});

defineGetSet(methodType, {
  __func__: { get: (_vm, m) => method(m).func },
  __self__: { get: (_vm, m) => method(m).self },
  __doc__: { get: (vm, m) => lookupAttr(vm, method(m).func, "__doc__") ?? null },
});

defineMethods(cellType, {
  "__new__(cls, contents=<unset>, /)": (_vm: Interpreter, _cls: PyValue, contents: PyValue | undefined) =>
    new PyCell(contents),
  "__repr__(self, /)": (_vm: Interpreter, c: PyCell) =>
    c.value === undefined
      ? `<cell at ${addressOf(c)}: empty>`
      : `<cell at ${addressOf(c)}: ${typeName(c.value)} object at ${c.value instanceof PyObject ? addressOf(c.value) : "0x0"}>`,
});
defineGetSet(cellType, {
  cell_contents: {
    get: (vm, c) => {
      const value = (c as PyCell).value;
      return value === undefined ? raise(vm, ValueErrorType, "cell is empty") : value;
    },
    set: (_vm, c, v) => {
      (c as PyCell).value = v;
    },
  },
});
