/** What `enum`, written in Python, asks about each name of a class body: `_enum_names`. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";
import { lookupAttr } from "../protocols/attribute.ts";

const DUNDER = /^__[^_](?:.*[^_])?__$/s;
const SUNDER = /^_[^_](?:.*[^_])?_$/s;

/** `private`, `sunder`, `dunder`, or an empty text: in the order in which `enum` tests. */
function kindOf(cls: string, key: string): string {
  if (key.startsWith(`_${cls}__`) && !key.endsWith("__")) return "private";
  if (SUNDER.test(key)) return "sunder";
  return DUNDER.test(key) ? "dunder" : "";
}

export const enumNamesModule = nativeModule("_enum_names", () => ({
  kind: fn("kind(cls_name, key, /)", (_vm: Interpreter, cls: PyValue, key: PyValue) =>
    kindOf(asStr(cls) ?? "None", asStr(key) ?? ""),
  ),
  is_descriptor: fn("is_descriptor(value, /)", (vm: Interpreter, value: PyValue) =>
    ["__get__", "__set__", "__delete__"].some((name) => lookupAttr(vm, value, name) !== undefined),
  ),
}));
