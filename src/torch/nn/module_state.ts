/** `state_dict` and `load_state_dict`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { RuntimeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PySet } from "../../dynamo/objects/set.ts";
import { PyTuple, tupleType } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { repr, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { pySize } from "../objects/size.ts";
import { torchState } from "../state.ts";
import { dispatch } from "../tensor/dispatch.ts";
import { tensorOfValue } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { modulePassingHooks } from "./module_register.ts";
import { registered, registry, tensorEntries } from "./module_type.ts";

export function defineModuleState(type: PyType): void {
  defineMethods(type, {
    "state_dict(self, *args, destination=None, prefix='', keep_vars=False)": (
      vm,
      self: PyObject,
      args: PyValue[],
      destination: PyValue,
      prefix: string,
      keepVars: PyValue,
    ) => {
      const target = destination ?? args[0] ?? call(vm, orderedDict(vm), []);
      if (!(target instanceof PyDict)) return raise(vm, TypeErrorType, "state_dict destination must be a dict");
      const path = typeof args[1] === "string" ? args[1] : prefix;
      collect(vm, self, target, path, truth(vm, keepVars));
      return target;
    },
    "_save_to_state_dict(self, destination, prefix, keep_vars)": (
      vm,
      self: PyObject,
      destination: PyDict,
      prefix: string,
      keepVars: PyValue,
    ) => {
      saveOwn(vm, self, destination, prefix, truth(vm, keepVars));
      return null;
    },
    "load_state_dict(self, state_dict, strict=True, assign=False)": loadStateDict,
    "_load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)":
      loadOwn,
  });
}

function orderedDict(vm: Interpreter): PyValue {
  const collections = vm.importModule("collections");
  const found = (collections as PyObject).getOwn("OrderedDict");
  return found ?? vm.builtins.get("dict") ?? null;
}

function collect(vm: Interpreter, self: PyObject, target: PyDict, prefix: string, keepVars: boolean): void {
  for (const hook of registry(self, "_state_dict_pre_hooks")?.values() ?? []) call(vm, hook, [self, prefix, keepVars]);
  callMethod(vm, self, "_save_to_state_dict", [target, prefix, keepVars]);
  for (const [name, child] of registered(self, "_modules")) {
    callMethod(
      vm,
      child,
      "state_dict",
      [],
      new Map<string, PyValue>([
        ["destination", target],
        ["prefix", `${prefix}${name}.`],
        ["keep_vars", keepVars],
      ]),
    );
  }
  for (const hook of registry(self, "_state_dict_hooks")?.values() ?? []) {
    call(vm, hook, [self, target, prefix, new PyDict()]);
  }
}

function persistent(vm: Interpreter, self: PyObject, name: string): boolean {
  const temporary = self.getOwn("_non_persistent_buffers_set");
  return !(temporary instanceof PySet && temporary.has(vm, name));
}

/** The names and tensors that a module saves itself. */
export function ownState(vm: Interpreter, self: PyObject): [string, PyTensor][] {
  return [
    ...tensorEntries(self, "_parameters"),
    ...tensorEntries(self, "_buffers").filter(([name]) => persistent(vm, self, name)),
  ];
}

function saveOwn(vm: Interpreter, self: PyObject, target: PyDict, prefix: string, keepVars: boolean): void {
  const state = torchState(vm);
  for (const [name, tensor] of ownState(vm, self)) {
    let shown = tensor;
    if (!keepVars) {
      shown = tensorOfValue(state, tensor.value);
      shown.storage = tensor.storage;
      shown.view = tensor.view;
    }
    target.setStr(prefix + name, shown);
  }
}

const incompatibleKeysType: PyType = nativeType("_IncompatibleKeys", {
  module: "torch.nn.modules.module",
  bases: [tupleType],
});
defineGetSet(incompatibleKeysType, {
  missing_keys: { get: (_vm, self) => (self as PyTuple).items[0] ?? null },
  unexpected_keys: { get: (_vm, self) => (self as PyTuple).items[1] ?? null },
});
defineMethods(incompatibleKeysType, {
  "__repr__(self)": (vm, self: PyTuple) => {
    const [missing, unexpected] = self.items.map((i) => (i instanceof PyList ? i : new PyList([])));
    if (missing?.items.length === 0 && unexpected?.items.length === 0) return "<All keys matched successfully>";
    return `_IncompatibleKeys(missing_keys=${repr(vm, missing ?? null)}, unexpected_keys=${repr(vm, unexpected ?? null)})`;
  },
});

