/** Methods of `int` and `bool`. */

import type { Interpreter } from "../interpreter.ts";
import { PyBoxed } from "../objects/boxed.ts";
import { PyBytes } from "../objects/bytes.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType, ZeroDivisionErrorType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { boolType, intType, normalizeInt, type PyInt } from "../objects/int.ts";
import { bitLength, compareInt, floorDivInt, invertInt, modInt, negInt, powModInt } from "../objects/int_arithmetic.ts";
import { defineClassMethods, defineGetSet, defineMethods, type NativeImpl } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { reprString } from "../objects/text.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asBytesLike, asInt, asStr } from "../objects/unbox.ts";
import { call } from "../protocols/call.ts";
import { index, repr, str, symbolicNumber, toInt, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hashInt } from "../protocols/hash.ts";
import { toArray } from "../protocols/iterate.ts";
import { floatOf, intOp } from "../protocols/number_op.ts";
import { BINARY_DUNDERS, type BinaryOperator } from "../protocols/operator.ts";
import { typeOf } from "../protocols/type_of.ts";
import { orderHolds } from "./sequence_compare.ts";
import { formatInt } from "./text/format_number.ts";
import { modInverse, roundToPowerOfTen } from "./text/int_math.ts";
import { parseInteger } from "./text/parse_number.ts";

/** The value of a receiver that is known to be an int. */
export function intValue(self: PyValue): PyInt {
  const value = asInt(self);
  if (value === undefined) throw new Error("an int method was called on something else");
  return value;
}

/** Python's limit on converting between int and decimal text (`sys.int_info.default_max_str_digits`). */
export const MAX_STR_DIGITS = 4300;

export function intFromText(vm: Interpreter, text: string, base: number, shown: string): PyInt {
  if (text.length > MAX_STR_DIGITS && base === 10 && text.replace(/\D/g, "").length > MAX_STR_DIGITS) {
    const digits = text.replace(/\D/g, "").length;
    const rule = `Exceeds the limit (${MAX_STR_DIGITS} digits) for integer string conversion: value has ${digits} digits`;
    raise(vm, ValueErrorType, `${rule}; use sys.set_int_max_str_digits() to increase the limit`);
  }
  const value = parseInteger(text, base);
  return value ?? raise(vm, ValueErrorType, `invalid literal for int() with base ${base}: ${shown}`);
}

/** The decimal digits, refused when they are more than Python prints. */
export function intText(vm: Interpreter, value: PyInt): string {
  if (typeof value === "bigint" && value.toString(16).length > 3600) {
    const text = value.toString();
    if (text.length - (value < 0n ? 1 : 0) > MAX_STR_DIGITS) {
      const rule = `Exceeds the limit (${MAX_STR_DIGITS} digits) for integer string conversion`;
      raise(vm, ValueErrorType, `${rule}; use sys.set_int_max_str_digits() to increase the limit`);
    }
    return text;
  }
  return value.toString();
}

function construct(vm: Interpreter, x: PyValue | undefined, base: PyValue | undefined): PyInt {
  if (base !== undefined) {
    const radix = Number(index(vm, base));
    const text = x === undefined ? undefined : (asStr(x) ?? latin1(x));
    if (x === undefined) return raise(vm, TypeErrorType, "int() missing string argument");
    if (text === undefined) return raise(vm, TypeErrorType, "int() can't convert non-string with explicit base");
    if (radix !== 0 && (radix < 2 || radix > 36)) raise(vm, ValueErrorType, "int() base must be >= 2 and <= 36, or 0");
    return intFromText(vm, text, radix, repr(vm, x));
  }
  if (x === undefined) return 0;
  const text = asStr(x);
  if (text !== undefined) return intFromText(vm, text, 10, reprString(text));
  const bytes = latin1(x);
  if (bytes !== undefined) return intFromText(vm, bytes, 10, repr(vm, x));
  return toInt(vm, x);
}

function latin1(value: PyValue): string | undefined {
  const bytes = asBytesLike(value);
  return bytes === undefined ? undefined : Array.from(bytes, (b) => String.fromCharCode(b)).join("");
}

