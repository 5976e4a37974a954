/** printf-style formatting: `str % values`. */

import type { Interpreter } from "../../interpreter.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { PyFloat } from "../../objects/float.ts";
import type { PyInt } from "../../objects/int.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { asInt, asStr } from "../../objects/unbox.ts";
import { lookupSpecial } from "../../protocols/attribute.ts";
import { call } from "../../protocols/call.ts";
import { repr, str, toFloat, toInt, typeOf } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { getItem } from "../../protocols/item.ts";
import { codePointLength } from "./code_points.ts";
import { floatParts } from "./format_number.ts";
import { asciiEscape } from "./str_repr.ts";

const CONVERSION =
  /%(?:\((?<key>(?:[^()]|\([^()]*\))*)\))?(?<flags>[-#0+ ]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d+)?)?[hlL]?(?<type>[\s\S])?/uy;

type Groups = Partial<Record<"key" | "flags" | "width" | "precision" | "type", string>>;

/** The arguments in turn: a tuple's items, or the one value. */
class Arguments {
  private at = 0;
  private readonly vm: Interpreter;
  private readonly values: readonly PyValue[];

  constructor(vm: Interpreter, values: readonly PyValue[]) {
    this.vm = vm;
    this.values = values;
  }

  next(): PyValue {
    const value = this.values[this.at++];
    return value === undefined ? raise(this.vm, TypeErrorType, "not enough arguments for format string") : value;
  }

  star(): number {
    const value = asInt(this.next());
    return value === undefined ? raise(this.vm, TypeErrorType, "* wants int") : Number(value);
  }

  get exhausted(): boolean {
    return this.at >= this.values.length;
  }
}

export function percentFormat(
  vm: Interpreter,
  format: string,
  values: PyValue,
  kind: "string" | "bytes" = "string",
): string {
  const args = new Arguments(vm, values instanceof PyTuple ? values.items : [values]);
  let keyed = false;
  let out = "";
  let at = 0;
  for (;;) {
    const start = format.indexOf("%", at);
    if (start < 0) break;
    out += format.slice(at, start);
    CONVERSION.lastIndex = start;
    const match = CONVERSION.exec(format);
    const groups = match?.groups as Groups | undefined;
    if (match === null || groups === undefined || groups.type === undefined) {
      if (format[start + 1] === "(" && groups?.key === undefined) raise(vm, ValueErrorType, "incomplete format key");
      return raise(vm, ValueErrorType, "incomplete format");
    }
    at = CONVERSION.lastIndex;
    const { flags = "", type } = groups;
    if (type === "%") {
      out += "%";
      continue;
    }
    let width = groups.width === undefined ? 0 : groups.width === "*" ? args.star() : Number(groups.width);
    let left = flags.includes("-");
    if (width < 0) [width, left] = [-width, true];
    const hasPrecision = /\./.test(match[0].replace(/^%\((?:[^()]|\([^()]*\))*\)/, ""));
    const precision = !hasPrecision
      ? null
      : groups.precision === "*"
        ? Math.max(0, args.star())
        : Number(groups.precision ?? 0);
    let value: PyValue;
    if (groups.key !== undefined) {
      if (!isMapping(vm, values)) raise(vm, TypeErrorType, "format requires a mapping");
      keyed = true;
      value = getItem(vm, values, groups.key);
    } else value = args.next();
    const { sign, prefix, body } = convert(vm, type, value, flags, precision, at - 1);
    out += place(sign, prefix, body, width, left, flags.includes("0") && "diuxXoeEfFgG".includes(type));
  }
  out += format.slice(at);
  if (!keyed && !args.exhausted && !isMapping(vm, values)) {
    raise(vm, TypeErrorType, `not all arguments converted during ${kind} formatting`);
  }
  return out;
}

function isMapping(vm: Interpreter, values: PyValue): boolean {
  return (
    !(values instanceof PyTuple) &&
    asStr(values) === undefined &&
    lookupSpecial(vm, values, "__getitem__") !== undefined
  );
}

function place(sign: string, prefix: string, body: string, width: number, left: boolean, zeros: boolean): string {
  const missing = Math.max(0, width - sign.length - prefix.length - codePointLength(body));
  if (left) return sign + prefix + body + " ".repeat(missing);
  if (zeros) return sign + prefix + "0".repeat(missing) + body;
  return " ".repeat(missing) + sign + prefix + body;
}

interface Converted {
  readonly sign: string;
  readonly prefix: string;
  readonly body: string;
}

function convert(
  vm: Interpreter,
  type: string,
  value: PyValue,
  flags: string,
  precision: number | null,
  index: number,
): Converted {
  const plain = (text: string): Converted => ({
    sign: "",
    prefix: "",
    body: precision === null ? text : Array.from(text).slice(0, precision).join(""),
  });
  const signOf = (negative: boolean) => (negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "");
  switch (type) {
    case "s":
      return plain(str(vm, value));
    case "r":
      return plain(repr(vm, value));
    case "a":
      return plain(asciiEscape(repr(vm, value)));
    case "c":
      return { sign: "", prefix: "", body: character(vm, value) };
    case "d":
    case "i":
    case "u":
    case "o":
    case "x":
    case "X": {
      const int = integerArgument(vm, type, value);
      const radix = type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
      let digits = (int < 0 ? -int : int).toString(radix).padStart(precision ?? 0, "0");
      if (type === "X") digits = digits.toUpperCase();
      const prefix = flags.includes("#") && radix !== 10 ? `0${type}` : "";
      return { sign: signOf(int < 0), prefix, body: digits };
    }
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G": {
      const { negative, whole, rest } = floatParts(realArgument(vm, value), type, precision ?? 6, flags.includes("#"));
      return { sign: signOf(negative), prefix: "", body: whole + rest };
    }
    default: {
      const code = (type.codePointAt(0) ?? 0).toString(16);
      const shown = type >= " " && type < "\x7f" ? type : "?";
      return raise(vm, ValueErrorType, `unsupported format character '${shown}' (0x${code}) at index ${index}`);
    }
  }
}

function realArgument(vm: Interpreter, value: PyValue): number {
  const special = typeof value === "number" || value instanceof PyFloat;
  if (
    !special &&
    lookupSpecial(vm, value, "__float__") === undefined &&
    lookupSpecial(vm, value, "__index__") === undefined
  ) {
    raise(vm, TypeErrorType, `must be real number, not ${typeOf(value).name}`);
  }
  return toFloat(vm, value);
}

function integerArgument(vm: Interpreter, type: string, value: PyValue): PyInt {
  const direct = asInt(value);
  if (direct !== undefined) return direct;
  const index = lookupSpecial(vm, value, "__index__");
  const decimal = type === "d" || type === "i" || type === "u";
  if (index !== undefined) return toInt(vm, call(vm, index, []));
  if (decimal && lookupSpecial(vm, value, "__int__") !== undefined) return toInt(vm, value);
  const wanted = decimal ? "a real number is required" : "an integer is required";
  return raise(vm, TypeErrorType, `%${type} format: ${wanted}, not ${typeOf(value).name}`);
}

function character(vm: Interpreter, value: PyValue): string {
  const text = asStr(value);
  if (text !== undefined && codePointLength(text) === 1) return text;
  const code = asInt(value);
  if (code === undefined) return raise(vm, TypeErrorType, "%c requires int or char");
  if (code < 0 || code > 0x10ffff) raise(vm, OverflowErrorType, "%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}
