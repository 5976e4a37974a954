/** `json.loads`: Python's extended JSON (NaN, Infinity, big integers) with its error texts. */

import { CONTROL_CLASS } from "../../builtins/text/code_points.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { ValueErrorType } from "../../objects/exception_types.ts";
import { float } from "../../objects/float.ts";
import { normalizeInt } from "../../objects/int.ts";
import { PyList } from "../../objects/list.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { call } from "../../protocols/call.ts";
import { makeException, raiseException } from "../../protocols/errors.ts";

export const decodeErrorType: PyType = nativeType("JSONDecodeError", {
  module: "json.decoder",
  bases: [ValueErrorType],
  hasDict: true,
});

export interface DecodeHooks {
  readonly objectHook: PyValue;
  readonly objectPairsHook: PyValue;
  readonly parseFloat: PyValue;
  readonly parseInt: PyValue;
  readonly parseConstant: PyValue;
}

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const CHUNK = new RegExp(`[^"\\\\${CONTROL_CLASS}]*`, "y");
const SPACE = /[ \t\n\r]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const CONSTANTS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

export function decodeJson(vm: Interpreter, text: string, hooks: DecodeHooks): PyValue {
  const decoder = new Decoder(vm, text, hooks);
  const value = decoder.value();
  decoder.finish();
  return value;
}

class Decoder {
  private at = 0;
  private depth = 0;
  private readonly vm: Interpreter;
  private readonly text: string;
  private readonly hooks: DecodeHooks;

  constructor(vm: Interpreter, text: string, hooks: DecodeHooks) {
    this.vm = vm;
    this.text = text;
    this.hooks = hooks;
    this.space();
  }

  private fail(message: string, at: number): never {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const exception = makeException(decodeErrorType, `${message}: line ${line} column ${column} (char ${at})`);
    exception.attrs = new Map<string, PyValue>([
      ["msg", message],
      ["doc", this.text],
      ["pos", at],
      ["lineno", line],
      ["colno", column],
    ]);
    return raiseException(this.vm, exception);
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  finish(): void {
    this.space();
    if (this.at < this.text.length) this.fail("Extra data", this.at);
  }

  value(): PyValue {
    this.vm.charge(1);
    const { text, at } = this;
    switch (text[at]) {
      case '"':
        this.at++;
        return this.string();
      case "{":
        return this.nested(() => this.object());
      case "[":
        return this.nested(() => this.array());
      default:
    }
    for (const [word, value] of [
      ["null", null],
      ["true", true],
      ["false", false],
    ] as const) {
      if (text.startsWith(word, at)) {
        this.at += word.length;
        return value;
      }
    }
    for (const [word, value] of Object.entries(CONSTANTS)) {
      if (text.startsWith(word, at)) {
        this.at += word.length;
        return this.hooks.parseConstant === null ? float(value) : call(this.vm, this.hooks.parseConstant, [word]);
      }
    }
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) return this.fail("Expecting value", at);
    this.at = NUMBER.lastIndex;
    if (match[2] !== undefined || match[3] !== undefined) {
      return this.hooks.parseFloat === null
        ? float(Number(match[0]))
        : call(this.vm, this.hooks.parseFloat, [match[0]]);
    }
    if (this.hooks.parseInt !== null) return call(this.vm, this.hooks.parseInt, [match[0]]);
    return match[0].length < 16 ? Number(match[0]) + 0 : normalizeInt(BigInt(match[0]));
  }

  private nested(body: () => PyValue): PyValue {
    if (++this.depth > 900) this.fail("Nesting is too deep", this.at);
    const value = body();
    this.depth--;
    return value;
  }

  private string(): string {
    const begin = this.at - 1;
    let out = "";
    for (;;) {
      CHUNK.lastIndex = this.at;
      out += CHUNK.exec(this.text)?.[0] ?? "";
      this.at = CHUNK.lastIndex;
      const ch = this.text[this.at];
      if (ch === undefined) return this.fail("Unterminated string starting at", begin);
      if (ch === '"') {
        this.at++;
        return out;
      }
      if (ch !== "\\") return this.fail("Invalid control character at", this.at);
      const letter = this.text[this.at + 1];
      if (letter === undefined) return this.fail("Unterminated string starting at", begin);
      if (letter === "u") {
        const digits = this.text.slice(this.at + 2, this.at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.fail("Invalid \\uXXXX escape", this.at + 1);
        out += String.fromCharCode(Number.parseInt(digits, 16));
        this.at += 6;
      } else {
        const plain = ESCAPES[letter];
        if (plain === undefined) return this.fail("Invalid \\escape", this.at);
        out += plain;
        this.at += 2;
      }
    }
  }

  private object(): PyValue {
    const pairs: [string, PyValue][] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === "}") this.at++;
    else {
      for (;;) {
        if (this.text[this.at] !== '"') this.fail("Expecting property name enclosed in double quotes", this.at);
        this.at++;
        const key = this.string();
        this.space();
        if (this.text[this.at] !== ":") this.fail("Expecting ':' delimiter", this.at);
        this.at++;
        this.space();
        pairs.push([key, this.value()]);
        this.space();
        if (this.text[this.at] === "}") {
          this.at++;
          break;
        }
        if (this.text[this.at] !== ",") this.fail("Expecting ',' delimiter", this.at);
        this.at++;
        this.space();
      }
    }
    if (this.hooks.objectPairsHook !== null) {
      return call(this.vm, this.hooks.objectPairsHook, [new PyList(pairs.map((pair) => new PyTuple(pair)))]);
    }
    const dict = PyDict.fromStrings(pairs);
    return this.hooks.objectHook === null ? dict : call(this.vm, this.hooks.objectHook, [dict]);
  }

  private array(): PyValue {
    const items: PyValue[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === "]") {
      this.at++;
      return new PyList(items);
    }
    for (;;) {
      items.push(this.value());
      this.space();
      if (this.text[this.at] === "]") {
        this.at++;
        return new PyList(items);
      }
      if (this.text[this.at] !== ",") this.fail("Expecting ',' delimiter", this.at);
      this.at++;
      this.space();
    }
  }
}
