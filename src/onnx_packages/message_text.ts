/** Messages in protobuf's text format, as `print(model_proto)` shows them. */

import { PyBytes } from "../dynamo/objects/bytes.ts";
import { PyFloat } from "../dynamo/objects/float.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import type { FieldInfo } from "../onnx/serde/message_schema.ts";
import { PyMessage, PyRepeated } from "./message.ts";

/** A line a field, nested messages in braces; the text ends in a newline unless it is empty. */
export function messageText(message: PyMessage, indent = ""): string {
  let text = "";
  for (const field of message.setFields()) {
    const value = message.read(field);
    for (const item of value instanceof PyRepeated ? value.items : [value]) {
      text +=
        item instanceof PyMessage
          ? `${indent}${field.name} {\n${messageText(item, `${indent}  `)}${indent}}\n`
          : `${indent}${field.name}: ${scalarText(field, item)}\n`;
    }
  }
  return text;
}

function scalarText({ scalar, enumeration }: FieldInfo, value: PyValue): string {
  if (typeof value === "string") return `"${[...value].map(escapedCharacter).join("")}"`;
  if (value instanceof PyBytes) return `"${[...value.bytes].map(escapedByte).join("")}"`;
  if (value instanceof PyFloat) return numberText(value.value, scalar === "float");
  const name = Object.entries(enumeration ?? {}).find(([, number]) => number === value)?.[0];
  return name ?? String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
};

function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return ESCAPES[character] ?? (code < 0x20 || code === 0x7f ? octal(code) : character);
}

function escapedByte(byte: number): string {
  return ESCAPES[String.fromCharCode(byte)] ?? (byte < 0x20 || byte >= 0x7f ? octal(byte) : String.fromCharCode(byte));
}

function octal(code: number): string {
  return `\\${code.toString(8).padStart(3, "0")}`;
}

/** The shortest decimal that reads back as the same number; a float32 has fewer digits. */
export function numberText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0";
  let shortest = String(value);
  for (let digits = 6; single && digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) {
      shortest = String(Number(text));
      break;
    }
  }
  return shortest.replace(/e([+-])(\d)$/, "e$10$2");
}
