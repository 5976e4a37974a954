/** `torch.onnx` and its submodules. */

import { lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { inertNamespace } from "../module/inert.ts";
import { torchState } from "../state.ts";
import { dynamoExport } from "./dynamo_export.ts";
import { invalidExportOptionsErrorType, onnxExporterErrorType, PUBLIC_ERRORS, STAGE_ERRORS } from "./errors.ts";
import { exportFunction } from "./export_function.ts";
import { enableFakeMode, fakeContextType } from "./fake_mode.ts";
import { onnxOpsModule } from "./ops.ts";
import { diagnosticOptionsType, exportOptionsType, runtimeOptionsType } from "./options.ts";
import { onnxProgramType } from "./program.ts";
import { EXPORTABLE, TESTING, TORCHSCRIPT, torchScriptModule } from "./public_names.py.ts";
import { onnxRegistryType } from "./registry.ts";
import { VERIFICATION } from "./verification.py.ts";

/** The first three are names of `torch.onnx.utils` too. */
const TORCHSCRIPT_NAMES = [
  "register_custom_op_symbolic",
  "unregister_custom_op_symbolic",
  "select_model_mode_for_export",
  "JitScalarType",
];
const TORCHSCRIPT_MODULES = ["symbolic_helper", "symbolic_opset9", "symbolic_opset10"];
const ELEMENT_TYPES =
  "UNDEFINED FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 STRING BOOL FLOAT16 DOUBLE UINT32 UINT64 COMPLEX64 COMPLEX128 BFLOAT16".split(
    " ",
  );

function byName(types: readonly PyType[]): Record<string, PyValue> {
  return Object.fromEntries(types.map((type) => [type.name, type]));
}

export function onnxModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.onnx", (vm) => ({
      export: exportFunction,
      dynamo_export: dynamoExport,
      enable_fake_mode: enableFakeMode,
      ExportOptions: exportOptionsType,
      DiagnosticOptions: diagnosticOptionsType,
      ONNXFakeContext: fakeContextType,
      ONNXProgram: onnxProgramType,
      ONNXRuntimeOptions: runtimeOptionsType,
      OnnxExporterError: onnxExporterErrorType,
      InvalidExportOptionsError: invalidExportOptionsErrorType,
      OnnxRegistry: onnxRegistryType,
      is_in_onnx_export: fn("is_in_onnx_export()", (v: Interpreter) => torchState(v).tracer !== null),
      producer_name: "pytorch",
      producer_version: "2.13.0",
      TrainingMode: inertNamespace("TrainingMode", ["EVAL", "PRESERVE", "TRAINING"]),
      OperatorExportTypes: inertNamespace("OperatorExportTypes", [
        "ONNX",
        "ONNX_ATEN",
        "ONNX_ATEN_FALLBACK",
        "ONNX_FALLTHROUGH",
      ]),
      TensorProtoDataType: inertNamespace("TensorProtoDataType", ELEMENT_TYPES),
      ExportableModule: lazy(() => getAttr(vm, vm.importModule("torch.onnx._exportable"), "ExportableModule")),
      InputObserver: lazy(() => getAttr(vm, vm.importModule("torch.onnx._exportable"), "InputObserver")),
      ...Object.fromEntries(
        TORCHSCRIPT_NAMES.map((name) => [
          name,
          lazy(() => getAttr(vm, vm.importModule("torch.onnx._torchscript"), name)),
        ]),
      ),
      ...Object.fromEntries(
        TORCHSCRIPT_MODULES.map((name) => [name, lazy(() => vm.importModule(`torch.onnx.${name}`))]),
      ),
      utils: lazy(() => vm.importModule("torch.onnx.utils")),
      testing: lazy(() => vm.importModule("torch.onnx.testing")),
      errors: lazy(() => vm.importModule("torch.onnx.errors")),
      ops: lazy(() => vm.importModule("torch.onnx.ops")),
      verification: lazy(() => vm.importModule("torch.onnx.verification")),
      _internal: lazy(() => vm.importModule("torch.onnx._internal")),
    })),
    onnxOpsModule(),
    sourceModule("torch.onnx.verification", VERIFICATION),
    sourceModule("torch.onnx._exportable", EXPORTABLE),
    sourceModule("torch.onnx._torchscript", TORCHSCRIPT),
    sourceModule("torch.onnx.testing", TESTING),
    sourceModule("torch.onnx.utils", torchScriptModule("utils", TORCHSCRIPT_NAMES.slice(0, 3))),
    ...TORCHSCRIPT_MODULES.map((name) => sourceModule(`torch.onnx.${name}`, torchScriptModule(name))),
    nativeModule("torch.onnx.errors", () => byName(PUBLIC_ERRORS)),
    nativeModule("torch.onnx._internal", (vm) => ({
      exporter: lazy(() => vm.importModule("torch.onnx._internal.exporter")),
      diagnostics: lazy(() => vm.importModule("torch.onnx._internal.diagnostics")),
    })),
    nativeModule("torch.onnx._internal.exporter", (vm) => ({
      _errors: lazy(() => vm.importModule("torch.onnx._internal.exporter._errors")),
    })),
    nativeModule("torch.onnx._internal.exporter._errors", () => byName(STAGE_ERRORS)),
    nativeModule("torch.onnx._internal.diagnostics", (vm) => ({
      infra: lazy(() => vm.importModule("torch.onnx._internal.diagnostics.infra")),
    })),
    nativeModule("torch.onnx._internal.diagnostics.infra", () => ({ DiagnosticOptions: diagnosticOptionsType })),
  ];
}
