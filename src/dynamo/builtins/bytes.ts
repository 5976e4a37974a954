/** Methods of `bytes` and `bytearray`. */

import type { Interpreter } from "../interpreter.ts";
import { PyBoxed } from "../objects/boxed.ts";
import { byteArrayType, bytesType, PyByteArray, PyBytes } from "../objects/bytes.ts";
import { IndexErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { nativeIterator } from "../objects/iterator.ts";
import { PyList } from "../objects/list.ts";
import { defineClassMethods, defineMethods, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTupleIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asBytes, asBytesLike, asInt, asStr } from "../objects/unbox.ts";
import { callSpecial } from "../protocols/call.ts";
import { index, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { hashString } from "../protocols/hash.ts";
import { sliceIndices } from "../protocols/item.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { decodeBytes, encodeText } from "./codecs.ts";
import { repetition } from "./list.ts";
import { orderHolds } from "./sequence_compare.ts";
import { checkedIndex, searchBounds, sliceItems } from "./slices.ts";
import "./bytes_text.ts";
import { splitLines, splitText } from "./str.ts";
import { bytesRepr } from "./text/str_repr.ts";

const bytesIteratorType = nativeIterator("bytes_iterator");

/** The bytes as a string of the codes 0–255, so that string algorithms serve both. */
const latin = (bytes: Uint8Array): string => {
  let out = "";
  for (const b of bytes) out += String.fromCharCode(b);
  return out;
};
const fromLatin = (text: string): Uint8Array => Uint8Array.from(text, (ch) => ch.charCodeAt(0));

function value(self: PyValue): Uint8Array {
  const bytes = asBytesLike(self);
  if (bytes === undefined) throw new Error("a bytes method was called on something else");
  return bytes;
}

/** A result of the receiver's own kind. */
const like = (self: PyValue, bytes: Uint8Array): PyValue =>
  self instanceof PyByteArray ? new PyByteArray(bytes) : new PyBytes(bytes);
const likeText = (self: PyValue, text: string): PyValue => like(self, fromLatin(text));

function want(vm: Interpreter, v: PyValue): string {
  const bytes = asBytesLike(v);
  return bytes === undefined
    ? raise(vm, TypeErrorType, `a bytes-like object is required, not '${typeOf(v).name}'`)
    : latin(bytes);
}

function byte(vm: Interpreter, v: PyValue, what: string): number {
  const n = Number(index(vm, v));
  return n >= 0 && n <= 255 ? n : raise(vm, ValueErrorType, `${what} must be in range(0, 256)`);
}

/** The content for `bytes(source, encoding, errors)`. */
function construct(
  vm: Interpreter,
  what: string,
  source: PyValue | undefined,
  encoding: PyValue | undefined,
  errors: PyValue | undefined,
): Uint8Array {
  if (source === undefined) return new Uint8Array(0);
  const text = asStr(source);
  if (text !== undefined) {
    if (encoding === undefined) raise(vm, TypeErrorType, "string argument without an encoding");
    return encodeText(vm, text, asStr(encoding) ?? "utf-8", asStr(errors ?? "strict") ?? "strict");
  }
  if (encoding !== undefined) raise(vm, TypeErrorType, "encoding without a string argument");
  const bytes = asBytesLike(source);
  if (bytes !== undefined) return bytes.slice();
  const special = callSpecial(vm, source, "__bytes__");
  if (special !== undefined) {
    const made = asBytes(special);
    if (made === undefined) raise(vm, TypeErrorType, `__bytes__ returned non-bytes (type ${typeOf(special).name})`);
    return made.slice();
  }
  const count = asInt(source);
  if (count !== undefined) {
    if (count < 0) raise(vm, ValueErrorType, "negative count");
    vm.chargeMemory(Number(count));
    return new Uint8Array(Number(count));
  }
  if (typeOf(source).lookup("__iter__") === undefined && typeOf(source).lookup("__getitem__") === undefined) {
    raise(vm, TypeErrorType, `cannot convert '${typeOf(source).name}' object to bytes`);
  }
  return Uint8Array.from(toArray(vm, source), (item) => byte(vm, item, what));
}

function find(vm: Interpreter, self: PyValue, sub: PyValue, start: PyValue, stop: PyValue, last: boolean): number {
  const text = latin(value(self));
  const code = asInt(sub);
  const needle = code === undefined ? want(vm, sub) : String.fromCharCode(byte(vm, sub, "byte"));
  const bounds = searchBounds(vm, start, stop, text.length);
  if (bounds.start > bounds.stop) return -1;
  const part = text.slice(bounds.start, bounds.stop);
  const at = last ? part.lastIndexOf(needle) : part.indexOf(needle);
  return at < 0 ? at : at + bounds.start;
}

function affix(vm: Interpreter, self: PyValue, wanted: PyValue, start: PyValue, stop: PyValue, end: boolean): boolean {
  const text = latin(value(self));
  const bounds = searchBounds(vm, start, stop, text.length);
  const part = text.slice(bounds.start, Math.max(bounds.start, bounds.stop));
  const options = wanted instanceof PyTuple ? wanted.items : [wanted];
  return options.some((o) => (end ? part.endsWith(want(vm, o)) : part.startsWith(want(vm, o))));
}

function strip(vm: Interpreter, self: PyValue, chars: PyValue, left: boolean, right: boolean): PyValue {
  const bytes = value(self);
  const set = new Set(chars === null ? [9, 10, 11, 12, 13, 32] : fromLatin(want(vm, chars)));
  let start = 0;
  let end = bytes.length;
  if (left) while (start < end && set.has(bytes[start] as number)) start++;
  if (right) while (end > start && set.has(bytes[end - 1] as number)) end--;
  return like(self, bytes.slice(start, end));
}

function split(vm: Interpreter, self: PyValue, sep: PyValue, max: PyValue, fromRight: boolean): PyValue {
  const separator = sep === null ? null : want(vm, sep);
  if (separator === "") raise(vm, ValueErrorType, "empty separator");
  const parts = splitText(latin(value(self)), separator, Number(index(vm, max)), fromRight);
  return new PyList(parts.map((part) => likeText(self, part)));
}

function repeated(vm: Interpreter, self: PyValue, times: PyValue): PyValue {
  const count = repetition(vm, times);
  if (count === undefined) return NotImplemented;
  const bytes = value(self);
  vm.chargeMemory(bytes.length * Math.max(0, count));
  return likeText(self, latin(bytes).repeat(Math.max(0, count)));
}

const map =
  (change: (text: string) => string): NativeImpl =>
  (_vm: Interpreter, self: PyValue) =>
    likeText(self, change(latin(value(self))));
const test =
  (pattern: RegExp): NativeImpl =>
  (_vm: Interpreter, self: PyValue) =>
    pattern.test(latin(value(self)));
const upper = (text: string): string => text.replace(/[a-z]+/g, (part) => part.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (part) => part.toLowerCase());

const shared: Record<string, NativeImpl> = {
  "__len__(self, /)": (_vm: Interpreter, self: PyValue) => value(self).length,
  "__iter__(self, /)": (_vm: Interpreter, self: PyValue) =>
    new PyTupleIterator({ items: Array.from(value(self)) }, bytesIteratorType),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyValue, key: PyValue) =>
    find(vm, self, key, null, null, false) >= 0,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyValue, key: PyValue) => {
    const bytes = value(self);
    if (key instanceof PySlice)
      return like(self, Uint8Array.from(sliceItems(Array.from(bytes), sliceIndices(vm, key, bytes.length))));
    if (!(self instanceof PyByteArray)) return bytes[checkedIndex(vm, key, bytes.length, "byte", "")] as number;
    return bytes[checkedIndex(vm, key, bytes.length, "bytearray")] as number;
  },
  "__add__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => {
    const right = asBytesLike(other);
    if (right === undefined)
      return raise(vm, TypeErrorType, `can't concat ${typeOf(other).name} to ${typeOf(self).name}`);
    const left = value(self);
    const sum = new Uint8Array(left.length + right.length);
    sum.set(left);
    sum.set(right, left.length);
    return like(self, sum);
  },
  "__mul__(self, value, /)": repeated,
  "__rmul__(self, value, /)": repeated,
  "__eq__(self, value, /)": (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const bytes = asBytesLike(other);
    return bytes === undefined ? NotImplemented : latin(value(self)) === latin(bytes);
  },
  "__ne__(self, value, /)": (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const bytes = asBytesLike(other);
    return bytes === undefined ? NotImplemented : latin(value(self)) !== latin(bytes);
  },
  "decode(self, /, encoding='utf-8', errors='strict')": (
    vm: Interpreter,
    self: PyValue,
    encoding: PyValue,
    errors: PyValue,
  ) => decodeBytes(vm, value(self), asStr(encoding) ?? "utf-8", asStr(errors) ?? "strict"),
  "hex(self, sep=<unset>, bytes_per_sep=1)": (
    vm: Interpreter,
    self: PyValue,
    sep: PyValue | undefined,
    group: PyValue,
  ) => {
    const pairs = Array.from(value(self), (b) => b.toString(16).padStart(2, "0"));
    if (sep === undefined) return pairs.join("");
    const size = Number(index(vm, group));
    if (size === 0) return pairs.join("");
    const parts: string[] = [];
    if (size > 0)
      for (let end = pairs.length; end > 0; end -= size)
        parts.unshift(pairs.slice(Math.max(0, end - size), end).join(""));
    else for (let at = 0; at < pairs.length; at -= size) parts.push(pairs.slice(at, at - size).join(""));
    return parts.join(asStr(sep) ?? want(vm, sep));
  },
  "find(self, sub, start=None, end=None, /)": (vm: Interpreter, self: PyValue, sub: PyValue, a: PyValue, b: PyValue) =>
    find(vm, self, sub, a, b, false),
  "rfind(self, sub, start=None, end=None, /)": (vm: Interpreter, self: PyValue, sub: PyValue, a: PyValue, b: PyValue) =>
    find(vm, self, sub, a, b, true),
  "index(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    a: PyValue,
    b: PyValue,
  ) => {
    const at = find(vm, self, sub, a, b, false);
    return at >= 0 ? at : raise(vm, ValueErrorType, "subsection not found");
  },
  "count(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    a: PyValue,
    b: PyValue,
  ) => {
    const text = latin(value(self));
    const bounds = searchBounds(vm, a, b, text.length);
    const needle = asInt(sub) === undefined ? want(vm, sub) : String.fromCharCode(byte(vm, sub, "byte"));
    if (bounds.start > bounds.stop) return 0;
    const part = text.slice(bounds.start, bounds.stop);
    return needle === "" ? part.length + 1 : part.split(needle).length - 1;
  },
  "startswith(self, prefix, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    p: PyValue,
    a: PyValue,
    b: PyValue,
  ) => affix(vm, self, p, a, b, false),
  "endswith(self, suffix, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    p: PyValue,
    a: PyValue,
    b: PyValue,
  ) => affix(vm, self, p, a, b, true),
  "strip(self, bytes=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) => strip(vm, self, chars, true, true),
  "lstrip(self, bytes=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) =>
    strip(vm, self, chars, true, false),
  "rstrip(self, bytes=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) =>
    strip(vm, self, chars, false, true),
  "removeprefix(self, prefix, /)": (vm: Interpreter, self: PyValue, prefix: PyValue) => {
    const [text, p] = [latin(value(self)), want(vm, prefix)];
    return likeText(self, text.startsWith(p) ? text.slice(p.length) : text);
  },
  "removesuffix(self, suffix, /)": (vm: Interpreter, self: PyValue, suffix: PyValue) => {
    const [text, s] = [latin(value(self)), want(vm, suffix)];
    return likeText(self, s !== "" && text.endsWith(s) ? text.slice(0, -s.length) : text);
  },
  "split(self, /, sep=None, maxsplit=-1)": (vm: Interpreter, self: PyValue, sep: PyValue, max: PyValue) =>
    split(vm, self, sep, max, false),
  "rsplit(self, /, sep=None, maxsplit=-1)": (vm: Interpreter, self: PyValue, sep: PyValue, max: PyValue) =>
    split(vm, self, sep, max, true),
  "splitlines(self, /, keepends=False)": (vm: Interpreter, self: PyValue, keep: PyValue) =>
    new PyList(splitLines(latin(value(self)), truth(vm, keep)).map((line) => likeText(self, line))),
  "partition(self, sep, /)": (vm: Interpreter, self: PyValue, sep: PyValue) => {
    const [text, s] = [latin(value(self)), want(vm, sep)];
    const at = text.indexOf(s);
    const parts = at < 0 ? [text, "", ""] : [text.slice(0, at), s, text.slice(at + s.length)];
    return new PyTuple(parts.map((part) => likeText(self, part)));
  },
  "join(self, iterable, /)": (vm: Interpreter, self: PyValue, iterable: PyValue) => {
    const parts = toArray(vm, iterable).map((item, i) => {
      const bytes = asBytesLike(item);
      return bytes === undefined
        ? raise(vm, TypeErrorType, `sequence item ${i}: expected a bytes-like object, ${typeOf(item).name} found`)
        : latin(bytes);
    });
    return likeText(self, parts.join(latin(value(self))));
  },
  "replace(self, old, new, count=-1, /)": (
    vm: Interpreter,
    self: PyValue,
    old: PyValue,
    by: PyValue,
    count: PyValue,
  ) => {
    const parts = splitText(latin(value(self)), want(vm, old), Number(index(vm, count)), false);
    return likeText(self, parts.join(want(vm, by)));
  },
  "translate(self, table, /, delete=b'')": (vm: Interpreter, self: PyValue, table: PyValue, gone: PyValue) => {
    const map = table === null ? null : value(table);
    const removed = new Set(fromLatin(want(vm, gone)));
    const kept = Array.from(value(self)).filter((b) => !removed.has(b));
    return like(
      self,
      Uint8Array.from(kept, (b) => (map === null ? b : (map[b] ?? b))),
    );
  },
  "upper(self, /)": map(upper),
  "lower(self, /)": map(lower),
  "isdigit(self, /)": test(/^[0-9]+$/),
  "isalpha(self, /)": test(/^[A-Za-z]+$/),
  "isalnum(self, /)": test(/^[A-Za-z0-9]+$/),
  "isspace(self, /)": test(/^[\t-\r ]+$/),
  "isascii(self, /)": test(/^\p{ASCII}*$/u),
};
for (const [name, operator] of Object.entries({ __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" } as const)) {
  shared[`${name}(self, value, /)`] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const bytes = asBytesLike(other);
    if (bytes === undefined) return NotImplemented;
    const [a, b] = [latin(value(self)), latin(bytes)];
    return orderHolds(a < b ? -1 : a > b ? 1 : 0, operator);
  };
}
defineMethods(bytesType, {
  ...shared,
  "__new__(cls, source=<unset>, encoding=<unset>, errors=<unset>)": (
    vm: Interpreter,
    cls: PyType,
    source: PyValue | undefined,
    encoding: PyValue | undefined,
    errors: PyValue | undefined,
  ) => {
    const bytes = new PyBytes(construct(vm, "bytes", source, encoding, errors));
    return cls === bytesType ? bytes : new PyBoxed(bytes, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (_vm: Interpreter, self: PyValue) => bytesRepr(value(self)),
  "__hash__(self, /)": (_vm: Interpreter, self: PyValue) => hashString(latin(value(self))),
  "__bytes__(self, /)": (_vm: Interpreter, self: PyValue) => new PyBytes(value(self)),
});
for (const type of [bytesType, byteArrayType]) {
  defineClassMethods(type, {
    "fromhex(cls, string, /)": (vm: Interpreter, cls: PyType, text: PyValue) => {
      const digits = (asStr(text) ?? "").replace(/\s/g, "");
      const bad = /[^0-9a-fA-F]/.exec(digits);
      if (bad !== null || digits.length % 2 === 1) {
        raise(
          vm,
          ValueErrorType,
          `non-hexadecimal number found in fromhex() arg at position ${bad?.index ?? digits.length}`,
        );
      }
      const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      return cls.isSubtypeOf(byteArrayType) ? new PyByteArray(bytes, cls) : new PyBytes(bytes);
    },
  });
}

const array = (self: PyValue): PyByteArray => self as PyByteArray;
defineMethods(byteArrayType, {
  ...shared,
  "__init__(self, source=<unset>, encoding=<unset>, errors=<unset>)": (
    vm: Interpreter,
    self: PyByteArray,
    source: PyValue | undefined,
    encoding: PyValue | undefined,
    errors: PyValue | undefined,
  ) => {
    self.bytes = construct(vm, "byte", source, encoding, errors);
    return null;
  },
  "__repr__(self, /)": (_vm: Interpreter, self: PyByteArray) => `${self.type.name}(${bytesRepr(self.bytes)})`,
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyByteArray, key: PyValue, item: PyValue) => {
    if (key instanceof PySlice) {
      const s = sliceIndices(vm, key, self.bytes.length);
      const items = Array.from(construct(vm, "byte", item, undefined, undefined));
      const all = Array.from(self.bytes);
      if (s.step === 1) all.splice(s.start, s.count, ...items);
      else if (items.length === s.count) for (const [i, b] of items.entries()) all[s.start + i * s.step] = b;
      else
        raise(
          vm,
          ValueErrorType,
          `attempt to assign bytes of size ${items.length} to extended slice of size ${s.count}`,
        );
      self.bytes = Uint8Array.from(all);
    } else self.bytes[checkedIndex(vm, key, self.bytes.length, "bytearray")] = byte(vm, item, "byte");
    return null;
  },
  "__delitem__(self, key, /)": (vm: Interpreter, self: PyByteArray, key: PyValue) => {
    const all = Array.from(self.bytes);
    if (key instanceof PySlice) {
      const s = sliceIndices(vm, key, all.length);
      const gone = new Set(Array.from({ length: s.count }, (_, i) => s.start + i * s.step));
      self.bytes = Uint8Array.from(all.filter((_, i) => !gone.has(i)));
    } else {
      all.splice(checkedIndex(vm, key, all.length, "bytearray"), 1);
      self.bytes = Uint8Array.from(all);
    }
    return null;
  },
  "__iadd__(self, value, /)": (vm: Interpreter, self: PyByteArray, other: PyValue) => {
    array(self).bytes = Uint8Array.from([...self.bytes, ...construct(vm, "byte", other, undefined, undefined)]);
    return self;
  },
  "append(self, item, /)": (vm: Interpreter, self: PyByteArray, item: PyValue) => {
    self.bytes = Uint8Array.from([...self.bytes, byte(vm, item, "byte")]);
    return null;
  },
  "extend(self, iterable, /)": (vm: Interpreter, self: PyByteArray, other: PyValue) => {
    self.bytes = Uint8Array.from([...self.bytes, ...construct(vm, "byte", other, undefined, undefined)]);
    return null;
  },
  "insert(self, index, item, /)": (vm: Interpreter, self: PyByteArray, at: PyValue, item: PyValue) => {
    const all = Array.from(self.bytes);
    all.splice(Number(index(vm, at)), 0, byte(vm, item, "byte"));
    self.bytes = Uint8Array.from(all);
    return null;
  },
  "pop(self, index=-1, /)": (vm: Interpreter, self: PyByteArray, at: PyValue) => {
    if (self.bytes.length === 0) raise(vm, IndexErrorType, "pop from empty bytearray");
    const all = Array.from(self.bytes);
    const [gone] = all.splice(checkedIndex(vm, at, all.length, "pop", ""), 1);
    self.bytes = Uint8Array.from(all);
    return gone ?? 0;
  },
  "remove(self, value, /)": (vm: Interpreter, self: PyByteArray, item: PyValue) => {
    const at = self.bytes.indexOf(byte(vm, item, "byte"));
    if (at < 0) raise(vm, ValueErrorType, "value not found in bytearray");
    self.bytes = Uint8Array.from(self.bytes.filter((_, i) => i !== at));
    return null;
  },
  "clear(self, /)": (_vm: Interpreter, self: PyByteArray) => {
    self.bytes = new Uint8Array(0);
    return null;
  },
  "copy(self, /)": (_vm: Interpreter, self: PyByteArray) => new PyByteArray(self.bytes.slice()),
  "reverse(self, /)": (_vm: Interpreter, self: PyByteArray) => {
    self.bytes.reverse();
    return null;
  },
});
byteArrayType.setAttr("__hash__", null);
