/** `json.dumps`. */

import { sortValues } from "../../builtins/sorting.ts";
import { CONTROL_CLASS } from "../../builtins/text/code_points.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyDict } from "../../objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { PyList } from "../../objects/list.ts";
import type { PyObject, PyValue } from "../../objects/object.ts";
import { reprFloat } from "../../objects/text.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { asFloat, asInt, asStr } from "../../objects/unbox.ts";
import { call } from "../../protocols/call.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";

export interface EncodeOptions {
  readonly skipkeys: boolean;
  readonly ensureAscii: boolean;
  readonly allowNan: boolean;
  /** Null: on one line. */
  readonly indent: string | null;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly sortKeys: boolean;
  /** What to call for values that JSON has not; undefined: a TypeError. */
  readonly fallback: PyValue | undefined;
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
  "\b": "\\b",
};

const NOT_PLAIN = new RegExp(`["\\\\${CONTROL_CLASS}]`, "g");
const NOT_ASCII = new RegExp(`["\\\\${CONTROL_CLASS}\\u0080-\\uffff]`, "g");

function quote(text: string, ascii: boolean): string {
  const pattern = ascii ? NOT_ASCII : NOT_PLAIN;
  const escaped = text.replace(pattern, (ch) => SHORT[ch] ?? `\\u${ch.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"`;
}

function floatText(vm: Interpreter, value: number, o: EncodeOptions): string {
  if (Number.isFinite(value)) return reprFloat(value);
  if (!o.allowNan) raise(vm, ValueErrorType, `Out of range float values are not JSON compliant: ${reprFloat(value)}`);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

export function encodeJson(vm: Interpreter, value: PyValue, o: EncodeOptions): string {
  const active = new Set<PyObject>();

  const key = (k: PyValue): string | undefined => {
    const text = asStr(k);
    if (text !== undefined) return text;
    if (k === null) return "null";
    if (typeof k === "boolean") return k ? "true" : "false";
    const int = asInt(k);
    if (int !== undefined) return int.toString();
    const real = asFloat(k);
    if (real !== undefined) return floatText(vm, real, o);
    if (o.skipkeys) return undefined;
    return raise(vm, TypeErrorType, `keys must be str, int, float, bool or None, not ${typeOf(k).name}`);
  };

  const wrap = (open: string, close: string, parts: readonly string[], depth: number): string => {
    if (parts.length === 0) return open + close;
    if (o.indent === null) return open + parts.join(o.itemSeparator) + close;
    const inner = `\n${o.indent.repeat(depth + 1)}`;
    return `${open}${inner}${parts.join(o.itemSeparator + inner)}\n${o.indent.repeat(depth)}${close}`;
  };

  const guarded = (container: PyObject, body: () => string): string => {
    if (active.has(container)) raise(vm, ValueErrorType, "Circular reference detected");
    active.add(container);
    const text = body();
    active.delete(container);
    return text;
  };

  const encode = (v: PyValue, depth: number): string => {
    vm.charge(1);
    if (v === null) return "null";
    if (typeof v === "boolean") return v ? "true" : "false";
    const text = asStr(v);
    if (text !== undefined) return quote(text, o.ensureAscii);
    const int = asInt(v);
    if (int !== undefined) return int.toString();
    const real = asFloat(v);
    if (real !== undefined) return floatText(vm, real, o);
    if (v instanceof PyList || v instanceof PyTuple) {
      return guarded(v, () =>
        wrap(
          "[",
          "]",
          v.items.map((item) => encode(item, depth + 1)),
          depth,
        ),
      );
    }
    if (v instanceof PyDict) {
      return guarded(v, () => {
        const keys = o.sortKeys ? sortValues(vm, v.keys(), null, false) : v.keys();
        const parts: string[] = [];
        for (const k of keys) {
          const name = key(k);
          if (name === undefined) continue;
          parts.push(quote(name, o.ensureAscii) + o.keySeparator + encode(v.get(vm, k) ?? null, depth + 1));
        }
        return wrap("{", "}", parts, depth);
      });
    }
    if (o.fallback === undefined) raise(vm, TypeErrorType, `Object of type ${typeOf(v).name} is not JSON serializable`);
    return guarded(v as PyObject, () => encode(call(vm, o.fallback ?? null, [v]), depth));
  };
  return encode(value, 0);
}
