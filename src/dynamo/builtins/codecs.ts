/** Text to bytes and back: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32 with Python's error handlers. */

import type { Interpreter } from "../interpreter.ts";
import { PyBytes } from "../objects/bytes.ts";
import { LookupErrorType, UnicodeDecodeErrorType, UnicodeEncodeErrorType } from "../objects/exception_types.ts";
import { makeException, raise, raiseException } from "../protocols/errors.ts";

type Codec =
  | "utf-8"
  | "ascii"
  | "latin-1"
  | "utf-16"
  | "utf-16-le"
  | "utf-16-be"
  | "utf-32"
  | "utf-32-le"
  | "utf-32-be"
  | "raw-unicode-escape"
  | "unicode-escape";

const NAMES: Readonly<Record<string, Codec>> = {
  utf8: "utf-8",
  u8: "utf-8",
  utf: "utf-8",
  utf8sig: "utf-8",
  ascii: "ascii",
  usascii: "ascii",
  "646": "ascii",
  latin1: "latin-1",
  iso88591: "latin-1",
  l1: "latin-1",
  latin: "latin-1",
  rawunicodeescape: "raw-unicode-escape",
  unicodeescape: "unicode-escape",
  utf16: "utf-16",
  utf16le: "utf-16-le",
  utf16be: "utf-16-be",
  utf32: "utf-32",
  utf32le: "utf-32-le",
  utf32be: "utf-32-be",
};

function codecOf(vm: Interpreter, name: string): Codec {
  const codec = NAMES[name.toLowerCase().replace(/[-_ ]/g, "")];
  return codec ?? raise(vm, LookupErrorType, `unknown encoding: ${name}`);
}

export function utf8Bytes(text: string): Uint8Array {
  const out: number[] = [];
  for (const ch of text) pushUtf8(out, ch.codePointAt(0) ?? 0);
  return Uint8Array.from(out);
}

function pushUtf8(out: number[], code: number): void {
  if (code < 0x80) out.push(code);
  else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}

/** What stands for a character in the two codecs of Python's own escapes. */
function escaped(code: number, raw: boolean): string {
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
  if (code > 0xff) return `\\u${code.toString(16).padStart(4, "0")}`;
  if (raw || (code >= 0x20 && code < 0x7f && code !== 0x5c)) return String.fromCharCode(code);
  const short: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };
  return short[code] ?? `\\x${code.toString(16).padStart(2, "0")}`;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g;
const SHORT: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

