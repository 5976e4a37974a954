/** `type.__new__`: makes a class from its name, bases and namespace. */

import { mangle } from "../../python/symtable/mangle.ts";
import { PyCell } from "../objects/cell.ts";
import { objectType, typeType } from "../objects/core_types.ts";
import type { PyDict } from "../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { functionType, PyFunction } from "../objects/function.ts";
import { boolType } from "../objects/int.ts";
import type { Kwargs } from "../objects/native.ts";
import { PyGetSet } from "../objects/native.ts";
import { type Attrs, PyObject, type PyValue } from "../objects/object.ts";
import { PyClassMethod, PyStaticMethod } from "../objects/property.ts";
import { rangeType } from "../objects/range.ts";
import { ellipsisType, noneType, notImplementedType } from "../objects/singletons.ts";
import { sliceType } from "../objects/slice.ts";
import { PySlotMember } from "../objects/slot_member.ts";
import { PySuper } from "../objects/super.ts";
import { LayoutConflict, MroConflict, PyType } from "../objects/type.ts";
import { asStr } from "../objects/unbox.ts";
import { getAttr } from "../protocols/attribute.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeName } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

const FINAL: ReadonlySet<PyType> = new Set([
  boolType,
  noneType,
  notImplementedType,
  ellipsisType,
  functionType,
  rangeType,
  sliceType,
]);

export function newType(
  vm: Evaluator,
  meta: PyType,
  name: string,
  bases: readonly PyValue[],
  namespace: PyDict,
  kwargs: Kwargs | null,
): PyType {
  const baseTypes: PyType[] = [];
  for (const base of bases) {
    if (!(base instanceof PyType)) raise(vm, TypeErrorType, "bases must be types");
    if (FINAL.has(base)) raise(vm, TypeErrorType, `type '${base.name}' is not an acceptable base type`);
    if (baseTypes.includes(base)) raise(vm, TypeErrorType, `duplicate base class ${base.name}`);
    baseTypes.push(base);
  }
  if (baseTypes.length === 0) baseTypes.push(objectType);
  const attrs: Attrs = new Map();
  for (const [key, value] of namespace.entries()) {
    const text = asStr(key);
    if (text !== undefined) attrs.set(text, value);
  }
  const qualname = attrs.get("__qualname__");
  if (qualname !== undefined && typeof qualname !== "string")
    raise(vm, TypeErrorType, `type __qualname__ must be a str, not ${typeName(qualname)}`);
  attrs.delete("__qualname__");
  const cell = attrs.get("__classcell__");
  attrs.delete("__classcell__");
  if (!attrs.has("__module__")) attrs.set("__module__", vm.frame?.globals.get("__name__") ?? "builtins");
  if (!attrs.has("__doc__")) attrs.set("__doc__", null);
  if (attrs.has("__eq__") && !attrs.has("__hash__")) attrs.set("__hash__", null);
  wrapImplicit(attrs);
  const slots = slotNames(vm, name, baseTypes, attrs);
  const cls = create(vm, meta, name, qualname ?? name, baseTypes, attrs, slots);
  if (cell instanceof PyCell) cell.value = cls;
  else if (cell !== undefined)
    raise(vm, TypeErrorType, `type.__new__() argument must be a nonlocal cell, not ${typeName(cell)}`);
  customMro(vm, cls);
  setNames(vm, cls);
  const superObject = new PySuper(cls, cls, cls);
  vm.call(getAttr(vm, superObject, "__init_subclass__"), [], kwargs);
  return cls;
}

function wrapImplicit(attrs: Attrs): void {
  const make = attrs.get("__new__");
  if (make instanceof PyFunction) attrs.set("__new__", new PyStaticMethod(make));
  for (const name of ["__init_subclass__", "__class_getitem__"]) {
    const f = attrs.get(name);
    if (f instanceof PyFunction) attrs.set(name, new PyClassMethod(f));
  }
}

