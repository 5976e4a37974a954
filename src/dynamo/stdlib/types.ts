/** `types`. */

import { CodeFlag } from "../../python/code_object.ts";
import { guardRepr } from "../builtins/containers_repr.ts";
import { isCallable } from "../builtins/functions_objects.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { cellType } from "../objects/cell.ts";
import { codeType, PyCode } from "../objects/code.ts";
import { nativeType, typeType } from "../objects/core_types.ts";
import { PyDict } from "../objects/dict.ts";
import { tracebackType } from "../objects/exception.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { functionType, PyFunction } from "../objects/function.ts";
import { asyncGeneratorType, coroutineType, generatorType } from "../objects/generator.ts";
import { genericAliasType, unionTypeType } from "../objects/generic_alias.ts";
import { mappingProxyType } from "../objects/mapping_proxy.ts";
import { methodType } from "../objects/method.ts";
import { moduleType } from "../objects/module.ts";
import {
  builtinFunctionType,
  classMethodDescriptorType,
  defineMethods,
  fn,
  getsetDescriptorType,
  type Kwargs,
  methodDescriptorType,
  methodWrapperType,
  wrapperDescriptorType,
} from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyProperty, propertyType } from "../objects/property.ts";
import { ellipsisType, NotImplemented, noneType, notImplementedType } from "../objects/singletons.ts";
import { memberDescriptorType } from "../objects/slot_member.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { getAttr, lookupAttr } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { repr } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { equals } from "../protocols/operator.ts";

export const simpleNamespaceType: PyType = nativeType("SimpleNamespace", {
  module: "types",
  hasDict: true,
  allocate: (type) => new PyObject(type),
});

defineMethods(simpleNamespaceType, {
  "__init__(self, /, **kwargs)": (_vm: Interpreter, self: PyObject, kwargs: Kwargs) => {
    self.attrs ??= new Map();
    for (const [name, value] of kwargs) self.attrs.set(name, value);
    return null;
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyObject) => {
    const name = self.type === simpleNamespaceType ? "namespace" : self.type.name;
    return guardRepr(vm, self, `${name}(...)`, () => {
      const parts = [...(self.attrs ?? [])].map(([key, value]) => `${key}=${repr(vm, value)}`);
      return `${name}(${parts.join(", ")})`;
    });
  },
  "__eq__(self, value, /)": (vm: Interpreter, self: PyObject, other: PyValue) => {
    if (!(other instanceof PyObject) || !other.type.isSubtypeOf(simpleNamespaceType)) return NotImplemented;
    return equals(vm, getAttr(vm, self, "__dict__"), getAttr(vm, other, "__dict__"));
  },
});
simpleNamespaceType.setAttr("__hash__", null);

const dynamicAttributeType: PyType = nativeType("DynamicClassAttribute", {
  module: "types",
  bases: [propertyType],
  hasDict: true,
  allocate: (type) => new PyProperty(null, null, null, type),
});

/** The bases with each non-class replaced by what its `__mro_entries__` gives. */
function resolveBases(vm: Interpreter, bases: PyValue): PyTuple {
  const given = toArray(vm, bases);
  return new PyTuple(
    given.flatMap((base) => {
      if (base instanceof PyType) return [base];
      const entries = lookupAttr(vm, base, "__mro_entries__");
      return entries === undefined ? [base] : toArray(vm, call(vm, entries, [new PyTuple(given)]));
    }),
  );
}

const newClass = fn(
  "new_class(name, bases=(), kwds=None, exec_body=None)",
  (vm: Interpreter, name: PyValue, bases: PyValue, kwds: PyValue, body: PyValue) => {
    const resolved = resolveBases(vm, bases);
    const kwargs: Kwargs = new Map(kwds instanceof PyDict ? kwds.attrMap : []);
    let meta = kwargs.get("metaclass") ?? null;
    kwargs.delete("metaclass");
    if (meta === null) {
      meta = typeType;
      for (const base of resolved.items) {
        if (base instanceof PyType && meta instanceof PyType && base.type.isSubtypeOf(meta)) meta = base.type;
      }
    }
    const prepare = lookupAttr(vm, meta, "__prepare__");
    const namespace = prepare === undefined ? new PyDict() : call(vm, prepare, [name, resolved], kwargs);
    if (body !== null) call(vm, body, [namespace]);
    return call(vm, meta, [name, resolved, namespace], kwargs);
  },
);

export const typesModule = nativeModule("types", () => ({
  AsyncGeneratorType: asyncGeneratorType,
  BuiltinFunctionType: builtinFunctionType,
  BuiltinMethodType: builtinFunctionType,
  CellType: cellType,
  ClassMethodDescriptorType: classMethodDescriptorType,
  CodeType: codeType,
  CoroutineType: coroutineType,
  DynamicClassAttribute: dynamicAttributeType,
  EllipsisType: ellipsisType,
  FunctionType: functionType,
  GeneratorType: generatorType,
  GenericAlias: genericAliasType,
  GetSetDescriptorType: getsetDescriptorType,
  LambdaType: functionType,
  MappingProxyType: mappingProxyType,
  MemberDescriptorType: memberDescriptorType,
  MethodDescriptorType: methodDescriptorType,
  MethodType: methodType,
  MethodWrapperType: methodWrapperType,
  ModuleType: moduleType,
  NoneType: noneType,
  NotImplementedType: notImplementedType,
  SimpleNamespace: simpleNamespaceType,
  TracebackType: tracebackType,
  UnionType: unionTypeType,
  WrapperDescriptorType: wrapperDescriptorType,
  new_class: newClass,
  resolve_bases: fn("resolve_bases(bases)", (vm: Interpreter, bases: PyValue) => resolveBases(vm, bases)),
  coroutine: fn("coroutine(func)", (vm: Interpreter, f: PyValue) => {
    if (!isCallable(f)) raise(vm, TypeErrorType, "types.coroutine() expects a callable");
    if (f instanceof PyFunction) f.code.complete();
    if (f instanceof PyFunction && (f.code.flags & CodeFlag.GENERATOR) !== 0) {
      const flags = f.code.flags | CodeFlag.ITERABLE_COROUTINE;
      f.code = new PyCode({ ...f.code.source, flags });
    }
    return f;
  }),
}));
