/** `repr()` of constants as Python writes them, for the disassembler and for annotations kept as text. */

import type { CodeConstant } from "./code_object.ts";

export function constantRepr(constant: CodeConstant): string {
  switch (constant.type) {
    case "None":
      return "None";
    case "Ellipsis":
      return "Ellipsis";
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return `${constant.value}`;
    case "float":
      return floatRepr(constant.value);
    case "complex":
      return `${floatRepr(constant.imag).replace(/\.0$/, "")}j`;
    case "str":
      return strRepr(constant.value);
    case "bytes":
      return bytesRepr(constant.value);
    case "tuple":
      return `(${constant.items.map(constantRepr).join(", ")}${constant.items.length === 1 ? "," : ""})`;
    case "frozenset":
      return constant.items.length === 0
        ? "frozenset()"
        : `frozenset({${constant.items.map(constantRepr).join(", ")}})`;
    case "code": {
      const { name, filename, firstlineno } = constant.value;
      return `<code object ${name}, file "${filename}", line ${firstlineno}>`;
    }
  }
}

/** The shortest text that reads back as the same float; exponents from 1e16 up and below 1e-4. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0) return "0.0";
  const [mantissa, exponentText] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? "-" : "+";
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const negative = value < 0 ? "-" : "";
  const digits = (mantissa ?? "").replace("-", "").replace(".", "");
  if (exponent < 0) return `${negative}0.${"0".repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, "0");
  return `${negative}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || "0"}`;
}

const ESCAPES: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

export function strRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === quote) out += `\\${char}`;
    else if (ESCAPES[char] !== undefined) out += ESCAPES[char];
    else if (code < 0x20 || code === 0x7f) out += `\\x${hex(code, 2)}`;
    else if (code < 0x7f || isPrintable(char)) out += char;
    else if (code <= 0xff) out += `\\x${hex(code, 2)}`;
    else if (code <= 0xffff) out += `\\u${hex(code, 4)}`;
    else out += `\\U${hex(code, 8)}`;
  }
  return quote + out + quote;
}

/** Not printable: separators, control, format, surrogate, private and unassigned characters. */
function isPrintable(char: string): boolean {
  return !/[\p{C}\p{Z}]/u.test(char);
}

function bytesRepr(bytes: Uint8Array): string {
  let out = "";
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === quote) out += `\\${char}`;
    else if (ESCAPES[char] !== undefined) out += ESCAPES[char];
    else if (byte < 0x20 || byte >= 0x7f) out += `\\x${hex(byte, 2)}`;
    else out += char;
  }
  return `b${quote}${out}${quote}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
