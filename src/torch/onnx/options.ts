/** Option objects of the API: `ExportOptions`, `DiagnosticOptions`, `ONNXRuntimeOptions`, `ONNXFakeContext`. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";

/** A class whose constructor keeps its arguments as attributes of the same names. */
function record(name: string, parameters: readonly (readonly [name: string, defaultText: string])[]): PyType {
  const type = nativeType(name, { module: "torch.onnx", hasDict: true, allocate: (t) => new PyObject(t) });
  const init: NativeImpl = (_vm, self: PyObject, ...values: PyValue[]) => {
    self.attrs = new Map(parameters.map(([parameter], i) => [parameter, values[i] ?? null]));
    return null;
  };
  const text = parameters.map(([parameter, value]) => `${parameter}=${value}`).join(", ");
  defineMethods(type, { [`__init__(self, *, ${text})`]: init });
  return type;
}

export const exportOptionsType = record("ExportOptions", [
  ["dynamic_shapes", "None"],
  // Of PyTorch 2.1: each operator's result in ONNX Runtime against a reference.
  ["op_level_debug", "None"],
  ["fake_context", "None"],
  ["onnx_registry", "None"],
  ["diagnostic_options", "None"],
]);

export const runtimeOptionsType = record("ONNXRuntimeOptions", [
  ["session_options", "None"],
  ["execution_providers", "None"],
  ["execution_provider_options", "None"],
]);

export const diagnosticOptionsType: PyType = nativeType("DiagnosticOptions", {
  module: "torch.onnx._internal.diagnostics.infra",
  hasDict: true,
  allocate: (t) => new PyObject(t),
});
defineMethods(diagnosticOptionsType, {
  // 20 is logging.INFO.
  "__init__(self, verbosity_level=20, warnings_as_errors=False)": (
    _vm,
    self: PyObject,
    verbosity: PyValue,
    warningsAsErrors: PyValue,
  ) => {
    self.attrs = new Map([
      ["verbosity_level", verbosity],
      ["warnings_as_errors", warningsAsErrors],
    ]);
    return null;
  },
});
