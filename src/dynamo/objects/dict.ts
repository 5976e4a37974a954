/** `dict`: insertion-ordered; a namespace (`Attrs`) can be shown as one without copying. */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "./core_types.ts";
import { HashTable, keyOf, type TableKey } from "./hash_table.ts";
import { type Attrs, PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const dictType: PyType = nativeType("dict", { allocate: (t) => new PyDict(t) });

const wrappers = new WeakMap<Attrs, PyDict>();

export class PyDict extends PyObject {
  table: HashTable<PyValue>;

  constructor(type: PyType = dictType, table: HashTable<PyValue> = new HashTable()) {
    super(type);
    this.table = table;
  }

  /** The dict that shares the namespace; the same object each time. */
  static wrap(attrs: Attrs): PyDict {
    let dict = wrappers.get(attrs);
    if (dict === undefined) {
      dict = new PyDict(dictType, new HashTable(attrs as Map<TableKey, PyValue>));
      wrappers.set(attrs, dict);
    }
    return dict;
  }

  /** The dict's storage as a namespace that this very dict shows from now on. */
  shareAsNamespace(): Attrs {
    wrappers.set(this.attrMap, this);
    return this.attrMap;
  }

  static fromStrings(entries: Iterable<readonly [string, PyValue]>): PyDict {
    return new PyDict(dictType, new HashTable(new Map<TableKey, PyValue>(entries)));
  }

  get map(): Map<TableKey, PyValue> {
    return this.table.map;
  }
  /** The dict's own storage as a namespace: for `exec` globals, class bodies and instance dictionaries. */
  get attrMap(): Attrs {
    return this.table.map as Attrs;
  }
  get size(): number {
    return this.table.map.size;
  }
  get(vm: Interpreter, k: PyValue): PyValue | undefined {
    return this.table.get(vm, k);
  }
  set(vm: Interpreter, k: PyValue, v: PyValue): void {
    this.table.set(vm, k, v);
  }
  has(vm: Interpreter, k: PyValue): boolean {
    return this.table.has(vm, k);
  }
  /** False when there was no such key. */
  delete(vm: Interpreter, k: PyValue): boolean {
    return this.table.delete(vm, k);
  }
  getStr(s: string): PyValue | undefined {
    return this.table.map.get(s);
  }
  setStr(s: string, v: PyValue): void {
    this.table.map.set(s, v);
  }
  clear(): void {
    this.table.clear();
  }
  keys(): PyValue[] {
    return Array.from(this.table.map.keys(), keyOf);
  }
  values(): PyValue[] {
    return Array.from(this.table.map.values());
  }
  entries(): [PyValue, PyValue][] {
    return Array.from(this.table.map, ([k, v]) => [keyOf(k), v]);
  }
  /** A plain dict with the same entries. */
  copy(): PyDict {
    return new PyDict(dictType, this.table.copy());
  }
}
