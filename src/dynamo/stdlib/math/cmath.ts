/** `cmath`: functions of complex numbers, in the formulas of Kahan's "Branch cuts for complex elementary functions". */

import { asComplex } from "../../builtins/complex.ts";
import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyComplex } from "../../objects/complex.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { float } from "../../objects/float.ts";
import { fn, type PyNative } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { callSpecial } from "../../protocols/call.ts";
import { toFloat } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/type_of.ts";

interface Complex {
  readonly re: number;
  readonly im: number;
}

const c = (re: number, im: number): Complex => ({ re, im });
const turned = ({ re, im }: Complex): Complex => c(-im, re);
const turnedBack = ({ re, im }: Complex): Complex => c(im, -re);
const withSign = (size: number, sign: number): number =>
  sign < 0 || Object.is(sign, -0) ? -Math.abs(size) : Math.abs(size);

function argument(vm: Interpreter, value: PyValue): Complex {
  const direct = asComplex(vm, value);
  if (direct !== undefined) return direct;
  const special = callSpecial(vm, value, "__complex__");
  if (special instanceof PyComplex) return special;
  if (callSpecial(vm, value, "__float__") === undefined && callSpecial(vm, value, "__index__") === undefined)
    raise(vm, TypeErrorType, `must be real number, not ${typeName(value)}`);
  return c(toFloat(vm, value), 0);
}

function sqrt({ re, im }: Complex): Complex {
  if (re === 0 && im === 0) return c(0, im);
  if (!Number.isFinite(im)) return c(Number.isNaN(im) ? Number.NaN : Number.POSITIVE_INFINITY, im);
  const scale = Math.abs(re) > 1e300 || Math.abs(im) > 1e300 ? 0.25 : 1;
  const half = Math.sqrt((Math.abs(re * scale) + Math.hypot(re * scale, im * scale)) / 2) / Math.sqrt(scale);
  const other = Math.abs(im) / (2 * half);
  return re >= 0 ? c(half, withSign(other, im)) : c(other, withSign(half, im));
}

function log({ re, im }: Complex): Complex {
  const [big, small] = [Math.max(Math.abs(re), Math.abs(im)), Math.min(Math.abs(re), Math.abs(im))];
  const size = Math.hypot(re, im);
  // Near the unit circle the logarithm of the size cancels.
  const length =
    size >= 0.71 && size <= 1.73 ? Math.log1p((big - 1) * (big + 1) + small * small) / 2 : logSize(big, small, size);
  return c(length, Math.atan2(im, re));
}

function logSize(big: number, small: number, size: number): number {
  if (Number.isFinite(size) && size > 1e-300) return Math.log(size);
  if (big === 0 || !Number.isFinite(big)) return Math.log(size);
  const scale = big > 1 ? 2 ** -10 : 2 ** 60;
  return Math.log(Math.hypot(big * scale, small * scale)) - Math.log(scale);
}

const exp = ({ re, im }: Complex): Complex => {
  const size = Math.exp(re);
  return im === 0 ? c(size, im) : c(size * Math.cos(im), size * Math.sin(im));
};
const sinh = ({ re, im }: Complex): Complex => c(Math.cos(im) * Math.sinh(re), Math.sin(im) * Math.cosh(re));
const cosh = ({ re, im }: Complex): Complex => c(Math.cos(im) * Math.cosh(re), Math.sin(im) * Math.sinh(re));

function tanh({ re, im }: Complex): Complex {
  if (Math.abs(re) > 354) return c(withSign(1, re), withSign(0, im) * Math.sin(im) * Math.cos(im));
  const t = Math.tan(im);
  const tangent = Math.tanh(re);
  const inverse = 1 / Math.cosh(re);
  const square = tangent * tangent;
  const denominator = 1 + t * t * square;
  return c((tangent * (1 + t * t)) / denominator, (t / denominator) * inverse * inverse);
}

function asinh(z: Complex): Complex {
  const s1 = sqrt(c(1 + z.im, -z.re));
  const s2 = sqrt(c(1 - z.im, z.re));
  return c(Math.asinh(s1.re * s2.im - s2.re * s1.im), Math.atan2(z.im, s1.re * s2.re - s1.im * s2.im));
}

function acosh(z: Complex): Complex {
  const s1 = sqrt(c(z.re - 1, z.im));
  const s2 = sqrt(c(z.re + 1, z.im));
  return c(Math.asinh(s1.re * s2.re + s1.im * s2.im), 2 * Math.atan2(s1.im, s2.re));
}

function acos(z: Complex): Complex {
  const s1 = sqrt(c(1 - z.re, -z.im));
  const s2 = sqrt(c(1 + z.re, z.im));
  return c(2 * Math.atan2(s1.re, s2.re), Math.asinh(s2.re * s1.im - s2.im * s1.re));
}

function atanh(z: Complex): Complex {
  if (z.re < 0 || Object.is(z.re, -0)) {
    const { re, im } = atanh(c(-z.re, -z.im));
    return c(-re, -im);
  }
  const im = z.im;
  if (z.re === 1 && im === 0) return c(Number.POSITIVE_INFINITY, im);
  const below = (1 - z.re) * (1 - z.re) + im * im;
  return c(Math.log1p((4 * z.re) / below) / 4, -Math.atan2(-2 * im, (1 - z.re) * (1 + z.re) - im * im) / 2);
}

