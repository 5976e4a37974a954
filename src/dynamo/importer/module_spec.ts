/** `module.__spec__`: what importlib would know of the module. */

import { nativeType } from "../objects/core_types.ts";
import { PyList } from "../objects/list.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import type { PyType } from "../objects/type.ts";

export const moduleSpecType: PyType = nativeType("ModuleSpec", { module: "importlib.machinery", hasDict: true });

export function makeSpec(name: string, origin: string | null, path: readonly string[] | null): PyObject {
  const spec = new PyObject(moduleSpecType);
  const dot = name.lastIndexOf(".");
  spec.attrs = new Map<string, PyValue>([
    ["name", name],
    ["loader", null],
    ["origin", origin],
    ["submodule_search_locations", path === null ? null : new PyList([...path])],
    ["has_location", origin !== null],
    ["cached", null],
    ["parent", path !== null ? name : dot < 0 ? "" : name.slice(0, dot)],
  ]);
  return spec;
}
