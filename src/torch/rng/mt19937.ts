/** The 32-bit Mersenne Twister (Matsumoto and Nishimura, 1998) as a stream that can be read from any offset. */

import { BLOCK_DRAWS, kernels } from "./kernels.ts";

/** A state is kept about every so many blocks of draws, so that reading backwards is cheap too. */
const CHECKPOINT_BLOCKS = 256;

interface State {
  readonly words: Uint32Array;
  /** How often it was twisted: it yields block `twists - 1`. */
  readonly twists: number;
}

function seedState(seed: number): Uint32Array<ArrayBuffer> {
  const state = new Uint32Array(BLOCK_DRAWS);
  state[0] = seed >>> 0;
  for (let i = 1; i < BLOCK_DRAWS; i++) {
    const before = state[i - 1] ?? 0;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  return state;
}

/** The draws that follow from one seed. Nothing is computed before it is read. */
export class Mt19937Stream {
  private readonly seed: number;
  /** In the order of the stream; the first is that of the seed. */
  private checkpoints: State[] = [];
  private words = new Uint32Array(0);
  private twists = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Puts the draws [offset, offset + count) into the buffer of the kernels, which bounds `count`. */
  load(offset: number, count: number): void {
    const { state, read } = kernels();
    const block = Math.floor(offset / BLOCK_DRAWS);
    this.restore(block + 1);
    this.skip(block + 1 - this.twists);
    this.twists += read(offset - block * BLOCK_DRAWS, count);
    this.words.set(state);
    this.keepCheckpoint();
  }

  /** Fills `out` with the draws [offset, offset + out.length). */
  read(offset: number, out: Uint32Array): void {
    const { draws } = kernels();
    for (let done = 0; done < out.length; done += draws.length) {
      const count = Math.min(draws.length, out.length - done);
      this.load(offset + done, count);
      out.set(count === draws.length ? draws : draws.subarray(0, count), done);
    }
  }

  /** Hands the kernels the latest known state that is twisted no more than `twists` times. */
  private restore(twists: number): void {
    const { state } = kernels();
    if (this.checkpoints.length === 0) {
      this.words = seedState(this.seed);
      this.checkpoints.push({ words: this.words.slice(), twists: 0 });
    }
    const kept = this.checkpoints.findLast((checkpoint) => checkpoint.twists <= twists);
    if (kept !== undefined && (this.twists > twists || kept.twists > this.twists)) {
      state.set(kept.words);
      this.twists = kept.twists;
    } else {
      state.set(this.words);
    }
  }

  private skip(blocks: number): void {
    const { state, skip } = kernels();
    for (let left = blocks; left > 0; left -= CHECKPOINT_BLOCKS) {
      const part = Math.min(left, CHECKPOINT_BLOCKS);
      skip(part);
      this.twists += part;
      this.words.set(state);
      this.keepCheckpoint();
    }
  }

  private keepCheckpoint(): void {
    const last = this.checkpoints.at(-1)?.twists ?? 0;
    if (this.twists >= last + CHECKPOINT_BLOCKS)
      this.checkpoints.push({ words: this.words.slice(), twists: this.twists });
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
    this.buffer = new Uint32Array(Math.max(1, Math.min(expected, 8 * BLOCK_DRAWS)));
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

/** Fills `out` piece by piece: the draws [offset, offset + out.length), which `transform` turns into floats where they lie. */
export function fillFloats(
  stream: Mt19937Stream,
  offset: number,
  out: Float32Array,
  transform: (count: number) => void,
): void {
  const { floats } = kernels();
  for (let done = 0; done < out.length; done += floats.length) {
    const count = Math.min(floats.length, out.length - done);
    stream.load(offset + done, count);
    transform(count);
    out.set(count === floats.length ? floats : floats.subarray(0, count), done);
  }
}