const methods: Record<string, NativeImpl> = {
  "__new__(cls, x=<unset>, /, base=<unset>)": (
    vm: Interpreter,
    cls: PyType,
    x: PyValue | undefined,
    base: PyValue | undefined,
  ) => {
    const symbolic =
      x === undefined || base !== undefined || cls !== intType ? undefined : symbolicNumber(vm, x, "int");
    if (symbolic !== undefined) return symbolic;
    const value = construct(vm, x, base);
    return cls === intType ? value : new PyBoxed(value, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (vm: Interpreter, self: PyValue) => intText(vm, intValue(self)),
  "__hash__(self, /)": (_vm: Interpreter, self: PyValue) => hashInt(intValue(self)),
  "__bool__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self) !== 0,
  "__int__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__index__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__trunc__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__floor__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__ceil__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__float__(self, /)": (vm: Interpreter, self: PyValue) => float(floatOf(vm, intValue(self))),
  "__neg__(self, /)": (_vm: Interpreter, self: PyValue) => negInt(intValue(self)),
  "__pos__(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "__abs__(self, /)": (_vm: Interpreter, self: PyValue) => {
    const value = intValue(self);
    return value < 0 ? negInt(value) : value;
  },
  "__invert__(self, /)": (_vm: Interpreter, self: PyValue) => invertInt(intValue(self)),
  "__round__(self, ndigits=None, /)": (vm: Interpreter, self: PyValue, ndigits: PyValue) => {
    const value = intValue(self);
    const places = ndigits === null ? 0 : Number(index(vm, ndigits));
    if (places >= 0) return value;
    return normalizeInt(roundToPowerOfTen(BigInt(value), Math.min(-places, 5000)));
  },
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) =>
    // Without a specification, an instance of a subclass is formatted as its class prints it.
    spec === "" && self instanceof PyObject
      ? str(vm, self)
      : formatInt(
          vm,
          intValue(self),
          asStr(spec) ?? raise(vm, TypeErrorType, `__format__() argument must be str, not ${typeOf(spec).name}`),
          typeOf(self).name,
        ),
  "__divmod__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => divmod(vm, self, other),
  "__rdivmod__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => divmod(vm, other, self),
  "__pow__(self, value, mod=None, /)": (vm: Interpreter, self: PyValue, other: PyValue, mod: PyValue) =>
    power(vm, self, other, mod),
  "__rpow__(self, value, mod=None, /)": (vm: Interpreter, self: PyValue, other: PyValue, mod: PyValue) =>
    power(vm, other, self, mod),
  "__getnewargs__(self, /)": (_vm: Interpreter, self: PyValue) => new PyTuple([intValue(self)]),
  "bit_length(self, /)": (_vm: Interpreter, self: PyValue) => bitLength(magnitude(self)),
  "bit_count(self, /)": (_vm: Interpreter, self: PyValue) => magnitude(self).toString(2).replaceAll("0", "").length,
  "conjugate(self, /)": (_vm: Interpreter, self: PyValue) => intValue(self),
  "is_integer(self, /)": () => true,
  "as_integer_ratio(self, /)": (_vm: Interpreter, self: PyValue) => new PyTuple([intValue(self), 1]),
  "to_bytes(self, /, length=1, byteorder='big', *, signed=False)": toBytes,
};

function magnitude(self: PyValue): bigint {
  const value = BigInt(intValue(self));
  return value < 0n ? -value : value;
}

function divmod(vm: Interpreter, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [asInt(a), asInt(b)];
  if (x === undefined || y === undefined) return NotImplemented;
  if (y === 0) raise(vm, ZeroDivisionErrorType, "integer division or modulo by zero");
  return new PyTuple([floorDivInt(x, y), modInt(x, y)]);
}

function power(vm: Interpreter, base: PyValue, exponent: PyValue, mod: PyValue): PyValue {
  const [a, b] = [asInt(base), asInt(exponent)];
  if (a === undefined || b === undefined) return NotImplemented;
  if (mod === null) return intOp(vm, "**", a, b) ?? NotImplemented;
  const m = asInt(mod);
  if (m === undefined) return NotImplemented;
  if (m === 0) raise(vm, ValueErrorType, "pow() 3rd argument cannot be 0");
  if (b >= 0) return powModInt(a, b, m);
  const inverse = modInverse(BigInt(a), BigInt(m));
  if (inverse === undefined) return raise(vm, ValueErrorType, "base is not invertible for the given modulus");
  return powModInt(normalizeInt(inverse), negInt(b), m);
}

for (const operator of ["+", "-", "*", "/", "//", "%", "<<", ">>", "&", "|", "^"] as const) {
  const { forward, reflected } = BINARY_DUNDERS[operator];
  methods[`${forward}(self, value, /)`] = (vm: Interpreter, self: PyValue, other: PyValue) =>
    arithmetic(vm, operator, self, other);
  methods[`${reflected}(self, value, /)`] = (vm: Interpreter, self: PyValue, other: PyValue) =>
    arithmetic(vm, operator, other, self);
}

