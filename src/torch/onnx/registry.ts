/** `torch.onnx.OnnxRegistry`: which functions translate an operator, the user's own behind the built-in one. */

import { isCallable } from "../../dynamo/builtins/functions_objects.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { repr, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { opTable } from "../../ops/table.ts";
import { operatorTarget } from "../module/operators.ts";
import type { CustomTranslation } from "../services.ts";

const DEFAULT_OPSET = 18;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const onnxRegistryType: PyType = nativeType("OnnxRegistry", {
  module: "torch.onnx",
  hasDict: true,
  allocate: (t) => new PyOnnxRegistry(t),
});
const builtinFunctionType = nativeType("ONNXFunction", { module: "torch.onnx._internal.fx.registration" });

export class PyOnnxRegistry extends PyObject {
  readonly translations: CustomTranslation[] = [];
  constructor(type: PyType = onnxRegistryType) {
    super(type);
  }
}

/** One entry of `get_op_functions`. */
class PyRegisteredFunction extends PyObject {
  constructor(target: string, custom: boolean, complex: boolean, f: PyValue) {
    super(builtinFunctionType);
    this.attrs = new Map<string, PyValue>([
      ["op_full_name", target],
      ["is_custom", custom],
      ["is_complex", complex],
      ["onnx_function", f],
    ]);
  }
}
defineMethods(builtinFunctionType, {
  "__repr__(self)": (vm, self: PyObject) => {
    const shown = [...(self.attrs ?? [])].map(([name, value]) => `${name}=${repr(vm, value)}`);
    return `ONNXFunction(${shown.join(", ")})`;
  },
});

function targetOf(vm: Interpreter, namespace: PyValue, opName: PyValue, overload: PyValue): string {
  const parts = [namespace, opName, overload === null || overload === "" ? "default" : overload];
  for (const part of parts) {
    if (typeof part !== "string" || !NAME.test(part)) {
      return raise(
        vm,
        ValueErrorType,
        `${repr(vm, part)} is not a valid name: an operator is named by namespace, op_name and overload, each an identifier`,
      );
    }
  }
  return parts.join(".");
}

function functionsOf(self: PyOnnxRegistry, target: string): PyRegisteredFunction[] {
  const builtin = opTable.get(target)?.lower ? [new PyRegisteredFunction(target, false, false, null)] : [];
  const custom = self.translations.filter((item) => item.target === target);
  return [...builtin, ...custom.map((item) => new PyRegisteredFunction(target, true, item.complex, item.function))];
}

defineMethods(onnxRegistryType, {
  "get_op_functions(self, namespace, op_name, overload=None)": (vm, self: PyOnnxRegistry, ns, name, overload) => {
    const functions = functionsOf(self, targetOf(vm, ns, name, overload));
    return functions.length === 0 ? null : new PyList(functions);
  },
  "is_registered_op(self, namespace, op_name, overload=None)": (vm, self: PyOnnxRegistry, ns, name, overload) =>
    functionsOf(self, targetOf(vm, ns, name, overload)).length > 0,
  "register_op(self, function, namespace, op_name, overload=None, is_complex=False)": (
    vm,
    self: PyOnnxRegistry,
    f,
    ns,
    name,
    overload,
    complex,
  ) => {
    const target = targetOf(vm, ns, name, overload);
    checkFunction(vm, f);
    self.translations.push({ target, complex: truth(vm, complex), function: f });
    return null;
  },
});
defineGetSet(onnxRegistryType, { opset_version: { get: () => DEFAULT_OPSET } });

function checkFunction(vm: Interpreter, f: PyValue): void {
  if (!isCallable(f)) {
    raise(vm, TypeErrorType, `an onnx-script function or a Python function is needed, not ${repr(vm, f)}`);
  }
}

/** `custom_translation_table={torch.ops.mylib.op.default: function}`. */
export function translationTable(vm: Interpreter, table: PyValue): CustomTranslation[] {
  if (table === null) return [];
  if (!(table instanceof PyDict)) {
    return raise(vm, TypeErrorType, "custom_translation_table must be a dict of operators and functions");
  }
  return table.entries().map(([key, value]) => {
    if (value instanceof PyList || value instanceof PyTuple) {
      return raise(
        vm,
        TypeErrorType,
        "The value in custom_translation_table should be a single callable, not a sequence",
      );
    }
    const target = operatorTarget(key);
    if (target === null) {
      return raise(
        vm,
        TypeErrorType,
        `${repr(vm, key)} is not an operator: a key of custom_translation_table is one such as torch.ops.aten.add.Tensor`,
      );
    }
    checkFunction(vm, value);
    return { target, complex: false, function: value };
  });
}
