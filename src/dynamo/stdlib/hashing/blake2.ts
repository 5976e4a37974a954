/** BLAKE2b and BLAKE2s (RFC 7693), unkeyed or keyed. */

const SIGMA: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const COLUMNS_AND_DIAGONALS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

interface Variant {
  readonly word: 4 | 8;
  readonly rounds: number;
  readonly rotations: readonly [bigint, bigint, bigint, bigint];
  readonly initial: readonly bigint[];
}

const INITIAL_64 = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

export const BLAKE2B: Variant = { word: 8, rounds: 12, rotations: [32n, 24n, 16n, 63n], initial: INITIAL_64 };
export const BLAKE2S: Variant = {
  word: 4,
  rounds: 10,
  rotations: [16n, 12n, 8n, 7n],
  initial: INITIAL_64.map((value) => value >> 32n),
};

/** The digest of `length` bytes; `key` has at most eight words. */
export function blake2(variant: Variant, bytes: Uint8Array, length: number, key: Uint8Array): Uint8Array {
  const { word, initial } = variant;
  const block = word * 16;
  const start = key.length > 0 ? block : 0;
  const input = new Uint8Array(Math.max(Math.ceil((start + bytes.length) / block), 1) * block);
  input.set(key);
  input.set(bytes, start);
  const view = new DataView(input.buffer);
  const read = (at: number): bigint => (word === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true)));
  const state = [...initial];
  state[0] = (state[0] as bigint) ^ 0x01010000n ^ (BigInt(key.length) << 8n) ^ BigInt(length);
  for (let at = 0; at < input.length; at += block) {
    const last = at + block >= input.length;
    const counted = last ? start + bytes.length : at + block;
    const message = Array.from({ length: 16 }, (_, i) => read(at + i * word));
    compress(variant, state, message, BigInt(counted), last);
  }
  const out = new Uint8Array(word * 8);
  for (let i = 0; i < out.length; i++)
    out[i] = Number(((state[Math.floor(i / word)] as bigint) >> BigInt(8 * (i % word))) & 0xffn);
  return out.slice(0, length);
}

function compress(variant: Variant, state: bigint[], message: readonly bigint[], counted: bigint, last: boolean): void {
  const bits = BigInt(variant.word * 8);
  const mask = (1n << bits) - 1n;
  const [r1, r2, r3, r4] = variant.rotations;
  const v = [...state, ...variant.initial];
  v[12] = (v[12] as bigint) ^ (counted & mask);
  v[13] = (v[13] as bigint) ^ (counted >> bits);
  if (last) v[14] = (v[14] as bigint) ^ mask;
  const turn = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (bits - n))) & mask;
  for (let round = 0; round < variant.rounds; round++) {
    const order = SIGMA[round % 10] as readonly number[];
    for (const [step, [ia, ib, ic, id]] of COLUMNS_AND_DIAGONALS.entries()) {
      const x = message[order[step * 2] as number] as bigint;
      const y = message[order[step * 2 + 1] as number] as bigint;
      let [a, b, c, d] = [v[ia] as bigint, v[ib] as bigint, v[ic] as bigint, v[id] as bigint];
      a = (a + b + x) & mask;
      d = turn(d ^ a, r1);
      c = (c + d) & mask;
      b = turn(b ^ c, r2);
      a = (a + b + y) & mask;
      d = turn(d ^ a, r3);
      c = (c + d) & mask;
      b = turn(b ^ c, r4);
      [v[ia], v[ib], v[ic], v[id]] = [a, b, c, d];
    }
  }
  for (let i = 0; i < 8; i++) state[i] = (state[i] as bigint) ^ (v[i] as bigint) ^ (v[i + 8] as bigint);
}
