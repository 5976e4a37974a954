/** `super`. */

import type { Interpreter } from "../../interpreter.ts";
import { PyCell } from "../../objects/cell.ts";
import { RuntimeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PySuper, superType } from "../../objects/super.ts";
import { PyType } from "../../objects/type.ts";
import { lookupAttr } from "../../protocols/attribute.ts";
import { raise } from "../../protocols/errors.ts";
import { typeName, typeOf } from "../../protocols/type_of.ts";
import { evaluator } from "../state.ts";

defineMethods(superType, {
  "__init__(self, type=<unset>, obj=<unset>, /)": (
    vm: Interpreter,
    self: PySuper,
    type: PyValue | undefined,
    obj: PyValue | undefined,
  ) => {
    const [cls, target] = type === undefined ? fromFrame(vm) : [type, obj];
    if (!(cls instanceof PyType)) raise(vm, TypeErrorType, `super() argument 1 must be a type, not ${typeName(cls)}`);
    self.thisClass = cls;
    if (target === undefined || target === null) return null;
    self.self = target;
    self.selfClass = checkedClass(vm, cls, target);
    return null;
  },
  "__get__(self, instance, owner=None, /)": (vm: Interpreter, self: PySuper, instance: PyValue) => {
    if (instance === null || self.selfClass !== null || self.thisClass === null) return self;
    return new PySuper(self.thisClass, instance, checkedClass(vm, self.thisClass, instance));
  },
  "__repr__(self, /)": (_vm: Interpreter, self: PySuper) =>
    `<super: <class '${self.thisClass?.name ?? "NULL"}'>, ${self.selfClass === null ? "NULL" : `<${self.selfClass.name} object>`}>`,
});

defineGetSet(superType, {
  __thisclass__: { get: (_vm, s) => (s as PySuper).thisClass },
  __self__: { get: (_vm, s) => (s as PySuper).self },
  __self_class__: { get: (_vm, s) => (s as PySuper).selfClass },
});

/** The class whose MRO is searched; the object must be an instance, or for class methods a subclass. */
function checkedClass(vm: Interpreter, cls: PyType, target: PyValue): PyType {
  if (target instanceof PyType && target.isSubtypeOf(cls)) return target;
  const type = typeOf(target);
  if (type.isSubtypeOf(cls)) return type;
  const claimed = lookupAttr(vm, target, "__class__");
  if (claimed instanceof PyType && claimed.isSubtypeOf(cls)) return claimed;
  raise(vm, TypeErrorType, "super(type, obj): obj must be an instance or subtype of type");
}

/** Without arguments: the method's first argument and the class it stands in. */
function fromFrame(vm: Interpreter): readonly [PyValue, PyValue] {
  const frame = evaluator(vm).frame;
  if (frame === null) raise(vm, RuntimeErrorType, "super(): no current frame");
  const { source } = frame.code;
  if (source.argcount === 0) raise(vm, RuntimeErrorType, "super(): no arguments");
  const first = frame.stack[0];
  const self =
    first instanceof PyCell && source.cellvars.includes(source.localsplusnames[0] ?? "") ? first.value : first;
  if (self === undefined) raise(vm, RuntimeErrorType, "super(): arg[0] deleted");
  const slot = source.localsplusnames.lastIndexOf("__class__");
  const cell = slot < 0 ? undefined : frame.stack[slot];
  if (!(cell instanceof PyCell)) raise(vm, RuntimeErrorType, "super(): __class__ cell not found");
  if (cell.value === undefined) raise(vm, RuntimeErrorType, "super(): empty __class__ cell");
  return [cell.value, self];
}
