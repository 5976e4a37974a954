/** `dataclasses`. */

import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { objectType } from "../../objects/core_types.ts";
import { dictType, PyDict } from "../../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { PyList } from "../../objects/list.ts";
import { fn, type Kwargs, PyNative } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PySlotMember } from "../../objects/slot_member.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { getAttr, lookupAttr } from "../../protocols/attribute.ts";
import { call, callMethod } from "../../protocols/call.ts";
import { repr, truth } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { toArray } from "../../protocols/iterate.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { abcMetaType, updateAbstractMethods } from "../abc.ts";
import { callerModule } from "../collections/namedtuple.ts";
import { deepCopy } from "../copy.ts";
import { KEYWORDS } from "../keyword.ts";
import {
  annotationKind,
  dataclassFields,
  field,
  fieldType,
  initVarType,
  KW_ONLY,
  MISSING,
  PyField,
  wantDataclass,
} from "./fields.ts";
import { frozenInstanceError, makeEq, makeFrozen, makeHash, makeInit, makeOrder, makeRepr } from "./methods.ts";
import { dataclassParams, type DataclassOptions as Options } from "./params.ts";

/** Parameters of the dataclasses seen, for the rule that frozen ones and others don't mix. */
const frozenClasses = new WeakMap<PyType, boolean>();

function collect(vm: Interpreter, cls: PyType, options: Options): Map<string, PyField> {
  const fields = new Map<string, PyField>();
  for (const base of [...cls.mro].slice(1).reverse()) {
    if (!base.attrs.has("__dataclass_fields__")) continue;
    for (const f of dataclassFields(vm, base) ?? []) fields.set(f.name ?? "", f);
    const frozen = frozenClasses.get(base);
    if (frozen === true && !options.frozen)
      raise(vm, TypeErrorType, "cannot inherit non-frozen dataclass from a frozen one");
    if (frozen === false && options.frozen)
      raise(vm, TypeErrorType, "cannot inherit frozen dataclass from a non-frozen one");
  }
  const annotations =
    cls.attrs.has("__annotations__") || cls.attrs.has("__annotate__")
      ? lookupAttr(vm, cls, "__annotations__")
      : undefined;
  let kwOnly = options.kwOnly;
  let seenMark = false;
  for (const [key, annotation] of annotations instanceof PyDict ? annotations.entries() : []) {
    const name = asStr(key) ?? "";
    const kind = annotationKind(vm, cls, annotation);
    if (kind === "kw_only") {
      if (seenMark) raise(vm, TypeErrorType, `${repr(vm, name)} is KW_ONLY, but KW_ONLY has already been specified`);
      seenMark = true;
      kwOnly = true;
      continue;
    }
    fields.set(name, makeField(vm, cls, name, annotation, kind, kwOnly));
  }
  for (const [name, value] of cls.attrs) {
    if (value instanceof PyField && (!(annotations instanceof PyDict) || annotations.getStr(name) === undefined)) {
      raise(vm, TypeErrorType, `${repr(vm, name)} is a field but has no type annotation`);
    }
  }
  return fields;
}

function makeField(
  vm: Interpreter,
  cls: PyType,
  name: string,
  annotation: PyValue,
  kind: PyField["kind"],
  kwOnly: boolean,
): PyField {
  const own = cls.attrs.get(name);
  let made: PyField;
  if (own instanceof PyField) made = own;
  else if (own === undefined || own instanceof PySlotMember) made = new PyField({});
  else {
    const viaClass = lookupAttr(vm, cls, name);
    made = new PyField({ defaultValue: viaClass ?? (viaClass === null ? null : MISSING) });
  }
  made.name = name;
  made.annotation = annotation;
  made.kind = kind;
  if (kind !== "field" && made.defaultFactory !== MISSING) {
    raise(vm, TypeErrorType, `field ${name} cannot have a default factory`);
  }
  if (kind === "classvar" && made.kwOnly !== MISSING)
    raise(vm, TypeErrorType, `field ${name} is a ClassVar but specifies kw_only`);
  if (made.kwOnly === MISSING) made.kwOnly = kind === "classvar" ? false : kwOnly;
  const value = made.defaultValue;
  if (kind === "field" && value instanceof PyObject && value !== MISSING && value.type.lookup("__hash__") === null) {
    raise(
      vm,
      ValueErrorType,
      `mutable default ${repr(vm, value.type)} for field ${name} is not allowed: use default_factory`,
    );
  }
  if (own instanceof PyField) cls.setAttr(name, value === MISSING ? undefined : value);
  return made;
}

