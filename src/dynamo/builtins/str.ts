/** Methods of `str`: construction, operators, searching and splitting. Case and classification stand in str_case.ts. */

import type { Interpreter } from "../interpreter.ts";
import { PyBoxed } from "../objects/boxed.ts";
import { PyBytes } from "../objects/bytes.ts";
import { PyDict } from "../objects/dict.ts";
import { PyRaise } from "../objects/exception.ts";
import { LookupErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import {
  defineMethods,
  defineRawMethods,
  defineStaticMethods,
  type Kwargs,
  type NativeImpl,
} from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyStrIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import { strType } from "../objects/str.ts";
import { reprString } from "../objects/text.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asBytesLike, asInt, asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { index, str, truth } from "../protocols/convert.ts";
import { raise, raiseKeyError } from "../protocols/errors.ts";
import { hashString } from "../protocols/hash.ts";
import { getItem, sliceIndices } from "../protocols/item.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { decodeBytes, encodeText } from "./codecs.ts";
import { formatValue } from "./format_value.ts";
import { repetition } from "./list.ts";
import { orderHolds } from "./sequence_compare.ts";
import { checkedIndex, searchBounds, sliceItems } from "./slices.ts";
import {
  codePointAt,
  codePointIndex,
  codePointLength,
  codePointSlice,
  codePoints,
  compareStrings,
  LINE_END_CLASS,
  WHITESPACE_CLASS,
} from "./text/code_points.ts";
import { formatString } from "./text/format_spec.ts";
import { percentFormat } from "./text/percent.ts";
import { strFormat } from "./text/str_format.ts";

export function strValue(self: PyValue): string {
  const value = asStr(self);
  if (value === undefined) throw new Error("a str method was called on something else");
  return value;
}

/** A str argument, or CPython's TypeError. */
export function wantStr(vm: Interpreter, value: PyValue, message: (typeName: string) => string): string {
  return asStr(value) ?? raise(vm, TypeErrorType, message(value === null ? "NoneType" : typeOf(value).name));
}

const mustBe = (what: string) => (name: string) => `${what} must be str, not ${name}`;

/** Where `needle` first (or last) stands in s[start:stop], by code point; -1 when nowhere. */
function find(vm: Interpreter, self: PyValue, needle: PyValue, start: PyValue, stop: PyValue, last: boolean): number {
  const text = strValue(self);
  const sub = wantStr(vm, needle, (name) => `must be str, not ${name}`);
  if (start === null && stop === null) {
    const at = last ? text.lastIndexOf(sub) : text.indexOf(sub);
    return at < 0 ? at : codePointIndex(text, at);
  }
  const bounds = searchBounds(vm, start, stop, codePointLength(text));
  if (bounds.start > bounds.stop) return -1;
  const part = codePointSlice(text, bounds.start, bounds.stop);
  const at = last ? part.lastIndexOf(sub) : part.indexOf(sub);
  return at < 0 ? at : codePointIndex(part, at) + bounds.start;
}

function affix(vm: Interpreter, self: PyValue, wanted: PyValue, start: PyValue, stop: PyValue, end: boolean): boolean {
  const whole = strValue(self);
  const bounds = searchBounds(vm, start, stop, start === null && stop === null ? whole.length : codePointLength(whole));
  if (bounds.start > bounds.stop) return false;
  const text = start === null && stop === null ? whole : codePointSlice(whole, bounds.start, bounds.stop);
  const name = end ? "endswith" : "startswith";
  const test = (value: PyValue, message: (typeName: string) => string) => {
    const affixText = wantStr(vm, value, message);
    return end ? text.endsWith(affixText) : text.startsWith(affixText);
  };
  if (wanted instanceof PyTuple) {
    return wanted.items.some((item) => test(item, (n) => `tuple for ${name} must only contain str, not ${n}`));
  }
  return test(wanted, (n) => `${name} first arg must be str or a tuple of str, not ${n}`);
}

const FIRST_WORD = new RegExp(`^[^${WHITESPACE_CLASS}]+`);
const LAST_WORD = new RegExp(`[^${WHITESPACE_CLASS}]+$`);
const SPACES = new RegExp(`[${WHITESPACE_CLASS}]+`, "g");
const LEADING = new RegExp(`^[${WHITESPACE_CLASS}]+`);
const TRAILING = new RegExp(`[${WHITESPACE_CLASS}]+$`);

function strip(vm: Interpreter, self: PyValue, chars: PyValue, left: boolean, right: boolean, name: string): string {
  let text = strValue(self);
  if (chars === null) {
    if (left) text = text.replace(LEADING, "");
    return right ? text.replace(TRAILING, "") : text;
  }
  const set = new Set(codePoints(wantStr(vm, chars, () => `${name} arg must be None or str`)));
  const items = codePoints(text);
  let start = 0;
  let end = items.length;
  if (left) while (start < end && set.has(items[start] as string)) start++;
  if (right) while (end > start && set.has(items[end - 1] as string)) end--;
  return items.slice(start, end).join("");
}

/** `split` and `rsplit`; a negative limit means none. */
export function splitText(text: string, separator: string | null, limit: number, fromRight: boolean): string[] {
  if (separator === null) return splitSpace(text, limit, fromRight);
  const parts = text.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  if (fromRight) {
    const cut = parts.length - limit;
    return [parts.slice(0, cut).join(separator), ...parts.slice(cut)];
  }
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

/** At runs of white space. What is left over at the limit keeps the space on its far side. */
function splitSpace(text: string, limit: number, fromRight: boolean): string[] {
  const near = fromRight ? TRAILING : LEADING;
  let rest = text.replace(near, "");
  if (limit < 0) {
    const body = rest.replace(fromRight ? LEADING : TRAILING, "");
    return body === "" ? [] : body.split(SPACES);
  }
  const parts: string[] = [];
  const gap = fromRight ? LAST_WORD : FIRST_WORD;
  while (rest !== "" && parts.length < limit) {
    const word = gap.exec(rest)?.[0] ?? "";
    parts.push(word);
    rest = (fromRight ? rest.slice(0, rest.length - word.length) : rest.slice(word.length)).replace(near, "");
  }
  if (rest !== "") parts.push(rest);
  return fromRight ? parts.reverse() : parts;
}

function split(vm: Interpreter, self: PyValue, sep: PyValue, maxsplit: PyValue, fromRight: boolean): PyList {
  const separator = sep === null ? null : wantStr(vm, sep, (name) => `must be str or None, not ${name}`);
  if (separator === "") raise(vm, ValueErrorType, "empty separator");
  return new PyList(splitText(strValue(self), separator, Number(index(vm, maxsplit)), fromRight));
}

function partition(vm: Interpreter, self: PyValue, sep: PyValue, last: boolean): PyTuple {
  const text = strValue(self);
  const separator = wantStr(vm, sep, (name) => `must be str, not ${name}`);
  if (separator === "") raise(vm, ValueErrorType, "empty separator");
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) return new PyTuple(last ? ["", "", text] : [text, "", ""]);
  return new PyTuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

const LINE = new RegExp(`[^${LINE_END_CLASS}]*(?:\\r\\n|[${LINE_END_CLASS}]|$)`, "g");
const LINE_END = new RegExp(`(?:\\r\\n|[${LINE_END_CLASS}])$`);

export function splitLines(text: string, keep: boolean): string[] {
  const lines = (text.match(LINE) ?? []).filter((line) => line !== "");
  return keep ? lines : lines.map((line) => line.replace(LINE_END, ""));
}

function replaceText(text: string, old: string, by: string, count: number): string {
  if (count < 0 && old !== "") return text.replaceAll(old, () => by);
  if (old === "") {
    const chars = codePoints(text);
    let out = "";
    for (let i = 0; i <= chars.length; i++) out += (count < 0 || i < count ? by : "") + (chars[i] ?? "");
    return out;
  }
  let out = "";
  let at = 0;
  for (let n = 0; n < count; n++) {
    const found = text.indexOf(old, at);
    if (found < 0) break;
    out += text.slice(at, found) + by;
    at = found + old.length;
  }
  return out + text.slice(at);
}

function countText(text: string, sub: string): number {
  if (sub === "") return codePointLength(text) + 1;
  let count = 0;
  for (let at = text.indexOf(sub); at >= 0; at = text.indexOf(sub, at + sub.length)) count++;
  return count;
}

function justify(
  vm: Interpreter,
  self: PyValue,
  width: PyValue,
  fill: PyValue,
  place: (missing: number) => number,
): string {
  const text = strValue(self);
  const ch = wantStr(vm, fill, (name) => `The fill character must be a unicode character, not ${name}`);
  if (codePointLength(ch) !== 1) raise(vm, TypeErrorType, "The fill character must be exactly one character long");
  const missing = Number(index(vm, width)) - codePointLength(text);
  if (missing <= 0) return text;
  vm.chargeMemory(missing);
  const left = place(missing);
  return ch.repeat(left) + text + ch.repeat(missing - left);
}

function join(vm: Interpreter, self: PyValue, iterable: PyValue): string {
  const items = toArray(vm, iterable);
  const texts = items.map((item, at) => {
    const text = asStr(item);
    if (text !== undefined) return text;
    if (item instanceof PyUnknown) return `<${item.origin}>`;
    return raise(vm, TypeErrorType, `sequence item ${at}: expected str instance, ${typeOf(item).name} found`);
  });
  const separator = strValue(self);
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * Math.max(0, texts.length - 1));
  chargeText(vm, length);
  return texts.join(separator);
}

/** Long texts are charged before they are made: one that is too long must not be begun. */
function chargeText(vm: Interpreter, length: number): void {
  if (length > 100_000) vm.chargeMemory(length);
}

function translate(vm: Interpreter, self: PyValue, table: PyValue): string {
  let out = "";
  for (const ch of strValue(self)) {
    const code = ch.codePointAt(0) ?? 0;
    let mapped: PyValue | undefined;
    if (table instanceof PyDict) mapped = table.get(vm, code);
    else {
      try {
        mapped = getItem(vm, table, code);
      } catch (e) {
        if (!isLookupError(e)) throw e;
      }
    }
    if (mapped === undefined) out += ch;
    else if (mapped !== null) out += asStr(mapped) ?? translatedCharacter(vm, mapped);
  }
  return out;
}

function translatedCharacter(vm: Interpreter, mapped: PyValue): string {
  const code = asInt(mapped);
  if (code === undefined) raise(vm, TypeErrorType, "character mapping must return integer, None or str");
  if (code < 0 || code > 0x10ffff) raise(vm, ValueErrorType, "character mapping must be in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

function isLookupError(e: unknown): boolean {
  return e instanceof PyRaise && e.value.type.isSubtypeOf(LookupErrorType);
}

function repeatText(vm: Interpreter, self: PyValue, value: PyValue): PyValue {
  const count = repetition(vm, value);
  if (count === undefined) return NotImplemented;
  const text = strValue(self);
  const times = Math.max(0, text === "" ? 0 : count);
  vm.chargeMemory(text.length * times);
  return text.repeat(times);
}

const methods: Record<string, NativeImpl> = {
  "__new__(cls, object=<unset>, encoding=<unset>, errors=<unset>)": (
    vm: Interpreter,
    cls: PyType,
    object: PyValue | undefined,
    encoding: PyValue | undefined,
    errors: PyValue | undefined,
  ) => {
    let value: string;
    if (object === undefined) value = "";
    else if (encoding !== undefined || errors !== undefined) {
      const bytes = asBytesLike(object);
      if (bytes === undefined) {
        return raise(vm, TypeErrorType, `decoding to str: need a bytes-like object, ${typeOf(object).name} found`);
      }
      value = decodeBytes(vm, bytes, asStr(encoding ?? "utf-8") ?? "utf-8", asStr(errors ?? "strict") ?? "strict");
    } else value = str(vm, object);
    return cls === strType ? value : new PyBoxed(value, cls);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self, /)": (_vm: Interpreter, self: PyValue) => reprString(strValue(self)),
  "__str__(self, /)": (_vm: Interpreter, self: PyValue) => strValue(self),
  "__hash__(self, /)": (_vm: Interpreter, self: PyValue) => hashString(strValue(self)),
  "__len__(self, /)": (_vm: Interpreter, self: PyValue) => codePointLength(strValue(self)),
  "__iter__(self, /)": (_vm: Interpreter, self: PyValue) => new PyStrIterator(strValue(self)),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyValue, key: PyValue) =>
    strValue(self).includes(wantStr(vm, key, (name) => `'in <string>' requires string as left operand, not ${name}`)),
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyValue, key: PyValue) => {
    const text = strValue(self);
    if (key instanceof PySlice) {
      const s = sliceIndices(vm, key, codePointLength(text));
      return s.step === 1
        ? codePointSlice(text, s.start, Math.max(s.start, s.stop))
        : sliceItems(codePoints(text), s).join("");
    }
    return codePointAt(text, checkedIndex(vm, key, codePointLength(text), "string")) as string;
  },
  "__add__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => {
    if (other instanceof PyUnknown) return NotImplemented;
    const right = wantStr(vm, other, (name) => `can only concatenate str (not "${name}") to str`);
    const left = strValue(self);
    if (left.length + right.length > 100_000) vm.chargeMemory(right.length);
    return left + right;
  },
  "__mul__(self, value, /)": repeatText,
  "__rmul__(self, value, /)": repeatText,
  "__mod__(self, value, /)": (vm: Interpreter, self: PyValue, values: PyValue) =>
    percentFormat(vm, strValue(self), values),
  "__rmod__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) => {
    const format = asStr(other);
    return format === undefined ? NotImplemented : percentFormat(vm, format, self);
  },
  "__eq__(self, value, /)": (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const text = asStr(other);
    return text === undefined ? NotImplemented : strValue(self) === text;
  },
  "__ne__(self, value, /)": (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const text = asStr(other);
    return text === undefined ? NotImplemented : strValue(self) !== text;
  },
  "__format__(self, format_spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) =>
    spec === "" && typeof self !== "string"
      ? str(vm, self)
      : formatString(vm, strValue(self), wantStr(vm, spec, mustBe("__format__() argument"))),
  "__getnewargs__(self, /)": (_vm: Interpreter, self: PyValue) => new PyTuple([strValue(self)]),
  "find(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => find(vm, self, sub, start, stop, false),
  "rfind(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => find(vm, self, sub, start, stop, true),
  "index(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => {
    const at = find(vm, self, sub, start, stop, false);
    return at >= 0 ? at : raise(vm, ValueErrorType, "substring not found");
  },
  "rindex(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => {
    const at = find(vm, self, sub, start, stop, true);
    return at >= 0 ? at : raise(vm, ValueErrorType, "substring not found");
  },
  "count(self, sub, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    sub: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => {
    const text = strValue(self);
    const bounds = searchBounds(vm, start, stop, codePointLength(text));
    if (bounds.start > bounds.stop) return 0;
    return countText(
      codePointSlice(text, bounds.start, bounds.stop),
      wantStr(vm, sub, (name) => `must be str, not ${name}`),
    );
  },
  "startswith(self, prefix, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    p: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => affix(vm, self, p, start, stop, false),
  "endswith(self, suffix, start=None, end=None, /)": (
    vm: Interpreter,
    self: PyValue,
    p: PyValue,
    start: PyValue,
    stop: PyValue,
  ) => affix(vm, self, p, start, stop, true),
  "strip(self, chars=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) =>
    strip(vm, self, chars, true, true, "strip"),
  "lstrip(self, chars=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) =>
    strip(vm, self, chars, true, false, "lstrip"),
  "rstrip(self, chars=None, /)": (vm: Interpreter, self: PyValue, chars: PyValue) =>
    strip(vm, self, chars, false, true, "rstrip"),
  "removeprefix(self, prefix, /)": (vm: Interpreter, self: PyValue, prefix: PyValue) => {
    const text = strValue(self);
    const p = wantStr(vm, prefix, mustBe("removeprefix() argument"));
    return text.startsWith(p) ? text.slice(p.length) : text;
  },
  "removesuffix(self, suffix, /)": (vm: Interpreter, self: PyValue, suffix: PyValue) => {
    const text = strValue(self);
    const s = wantStr(vm, suffix, mustBe("removesuffix() argument"));
    return s !== "" && text.endsWith(s) ? text.slice(0, -s.length) : text;
  },
  "split(self, /, sep=None, maxsplit=-1)": (vm: Interpreter, self: PyValue, sep: PyValue, max: PyValue) =>
    split(vm, self, sep, max, false),
  "rsplit(self, /, sep=None, maxsplit=-1)": (vm: Interpreter, self: PyValue, sep: PyValue, max: PyValue) =>
    split(vm, self, sep, max, true),
  "splitlines(self, /, keepends=False)": (vm: Interpreter, self: PyValue, keep: PyValue) =>
    new PyList(splitLines(strValue(self), truth(vm, keep))),
  "partition(self, sep, /)": (vm: Interpreter, self: PyValue, sep: PyValue) => partition(vm, self, sep, false),
  "rpartition(self, sep, /)": (vm: Interpreter, self: PyValue, sep: PyValue) => partition(vm, self, sep, true),
  "join(self, iterable, /)": join,
  "replace(self, old, new, count=-1, /)": (
    vm: Interpreter,
    self: PyValue,
    old: PyValue,
    by: PyValue,
    count: PyValue,
  ) => {
    const from = wantStr(vm, old, mustBe("replace() argument 1"));
    const to = wantStr(vm, by, mustBe("replace() argument 2"));
    const text = strValue(self);
    const limit = Number(index(vm, count));
    if (to.length > from.length) {
      const found = from === "" ? text.length + 1 : countText(text, from);
      chargeText(vm, text.length + (to.length - from.length) * (limit < 0 ? found : Math.min(found, limit)));
    }
    return replaceText(text, from, to, limit);
  },
  "center(self, width, fillchar=' ', /)": (vm: Interpreter, self: PyValue, width: PyValue, fill: PyValue) =>
    // CPython puts the odd space left only when the width is odd.
    justify(vm, self, width, fill, (missing) => Math.floor(missing / 2) + (missing & Number(index(vm, width)) & 1)),
  "ljust(self, width, fillchar=' ', /)": (vm: Interpreter, self: PyValue, width: PyValue, fill: PyValue) =>
    justify(vm, self, width, fill, () => 0),
  "rjust(self, width, fillchar=' ', /)": (vm: Interpreter, self: PyValue, width: PyValue, fill: PyValue) =>
    justify(vm, self, width, fill, (missing) => missing),
  "zfill(self, width, /)": (vm: Interpreter, self: PyValue, width: PyValue) => {
    const text = strValue(self);
    const missing = Math.max(0, Number(index(vm, width)) - codePointLength(text));
    vm.chargeMemory(missing);
    const sign = /^[+-]/.test(text) ? (text[0] as string) : "";
    return sign + "0".repeat(missing) + text.slice(sign.length);
  },
  "expandtabs(self, /, tabsize=8)": (vm: Interpreter, self: PyValue, tabsize: PyValue) => {
    const size = Number(index(vm, tabsize));
    let out = "";
    let column = 0;
    for (const ch of strValue(self)) {
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
  },
  "encode(self, /, encoding='utf-8', errors='strict')": (
    vm: Interpreter,
    self: PyValue,
    encoding: PyValue,
    errors: PyValue,
  ) => new PyBytes(encodeText(vm, strValue(self), asStr(encoding) ?? "utf-8", asStr(errors) ?? "strict")),
  "translate(self, table, /)": translate,
  "format_map(self, mapping, /)": (vm: Interpreter, self: PyValue, mapping: PyValue) =>
    strFormat(vm, strValue(self), {
      positional: () => raise(vm, ValueErrorType, "Format string contains positional fields"),
      keyword: (name) => getItem(vm, mapping, name),
      format: (value, spec) => formatValue(vm, value, spec),
    }),
};

