/** `nn.Module`'s class, and reading the registries that each instance keeps in its `__dict__`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PySet } from "../../dynamo/objects/set.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { type TorchState, torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { defineModuleAttributes } from "./module_attributes.ts";
import { defineModuleCall } from "./module_call.ts";
import { defineModuleConversions } from "./module_convert.ts";
import { defineModuleRegistration } from "./module_register.ts";
import { defineModuleRepr } from "./module_repr.ts";
import { defineModuleState } from "./module_state.ts";
import { defineModuleWalks } from "./module_walk.ts";

export type Registry = "_parameters" | "_buffers" | "_modules";

export function moduleType(state: TorchState): PyType {
  const known = state.findType("torch.nn.Module");
  if (known !== undefined) return known;
  const type = state.type("torch.nn.Module", () =>
    nativeType("Module", {
      module: "torch.nn.modules.module",
      heap: true,
      hasDict: true,
      allocate: (t) => new PyObject(t),
    }),
  );
  defineModuleAttributes(type);
  defineModuleRegistration(type);
  defineModuleCall(type);
  defineModuleWalks(type);
  defineModuleState(type);
  defineModuleConversions(type);
  defineModuleRepr(type);
  return type;
}

/** The attributes that `Module.__init__` sets, in its order. */
export function initModule(vm: Interpreter, self: PyObject): void {
  self.attrs ??= new Map();
  const { attrs } = self;
  attrs.set("training", true);
  const dict = (): PyDict => new PyDict();
  for (const name of ["_parameters", "_buffers"]) attrs.set(name, dict());
  attrs.set("_non_persistent_buffers_set", new PySet());
  for (const name of ["_backward_pre_hooks", "_backward_hooks"]) attrs.set(name, dict());
  attrs.set("_is_full_backward_hook", null);
  for (const name of HOOKS) attrs.set(name, dict());
  attrs.set("_modules", dict());
  vm.chargeMemory(2000);
}

const HOOKS = [
  "_forward_hooks",
  "_forward_hooks_with_kwargs",
  "_forward_hooks_always_called",
  "_forward_pre_hooks",
  "_forward_pre_hooks_with_kwargs",
  "_state_dict_hooks",
  "_state_dict_pre_hooks",
  "_load_state_dict_pre_hooks",
  "_load_state_dict_post_hooks",
];

export function isModule(vm: Interpreter, value: PyValue): boolean {
  return value instanceof PyObject && value.type.isSubtypeOf(moduleType(torchState(vm)));
}

/** One of the instance's registries; null before `Module.__init__` ran. */
export function registry(self: PyObject, name: Registry | (typeof HOOKS)[number]): PyDict | null {
  const dict = self.getOwn(name);
  return dict instanceof PyDict ? dict : null;
}

/** The named entries of a registry, without those that are None. */
export function registered(self: PyObject, name: Registry): [string, PyObject][] {
  const dict = registry(self, name);
  if (dict === null) return [];
  const entries: [string, PyObject][] = [];
  for (const [key, value] of dict.entries()) {
    if (typeof key === "string" && value instanceof PyObject) entries.push([key, value]);
  }
  return entries;
}

export function tensorEntries(self: PyObject, name: "_parameters" | "_buffers"): [string, PyTensor][] {
  return registered(self, name).filter((entry): entry is [string, PyTensor] => entry[1] instanceof PyTensor);
}

/** The module and everything under it with dotted names, each object once (unless `duplicates`). */
export function* walkModules(
  root: PyObject,
  prefix = "",
  seen: Set<PyObject> = new Set(),
  duplicates = false,
): Generator<[string, PyObject]> {
  if (seen.has(root)) return;
  seen.add(root);
  yield [prefix, root];
  for (const [name, child] of registered(root, "_modules")) {
    yield* walkModules(child, prefix === "" ? name : `${prefix}.${name}`, seen, duplicates);
  }
  // Among duplicates a module may come again, but not inside itself.
  if (duplicates) seen.delete(root);
}

/** Named parameters or buffers of the module and everything under it, each tensor once (unless `duplicates`). */
export function* walkTensors(
  root: PyObject,
  kind: "_parameters" | "_buffers",
  prefix = "",
  recurse = true,
  duplicates = false,
): Generator<[string, PyTensor, PyObject, string]> {
  const seen = new Set<PyTensor>();
  // Duplicate modules are walked as well when duplicate tensors are asked for.
  const modules = recurse ? walkModules(root, prefix, new Set(), duplicates) : [[prefix, root] as const];
  for (const [path, module] of modules) {
    for (const [name, tensor] of tensorEntries(module, kind)) {
      if (!duplicates && seen.has(tensor)) continue;
      seen.add(tensor);
      yield [path === "" ? name : `${path}.${name}`, tensor, module, name];
    }
  }
}
