/** `dataclasses.Field`, `field()`, `KW_ONLY`, `InitVar` and the marks of a dataclass. */

import { guardRepr } from "../../builtins/containers_repr.ts";
import { genericAlias } from "../../builtins/list.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { mappingProxyType, PyMappingProxy } from "../../objects/mapping_proxy.ts";
import { PyModule } from "../../objects/module.ts";
import { defineGetSet, defineMethods, fn } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { lookupAttr } from "../../protocols/attribute.ts";
import { call } from "../../protocols/call.ts";
import { repr, truth } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";

function marker(typeName: string, text: string): PyObject {
  const type = nativeType(typeName, { module: "dataclasses" });
  defineMethods(type, { "__repr__(self, /)": () => text });
  return new PyObject(type);
}

export const MISSING = marker("_MISSING_TYPE", "<dataclasses._MISSING_TYPE object>");
export const KW_ONLY = marker("_KW_ONLY_TYPE", "<dataclasses._KW_ONLY_TYPE object>");
export const HAS_DEFAULT_FACTORY = marker("_HAS_DEFAULT_FACTORY_CLASS", "<factory>");

export const fieldType: PyType = nativeType("Field", { module: "dataclasses" });

export type FieldKind = "field" | "classvar" | "initvar";

export class PyField extends PyObject {
  name: string | null = null;
  annotation: PyValue = null;
  kind: FieldKind = "field";
  readonly defaultValue: PyValue;
  readonly defaultFactory: PyValue;
  readonly init: boolean;
  readonly repr: boolean;
  /** None: as `compare`. */
  readonly hash: PyValue;
  readonly compare: boolean;
  readonly metadata: PyValue;
  kwOnly: PyValue;

  constructor(options: {
    readonly defaultValue?: PyValue;
    readonly defaultFactory?: PyValue;
    readonly init?: boolean;
    readonly repr?: boolean;
    readonly hash?: PyValue;
    readonly compare?: boolean;
    readonly metadata?: PyValue;
    readonly kwOnly?: PyValue;
  }) {
    super(fieldType);
    this.defaultValue = options.defaultValue ?? (options.defaultValue === null ? null : MISSING);
    this.defaultFactory = options.defaultFactory ?? MISSING;
    this.init = options.init ?? true;
    this.repr = options.repr ?? true;
    this.hash = options.hash ?? null;
    this.compare = options.compare ?? true;
    this.metadata = options.metadata ?? new PyMappingProxy(new PyDict());
    this.kwOnly = options.kwOnly ?? MISSING;
  }

  get required(): boolean {
    return this.defaultValue === MISSING && this.defaultFactory === MISSING;
  }
}

const own = (value: PyValue): PyField => value as PyField;

defineGetSet(fieldType, {
  name: {
    get: (_vm, self) => own(self).name,
    set: (_vm, self, value) => {
      own(self).name = asStr(value ?? null) ?? null;
    },
  },
  type: {
    get: (_vm, self) => own(self).annotation,
    set: (_vm, self, value) => {
      own(self).annotation = value ?? null;
    },
  },
  default: { get: (_vm, self) => own(self).defaultValue },
  default_factory: { get: (_vm, self) => own(self).defaultFactory },
  init: { get: (_vm, self) => own(self).init },
  repr: { get: (_vm, self) => own(self).repr },
  hash: { get: (_vm, self) => own(self).hash },
  compare: { get: (_vm, self) => own(self).compare },
  metadata: { get: (_vm, self) => own(self).metadata },
  kw_only: { get: (_vm, self) => own(self).kwOnly },
  _field_type: {
    get: (_vm, self) =>
      own(self).kind === "field" ? "_FIELD" : own(self).kind === "classvar" ? "_FIELD_CLASSVAR" : "_FIELD_INITVAR",
  },
});
function fieldRepr(vm: Interpreter, self: PyField): string {
  const parts: [string, PyValue][] = [
    ["name", self.name],
    ["type", self.annotation],
    ["default", self.defaultValue],
    ["default_factory", self.defaultFactory],
    ["init", self.init],
    ["repr", self.repr],
    ["hash", self.hash],
    ["compare", self.compare],
    ["metadata", self.metadata],
    ["kw_only", self.kwOnly],
  ];
  const kind = { field: "_FIELD", classvar: "_FIELD_CLASSVAR", initvar: "_FIELD_INITVAR" }[self.kind];
  return `Field(${parts.map(([name, value]) => `${name}=${repr(vm, value)}`).join(",")},_field_type=${kind})`;
}

