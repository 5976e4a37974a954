/** `re.Pattern` and `re.Match`. */

import { genericAlias } from "../../builtins/list.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { nativeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { IndexErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { nativeIterator, PyFnIterator } from "../../objects/iterator.ts";
import { PyList } from "../../objects/list.ts";
import { defineClassMethods, defineGetSet, defineMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { asBytesLike, asInt, asStr } from "../../objects/unbox.ts";
import { call } from "../../protocols/call.ts";
import { index, repr } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";
import type { Program } from "./compile.ts";
import { execute, type Mode, type Subject, toSubject } from "./match.ts";
import { parseTemplate, type TemplatePart } from "./template.ts";

export const patternType: PyType = nativeType("Pattern", { module: "re" });
export const matchType: PyType = nativeType("Match", { module: "re" });
const scannerType = nativeIterator("callable_iterator");

export class PyPattern extends PyObject {
  readonly pattern: PyValue;
  readonly flags: number;
  readonly program: Program;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly isBytes: boolean;
  constructor(
    pattern: PyValue,
    flags: number,
    program: Program,
    groups: number,
    names: ReadonlyMap<string, number>,
    isBytes: boolean,
  ) {
    super(patternType);
    this.pattern = pattern;
    this.flags = flags;
    this.program = program;
    this.groups = groups;
    this.names = names;
    this.isBytes = isBytes;
  }
}

/** A searched string: its text, its code points and the value it came from. */
class Searched {
  readonly value: PyValue;
  readonly text: string;
  readonly codes: Subject;
  private readonly isBytes: boolean;
  constructor(vm: Interpreter, pattern: PyPattern, value: PyValue) {
    const text = asStr(value);
    const bytes = asBytesLike(value);
    if (text === undefined && bytes === undefined) {
      raise(vm, TypeErrorType, `expected string or bytes-like object, got '${typeOf(value).name}'`);
    }
    if (pattern.isBytes !== (bytes !== undefined)) {
      raise(
        vm,
        TypeErrorType,
        pattern.isBytes
          ? "cannot use a bytes pattern on a string-like object"
          : "cannot use a string pattern on a bytes-like object",
      );
    }
    this.value = value;
    this.isBytes = bytes !== undefined;
    this.text = text ?? latin(bytes ?? new Uint8Array(0));
    this.codes = toSubject(this.text);
  }
  slice(start: number, end: number): string {
    if (this.codes.length === this.text.length) return this.text.slice(start, end);
    return String.fromCodePoint(...this.codes.subarray(start, end));
  }
  /** A part as Python sees it: str, or bytes. */
  wrap(text: string): PyValue {
    return this.isBytes ? new PyBytes(Uint8Array.from(text, (ch) => ch.charCodeAt(0))) : text;
  }
}

export function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => String.fromCharCode(b)).join("");
}

export class PyMatch extends PyObject {
  readonly pattern: PyPattern;
  readonly searched: Searched;
  readonly registers: Int32Array;
  readonly pos: number;
  readonly endpos: number;
  constructor(pattern: PyPattern, searched: Searched, registers: Int32Array, pos: number, endpos: number) {
    super(matchType);
    this.pattern = pattern;
    this.searched = searched;
    this.registers = registers;
    this.pos = pos;
    this.endpos = endpos;
  }
  start(group: number): number {
    return this.registers[group * 2 + 1] === -1 ? -1 : (this.registers[group * 2] as number);
  }
  end(group: number): number {
    return this.registers[group * 2 + 1] as number;
  }
  /** Undefined: the group took no part. */
  text(group: number): string | undefined {
    const end = this.end(group);
    return end < 0 ? undefined : this.searched.slice(this.start(group), end);
  }
  value(group: number, otherwise: PyValue = null): PyValue {
    const text = this.text(group);
    return text === undefined ? otherwise : this.searched.wrap(text);
  }
}

function find(
  vm: Interpreter,
  pattern: PyPattern,
  s: Searched,
  pos: number,
  endpos: number,
  mode: Mode,
  skipEmptyAt = -1,
): PyMatch | null {
  if (pos > endpos) return null;
  const registers = execute(pattern.program, s.codes, pos, endpos, mode, (steps) => vm.charge(steps), skipEmptyAt);
  return registers === null ? null : new PyMatch(pattern, s, registers, pos, endpos);
}

function bounds(vm: Interpreter, s: Searched, pos: PyValue, endpos: PyValue | undefined): [number, number] {
  const clamp = (v: PyValue) => Math.max(0, Math.min(Number(index(vm, v)), s.codes.length));
  return [clamp(pos), endpos === undefined ? s.codes.length : clamp(endpos)];
}

function single(mode: Mode) {
  return (vm: Interpreter, self: PyPattern, string: PyValue, pos: PyValue, endpos: PyValue | undefined): PyValue => {
    const s = new Searched(vm, self, string);
    const [from, to] = bounds(vm, s, pos, endpos);
    return find(vm, self, s, from, to, mode);
  };
}