function checkOrder(vm: Interpreter, fields: readonly PyField[]): void {
  let withDefault: PyField | null = null;
  for (const f of fields) {
    if (!f.init || f.kind === "classvar" || f.kwOnly === true) continue;
    if (!f.required) withDefault = f;
    else if (withDefault !== null)
      raise(vm, TypeErrorType, `non-default argument ${repr(vm, f.name)} follows default argument`);
  }
}

function process(vm: Interpreter, cls: PyType, options: Options): PyValue {
  const fields = collect(vm, cls, options);
  const list = [...fields.values()];
  frozenClasses.set(cls, options.frozen);
  cls.setAttr("__dataclass_fields__", PyDict.fromStrings(fields));
  cls.setAttr("__dataclass_params__", dataclassParams(options));
  const setNew = (name: string, make: () => PyValue): boolean => {
    if (cls.attrs.has(name)) return true;
    cls.setAttr(name, make());
    return false;
  };
  if (options.order && !options.eq) raise(vm, ValueErrorType, "eq must be true if order is true");
  const explicitHash = cls.attrs.get("__hash__");
  const hasExplicitHash = explicitHash !== undefined && !(explicitHash === null && cls.attrs.has("__eq__"));
  if (options.init) {
    checkOrder(vm, list);
    setNew("__init__", () => makeInit(vm, cls, list, options.frozen));
  }
  cls.setAttr("__replace__", replaceMethod);
  if (options.repr) setNew("__repr__", () => makeRepr(cls, list));
  if (options.eq) setNew("__eq__", () => makeEq(cls, list));
  if (options.order) {
    for (const [name, operator] of [
      ["__lt__", "<"],
      ["__le__", "<="],
      ["__gt__", ">"],
      ["__ge__", ">="],
    ] as const) {
      if (setNew(name, () => makeOrder(cls, list, name, operator))) {
        raise(
          vm,
          TypeErrorType,
          `Cannot overwrite attribute ${name} in class ${cls.name}. Consider using functools.total_ordering`,
        );
      }
    }
  }
  if (options.frozen) {
    for (const native of makeFrozen(cls, list)) {
      if (setNew(native.name, () => native))
        raise(vm, TypeErrorType, `Cannot overwrite attribute ${native.name} in class ${cls.name}`);
    }
  }
  setHash(vm, cls, list, options, hasExplicitHash);
  if (options.matchArgs) {
    const names = list.filter((f) => f.init && f.kind === "field" && f.kwOnly !== true).map((f) => f.name);
    setNew("__match_args__", () => new PyTuple(names));
  }
  if ((cls.attrs.get("__doc__") ?? null) === null && options.init) cls.setAttr("__doc__", describe(vm, cls, list));
  if (cls.type.isSubtypeOf(abcMetaType)) updateAbstractMethods(vm, cls);
  return options.slots ? withSlots(vm, cls, list, options.weakrefSlot) : cls;
}

