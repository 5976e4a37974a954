/** `_random`: the generator behind `random.Random`, whose distributions are written in Python. */

import { utf8Bytes } from "../../builtins/codecs.ts";
import { intFromBytes } from "../../builtins/int.ts";
import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { float } from "../../objects/float.ts";
import { normalizeInt } from "../../objects/int.ts";
import { defineMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { asBytesLike, asInt, asStr } from "../../objects/unbox.ts";
import { hash, index } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { toArray } from "../../protocols/iterate.ts";
import { sha512 } from "../hashing/sha512.ts";
import { MersenneTwister } from "./mersenne_twister.ts";

class PyRandom extends PyObject {
  readonly generator = new MersenneTwister();
}

const randomType: PyType = nativeType("Random", {
  module: "_random",
  hasDict: true,
  allocate: (type) => new PyRandom(type),
});

/** The integer that a seed value stands for. */
function seedValue(vm: Interpreter, value: PyValue): bigint {
  if (value === null) return BigInt(Math.round(vm.host.now() * 1000)) + 0x9e3779b97f4a7c15n;
  const int = asInt(value);
  if (int !== undefined) return BigInt(int);
  const text = asStr(value);
  const bytes = text === undefined ? asBytesLike(value) : utf8Bytes(text);
  if (bytes === undefined) return BigInt.asUintN(64, BigInt(hash(vm, value)));
  return BigInt(intFromBytes(Uint8Array.from([...bytes, ...sha512(bytes)]), true, false));
}

defineMethods(randomType, {
  "seed(self, a=None, version=2)": (vm: Interpreter, self: PyRandom, a: PyValue) => {
    self.generator.seed(seedValue(vm, a));
    return null;
  },
  "random(self, /)": (_vm: Interpreter, self: PyRandom) => float(self.generator.random()),
  "getrandbits(self, k, /)": (vm: Interpreter, self: PyRandom, k: PyValue) => {
    const count = Number(index(vm, k));
    if (count < 0) raise(vm, ValueErrorType, "number of bits must be non-negative");
    vm.chargeMemory(count / 8);
    return normalizeInt(self.generator.bits(count));
  },
  "_randbelow(self, n, /)": (vm: Interpreter, self: PyRandom, n: PyValue) => {
    const limit = BigInt(index(vm, n));
    return limit <= 0n ? 0 : normalizeInt(self.generator.below(limit));
  },
  "_getstate(self, /)": (_vm: Interpreter, self: PyRandom) =>
    new PyTuple([...self.generator.state, self.generator.index]),
  "_setstate(self, state, /)": (vm: Interpreter, self: PyRandom, state: PyValue) => {
    const items = toArray(vm, state).map((item) => Number(index(vm, item)));
    if (items.length !== 625) raise(vm, TypeErrorType, "state vector is the wrong size");
    self.generator.state.set(items.slice(0, 624));
    self.generator.index = items[624] as number;
    return null;
  },
});

export const randomCoreModule = nativeModule("_random", () => ({ Random: randomType }));
