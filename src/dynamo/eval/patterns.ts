/** The match statement's instructions. */

import { PyBoxed } from "../objects/boxed.ts";
import { byteArrayType, bytesType, PyByteArray, PyBytes } from "../objects/bytes.ts";
import { dictType, PyDict } from "../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { floatType } from "../objects/float.ts";
import { boolType, intType } from "../objects/int.ts";
import { listType, PyList } from "../objects/list.ts";
import { PyMappingProxy } from "../objects/mapping_proxy.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyRange } from "../objects/range.ts";
import { frozenSetType, setType } from "../objects/set.ts";
import { strType } from "../objects/str.ts";
import { PyTuple, tupleType } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { callMethod } from "../protocols/call.ts";
import { isInstance, repr } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import type { Evaluator } from "./state.ts";

/** Classes registered with an abstract base class of collections.abc count, too; they say so by `isinstance`. */
function isInstanceOfAbc(vm: Evaluator, v: PyValue, name: string): boolean {
  if (!(v instanceof PyObject) || !v.type.heap) return false;
  const module = vm.modules.get("collections.abc") ?? vm.modules.get("_collections_abc");
  const abc = module === undefined ? undefined : lookupAttr(vm, module, name);
  return abc !== undefined && isInstance(vm, v, abc);
}

export function isMapping(vm: Evaluator, v: PyValue): boolean {
  return v instanceof PyDict || v instanceof PyMappingProxy || isInstanceOfAbc(vm, v, "Mapping");
}

export function isSequence(vm: Evaluator, v: PyValue): boolean {
  if (v instanceof PyList || v instanceof PyTuple || v instanceof PyRange) return true;
  if (v instanceof PyBytes || v instanceof PyByteArray || v instanceof PyBoxed) return false;
  return isInstanceOfAbc(vm, v, "Sequence");
}

/** The values of the keys, or None when one is missing. */
export function matchKeys(vm: Evaluator, subject: PyValue, keys: PyTuple): PyValue {
  const values: PyValue[] = [];
  const seen = new PyDict();
  const missing = new PyObject(typeOf(null));
  for (const key of keys.items) {
    if (seen.has(vm, key)) raise(vm, ValueErrorType, `mapping pattern checks duplicate key (${repr(vm, key)})`);
    seen.set(vm, key, null);
    const value =
      subject instanceof PyDict && !subject.type.heap
        ? (subject.get(vm, key) ?? (subject.has(vm, key) ? null : missing))
        : callMethod(vm, subject, "get", [key, missing]);
    if (value === missing) return null;
    values.push(value);
  }
  return new PyTuple(values);
}

/** Classes whose single positional pattern is the subject itself. */
const SELF_MATCHING: ReadonlySet<PyType> = new Set([
  boolType,
  byteArrayType,
  bytesType,
  dictType,
  floatType,
  frozenSetType,
  intType,
  listType,
  setType,
  strType,
  tupleType,
]);

/** The attributes that a class pattern looks at, or None when the subject does not match. */
export function matchClass(
  vm: Evaluator,
  subject: PyValue,
  cls: PyValue,
  positional: number,
  keywords: PyTuple,
): PyValue {
  if (!(cls instanceof PyType)) raise(vm, TypeErrorType, "called match pattern must be a class");
  if (!isInstance(vm, subject, cls)) return null;
  const values: PyValue[] = [];
  const seen = new Set<string>();
  const add = (name: string): boolean => {
    if (seen.has(name)) raise(vm, TypeErrorType, `${cls.name}() got multiple sub-patterns for attribute '${name}'`);
    seen.add(name);
    const value = lookupAttr(vm, subject, name);
    if (value !== undefined) values.push(value);
    return value !== undefined;
  };
  if (positional > 0) {
    const args = lookupAttr(vm, cls, "__match_args__");
    const isSelf = args === undefined && cls.mro.some((t) => SELF_MATCHING.has(t));
    if (args !== undefined && !(args instanceof PyTuple))
      raise(vm, TypeErrorType, `${cls.name}.__match_args__ must be a tuple (got ${typeName(args)})`);
    const allowed = isSelf ? 1 : (args?.items.length ?? 0);
    if (positional > allowed) {
      const plural = allowed === 1 ? "" : "s";
      raise(
        vm,
        TypeErrorType,
        `${cls.name}() accepts ${allowed} positional sub-pattern${plural} (${positional} given)`,
      );
    }
    if (isSelf) values.push(subject);
    else {
      for (const name of args?.items.slice(0, positional) ?? []) {
        if (typeof name !== "string")
          raise(vm, TypeErrorType, `__match_args__ elements must be strings (got ${typeName(name)})`);
        if (!add(name)) return null;
      }
    }
  }
  for (const name of keywords.items) if (!add(name as string)) return null;
  return new PyTuple(values);
}
