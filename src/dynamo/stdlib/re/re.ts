/** `re`: patterns in Python's syntax, matched by our own backtracking engine. */

import { lazy, nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { fn, type PyNative } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { asBytesLike, asInt, asStr } from "../../objects/unbox.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { callMethod } from "../../protocols/call.ts";
import { raise } from "../../protocols/errors.ts";
import { compileRegex } from "./compile.ts";
import { raiseRegexError, reErrorType } from "./error.ts";
import { parseRegex } from "./parse.ts";
import { latin, matchType, PyPattern, patternType } from "./pattern.ts";
import { Flag, RegexSyntaxError } from "./syntax.ts";

const cache = new Map<string, PyPattern>();

export function compilePattern(vm: Interpreter, pattern: PyValue, flags: number): PyPattern {
  if (pattern instanceof PyPattern) {
    if (flags !== 0) raise(vm, ValueErrorType, "cannot process flags argument with a compiled pattern");
    return pattern;
  }
  const bytes = asBytesLike(pattern);
  const text = asStr(pattern) ?? (bytes === undefined ? undefined : latin(bytes));
  if (text === undefined) return raise(vm, TypeErrorType, "first argument must be string or compiled pattern");
  const key = `${bytes === undefined ? "s" : "b"}${flags}:${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const start = bytes === undefined ? flags : flags | Flag.A;
  if (bytes === undefined && (start & Flag.A) !== 0 && (start & Flag.U) !== 0) {
    raise(vm, ValueErrorType, "ASCII and UNICODE flags are incompatible");
  }
  try {
    const parsed = parseRegex(text, start);
    let shown = parsed.flags;
    if (bytes !== undefined) shown &= ~Flag.A | (flags & Flag.A);
    else if ((shown & Flag.A) === 0) shown |= Flag.U;
    const made = new PyPattern(pattern, shown, compileRegex(parsed), parsed.groups, parsed.names, bytes !== undefined);
    if (cache.size > 500) cache.clear();
    cache.set(key, made);
    return made;
  } catch (e) {
    if (e instanceof RegexSyntaxError) return raiseRegexError(vm, e.message, text, e.position);
    throw e;
  }
}

const flagsOf = (value: PyValue): number => Number(asInt(value) ?? 0);

/** A module function that compiles its pattern and calls the method of the same name. */
function direct(name: string, parameters: string): PyNative {
  return fn(`${name}(pattern, ${parameters}, flags=0)`, (vm: Interpreter, pattern: PyValue, ...rest: PyValue[]) => {
    const flags = rest.pop() ?? 0;
    return callMethod(vm, compilePattern(vm, pattern, flagsOf(flags)), name, rest);
  });
}

const SPECIAL = /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g;
const ESCAPED: Readonly<Record<string, string>> = {
  "\t": "\\\t",
  "\n": "\\\n",
  "\r": "\\\r",
  "\v": "\\\v",
  "\f": "\\\f",
};
const escapeText = (text: string): string => text.replace(SPECIAL, (ch) => ESCAPED[ch] ?? `\\${ch}`);

const FLAGS = [
  "ASCII",
  "A",
  "IGNORECASE",
  "I",
  "LOCALE",
  "L",
  "UNICODE",
  "U",
  "MULTILINE",
  "M",
  "DOTALL",
  "S",
  "VERBOSE",
  "X",
  "DEBUG",
  "NOFLAG",
  "T",
  "TEMPLATE",
];

export const reModule = nativeModule("re", (vm) => ({
  compile: fn("compile(pattern, flags=0)", (inner: Interpreter, pattern: PyValue, flags: PyValue) =>
    compilePattern(inner, pattern, flagsOf(flags)),
  ),
  match: direct("match", "string"),
  fullmatch: direct("fullmatch", "string"),
  search: direct("search", "string"),
  findall: direct("findall", "string"),
  finditer: direct("finditer", "string"),
  split: direct("split", "string, maxsplit=0"),
  sub: direct("sub", "repl, string, count=0"),
  subn: direct("subn", "repl, string, count=0"),
  escape: fn("escape(pattern)", (inner: Interpreter, value: PyValue) => {
    const bytes = asBytesLike(value);
    if (bytes !== undefined) return new PyBytes(Uint8Array.from(escapeText(latin(bytes)), (ch) => ch.charCodeAt(0)));
    return escapeText(asStr(value) ?? raise(inner, TypeErrorType, "expected str instance"));
  }),
  purge: fn("purge()", () => null),
  error: reErrorType,
  PatternError: reErrorType,
  Pattern: patternType,
  Match: matchType,
  // The flags are an IntFlag, made when first asked for.
  Scanner: lazy(() => getAttr(vm, vm.importModule("_re_scanner"), "Scanner")),
  RegexFlag: lazy(() => getAttr(vm, vm.importModule("_re_flags"), "RegexFlag")),
  ...Object.fromEntries(FLAGS.map((name) => [name, lazy(() => getAttr(vm, vm.importModule("_re_flags"), name))])),
}));
