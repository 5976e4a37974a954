/** The elementwise functions of numpy: what each does to numbers, and which dtypes it gives. */

import type { BinaryOperator, CompareOperator } from "../../../dynamo/protocols/operator.ts";
import type { Pair } from "./complex_math.ts";
import * as complex from "./complex_math.ts";

/**
 * How the dtype of the result follows from the promoted one of the operands: the same; the same, with bool computed as
 * int8 (`int8`); floats only (`float`); bool; integers and bools only (`bits`); the real part's (`real`).
 */
export type ResultRule = "same" | "int8" | "float" | "bool" | "bits" | "real";

export interface BinaryKernel {
  readonly rule: ResultRule;
  readonly real: (a: number, b: number) => number;
  /** For 64-bit integers beyond what doubles hold. */
  readonly big?: (a: bigint, b: bigint) => bigint | boolean;
  readonly complex?: (a: Pair, b: Pair) => Pair | boolean;
  /** Python's operator, for elements that are objects or text. */
  readonly operator?: BinaryOperator | CompareOperator;
  /** What a reduction of nothing gives. */
  readonly identity?: number;
  /** Integers are computed as floats. */
  readonly divides?: boolean;
}

export interface UnaryKernel {
  readonly rule: ResultRule;
  readonly real: (a: number) => number;
  readonly big?: (a: bigint) => bigint | boolean;
  readonly complex?: (a: Pair) => Pair | number;
  /** Integers stay as they are. */
  readonly whole?: boolean;
}

/** Floor division and its remainder: the remainder is exact, and so is the quotient made of it. */
function remainder(a: number, b: number): number {
  if (b === Number.POSITIVE_INFINITY || b === Number.NEGATIVE_INFINITY) {
    if (!Number.isFinite(a)) return Number.NaN;
    return a === 0 || a < 0 === b < 0 ? a : b;
  }
  const m = a % b;
  if (m !== 0) return m < 0 === b < 0 ? m : m + b;
  return b < 0 ? -0 : 0;
}

function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const m = a % b;
  let q = (a - m) / b;
  if (m !== 0 && m < 0 !== b < 0) q -= 1;
  if (q === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(q);
  return q - floor > 0.5 ? floor + 1 : floor;
}

const floorBig = (a: bigint, b: bigint): bigint => {
  if (b === 0n) return 0n;
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
};
const modBig = (a: bigint, b: bigint): bigint => {
  if (b === 0n) return 0n;
  const m = a % b;
  return m !== 0n && m < 0n !== b < 0n ? m + b : m;
};

/** Half to even. */
export function rint(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor === 0 && (x < 0 || Object.is(x, -0)) ? -0 : floor;
  const up = rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
  return up === 0 && x < 0 ? -0 : up;
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

const bit = (f: (a: bigint, b: bigint) => bigint, g: (a: number, b: number) => number) => (a: number, b: number) =>
  Number.isInteger(a) && (a | 0) === a && (b | 0) === b ? g(a, b) : Number(f(BigInt(a), BigInt(b)));

const order = (test: (c: number) => boolean) => (a: Pair, b: Pair) => test(complex.compare(a, b));

function power(a: number, b: number): number {
  if (a === 1) return 1;
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  return b === 2 ? a * a : b === 0.5 ? Math.sqrt(a) : a ** b;
}

/** The next double after `a` towards `b`. */
function nextAfter(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  if (a === b) return b;
  if (a === 0) return b > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([a]).buffer);
  bits[0] = (bits[0] as bigint) + (a < b === a > 0 ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] as number;
}

/** One of two; for numbers and bigints alike. */
const pick = <T>(first: boolean, a: T, b: T): T => (first ? a : b);

const nanOr = (f: (a: number, b: number) => number) => (a: number, b: number) =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : f(a, b);

function logAddExp(a: number, b: number): number {
  if (a === b) return a + Math.LN2;
  const d = a - b;
  if (d > 0) return a + Math.log1p(Math.exp(-d));
  return d <= 0 ? b + Math.log1p(Math.exp(d)) : d;
}

function logAddExp2(a: number, b: number): number {
  if (a === b) return a + 1;
  const d = a - b;
  if (d > 0) return a + Math.LOG2E * Math.log1p(2 ** -d);
  return d <= 0 ? b + Math.LOG2E * Math.log1p(2 ** d) : d;
}

