/** MT19937 as CPython's `random` uses it (Matsumoto and Nishimura's reference algorithm). */

const N = 624;
const M = 397;

export class MersenneTwister {
  readonly state = new Uint32Array(N);
  index = N + 1;

  private initGenrand(seed: number): void {
    const { state } = this;
    state[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1] as number;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.index = N;
  }

  initByArray(key: readonly number[]): void {
    this.initGenrand(19650218);
    const { state } = this;
    let i = 1;
    let j = 0;
    const mix = () => {
      const previous = state[i - 1] as number;
      return previous ^ (previous >>> 30);
    };
    const wrap = () => {
      if (i >= N) {
        state[0] = state[N - 1] as number;
        i = 1;
      }
    };
    for (let k = Math.max(N, key.length); k > 0; k--) {
      state[i] = ((state[i] as number) ^ Math.imul(mix(), 1664525)) + (key[j] as number) + j;
      i++;
      j++;
      wrap();
      if (j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = ((state[i] as number) ^ Math.imul(mix(), 1566083941)) - i;
      i++;
      wrap();
    }
    state[0] = 0x80000000;
  }

  /** Seeds from an integer's absolute value, in 32-bit words, least significant first. */
  seed(value: bigint): void {
    const key: number[] = [];
    for (let n = value < 0n ? -value : value; n > 0n; n >>= 32n) key.push(Number(n & 0xffffffffn));
    this.initByArray(key.length === 0 ? [0] : key);
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < N; i++) {
      const y = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % N] as number) & 0x7fffffff);
      state[i] = (state[(i + M) % N] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }

  next32(): number {
    if (this.index >= N) this.twist();
    let y = this.state[this.index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A double in [0, 1) with 53 bits. */
  random(): number {
    const a = this.next32() >>> 5;
    const b = this.next32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  bits(count: number): bigint {
    let value = 0n;
    let shift = 0n;
    for (let left = count; left > 0; left -= 32) {
      let word = this.next32();
      if (left < 32) word >>>= 32 - left;
      value |= BigInt(word) << shift;
      shift += 32n;
    }
    return value;
  }

  /** An integer in [0, n), by rejection. */
  below(n: bigint): bigint {
    const count = n.toString(2).length;
    for (;;) {
      const r = count <= 32 ? BigInt(this.next32() >>> (32 - count)) : this.bits(count);
      if (r < n) return r;
    }
  }
}
