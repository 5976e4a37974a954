/** Modules of the standard library that are written in Python here: their text is part of the product. */

import type { CodeObject } from "../../python/code_object.ts";
import { evaluator } from "../eval/state.ts";
import { PyCode } from "../objects/code.ts";
import { newModule, runModule } from "./importer.ts";
import type { NativeModule } from "./native_module.ts";

const compiled = new Map<string, CodeObject>();

/** A module from Python text, compiled once in the life of the process. Text that doesn't compile is a fault of ours. */
export function sourceModule(name: string, text: string): NativeModule {
  const file = `<frozen ${name}>`;
  return {
    name,
    source: { file, text },
    create(vm) {
      const state = evaluator(vm);
      let code = compiled.get(name);
      if (code === undefined) {
        const result = state.compileSource(text, file, "frozen");
        if (!("code" in result)) throw new Error(`${file}:${result.line}: ${result.message}`);
        code = result;
        compiled.set(name, code);
      }
      const module = newModule(state, name, null, null);
      // Registered before it runs, as a file's module is: imports in a circle find it.
      vm.modules.set(name, module);
      runModule(state, module, new PyCode(code));
      return module;
    },
  };
}