const FUNCTIONS: Readonly<Record<string, (z: Complex) => Complex>> = {
  ...{ sqrt, exp, sinh, cosh, tanh, asinh, acosh, acos, atanh },
  sin: (z) => turnedBack(sinh(turned(z))),
  cos: (z) => cosh(turned(z)),
  tan: (z) => turnedBack(tanh(turned(z))),
  asin: (z) => turnedBack(asinh(turned(z))),
  atan: (z) => turnedBack(atanh(turned(z))),
};

/** In C's manner: NaN from numbers is a domain error, infinity from finite ones overflow. */
function checked(vm: Interpreter, z: Complex, { re, im }: Complex): PyComplex {
  if (Number.isFinite(z.re) && Number.isFinite(z.im)) {
    if (Number.isNaN(re) || Number.isNaN(im)) raise(vm, ValueErrorType, "math domain error");
    if (!Number.isFinite(re) || !Number.isFinite(im)) {
      // Only the pole of atanh gives infinity at a finite point.
      const pole = Math.hypot(z.re, z.im) === 1;
      raise(vm, pole ? ValueErrorType : OverflowErrorType, pole ? "math domain error" : "math range error");
    }
  }
  return new PyComplex(re, im);
}

function logarithm(vm: Interpreter, value: PyValue): Complex {
  const z = argument(vm, value);
  if (z.re === 0 && z.im === 0) raise(vm, ValueErrorType, "math domain error");
  return log(z);
}

function quotient(vm: Interpreter, a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im;
  if (size === 0) raise(vm, ValueErrorType, "math domain error");
  if (b.im === 0) return c(a.re / b.re, a.im / b.re);
  return c((a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size);
}

function isClose(vm: Interpreter, a: PyValue, b: PyValue, relative: PyValue, absolute: PyValue): boolean {
  const [x, y, rel, abs] = [argument(vm, a), argument(vm, b), toFloat(vm, relative), toFloat(vm, absolute)];
  if (rel < 0 || abs < 0) raise(vm, ValueErrorType, "tolerances must be non-negative");
  if (x.re === y.re && x.im === y.im) return true;
  if (![x.re, x.im, y.re, y.im].every(Number.isFinite)) return false;
  const difference = Math.hypot(x.re - y.re, x.im - y.im);
  return difference <= rel * Math.max(Math.hypot(x.re, x.im), Math.hypot(y.re, y.im)) || difference <= abs;
}

const part = (name: string, test: (z: Complex) => boolean): PyNative =>
  fn(`${name}(z, /)`, (vm: Interpreter, z: PyValue) => test(argument(vm, z)));

const functions: readonly PyNative[] = [
  ...Object.entries(FUNCTIONS).map(([name, compute]) =>
    fn(`${name}(z, /)`, (vm: Interpreter, value: PyValue) => {
      const z = argument(vm, value);
      return checked(vm, z, compute(z));
    }),
  ),
  fn("log(z, base=<unset>, /)", (vm: Interpreter, z: PyValue, base: PyValue | undefined) => {
    const result = logarithm(vm, z);
    const { re, im } = base === undefined ? result : quotient(vm, result, logarithm(vm, base));
    return new PyComplex(re, im);
  }),
  fn("log10(z, /)", (vm: Interpreter, z: PyValue) => {
    const { re, im } = logarithm(vm, z);
    return new PyComplex(re / Math.LN10, im / Math.LN10);
  }),
  fn("phase(z, /)", (vm: Interpreter, value: PyValue) => {
    const { re, im } = argument(vm, value);
    return float(Math.atan2(im, re));
  }),
  fn("polar(z, /)", (vm: Interpreter, value: PyValue) => {
    const { re, im } = argument(vm, value);
    return new PyTuple([float(Math.hypot(re, im)), float(Math.atan2(im, re))]);
  }),
  fn("rect(r, phi, /)", (vm: Interpreter, r: PyValue, phi: PyValue) => {
    const [size, angle] = [toFloat(vm, r), toFloat(vm, phi)];
    return new PyComplex(size * Math.cos(angle), angle === 0 ? size * angle : size * Math.sin(angle));
  }),
  part("isfinite", ({ re, im }) => Number.isFinite(re) && Number.isFinite(im)),
  part("isnan", ({ re, im }) => Number.isNaN(re) || Number.isNaN(im)),
  part("isinf", ({ re, im }) => [re, im].some((x) => Math.abs(x) === Number.POSITIVE_INFINITY)),
  fn(
    "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
    (vm: Interpreter, a: PyValue, b: PyValue, relative: PyValue, absolute: PyValue) =>
      isClose(vm, a, b, relative, absolute),
  ),
];

export const cmathModule = nativeModule("cmath", () => ({
  ...Object.fromEntries(functions.map((native) => [native.name, native])),
  pi: float(Math.PI),
  e: float(Math.E),
  tau: float(2 * Math.PI),
  inf: float(Number.POSITIVE_INFINITY),
  infj: new PyComplex(0, Number.POSITIVE_INFINITY),
  nan: float(Number.NaN),
  nanj: new PyComplex(0, Number.NaN),
}));
