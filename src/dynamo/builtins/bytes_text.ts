/** The methods of bytes and bytearray that treat the content as ASCII text: case, alignment, searching from the right, `%`. */

import type { Interpreter } from "../interpreter.ts";
import { byteArrayType, bytesType, PyByteArray, PyBytes } from "../objects/bytes.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { defineMethods, defineStaticMethods, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asBytesLike } from "../objects/unbox.ts";
import { index, typeOf } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { percentFormat } from "./text/percent.ts";

/** The bytes as a string of the codes 0–255. */
function latin(vm: Interpreter, v: PyValue): string {
  const bytes = asBytesLike(v);
  if (bytes === undefined) raise(vm, TypeErrorType, `a bytes-like object is required, not '${typeOf(v).name}'`);
  return Array.from(bytes, (b) => String.fromCharCode(b)).join("");
}

/** A result of the receiver's own kind. */
function like(self: PyValue, text: string): PyValue {
  const bytes = Uint8Array.from(text, (ch) => ch.charCodeAt(0));
  return self instanceof PyByteArray ? new PyByteArray(bytes) : new PyBytes(bytes);
}

const change =
  (f: (text: string) => string): NativeImpl =>
  (vm: Interpreter, self: PyValue) =>
    like(self, f(latin(vm, self)));

const upper = (text: string): string => text.replace(/[a-z]/g, (ch) => ch.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]/g, (ch) => ch.toLowerCase());
const title = (text: string): string =>
  text.replace(/[A-Za-z]+/g, (word) => upper(word.slice(0, 1)) + lower(word.slice(1)));
const swap = (text: string): string =>
  text.replace(/[A-Za-z]/g, (ch) => (ch >= "a" ? ch.toUpperCase() : ch.toLowerCase()));

/** `center`, `ljust`, `rjust`: how much of the padding goes to the left. */
const aligned =
  (leftShare: (missing: number, width: number) => number): NativeImpl =>
  (vm: Interpreter, self: PyValue, width: PyValue, fill: PyValue | undefined) => {
    const text = latin(vm, self);
    const ch = fill === undefined ? " " : latin(vm, fill);
    if (ch.length !== 1) raise(vm, TypeErrorType, "the fill character must be a byte string of length 1");
    const wanted = Number(index(vm, width));
    const missing = Math.max(0, wanted - text.length);
    vm.chargeMemory(missing);
    const left = leftShare(missing, wanted);
    return like(self, ch.repeat(left) + text + ch.repeat(missing - left));
  };

function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = "";
  for (const ch of text) {
    if (ch === "\t") {
      const spaces = size > 0 ? size - (column % size) : 0;
      out += " ".repeat(spaces);
      column += spaces;
    } else {
      out += ch;
      column = ch === "\n" || ch === "\r" ? 0 : column + 1;
    }
  }
  return out;
}

function formatted(vm: Interpreter, self: PyValue, values: PyValue): PyValue {
  const text = (v: PyValue): PyValue => (asBytesLike(v) === undefined ? v : latin(vm, v));
  const args = values instanceof PyTuple ? new PyTuple(values.items.map(text)) : text(values);
  const format = latin(vm, self).replace(/%([-#0+ ]*[\d*]*(?:\.[\d*]+)?)b/g, "%$1s");
  return like(self, percentFormat(vm, format, args, "bytes"));
}

function translationTable(vm: Interpreter, from: PyValue, to: PyValue): PyValue {
  const [a, b] = [latin(vm, from), latin(vm, to)];
  if (a.length !== b.length) raise(vm, ValueErrorType, "maketrans arguments must have same length");
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) table[a.charCodeAt(i)] = b.charCodeAt(i);
  return new PyBytes(table);
}

const methods: Readonly<Record<string, NativeImpl>> = {
  "capitalize(self, /)": change((text) => upper(text.slice(0, 1)) + lower(text.slice(1))),
  "title(self, /)": change(title),
  "swapcase(self, /)": change(swap),
  "islower(self, /)": (vm: Interpreter, self: PyValue) =>
    /[a-z]/.test(latin(vm, self)) && !/[A-Z]/.test(latin(vm, self)),
  "isupper(self, /)": (vm: Interpreter, self: PyValue) =>
    /[A-Z]/.test(latin(vm, self)) && !/[a-z]/.test(latin(vm, self)),
  "istitle(self, /)": (vm: Interpreter, self: PyValue) => {
    const text = latin(vm, self);
    return /[A-Za-z]/.test(text) && title(text) === text;
  },
  "center(self, width, fillchar=<unset>, /)": aligned(
    (missing, width) => Math.floor(missing / 2) + (missing & width & 1),
  ),
  "ljust(self, width, fillchar=<unset>, /)": aligned(() => 0),
  "rjust(self, width, fillchar=<unset>, /)": aligned((missing) => missing),
  "zfill(self, width, /)": (vm: Interpreter, self: PyValue, width: PyValue) => {
    const text = latin(vm, self);
    const sign = /^[+-]/.test(text) ? text.slice(0, 1) : "";
    const missing = Math.max(0, Number(index(vm, width)) - text.length);
    vm.chargeMemory(missing);
    return like(self, sign + "0".repeat(missing) + text.slice(sign.length));
  },
  "expandtabs(self, /, tabsize=8)": (vm: Interpreter, self: PyValue, size: PyValue) =>
    like(self, expandTabs(latin(vm, self), Number(index(vm, size)))),
  "rpartition(self, sep, /)": (vm: Interpreter, self: PyValue, sep: PyValue) => {
    const [text, s] = [latin(vm, self), latin(vm, sep)];
    if (s === "") raise(vm, ValueErrorType, "empty separator");
    const at = text.lastIndexOf(s);
    const parts = at < 0 ? ["", "", text] : [text.slice(0, at), s, text.slice(at + s.length)];
    return new PyTuple(parts.map((part) => like(self, part)));
  },
  "rindex(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    end: PyValue,
  ) => {
    const rfind = typeOf(self).lookup("rfind");
    if (rfind === undefined) throw new Error("bytes have no rfind");
    const at = vm.call(rfind, [self, sub, start, end]);
    return at === -1 ? raise(vm, ValueErrorType, "subsection not found") : at;
  },
  "__mod__(self, value, /)": formatted,
};

for (const type of [bytesType, byteArrayType]) {
  defineMethods(type, methods);
  defineStaticMethods(type, { "maketrans(frm, to, /)": translationTable });
}
