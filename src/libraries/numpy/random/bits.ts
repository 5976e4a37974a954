/** Generators of random bits: MT19937 as numpy's legacy generator seeds it, and PCG64 with `SeedSequence`. */

import { MersenneTwister } from "../../../dynamo/stdlib/random/mersenne_twister.ts";

export interface Bits {
  next32(): number;
  next64(): bigint;
  /** In [0, 1), 53 bits. */
  double(): number;
}

export class TwisterBits implements Bits {
  readonly twister = new MersenneTwister();

  /** A seed below 2**32. */
  seed(seed: number): void {
    const { state } = this.twister;
    state[0] = seed >>> 0;
    for (let i = 1; i < state.length; i++) {
      const previous = state[i - 1] as number;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.twister.index = state.length;
  }

  next32(): number {
    return this.twister.next32();
  }
  next64(): bigint {
    const high = BigInt(this.twister.next32());
    return (high << 32n) | BigInt(this.twister.next32());
  }
  double(): number {
    return this.twister.random();
  }
}

const MASK128 = (1n << 128n) - 1n;
const MASK64 = (1n << 64n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** PCG XSL RR 128/64. */
export class PcgBits implements Bits {
  state: bigint;
  readonly increment: bigint;
  private spare: number | null = null;

  constructor(words: readonly bigint[]) {
    const [a = 0n, b = 0n, c = 0n, d = 0n] = words;
    this.increment = ((((c << 64n) | d) << 1n) | 1n) & MASK128;
    this.state = 0n;
    this.step();
    this.state = (this.state + ((a << 64n) | b)) & MASK128;
    this.step();
  }

  private step(): void {
    this.state = (this.state * MULTIPLIER + this.increment) & MASK128;
  }

  next64(): bigint {
    this.step();
    const folded = (this.state >> 64n) ^ (this.state & MASK64);
    const turn = this.state >> 122n;
    return ((folded >> turn) | (folded << (64n - turn))) & MASK64;
  }
  next32(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    const both = this.next64();
    this.spare = Number(both >> 32n);
    return Number(both & 0xffffffffn);
  }
  double(): number {
    return Number(this.next64() >> 11n) / 2 ** 53;
  }
}

/** `SeedSequence(entropy).generate_state(count, uint32)`; entropy and spawn key in 32-bit words. */
export function seedSequence(entropy: readonly number[], count: number): Uint32Array {
  const pool = new Uint32Array(4);
  let constant = 0x43b0d7e5;
  const hash = (value: number): number => {
    let v = (value ^ constant) >>> 0;
    constant = Math.imul(constant, 0x931e8875) >>> 0;
    v = Math.imul(v, constant) >>> 0;
    return (v ^ (v >>> 16)) >>> 0;
  };
  const mix = (x: number, y: number): number => {
    const v = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (v ^ (v >>> 16)) >>> 0;
  };
  for (let i = 0; i < 4; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < 4; from++)
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to] as number, hash(pool[from] as number));
  for (let from = 4; from < entropy.length; from++)
    for (let to = 0; to < 4; to++) pool[to] = mix(pool[to] as number, hash(entropy[from] as number));
  const out = new Uint32Array(count);
  let key = 0x8b51f9dd;
  for (let i = 0; i < count; i++) {
    let v = ((pool[i % 4] as number) ^ key) >>> 0;
    key = Math.imul(key, 0x58f38ded) >>> 0;
    v = Math.imul(v, key) >>> 0;
    out[i] = (v ^ (v >>> 16)) >>> 0;
  }
  return out;
}
