/**
 * The insertion-ordered hash table behind dict and set. A key whose equality is JavaScript's own (str, int, None, and
 * objects that compare by identity) is the JavaScript Map's key itself; any other key is held by a `KeyEntry`, found
 * through an index by its Python hash.
 */

import type { Interpreter } from "../interpreter.ts";
import { hash, primitiveHash } from "../protocols/hash.ts";
import { equals } from "../protocols/operator.ts";
import { PyBoxed } from "./boxed.ts";
import { objectType } from "./core_types.ts";
import { PyFloat } from "./float.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";
import { asInt } from "./unbox.ts";

/** Holds a key that has its own notion of equality (a float, a tuple, an instance with `__eq__`). */
export class KeyEntry {
  readonly key: PyValue;
  readonly hash: number | bigint;
  constructor(key: PyValue, hash: number | bigint) {
    this.key = key;
    this.hash = hash;
  }
}

export type TableKey = string | number | bigint | null | PyObject | KeyEntry;
type Index = Map<number | bigint, KeyEntry[]>;

/** The key as Python sees it. */
export function keyOf(key: TableKey): PyValue {
  return key instanceof KeyEntry ? key.key : key;
}

const byIdentity = new WeakMap<PyType, { eq: PyValue | undefined; hash: PyValue | undefined; direct: boolean }>();

/** Whether instances of the class are equal only when they are the same object. */
function comparesByIdentity(type: PyType): boolean {
  const eq = type.lookup("__eq__");
  const h = type.lookup("__hash__");
  const known = byIdentity.get(type);
  if (known !== undefined && known.eq === eq && known.hash === h) return known.direct;
  const direct = eq === objectType.attrs.get("__eq__") && h === objectType.attrs.get("__hash__");
  byIdentity.set(type, { eq, hash: h, direct });
  return direct;
}

export class HashTable<V> {
  readonly map: Map<TableKey, V>;
  private index: Index | null = null;

  constructor(map: Map<TableKey, V> = new Map()) {
    this.map = map;
  }

  get size(): number {
    return this.map.size;
  }

  /** The stored key that equals `k`, or undefined. */
  find(vm: Interpreter, k: PyValue): TableKey | undefined {
    if (typeof k === "string" || typeof k === "number") {
      if (this.map.has(k)) return k;
      return this.index === null ? undefined : this.findIndexed(vm, k, hash(vm, k));
    }
    return this.findGeneral(vm, k);
  }

  private findGeneral(vm: Interpreter, k: PyValue): TableKey | undefined {
    if (isDirect(k)) {
      if (this.map.has(k)) return k;
      return this.index === null ? undefined : this.findIndexed(vm, k, hash(vm, k));
    }
    return this.findByHash(vm, k);
  }

  private findByHash(vm: Interpreter, k: PyValue): TableKey | undefined {
    const h = hash(vm, k);
    // A str subclass's instance may equal a plain str; anything may equal an int through the same hash.
    if (k instanceof PyBoxed && typeof k.payload === "string") {
      if (this.map.has(k.payload) && equals(vm, k.payload, k)) return k.payload;
    } else {
      if (this.map.has(h) && equals(vm, h, k)) return h;
      // An int too large to be its own hash is stored as itself all the same.
      const large = k instanceof PyFloat && Number.isInteger(k.value) ? BigInt(k.value) : asInt(k);
      if (typeof large === "bigint" && this.map.has(large) && equals(vm, large, k)) return large;
    }
    return this.index === null ? undefined : this.findIndexed(vm, k, h);
  }

  private findIndexed(vm: Interpreter, k: PyValue, h: number | bigint): KeyEntry | undefined {
    const bucket = this.index?.get(h);
    if (bucket === undefined) return undefined;
    for (const entry of bucket) if (entry.key === k || equals(vm, entry.key, k)) return entry;
    return undefined;
  }

  get(vm: Interpreter, k: PyValue): V | undefined {
    if (this.index === null && (typeof k === "string" || typeof k === "number")) return this.map.get(k);
    const key = this.find(vm, k);
    return key === undefined ? undefined : this.map.get(key);
  }

  has(vm: Interpreter, k: PyValue): boolean {
    if (this.index === null && (typeof k === "string" || typeof k === "number")) return this.map.has(k);
    return this.find(vm, k) !== undefined;
  }

  /** Sets the value; a key that is already there (an equal one) stays as it is. */
  set(vm: Interpreter, k: PyValue, value: V): void {
    if (this.index === null && (typeof k === "string" || typeof k === "number")) {
      this.map.set(k, value);
      return;
    }
    const key = this.find(vm, k);
    this.map.set(key === undefined ? this.insertKey(vm, k) : key, value);
  }

  private insertKey(vm: Interpreter, k: PyValue): TableKey {
    if (isDirect(k)) return k;
    const entry = new KeyEntry(k, hash(vm, k));
    this.index ??= new Map();
    const bucket = this.index.get(entry.hash);
    if (bucket === undefined) this.index.set(entry.hash, [entry]);
    else bucket.push(entry);
    return entry;
  }

  /** Adds a literal, whose hash needs no interpreter (members of a folded frozenset). */
  addConstant(this: HashTable<true>, k: PyValue): void {
    if (isDirect(k)) {
      this.map.set(k, true);
      return;
    }
    const entry = new KeyEntry(k, primitiveHash(k));
    this.index ??= new Map();
    const bucket = this.index.get(entry.hash);
    if (bucket === undefined) this.index.set(entry.hash, [entry]);
    else bucket.push(entry);
    this.map.set(entry, true);
  }

  delete(vm: Interpreter, k: PyValue): boolean {
    const key = this.find(vm, k);
    if (key === undefined) return false;
    this.deleteKey(key);
    return true;
  }

  /** Removes a stored key, as `find` or iteration gave it. */
  deleteKey(key: TableKey): void {
    this.map.delete(key);
    if (!(key instanceof KeyEntry) || this.index === null) return;
    const rest = (this.index.get(key.hash) ?? []).filter((e) => e !== key);
    if (rest.length === 0) this.index.delete(key.hash);
    else this.index.set(key.hash, rest);
    if (this.index.size === 0) this.index = null;
  }

  clear(): void {
    this.map.clear();
    this.index = null;
  }

  /** A copy with the same keys in the same order. */
  copy(): HashTable<V> {
    const table = new HashTable<V>(new Map(this.map));
    if (this.index !== null) table.index = new Map([...this.index].map(([h, bucket]) => [h, [...bucket]]));
    return table;
  }

  /** Takes over the keys of `source`; this table is empty, and its map stays the same object (a namespace may share it). */
  fillFrom(source: HashTable<V>): void {
    for (const [key, value] of source.map) this.map.set(key, value);
    this.index = source.index === null ? null : new Map([...source.index].map(([h, bucket]) => [h, [...bucket]]));
  }
}

type DirectKey = string | number | bigint | null | PyObject;

/** Whether JavaScript's own equality of keys is Python's for this one. */
function isDirect(k: PyValue): k is DirectKey {
  if (k === null || typeof k === "string" || typeof k === "number" || typeof k === "bigint") return true;
  return k instanceof PyObject && comparesByIdentity(k.type);
}
