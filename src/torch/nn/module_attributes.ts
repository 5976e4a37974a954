/** `nn.Module.__setattr__`, `__getattr__`, `__delattr__`: parameters, buffers and submodules register themselves. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { objectType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { setExceptionDetails } from "../../dynamo/objects/exception_details.ts";
import { AttributeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PySet } from "../../dynamo/objects/set.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { makeException, raise, raiseAttributeError, raiseException } from "../../dynamo/protocols/errors.ts";
import { torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { afterRegistrationHooks } from "./global_hooks.ts";
import { initModule, isModule, registry } from "./module_type.ts";
import { isBuffer, isParameter } from "./parameter.ts";
import { typeName } from "./type_name.ts";

export function defineModuleAttributes(type: PyType): void {
  type.setAttr("call_super_init", false);
  type.setAttr("dump_patches", false);
  type.setAttr("_version", 1);
  defineMethods(type, {
    "__init__(self, *args, **kwargs)": (vm, self: PyObject, args: PyValue[], kwargs: Map<string, PyValue>) => {
      const [first] = kwargs.keys();
      if (self.type.lookup("call_super_init") === false && (first !== undefined || args.length > 0)) {
        raise(
          vm,
          TypeErrorType,
          first !== undefined
            ? `${self.type.name}.__init__() got an unexpected keyword argument '${first}'`
            : `${self.type.name}.__init__() takes 1 positional argument but ${args.length + 1} were given`,
        );
      }
      initModule(vm, self);
      return null;
    },
    "__setattr__(self, name, value)": setModuleAttribute,
    "__getattr__(self, name)": (vm, self: PyObject, name: string) => {
      for (const kind of ["_parameters", "_buffers", "_modules"] as const) {
        const found = registry(self, kind)?.getStr(name);
        if (found !== undefined) return found;
      }
      return raiseAttributeError(vm, self, name, `'${self.type.name}' object has no attribute '${name}'`);
    },
    "__delattr__(self, name)": (vm, self: PyObject, name: string) => {
      for (const kind of ["_parameters", "_buffers", "_modules"] as const) {
        const dict = registry(self, kind);
        if (dict?.getStr(name) === undefined) continue;
        dict.delete(vm, name);
        if (kind === "_buffers") nonPersistent(self)?.delete(vm, name);
        return null;
      }
      return vm.call(objectMethod("__delattr__"), [self, name]);
    },
    "__setstate__(self, state)": (_vm, self: PyObject, state: PyValue) => {
      self.attrs ??= new Map();
      if (state instanceof PyDict) {
        for (const [key, value] of state.entries()) if (typeof key === "string") self.attrs.set(key, value);
      }
      return null;
    },
    "__dir__(self)": (vm, self: PyObject) => {
      const names = vm.call(objectMethod("__dir__"), [self]);
      const list = vm.call(vm.builtins.get("set") ?? null, [names]);
      for (const kind of ["_parameters", "_modules", "_buffers"] as const) {
        for (const name of registry(self, kind)?.keys() ?? []) if (list instanceof PySet) list.add(vm, name);
      }
      return vm.call(vm.builtins.get("sorted") ?? null, [list]);
    },
  });
}

function objectMethod(name: string): PyValue {
  const found = objectType.lookup(name);
  if (found === undefined) throw new Error(`object has no ${name}`);
  return found;
}

function nonPersistent(self: PyObject): PySet | null {
  const set = self.getOwn("_non_persistent_buffers_set");
  return set instanceof PySet ? set : null;
}

function removeFrom(vm: Interpreter, self: PyObject, name: string, kinds: readonly string[]): void {
  for (const kind of kinds) {
    if (kind === "__dict__") self.attrs?.delete(name);
    else if (kind === "_non_persistent_buffers_set") nonPersistent(self)?.delete(vm, name);
    else {
      const dict = self.getOwn(kind);
      if (dict instanceof PyDict && dict.getStr(name) !== undefined) dict.delete(vm, name);
    }
  }
}

function setModuleAttribute(vm: Interpreter, self: PyObject, name: string, value: PyValue): PyValue {
  const state = torchState(vm);
  const parameters = registry(self, "_parameters");
  if (isParameter(state, value)) {
    if (parameters === null) raiseNotInitialized(vm, "cannot assign parameters before Module.__init__() call");
    removeFrom(vm, self, name, ["__dict__", "_buffers", "_modules", "_non_persistent_buffers_set"]);
    parameters.setStr(name, afterRegistrationHooks(vm, "parameter", self, name, value));
    return null;
  }
  if (parameters?.getStr(name) !== undefined) {
    if (value !== null) {
      raise(
        vm,
        TypeErrorType,
        `cannot assign '${typeName(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
      );
    }
    parameters.setStr(name, null);
    return null;
  }
  const modules = registry(self, "_modules");
  if (isModule(vm, value)) {
    if (modules === null) raiseNotInitialized(vm, "cannot assign module before Module.__init__() call");
    removeFrom(vm, self, name, ["__dict__", "_parameters", "_buffers", "_non_persistent_buffers_set"]);
    modules.setStr(name, afterRegistrationHooks(vm, "module", self, name, value));
    return null;
  }
  if (modules?.getStr(name) !== undefined) {
    if (value !== null) {
      raise(
        vm,
        TypeErrorType,
        `cannot assign '${typeName(value)}' as child module '${name}' (torch.nn.Module or None expected)`,
      );
    }
    modules.setStr(name, afterRegistrationHooks(vm, "module", self, name, null));
    return null;
  }
  const buffers = registry(self, "_buffers");
  if (isBuffer(state, value)) {
    if (buffers === null) raiseNotInitialized(vm, "cannot assign buffer before Module.__init__() call");
    removeFrom(vm, self, name, ["__dict__", "_parameters", "_modules"]);
    buffers.setStr(name, afterRegistrationHooks(vm, "buffer", self, name, value));
    if (value instanceof PyTensor && value.getOwn("persistent") === false) nonPersistent(self)?.add(vm, name);
    else nonPersistent(self)?.delete(vm, name);
    return null;
  }
  if (buffers?.getStr(name) !== undefined) {
    if (value !== null && !(value instanceof PyTensor)) {
      raise(
        vm,
        TypeErrorType,
        `cannot assign '${typeName(value)}' as buffer '${name}' (torch.nn.Buffer, torch.Tensor or None expected)`,
      );
    }
    const old = buffers.getStr(name);
    if (value instanceof PyTensor && old instanceof PyTensor && state.tracer !== null) {
      state.tracer.assignBuffer(buffers, name, old);
    }
    buffers.setStr(name, afterRegistrationHooks(vm, "buffer", self, name, value));
    return null;
  }
  return vm.call(objectMethod("__setattr__"), [self, name, value]);
}

/** PyTorch's AttributeError, with a fix that inserts the missing call before the statement. */
export function raiseNotInitialized(vm: Interpreter, message: string): never {
  const exc = makeException(AttributeErrorType, message);
  const span = vm.currentSpan();
  const line = span === null ? undefined : vm.host.readText(span.file)?.split(/\r\n|\r|\n/)[span.line - 1];
  if (span !== null && line !== undefined) {
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    const column = indent.length + 1;
    setExceptionDetails(exc, {
      fixes: [
        {
          title: "Insert super().__init__() before the first assignment",
          edits: [
            {
              span: { file: span.file, line: span.line, column, endLine: span.line, endColumn: column },
              newText: `super().__init__()\n${indent}`,
            },
          ],
        },
      ],
    });
  }
  raiseException(vm, exc);
}
