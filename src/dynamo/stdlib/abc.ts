/** `abc`: abstract base classes. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { nativeType, typeType } from "../objects/core_types.ts";
import { PyDict } from "../objects/dict.ts";
import { RuntimeErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { defineMethods, defineRawMethods, fn } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyClassMethod, PyProperty, PyStaticMethod } from "../objects/property.ts";
import { PyFrozenSet, PySetBase } from "../objects/set.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { lookupAttr, setAttr } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { isSubclass, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import { perInterpreter } from "./native_class.ts";

export const abcMetaType: PyType = nativeType("ABCMeta", { module: "abc", bases: [typeType] });

/** Classes registered as virtual subclasses. */
const registries = new WeakMap<PyType, Set<PyType>>();

/** Answers of an abstract class about others, as CPython keeps them; a refusal holds until something is registered. */
interface Answers {
  readonly accepted: WeakSet<PyType>;
  refused: WeakSet<PyType>;
  registrations: number;
}
const answers = new WeakMap<PyType, Answers>();
let registrations = 0;

function answersOf(cls: PyType): Answers {
  let known = answers.get(cls);
  if (known === undefined) {
    known = { accepted: new WeakSet(), refused: new WeakSet(), registrations };
    answers.set(cls, known);
  } else if (known.registrations !== registrations) {
    known.refused = new WeakSet();
    known.registrations = registrations;
  }
  return known;
}

function isAbstract(vm: Interpreter, value: PyValue): boolean {
  if (!(value instanceof PyObject)) return false;
  if (value instanceof PyFunction) return value.attrs?.get("__isabstractmethod__") === true;
  if (value instanceof PyProperty) return [value.fget, value.fset, value.fdel].some((f) => isAbstract(vm, f));
  if (value instanceof PyClassMethod || value instanceof PyStaticMethod) return isAbstract(vm, value.func);
  if (value instanceof PyType) return false;
  const flag = lookupAttr(vm, value, "__isabstractmethod__");
  return flag !== undefined && truth(vm, flag);
}

/** Computes `__abstractmethods__` from the class's own attributes and what its bases left abstract. */
export function updateAbstractMethods(vm: Interpreter, cls: PyType): void {
  const names: string[] = [];
  for (const base of cls.bases) {
    const inherited = base.attrs.get("__abstractmethods__");
    if (!(inherited instanceof PySetBase)) continue;
    for (const name of inherited.values()) {
      if (typeof name !== "string" || names.includes(name)) continue;
      const value = cls.lookup(name);
      if (value !== undefined && isAbstract(vm, value)) names.push(name);
    }
  }
  for (const [name, value] of cls.attrs) if (isAbstract(vm, value) && !names.includes(name)) names.push(name);
  const set = new PyFrozenSet();
  for (const name of names) set.add(vm, name);
  cls.setAttr("__abstractmethods__", set);
}

function subclassCheck(vm: Interpreter, cls: PyType, sub: PyValue): boolean {
  if (!(sub instanceof PyType)) return raise(vm, TypeErrorType, "issubclass() arg 1 must be a class");
  // During a walk a protocol answers what it would refuse otherwise.
  if (walks(vm).depth > 0) return subclassCheckAnew(vm, cls, sub);
  const known = answersOf(cls);
  if (known.accepted.has(sub)) return true;
  if (known.refused.has(sub)) return false;
  const answer = subclassCheckAnew(vm, cls, sub);
  (answer ? known.accepted : answersOf(cls).refused).add(sub);
  return answer;
}

function subclassCheckAnew(vm: Interpreter, cls: PyType, sub: PyType): boolean {
  const hook = lookupAttr(vm, cls, "__subclasshook__");
  if (hook !== undefined) {
    const answer = call(vm, hook, [sub]);
    if (answer !== NotImplemented) return truth(vm, answer);
  }
  if (sub.isSubtypeOf(cls)) return true;
  return walking(vm, () => {
    for (const registered of registries.get(cls) ?? []) if (isSubclass(vm, sub, registered)) return true;
    for (const ref of cls.subclasses) {
      const child = ref.deref();
      if (child !== undefined && child !== sub && isSubclass(vm, sub, child)) return true;
    }
    return false;
  });
}

