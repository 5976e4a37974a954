/** `functools.partial`. */

import { guardRepr } from "../../builtins/containers_repr.ts";
import { genericAlias } from "../../builtins/list.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { dictType, PyDict } from "../../objects/dict.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import {
  defineClassMethods,
  defineGetSet,
  defineMethods,
  defineRawMethods,
  type Kwargs,
} from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyTuple, tupleType } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { call } from "../../protocols/call.ts";
import { repr } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { allocate } from "../native_class.ts";

export const partialType: PyType = nativeType("partial", {
  module: "functools",
  hasDict: true,
  allocate: (type) => new PyPartial(type),
});

export class PyPartial extends PyObject {
  func: PyValue = null;
  tuple = new PyTuple([]);
  keywords: Kwargs = new Map();

  constructor(type: PyType = partialType) {
    super(type);
  }

  get args(): readonly PyValue[] {
    return this.tuple.items;
  }
}

function merged(self: PyPartial, kwargs: Kwargs | null): Kwargs | null {
  if (kwargs === null) return self.keywords.size === 0 ? null : self.keywords;
  return self.keywords.size === 0 ? kwargs : new Map([...self.keywords, ...kwargs]);
}

defineRawMethods(partialType, {
  __new__: (vm, [cls, func, ...args], kwargs) => {
    if (func === undefined) return raise(vm, TypeErrorType, "type 'partial' takes at least one argument");
    if (typeOf(func).lookup("__call__") === undefined) raise(vm, TypeErrorType, "the first argument must be callable");
    const self = allocate(vm, cls as PyType, PyPartial);
    // A partial of a partial is one partial of the function itself.
    const inner = func instanceof PyPartial && func.type === partialType && func.attrs === null ? func : null;
    self.func = inner === null ? func : inner.func;
    self.tuple = new PyTuple(inner === null ? args : [...inner.args, ...args]);
    self.keywords = new Map([...(inner?.keywords ?? []), ...(kwargs ?? [])]);
    return self;
  },
  __call__: (vm, [self, ...args], kwargs) => {
    const partial = self as PyPartial;
    return call(
      vm,
      partial.func,
      partial.args.length === 0 ? args : [...partial.args, ...args],
      merged(partial, kwargs),
    );
  },
});
defineMethods(partialType, {
  "__init__(self, /, *args, **kwargs)": () => null,
  "__repr__(self, /)": (vm: Interpreter, self: PyPartial) =>
    guardRepr(vm, self, "...", () => {
      const parts = [self.func, ...self.args].map((value) => repr(vm, value));
      for (const [name, value] of self.keywords) parts.push(`${name}=${repr(vm, value)}`);
      const name = self.type === partialType ? "functools.partial" : self.type.qualname;
      return `${name}(${parts.join(", ")})`;
    }),
  "__reduce__(self, /)": (_vm: Interpreter, self: PyPartial) =>
    new PyTuple([
      self.type,
      new PyTuple([self.func]),
      new PyTuple([
        self.func,
        self.tuple,
        PyDict.wrap(self.keywords),
        self.attrs === null || self.attrs.size === 0 ? null : PyDict.fromStrings(self.attrs),
      ]),
    ]),
  "__setstate__(self, state, /)": (vm: Interpreter, self: PyPartial, state: PyValue) => {
    const [func, args, keywords, attrs] = state instanceof PyTuple && state.items.length === 4 ? state.items : [];
    if (func === undefined || typeOf(func).lookup("__call__") === undefined || !(args instanceof PyTuple))
      return raise(vm, TypeErrorType, "invalid partial state");
    if (keywords !== null && !(keywords instanceof PyDict)) return raise(vm, TypeErrorType, "invalid partial state");
    if (attrs !== null && !(attrs instanceof PyDict)) return raise(vm, TypeErrorType, "invalid partial state");
    self.func = func;
    self.tuple = args.type === tupleType ? args : new PyTuple(args.items);
    self.keywords = keywords?.type === dictType ? keywords.shareAsNamespace() : new Map(keywords?.attrMap ?? []);
    self.attrs = attrs === null ? null : new Map(attrs.attrMap);
    return null;
  },
});
defineGetSet(partialType, {
  func: { get: (_vm, self) => (self as PyPartial).func },
  args: { get: (_vm, self) => (self as PyPartial).tuple },
  keywords: { get: (_vm, self) => PyDict.wrap((self as PyPartial).keywords) },
});
defineClassMethods(partialType, {
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});
