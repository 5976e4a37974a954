/** `set` and `frozenset`. Iteration order is insertion order (Python leaves it open). */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "./core_types.ts";
import { HashTable, keyOf } from "./hash_table.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

/** What set and frozenset share; each is its own Python class. */
export abstract class PySetBase extends PyObject {
  table: HashTable<true>;

  constructor(type: PyType, table: HashTable<true> = new HashTable()) {
    super(type);
    this.table = table;
  }
  get size(): number {
    return this.table.map.size;
  }
  has(vm: Interpreter, k: PyValue): boolean {
    return this.table.has(vm, k);
  }
  /** For natives that build a set; a frozenset is not added to once Python has seen it. */
  add(vm: Interpreter, k: PyValue): void {
    if (!this.table.has(vm, k)) this.table.set(vm, k, true);
  }
  delete(vm: Interpreter, k: PyValue): boolean {
    return this.table.delete(vm, k);
  }
  clear(): void {
    this.table.clear();
  }
  values(): PyValue[] {
    return Array.from(this.table.map.keys(), keyOf);
  }
}

export class PySet extends PySetBase {
  constructor(type: PyType = setType, table: HashTable<true> = new HashTable()) {
    super(type, table);
  }
}

export class PyFrozenSet extends PySetBase {
  constructor(type: PyType = frozenSetType, table: HashTable<true> = new HashTable()) {
    super(type, table);
  }
}

export const setType: PyType = nativeType("set", { allocate: (t) => new PySet(t) });
export const frozenSetType: PyType = nativeType("frozenset", { allocate: (t) => new PyFrozenSet(t) });
