/** The check that a native method's receiver has the class it was written for. */

import type { Interpreter } from "../interpreter.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import { TypeErrorType } from "./exception_types.ts";
import type { PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

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
