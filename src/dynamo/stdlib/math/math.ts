/** `math`. */

import { decompose } from "../../builtins/text/decimal_digits.ts";
import { gcd, isqrt, ldexp } from "../../builtins/text/int_math.ts";
import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { float, PyFloat } from "../../objects/float.ts";
import { normalizeInt, type PyInt } from "../../objects/int.ts";
import { bitLength } from "../../objects/int_arithmetic.ts";
import { fn, type PyNative } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { asFloat, asInt } from "../../objects/unbox.ts";
import { PyUnknown } from "../../objects/unknown.ts";
import { callSpecial } from "../../protocols/call.ts";
import { index, toFloat, truncated } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { forEach, toArray } from "../../protocols/iterate.ts";
import { binaryOp } from "../../protocols/operator.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { erf, erfc, exactSum, gamma, lgamma } from "./special.ts";

function domain(vm: Interpreter): never {
  return raise(vm, ValueErrorType, "math domain error");
}

/** A result in C's manner: NaN from a number is a domain error, infinity from finite arguments overflow. */
function checked(vm: Interpreter, result: number, ...args: readonly number[]): PyFloat {
  if (Number.isNaN(result) && !args.some(Number.isNaN)) domain(vm);
  if (!Number.isFinite(result) && !Number.isNaN(result) && args.every(Number.isFinite)) {
    raise(vm, OverflowErrorType, "math range error");
  }
  return float(result);
}

/** A function of one real number. */
function real(name: string, compute: (x: number) => number): PyNative {
  return fn(`${name}(x, /)`, (vm: Interpreter, x: PyValue) => {
    if (x instanceof PyUnknown) return x;
    const value = toFloat(vm, x);
    return checked(vm, compute(value), value);
  });
}

function real2(name: string, compute: (x: number, y: number) => number): PyNative {
  return fn(`${name}(x, y, /)`, (vm: Interpreter, x: PyValue, y: PyValue) => {
    const [a, b] = [toFloat(vm, x), toFloat(vm, y)];
    return checked(vm, compute(a, b), a, b);
  });
}

/** Poles are domain errors here, not overflow. */
function pole(vm: Interpreter, result: number, x: number): PyFloat {
  if (!Number.isFinite(result) && Number.isFinite(x)) domain(vm);
  return checked(vm, result, x);
}

/** A logarithm of an int of any size, or of a float. */
function logarithm(vm: Interpreter, x: PyValue, log: (value: number) => number, ofTwo: number): number {
  const int = asFloat(x) === undefined ? (asInt(x) ?? indexOrUndefined(vm, x)) : undefined;
  if (int !== undefined) {
    if (int <= 0) domain(vm);
    const direct = Number(int);
    if (Number.isFinite(direct)) return log(direct);
    const shift = bitLength(BigInt(int)) - 64;
    return log(Number(BigInt(int) >> BigInt(shift))) + shift * ofTwo;
  }
  const value = toFloat(vm, x);
  if (value <= 0) domain(vm);
  return log(value);
}

function indexOrUndefined(vm: Interpreter, x: PyValue): PyInt | undefined {
  const result = callSpecial(vm, x, "__float__") === undefined ? callSpecial(vm, x, "__index__") : undefined;
  return result === undefined ? undefined : asInt(result);
}

function rounding(name: string, special: string, compute: (x: number) => number): PyNative {
  return fn(`${name}(x, /)`, (vm: Interpreter, x: PyValue) => {
    if (x instanceof PyFloat) return truncated(vm, compute(x.value));
    if (x instanceof PyUnknown) return x;
    const result = callSpecial(vm, x, special);
    if (result !== undefined) return result;
    if (name === "trunc") return raise(vm, TypeErrorType, `type ${typeOf(x).name} doesn't define __trunc__ method`);
    return truncated(vm, compute(toFloat(vm, x)));
  });
}

function nonNegative(vm: Interpreter, value: PyValue, text: string): bigint {
  const n = BigInt(index(vm, value));
  return n < 0n ? raise(vm, ValueErrorType, text) : n;
}

