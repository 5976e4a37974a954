/** SHA-512 and SHA-384 (FIPS 180-4). */

/** The first 64 bits of the fraction of the root of order `order`. */
function rootFraction(n: bigint, order: bigint): bigint {
  const target = n << (64n * order);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** order <= target) low = middle;
    else high = middle;
  }
  return low & MASK;
}

const MASK = (1n << 64n) - 1n;

interface Constants {
  readonly rounds: readonly bigint[];
  readonly sha512: readonly bigint[];
  readonly sha384: readonly bigint[];
}

let known: Constants | null = null;

/** Computed when something is hashed. */
function constants(): Constants {
  if (known === null) {
    const primes: bigint[] = [];
    for (let n = 2n; primes.length < 80; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
    known = {
      rounds: primes.map((p) => rootFraction(p, 3n)),
      sha512: primes.slice(0, 8).map((p) => rootFraction(p, 2n)),
      sha384: primes.slice(8, 16).map((p) => rootFraction(p, 2n)),
    };
  }
  return known;
}

const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

function digest(bytes: Uint8Array, initial: readonly bigint[], length: number): Uint8Array {
  const blocks = Math.ceil((bytes.length + 17) / 128);
  const padded = new Uint8Array(blocks * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const { rounds } = constants();
  const h = [...initial];
  const w = new Array<bigint>(80).fill(0n);
  for (let block = 0; block < blocks; block++) {
    for (let t = 0; t < 16; t++) w[t] = view.getBigUint64(block * 128 + t * 8);
    for (let t = 16; t < 80; t++) {
      const a = w[t - 15] as bigint;
      const b = w[t - 2] as bigint;
      const s0 = rotate(a, 1n) ^ rotate(a, 8n) ^ (a >> 7n);
      const s1 = rotate(b, 19n) ^ rotate(b, 61n) ^ (b >> 6n);
      w[t] = ((w[t - 16] as bigint) + s0 + (w[t - 7] as bigint) + s1) & MASK;
    }
    let [a, b, c, d, e, f, g, i] = h as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let t = 0; t < 80; t++) {
      const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
      const t1 = (i + s1 + ((e & f) ^ (~e & MASK & g)) + (rounds[t] as bigint) + (w[t] as bigint)) & MASK;
      const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
      [i, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, i].forEach((value, at) => {
      h[at] = ((h[at] as bigint) + value) & MASK;
    });
  }
  const out = new DataView(new ArrayBuffer(64));
  h.forEach((value, at) => {
    out.setBigUint64(at * 8, value);
  });
  return new Uint8Array(out.buffer).slice(0, length);
}

export function sha512(bytes: Uint8Array): Uint8Array {
  return digest(bytes, constants().sha512, 64);
}

export function sha384(bytes: Uint8Array): Uint8Array {
  return digest(bytes, constants().sha384, 48);
}