/** How many walks over subclasses are under way: protocols that refuse checks let those pass. */
const walks = perInterpreter("abc walks", () => ({ depth: 0 }));

function walking(vm: Interpreter, walk: () => boolean): boolean {
  const state = walks(vm);
  state.depth++;
  try {
    return walk();
  } finally {
    state.depth--;
  }
}

function instanceCheck(vm: Interpreter, cls: PyType, instance: PyValue): boolean {
  const type = typeOf(instance);
  if (type.isSubtypeOf(cls)) return true;
  const claimed = instance instanceof PyObject ? lookupAttr(vm, instance, "__class__") : type;
  if (claimed instanceof PyType && claimed !== type && isSubclass(vm, claimed, cls)) return true;
  return isSubclass(vm, type, cls);
}

defineRawMethods(abcMetaType, {
  __new__: (vm, args, kwargs) => {
    const cls = call(vm, typeType.lookup("__new__") as PyValue, args, kwargs);
    if (cls instanceof PyType) updateAbstractMethods(vm, cls);
    return cls;
  },
});
defineMethods(abcMetaType, {
  "register(cls, subclass)": (vm: Interpreter, cls: PyType, sub: PyValue) => {
    if (!(sub instanceof PyType)) return raise(vm, TypeErrorType, "Can only register classes");
    if (walking(vm, () => isSubclass(vm, sub, cls))) return sub;
    if (walking(vm, () => isSubclass(vm, cls, sub)))
      raise(vm, RuntimeErrorType, "Refusing to create an inheritance cycle");
    const registry = registries.get(cls) ?? new Set();
    registry.add(sub);
    registries.set(cls, registry);
    registrations++;
    return sub;
  },
  "__instancecheck__(cls, instance)": instanceCheck,
  "__subclasscheck__(cls, subclass)": (vm: Interpreter, cls: PyType, sub: PyValue) => subclassCheck(vm, cls, sub),
});

/** `abc.ABC` is made by calling the metaclass, as a class statement would: each interpreter has its own. */
export const abcClass = perInterpreter("abc.ABC", (vm) => {
  const namespace = PyDict.fromStrings([
    ["__module__", "abc"],
    ["__qualname__", "ABC"],
    ["__slots__", new PyTuple([])],
  ]);
  return call(vm, abcMetaType, ["ABC", new PyTuple([]), namespace]);
});

const abstractmethod = fn("abstractmethod(funcobj, /)", (vm: Interpreter, f: PyValue) => {
  setAttr(vm, f, "__isabstractmethod__", true);
  return f;
});

/** The deprecated `abstractproperty` and its kin: the plain decorator over an abstract function. */
function wrapped(name: string, make: (f: PyValue) => PyValue) {
  return fn(`${name}(callable, /)`, (vm: Interpreter, f: PyValue) => {
    setAttr(vm, f, "__isabstractmethod__", true);
    return make(f);
  });
}

export const abcModule = nativeModule("abc", (vm) => ({
  ABCMeta: abcMetaType,
  ABC: abcClass(vm),
  abstractmethod,
  abstractproperty: wrapped("abstractproperty", (f) => new PyProperty(f)),
  abstractclassmethod: wrapped("abstractclassmethod", (f) => new PyClassMethod(f)),
  abstractstaticmethod: wrapped("abstractstaticmethod", (f) => new PyStaticMethod(f)),
  update_abstractmethods: fn("update_abstractmethods(cls)", (inner: Interpreter, cls: PyValue) => {
    if (cls instanceof PyType && cls.attrs.has("__abstractmethods__")) updateAbstractMethods(inner, cls);
    return cls;
  }),
  _walks: fn("_walks()", (inner: Interpreter) => walks(inner).depth > 0),
  _instance_check: fn("_instance_check(cls, instance)", (inner: Interpreter, cls: PyValue, instance: PyValue) =>
    // An instance check asks for the class's answer to its own class, which a protocol may refuse to give others.
    walking(inner, () => cls instanceof PyType && instanceCheck(inner, cls, instance)),
  ),
  get_cache_token: fn("get_cache_token()", () => registrations),
}));