for (const [name, operator] of Object.entries({ __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" } as const)) {
  methods[`${name}(self, value, /)`] = (_vm: Interpreter, self: PyValue, other: PyValue) => {
    const text = asStr(other);
    return text === undefined ? NotImplemented : orderHolds(compareStrings(strValue(self), text), operator);
  };
}
defineMethods(strType, methods);
defineRawMethods(strType, {
  format: (vm, [self, ...args], kwargs) => formatCall(vm, strValue(self ?? null), args, kwargs),
});

function formatCall(vm: Interpreter, text: string, args: readonly PyValue[], kwargs: Kwargs | null): string {
  return strFormat(vm, text, {
    positional: (i) => args[i],
    keyword: (name) => kwargs?.get(name) ?? (kwargs?.has(name) ? null : raiseKeyError(vm, name)),
    format: (value, spec) => formatValue(vm, value, spec),
  });
}

defineStaticMethods(strType, {
  "maketrans(x, y=<unset>, z=<unset>, /)": (
    vm: Interpreter,
    x: PyValue,
    y: PyValue | undefined,
    z: PyValue | undefined,
  ) => {
    const table = new PyDict();
    if (y === undefined) {
      if (!(x instanceof PyDict))
        return raise(vm, TypeErrorType, "if you give only one argument to maketrans it must be a dict");
      for (const [key, value] of x.entries()) {
        const text = asStr(key);
        if (text !== undefined && codePointLength(text) !== 1) {
          raise(vm, ValueErrorType, "string keys in translate table must be of length 1");
        }
        table.set(vm, text === undefined ? key : (text.codePointAt(0) ?? 0), value);
      }
      return table;
    }
    const from = codePoints(asStr(x) ?? "");
    const to = codePoints(asStr(y) ?? "");
    if (from.length !== to.length) {
      raise(vm, ValueErrorType, "the first two maketrans arguments must have equal length");
    }
    from.forEach((ch, i) => {
      table.set(vm, ch.codePointAt(0) ?? 0, to[i]?.codePointAt(0) ?? 0);
    });
    for (const ch of codePoints(asStr(z ?? "") ?? "")) table.set(vm, ch.codePointAt(0) ?? 0, null);
    return table;
  },
});
