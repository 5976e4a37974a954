/** The 32-bit Mersenne Twister (Matsumoto and Nishimura, 1998) as a stream that can be read from any offset. */

const N = 624;
const M = 397;
/** A state is kept every so many blocks of 624 draws, so that reading backwards is cheap too. */
const CHECKPOINT_BLOCKS = 2048;

function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(N);
  state[0] = seed >>> 0;
  for (let i = 1; i < N; i++) {
    const before = state[i - 1] ?? 0;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  return state;
}

function twist(s: Uint32Array): void {
  const at = (i: number): number => s[i] as number;
  let i = 0;
  for (; i < N - M; i++) {
    const y = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
    s[i] = at(i + M) ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
  }
  for (; i < N - 1; i++) {
    const y = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
    s[i] = at(i + M - N) ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
  }
  const y = (at(N - 1) & 0x80000000) | (at(0) & 0x7fffffff);
  s[N - 1] = at(M - 1) ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
}

/** The draws that follow from one seed. Nothing is computed before it is read. */
export class Mt19937Stream {
  private readonly checkpoints: Uint32Array[];
  private readonly state: Uint32Array;
  /** How often `state` was twisted: it yields block `twists - 1`. */
  private twists = 0;

  constructor(seed: number) {
    this.state = seedState(seed);
    this.checkpoints = [this.state.slice()];
  }

  private seek(block: number): void {
    const target = block + 1;
    const checkpoint = Math.floor(target / CHECKPOINT_BLOCKS);
    const nearest = Math.min(checkpoint, this.checkpoints.length - 1);
    if (target < this.twists || this.twists < nearest * CHECKPOINT_BLOCKS) {
      this.state.set(this.checkpoints[nearest] as Uint32Array);
      this.twists = nearest * CHECKPOINT_BLOCKS;
    }
    while (this.twists < target) {
      twist(this.state);
      this.twists++;
      if (this.twists === this.checkpoints.length * CHECKPOINT_BLOCKS) this.checkpoints.push(this.state.slice());
    }
  }

  /** Fills `out` with the draws [offset, offset + out.length). */
  read(offset: number, out: Uint32Array): void {
    let done = 0;
    while (done < out.length) {
      const at = offset + done;
      this.seek(Math.floor(at / N));
      const start = at % N;
      const end = Math.min(N, start + out.length - done);
      for (let i = start; i < end; i++) {
        let y = this.state[i] as number;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        out[done++] = y ^ (y >>> 18);
      }
    }
  }
}

/** Reads a stream draw by draw from an offset on, in buffered pieces. */
export class DrawReader {
  private readonly stream: Mt19937Stream;
  private readonly buffer: Uint32Array;
  private next: number;
  private at: number;

  constructor(stream: Mt19937Stream, offset: number, expected: number) {
    this.stream = stream;
    this.buffer = new Uint32Array(Math.max(1, Math.min(expected, 8 * N)));
    this.next = offset;
    this.at = this.buffer.length;
  }

  /** The offset of the next draw. */
  get offset(): number {
    return this.next - (this.buffer.length - this.at);
  }

  draw32(): number {
    if (this.at === this.buffer.length) {
      this.stream.read(this.next, this.buffer);
      this.next += this.buffer.length;
      this.at = 0;
    }
    return this.buffer[this.at++] as number;
  }

  draw64(): bigint {
    const high = BigInt(this.draw32());
    return (high << 32n) | BigInt(this.draw32());
  }

  /** [0, 1) with the resolution of a float of `bits` mantissa digits; more than 24 take two draws. */
  unit(bits: number): number {
    if (bits <= 24) return (this.draw32() & ((1 << bits) - 1)) / (1 << bits);
    const high = this.draw32() & 0x1fffff;
    return (high * 4294967296 + this.draw32()) / 9007199254740992;
  }
}
