/** `hash()`. Numbers hash as in CPython (equal numbers of different classes hash alike); strings by their text. */

import type { Interpreter } from "../interpreter.ts";
import { PyComplex } from "../objects/complex.ts";
import { objectType } from "../objects/core_types.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyFloat } from "../objects/float.ts";
import { objectId } from "../objects/identity.ts";
import { normalizeInt, type PyInt } from "../objects/int.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyTuple, tupleType } from "../objects/tuple.ts";
import { asBytes, asInt } from "../objects/unbox.ts";
import { raise } from "./errors.ts";

const MODULUS = (1n << 61n) - 1n;

export function hashInt(n: PyInt): PyInt {
  if (typeof n === "number") return n === -1 ? -2 : n;
  const r = normalizeInt(n % MODULUS);
  return r === -1 ? -2 : r;
}

/** CPython's hash of a float: the value modulo 2**61 - 1, fractions by the modular inverse. */
export function hashFloat(x: number): PyInt {
  if (Number.isSafeInteger(x)) return hashInt(x + 0);
  if (Number.isNaN(x)) return 0;
  if (!Number.isFinite(x)) return x > 0 ? 314159 : -314159;
  if (Number.isInteger(x)) return hashInt(BigInt(x));
  // x = m * 2**e with m integral: multiplication by 2**e is a rotation by e modulo 61.
  let m = Math.abs(x);
  let e = 0;
  while (!Number.isInteger(m)) {
    m *= 2;
    e--;
  }
  const power = BigInt(((e % 61) + 61) % 61);
  const r = (BigInt(m) * (1n << power)) % MODULUS;
  const signed = normalizeInt(x < 0 ? -r : r);
  return signed === -1 ? -2 : signed;
}

const stringHashes = new Map<string, number>();

export function hashString(s: string): number {
  const known = stringHashes.get(s);
  if (known !== undefined) return known;
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995) ^ (b >>> 15);
  }
  const h = (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
  if (stringHashes.size > 10_000) stringHashes.clear();
  stringHashes.set(s, h);
  return h;
}

/** Combines the hashes of a sequence's items, in order. */
export function combineHashes(hashes: Iterable<PyInt>): number {
  let a = 0x345678;
  let b = 0x9e3779b9;
  for (const h of hashes) {
    const n = typeof h === "number" ? h : Number(h % 0x1fffffffffffffn);
    const low = n | 0;
    const high = Math.floor(n / 0x100000000) | 0;
    a = Math.imul(a ^ low, 0x85ebca6b) ^ Math.imul(high + 0x27d4eb2f, 0xc2b2ae35);
    a ^= a >>> 13;
    b = Math.imul(b ^ a, 0x5bd1e995) + low;
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
}

/** The hash of a value that needs no interpreter: numbers, strings, None, bytes and tuples of these. */
export function primitiveHash(v: PyValue): PyInt {
  if (typeof v === "string") return hashString(v);
  if (v === null) return 0xfca86420;
  if (v instanceof PyFloat) return hashFloat(v.value);
  if (v instanceof PyComplex) return hashComplex(v);
  if (v instanceof PyTuple) return combineHashes(v.items.map(primitiveHash));
  const bytes = asBytes(v);
  if (bytes !== undefined) return hashString(String.fromCharCode(...bytes));
  const n = asInt(v);
  if (n !== undefined) return hashInt(n);
  return identityHash(v as PyObject);
}

export function hashComplex(v: PyComplex): PyInt {
  const re = hashFloat(v.re);
  return v.im === 0 ? re : normalizeInt(BigInt.asIntN(64, BigInt(re) + 1000003n * BigInt(hashFloat(v.im))));
}

/** `object.__hash__`. */
export function identityHash(v: PyObject): number {
  return Math.floor(objectId(v) / 16);
}

export function hash(vm: Interpreter, v: PyValue): PyInt {
  if (typeof v === "number") return v === -1 ? -2 : v;
  if (!(v instanceof PyObject)) return primitiveHash(v);
  if (v instanceof PyFloat) return hashFloat(v.value);
  const type = v.type;
  if (type === tupleType) {
    const hashes: PyInt[] = [];
    for (const item of (v as PyTuple).items) hashes.push(hash(vm, item));
    return combineHashes(hashes);
  }
  const method = type.lookup("__hash__");
  if (method === undefined || method === null) raise(vm, TypeErrorType, `unhashable type: '${type.name}'`);
  if (method === objectType.attrs.get("__hash__")) return identityHash(v);
  const result = asInt(vm.call(method, [v]));
  if (result === undefined) raise(vm, TypeErrorType, "__hash__ method should return an integer");
  return hashInt(typeof result === "bigint" ? normalizeInt(BigInt.asIntN(64, result)) : result);
}