/** The class's signature as text, which stands in for a missing docstring. */
function describe(vm: Interpreter, cls: PyType, fields: readonly PyField[]): string {
  const annotation = (value: PyValue): string => {
    if (value instanceof PyType)
      return value.module === "builtins" ? value.qualname : `${value.module}.${value.qualname}`;
    return repr(vm, value).replaceAll("typing.", "");
  };
  const shown = (f: PyField): string => {
    const start = `${f.name}: ${annotation(f.annotation)}`;
    if (f.required) return start;
    return `${start} = ${f.defaultValue === MISSING ? "<factory>" : repr(vm, f.defaultValue)}`;
  };
  const taken = fields.filter((f) => f.init && f.kind !== "classvar");
  const keyword = taken.filter((f) => f.kwOnly === true).map(shown);
  const parts = [
    ...taken.filter((f) => f.kwOnly !== true).map(shown),
    ...(keyword.length > 0 ? ["*", ...keyword] : []),
  ];
  return `${cls.name}(${parts.join(", ")})`;
}

function setHash(vm: Interpreter, cls: PyType, fields: readonly PyField[], o: Options, explicit: boolean): void {
  if (o.unsafeHash) {
    if (explicit) raise(vm, TypeErrorType, `Cannot overwrite attribute __hash__ in class ${cls.name}`);
    cls.setAttr("__hash__", makeHash(cls, fields));
  } else if (o.eq && o.frozen) {
    if (!explicit) cls.setAttr("__hash__", makeHash(cls, fields));
  } else if (o.eq && !explicit) cls.setAttr("__hash__", null);
}

/** Frozen instances with slots can't be given their state by setting attributes: pickles and copies use these. */
function frozenState(fields: readonly PyField[]): [string, PyNative][] {
  const names = fields.filter((f) => f.kind === "field").map((f) => f.name ?? "");
  const get = fn(
    "__getstate__(self)",
    (vm: Interpreter, self: PyValue) => new PyList(names.map((name) => getAttr(vm, self, name))),
  );
  const set = fn("__setstate__(self, state)", (vm: Interpreter, self: PyValue, state: PyValue) => {
    const setAttribute = objectType.lookup("__setattr__") as PyValue;
    for (const [i, value] of toArray(vm, state).entries()) call(vm, setAttribute, [self, names[i] ?? "", value]);
    return null;
  });
  return [get, set].map((f) => [f.name, new PyNative(f.name, f.signature, "method", f.raw)]);
}

/** A class with `__slots__` must be made anew: slots are laid out when a class is created. */
function withSlots(vm: Interpreter, cls: PyType, fields: readonly PyField[], weakref: boolean): PyValue {
  if (cls.attrs.has("__slots__")) raise(vm, TypeErrorType, `${cls.name} already specifies __slots__`);
  const names = fields.filter((f) => f.kind === "field").map((f) => f.name ?? "");
  const inherited = new Set(
    cls.mro.slice(1).flatMap((base) => [...base.attrs].filter(([, v]) => v instanceof PySlotMember).map(([n]) => n)),
  );
  const namespace = new Map(cls.attrs);
  for (const name of [...names, "__dict__", "__weakref__"]) namespace.delete(name);
  const hasWeakReferences = cls.bases.some((b) => b.lookup("__weakref__") !== undefined);
  if (weakref && !hasWeakReferences) names.push("__weakref__");
  namespace.set("__slots__", new PyTuple(names.filter((name) => !inherited.has(name))));
  if (frozenClasses.get(cls) === true)
    for (const [name, method] of frozenState(fields)) if (!namespace.has(name)) namespace.set(name, method);
  namespace.set("__qualname__", cls.qualname);
  const made = call(vm, cls.type, [cls.name, new PyTuple(cls.bases), PyDict.wrap(namespace)]);
  if (made instanceof PyType) {
    const init = made.attrs.get("__init__");
    if (init !== undefined && init === cls.attrs.get("__init__")) {
      made.setAttr("__init__", makeInit(vm, made, fields, frozenClasses.get(cls) === true));
    }
    frozenClasses.set(made, frozenClasses.get(cls) === true);
    // Zero-argument super() in the methods refers to the class through their cell.
    for (const value of made.attrs.values()) {
      const closure =
        value instanceof PyObject && "closure" in value
          ? (value.closure as readonly { value: unknown }[] | null)
          : null;
      for (const cell of closure ?? []) if (cell.value === cls) cell.value = made;
    }
  }
  return made;
}

