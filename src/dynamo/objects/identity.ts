/** `id()`: a number an object, handed out on first demand. */

import { PyObject, type PyValue } from "./object.ts";

const ids = new WeakMap<PyObject, number>();
let next = 0x7f0000001000;

/** Primitives of equal value share an id; that is all Python promises for them. */
export function identityOf(v: PyValue): number | string {
  if (!(v instanceof PyObject)) return `${typeof v}:${String(v)}`;
  let id = ids.get(v);
  if (id === undefined) {
    id = next;
    next += 48;
    ids.set(v, id);
  }
  return id;
}

/** An object's id as a number. */
export function objectId(v: PyObject): number {
  return identityOf(v) as number;
}

/** `0x7f…`, as default reprs show it. */
export function addressOf(v: PyObject): string {
  return `0x${objectId(v).toString(16)}`;
}