/** Successive matches: after an empty one, a non-empty match may start at the same place. */
function* matches(vm: Interpreter, self: PyPattern, s: Searched, pos: number, endpos: number): Generator<PyMatch> {
  let at = pos;
  let skip = -1;
  while (at <= endpos) {
    const match = find(vm, self, s, at, endpos, "search", skip);
    if (match === null) return;
    yield match;
    at = match.end(0);
    // No second empty match may stand where an empty one ended.
    skip = match.start(0) === at ? at : -1;
  }
}

function findItem(match: PyMatch): PyValue {
  const { groups } = match.pattern;
  const empty = match.searched.wrap("");
  if (groups === 0) return match.value(0);
  if (groups === 1) return match.value(1, empty);
  return new PyTuple(Array.from({ length: groups }, (_, i) => match.value(i + 1, empty)));
}

export function expandTemplate(match: PyMatch, template: readonly TemplatePart[]): string {
  return template.map((part) => (typeof part === "string" ? part : (match.text(part) ?? ""))).join("");
}

function substitute(
  vm: Interpreter,
  self: PyPattern,
  repl: PyValue,
  string: PyValue,
  count: PyValue,
): { text: PyValue; count: number } {
  const s = new Searched(vm, self, string);
  const limit = Number(index(vm, count));
  const bytes = asBytesLike(repl);
  const given = asStr(repl) ?? (bytes === undefined ? undefined : latin(bytes));
  const template = given === undefined ? null : parseTemplate(vm, given, self.groups, self.names);
  let out = "";
  let at = 0;
  let made = 0;
  for (const match of matches(vm, self, s, 0, s.codes.length)) {
    if (limit > 0 && made >= limit) break;
    out += s.slice(at, match.start(0));
    if (template !== null) out += expandTemplate(match, template);
    else {
      const result = call(vm, repl, [match]);
      const resultBytes = asBytesLike(result);
      const text = asStr(result) ?? (resultBytes === undefined ? undefined : latin(resultBytes));
      if (text === undefined) raise(vm, TypeErrorType, `expected str instance, ${typeOf(result).name} found`);
      out += text;
    }
    at = match.end(0);
    made++;
  }
  return { text: s.wrap(out + s.slice(at, s.codes.length)), count: made };
}

defineMethods(patternType, {
  "match(self, /, string, pos=0, endpos=<unset>)": single("match"),
  "fullmatch(self, /, string, pos=0, endpos=<unset>)": single("fullmatch"),
  "search(self, /, string, pos=0, endpos=<unset>)": single("search"),
  "findall(self, /, string, pos=0, endpos=<unset>)": (
    vm: Interpreter,
    self: PyPattern,
    string: PyValue,
    pos: PyValue,
    endpos: PyValue | undefined,
  ) => {
    const s = new Searched(vm, self, string);
    return new PyList(Array.from(matches(vm, self, s, ...bounds(vm, s, pos, endpos)), findItem));
  },
  "finditer(self, /, string, pos=0, endpos=<unset>)": (
    vm: Interpreter,
    self: PyPattern,
    string: PyValue,
    pos: PyValue,
    endpos: PyValue | undefined,
  ) => {
    const s = new Searched(vm, self, string);
    const all = matches(vm, self, s, ...bounds(vm, s, pos, endpos));
    return new PyFnIterator(() => {
      const step = all.next();
      return step.done === true ? undefined : step.value;
    }, scannerType);
  },
  "split(self, /, string, maxsplit=0)": (vm: Interpreter, self: PyPattern, string: PyValue, maxsplit: PyValue) => {
    const s = new Searched(vm, self, string);
    const limit = Number(index(vm, maxsplit));
    const parts: PyValue[] = [];
    let at = 0;
    let made = 0;
    for (const match of matches(vm, self, s, 0, s.codes.length)) {
      if (limit > 0 && made++ >= limit) break;
      parts.push(s.wrap(s.slice(at, match.start(0))));
      for (let g = 1; g <= self.groups; g++) parts.push(match.value(g));
      at = match.end(0);
    }
    parts.push(s.wrap(s.slice(at, s.codes.length)));
    return new PyList(parts);
  },
  "sub(self, /, repl, string, count=0)": (
    vm: Interpreter,
    self: PyPattern,
    repl: PyValue,
    string: PyValue,
    count: PyValue,
  ) => substitute(vm, self, repl, string, count).text,
  "subn(self, /, repl, string, count=0)": (
    vm: Interpreter,
    self: PyPattern,
    repl: PyValue,
    string: PyValue,
    count: PyValue,
  ) => {
    const { text, count: made } = substitute(vm, self, repl, string, count);
    return new PyTuple([text, made]);
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyPattern) => {
    const names = flagNames(self.flags & ~(self.isBytes ? 0 : 32));
    const shown = repr(vm, self.pattern).slice(0, 200);
    return names === "" ? `re.compile(${shown})` : `re.compile(${shown}, ${names})`;
  },
  "__eq__(self, other, /)": (_vm: Interpreter, self: PyPattern, other: PyValue) =>
    other instanceof PyPattern &&
    other.flags === self.flags &&
    asStr(other.pattern) === asStr(self.pattern) &&
    other.isBytes === self.isBytes,
  "__hash__(self, /)": (vm: Interpreter, self: PyPattern) =>
    (asStr(self.pattern) ?? repr(vm, self.pattern)).length * 31 + self.flags,
  "__copy__(self, /)": (_vm: Interpreter, self: PyPattern) => self,
  "__deepcopy__(self, memo, /)": (_vm: Interpreter, self: PyPattern) => self,
});
defineGetSet(patternType, {
  pattern: { get: (_vm, self) => (self as PyPattern).pattern },
  flags: { get: (_vm, self) => (self as PyPattern).flags },
  groups: { get: (_vm, self) => (self as PyPattern).groups },
  groupindex: { get: (_vm, self) => PyDict.fromStrings((self as PyPattern).names) },
});

