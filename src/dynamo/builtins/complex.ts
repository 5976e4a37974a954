/** Methods of `complex`. */

import type { Interpreter } from "../interpreter.ts";
import { complexType, PyComplex } from "../objects/complex.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType, ZeroDivisionErrorType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { defineGetSet, defineMethods, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asFloat, asInt, asStr } from "../objects/unbox.ts";
import { callSpecial } from "../protocols/call.ts";
import { toFloat } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hashComplex } from "../protocols/hash.ts";
import { floatOf } from "../protocols/number_op.ts";
import { typeOf } from "../protocols/type_of.ts";
import { complexRepr } from "./text/float_repr.ts";
import { formatComplex } from "./text/format_number.ts";
import { parseComplexText } from "./text/parse_number.ts";

interface Pair {
  readonly re: number;
  readonly im: number;
}

/** A number as a complex value; undefined when it is no number. */
export function asComplex(vm: Interpreter, value: PyValue): Pair | undefined {
  if (value instanceof PyComplex) return value;
  const real = asFloat(value);
  if (real !== undefined) return { re: real, im: 0 };
  const int = asInt(value);
  return int === undefined ? undefined : { re: floatOf(vm, int), im: 0 };
}

function component(vm: Interpreter, value: PyValue, what: string): Pair {
  const direct = asComplex(vm, value);
  if (direct !== undefined) return direct;
  const special = callSpecial(vm, value, "__complex__");
  if (special instanceof PyComplex) return special;
  const type = typeOf(value);
  if (type.lookup("__float__") === undefined && type.lookup("__index__") === undefined) {
    raise(vm, TypeErrorType, `complex() ${what} must be a string or a number, not '${type.name}'`);
  }
  return { re: toFloat(vm, value), im: 0 };
}

function divide(vm: Interpreter, a: Pair, b: Pair): Pair {
  if (b.re === 0 && b.im === 0) raise(vm, ZeroDivisionErrorType, "complex division by zero");
  // Smith's method: scales by the larger component.
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const scale = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale };
  }
  const ratio = b.re / b.im;
  const scale = b.re * ratio + b.im;
  return { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale };
}

const multiply = (a: Pair, b: Pair): Pair => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

function power(vm: Interpreter, a: Pair, b: Pair): Pair {
  if (b.re === 0 && b.im === 0) return { re: 1, im: 0 };
  if (a.re === 0 && a.im === 0) {
    if (b.im !== 0 || b.re < 0) raise(vm, ZeroDivisionErrorType, "0.0 to a negative or complex power");
    return { re: 0, im: 0 };
  }
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) {
    let result: Pair = { re: 1, im: 0 };
    let square = a;
    for (let n = Math.abs(b.re); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = multiply(result, square);
      square = multiply(square, square);
    }
    return b.re < 0 ? divide(vm, { re: 1, im: 0 }, result) : result;
  }
  const size = Math.hypot(a.re, a.im);
  const angle = Math.atan2(a.im, a.re);
  let length = size ** b.re;
  let phase = angle * b.re;
  if (b.im !== 0) {
    length *= Math.exp(-angle * b.im);
    phase += b.im * Math.log(size);
  }
  return { re: length * Math.cos(phase), im: length * Math.sin(phase) };
}

const OPERATIONS: Readonly<Record<string, (vm: Interpreter, a: Pair, b: Pair) => Pair>> = {
  add: (_vm, a, b) => ({ re: a.re + b.re, im: a.im + b.im }),
  sub: (_vm, a, b) => ({ re: a.re - b.re, im: a.im - b.im }),
  mul: (_vm, a, b) => multiply(a, b),
  truediv: divide,
};

const made = ({ re, im }: Pair): PyComplex => new PyComplex(re, im);

