/** `repr(module)`: the tree of submodules, each with its `extra_repr`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import type { PyObject } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { repr, str } from "../../dynamo/protocols/convert.ts";
import { registry } from "./module_type.ts";

export function defineModuleRepr(type: PyType): void {
  defineMethods(type, {
    "extra_repr(self)": () => "",
    "__repr__(self)": moduleRepr,
  });
}

/** All lines but the first, two spaces further in. */
export function indentRest(text: string): string {
  return text.replaceAll("\n", "\n  ");
}

function moduleRepr(vm: Interpreter, self: PyObject): string {
  const extra = str(vm, callMethod(vm, self, "extra_repr", []));
  const extraLines = extra === "" ? [] : extra.split("\n");
  const children = (registry(self, "_modules")?.entries() ?? []).map(
    ([name, module]) => `(${str(vm, name)}): ${indentRest(repr(vm, module))}`,
  );
  const name = str(vm, callMethod(vm, self, "_get_name", []));
  const lines = [...extraLines, ...children];
  if (lines.length === 0) return `${name}()`;
  if (extraLines.length === 1 && children.length === 0) return `${name}(${extraLines[0]})`;
  return `${name}(\n  ${lines.join("\n  ")}\n)`;
}