/** Going on with the initial weights would export another model than the program means. */
function raiseUnknownWeights(vm: Interpreter, { origin }: PyUnknown): never {
  return raise(vm, RuntimeErrorType, `load_state_dict(): the weights are not known here: they come from ${origin}`, {
    ruleId: "DYN4001",
  });
}

function loadStateDict(vm: Interpreter, self: PyObject, stateDict: PyValue, strict: PyValue, assign: PyValue): PyValue {
  if (stateDict instanceof PyUnknown) return raiseUnknownWeights(vm, stateDict);
  if (!(stateDict instanceof PyDict)) {
    return raise(vm, TypeErrorType, `Expected state_dict to be dict-like, got ${repr(vm, stateDict)}.`);
  }
  const missing = new PyList([]);
  const unexpected = new PyList([]);
  const errors = new PyList([]);
  const metadata = PyDict.fromStrings([["assign_to_params_buffers", truth(vm, assign)]]);
  const load = (module: PyObject, prefix: string): void => {
    callMethod(vm, module, "_load_from_state_dict", [stateDict, prefix, metadata, true, missing, unexpected, errors]);
    for (const [name, child] of registered(module, "_modules")) load(child, `${prefix}${name}.`);
    const incompatible = new PyTuple([missing, unexpected], incompatibleKeysType);
    for (const hook of registry(module, "_load_state_dict_post_hooks")?.values() ?? []) {
      call(vm, hook, [module, incompatible]);
    }
  };
  load(self, "");
  if (truth(vm, strict)) {
    const quoted = (list: PyList): string => list.items.map((k) => `"${String(k)}"`).join(", ");
    if (missing.items.length > 0) errors.items.unshift(`Missing key(s) in state_dict: ${quoted(missing)}. `);
    if (unexpected.items.length > 0) errors.items.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `);
  }
  if (errors.items.length > 0) {
    const list = errors.items.map(String).join("\n\t");
    raise(vm, RuntimeErrorType, `Error(s) in loading state_dict for ${self.type.name}:\n\t${list}`);
  }
  return new PyTuple([missing, unexpected], incompatibleKeysType);
}

function loadOwn(
  vm: Interpreter,
  self: PyObject,
  stateDict: PyDict,
  prefix: string,
  metadata: PyValue,
  strict: PyValue,
  missing: PyList,
  unexpected: PyList,
  errors: PyList,
): PyValue {
  for (const [handle, hook] of registry(self, "_load_state_dict_pre_hooks")?.entries() ?? []) {
    const args: PyValue[] = [stateDict, prefix, metadata, strict, missing, unexpected, errors];
    const withModule = typeof handle === "object" && handle !== null && modulePassingHooks.has(handle);
    call(vm, hook, withModule ? [self, ...args] : args);
  }
  const own = ownState(vm, self);
  for (const [name, tensor] of own) {
    const key = prefix + name;
    const loaded = stateDict.getStr(key);
    if (loaded === undefined) {
      missing.items.push(key);
      continue;
    }
    if (!(loaded instanceof PyTensor)) continue;
    const same =
      loaded.meta.shape.length === tensor.meta.shape.length &&
      loaded.meta.shape.every((s, i) => s === tensor.meta.shape[i]);
    if (!same) {
      const shapes = [loaded, tensor].map((t) => repr(vm, pySize(vm, t.meta.shape)));
      errors.items.push(
        `size mismatch for ${key}: copying a param with shape ${shapes[0]} from checkpoint, the shape in current model is ${shapes[1]}.`,
      );
      continue;
    }
    dispatch(vm, "aten.copy_", [tensor, loaded]);
  }
  const names = new Set([...own.map(([name]) => name), ...registered(self, "_modules").map(([name]) => name)]);
  for (const key of stateDict.keys()) {
    if (typeof key !== "string" || !key.startsWith(prefix)) continue;
    const [head = "", ...rest] = key.slice(prefix.length).split(".");
    const isModule = registry(self, "_modules")?.getStr(head) !== undefined;
    if (!names.has(head) || (rest.length > 0 && !isModule)) unexpected.items.push(key);
  }
  return null;
}
