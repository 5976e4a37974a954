/** `numpy._source`: random bits as numpy's two generators draw numbers from them; the distributions are in Python. */

import { nativeModule } from "../../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { normalizeInt } from "../../../dynamo/objects/int.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineMethods } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { asFloat } from "../../../dynamo/objects/unbox.ts";
import { index } from "../../../dynamo/protocols/convert.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { arrayOf, floats, type PyNdarray } from "../core/array.ts";
import { toDType } from "../core/convert.ts";
import { INT64, type PyDType } from "../core/dtype.ts";
import { type Bits, PcgBits, seedSequence, TwisterBits } from "./bits.ts";
import { zigguratTables } from "./ziggurat.ts";

class PySource extends PyObject {
  bits: Bits = new TwisterBits();
  /** The second number of a polar draw, kept for the next. */
  spare: number | null = null;
}

const sourceType: PyType = nativeType("Source", {
  module: "numpy._source",
  allocate: (type) => new PySource(type),
});

function polar(s: PySource): number {
  if (s.spare !== null) {
    const value = s.spare;
    s.spare = null;
    return value;
  }
  for (;;) {
    const x = 2 * s.bits.double() - 1;
    const y = 2 * s.bits.double() - 1;
    const r = x * x + y * y;
    if (r >= 1 || r === 0) continue;
    const f = Math.sqrt((-2 * Math.log(r)) / r);
    s.spare = f * x;
    return f * y;
  }
}

function zigguratNormal(bits: Bits): number {
  const { inside, width, height, r } = zigguratTables();
  for (;;) {
    const draw = bits.next64();
    const layer = Number(draw & 0xffn);
    const rest = draw >> 8n;
    const size = (rest >> 1n) & 0xfffffffffffffn;
    const x = Number(size) * (width[layer] as number) * ((rest & 1n) === 1n ? -1 : 1);
    if (size < (inside[layer] as bigint)) return x;
    if (layer === 0) {
      for (;;) {
        const a = -(1 / r) * Math.log1p(-bits.double());
        const b = -Math.log1p(-bits.double());
        if (b + b > a * a) return ((size >> 8n) & 1n) === 1n ? -(r + a) : r + a;
      }
    }
    const [above, below] = [height[layer - 1] as number, height[layer] as number];
    if ((above - below) * bits.double() + below < Math.exp(-0.5 * x * x)) return x;
  }
}

function mask(range: bigint): bigint {
  return (1n << BigInt(range.toString(2).length)) - 1n;
}

/** A number up to `range`, by masks and rejection. */
function masked(bits: Bits, range: bigint): bigint {
  if (range === 0n) return 0n;
  const m = mask(range);
  const wide = range > 0xffffffffn;
  for (;;) {
    const value = (wide ? bits.next64() : BigInt(bits.next32())) & m;
    if (value <= range) return value;
  }
}

/** A number up to `range`, by Lemire's multiplication. */
function lemire(bits: Bits, range: bigint): bigint {
  if (range === 0n) return 0n;
  const wide = range > 0xffffffffn;
  const size = wide ? 64n : 32n;
  const all = (1n << size) - 1n;
  const draw = (): bigint => (wide ? bits.next64() : BigInt(bits.next32()));
  if (range === all) return draw();
  const count = range + 1n;
  let m = draw() * count;
  if ((m & all) < count) {
    const threshold = (all - range) % count;
    while ((m & all) < threshold) m = draw() * count;
  }
  return m >> size;
}

/** Numbers of 8 and 16 bits share the 32 bits of one draw, lowest first. */
function small(bits: Bits, range: number, width: 8 | 16, legacy: boolean): () => number {
  let [buffer, left] = [0, 0];
  const all = 2 ** width - 1;
  const draw = (): number => {
    if (left === 0) {
      buffer = bits.next32();
      left = 32 / width - 1;
    } else {
      buffer >>>= width;
      left--;
    }
    return buffer & all;
  };
  if (range === all) return draw;
  if (legacy) {
    const m = Number(mask(BigInt(range)));
    return () => {
      for (;;) {
        const value = draw() & m;
        if (value <= range) return value;
      }
    };
  }
  return () => {
    const count = range + 1;
    let m = draw() * count;
    if ((m & all) < count) {
      const threshold = (all - range) % count;
      while ((m & all) < threshold) m = draw() * count;
    }
    return m >>> width;
  };
}

/** Bools take the bits of one draw one after the other. */
function coins(bits: Bits): () => number {
  let [buffer, left] = [0, 0];
  return () => {
    if (left === 0) {
      buffer = bits.next32();
      left = 31;
    } else {
      buffer >>>= 1;
      left--;
    }
    return buffer & 1;
  };
}

function many(vm: Interpreter, n: PyValue, one: () => number): PyNdarray {
  const count = Number(index(vm, n));
  vm.chargeMemory(count * 8);
  vm.charge(count);
  return floats(vm, Float64Array.from({ length: count }, one));
}

