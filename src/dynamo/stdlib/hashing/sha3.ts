/** SHA-3 and SHAKE (FIPS 202): the Keccak sponge over 25 lanes of 64 bits. */

const MASK = (1n << 64n) - 1n;

/** Round constants, from the linear feedback shift register of the standard. */
const ROUND_CONSTANTS: readonly bigint[] = (() => {
  let register = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j++) {
      if ((register & 1) === 1) constant |= 1n << ((1n << BigInt(j)) - 1n);
      register = (register << 1) ^ ((register >> 7) * 0x171);
    }
    return constant;
  });
})();

const rotate = (x: bigint, n: bigint): bigint => (n === 0n ? x : ((x << n) | (x >> (64n - n))) & MASK);

/** Where each lane goes in the step pi, with its rotation of the step rho; lane (x, y) is at x + 5 * y. */
const MOVES: readonly (readonly [from: number, to: number, rotation: bigint])[] = (() => {
  const moves: [number, number, bigint][] = [[0, 0, 0n]];
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t++) {
    const next = (2 * x + 3 * y) % 5;
    moves.push([x + 5 * y, y + 5 * next, BigInt((((t + 1) * (t + 2)) / 2) % 64)]);
    [x, y] = [y, next];
  }
  return moves;
})();

function permute(lanes: bigint[]): void {
  const at = (i: number): bigint => lanes[i] as bigint;
  const moved = new Array<bigint>(25).fill(0n);
  for (const constant of ROUND_CONSTANTS) {
    const columns = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
    for (let i = 0; i < 25; i++) {
      const x = i % 5;
      lanes[i] = at(i) ^ (columns[(x + 4) % 5] as bigint) ^ rotate(columns[(x + 1) % 5] as bigint, 1n);
    }
    for (const [from, to, rotation] of MOVES) moved[to] = rotate(at(from), rotation);
    for (let i = 0; i < 25; i++) {
      const row = i - (i % 5);
      const right = moved[row + ((i + 1) % 5)] as bigint;
      lanes[i] = (moved[i] as bigint) ^ (~right & MASK & (moved[row + ((i + 2) % 5)] as bigint));
    }
    lanes[0] = at(0) ^ constant;
  }
}

/** Absorbs `bytes` at `rate` bytes a block and squeezes `length` bytes; `suffix` tells SHA-3 from SHAKE. */
export function keccak(bytes: Uint8Array, rate: number, suffix: number, length: number): Uint8Array {
  const input = new Uint8Array((Math.floor(bytes.length / rate) + 1) * rate);
  input.set(bytes);
  input[bytes.length] = suffix;
  input[input.length - 1] = (input[input.length - 1] as number) | 0x80;
  const view = new DataView(input.buffer);
  const lanes = new Array<bigint>(25).fill(0n);
  for (let block = 0; block < input.length; block += rate) {
    for (let i = 0; i < rate / 8; i++) lanes[i] = (lanes[i] as bigint) ^ view.getBigUint64(block + i * 8, true);
    permute(lanes);
  }
  const out = new DataView(new ArrayBuffer(Math.ceil(length / 8) * 8));
  for (let at = 0; at < length; at += rate) {
    if (at > 0) permute(lanes);
    for (let i = 0; i < rate / 8 && at + i * 8 < length; i++) out.setBigUint64(at + i * 8, lanes[i] as bigint, true);
  }
  return new Uint8Array(out.buffer).slice(0, length);
}
