/** LOAD_ATTR and STORE_ATTR where the instruction's cache does not answer: does the work and fills the cache. */

import { AttributeCache, CacheKind } from "../objects/attribute_cache.ts";
import type { PyCode } from "../objects/code.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PySlotMember } from "../objects/slot_member.ts";
import { getAttr, setAttr } from "../protocols/attribute.ts";
import { isPlainMethod } from "../protocols/call.ts";
import { isDataDescriptor } from "../protocols/descriptor.ts";
import { typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

/**
 * Replaces the object on top of the stack by its attribute; with `wantMethod` by `method, self` or `NULL, value`.
 * Returns the new stack pointer.
 */
export function loadAttribute(
  vm: Evaluator,
  code: PyCode,
  at: number,
  stack: (PyValue | undefined)[],
  sp: number,
  name: string,
  wantMethod: boolean,
): number {
  const o = stack[sp - 1] as PyValue;
  const type = typeOf(o);
  if (type.getattribute === null && !type.specialAccess) {
    const d = type.lookup(name);
    if (o instanceof PyObject) code.caches[at] = cacheFor(o, d);
    if (wantMethod && isPlainMethod(d) && !(o instanceof PyObject && o.getOwn(name) !== undefined)) {
      stack[sp - 1] = d;
      stack[sp] = o;
      return sp + 1;
    }
  }
  const value = getAttr(vm, o, name);
  if (!wantMethod) {
    stack[sp - 1] = value;
    return sp;
  }
  stack[sp - 1] = undefined;
  stack[sp] = value;
  return sp + 1;
}

function cacheFor(o: PyObject, d: PyValue | undefined): AttributeCache | undefined {
  if (d === undefined) return new AttributeCache(o.type, CacheKind.INSTANCE, null);
  if (isPlainMethod(d)) return new AttributeCache(o.type, CacheKind.METHOD, d);
  if (d instanceof PySlotMember) return new AttributeCache(o.type, CacheKind.SLOT, d.index);
  if (isDataDescriptor(d)) return undefined;
  if (!(d instanceof PyObject) || d.type.lookup("__get__") === undefined)
    return new AttributeCache(o.type, CacheKind.CLASS_VALUE, d);
  return new AttributeCache(o.type, CacheKind.INSTANCE, null);
}

export function storeAttribute(
  vm: Evaluator,
  code: PyCode,
  at: number,
  o: PyValue,
  name: string,
  value: PyValue,
): void {
  if (o instanceof PyObject) {
    const type = o.type;
    if (type.setattr === null && !type.specialAccess && type.hasDict) {
      const d = type.lookup(name);
      if (d === undefined || !isDataDescriptor(d)) code.caches[at] = new AttributeCache(type, CacheKind.INSTANCE, null);
      else if (d instanceof PySlotMember) code.caches[at] = new AttributeCache(type, CacheKind.SLOT, d.index);
    }
  }
  setAttr(vm, o, name, value);
}
