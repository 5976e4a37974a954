/** Iterating over what a module holds: `named_parameters`, `modules`, `children` and the like. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyJsIterator } from "../../dynamo/objects/iterator.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PySet } from "../../dynamo/objects/set.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { iter, toArray } from "../../dynamo/protocols/iterate.ts";
import { registered, walkModules, walkTensors } from "./module_type.ts";

const pair = (name: string, value: PyValue): PyTuple => new PyTuple([name, value]);

function named(kind: "_parameters" | "_buffers"): NativeImpl {
  return (vm: Interpreter, self: PyObject, prefix: string, recurse: PyValue, removeDuplicate: PyValue) => {
    const walk = walkTensors(self, kind, prefix, truth(vm, recurse), !truth(vm, removeDuplicate));
    return new PyJsIterator(mapped(walk, ([name, tensor]) => pair(name, tensor)));
  };
}

function* mapped<A>(source: Iterable<A>, map: (a: A) => PyValue): Generator<PyValue> {
  for (const item of source) yield map(item);
}

/** The second elements of what a `named_…` method yields: subclasses may override that. */
function values(method: string, withRecurse: boolean): NativeImpl {
  return (vm: Interpreter, self: PyObject, recurse?: PyValue) => {
    const kwargs = withRecurse ? new Map([["recurse", recurse ?? true]]) : null;
    const source = iter(vm, callMethod(vm, self, method, [], kwargs));
    return new PyJsIterator(
      (function* () {
        for (let item = source.next(vm); item !== undefined; item = source.next(vm)) {
          yield item instanceof PyTuple ? (item.items[1] ?? null) : null;
        }
      })(),
    );
  };
}

export function defineModuleWalks(type: PyType): void {
  defineMethods(type, {
    "named_parameters(self, prefix='', recurse=True, remove_duplicate=True)": named("_parameters"),
    "named_buffers(self, prefix='', recurse=True, remove_duplicate=True)": named("_buffers"),
    "parameters(self, recurse=True)": values("named_parameters", true),
    "buffers(self, recurse=True)": values("named_buffers", true),
    "named_modules(self, memo=None, prefix='', remove_duplicate=True)": (
      vm,
      self: PyObject,
      memo: PyValue,
      prefix: string,
      removeDuplicate: PyValue,
    ) => {
      const seen = new Set<PyObject>();
      if (memo instanceof PySet) for (const m of memo.values()) seen.add(m as PyObject);
      const walk = walkModules(self, prefix, seen, !truth(vm, removeDuplicate));
      return new PyJsIterator(mapped(walk, ([name, module]) => pair(name, module)));
    },
    "modules(self)": values("named_modules", false),
    "named_children(self)": (_vm, self: PyObject) => {
      const seen = new Set<PyObject>();
      const children = registered(self, "_modules").filter(([, m]) => !seen.has(m) && seen.add(m));
      return new PyJsIterator(mapped(children, ([name, module]) => pair(name, module)));
    },
    "children(self)": values("named_children", false),
    "apply(self, fn)": (vm, self: PyObject, f: PyValue) => {
      // A child that is registered twice is visited once.
      for (const child of toArray(vm, callMethod(vm, self, "children", []))) callMethod(vm, child, "apply", [f]);
      call(vm, f, [self]);
      return self;
    },
    "train(self, mode=True)": (vm, self: PyObject, mode: PyValue) => {
      self.attrs?.set("training", truth(vm, mode));
      for (const [, child] of registered(self, "_modules")) callMethod(vm, child, "train", [mode]);
      return self;
    },
    "eval(self)": (vm, self: PyObject) => callMethod(vm, self, "train", [false]),
    "_get_name(self)": (_vm, self: PyObject) => self.type.name,
  });
}
