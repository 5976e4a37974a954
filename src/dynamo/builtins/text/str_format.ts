/** `str.format`: replacement fields with nested specifications, attribute and item access, conversions. */

import type { Interpreter } from "../../interpreter.ts";
import { IndexErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import type { PyValue } from "../../objects/object.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { repr, str } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { getItem } from "../../protocols/item.ts";
import { asciiEscape } from "./str_repr.ts";

export interface FieldSource {
  positional(index: number): PyValue | undefined;
  keyword(name: string): PyValue;
  format(value: PyValue, spec: string): string;
}

/** One piece of a format string: literal text, and the field after it if any. */
export interface FormatPiece {
  readonly literal: string;
  readonly field: { readonly name: string; readonly conversion: string | null; readonly spec: string } | null;
}

/** Splits a format string at its top-level fields. */
export function parseFormat(vm: Interpreter, text: string): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const ch = text[at] as string;
    if (ch !== "{" && ch !== "}") {
      literal += ch;
      at++;
    } else if (text[at + 1] === ch) {
      literal += ch;
      at += 2;
    } else if (ch === "}") {
      raise(vm, ValueErrorType, "Single '}' encountered in format string");
    } else {
      const end = fieldEnd(vm, text, at + 1);
      pieces.push({ literal, field: parseField(vm, text.slice(at + 1, end)) });
      literal = "";
      at = end + 1;
    }
  }
  if (literal !== "") pieces.push({ literal, field: null });
  return pieces;
}

function fieldEnd(vm: Interpreter, text: string, start: number): number {
  if (start >= text.length) raise(vm, ValueErrorType, "Single '{' encountered in format string");
  let depth = 1;
  let inItem = false;
  for (let i = start; i < text.length; i++) {
    const ch = text[i];
    if (ch === "[" && depth === 1) inItem = true;
    else if (ch === "]") inItem = false;
    else if (inItem) continue;
    else if (ch === "{") depth++;
    else if (ch === "}" && --depth === 0) return i;
  }
  return raise(vm, ValueErrorType, "expected '}' before end of string");
}

function parseField(vm: Interpreter, text: string): NonNullable<FormatPiece["field"]> {
  const match = /^((?:[^!:[]|\[[^\]]*\]?)*)(?:!([\s\S])?(?=:|$|[\s\S]))?(?::([\s\S]*))?/u.exec(text);
  const name = match?.[1] ?? "";
  let rest = text.slice(name.length);
  let conversion: string | null = null;
  if (rest.startsWith("!")) {
    conversion = rest[1] ?? raise(vm, ValueErrorType, "end of string while looking for conversion specifier");
    rest = rest.slice(2);
    if (rest !== "" && !rest.startsWith(":")) raise(vm, ValueErrorType, "expected ':' after conversion specifier");
  }
  return { name, conversion, spec: rest.slice(1) };
}

/** Splits `0.name[key]` into its first part and the accesses after it. */
export function splitFieldName(
  vm: Interpreter,
  name: string,
): { first: string; path: { attribute: boolean; key: string }[] } {
  const first = /^[^.[]*/.exec(name)?.[0] ?? "";
  const path: { attribute: boolean; key: string }[] = [];
  let at = first.length;
  while (at < name.length) {
    const attribute = name[at] === ".";
    const end = attribute ? at + 1 + (/^[^.[]*/.exec(name.slice(at + 1))?.[0].length ?? 0) : name.indexOf("]", at);
    if (!attribute && end < 0) raise(vm, ValueErrorType, "Missing ']' in format string");
    const key = name.slice(at + 1, end);
    if (key === "") raise(vm, ValueErrorType, "Empty attribute in format string");
    path.push({ attribute, key });
    at = attribute ? end : end + 1;
    if (!attribute && at < name.length && name[at] !== "." && name[at] !== "[") {
      raise(vm, ValueErrorType, "Only '.' or '[' may follow ']' in format field specifier");
    }
  }
  return { first, path };
}

export function strFormat(vm: Interpreter, text: string, source: FieldSource): string {
  return expand(vm, text, source, { next: 0, manual: false }, 2);
}

interface Numbering {
  /** The next automatic index; -1 is never used. */
  next: number;
  manual: boolean;
}

function expand(vm: Interpreter, text: string, source: FieldSource, numbering: Numbering, depth: number): string {
  if (depth < 0) raise(vm, ValueErrorType, "Max string recursion exceeded");
  let out = "";
  for (const { literal, field } of parseFormat(vm, text)) {
    out += literal;
    if (field === null) continue;
    const value = convertField(vm, fieldValue(vm, field.name, source, numbering), field.conversion);
    const spec = field.spec.includes("{") ? expand(vm, field.spec, source, numbering, depth - 1) : field.spec;
    out += source.format(value, spec);
  }
  return out;
}

function fieldValue(vm: Interpreter, name: string, source: FieldSource, numbering: Numbering): PyValue {
  const { first, path } = splitFieldName(vm, name);
  let value = baseValue(vm, first, source, numbering);
  for (const { attribute, key } of path) {
    if (attribute) value = getAttr(vm, value, key);
    else value = getItem(vm, value, /^\d+$/.test(key) ? Number(key) : key);
  }
  return value;
}

function baseValue(vm: Interpreter, first: string, source: FieldSource, numbering: Numbering): PyValue {
  if (first !== "" && !/^\d+$/.test(first)) return source.keyword(first);
  const automatic = first === "";
  if (automatic && numbering.manual) {
    raise(vm, ValueErrorType, "cannot switch from manual field specification to automatic field numbering");
  }
  if (!automatic && numbering.next > 0) {
    raise(vm, ValueErrorType, "cannot switch from automatic field numbering to manual field specification");
  }
  if (!automatic) numbering.manual = true;
  const index = automatic ? numbering.next++ : Number(first);
  const value = source.positional(index);
  if (value !== undefined) return value;
  return raise(vm, IndexErrorType, `Replacement index ${index} out of range for positional args tuple`);
}

function convertField(vm: Interpreter, value: PyValue, conversion: string | null): PyValue {
  switch (conversion) {
    case null:
      return value;
    case "r":
      return repr(vm, value);
    case "s":
      return str(vm, value);
    case "a":
      return asciiEscape(repr(vm, value));
    default:
      return raise(vm, ValueErrorType, `Unknown conversion specifier ${conversion}`);
  }
}