/** `re.IGNORECASE|re.MULTILINE`, in the order of the bits. */
export function flagNames(flags: number): string {
  const names: [number, string][] = [
    [2, "IGNORECASE"],
    [4, "LOCALE"],
    [8, "MULTILINE"],
    [16, "DOTALL"],
    [32, "UNICODE"],
    [64, "VERBOSE"],
    [128, "DEBUG"],
    [256, "ASCII"],
  ];
  return names
    .filter(([bit]) => (flags & bit) !== 0)
    .map(([, name]) => `re.${name}`)
    .join("|");
}

function groupIndex(vm: Interpreter, self: PyMatch, group: PyValue): number {
  const name = asStr(group);
  const at =
    name === undefined
      ? (asInt(group) ?? (typeOf(group).lookup("__index__") === undefined ? undefined : index(vm, group)))
      : self.pattern.names.get(name);
  if (at === undefined || at < 0 || at > self.pattern.groups) return raise(vm, IndexErrorType, "no such group");
  return Number(at);
}

defineMethods(matchType, {
  "group(self, /, *args)": (vm: Interpreter, self: PyMatch, args: readonly PyValue[]) => {
    if (args.length === 0) return self.value(0);
    if (args.length === 1) return self.value(groupIndex(vm, self, args[0] as PyValue));
    return new PyTuple(args.map((arg) => self.value(groupIndex(vm, self, arg))));
  },
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyMatch, key: PyValue) => self.value(groupIndex(vm, self, key)),
  "groups(self, /, default=None)": (_vm: Interpreter, self: PyMatch, otherwise: PyValue) =>
    new PyTuple(Array.from({ length: self.pattern.groups }, (_, i) => self.value(i + 1, otherwise))),
  "groupdict(self, /, default=None)": (_vm: Interpreter, self: PyMatch, otherwise: PyValue) =>
    PyDict.fromStrings([...self.pattern.names].map(([name, at]) => [name, self.value(at, otherwise)])),
  "start(self, group=0, /)": (vm: Interpreter, self: PyMatch, group: PyValue) =>
    self.start(groupIndex(vm, self, group)),
  "end(self, group=0, /)": (vm: Interpreter, self: PyMatch, group: PyValue) => self.end(groupIndex(vm, self, group)),
  "span(self, group=0, /)": (vm: Interpreter, self: PyMatch, group: PyValue) => {
    const at = groupIndex(vm, self, group);
    return new PyTuple([self.start(at), self.end(at)]);
  },
  "expand(self, /, template)": (vm: Interpreter, self: PyMatch, template: PyValue) =>
    self.searched.wrap(
      expandTemplate(self, parseTemplate(vm, asStr(template) ?? "", self.pattern.groups, self.pattern.names)),
    ),
  "__repr__(self, /)": (vm: Interpreter, self: PyMatch) =>
    `<re.Match object; span=(${self.start(0)}, ${self.end(0)}), match=${repr(vm, self.value(0))}>`,
  "__copy__(self, /)": (_vm: Interpreter, self: PyMatch) => self,
  "__deepcopy__(self, memo, /)": (_vm: Interpreter, self: PyMatch) => self,
});
defineGetSet(matchType, {
  re: { get: (_vm, self) => (self as PyMatch).pattern },
  string: { get: (_vm, self) => (self as PyMatch).searched.value },
  pos: { get: (_vm, self) => (self as PyMatch).pos },
  endpos: { get: (_vm, self) => (self as PyMatch).endpos },
  lastindex: {
    get: (_vm, self) => {
      const match = self as PyMatch;
      let best: number | null = null;
      for (let g = 1; g <= match.pattern.groups; g++) {
        if (match.end(g) >= 0 && (best === null || match.end(g) > match.end(best))) best = g;
      }
      return best;
    },
  },
  lastgroup: {
    get: (vm, self) => {
      const at = (matchType.lookup("lastindex") as unknown as { get(vm: Interpreter, self: PyValue): PyValue }).get(
        vm,
        self,
      );
      return [...(self as PyMatch).pattern.names].find(([, group]) => group === at)?.[0] ?? null;
    },
  },
});
for (const type of [patternType, matchType]) {
  defineClassMethods(type, {
    "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
  });
}
