/** Names that are no fast locals: globals, class and module namespaces, cells; and the errors for unbound ones. */

import { PyCell } from "../objects/cell.ts";
import { PyDict } from "../objects/dict.ts";
import { KeyErrorType, NameErrorType, UnboundLocalErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { isRaised, raise, raiseNameError } from "../protocols/errors.ts";
import { delItem, getItem, setItem } from "../protocols/item.ts";
import type { Frame } from "./frame.ts";
import type { Evaluator } from "./state.ts";

export function loadGlobal(vm: Evaluator, frame: Frame, name: string): PyValue {
  let v = frame.globals.get(name);
  if (v === undefined) v = frame.builtins.get(name);
  if (v === undefined) raiseNameError(vm, name);
  return v;
}

/** The name in the frame's own namespace; undefined when it isn't there. */
export function localName(vm: Evaluator, frame: Frame, name: string): PyValue | undefined {
  if (frame.localsMap !== null) return frame.localsMap.get(name);
  return frame.localsObject === undefined ? undefined : itemOrNothing(vm, frame.localsObject, name);
}

function itemOrNothing(vm: Evaluator, mapping: PyValue, name: string): PyValue | undefined {
  if (mapping instanceof PyDict && !mapping.type.heap) return mapping.getStr(name);
  try {
    return getItem(vm, mapping, name);
  } catch (e) {
    if (isRaised(e, KeyErrorType)) return undefined;
    throw e;
  }
}

export function loadName(vm: Evaluator, frame: Frame, name: string): PyValue {
  const v = localName(vm, frame, name);
  return v === undefined ? loadGlobal(vm, frame, name) : v;
}

export function storeName(vm: Evaluator, frame: Frame, name: string, value: PyValue): void {
  if (frame.localsMap !== null) frame.localsMap.set(name, value);
  else if (frame.localsObject !== undefined) setItem(vm, frame.localsObject, name, value);
  else throw new Error("STORE_NAME in a frame without a namespace");
}

export function deleteName(vm: Evaluator, frame: Frame, name: string): void {
  if (frame.localsMap !== null) {
    if (!frame.localsMap.delete(name)) raiseNameError(vm, name);
    return;
  }
  if (frame.localsObject === undefined || itemOrNothing(vm, frame.localsObject, name) === undefined)
    raiseNameError(vm, name);
  delItem(vm, frame.localsObject, name);
}

export function deleteGlobal(vm: Evaluator, frame: Frame, name: string): void {
  if (!frame.globals.delete(name)) raiseNameError(vm, name);
}

/** The namespace as an object (LOAD_LOCALS, `locals()`). */
export function namespaceOf(frame: Frame): PyValue {
  if (frame.localsMap !== null) return PyDict.wrap(frame.localsMap);
  if (frame.localsObject === undefined) throw new Error("LOAD_LOCALS in a frame without a namespace");
  return frame.localsObject;
}

/** LOAD_FROM_DICT_OR_GLOBALS. */
export function fromDictOrGlobals(vm: Evaluator, frame: Frame, mapping: PyValue, name: string): PyValue {
  const v = itemOrNothing(vm, mapping, name);
  return v === undefined ? loadGlobal(vm, frame, name) : v;
}

/** LOAD_FROM_DICT_OR_DEREF. */
export function fromDictOrDeref(vm: Evaluator, frame: Frame, mapping: PyValue, slot: number): PyValue {
  const v = itemOrNothing(vm, mapping, slotName(frame, slot));
  return v === undefined ? loadDeref(vm, frame, slot) : v;
}

export function loadDeref(vm: Evaluator, frame: Frame, slot: number): PyValue {
  const cell = frame.stack[slot];
  const v = cell instanceof PyCell ? cell.value : undefined;
  return v === undefined ? raiseUnboundCell(vm, frame, slot) : v;
}

export function deleteDeref(vm: Evaluator, frame: Frame, slot: number): void {
  const cell = frame.stack[slot];
  if (!(cell instanceof PyCell) || cell.value === undefined) raiseUnboundCell(vm, frame, slot);
  cell.value = undefined;
}

function slotName(frame: Frame, slot: number): string {
  return frame.code.source.localsplusnames[slot] ?? "";
}

export function raiseUnboundLocal(vm: Evaluator, frame: Frame, slot: number): never {
  raise(
    vm,
    UnboundLocalErrorType,
    `cannot access local variable '${slotName(frame, slot)}' where it is not associated with a value`,
  );
}

function raiseUnboundCell(vm: Evaluator, frame: Frame, slot: number): never {
  const name = slotName(frame, slot);
  if (!frame.code.source.freevars.includes(name)) raiseUnboundLocal(vm, frame, slot);
  raise(
    vm,
    NameErrorType,
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
  );
}