const replaceFunction = fn("__replace__(self, /, **changes)", replace);
const replaceMethod = new PyNative("__replace__", replaceFunction.signature, "method", replaceFunction.raw);

const dataclass = fn(
  "dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False)",
  (
    vm: Interpreter,
    cls: PyValue,
    init: PyValue,
    shown: PyValue,
    eq: PyValue,
    order: PyValue,
    unsafeHash: PyValue,
    frozen: PyValue,
    matchArgs: PyValue,
    kwOnly: PyValue,
    slots: PyValue,
    weakrefSlot: PyValue,
  ) => {
    const options: Options = {
      init: truth(vm, init),
      repr: truth(vm, shown),
      eq: truth(vm, eq),
      order: truth(vm, order),
      unsafeHash: truth(vm, unsafeHash),
      frozen: truth(vm, frozen),
      matchArgs: truth(vm, matchArgs),
      kwOnly: truth(vm, kwOnly),
      slots: truth(vm, slots),
      weakrefSlot: truth(vm, weakrefSlot),
    };
    if (options.weakrefSlot && !options.slots) raise(vm, TypeErrorType, "weakref_slot is True but slots is False");
    const apply = (inner: Interpreter, target: PyValue): PyValue =>
      target instanceof PyType && target.heap ? process(inner, target, options) : target;
    return cls === null ? fn("wrap(cls, /)", apply) : apply(vm, cls);
  },
);

function instanceFields(vm: Interpreter, o: PyValue): PyField[] | undefined {
  if (o instanceof PyType) return undefined;
  return dataclassFields(vm, typeOf(o))?.filter((f) => f.kind === "field");
}

/** Applies `convert` to a dataclass instance and to those inside its containers. */
function convert(vm: Interpreter, value: PyValue, whole: (fields: PyField[], value: PyValue) => PyValue): PyValue {
  const fields = instanceFields(vm, value);
  if (fields !== undefined) return whole(fields, value);
  if (value instanceof PyTuple) {
    const items = value.items.map((item) => convert(vm, item, whole));
    return value.type.lookup("_fields") === undefined ? new PyTuple(items, value.type) : call(vm, value.type, items);
  }
  if (value instanceof PyList)
    return new PyList(
      value.items.map((item) => convert(vm, item, whole)),
      value.type,
    );
  if (value instanceof PyDict) {
    const result = new PyDict();
    for (const [key, item] of value.entries()) result.set(vm, convert(vm, key, whole), convert(vm, item, whole));
    return result;
  }
  return deepCopy(vm, value);
}

function asDict(vm: Interpreter, value: PyValue, factory: PyValue): PyValue {
  const whole = (fields: PyField[], o: PyValue): PyValue => {
    const pairs = fields.map((f) => [f.name ?? "", convert(vm, getAttr(vm, o, f.name ?? ""), whole)] as const);
    if (factory === dictType) return PyDict.fromStrings(pairs);
    return call(vm, factory, [new PyList(pairs.map(([name, item]) => new PyTuple([name, item])))]);
  };
  return convert(vm, value, whole);
}

function replace(vm: Interpreter, o: PyValue, changes: Kwargs): PyValue {
  if (instanceFields(vm, o) === undefined)
    raise(vm, TypeErrorType, "replace() should be called on dataclass instances");
  const kwargs: Kwargs = new Map(changes);
  for (const f of dataclassFields(vm, typeOf(o)) ?? []) {
    const name = f.name ?? "";
    if (f.kind === "classvar") continue;
    if (!f.init) {
      if (kwargs.has(name)) {
        raise(vm, ValueErrorType, `field ${name} is declared with init=False, it cannot be specified with replace()`);
      }
    } else if (!kwargs.has(name)) {
      if (f.kind === "initvar" && f.defaultValue === MISSING) {
        raise(vm, ValueErrorType, `InitVar ${repr(vm, name)} must be specified with replace()`);
      }
      kwargs.set(name, getAttr(vm, o, name));
    }
  }
  return call(vm, typeOf(o), [], kwargs);
}

