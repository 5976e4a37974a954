/** Registration by name: `register_parameter`, `register_buffer`, `add_module`, `get_submodule`, hooks. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import {
  AttributeErrorType,
  KeyErrorType,
  TypeErrorType,
  ValueErrorType,
} from "../../dynamo/objects/exception_types.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PySet } from "../../dynamo/objects/set.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { lookupAttr, setAttr } from "../../dynamo/protocols/attribute.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { makeException, raise, raiseException } from "../../dynamo/protocols/errors.ts";
import { torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { afterRegistrationHooks } from "./global_hooks.ts";
import { raiseNotInitialized } from "./module_attributes.ts";
import { isModule, registry } from "./module_type.ts";
import { isParameter } from "./parameter.ts";
import { PyRemovableHandle } from "./removable_handle.ts";
import { typeName } from "./type_name.ts";

export function defineModuleRegistration(type: PyType): void {
  defineMethods(type, {
    "register_parameter(self, name, param)": registerParameter,
    "register_buffer(self, name, tensor, persistent=True)": registerBuffer,
    "add_module(self, name, module)": addModule,
    "register_module(self, name, module)": addModule,
    "get_submodule(self, target)": submodule,
    "set_submodule(self, target, module, strict=False)": (vm, self: PyObject, target: string, module: PyValue) => {
      if (target === "") raise(vm, ValueErrorType, "Cannot set the submodule without a target name!");
      const [parent, name] = splitPath(vm, self, target);
      setAttr(vm, parent, name, module);
      return null;
    },
    "get_parameter(self, target)": (vm, self: PyObject, target: string) =>
      member(vm, self, target, "an nn.Parameter", (v) => isParameter(torchState(vm), v)),
    "get_buffer(self, target)": (vm, self: PyObject, target: string) =>
      member(vm, self, target, "a buffer", (v) => v instanceof PyTensor && !isParameter(torchState(vm), v)),
    "register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False)": hookMethod(
      "_forward_hooks",
      "_forward_hooks_with_kwargs",
    ),
    "register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False)": hookMethod(
      "_forward_pre_hooks",
      "_forward_pre_hooks_with_kwargs",
    ),
    "register_backward_hook(self, hook)": hookMethod("_backward_hooks"),
    "register_full_backward_hook(self, hook, prepend=False)": hookMethod("_backward_hooks"),
    "register_full_backward_pre_hook(self, hook, prepend=False)": hookMethod("_backward_pre_hooks"),
    "register_state_dict_pre_hook(self, hook)": hookMethod("_state_dict_pre_hooks"),
    "register_state_dict_post_hook(self, hook)": hookMethod("_state_dict_hooks"),
    "_register_state_dict_hook(self, hook)": hookMethod("_state_dict_hooks"),
    "_register_load_state_dict_pre_hook(self, hook, with_module=False)": (
      vm,
      self: PyObject,
      hook: PyValue,
      withModule: PyValue,
    ) => {
      const key = addHook(self, "_load_state_dict_pre_hooks", hook);
      if (truth(vm, withModule)) modulePassingHooks.add(key);
      return key;
    },
    "register_load_state_dict_pre_hook(self, hook)": (_vm, self: PyObject, hook: PyValue) => {
      const key = addHook(self, "_load_state_dict_pre_hooks", hook);
      modulePassingHooks.add(key);
      return key;
    },
    "register_load_state_dict_post_hook(self, hook)": hookMethod("_load_state_dict_post_hooks"),
  });
}

/** Handles of load hooks that get the module as first argument. */
export const modulePassingHooks: WeakSet<PyObject> = new WeakSet();

function addHook(self: PyObject, dictName: string, hook: PyValue): PyRemovableHandle {
  const dict = self.getOwn(dictName);
  if (!(dict instanceof PyDict)) throw new Error(`a module without ${dictName}`);
  return PyRemovableHandle.add(dict, hook);
}

function hookMethod(dictName: string, withKwargsName?: string): NativeImpl {
  return (vm: Interpreter, self: PyObject, hook: PyValue, prepend?: PyValue, withKwargs?: PyValue) => {
    if (registry(self, dictName) === null) {
      raise(vm, AttributeErrorType, `'${self.type.name}' object has no attribute '${dictName}'`);
    }
    const handle = addHook(self, dictName, hook);
    if (withKwargsName !== undefined && withKwargs !== undefined && truth(vm, withKwargs)) {
      registry(self, withKwargsName)?.map.set(handle.key, true);
    }
    if (prepend !== undefined && truth(vm, prepend)) {
      const { map } = handle.dict;
      const entries = [...map].filter(([key]) => key !== handle.key);
      map.clear();
      map.set(handle.key, hook);
      for (const [key, value] of entries) map.set(key, value);
    }
    return handle;
  };
}

