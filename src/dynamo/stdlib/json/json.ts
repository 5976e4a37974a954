/** `json`: dumps, loads and the encoder and decoder classes' functions. */

import { decodeBytes } from "../../builtins/codecs.ts";
import { lazy, nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import { fn } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { asBytesLike, asInt, asStr } from "../../objects/unbox.ts";
import { PyUnknown } from "../../objects/unknown.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { truth } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { toArray } from "../../protocols/iterate.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { decodeErrorType, decodeJson } from "./decode.ts";
import { encodeJson } from "./encode.ts";

function indentText(value: PyValue): string | null {
  if (value === null) return null;
  const count = asInt(value);
  return count === undefined ? (asStr(value) ?? "") : " ".repeat(Math.max(0, Number(count)));
}

const encode = fn(
  "_encode(obj, skipkeys, ensure_ascii, allow_nan, indent, separators, sort_keys, default)",
  (
    vm: Interpreter,
    value: PyValue,
    skipkeys: PyValue,
    ascii: PyValue,
    nan: PyValue,
    indent: PyValue,
    separators: PyValue,
    sort: PyValue,
    fallback: PyValue,
  ) => {
    const given = separators === null ? null : toArray(vm, separators).map((s) => asStr(s) ?? "");
    const shift = indentText(indent);
    return encodeJson(vm, value, {
      skipkeys: truth(vm, skipkeys),
      ensureAscii: truth(vm, ascii),
      allowNan: truth(vm, nan),
      indent: shift,
      itemSeparator: given?.[0] ?? (shift === null ? ", " : ","),
      keySeparator: given?.[1] ?? ": ",
      sortKeys: truth(vm, sort),
      fallback: fallback === null ? undefined : fallback,
    });
  },
);

const decode = fn(
  "_decode(s, object_hook, parse_float, parse_int, parse_constant, object_pairs_hook)",
  (
    vm: Interpreter,
    s: PyValue,
    objectHook: PyValue,
    floatHook: PyValue,
    intHook: PyValue,
    parseConstant: PyValue,
    objectPairsHook: PyValue,
  ) => {
    // What is in a file that is not opened: so is what it says.
    if (s instanceof PyUnknown) return s;
    const bytes = asBytesLike(s);
    const text = asStr(s) ?? (bytes === undefined ? undefined : decodeBytes(vm, bytes, "utf-8", "strict"));
    if (text === undefined) {
      return raise(vm, TypeErrorType, `the JSON object must be str, bytes or bytearray, not ${typeOf(s).name}`);
    }
    return decodeJson(vm, text, {
      objectHook,
      objectPairsHook,
      parseFloat: floatHook,
      parseInt: intHook,
      parseConstant,
    });
  },
);

const FROM_PYTHON = ["dumps", "dump", "loads", "load", "JSONEncoder", "JSONDecoder"];

export const jsonCoreModule = nativeModule("_json", () => ({ encode, decode, JSONDecodeError: decodeErrorType }));
export const jsonModule = nativeModule("json", (vm) => ({
  JSONDecodeError: decodeErrorType,
  ...Object.fromEntries(
    FROM_PYTHON.map((name) => [name, lazy(() => getAttr(vm, vm.importModule("_json_classes"), name))]),
  ),
}));
