/** Attribute access: `o.name`, its assignment and deletion, with descriptors, `__getattr__` and `__getattribute__`. */

import type { Interpreter } from "../interpreter.ts";
import { AttributeErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PySuper } from "../objects/super.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { bindClass, bindInstance, isDataDescriptor, setThroughDescriptor } from "./descriptor.ts";
import { isRaised, raise, raiseAttributeError } from "./errors.ts";
import { typeOf } from "./type_of.ts";

/** `o.name`; AttributeError when there is none. */
export function getAttr(vm: Interpreter, o: PyValue, name: string): PyValue {
  const type = typeOf(o);
  if (type.getattribute !== null) return getOverridden(vm, o, type, type.getattribute, name);
  const value = genericLookup(vm, o, type, name);
  if (value !== undefined) return value;
  const fallback = type.lookup("__getattr__");
  if (fallback !== undefined) return vm.call(fallback, [o, name]);
  raiseAttributeError(vm, o, name, missingText(o, type, name));
}

/** `o.name`, or undefined when that is an AttributeError (raised by `__getattr__` or a property, too). */
export function lookupAttr(vm: Interpreter, o: PyValue, name: string): PyValue | undefined {
  const type = typeOf(o);
  // A library module's top level runs on demand: an AttributeError in it does not mean that the name is missing.
  if (o instanceof PyModule && !name.startsWith("__")) {
    const own = o.getOwn(name);
    if (own !== undefined) return own;
  }
  try {
    if (type.getattribute === null) {
      const value = genericLookup(vm, o, type, name);
      if (value !== undefined) return value;
      const fallback = type.lookup("__getattr__");
      return fallback === undefined ? undefined : vm.call(fallback, [o, name]);
    }
    return getAttr(vm, o, name);
  } catch (e) {
    if (isRaised(e, AttributeErrorType)) return undefined;
    throw e;
  }
}

/** A class with its own `__getattribute__`: that, and `__getattr__` when it raises AttributeError. */
function getOverridden(vm: Interpreter, o: PyValue, type: PyType, getattribute: PyValue, name: string): PyValue {
  const fallback = type.lookup("__getattr__");
  if (fallback === undefined) return vm.call(getattribute, [o, name]);
  try {
    return vm.call(getattribute, [o, name]);
  } catch (e) {
    if (!isRaised(e, AttributeErrorType)) throw e;
    return vm.call(fallback, [o, name]);
  }
}

/** What `object.__getattribute__` (for classes: `type.__getattribute__`) finds; undefined when nothing. */
export function genericLookup(vm: Interpreter, o: PyValue, type: PyType, name: string): PyValue | undefined {
  if (o instanceof PyObject) {
    if (o instanceof PyType) return lookupOnClass(vm, o, name);
    if (o instanceof PySuper) return lookupOnSuper(vm, o, name);
    if (o instanceof PyModule) return lookupOnModule(vm, o, name);
    if (o instanceof PyUnknown)
      return name.startsWith("__") && name.endsWith("__") ? unknownSpecial(vm, o, name) : new PyUnknown(o.origin);
    const d = type.lookup(name);
    if (d !== undefined && isDataDescriptor(d)) return bindInstance(vm, d, o, type);
    const own = o.getOwn(name);
    if (own !== undefined) return own;
    return d === undefined ? undefined : bindInstance(vm, d, o, type);
  }
  const d = type.lookup(name);
  return d === undefined ? undefined : bindInstance(vm, d, o, type);
}

/** Special names that only describe a module, class or function; the others are protocols, which an unknown has not. */
const DESCRIPTIVE = new Set([
  ...[
    "__doc__",
    "__name__",
    "__qualname__",
    "__module__",
    "__version__",
    "__file__",
    "__path__",
    "__all__",
    "__spec__",
  ],
  ...["__author__", "__wrapped__", "__annotations__", "__signature__", "__defaults__", "__code__", "__version_info__"],
]);

function unknownSpecial(vm: Interpreter, o: PyUnknown, name: string): PyValue | undefined {
  if (DESCRIPTIVE.has(name)) return new PyUnknown(o.origin);
  const d = o.type.lookup(name);
  return d === undefined ? undefined : bindInstance(vm, d, o, o.type);
}

