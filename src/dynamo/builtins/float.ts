/** Methods of `float`. */

import type { Interpreter } from "../interpreter.ts";
import { PyBoxed } from "../objects/boxed.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType, ZeroDivisionErrorType } from "../objects/exception_types.ts";
import { float, floatType, PyFloat } from "../objects/float.ts";
import { floorDivFloat, modFloat } from "../objects/float_arithmetic.ts";
import { normalizeInt } from "../objects/int.ts";
import { defineClassMethods, defineGetSet, defineMethods, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { reprFloat } from "../objects/text.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asBytesLike, asFloat, asInt, asStr } from "../objects/unbox.ts";
import { lookupSpecial } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { index, repr, str, symbolicNumber, toFloat, truncated } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hashFloat } from "../protocols/hash.ts";
import { floatOf, floatOp } from "../protocols/number_op.ts";
import { BINARY_DUNDERS, type BinaryOperator } from "../protocols/operator.ts";
import { typeOf } from "../protocols/type_of.ts";
import { orderHolds } from "./sequence_compare.ts";
import { decompose, fixedDigits, scaledInteger } from "./text/decimal_digits.ts";
import { formatFloat } from "./text/format_number.ts";
import { compareIntFloat, ldexp } from "./text/int_math.ts";
import { parseFloatText } from "./text/parse_number.ts";

export function floatValue(self: PyValue): number {
  const value = asFloat(self);
  if (value === undefined) throw new Error("a float method was called on something else");
  return value;
}

