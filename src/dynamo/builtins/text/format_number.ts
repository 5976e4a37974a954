/** `__format__` of int, float and complex. */

import type { Interpreter } from "../../interpreter.ts";
import { OverflowErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import type { PyInt } from "../../objects/int.ts";
import { raise } from "../../protocols/errors.ts";
import { fixedDigits, shortestDigits, significantDigits } from "./decimal_digits.ts";
import { complexRepr, exponentText, floatRepr, positional, scientific } from "./float_repr.ts";
import { type FormatSpec, pad, parseFormatSpec, unknownCode } from "./format_spec.ts";

/** Inserts separators from the right; `minimum` widens with zeros that are grouped too. */
function group(digits: string, separator: string, size: number, minimum: number): string {
  let padded = digits;
  const widthOf = (count: number) => count + Math.floor((count - 1) / size);
  let count = digits.length;
  while (widthOf(count) < minimum) count++;
  padded = digits.padStart(count, "0");
  const parts: string[] = [];
  for (let end = padded.length; end > 0; end -= size) parts.unshift(padded.slice(Math.max(0, end - size), end));
  return parts.join(separator);
}

/** Puts sign, prefix, grouped integer part and the rest together and pads. */
function layout(spec: FormatSpec, negative: boolean, prefix: string, whole: string, rest: string, size = 3): string {
  const sign = negative ? "-" : spec.sign === "+" ? "+" : spec.sign === " " ? " " : "";
  const align = spec.align ?? ">";
  const zeros = align === "=" && spec.fill === "0";
  const room = spec.width - sign.length - prefix.length - rest.length;
  let body = whole;
  if (spec.grouping !== null && /^[0-9a-fA-F]/.test(whole)) body = group(whole, spec.grouping, size, zeros ? room : 0);
  if (align !== "=") return pad(sign + prefix + body + rest, spec.fill, align, spec.width);
  return sign + prefix + spec.fill.repeat(Math.max(0, room - body.length)) + body + rest;
}

const INT_BASES: Readonly<Record<string, { radix: number; prefix: string }>> = {
  b: { radix: 2, prefix: "0b" },
  o: { radix: 8, prefix: "0o" },
  x: { radix: 16, prefix: "0x" },
  X: { radix: 16, prefix: "0X" },
};

export function formatInt(vm: Interpreter, value: PyInt, text: string, typeName = "int"): string {
  if (text === "") return value.toString();
  const spec = parseFormatSpec(vm, text, typeName);
  const { type } = spec;
  if (type !== "" && "eEfFgG%".includes(type)) {
    const double = Number(value);
    if (!Number.isFinite(double)) raise(vm, OverflowErrorType, "int too large to convert to float");
    return formatFloatSpec(vm, double, spec);
  }
  if (type !== "" && !"bcdnoxX".includes(type)) unknownCode(vm, type, typeName);
  if (spec.precision !== null) raise(vm, ValueErrorType, "Precision not allowed in integer format specifier");
  if (spec.coerceZero) raise(vm, ValueErrorType, "Negative zero coercion (z) not allowed in integer format specifier");
  if (
    spec.grouping !== null &&
    (type === "n" || type === "c" || (spec.grouping === "," && type !== "" && type !== "d"))
  ) {
    raise(vm, ValueErrorType, `Cannot specify '${spec.grouping}' with '${type}'.`);
  }
  if (type === "c") {
    if (spec.sign !== null) raise(vm, ValueErrorType, "Sign not allowed with integer format specifier 'c'");
    const code = Number(value);
    if (code < 0 || code > 0x10ffff) raise(vm, OverflowErrorType, "%c arg not in range(0x110000)");
    const align = spec.align === "=" || spec.align === null ? "<" : spec.align;
    return pad(String.fromCodePoint(code), spec.fill, align, spec.width);
  }
  const base = INT_BASES[type];
  const negative = value < 0;
  let digits = (negative ? -value : value).toString(base?.radix ?? 10);
  if (type === "X") digits = digits.toUpperCase();
  const prefix = base !== undefined && spec.alternate ? base.prefix : "";
  return layout(spec, negative, prefix, digits, "", base === undefined ? 3 : 4);
}

export function formatFloat(vm: Interpreter, value: number, text: string): string {
  if (text === "") return floatRepr(value);
  return formatFloatSpec(vm, value, parseFormatSpec(vm, text, "float"));
}

function formatFloatSpec(vm: Interpreter, value: number, spec: FormatSpec): string {
  if (spec.type !== "" && !"eEfFgGn%".includes(spec.type)) unknownCode(vm, spec.type, "float");
  if (spec.grouping !== null && spec.type === "n") {
    raise(vm, ValueErrorType, `Cannot specify '${spec.grouping}' with 'n'.`);
  }
  const { negative, whole, rest } = floatParts(value, spec.type, spec.precision, spec.alternate);
  const zero = spec.coerceZero && negative && !/[1-9]/.test(whole + rest.replace(/[eE].*/, ""));
  return layout(spec, negative && !zero, "", whole, rest);
}

/** The parts of a float printed by C's conversion `type` ("" = repr, or g with a ".0" when a precision is given). */
export function floatParts(
  value: number,
  type: string,
  precision: number | null,
  alternate: boolean,
): { negative: boolean; whole: string; rest: string } {
  const negative = value < 0 || Object.is(value, -0);
  const percent = type === "%" ? "%" : "";
  const upper = type === "E" || type === "F" || type === "G";
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? "nan" : "inf";
    return { negative: value < 0, whole: upper ? name.toUpperCase() : name, rest: percent };
  }
  const text = finiteText(Math.abs(type === "%" ? value * 100 : value), type, precision, alternate);
  const cut = text.search(/[.eE]/);
  const shown = upper ? text.toUpperCase() : text;
  if (cut < 0) return { negative, whole: shown, rest: percent };
  return { negative, whole: shown.slice(0, cut), rest: shown.slice(cut) + percent };
}

