/** The check that a native method's receiver has the class it was written for. */

import type { Interpreter } from "../interpreter.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import { TypeErrorType } from "./exception_types.ts";
import type { PyValue } from "./object.ts";
import { PyType } from "./type.ts";

export function checkSelf(vm: Interpreter, owner: PyType, name: string, args: readonly PyValue[]): void {
  const self = args[0];
  if (self === undefined) raise(vm, TypeErrorType, `unbound method ${owner.name}.${name}() needs an argument`);
  const type = typeOf(self);
  if (type !== owner && !type.isSubtypeOf(owner)) {
    raise(
      vm,
      TypeErrorType,
      `descriptor '${name}' for '${owner.name}' objects doesn't apply to a '${type.name}' object`,
    );
  }
}

/** The check of the class that a native `__new__` is given. */
export function checkClass(vm: Interpreter, owner: PyType, cls: PyValue | undefined): void {
  const name = owner.name;
  if (cls === undefined) raise(vm, TypeErrorType, `${name}.__new__(): not enough arguments`);
  if (!(cls instanceof PyType))
    raise(vm, TypeErrorType, `${name}.__new__(X): X is not a type object (${typeOf(cls).name})`);
  if (!cls.layout.isSubtypeOf(owner.layout) || !cls.isSubtypeOf(owner))
    raise(vm, TypeErrorType, `${name}.__new__(${cls.name}): ${cls.name} is not a subtype of ${name}`);
}
