/** `_inspect`: the parameters of natives, for `inspect.signature`. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyList } from "../objects/list.ts";
import { PyMethod } from "../objects/method.ts";
import { fn, PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";

const KINDS = ["positional-only", "positional-or-keyword", "var-positional", "keyword-only", "var-keyword"];

export const inspectNativeModule = nativeModule("_inspect", () => ({
  /** (name, kind, has default, default) a parameter; None when the signature is not known. */
  parameters: fn("parameters(f, /)", (_vm: Interpreter, f: PyValue) => {
    const native = f instanceof PyMethod ? f.func : f;
    if (!(native instanceof PyNative) || native.signature === null) return null;
    return new PyList(
      native.signature.parameters.map(
        (p) =>
          new PyTuple([p.name, KINDS.indexOf(p.kind), !p.required && p.defaultText !== null, p.defaultValue ?? null]),
      ),
    );
  }),
}));