function makeDataclass(
  vm: Interpreter,
  name: PyValue,
  fields: PyValue,
  bases: PyValue,
  namespace: PyValue,
  options: Kwargs,
): PyValue {
  const attrs = new PyDict();
  if (namespace instanceof PyDict) for (const [key, value] of namespace.entries()) attrs.set(vm, key, value);
  const annotations = new PyDict();
  for (const item of toArray(vm, fields)) {
    const parts = asStr(item) === undefined ? toArray(vm, item) : [item];
    if (asStr(item) === undefined && parts.length !== 2 && parts.length !== 3)
      raise(vm, TypeErrorType, `Invalid field: ${repr(vm, item)}`);
    const [key = "", annotation = "typing.Any", value] = parts;
    const fieldName = asStr(key);
    if (fieldName === undefined || !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(fieldName))
      raise(vm, TypeErrorType, `Field names must be valid identifiers: ${repr(vm, key)}`);
    if (KEYWORDS.includes(fieldName)) raise(vm, TypeErrorType, `Field names must not be keywords: ${repr(vm, key)}`);
    if (annotations.has(vm, key)) raise(vm, TypeErrorType, `Field name duplicated: ${repr(vm, key)}`);
    annotations.set(vm, key, annotation);
    if (value !== undefined) attrs.set(vm, key, value);
  }
  attrs.setStr("__annotations__", annotations);
  attrs.setStr("__module__", options.get("module") ?? callerModule(vm));
  const kwargs: Kwargs = new Map(options);
  kwargs.delete("module");
  const baseTuple = new PyTuple(toArray(vm, bases));
  const fill = fn("exec_body(ns, /)", (inner: Interpreter, space: PyValue) =>
    callMethod(inner, space, "update", [attrs]),
  );
  const cls = call(vm, getAttr(vm, vm.importModule("types"), "new_class"), [name, baseTuple, new PyDict(), fill]);
  return call(vm, dataclass, [cls], kwargs);
}

export const dataclassesModule = nativeModule("dataclasses", () => ({
  dataclass,
  field,
  Field: fieldType,
  FrozenInstanceError: frozenInstanceError,
  InitVar: initVarType,
  KW_ONLY,
  MISSING,
  fields: fn("fields(class_or_instance)", (vm: Interpreter, o: PyValue) => {
    const all = wantDataclass(vm, o, "must be called with a dataclass type or instance");
    return new PyTuple(all.filter((f) => f.kind === "field"));
  }),
  is_dataclass: fn(
    "is_dataclass(obj)",
    (vm: Interpreter, o: PyValue) => dataclassFields(vm, o instanceof PyType ? o : typeOf(o)) !== undefined,
  ),
  asdict: fn("asdict(obj, *, dict_factory=<unset>)", (vm: Interpreter, o: PyValue, factory: PyValue | undefined) => {
    if (instanceFields(vm, o) === undefined)
      raise(vm, TypeErrorType, "asdict() should be called on dataclass instances");
    return asDict(vm, o, factory ?? dictType);
  }),
  astuple: fn("astuple(obj, *, tuple_factory=<unset>)", (vm: Interpreter, o: PyValue, factory: PyValue | undefined) => {
    if (instanceFields(vm, o) === undefined)
      raise(vm, TypeErrorType, "astuple() should be called on dataclass instances");
    const whole = (fields: PyField[], value: PyValue): PyValue => {
      const items = fields.map((f) => convert(vm, getAttr(vm, value, f.name ?? ""), whole));
      return factory === undefined ? new PyTuple(items) : call(vm, factory, [new PyList(items)]);
    };
    return convert(vm, o, whole);
  }),
  replace: fn("replace(obj, /, **changes)", replace),
  make_dataclass: fn("make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options)", makeDataclass),
}));
