/** `module`. */

import { moduleSpecType } from "../../importer/module_spec.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyDict } from "../../objects/dict.ts";
import { PyList } from "../../objects/list.ts";
import { moduleType, type PyModule } from "../../objects/module.ts";
import { defineGetSet, defineMethods } from "../../objects/native.ts";
import type { PyObject, PyValue } from "../../objects/object.ts";
import { asStr } from "../../objects/unbox.ts";
import { repr } from "../../protocols/convert.ts";

defineMethods(moduleType, {
  "__init__(self, name, doc=None)": (_vm: Interpreter, m: PyModule, name: PyValue, doc: PyValue) => {
    m.attrs.set("__name__", asStr(name) ?? "?");
    m.attrs.set("__doc__", doc);
    for (const key of ["__package__", "__loader__", "__spec__"]) m.attrs.set(key, null);
    return null;
  },
  "__repr__(self, /)": (_vm: Interpreter, m: PyModule) => {
    const file = m.attrs.get("__file__");
    return typeof file === "string" ? `<module '${m.name}' from '${file}'>` : `<module '${m.name}' (built-in)>`;
  },
  "__dir__(self, /)": (vm: Interpreter, m: PyModule) => {
    const custom = m.getOwn("__dir__");
    return custom === undefined ? new PyList(m.ownNames().sort()) : vm.call(custom, []);
  },
});
defineGetSet(moduleType, {
  __dict__: {
    get: (_vm, m) => {
      (m as PyModule).complete();
      return PyDict.wrap((m as PyModule).attrs);
    },
  },
});

defineMethods(moduleSpecType, {
  "__repr__(self, /)": (vm: Interpreter, spec: PyObject) =>
    `ModuleSpec(name=${repr(vm, spec.attrs?.get("name") ?? null)}, loader=None, origin=${repr(vm, spec.attrs?.get("origin") ?? null)})`,
});