function factorial(vm: Interpreter, x: PyValue): PyValue {
  const n = nonNegative(vm, x, "factorial() not defined for negative values");
  if (n > 100_000n) vm.chargeMemory(Number(n) * 8);
  const product = (low: bigint, high: bigint): bigint => {
    if (low >= high) return low === high ? low : 1n;
    const middle = (low + high) >> 1n;
    return product(low, middle) * product(middle + 1n, high);
  };
  return normalizeInt(n < 2n ? 1n : product(2n, n));
}

function fallingFactorial(n: bigint, k: bigint): bigint {
  let result = 1n;
  for (let i = 0n; i < k; i++) result *= n - i;
  return result;
}

function comb(vm: Interpreter, a: PyValue, b: PyValue): PyValue {
  const n = nonNegative(vm, a, "n must be a non-negative integer");
  let k = nonNegative(vm, b, "k must be a non-negative integer");
  if (k > n) return 0;
  if (k > n - k) k = n - k;
  vm.charge(Number(k));
  let result = 1n;
  for (let i = 0n; i < k; i++) result = (result * (n - i)) / (i + 1n);
  return normalizeInt(result);
}

function frexp(x: number): { mantissa: number; exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { mantissa: x, exponent: 0 };
  const { mantissa, exponent } = decompose(Math.abs(x));
  const bits = bitLength(mantissa);
  const value = Number(mantissa) / 2 ** bits;
  return { mantissa: x < 0 ? -value : value, exponent: exponent + bits };
}

/** IEEE remainder: x - n*y with n the nearest integer, ties to even. */
function remainder(x: number, y: number): number {
  if (!Number.isFinite(y)) return Number.isNaN(y) ? y : x;
  const [a, b] = [Math.abs(x), Math.abs(y)];
  const m = a % b;
  const c = b - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (a - m)) % b);
  return x < 0 || Object.is(x, -0) ? -r : r;
}

function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? 5e-324 : -5e-324;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, bits + (x < y === x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

function isClose(vm: Interpreter, a: PyValue, b: PyValue, rel: PyValue, abs: PyValue): boolean {
  const [x, y, relative, absolute] = [toFloat(vm, a), toFloat(vm, b), toFloat(vm, rel), toFloat(vm, abs)];
  if (relative < 0 || absolute < 0) raise(vm, ValueErrorType, "tolerances must be non-negative");
  if (x === y) return true;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  const difference = Math.abs(x - y);
  return difference <= Math.abs(relative * y) || difference <= Math.abs(relative * x) || difference <= absolute;
}

function power(vm: Interpreter, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [toFloat(vm, a), toFloat(vm, b)];
  if (x === 1 || y === 0) return float(1);
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return float(1);
  if (x === 0 && y < 0 && Number.isFinite(y)) domain(vm);
  return checked(vm, x ** y, x, y);
}

/** Euclidean norm, scaled so that it neither overflows nor loses precision. */
function norm(values: readonly number[]): number {
  if (values.some((v) => !Number.isFinite(v) && !Number.isNaN(v))) return Number.POSITIVE_INFINITY;
  if (values.length === 2) return Math.hypot(values[0] as number, values[1] as number);
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest === 0 || Number.isNaN(largest)) return largest;
  return largest * Math.sqrt(exactSum(values.map((v) => (v / largest) ** 2)));
}

function accumulate(name: "gcd" | "lcm"): PyNative {
  return fn(`${name}(*integers)`, (vm: Interpreter, values: readonly PyValue[]) => {
    let result = name === "gcd" ? 0n : 1n;
    for (const value of values) {
      const n = BigInt(index(vm, value));
      if (name === "gcd") result = gcd(result, n);
      else if (n === 0n || result === 0n) result = 0n;
      else {
        result = (result / gcd(result, n)) * n;
        if (result < 0n) result = -result;
      }
    }
    return normalizeInt(result);
  });
}