const methods: Record<string, NativeImpl> = {
  "__new__(cls, real=<unset>, imag=<unset>)": (
    vm: Interpreter,
    cls: PyType,
    real: PyValue | undefined,
    imag: PyValue | undefined,
  ) => {
    const text = real === undefined ? undefined : asStr(real);
    if (text !== undefined) {
      if (imag !== undefined) raise(vm, TypeErrorType, "complex() can't take second arg if first is a string");
      const parsed = parseComplexText(text);
      if (parsed === undefined) return raise(vm, ValueErrorType, "complex() arg is a malformed string");
      return new PyComplex(parsed.re, parsed.im, cls);
    }
    if (imag !== undefined && asStr(imag) !== undefined)
      raise(vm, TypeErrorType, "complex() second arg can't be a string");
    const a = real === undefined ? { re: 0, im: 0 } : component(vm, real, "first argument");
    if (imag === undefined) return new PyComplex(a.re, a.im, cls);
    const b = component(vm, imag, "second argument");
    // A real argument contributes no part of its own: the sign of a zero stays.
    const im = real instanceof PyComplex ? a.im + b.re : b.re;
    return new PyComplex(imag instanceof PyComplex ? a.re - b.im : a.re, im, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (_vm: Interpreter, self: PyComplex) => complexRepr(self.re, self.im),
  "__hash__(self, /)": (_vm: Interpreter, self: PyComplex) => hashComplex(self),
  "__bool__(self, /)": (_vm: Interpreter, self: PyComplex) => self.re !== 0 || self.im !== 0,
  "__complex__(self, /)": (_vm: Interpreter, self: PyComplex) => made(self),
  "__neg__(self, /)": (_vm: Interpreter, self: PyComplex) => new PyComplex(-self.re, -self.im),
  "__pos__(self, /)": (_vm: Interpreter, self: PyComplex) => made(self),
  "__abs__(self, /)": (vm: Interpreter, self: PyComplex) => {
    const size = Math.hypot(self.re, self.im);
    if (!Number.isFinite(size) && Number.isFinite(self.re) && Number.isFinite(self.im)) {
      raise(vm, OverflowErrorType, "absolute value too large");
    }
    return float(size);
  },
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyComplex, spec: PyValue) =>
    formatComplex(vm, self.re, self.im, asStr(spec) ?? ""),
  "__eq__(self, value, /)": (vm: Interpreter, self: PyComplex, other: PyValue) => equal(vm, self, other),
  "__ne__(self, value, /)": (vm: Interpreter, self: PyComplex, other: PyValue) => {
    const same = equal(vm, self, other);
    return typeof same === "boolean" ? !same : same;
  },
  "__pow__(self, value, mod=None, /)": (vm: Interpreter, self: PyComplex, other: PyValue, mod: PyValue) => {
    if (mod !== null) raise(vm, ValueErrorType, "complex modulo");
    const b = asComplex(vm, other);
    return b === undefined ? NotImplemented : made(power(vm, self, b));
  },
  "__rpow__(self, value, mod=None, /)": (vm: Interpreter, self: PyComplex, other: PyValue) => {
    const a = asComplex(vm, other);
    return a === undefined ? NotImplemented : made(power(vm, a, self));
  },
  "__getnewargs__(self, /)": (_vm: Interpreter, self: PyComplex) => new PyTuple([float(self.re), float(self.im)]),
  "conjugate(self, /)": (_vm: Interpreter, self: PyComplex) => new PyComplex(self.re, -self.im),
};

function equal(vm: Interpreter, self: PyComplex, other: PyValue): PyValue {
  const int = asInt(other);
  if (int !== undefined)
    return self.im === 0 && BigInt(int) === (Number.isInteger(self.re) ? BigInt(self.re) : undefined);
  const b = asComplex(vm, other);
  return b === undefined ? NotImplemented : self.re === b.re && self.im === b.im;
}

for (const [name, operation] of Object.entries(OPERATIONS)) {
  methods[`__${name}__(self, value, /)`] = (vm: Interpreter, self: PyComplex, other: PyValue) => {
    const b = asComplex(vm, other);
    return b === undefined ? NotImplemented : made(operation(vm, self, b));
  };
  methods[`__r${name}__(self, value, /)`] = (vm: Interpreter, self: PyComplex, other: PyValue) => {
    const a = asComplex(vm, other);
    return a === undefined ? NotImplemented : made(operation(vm, a, self));
  };
}
defineMethods(complexType, methods);
defineGetSet(complexType, {
  real: { get: (_vm, self) => float((self as PyComplex).re) },
  imag: { get: (_vm, self) => float((self as PyComplex).im) },
});
