/** How Python's `repr` writes the constants of the syntax tree. */

import type { ConstantValue } from "./ast.ts";

export function constantRepr(constant: ConstantValue): string {
  switch (constant.type) {
    case "None":
      return "None";
    case "Ellipsis":
      return "Ellipsis";
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return String(constant.value);
    case "float":
      return floatRepr(constant.value);
    case "complex":
      return `${floatRepr(constant.imag).replace(/\.0$/, "")}j`;
    case "str":
      return stringRepr(constant.value);
    case "bytes":
      return bytesRepr(constant.value);
  }
}

/** The shortest text that reads back as the same number; exponents from 1e16 and below 1e-4. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const digits = String(Math.abs(power)).padStart(2, "0");
    return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
  }
  const sign = mantissa.startsWith("-") ? "-" : "";
  const figures = mantissa.replace(/[-.]/g, "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${figures}`;
  if (figures.length <= power + 1) return `${sign}${figures}${"0".repeat(power + 1 - figures.length)}.0`;
  return `${sign}${figures.slice(0, power + 1)}.${figures.slice(power + 1)}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** What `str.isprintable` is false for. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

export function stringRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of value) {
    const escaped = ESCAPES[character];
    if (escaped !== undefined) out += escaped;
    else if (character === quote) out += `\\${quote}`;
    else if (character === " " || !UNPRINTABLE.test(character)) out += character;
    else out += numericEscape(character.codePointAt(0) ?? 0);
  }
  return out + quote;
}

function numericEscape(point: number): string {
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, "0")}`;
  if (point <= 0xffff) return `\\u${point.toString(16).padStart(4, "0")}`;
  return `\\U${point.toString(16).padStart(8, "0")}`;
}

export function bytesRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let out = `b${quote}`;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const escaped = ESCAPES[character];
    if (escaped !== undefined) out += escaped;
    else if (character === quote) out += `\\${quote}`;
    else if (byte < 0x20 || byte >= 0x7f) out += numericEscape(byte);
    else out += character;
  }
  return out + quote;
}