function construct(vm: Interpreter, x: PyValue): number {
  const bytes = asBytesLike(x);
  const text =
    asStr(x) ?? (bytes === undefined ? undefined : Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
  if (text !== undefined) {
    return parseFloatText(text) ?? raise(vm, ValueErrorType, `could not convert string to float: ${repr(vm, x)}`);
  }
  const special = asFloat(x) !== undefined || asInt(x) !== undefined;
  if (!special && lookupSpecial(vm, x, "__float__") === undefined && lookupSpecial(vm, x, "__index__") === undefined) {
    raise(vm, TypeErrorType, `float() argument must be a string or a real number, not '${typeOf(x).name}'`);
  }
  return toFloat(vm, x);
}

/** An operand as a double; undefined when it is neither float nor int. */
function operand(vm: Interpreter, value: PyValue): number | undefined {
  const direct = asFloat(value);
  if (direct !== undefined) return direct;
  const int = asInt(value);
  return int === undefined ? undefined : floatOf(vm, int);
}

/** Rounds to `places` decimals, exactly half to even. */
export function roundFloat(vm: Interpreter, value: number, places: number): number {
  if (!Number.isFinite(value) || places > 323) return value;
  if (places < -308) return value < 0 ? -0 : 0;
  const size = Math.abs(value);
  const text = places >= 0 ? fixedDigits(size, places) : `${scaledInteger(size, places)}e${-places}`;
  const rounded = Number(text);
  if (!Number.isFinite(rounded)) raise(vm, OverflowErrorType, "rounded value too large to represent");
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** Rounds to the nearest integer, half to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `float.as_integer_ratio`. */
export function integerRatio(value: number): { numerator: bigint; denominator: bigint } {
  let { mantissa, exponent } = decompose(Math.abs(value));
  while (mantissa !== 0n && (mantissa & 1n) === 0n && exponent < 0) {
    mantissa >>= 1n;
    exponent++;
  }
  if (mantissa === 0n) return { numerator: 0n, denominator: 1n };
  const sign = value < 0 ? -1n : 1n;
  if (exponent >= 0) return { numerator: sign * (mantissa << BigInt(exponent)), denominator: 1n };
  return { numerator: sign * mantissa, denominator: 1n << BigInt(-exponent) };
}

const methods: Record<string, NativeImpl> = {
  "__new__(cls, x=0.0, /)": (vm: Interpreter, cls: PyType, x: PyValue) => {
    if (cls === floatType && x instanceof PyFloat) return x;
    const symbolic = cls === floatType ? symbolicNumber(vm, x, "float") : undefined;
    if (symbolic !== undefined) return symbolic;
    const value = float(construct(vm, x));
    return cls === floatType ? value : new PyBoxed(value, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (_vm: Interpreter, self: PyValue) => reprFloat(floatValue(self)),
  "__hash__(self, /)": (_vm: Interpreter, self: PyValue) => hashFloat(floatValue(self)),
  "__bool__(self, /)": (_vm: Interpreter, self: PyValue) => floatValue(self) !== 0,
  "__int__(self, /)": (vm: Interpreter, self: PyValue) => truncated(vm, floatValue(self)),
  "__trunc__(self, /)": (vm: Interpreter, self: PyValue) => truncated(vm, floatValue(self)),
  "__floor__(self, /)": (vm: Interpreter, self: PyValue) => truncated(vm, Math.floor(floatValue(self))),
  "__ceil__(self, /)": (vm: Interpreter, self: PyValue) => truncated(vm, Math.ceil(floatValue(self))),
  "__float__(self, /)": (_vm: Interpreter, self: PyValue) => float(floatValue(self)),
  "__neg__(self, /)": (_vm: Interpreter, self: PyValue) => float(-floatValue(self)),
  "__pos__(self, /)": (_vm: Interpreter, self: PyValue) => float(floatValue(self)),
  "__abs__(self, /)": (_vm: Interpreter, self: PyValue) => float(Math.abs(floatValue(self))),
  "__round__(self, ndigits=None, /)": (vm: Interpreter, self: PyValue, ndigits: PyValue) => {
    const value = floatValue(self);
    if (ndigits !== null) return float(roundFloat(vm, value, Number(index(vm, ndigits))));
    return truncated(vm, Number.isFinite(value) ? roundHalfEven(value) : value);
  },
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) =>
    // Without a specification, an instance of a subclass is formatted as its class prints it.
    spec === "" && typeOf(self) !== floatType
      ? str(vm, self)
      : formatFloat(
          vm,
          floatValue(self),
          asStr(spec) ?? raise(vm, TypeErrorType, `__format__() argument must be str, not ${typeOf(spec).name}`),
        ),
  "__divmod__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => divmod(vm, self, other),
  "__rdivmod__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => divmod(vm, other, self),
  "__pow__(self, value, mod=None, /)": (vm: Interpreter, self: PyValue, other: PyValue, mod: PyValue) =>
    power(vm, self, other, mod),
  "__rpow__(self, value, mod=None, /)": (vm: Interpreter, self: PyValue, other: PyValue, mod: PyValue) =>
    power(vm, other, self, mod),
  "__getnewargs__(self, /)": (_vm: Interpreter, self: PyValue) => new PyTuple([float(floatValue(self))]),
  "conjugate(self, /)": (_vm: Interpreter, self: PyValue) => float(floatValue(self)),
  "is_integer(self, /)": (_vm: Interpreter, self: PyValue) => Number.isInteger(floatValue(self)),
  "as_integer_ratio(self, /)": (vm: Interpreter, self: PyValue) => {
    const value = floatValue(self);
    if (Number.isNaN(value)) raise(vm, ValueErrorType, "cannot convert NaN to integer ratio");
    if (!Number.isFinite(value)) raise(vm, OverflowErrorType, "cannot convert Infinity to integer ratio");
    const { numerator, denominator } = integerRatio(value);
    return new PyTuple([normalizeInt(numerator), normalizeInt(denominator)]);
  },
  "hex(self, /)": (_vm: Interpreter, self: PyValue) => hexText(floatValue(self)),
};

function power(vm: Interpreter, a: PyValue, b: PyValue, mod: PyValue): PyValue {
  if (mod !== null) raise(vm, TypeErrorType, "pow() 3rd argument not allowed unless all arguments are integers");
  return arithmetic(vm, "**", a, b);
}

function divmod(vm: Interpreter, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [operand(vm, a), operand(vm, b)];
  if (x === undefined || y === undefined) return NotImplemented;
  if (y === 0) raise(vm, ZeroDivisionErrorType, "float divmod()");
  return new PyTuple([float(floorDivFloat(x, y)), float(modFloat(x, y))]);
}

function arithmetic(vm: Interpreter, operator: BinaryOperator, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [operand(vm, a), operand(vm, b)];
  if (x === undefined || y === undefined) return NotImplemented;
  return floatOp(vm, operator, x, y) ?? NotImplemented;
}

for (const operator of ["+", "-", "*", "/", "//", "%"] as const) {
  const { forward, reflected } = BINARY_DUNDERS[operator];
  methods[`${forward}(self, value, /)`] = (vm: Interpreter, self: PyValue, other: PyValue) =>
    arithmetic(vm, operator, self, other);
  methods[`${reflected}(self, value, /)`] = (vm: Interpreter, self: PyValue, other: PyValue) =>
    arithmetic(vm, operator, other, self);
}

/** -1, 0, 1, or NaN when unordered; undefined when the other operand is no real number. */
function order(a: number, other: PyValue): number | undefined {
  const b = asFloat(other);
  if (b !== undefined) return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  const int = asInt(other);
  if (int === undefined) return undefined;
  return Number.isFinite(a) ? -compareIntFloat(int, a) : a;
}

for (const [name, operator] of Object.entries({ __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" } as const)) {
  methods[`${name}(self, value, /)`] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const c = order(floatValue(self), other);
    return c === undefined ? NotImplemented : orderHolds(c, operator);
  };
}
methods["__eq__(self, value, /)"] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
  const c = order(floatValue(self), other);
  return c === undefined ? NotImplemented : c === 0;
};
methods["__ne__(self, value, /)"] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
  const c = order(floatValue(self), other);
  return c === undefined ? NotImplemented : c !== 0;
};
defineMethods(floatType, methods);
defineGetSet(floatType, {
  real: { get: (_vm, self) => float(floatValue(self)) },
  imag: { get: () => float(0) },
});

function hexText(value: number): string {
  if (!Number.isFinite(value)) return reprFloat(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p+0`;
  const { mantissa, exponent } = decompose(Math.abs(value));
  const normal = mantissa >> 52n === 1n;
  const fraction = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  const power = exponent + 52;
  return `${sign}0x${normal ? 1 : 0}.${fraction}p${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

function fromHex(vm: Interpreter, source: string): number {
  const text = source.trim();
  const special = parseFloatText(text);
  if (special !== undefined && !Number.isFinite(special)) return special;
  const match = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i.exec(text);
  if (match === null || (match[2] === "" && (match[3] ?? "") === "")) {
    return raise(vm, ValueErrorType, "invalid hexadecimal floating-point string");
  }
  const fraction = match[3] ?? "";
  const value = ldexp(BigInt(`0x${match[2]}${fraction}`), Number(match[4] ?? 0) - 4 * fraction.length);
  if (!Number.isFinite(value)) raise(vm, OverflowErrorType, "hexadecimal value too large to represent as a float");
  return match[1] === "-" ? -value : value;
}

defineClassMethods(floatType, {
  "fromhex(cls, string, /)": (vm: Interpreter, cls: PyType, text: PyValue) => {
    const value = float(
      fromHex(vm, asStr(text) ?? raise(vm, TypeErrorType, "bad argument type for built-in operation")),
    );
    return cls === floatType ? value : call(vm, cls, [value]);
  },
  "__getformat__(cls, typestr, /)": () => "IEEE, little-endian",
});

/** A float from an exact ratio, correctly rounded; for modules that hold rational numbers. */
export function ratioToFloat(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n;
  const n = negative ? -numerator : numerator;
  const shift = denominator.toString(2).length - n.toString(2).length + 66;
  const scaled = shift > 0 ? n << BigInt(shift) : n;
  const divisor = shift > 0 ? denominator : denominator << BigInt(-shift);
  let quotient = scaled / divisor;
  // A sticky last bit keeps the second rounding right.
  if (scaled % divisor !== 0n) quotient |= 1n;
  const value = ldexp(quotient, -shift);
  return negative ? -value : value;
}