function integers(
  vm: Interpreter,
  s: PySource,
  low: PyValue,
  range: PyValue,
  n: PyValue,
  dtype: PyDType,
  legacy: boolean,
): PyNdarray {
  const count = Number(index(vm, n));
  vm.chargeMemory(count * 8);
  vm.charge(count);
  const [start, width] = [BigInt(index(vm, low)), BigInt(index(vm, range))];
  if (width > 0n && dtype.itemsize < 4) {
    const draw =
      dtype.kind === "b" ? coins(s.bits) : small(s.bits, Number(width), dtype.itemsize === 1 ? 8 : 16, legacy);
    return arrayOf(vm, dtype, [count], {
      kind: "real",
      x: Float64Array.from({ length: count }, () => Number(start) + draw()),
    });
  }
  const draw = legacy ? masked : lemire;
  const x = Array.from({ length: count }, () => start + draw(s.bits, width));
  return arrayOf(vm, dtype, [count], { kind: "big", x });
}

/** 0 … n-1 in a random order; `first`: only the places from there on are drawn. */
function order(vm: Interpreter, s: PySource, n: number, first: number, draw: typeof masked): PyNdarray {
  vm.chargeMemory(n * 8);
  vm.charge(n);
  const x = Float64Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i >= Math.max(1, first); i--) {
    const j = Number(draw(s.bits, BigInt(i)));
    const kept = x[i] as number;
    x[i] = x[j] as number;
    x[j] = kept;
  }
  return arrayOf(vm, INT64, [n], { kind: "real", x });
}

const LEGACY = (s: PySource): boolean => s.bits instanceof TwisterBits;

defineMethods(sourceType, {
  "__init__(self, /)": () => null,
  "seed_twister(self, seed, /)": (vm: Interpreter, self: PySource, seed: PyValue) => {
    const bits = new TwisterBits();
    bits.seed(Number(index(vm, seed)));
    [self.bits, self.spare] = [bits, null];
    return null;
  },
  "seed_twister_words(self, words, /)": (vm: Interpreter, self: PySource, words: PyValue) => {
    const bits = new TwisterBits();
    bits.twister.initByArray(toArray(vm, words).map((w) => Number(index(vm, w))));
    [self.bits, self.spare] = [bits, null];
    return null;
  },
  "seed_pcg(self, words, /)": (vm: Interpreter, self: PySource, words: PyValue) => {
    const state = seedSequence(
      toArray(vm, words).map((w) => Number(index(vm, w))),
      8,
    );
    const pair = (i: number): bigint => (BigInt(state[2 * i + 1] as number) << 32n) | BigInt(state[2 * i] as number);
    [self.bits, self.spare] = [new PcgBits([0, 1, 2, 3].map(pair)), null];
    return null;
  },
  "entropy(self, /)": (vm: Interpreter) => normalizeInt(BigInt(Math.round(vm.host.now() * 1000)) * 0x9e3779b97f4a7c15n),
  "double(self, /)": (_vm: Interpreter, self: PySource) => float(self.bits.double()),
  "doubles(self, n, /)": (vm: Interpreter, self: PySource, n: PyValue) => many(vm, n, () => self.bits.double()),
  "singles(self, n, /)": (vm: Interpreter, self: PySource, n: PyValue) =>
    many(vm, n, () => (self.bits.next32() >>> 8) / 2 ** 24),
  "normal(self, /)": (_vm: Interpreter, self: PySource) =>
    float(LEGACY(self) ? polar(self) : zigguratNormal(self.bits)),
  "normals(self, n, /)": (vm: Interpreter, self: PySource, n: PyValue) =>
    many(vm, n, LEGACY(self) ? () => polar(self) : () => zigguratNormal(self.bits)),
  "integers(self, low, range, n, dtype, /)": (
    vm: Interpreter,
    self: PySource,
    low: PyValue,
    range: PyValue,
    n: PyValue,
    dtype: PyValue,
  ) => integers(vm, self, low, range, n, toDType(vm, dtype), LEGACY(self)),
  "below(self, range, /)": (vm: Interpreter, self: PySource, range: PyValue) =>
    normalizeInt((LEGACY(self) ? masked : lemire)(self.bits, BigInt(index(vm, range)))),
  "order(self, n, /)": (vm: Interpreter, self: PySource, n: PyValue) =>
    order(vm, self, Number(index(vm, n)), 1, masked),
  "selection(self, n, first, /)": (vm: Interpreter, self: PySource, n: PyValue, first: PyValue) =>
    order(vm, self, Number(index(vm, n)), Number(index(vm, first)), lemire),
  "bytes(self, n, /)": (vm: Interpreter, self: PySource, n: PyValue) =>
    new PyList(Array.from({ length: Math.ceil(Number(index(vm, n)) / 4) }, () => self.bits.next32())),
  "state(self, /)": (_vm: Interpreter, self: PySource) => {
    const { bits } = self;
    const words: PyValue[] =
      bits instanceof TwisterBits
        ? [...bits.twister.state, bits.twister.index]
        : [normalizeInt((bits as PcgBits).state), normalizeInt((bits as PcgBits).increment)];
    return new PyList([new PyList(words), self.spare === null ? null : float(self.spare)]);
  },
  "set_state(self, words, spare, /)": (vm: Interpreter, self: PySource, words: PyValue, spare: PyValue) => {
    const bits = new TwisterBits();
    const values = toArray(vm, words).map((w) => Number(index(vm, w)));
    bits.twister.state.set(values.slice(0, 624));
    bits.twister.index = values[624] ?? 624;
    self.bits = bits;
    self.spare = spare === null ? null : (asFloat(spare) ?? null);
    return null;
  },
});

export const sourceModule = nativeModule("numpy._source", () => ({
  Source: sourceType,
}));