function finiteText(value: number, type: string, precision: number | null, alternate: boolean): string {
  switch (type) {
    case "f":
    case "F":
    case "%": {
      if (!Number.isFinite(value)) return "inf";
      const places = precision ?? 6;
      return fixedDigits(value, places) + (alternate && places === 0 ? "." : "");
    }
    case "e":
    case "E": {
      const { digits, exponent } = significantDigits(value, (precision ?? 6) + 1);
      const text = scientific(digits, exponent);
      return alternate && digits.length === 1 ? `${digits}.${exponentText(exponent)}` : text;
    }
    case "":
      return precision === null ? floatRepr(value) : general(value, Math.max(precision, 1), alternate, true);
    default:
      return general(value, precision === null ? 6 : Math.max(precision, 1), alternate, false);
  }
}

/** C's `%g`; `keepPoint` adds ".0" to a whole number and leaves positional form one digit earlier. */
function general(value: number, precision: number, alternate: boolean, keepPoint: boolean): string {
  const { digits, exponent } = significantDigits(value, precision);
  const shown = alternate ? digits : digits.replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= (keepPoint ? precision - 1 : precision)) {
    if (!(keepPoint && value === 0)) return scientific(shown, exponent);
  }
  const text = positional(shown, exponent);
  if (text.includes(".")) return text;
  return keepPoint ? `${text}.0` : alternate ? `${text}.` : text;
}

export function formatComplex(vm: Interpreter, re: number, im: number, text: string): string {
  if (text === "") return complexRepr(re, im);
  const spec = parseFormatSpec(vm, text, "complex");
  if (spec.type !== "" && !"eEfFgGn".includes(spec.type)) unknownCode(vm, spec.type, "complex");
  if (spec.fill === "0" && spec.align === "=") {
    raise(vm, ValueErrorType, "Zero padding is not allowed in complex format specifier");
  }
  if (spec.align === "=") raise(vm, ValueErrorType, "'=' alignment flag is not allowed in complex format specifier");
  const bare: FormatSpec = { ...spec, width: 0, align: null };
  const one = (value: number, sign: FormatSpec["sign"]): string => {
    if (spec.type === "" && spec.precision === null) {
      const { digits, exponent } = shortestDigits(Math.abs(value));
      const whole = Number.isFinite(value) && exponent >= 0 && exponent < 16 && digits.length <= exponent + 1;
      if (whole)
        return layout({ ...bare, sign }, value < 0 || Object.is(value, -0), "", positional(digits, exponent), "");
    }
    const type = spec.type === "" && spec.precision !== null ? "g" : spec.type;
    return formatFloatSpec(vm, value, { ...bare, sign, type });
  };
  const parens = spec.type === "";
  const omitReal = parens && re === 0 && !Object.is(re, -0);
  const imaginary = `${one(im, omitReal ? spec.sign : "+")}j`;
  const body = omitReal ? imaginary : one(re, spec.sign) + imaginary;
  return pad(parens && !omitReal ? `(${body})` : body, spec.fill, spec.align ?? ">", spec.width);
}