export const BINARY: Readonly<Record<string, BinaryKernel>> = {
  add: {
    rule: "same",
    real: (a, b) => a + b,
    big: (a, b) => a + b,
    complex: complex.add,
    operator: "+",
    identity: 0,
  },
  subtract: {
    rule: "same",
    real: (a, b) => a - b,
    big: (a, b) => a - b,
    complex: complex.subtract,
    operator: "-",
  },
  multiply: {
    rule: "same",
    real: (a, b) => a * b,
    big: (a, b) => a * b,
    complex: complex.multiply,
    operator: "*",
    identity: 1,
  },
  divide: {
    rule: "float",
    real: (a, b) => a / b,
    complex: complex.divide,
    operator: "/",
    divides: true,
  },
  floor_divide: {
    rule: "int8",
    real: floorDivide,
    big: floorBig,
    operator: "//",
  },
  remainder: { rule: "int8", real: remainder, big: modBig, operator: "%" },
  fmod: {
    rule: "int8",
    real: (a, b) => a % b,
    big: (a, b) => (b === 0n ? 0n : a % b),
  },
  power: {
    rule: "int8",
    real: power,
    big: (a, b) => a ** b,
    complex: complex.power,
    operator: "**",
  },
  float_power: { rule: "float", real: power, complex: complex.power },
  maximum: {
    rule: "same",
    real: nanOr((a, b) => pick(a >= b, a, b)),
    big: (a, b) => pick(a >= b, a, b),
    complex: (a, b) => (complex.compare(a, b) >= 0 ? a : b),
  },
  minimum: {
    rule: "same",
    real: nanOr((a, b) => pick(a <= b, a, b)),
    big: (a, b) => pick(a <= b, a, b),
    complex: (a, b) => (complex.compare(a, b) <= 0 ? a : b),
  },
  fmax: {
    rule: "same",
    real: (a, b) => (Number.isNaN(b) || a >= b ? a : b),
    big: (a, b) => pick(a >= b, a, b),
  },
  fmin: {
    rule: "same",
    real: (a, b) => (Number.isNaN(b) || a <= b ? a : b),
    big: (a, b) => pick(a <= b, a, b),
  },
  arctan2: { rule: "float", real: Math.atan2 },
  hypot: { rule: "float", real: (a, b) => Math.hypot(a, b), identity: 0 },
  logaddexp: {
    rule: "float",
    real: logAddExp,
    identity: Number.NEGATIVE_INFINITY,
  },
  logaddexp2: {
    rule: "float",
    real: logAddExp2,
    identity: Number.NEGATIVE_INFINITY,
  },
  copysign: {
    rule: "float",
    real: (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
  },
  nextafter: { rule: "float", real: nextAfter },
  heaviside: {
    rule: "float",
    real: (a, b) => (Number.isNaN(a) ? a : a < 0 ? 0 : a > 0 ? 1 : b),
  },
  ldexp: { rule: "float", real: (a, b) => a * 2 ** b },
  gcd: { rule: "bits", real: gcd, identity: 0 },
  lcm: {
    rule: "bits",
    real: (a, b) => (a === 0 || b === 0 ? 0 : (Math.abs(a) / gcd(a, b)) * Math.abs(b)),
  },
  bitwise_and: {
    rule: "bits",
    real: bit(
      (a, b) => a & b,
      (a, b) => a & b,
    ),
    big: (a, b) => a & b,
    operator: "&",
    identity: -1,
  },
  bitwise_or: {
    rule: "bits",
    real: bit(
      (a, b) => a | b,
      (a, b) => a | b,
    ),
    big: (a, b) => a | b,
    operator: "|",
    identity: 0,
  },
  bitwise_xor: {
    rule: "bits",
    real: bit(
      (a, b) => a ^ b,
      (a, b) => a ^ b,
    ),
    big: (a, b) => a ^ b,
    operator: "^",
    identity: 0,
  },
  left_shift: {
    rule: "int8",
    real: (a, b) => (b < 0 || b > 63 ? 0 : a * 2 ** b),
    big: (a, b) => (b > 63n ? 0n : a << b),
    operator: "<<",
  },
  right_shift: {
    rule: "int8",
    real: (a, b) => Math.floor(a / 2 ** Math.min(b, 64)),
    big: (a, b) => a >> b,
    operator: ">>",
  },
  equal: {
    rule: "bool",
    real: (a, b) => Number(a === b),
    big: (a, b) => a === b,
    complex: (a, b) => a.re === b.re && a.im === b.im,
    operator: "==",
  },
  not_equal: {
    rule: "bool",
    real: (a, b) => Number(a !== b),
    big: (a, b) => a !== b,
    complex: (a, b) => a.re !== b.re || a.im !== b.im,
    operator: "!=",
  },
  less: {
    rule: "bool",
    real: (a, b) => Number(a < b),
    big: (a, b) => a < b,
    complex: order((c) => c < 0),
    operator: "<",
  },
  less_equal: {
    rule: "bool",
    real: (a, b) => Number(a <= b),
    big: (a, b) => a <= b,
    complex: order((c) => c <= 0),
    operator: "<=",
  },
  greater: {
    rule: "bool",
    real: (a, b) => Number(a > b),
    big: (a, b) => a > b,
    complex: order((c) => c > 0),
    operator: ">",
  },
  greater_equal: {
    rule: "bool",
    real: (a, b) => Number(a >= b),
    big: (a, b) => a >= b,
    complex: order((c) => c >= 0),
    operator: ">=",
  },
  logical_and: {
    rule: "bool",
    real: (a, b) => Number(a !== 0 && b !== 0),
    big: (a, b) => a !== 0n && b !== 0n,
    complex: (a, b) => (a.re !== 0 || a.im !== 0) && (b.re !== 0 || b.im !== 0),
    identity: 1,
  },
  logical_or: {
    rule: "bool",
    real: (a, b) => Number(a !== 0 || b !== 0),
    big: (a, b) => a !== 0n || b !== 0n,
    complex: (a, b) => a.re !== 0 || a.im !== 0 || b.re !== 0 || b.im !== 0,
    identity: 0,
  },
  logical_xor: {
    rule: "bool",
    real: (a, b) => Number((a !== 0) !== (b !== 0)),
    big: (a, b) => (a !== 0n) !== (b !== 0n),
    identity: 0,
  },
};

const float = (real: (a: number) => number, of?: (a: Pair) => Pair | number): UnaryKernel =>
  of === undefined ? { rule: "float", real } : { rule: "float", real, complex: of };

function spacing(x: number): number {
  return Number.isFinite(x)
    ? Math.abs(nextAfter(x, x < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) - x) * (x < 0 ? -1 : 1)
    : Number.NaN;
}

export const UNARY: Readonly<Record<string, UnaryKernel>> = {
  negative: {
    rule: "same",
    real: (a) => -a,
    big: (a) => -a,
    complex: complex.negative,
  },
  positive: {
    rule: "same",
    real: (a) => a,
    big: (a) => a,
    complex: complex.positive,
  },
  absolute: {
    rule: "real",
    real: Math.abs,
    big: (a) => (a < 0n ? -a : a),
    complex: (z) => Math.hypot(z.re, z.im),
  },
  fabs: float(Math.abs),
  sign: {
    rule: "same",
    real: (a) => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : a),
    big: (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n),
  },
  square: {
    rule: "int8",
    real: (a) => a * a,
    big: (a) => a * a,
    complex: complex.square,
  },
  reciprocal: { rule: "int8", real: (a) => 1 / a, complex: complex.reciprocal },
  conjugate: {
    rule: "int8",
    real: (a) => a,
    big: (a) => a,
    complex: complex.conjugate,
  },
  sqrt: float(Math.sqrt, complex.sqrt),
  cbrt: float(Math.cbrt),
  exp: float(Math.exp, complex.exp),
  exp2: float((a) => 2 ** a),
  expm1: float(Math.expm1),
  log: float(Math.log, complex.log),
  log2: float(Math.log2),
  log10: float(Math.log10),
  log1p: float(Math.log1p),
  sin: float(Math.sin, complex.sin),
  cos: float(Math.cos, complex.cos),
  tan: float(Math.tan, (z) => complex.divide(complex.sin(z), complex.cos(z))),
  arcsin: float(Math.asin),
  arccos: float(Math.acos),
  arctan: float(Math.atan),
  sinh: float(Math.sinh),
  cosh: float(Math.cosh),
  tanh: float(Math.tanh),
  arcsinh: float(Math.asinh),
  arccosh: float(Math.acosh),
  arctanh: float(Math.atanh),
  deg2rad: float((a) => a * (Math.PI / 180)),
  rad2deg: float((a) => a * (180 / Math.PI)),
  spacing: float(spacing),
  rint: float(rint),
  floor: { rule: "float", real: Math.floor, whole: true },
  ceil: { rule: "float", real: Math.ceil, whole: true },
  trunc: { rule: "float", real: Math.trunc, whole: true },
  isnan: {
    rule: "bool",
    real: (a) => Number(Number.isNaN(a)),
    big: () => false,
    complex: (z) => Number(Number.isNaN(z.re) || Number.isNaN(z.im)),
  },
  isinf: {
    rule: "bool",
    real: (a) => Number(a === Number.POSITIVE_INFINITY || a === Number.NEGATIVE_INFINITY),
    big: () => false,
    complex: (z) => Number([z.re, z.im].some((p) => Math.abs(p) === Number.POSITIVE_INFINITY)),
  },
  isfinite: {
    rule: "bool",
    real: (a) => Number(Number.isFinite(a)),
    big: () => true,
    complex: (z) => Number(Number.isFinite(z.re) && Number.isFinite(z.im)),
  },
  signbit: {
    rule: "bool",
    real: (a) => Number(a < 0 || Object.is(a, -0)),
    big: (a) => a < 0n,
  },
  logical_not: {
    rule: "bool",
    real: (a) => Number(a === 0),
    big: (a) => a === 0n,
    complex: (z) => Number(z.re === 0 && z.im === 0),
  },
  invert: { rule: "bits", real: (a) => -a - 1, big: (a) => ~a },
};