defineMethods(fieldType, {
  "__repr__(self, /)": (vm: Interpreter, self: PyField) => guardRepr(vm, self, "...", () => fieldRepr(vm, self)),
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
  "__set_name__(self, owner, name)": (vm: Interpreter, self: PyField, owner: PyValue, name: PyValue) => {
    // A default that is a descriptor hears its name, too.
    const method = self.defaultValue === MISSING ? undefined : typeOf(self.defaultValue).lookup("__set_name__");
    if (method !== undefined) call(vm, method, [self.defaultValue, owner, name]);
    return null;
  },
});

export const field = fn(
  "field(*, default=<unset>, default_factory=<unset>, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=<unset>)",
  (
    vm: Interpreter,
    value: PyValue | undefined,
    factory: PyValue | undefined,
    init: PyValue,
    shown: PyValue,
    hash: PyValue,
    compare: PyValue,
    metadata: PyValue,
    kwOnly: PyValue | undefined,
  ) => {
    const hasDefault = value !== undefined && value !== MISSING;
    const hasFactory = factory !== undefined && factory !== MISSING;
    if (hasDefault && hasFactory) raise(vm, ValueErrorType, "cannot specify both default and default_factory");
    return new PyField({
      defaultValue: hasDefault ? value : MISSING,
      defaultFactory: hasFactory ? factory : MISSING,
      init: truth(vm, init),
      repr: truth(vm, shown),
      hash,
      compare: truth(vm, compare),
      metadata: call(vm, mappingProxyType, [metadata ?? new PyDict()]),
      kwOnly: kwOnly ?? MISSING,
    });
  },
);

export const initVarType: PyType = nativeType("InitVar", { module: "dataclasses" });

export class PyInitVar extends PyObject {
  readonly of: PyValue;
  constructor(of: PyValue) {
    super(initVarType);
    this.of = of;
  }
}
defineMethods(initVarType, {
  "__new__(cls, type)": (_vm: Interpreter, _cls: PyType, of: PyValue) => new PyInitVar(of),
  "__class_getitem__(cls, type, /)": (_vm: Interpreter, _cls: PyType, of: PyValue) => new PyInitVar(of),
  "__repr__(self, /)": (vm: Interpreter, self: PyInitVar) =>
    `dataclasses.InitVar[${self.of instanceof PyType ? self.of.name : repr(vm, self.of)}]`,
});
defineGetSet(initVarType, { type: { get: (_vm, self) => (self as PyInitVar).of } });

/** The fields that a class's `__dataclass_fields__` lists; undefined when it is no dataclass. */
export function dataclassFields(vm: Interpreter, cls: PyValue): PyField[] | undefined {
  const known = lookupAttr(vm, cls, "__dataclass_fields__");
  return known instanceof PyDict ? (known.values() as PyField[]) : undefined;
}

/** The object that a text annotation starts with, as the class's module names it: `ClassVar[int]`, `typing.ClassVar`. */
function namedByText(vm: Interpreter, cls: PyType, text: string): PyValue | undefined {
  const [, prefix, name] = /^(?:\s*(\w+)\s*\.)?\s*(\w+)/.exec(text) ?? [];
  const module = vm.modules.get(asStr(lookupAttr(vm, cls, "__module__") ?? null) ?? "");
  if (name === undefined || module === undefined) return undefined;
  const space = prefix === undefined ? module : lookupAttr(vm, module, prefix);
  if (prefix !== undefined && !(space instanceof PyModule)) return undefined;
  return space === undefined ? undefined : lookupAttr(vm, space, name);
}

/** What an annotation says about its field: text annotations are recognised by the name they start with, as in CPython. */
export function annotationKind(vm: Interpreter, cls: PyType, given: PyValue): FieldKind | "kw_only" {
  const text = asStr(given);
  const annotation = text === undefined ? given : (namedByText(vm, cls, text) ?? null);
  if (annotation === KW_ONLY) return "kw_only";
  if (annotation === initVarType || annotation instanceof PyInitVar) return "initvar";
  const typing = vm.modules.get("typing");
  if (typing === undefined || !(annotation instanceof PyObject) || annotation instanceof PyType) return "field";
  const classVar = lookupAttr(vm, typing, "ClassVar");
  if (annotation === classVar || lookupAttr(vm, annotation, "__origin__") === classVar) return "classvar";
  return "field";
}

export function wantDataclass(vm: Interpreter, cls: PyValue, text: string): PyField[] {
  return dataclassFields(vm, cls) ?? raise(vm, TypeErrorType, text);
}