const functions: readonly PyNative[] = [
  real("acos", Math.acos),
  real("acosh", Math.acosh),
  real("asin", Math.asin),
  real("asinh", Math.asinh),
  real("atan", Math.atan),
  fn("atanh(x, /)", (vm: Interpreter, x: PyValue) => pole(vm, Math.atanh(toFloat(vm, x)), toFloat(vm, x))),
  real("cbrt", Math.cbrt),
  real("cos", Math.cos),
  real("cosh", Math.cosh),
  real("degrees", (x) => x * (180 / Math.PI)),
  real("erf", erf),
  real("erfc", erfc),
  real("exp", Math.exp),
  real("exp2", (x) => 2 ** x),
  real("expm1", Math.expm1),
  real("fabs", Math.abs),
  real("radians", (x) => x * (Math.PI / 180)),
  real("sin", Math.sin),
  real("sinh", Math.sinh),
  real("sqrt", Math.sqrt),
  real("tan", Math.tan),
  real("tanh", Math.tanh),
  real2("atan2", Math.atan2),
  real2("copysign", (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  real2("fmod", (x, y) => x % y),
  real2("remainder", remainder),
  rounding("ceil", "__ceil__", Math.ceil),
  rounding("floor", "__floor__", Math.floor),
  rounding("trunc", "__trunc__", Math.trunc),
  accumulate("gcd"),
  accumulate("lcm"),
  fn("comb(n, k, /)", comb),
  fn("factorial(n, /)", factorial),
  fn("perm(n, k=None, /)", (vm: Interpreter, n: PyValue, k: PyValue) => {
    if (k === null) return factorial(vm, n);
    const total = nonNegative(vm, n, "n must be a non-negative integer");
    const taken = nonNegative(vm, k, "k must be a non-negative integer");
    return taken > total ? 0 : normalizeInt(fallingFactorial(total, taken));
  }),
  fn("isqrt(n, /)", (vm: Interpreter, n: PyValue) =>
    normalizeInt(isqrt(nonNegative(vm, n, "isqrt() argument must be nonnegative"))),
  ),
  fn("dist(p, q, /)", (vm: Interpreter, p: PyValue, q: PyValue) => {
    const [a, b] = [toArray(vm, p), toArray(vm, q)];
    if (a.length !== b.length) raise(vm, ValueErrorType, "both points must have the same number of dimensions");
    return float(norm(a.map((x, i) => toFloat(vm, x) - toFloat(vm, b[i] as PyValue))));
  }),
  fn("hypot(*coordinates)", (vm: Interpreter, values: readonly PyValue[]) =>
    float(norm(values.map((v) => toFloat(vm, v)))),
  ),
  fn("frexp(x, /)", (vm: Interpreter, x: PyValue) => {
    const { mantissa, exponent } = frexp(toFloat(vm, x));
    return new PyTuple([float(mantissa), exponent]);
  }),
  fn("ldexp(x, i, /)", (vm: Interpreter, x: PyValue, i: PyValue) => {
    const value = toFloat(vm, x);
    if (value === 0 || !Number.isFinite(value)) return float(value);
    const { mantissa, exponent } = decompose(Math.abs(value));
    const power = Math.max(-5000, Math.min(5000, Number(index(vm, i))));
    const result = ldexp(mantissa, exponent + power);
    return checked(vm, value < 0 ? -result : result, value);
  }),
  fn("modf(x, /)", (vm: Interpreter, x: PyValue) => {
    const value = toFloat(vm, x);
    if (!Number.isFinite(value))
      return new PyTuple([float(Number.isNaN(value) ? value : value < 0 ? -0 : 0), float(value)]);
    const whole = Math.trunc(value);
    const rest = value - whole;
    return new PyTuple([float(rest === 0 && value < 0 ? -0 : rest), float(whole)]);
  }),
  fn("gamma(x, /)", (vm: Interpreter, x: PyValue) => checked(vm, gamma(toFloat(vm, x)) ?? domain(vm), toFloat(vm, x))),
  fn("lgamma(x, /)", (vm: Interpreter, x: PyValue) =>
    checked(vm, lgamma(toFloat(vm, x)) ?? domain(vm), toFloat(vm, x)),
  ),
  fn("log(x, base=<unset>, /)", (vm: Interpreter, x: PyValue, base: PyValue | undefined) => {
    if (x instanceof PyUnknown) return x;
    const value = logarithm(vm, x, Math.log, Math.LN2);
    if (base === undefined) return float(value);
    return binaryOp(vm, "/", float(value), float(logarithm(vm, base, Math.log, Math.LN2)));
  }),
  fn("log10(x, /)", (vm: Interpreter, x: PyValue) => float(logarithm(vm, x, Math.log10, Math.log10(2)))),
  fn("log2(x, /)", (vm: Interpreter, x: PyValue) => float(logarithm(vm, x, log2, 1))),
  fn("log1p(x, /)", (vm: Interpreter, x: PyValue) => pole(vm, Math.log1p(toFloat(vm, x)), toFloat(vm, x))),
  fn("nextafter(x, y, /)", (vm: Interpreter, x: PyValue, y: PyValue) =>
    float(nextAfter(toFloat(vm, x), toFloat(vm, y))),
  ),
  fn("ulp(x, /)", (vm: Interpreter, x: PyValue) => {
    const value = Math.abs(toFloat(vm, x));
    if (!Number.isFinite(value)) return float(value);
    const up = nextAfter(value, Number.POSITIVE_INFINITY);
    return float(Number.isFinite(up) ? up - value : value - nextAfter(value, 0));
  }),
  fn("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isClose),
  fn("isfinite(x, /)", (vm: Interpreter, x: PyValue) => Number.isFinite(toFloat(vm, x))),
  fn("isinf(x, /)", (vm: Interpreter, x: PyValue) => Math.abs(toFloat(vm, x)) === Number.POSITIVE_INFINITY),
  fn("isnan(x, /)", (vm: Interpreter, x: PyValue) => Number.isNaN(toFloat(vm, x))),
  fn("pow(x, y, /)", power),
  fn("prod(iterable, /, *, start=1)", (vm: Interpreter, iterable: PyValue, start: PyValue) => {
    let result = start;
    forEach(vm, iterable, (item) => {
      result = binaryOp(vm, "*", result, item);
    });
    return result;
  }),
  fn("fsum(seq, /)", (vm: Interpreter, values: PyValue) => {
    const numbers = toArray(vm, values).map((v) => toFloat(vm, v));
    const sum = exactSum(numbers);
    if (Number.isNaN(sum) && !numbers.some(Number.isNaN)) raise(vm, ValueErrorType, "-inf + inf in fsum");
    if (!Number.isFinite(sum) && numbers.every(Number.isFinite))
      raise(vm, OverflowErrorType, "intermediate overflow in fsum");
    return float(sum);
  }),
  fn("sumprod(p, q, /)", (vm: Interpreter, p: PyValue, q: PyValue) => {
    const [a, b] = [toArray(vm, p), toArray(vm, q)];
    if (a.length !== b.length) raise(vm, ValueErrorType, "Inputs are not the same length");
    return a.reduce<PyValue>((sum, x, i) => binaryOp(vm, "+", sum, binaryOp(vm, "*", x, b[i] as PyValue)), 0);
  }),
];
for (const native of functions) native.module = "math";

/** Exact at powers of two, which Math.log2 is not required to be. */
function log2(x: number): number {
  const { mantissa, exponent } = frexp(x);
  return mantissa === 0.5 ? exponent - 1 : Math.log2(x);
}

export const mathModule = nativeModule("math", () => ({
  ...Object.fromEntries(functions.map((native) => [native.name, native])),
  pi: float(Math.PI),
  e: float(Math.E),
  tau: float(2 * Math.PI),
  inf: float(Number.POSITIVE_INFINITY),
  nan: float(Number.NaN),
}));
