/**
 * The inner loops of random fills, in AssemblyScript: `npm run generate` compiles this file to `../kernels_wasm.ts`.
 * The Mersenne Twister is that of Matsumoto and Nishimura (1998); logarithm, sine and cosine are the single-precision
 * approximations of Moshier's Cephes library, which PyTorch's vectorised kernel uses too.
 */

const N = 624;
const M = 397;
const UPPER: u32 = 0x80000000;
const LOWER: u32 = 0x7fffffff;
const MATRIX: u32 = 0x9908b0df;

/** Draws, and then in their place the values made of them; the room behind takes what vectors write too much. */
export const capacity = 16384;
export const state: usize = memory.data(N * 4, 16);
export const buffer: usize = memory.data((capacity + 8) * 4, 16);

function mixed(at: usize, following: usize, far: usize): void {
  const next = load<u32>(following);
  const y = (load<u32>(at) & UPPER) | (next & LOWER);
  store<u32>(at, load<u32>(far) ^ (y >> 1) ^ ((0 - (next & 1)) & MATRIX));
}

function mixedFour(at: usize, far: usize): void {
  const next = v128.load(at + 4);
  const y = v128.or(v128.and(v128.load(at), i32x4.splat(UPPER)), v128.and(next, i32x4.splat(LOWER)));
  const odd = i32x4.neg(v128.and(next, i32x4.splat(1)));
  const value = v128.xor(v128.load(far), i32x4.shr_u(y, 1));
  v128.store(at, v128.xor(value, v128.and(odd, i32x4.splat(MATRIX))));
}

function twist(): void {
  const end = state + N * 4;
  let at = state;
  for (const last = state + (N - M - 3) * 4; at < last; at += 16) mixedFour(at, at + M * 4);
  for (const last = state + (N - M) * 4; at < last; at += 4) mixed(at, at + 4, at + M * 4);
  for (const last = end - 4 * 4; at < last; at += 16) mixedFour(at, at - (N - M) * 4);
  for (const last = end - 4; at < last; at += 4) mixed(at, at + 4, at - (N - M) * 4);
  mixed(at, state, state + (M - 1) * 4);
}

/** Goes `blocks` blocks of 624 draws further. */
export function skip(blocks: i32): void {
  for (let i = 0; i < blocks; i++) twist();
}

/** Writes `count` draws to the buffer, from the one at `position` (0 to 624) of the present block on; how many blocks it went further. */
export function read(position: i32, count: i32): i32 {
  let twists = 0;
  let out = buffer;
  for (let left = count; left > 0; ) {
    if (position === N) {
      twist();
      twists++;
      position = 0;
    }
    const part = min(N - position, left);
    const from = state + position * 4;
    for (let at = from, end = from + part * 4; at < end; at += 16, out += 16) {
      let y = v128.load(at);
      y = v128.xor(y, i32x4.shr_u(y, 11));
      y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(0x9d2c5680)));
      y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(0xefc60000)));
      v128.store(out, v128.xor(y, i32x4.shr_u(y, 18)));
    }
    position += part;
    left -= part;
    out = buffer + (count - left) * 4;
  }
  return twists;
}

/** Four draws as floats in [0, 1) of 24 bits. */
function unit(at: usize): v128 {
  const bits = v128.and(v128.load(at), i32x4.splat(0xffffff));
  return f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(1.0 / 16777216.0));
}

/** The draws become numbers of [from, from + range). */
export function uniform(count: i32, from: f32, range: f32): void {
  for (let at = buffer, end = buffer + count * 4; at < end; at += 16)
    v128.store(at, f32x4.add(f32x4.mul(unit(at), f32x4.splat(range)), f32x4.splat(from)));
}

/** Of numbers in (0, 1]. */
function log(x: v128): v128 {
  const one = f32x4.splat(1);
  let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(mantissa, f32x4.splat(f32(Math.SQRT1_2)));
  exponent = f32x4.sub(exponent, v128.and(small, one));
  const m = f32x4.add(f32x4.sub(mantissa, one), v128.and(small, mantissa));
  const square = f32x4.mul(m, m);
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), square);
  y = f32x4.add(y, f32x4.mul(exponent, f32x4.splat(-2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(square, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(exponent, f32x4.splat(0.693359375)));
}

/** Box–Muller: each 16 draws become 16 normal samples, the first eight the radii, the others the angles. */
export function normal(blocks: i32, mean: f32, std: f32): void {
  const one = f32x4.splat(1);
  for (let at = buffer, end = buffer + blocks * 64; at < end; at += 64) {
    for (let lane = at; lane < at + 32; lane += 16) {
      const radius = f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log(f32x4.sub(one, unit(lane)))));
      const angle = f32x4.mul(f32x4.splat(6.283185307179586), unit(lane + 32));
      // The octant, odd ones counted to the next; then the angle from its start, in three steps that are exact.
      let octant = i32x4.trunc_sat_f32x4_s(f32x4.mul(angle, f32x4.splat(1.27323954473516)));
      octant = v128.and(i32x4.add(octant, i32x4.splat(1)), i32x4.splat(~1));
      const turns = f32x4.convert_i32x4_s(octant);
      let x = f32x4.sub(angle, f32x4.mul(turns, f32x4.splat(0.78515625)));
      x = f32x4.sub(x, f32x4.mul(turns, f32x4.splat(2.4187564849853516e-4)));
      x = f32x4.sub(x, f32x4.mul(turns, f32x4.splat(3.774894977445941e-8)));
      const z = f32x4.mul(x, x);
      let c = f32x4.splat(2.443315711809948e-5);
      c = f32x4.add(f32x4.mul(c, z), f32x4.splat(-1.388731625493765e-3));
      c = f32x4.add(f32x4.mul(c, z), f32x4.splat(4.166664568298827e-2));
      c = f32x4.mul(f32x4.mul(c, z), z);
      c = f32x4.add(f32x4.sub(c, f32x4.mul(z, f32x4.splat(0.5))), one);
      let s = f32x4.splat(-1.9515295891e-4);
      s = f32x4.add(f32x4.mul(s, z), f32x4.splat(8.3321608736e-3));
      s = f32x4.add(f32x4.mul(s, z), f32x4.splat(-1.6666654611e-1));
      s = f32x4.add(f32x4.mul(f32x4.mul(s, z), x), x);
      // Every second quadrant swaps the two; the sine turns its sign after two, the cosine after one and three.
      const swapped = i32x4.ne(v128.and(octant, i32x4.splat(2)), i32x4.splat(0));
      const sineSign = i32x4.shl(v128.and(octant, i32x4.splat(4)), 29);
      const cosineSign = i32x4.shl(v128.and(i32x4.add(octant, i32x4.splat(2)), i32x4.splat(4)), 29);
      const sine = v128.xor(v128.bitselect(c, s, swapped), sineSign);
      const cosine = v128.xor(v128.bitselect(s, c, swapped), cosineSign);
      const scale = f32x4.splat(std);
      const shift = f32x4.splat(mean);
      v128.store(lane, f32x4.add(f32x4.mul(f32x4.mul(radius, cosine), scale), shift));
      v128.store(lane + 32, f32x4.add(f32x4.mul(f32x4.mul(radius, sine), scale), shift));
    }
  }
}