/** The names of `__slots__`, mangled; null when the class has none. */
function slotNames(vm: Evaluator, cls: string, bases: readonly PyType[], attrs: Attrs): string[] | null {
  const declared = attrs.get("__slots__");
  if (declared === undefined) return null;
  const single = asStr(declared);
  const names = single === undefined ? toArray(vm, declared) : [single];
  const out: string[] = [];
  for (const item of names) {
    const text = asStr(item);
    if (text === undefined) raise(vm, TypeErrorType, `__slots__ items must be strings, not '${typeName(item)}'`);
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text)) raise(vm, TypeErrorType, "__slots__ must be identifiers");
    if (text === "__dict__" && bases.some((b) => b.hasDict))
      raise(vm, TypeErrorType, "__dict__ slot disallowed: we already got one");
    const mangled = mangle(cls, text);
    if (attrs.has(mangled) && mangled !== "__qualname__" && mangled !== "__classcell__")
      raise(vm, ValueErrorType, `'${text}' in __slots__ conflicts with class variable`);
    out.push(mangled);
  }
  return out;
}

function create(
  vm: Evaluator,
  metaclass: PyType,
  name: string,
  qualname: string,
  bases: readonly PyType[],
  attrs: Attrs,
  slots: readonly string[] | null,
): PyType {
  const module = attrs.get("__module__");
  try {
    const hasDict = slots === null || slots.includes("__dict__") || bases.some((b) => b !== objectType && b.hasDict);
    const cls = new PyType({
      name,
      qualname,
      module: typeof module === "string" ? module : "builtins",
      bases,
      attrs,
      metaclass,
      heap: true,
      hasDict,
    });
    const counts = bases.map((b) => b.slotCount);
    let count = Math.max(0, ...counts);
    if (
      counts.filter((c) => c > 0).length > 1 &&
      !bases.some((b) => bases.every((o) => o.slotCount === 0 || b.isSubtypeOf(o)))
    )
      raise(vm, TypeErrorType, "multiple bases have instance lay-out conflict");
    for (const slot of slots ?? []) {
      if (slot !== "__dict__" && slot !== "__weakref__") attrs.set(slot, new PySlotMember(slot, cls, count++));
    }
    cls.slotCount = count;
    addInstanceDescriptors(cls, slots);
    return cls;
  } catch (e) {
    if (e instanceof MroConflict || e instanceof LayoutConflict) raise(vm, TypeErrorType, e.message);
    throw e;
  }
}

/** Native classes whose instances have no room for weak references in CPython. */
const NO_WEAK_REFERENCES = new Set(["int", "bool", "float", "complex", "str", "bytes", "tuple"]);

/** A class that first gives its instances a dictionary, or weak references, shows so. */
function addInstanceDescriptors(cls: PyType, slots: readonly string[] | null): void {
  const give = (name: string, descriptor: PyGetSet): void => {
    descriptor.owner = cls;
    if (!cls.attrs.has(name)) cls.attrs.set(name, descriptor);
  };
  const known = objectType.attrs.get("__dict__");
  const inherited = cls.bases.some((b) => b !== objectType && b.hasDict);
  if (cls.hasDict && !inherited && known instanceof PyGetSet)
    give("__dict__", new PyGetSet("__dict__", known.get, known.set));
  const wants = slots === null || slots.includes("__weakref__");
  if (!wants || NO_WEAK_REFERENCES.has(cls.layout.name) || cls.bases.some((b) => b.lookup("__weakref__") !== undefined))
    return;
  give("__weakref__", new PyGetSet("__weakref__", () => null));
}

/** A metaclass may define `mro()`. */
function customMro(vm: Evaluator, cls: PyType): void {
  const method = cls.type.lookup("mro");
  if (method === undefined || method === typeType.attrs.get("mro")) return;
  const mro = toArray(vm, vm.call(getAttr(vm, cls, "mro"), []));
  const types = mro.filter((t): t is PyType => t instanceof PyType);
  if (types.length !== mro.length) raise(vm, TypeErrorType, "mro() returned a non-class");
  for (const { layout, name } of types)
    if (cls.layout !== layout && !cls.layout.mro.includes(layout))
      raise(vm, TypeErrorType, `mro() returned base with unsuitable layout ('${name}')`);
  cls.setMro(types);
}

/** Tells the attributes their names (`__set_name__`). */
function setNames(vm: Evaluator, cls: PyType): void {
  for (const [name, value] of [...cls.attrs]) {
    if (!(value instanceof PyObject) || value instanceof PyFunction) continue;
    const method = value.type.lookup("__set_name__");
    if (method !== undefined) vm.call(method, [value, cls, name]);
  }
}
