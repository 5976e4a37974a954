/** `torch.serialization`: the classes that a program allows checkpoints to hold. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineMethods, fn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { torchState } from "../state.ts";

/** By the name under which a pickle has them. */
export function allowedGlobals(vm: Interpreter): Map<string, PyValue> {
  return torchState(vm).safeGlobals;
}

/** A class or function, or a pair of one and the name that pickles know it by. */
function add(vm: Interpreter, entries: PyValue): string[] {
  const added: string[] = [];
  for (const entry of toArray(vm, entries)) {
    const [value = null, given] = entry instanceof PyTuple ? entry.items : [entry];
    const name =
      typeof given === "string"
        ? given
        : `${String(getAttr(vm, value, "__module__"))}.${String(getAttr(vm, value, "__qualname__"))}`;
    if (!allowedGlobals(vm).has(name)) added.push(name);
    allowedGlobals(vm).set(name, value);
  }
  return added;
}

class PySafeGlobals extends PyObject {
  entries: PyValue = null;
  added: string[] = [];
}

const safeGlobalsType = nativeType("safe_globals", {
  module: "torch.serialization",
  allocate: (type) => new PySafeGlobals(type),
});
defineMethods(safeGlobalsType, {
  "__init__(self, safe_globals)": (_vm, self: PySafeGlobals, entries: PyValue) => {
    self.entries = entries;
    return null;
  },
  "__enter__(self)": (vm, self: PySafeGlobals) => {
    self.added = add(vm, self.entries);
    return null;
  },
  "__exit__(self, type, value, traceback)": (vm, self: PySafeGlobals) => {
    for (const name of self.added) allowedGlobals(vm).delete(name);
    return null;
  },
});

export function serializationModule(): NativeModule {
  return nativeModule("torch.serialization", (vm) => {
    const torch = vm.importModule("torch");
    return {
      load: getAttr(vm, torch, "load"),
      save: getAttr(vm, torch, "save"),
      add_safe_globals: fn("add_safe_globals(safe_globals)", (v, entries: PyValue) => {
        add(v, entries);
        return null;
      }),
      get_safe_globals: fn("get_safe_globals()", (v) => new PyList([...allowedGlobals(v).values()])),
      clear_safe_globals: fn("clear_safe_globals()", (v) => {
        allowedGlobals(v).clear();
        return null;
      }),
      safe_globals: safeGlobalsType,
    };
  });
}
