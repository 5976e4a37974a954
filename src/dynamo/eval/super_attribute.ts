/** LOAD_SUPER_ATTR: `super().name` without making the super object when `super` is the built-in one. */

import type { PyValue } from "../objects/object.ts";
import { superType } from "../objects/super.ts";
import { PyType } from "../objects/type.ts";
import { getAttr } from "../protocols/attribute.ts";
import { isPlainMethod } from "../protocols/call.ts";
import { typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

/** `super, class, self` becomes the attribute, or `method, self` / `NULL, value`. Returns the new stack pointer. */
export function loadSuperAttribute(
  vm: Evaluator,
  stack: (PyValue | undefined)[],
  top: number,
  name: string,
  oparg: number,
): number {
  let sp = top - 3;
  const callee = stack[sp] as PyValue;
  const cls = stack[sp + 1] as PyValue;
  const self = stack[sp + 2] as PyValue;
  const wantMethod = (oparg & 1) !== 0;
  if (callee === superType && cls instanceof PyType && !(self instanceof PyType)) {
    const type = typeOf(self);
    const at = type.mro.indexOf(cls);
    if (at >= 0) {
      const found = firstAfter(type, at, name);
      if (found !== undefined && wantMethod && isPlainMethod(found)) {
        stack[sp++] = found;
        stack[sp++] = self;
        return sp;
      }
    }
  }
  const made = vm.call(callee, (oparg & 2) !== 0 || callee === superType ? [cls, self] : []);
  const value = getAttr(vm, made, name);
  if (wantMethod) stack[sp++] = undefined;
  stack[sp++] = value;
  return sp;
}

function firstAfter(type: PyType, at: number, name: string): PyValue | undefined {
  for (let i = at + 1; i < type.mro.length; i++) {
    const found = type.mro[i]?.attrs.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