function arithmetic(vm: Interpreter, operator: BinaryOperator, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [asInt(a), asInt(b)];
  if (x === undefined || y === undefined) return NotImplemented;
  return intOp(vm, operator, x, y) ?? NotImplemented;
}

const ORDERINGS = { __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" } as const;

for (const [name, operator] of Object.entries(ORDERINGS)) {
  methods[`${name}(self, value, /)`] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const b = asInt(other);
    return b === undefined ? NotImplemented : orderHolds(compareInt(intValue(self), b), operator);
  };
}
methods["__eq__(self, value, /)"] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
  const b = asInt(other);
  return b === undefined ? NotImplemented : intValue(self) === b;
};
methods["__ne__(self, value, /)"] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
  const b = asInt(other);
  return b === undefined ? NotImplemented : intValue(self) !== b;
};
defineMethods(intType, methods);

defineGetSet(intType, {
  real: { get: (_vm, self) => intValue(self) },
  imag: { get: () => 0 },
  numerator: { get: (_vm, self) => intValue(self) },
  denominator: { get: () => 1 },
});

function checkOrder(vm: Interpreter, order: PyValue): boolean {
  if (order !== "big" && order !== "little") raise(vm, ValueErrorType, "byteorder must be either 'little' or 'big'");
  return order === "big";
}

function toBytes(vm: Interpreter, self: PyValue, length: PyValue, order: PyValue, signed: PyValue): PyValue {
  const size = Number(index(vm, length));
  const big = checkOrder(vm, order);
  if (size < 0) raise(vm, ValueErrorType, "length argument must be non-negative");
  let value = BigInt(intValue(self));
  const isSigned = truth(vm, signed);
  if (value < 0n && !isSigned) raise(vm, OverflowErrorType, "can't convert negative int to unsigned");
  const bits = BigInt(size * 8);
  const limit = isSigned ? (bits === 0n ? 0n : 1n << (bits - 1n)) : 1n << bits;
  if (value >= limit + (bits === 0n && isSigned ? 1n : 0n) || (isSigned && value < -limit)) {
    raise(vm, OverflowErrorType, "int too big to convert");
  }
  if (value < 0n) value += 1n << bits;
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    bytes[big ? size - 1 - i : i] = Number(value & 255n);
    value >>= 8n;
  }
  return new PyBytes(bytes);
}

export function intFromBytes(bytes: Uint8Array, big: boolean, signed: boolean): PyInt {
  if (bytes.length === 0) return 0;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0"));
  if (!big) hex.reverse();
  const value = BigInt(`0x${hex.join("")}`);
  return normalizeInt(signed ? BigInt.asIntN(bytes.length * 8, value) : value);
}

defineClassMethods(intType, {
  "from_bytes(cls, bytes, byteorder='big', *, signed=False)": (
    vm: Interpreter,
    cls: PyType,
    source: PyValue,
    order: PyValue,
    signed: PyValue,
  ) => {
    const big = checkOrder(vm, order);
    const bytes = asBytesLike(source) ?? Uint8Array.from(toArray(vm, source), (item) => Number(index(vm, item)));
    const value = intFromBytes(bytes, big, truth(vm, signed));
    return cls === intType ? value : call(vm, cls, [value]);
  },
});

defineMethods(boolType, {
  "__new__(cls, x=False, /)": (vm: Interpreter, _cls: PyType, x: PyValue) => truth(vm, x),
  "__repr__(self, /)": (_vm: Interpreter, self: PyValue) => (self === true ? "True" : "False"),
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) =>
    spec === "" ? (self === true ? "True" : "False") : formatInt(vm, intValue(self), asStr(spec) ?? "", "bool"),
  ...Object.fromEntries(
    (["&", "|", "^"] as const).flatMap((operator) => {
      const { forward, reflected } = BINARY_DUNDERS[operator];
      const impl = (vm: Interpreter, self: PyValue, other: PyValue): PyValue => {
        if (typeof self !== "boolean" || typeof other !== "boolean") return arithmetic(vm, operator, self, other);
        return operator === "&" ? self && other : operator === "|" ? self || other : self !== other;
      };
      return [
        [`${forward}(self, value, /)`, impl],
        [`${reflected}(self, value, /)`, impl],
      ];
    }),
  ),
});