function unescaped(text: string, raw: boolean): string {
  return text.replace(ESCAPE, (whole, u?: string, long?: string, x?: string, octal?: string, short?: string) => {
    const hex = u ?? long;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    if (raw) return whole;
    if (x !== undefined) return String.fromCharCode(Number.parseInt(x, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return SHORT[short ?? ""] ?? whole;
  });
}

export function encodeText(vm: Interpreter, text: string, encoding: string, errors: string): Uint8Array {
  const codec = codecOf(vm, encoding);
  if (codec === "raw-unicode-escape" || codec === "unicode-escape") {
    const all = Array.from(text, (ch) => escaped(ch.codePointAt(0) ?? 0, codec === "raw-unicode-escape")).join("");
    return Uint8Array.from(all, (ch) => ch.charCodeAt(0));
  }
  const out: number[] = [];
  const units = (code: number, size: number, big: boolean) => {
    for (let i = 0; i < size; i++) out.push((code >>> (8 * (big ? size - 1 - i : i))) & 255);
  };
  if (codec === "utf-16") out.push(0xff, 0xfe);
  if (codec === "utf-32") out.push(0xff, 0xfe, 0, 0);
  if (encoding.toLowerCase().endsWith("sig")) out.push(0xef, 0xbb, 0xbf);
  const limit = codec === "ascii" ? 0x80 : codec === "latin-1" ? 0x100 : 0x110000;
  let at = 0;
  for (const ch of text) {
    const code = ch.codePointAt(0) ?? 0;
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code >= limit || surrogate) encodeFault(vm, out, text, at, code, codec, errors);
    else if (codec === "utf-8") pushUtf8(out, code);
    else if (limit <= 0x100) out.push(code);
    else if (codec.startsWith("utf-16")) {
      for (let i = 0; i < ch.length; i++) units(ch.charCodeAt(i), 2, codec.endsWith("be"));
    } else units(code, 4, codec.endsWith("be"));
    at++;
  }
  return Uint8Array.from(out);
}

function encodeFault(
  vm: Interpreter,
  out: number[],
  text: string,
  at: number,
  code: number,
  codec: Codec,
  errors: string,
): void {
  const push = (replacement: string) => {
    for (const ch of replacement) out.push(ch.charCodeAt(0));
  };
  const hex = (width: number) => code.toString(16).padStart(width, "0");
  switch (errors) {
    case "ignore":
      return;
    case "replace":
      push("?");
      return;
    case "backslashreplace":
      push(code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
      return;
    case "xmlcharrefreplace":
      push(`&#${code};`);
      return;
    case "surrogateescape":
      if (code >= 0xdc80 && code <= 0xdcff) {
        out.push(code - 0xdc00);
        return;
      }
      break;
    case "surrogatepass":
      pushUtf8(out, code);
      return;
    case "strict":
      break;
    default:
      raise(vm, LookupErrorType, `unknown error handler name '${errors}'`);
  }
  const reason =
    codec === "ascii"
      ? "ordinal not in range(128)"
      : codec === "latin-1"
        ? "ordinal not in range(256)"
        : "surrogates not allowed";
  raiseException(vm, makeException(UnicodeEncodeErrorType, codec, text, at, at + 1, reason));
}

export function decodeBytes(vm: Interpreter, bytes: Uint8Array, encoding: string, errors: string): string {
  const codec = codecOf(vm, encoding);
  if (codec === "raw-unicode-escape" || codec === "unicode-escape")
    return unescaped(Array.from(bytes, (b) => String.fromCharCode(b)).join(""), codec === "raw-unicode-escape");
  if (codec === "utf-8") {
    const skip =
      encoding.toLowerCase().endsWith("sig") && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return decodeUtf8(vm, bytes, skip, errors);
  }
  if (codec === "ascii" || codec === "latin-1") {
    let out = "";
    for (let i = 0; i < bytes.length; i++) {
      const code = bytes[i] as number;
      if (codec === "latin-1" || code < 0x80) out += String.fromCharCode(code);
      else out += decodeFault(vm, bytes, i, i + 1, codec, errors, "ordinal not in range(128)");
    }
    return out;
  }
  return decodeWide(vm, bytes, codec, errors);
}

function decodeWide(vm: Interpreter, bytes: Uint8Array, codec: Codec, errors: string): string {
  const size = codec.startsWith("utf-16") ? 2 : 4;
  let big = codec.endsWith("be");
  let at = 0;
  if (codec === "utf-16" || codec === "utf-32") {
    const mark = Array.from(bytes.subarray(0, size));
    if (mark[0] === 0xff && mark[1] === 0xfe) at = size;
    else if (mark[size - 2] === 0xfe && mark[size - 1] === 0xff) {
      at = size;
      big = true;
    }
  }
  let out = "";
  for (; at + size <= bytes.length; at += size) {
    let code = 0;
    for (let i = 0; i < size; i++) code = code * 256 + (bytes[at + (big ? i : size - 1 - i)] as number);
    out += size === 2 ? String.fromCharCode(code) : String.fromCodePoint(Math.min(code, 0x10ffff));
  }
  if (at < bytes.length) out += decodeFault(vm, bytes, at, bytes.length, codec, errors, "truncated data");
  return out;
}

function decodeUtf8(vm: Interpreter, bytes: Uint8Array, start: number, errors: string): string {
  let out = "";
  let at = start;
  while (at < bytes.length) {
    const first = bytes[at] as number;
    if (first < 0x80) {
      out += String.fromCharCode(first);
      at++;
      continue;
    }
    const size =
      first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    if (size === 0) {
      out += decodeFault(vm, bytes, at, at + 1, "utf-8", errors, "invalid start byte");
      at++;
      continue;
    }
    let code = first & (0x7f >> size);
    let used = 1;
    for (; used < size; used++) {
      const next = bytes[at + used];
      if (next === undefined || (next & 0xc0) !== 0x80) break;
      if (used === 1 && !secondByteFits(first, next)) break;
      code = (code << 6) | (next & 63);
    }
    if (used < size) {
      const reason = at + used >= bytes.length ? "unexpected end of data" : "invalid continuation byte";
      out += decodeFault(vm, bytes, at, at + used, "utf-8", errors, reason);
    } else out += String.fromCodePoint(code);
    at += used;
  }
  return out;
}

/** Excludes overlong forms, surrogates and codes above U+10FFFF. */
function secondByteFits(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

function decodeFault(
  vm: Interpreter,
  bytes: Uint8Array,
  start: number,
  end: number,
  codec: Codec,
  errors: string,
  reason: string,
): string {
  const bad = Array.from(bytes.subarray(start, end));
  switch (errors) {
    case "ignore":
      return "";
    case "replace":
      return "\ufffd";
    case "backslashreplace":
      return bad.map((b) => `\\x${b.toString(16).padStart(2, "0")}`).join("");
    case "surrogateescape":
      return bad.map((b) => String.fromCharCode(0xdc00 + b)).join("");
    case "strict":
      return raiseException(vm, makeException(UnicodeDecodeErrorType, codec, new PyBytes(bytes), start, end, reason));
    default:
      return raise(vm, LookupErrorType, `unknown error handler name '${errors}'`);
  }
}
