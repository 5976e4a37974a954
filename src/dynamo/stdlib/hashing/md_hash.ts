/** MD5 (RFC 1321), SHA-1 and SHA-256/224 (FIPS 180-4): hashes over blocks of sixteen 32-bit words. */

const rotateLeft = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const rotateRight = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** The message with a one bit, zeros and its length in bits, cut into blocks of 64 bytes. */
function padded(bytes: Uint8Array, little: boolean): DataView {
  const out = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setBigUint64(out.length - 8, BigInt(bytes.length) * 8n, little);
  return view;
}

type Round = (state: Int32Array, words: Int32Array) => void;

function digest(bytes: Uint8Array, initial: readonly number[], little: boolean, scheduled: number, round: Round) {
  const view = padded(bytes, little);
  const state = Int32Array.from(initial);
  const words = new Int32Array(scheduled);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + i * 4, little);
    round(state, words);
  }
  const out = new DataView(new ArrayBuffer(state.length * 4));
  for (const [i, word] of state.entries()) out.setInt32(i * 4, word, little);
  return new Uint8Array(out.buffer);
}

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const MD5_SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

function md5Round(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < 64; i++) {
    const quarter = i >> 4;
    let f: number;
    let at: number;
    if (quarter === 0) [f, at] = [(b & c) | (~b & d), i];
    else if (quarter === 1) [f, at] = [(d & b) | (~d & c), (5 * i + 1) & 15];
    else if (quarter === 2) [f, at] = [b ^ c ^ d, (3 * i + 5) & 15];
    else [f, at] = [c ^ (b | ~d), (7 * i) & 15];
    const sum = (a + f + (MD5_SINES[i] as number) + (words[at] as number)) | 0;
    [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, MD5_SHIFTS[quarter]?.[i & 3] ?? 0)) | 0];
  }
  add(state, [a, b, c, d]);
}

function sha1Round(state: Int32Array, words: Int32Array): void {
  const w = (i: number): number => words[i] as number;
  for (let i = 16; i < 80; i++) words[i] = rotateLeft(w(i - 3) ^ w(i - 8) ^ w(i - 14) ^ w(i - 16), 1);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let i = 0; i < 80; i++) {
    let f: number;
    let k: number;
    if (i < 20) [f, k] = [(b & c) | (~b & d), 0x5a827999];
    else if (i < 40) [f, k] = [b ^ c ^ d, 0x6ed9eba1];
    else if (i < 60) [f, k] = [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
    else [f, k] = [b ^ c ^ d, 0xca62c1d6];
    const next = (rotateLeft(a, 5) + f + e + k + w(i)) | 0;
    [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
  }
  add(state, [a, b, c, d, e]);
}

const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p !== 0)) PRIMES.push(n);
/** The first 32 bits of a root's fraction. Doubles hold them exactly enough for the first 64 primes. */
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const SHA256_K = Int32Array.from(PRIMES, (p) => fraction(Math.cbrt(p)));
const SHA256_INITIAL = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const SHA224_INITIAL = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];

function sha256Round(state: Int32Array, words: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15] as number;
    const y = words[i - 2] as number;
    const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
    const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] as number) + s0 + (words[i - 7] as number) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (SHA256_K[i] as number) + (words[i] as number)) | 0;
    const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  add(state, [a, b, c, d, e, f, g, h]);
}

function add(state: Int32Array, values: readonly number[]): void {
  for (const [i, value] of values.entries()) state[i] = (state[i] as number) + value;
}

const MD_INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

export const md5 = (bytes: Uint8Array): Uint8Array => digest(bytes, MD_INITIAL, true, 16, md5Round);
export const sha1 = (bytes: Uint8Array): Uint8Array => digest(bytes, [...MD_INITIAL, 0xc3d2e1f0], false, 80, sha1Round);
export const sha256 = (bytes: Uint8Array): Uint8Array => digest(bytes, SHA256_INITIAL, false, 64, sha256Round);
export const sha224 = (bytes: Uint8Array): Uint8Array =>
  digest(bytes, SHA224_INITIAL, false, 64, sha256Round).slice(0, 28);
