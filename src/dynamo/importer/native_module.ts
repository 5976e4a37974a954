/** Modules implemented in TypeScript, whose attributes are made when first used. */

import type { Interpreter } from "../interpreter.ts";
import { PyLazyModule, type PyModule } from "../objects/module.ts";
import { PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";

/** An attribute to be made on first use. */
export class Lazy {
  readonly make: () => PyValue;
  constructor(make: () => PyValue) {
    this.make = make;
  }
}

/** `lazy(() => value)` as an attribute of a native module: made when first asked for. */
export function lazy(make: () => PyValue): Lazy {
  return new Lazy(make);
}

export interface NativeModule {
  /** Dotted, as it is imported: `os.path`. */
  readonly name: string;
  /** Makes the module for one interpreter. */
  create(vm: Interpreter): PyModule;
  /** The Python text that it is made from, and the file that its code names; absent for what is made in TypeScript. */
  readonly source?: { readonly file: string; readonly text: string; readonly lazily: boolean };
}

/** A native module: `nativeModule("math", (vm) => ({ pi: float(Math.PI), sqrt, … }))`. A duplicate name is refused at creation of the interpreter. */
export function nativeModule(
  name: string,
  attributes: (vm: Interpreter, module: PyModule) => Readonly<Record<string, PyValue | Lazy>>,
): NativeModule {
  return {
    name,
    create(vm) {
      const pending = new Map<string, () => PyValue>();
      const module = new PyLazyModule(name, pending);
      module.attrs.set("__doc__", null);
      module.attrs.set("__package__", name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "");
      for (const [key, value] of Object.entries(attributes(vm, module))) {
        if (value instanceof Lazy) pending.set(key, value.make);
        else module.attrs.set(key, value);
        if (value instanceof PyNative && value.kind === "function") value.module ??= name;
      }
      return module;
    },
  };
}
