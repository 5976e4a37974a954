/** erf, erfc, gamma, lgamma and exact summation. */

const SQRT_PI = 1.772453850905516;

/** Power series of erf, for |x| < 1.5. */
function erfSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let k = 25.5; k > 1; k--) sum = 2 + (square * sum) / k;
  return (sum * x * Math.exp(-square)) / SQRT_PI;
}

/** Continued fraction of erfc, for x ≥ 1.5. */
function erfcFraction(x: number): number {
  if (x >= 30) return 0;
  const square = x * x;
  let a = 0;
  let da = 0.5;
  let [p, q] = [1, da + square];
  let [p0, q0] = [0, 1];
  for (let i = 0; i < 50; i++) {
    a += da;
    da += 2;
    const b = da + square;
    [p, p0] = [b * p - a * p0, p];
    [q, q0] = [b * q - a * q0, q];
  }
  return ((p / q) * x * Math.exp(-square)) / SQRT_PI;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 1.5) return erfSeries(x);
  const tail = erfcFraction(size);
  return x > 0 ? 1 - tail : tail - 1;
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 1.5) return 1 - erfSeries(x);
  const tail = erfcFraction(size);
  return x > 0 ? tail : 2 - tail;
}

/** Lanczos' approximation with g below and N = 13: numerator and denominator polynomials, lowest power first. */
const LANCZOS_G = 6.02468004077673;
const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let num = 0;
  let den = 0;
  if (x < 5) {
    for (let i = NUMERATOR.length - 1; i >= 0; i--) {
      num = num * x + (NUMERATOR[i] as number);
      den = den * x + (DENOMINATOR[i] as number);
    }
  } else {
    for (let i = 0; i < NUMERATOR.length; i++) {
      num = num / x + (NUMERATOR[i] as number);
      den = den / x + (DENOMINATOR[i] as number);
    }
  }
  return num / den;
}

/** sin(πx), exact at the integers. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = Math.round(2 * y);
  const r = [
    Math.sin(Math.PI * y),
    Math.cos(Math.PI * (y - 0.5)),
    Math.sin(Math.PI * (1 - y)),
    -Math.cos(Math.PI * (y - 1.5)),
    Math.sin(Math.PI * (y - 2)),
  ][n] as number;
  return x < 0 ? -r : r;
}

/** Undefined: a pole (domain error); infinity: overflow. */
export function gamma(x: number): number | undefined {
  if (!Number.isFinite(x)) return Number.isNaN(x) || x > 0 ? x : undefined;
  if (x === 0) return undefined;
  if (Number.isInteger(x)) {
    if (x < 0) return undefined;
    if (x <= 23) {
      let product = 1;
      for (let i = 2; i < x; i++) product *= i;
      return product;
    }
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Number.POSITIVE_INFINITY;
  const y = size + LANCZOS_G - 0.5;
  let correction: number;
  if (size > LANCZOS_G - 0.5) {
    const q = y - size;
    correction = q - (LANCZOS_G - 0.5);
  } else {
    const q = y - (LANCZOS_G - 0.5);
    correction = q - size;
  }
  const z = (correction * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinPi(size) / size) * Math.exp(y)) / lanczosSum(size);
    r -= z * r;
    r = size < 140 ? r / y ** (size - 0.5) : r / y ** (size / 2 - 0.25) / y ** (size / 2 - 0.25);
  } else {
    r = lanczosSum(size) / Math.exp(y);
    r += z * r;
    r = size < 140 ? r * y ** (size - 0.5) : r * y ** (size / 2 - 0.25) * y ** (size / 2 - 0.25);
  }
  return r;
}

/** Undefined: a pole. */
export function lgamma(x: number): number | undefined {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? undefined : 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -Math.log(size);
  let r = Math.log(lanczosSum(size)) - LANCZOS_G;
  r += (size - 0.5) * (Math.log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = Math.log(Math.PI) - Math.log(Math.abs(sinPi(size))) - Math.log(size) - r;
  return r;
}

/** The sum of doubles rounded once (Shewchuk's partials). */
export function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  let special = 0;
  for (const value of values) {
    let x = value;
    if (!Number.isFinite(x)) {
      special += x;
      continue;
    }
    let count = 0;
    for (const partial of partials) {
      let [high, low] = [x, partial];
      if (Math.abs(high) < Math.abs(low)) [high, low] = [low, high];
      const sum = high + low;
      const rest = low - (sum - high);
      if (rest !== 0) partials[count++] = rest;
      x = sum;
    }
    partials.length = count;
    partials.push(x);
  }
  if (special !== 0 || Number.isNaN(special)) return special;
  let total = partials.pop() ?? 0;
  let low = 0;
  while (partials.length > 0) {
    const x = total;
    const y = partials.pop() as number;
    total = x + y;
    low = y - (total - x);
    if (low !== 0) break;
  }
  // Half to even across the remaining partials.
  const next = partials[partials.length - 1];
  if (next !== undefined && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
    const twice = low * 2;
    const x = total + twice;
    if (twice === x - total) total = x;
  }
  return total;
}
