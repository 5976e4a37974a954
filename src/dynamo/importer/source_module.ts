/** Modules of the standard library that are written in Python here: their text is part of the product. */

import type { CodeObject } from "../../python/code_object.ts";
import { type Evaluator, evaluator } from "../eval/state.ts";
import { PyCode } from "../objects/code.ts";
import type { PyModule } from "../objects/module.ts";
import { newModule, runModule } from "./importer.ts";
import { frozenModule } from "./lazy_module.ts";
import type { NativeModule } from "./native_module.ts";

const compiled = new Map<string, CodeObject>();

/**
 * A module from Python text. Text that doesn't compile is a fault of ours. `lazily` evaluates it name by name, where
 * libraries are: its statements must not act on each other in ways that their names don't show.
 */
export function sourceModule(name: string, text: string, { lazily = false } = {}): NativeModule {
  const file = `<frozen ${name}>`;
  return {
    name,
    source: { file, text, lazily },
    create(vm) {
      const state = evaluator(vm);
      const lazy = lazily ? frozenModule(state, name, file, text) : null;
      const module = lazy?.module ?? newModule(state, name, null, null);
      // Registered before it runs, as a file's module is: imports in a circle find it.
      vm.modules.set(name, module);
      if (lazy === null) runWhole(state, module, file, text);
      else lazy.runActing();
      return module;
    },
  };
}

/** Compiled once in the life of the process. */
function runWhole(vm: Evaluator, module: PyModule, file: string, text: string): void {
  let code = compiled.get(file);
  if (code === undefined) {
    const result = vm.compileSource(text, file, "frozen");
    if (!("code" in result)) throw new Error(`${file}:${result.line}: ${result.message}`);
    code = result;
    compiled.set(file, code);
  }
  runModule(vm, module, new PyCode(code));
}