function lookupOnClass(vm: Interpreter, cls: PyType, name: string): PyValue | undefined {
  const meta = cls.type;
  const onMeta = meta.lookup(name);
  if (onMeta !== undefined && isDataDescriptor(onMeta)) return bindInstance(vm, onMeta, cls, meta);
  const own = cls.lookup(name);
  if (own !== undefined) return bindClass(vm, own, cls);
  return onMeta === undefined ? undefined : bindInstance(vm, onMeta, cls, meta);
}

function lookupOnSuper(vm: Interpreter, s: PySuper, name: string): PyValue | undefined {
  if (s.selfClass !== null && s.thisClass !== null && name !== "__class__") {
    const mro = s.selfClass.mro;
    for (let i = mro.indexOf(s.thisClass) + 1; i < mro.length; i++) {
      const d = mro[i]?.attrs.get(name);
      if (d === undefined) continue;
      return s.self === s.selfClass ? bindClass(vm, d, s.selfClass) : bindInstance(vm, d, s.self, s.selfClass);
    }
  }
  const d = s.type.lookup(name);
  if (d !== undefined) return bindInstance(vm, d, s, s.type);
  return s.getOwn(name);
}

function lookupOnModule(vm: Interpreter, m: PyModule, name: string): PyValue | undefined {
  const d = m.type.lookup(name);
  if (d !== undefined && isDataDescriptor(d)) return bindInstance(vm, d, m, m.type);
  const own = m.getOwn(name);
  if (own !== undefined) return own;
  if (d !== undefined) return bindInstance(vm, d, m, m.type);
  const fallback = m.getOwn("__getattr__");
  return fallback === undefined ? undefined : vm.call(fallback, [name]);
}

/** CPython's text for a missing attribute. */
export function missingText(o: PyValue, type: PyType, name: string): string {
  if (o instanceof PyType) return `type object '${o.name}' has no attribute '${name}'`;
  if (o instanceof PyModule) return `module '${o.name}' has no attribute '${name}'`;
  if (o instanceof PySuper) return `'super' object has no attribute '${name}'`;
  return `'${type.name}' object has no attribute '${name}'`;
}

/** `o.name = value`. */
export function setAttr(vm: Interpreter, o: PyValue, name: string, value: PyValue): void {
  const type = typeOf(o);
  if (type.setattr !== null) vm.call(type.setattr, [o, name, value]);
  else genericSetAttr(vm, o, type, name, value);
}

/** `del o.name`. */
export function delAttr(vm: Interpreter, o: PyValue, name: string): void {
  const type = typeOf(o);
  if (type.delattr !== null) vm.call(type.delattr, [o, name]);
  else genericSetAttr(vm, o, type, name, undefined);
}

/** `object.__setattr__` and, with undefined, `object.__delattr__`. */
export function genericSetAttr(
  vm: Interpreter,
  o: PyValue,
  type: PyType,
  name: string,
  value: PyValue | undefined,
): void {
  if (o instanceof PyType) {
    setOnClass(vm, o, name, value);
    return;
  }
  const d = type.lookup(name);
  if (d !== undefined && setThroughDescriptor(vm, d, o, type, value)) return;
  if (o instanceof PyUnknown) return;
  if (o instanceof PyObject && type.hasDict) {
    if (value !== undefined) {
      o.attrs ??= new Map();
      o.attrs.set(name, value);
      return;
    }
    // An attribute may exist only on demand (a lazy module's).
    if (o.getOwn(name) !== undefined && o.attrs?.delete(name) === true) return;
    raiseAttributeError(vm, o, name, missingText(o, type, name));
  }
  if (d !== undefined) raiseAttributeError(vm, o, name, `'${type.name}' object attribute '${name}' is read-only`);
  raiseAttributeError(vm, o, name, missingText(o, type, name));
}

function setOnClass(vm: Interpreter, cls: PyType, name: string, value: PyValue | undefined): void {
  if (!cls.heap) raise(vm, TypeErrorType, `cannot set '${name}' attribute of immutable type '${cls.name}'`);
  const onMeta = cls.type.lookup(name);
  if (onMeta !== undefined && setThroughDescriptor(vm, onMeta, cls, cls.type, value)) return;
  if (value === undefined && !cls.attrs.has(name)) raiseAttributeError(vm, cls, name, missingText(cls, cls.type, name));
  cls.setAttr(name, value);
}

/** A special method, looked up on the class and bound; undefined when the class has none. */
export function lookupSpecial(vm: Interpreter, o: PyValue, name: string): PyValue | undefined {
  const type = typeOf(o);
  const d = type.lookup(name);
  return d === undefined ? undefined : bindInstance(vm, d, o, type);
}