function checkName(vm: Interpreter, self: PyObject, what: string, name: PyValue, taken: PyDict): string {
  if (typeof name !== "string") {
    return raise(vm, TypeErrorType, `${what} name should be a string. Got ${typeName(name)}`);
  }
  const key = (message: string): never => raiseException(vm, makeException(KeyErrorType, message));
  if (what === "module") {
    if (taken.getStr(name) === undefined && lookupAttr(vm, self, name) !== undefined) {
      key(`attribute '${name}' already exists`);
    }
    if (name.includes(".")) key(`module name can't contain ".", got: ${name}`);
    if (name === "") key(`module name can't be empty string ""`);
    return name;
  }
  if (name.includes(".")) key(`${what} name can't contain "."`);
  if (name === "") key(`${what} name can't be empty string ""`);
  if (taken.getStr(name) === undefined && lookupAttr(vm, self, name) !== undefined) {
    key(`attribute '${name}' already exists`);
  }
  return name;
}

function registerParameter(vm: Interpreter, self: PyObject, nameValue: PyValue, param: PyValue): PyValue {
  const dict = registry(self, "_parameters");
  if (dict === null) raiseNotInitialized(vm, "cannot assign parameter before Module.__init__() call");
  const name = checkName(vm, self, "parameter", nameValue, dict);
  if (param !== null && !isParameter(torchState(vm), param)) {
    raise(
      vm,
      TypeErrorType,
      `cannot assign '${typeName(param)}' object to parameter '${name}' (torch.nn.Parameter or None required)`,
    );
  }
  dict.setStr(name, param === null ? null : afterRegistrationHooks(vm, "parameter", self, name, param));
  return null;
}

function registerBuffer(
  vm: Interpreter,
  self: PyObject,
  nameValue: PyValue,
  tensor: PyValue,
  persistent: PyValue,
): PyValue {
  const dict = registry(self, "_buffers");
  if (dict === null) raiseNotInitialized(vm, "cannot assign buffer before Module.__init__() call");
  const name = checkName(vm, self, "buffer", nameValue, dict);
  if (tensor !== null && !(tensor instanceof PyTensor)) {
    raise(
      vm,
      TypeErrorType,
      `cannot assign '${typeName(tensor)}' object to buffer '${name}' (torch Tensor or None required)`,
    );
  }
  dict.setStr(name, afterRegistrationHooks(vm, "buffer", self, name, tensor));
  const temporary = self.getOwn("_non_persistent_buffers_set");
  if (temporary instanceof PySet) {
    if (truth(vm, persistent)) temporary.delete(vm, name);
    else temporary.add(vm, name);
  }
  return null;
}

export function addModule(vm: Interpreter, self: PyObject, nameValue: PyValue, module: PyValue): PyValue {
  const dict = registry(self, "_modules");
  if (module !== null && !isModule(vm, module)) {
    raise(vm, TypeErrorType, `${typeName(module)} is not a Module subclass`);
  }
  if (dict === null) raiseNotInitialized(vm, "cannot assign module before Module.__init__() call");
  const name = checkName(vm, self, "module", nameValue, dict);
  dict.setStr(name, afterRegistrationHooks(vm, "module", self, name, module));
  return null;
}

function submodule(vm: Interpreter, self: PyObject, target: string): PyObject {
  let module = self;
  if (target === "") return module;
  for (const item of target.split(".")) {
    const next = lookupAttr(vm, module, item);
    if (next === undefined) raise(vm, AttributeErrorType, `${module.type.name} has no attribute \`${item}\``);
    if (!isModule(vm, next)) raise(vm, AttributeErrorType, `\`${item}\` is not an nn.Module`);
    module = next as PyObject;
  }
  return module;
}

function splitPath(vm: Interpreter, self: PyObject, target: string): [PyObject, string] {
  const dot = target.lastIndexOf(".");
  return [submodule(vm, self, dot < 0 ? "" : target.slice(0, dot)), target.slice(dot + 1)];
}

function member(
  vm: Interpreter,
  self: PyObject,
  target: string,
  what: string,
  accept: (value: PyValue) => boolean,
): PyValue {
  const [parent, name] = splitPath(vm, self, target);
  const found = lookupAttr(vm, parent, name);
  if (found === undefined) return raise(vm, AttributeErrorType, `${parent.type.name} has no attribute \`${name}\``);
  if (!accept(found)) raise(vm, AttributeErrorType, `\`${name}\` is not ${what}`);
  return found;
}
