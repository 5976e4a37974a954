/** `_find`: whether a module could be imported, for `importlib.util.find_spec`. */

import { evaluator } from "../eval/state.ts";
import { makeSpec } from "../importer/module_spec.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";

export const findModule = nativeModule("_find", () => ({
  spec: fn("spec(name, /)", (vm: Interpreter, name: PyValue) => {
    const text = asStr(name) ?? "";
    const state = evaluator(vm);
    return state.importer.exists(state, text) ? makeSpec(text, null, null) : null;
  }),
}));
