/** Loads, stores and deletes of names, by where the symbol table says that they live. */

import type { ExprContext, Position } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { Binding } from "../symtable/scope.ts";
import type { Unit } from "./unit.ts";

export function compileName(unit: Unit, name: string, ctx: ExprContext, pos: Position): void {
  if (ctx === "Load") loadName(unit, name, pos, false);
  else if (ctx === "Store") storeName(unit, name, pos);
  else deleteName(unit, name, pos);
}

/** `pushNull`: for a call, push a NULL before the value. */
export function loadName(unit: Unit, id: string, pos: Position, pushNull: boolean): void {
  const name = unit.mangle(id);
  const { binding, slot } = unit.lookUp(name);
  const { type, seesClass } = unit.scope;
  const isGlobal = binding === Binding.GLOBAL_IMPLICIT || binding === Binding.GLOBAL_EXPLICIT;
  const inClassLike = seesClass && binding !== Binding.GLOBAL_EXPLICIT && name !== "__classdict__";
  if (isGlobal && (unit.ownScope.isFunctionLike || binding === Binding.GLOBAL_EXPLICIT) && !inClassLike) {
    unit.emit(Opcode.LOAD_GLOBAL, unit.nameIndex(name) * 2 + (pushNull ? 1 : 0), pos);
    return;
  }
  if (pushNull) unit.emit(Opcode.PUSH_NULL, 0, pos);
  if (binding === Binding.LOCAL && slot >= 0 && unit.ownScope.isFunctionLike) {
    unit.emit(Opcode.LOAD_FAST, slot, pos);
  } else if ((binding === Binding.CELL || binding === Binding.FREE) && slot >= 0) {
    if (type === "class") {
      unit.emit(Opcode.LOAD_LOCALS, 0, pos);
      unit.emit(Opcode.LOAD_FROM_DICT_OR_DEREF, slot, pos);
    } else if (inClassLike && binding === Binding.FREE) {
      loadName(unit, "__classdict__", pos, false);
      unit.emit(Opcode.LOAD_FROM_DICT_OR_DEREF, slot, pos);
    } else {
      unit.emit(Opcode.LOAD_DEREF, slot, pos);
    }
  } else if (isGlobal && inClassLike) {
    loadName(unit, "__classdict__", pos, false);
    unit.emit(Opcode.LOAD_FROM_DICT_OR_GLOBALS, unit.nameIndex(name), pos);
  } else {
    unit.emit(Opcode.LOAD_NAME, unit.nameIndex(name), pos);
  }
}

export function storeName(unit: Unit, id: string, pos: Position): void {
  storeOrDelete(unit, id, pos, Opcode.STORE_FAST, Opcode.STORE_DEREF, Opcode.STORE_GLOBAL, Opcode.STORE_NAME);
}

export function deleteName(unit: Unit, id: string, pos: Position): void {
  storeOrDelete(unit, id, pos, Opcode.DELETE_FAST, Opcode.DELETE_DEREF, Opcode.DELETE_GLOBAL, Opcode.DELETE_NAME);
}

function storeOrDelete(
  unit: Unit,
  id: string,
  pos: Position,
  fast: Opcode,
  deref: Opcode,
  global: Opcode,
  plain: Opcode,
): void {
  if (id === "__debug__") throw unit.error(`cannot assign to ${id}`, pos);
  const name = unit.mangle(id);
  const { binding, slot } = unit.lookUp(name);
  if (binding === Binding.LOCAL && slot >= 0 && unit.ownScope.isFunctionLike) unit.emit(fast, slot, pos);
  else if ((binding === Binding.CELL || binding === Binding.FREE) && slot >= 0) unit.emit(deref, slot, pos);
  else if (binding === Binding.GLOBAL_EXPLICIT && unit.ownScope.type !== "module") {
    unit.emit(global, unit.nameIndex(name), pos);
  } else if (binding === Binding.GLOBAL_IMPLICIT && unit.ownScope.isFunctionLike) {
    unit.emit(global, unit.nameIndex(name), pos);
  } else unit.emit(plain, unit.nameIndex(name), pos);
}
