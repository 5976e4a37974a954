/** `_source`: the lines of a program's files, for `linecache` and `inspect`. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyList } from "../objects/list.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";

export const sourceLinesModule = nativeModule("_source", () => ({
  lines: fn("lines(filename, /)", (vm: Interpreter, filename: PyValue) => {
    const text = vm.host.readText(asStr(filename) ?? "");
    return new PyList(text === null ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []));
  }),
}));
