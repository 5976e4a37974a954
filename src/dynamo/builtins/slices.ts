/** What an index or a slice means for a sequence of a given length. */

import type { Interpreter } from "../interpreter.ts";
import { IndexErrorType, TypeErrorType } from "../objects/exception_types.ts";
import type { PyInt } from "../objects/int.ts";
import type { PyValue } from "../objects/object.ts";
import type { SliceIndices } from "../objects/slice.ts";
import { asInt } from "../objects/unbox.ts";
import { lookupSpecial } from "../protocols/attribute.ts";
import { index } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { typeName } from "../protocols/type_of.ts";

/** A part of a slice: None stays undefined, the rest goes through `__index__`. */
function part(vm: Interpreter, value: PyValue): PyInt | undefined {
  if (value === null) return undefined;
  const direct = asInt(value);
  if (direct !== undefined) return direct;
  if (lookupSpecial(vm, value, "__index__") === undefined) {
    raise(vm, TypeErrorType, "slice indices must be integers or None or have an __index__ method");
  }
  return index(vm, value);
}

/** Clamps a possibly huge bound to what a JavaScript length can be. */
function clamp(value: PyInt): number {
  return Number(value);
}

/** The items that a slice selects from a list-like array. */
export function sliceItems<T>(items: readonly T[], s: SliceIndices): T[] {
  if (s.step === 1) return items.slice(s.start, Math.max(s.start, s.stop));
  const out: T[] = [];
  for (let i = 0, at = s.start; i < s.count; i++, at += s.step) out.push(items[at] as T);
  return out;
}

/** An index into a sequence, negative ones from the end; undefined when out of range. */
export function sequenceIndex(value: PyInt, length: number): number | undefined {
  const n = Number(value);
  const at = n < 0 ? n + length : n;
  return at >= 0 && at < length ? at : undefined;
}

/** The int of a subscript, or a TypeError that names the sequence type. */
export function subscriptIndex(vm: Interpreter, key: PyValue, sequence: string): PyInt {
  const direct = asInt(key);
  if (direct !== undefined) return direct;
  if (lookupSpecial(vm, key, "__index__") === undefined) {
    const what = typeName(key);
    const noun =
      sequence === "string"
        ? "string indices must be integers, not"
        : `${sequence} indices must be integers or slices, not`;
    raise(vm, TypeErrorType, `${noun} ${sequence === "string" ? `'${what}'` : what}`);
  }
  return index(vm, key);
}

/** The position that a subscript means, or `<what> index out of range`. */
export function checkedIndex(vm: Interpreter, key: PyValue, length: number, sequence: string, what = sequence): number {
  const at = sequenceIndex(subscriptIndex(vm, key, sequence), length);
  return at === undefined
    ? raise(vm, IndexErrorType, what === "" ? "index out of range" : `${what} index out of range`)
    : at;
}

/** The `start, stop` arguments of `index()` and `find()`, clamped to the length. */
export function searchBounds(
  vm: Interpreter,
  start: PyValue | undefined,
  stop: PyValue | undefined,
  length: number,
): { start: number; stop: number } {
  const one = (value: PyValue | undefined, otherwise: number): number => {
    if (value === undefined || value === null) return otherwise;
    const n = clamp(part(vm, value) ?? otherwise);
    return n < 0 ? Math.max(n + length, 0) : n;
  };
  return { start: one(start, 0), stop: Math.min(one(stop, length), length) };
}
