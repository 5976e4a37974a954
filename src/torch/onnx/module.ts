/** `torch.onnx`: `export`, `dynamo_export`, `ExportOptions`. */

import { lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { setExceptionDetails } from "../../dynamo/objects/exception_details.ts";
import { RuntimeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineMethods, fn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { asInt, asStr } from "../../dynamo/objects/unbox.ts";
import { index, truth } from "../../dynamo/protocols/convert.ts";
import { makeException, raise, raiseException } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { capture } from "../export/capture.ts";
import { PyDimHint } from "../export/dim.ts";
import type { ShapesRequest } from "../export/dynamic_shapes.ts";
import { PyExportedProgram } from "../export/module.ts";
import { inertNamespace } from "../module/inert.ts";
import { ExportFailed, type ExportRequest } from "../services.ts";
import { torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { fileName, onnxProgramType, PyOnnxProgram } from "./program.ts";

export const onnxExporterErrorType: PyType = nativeType("OnnxExporterError", {
  module: "torch.onnx.errors",
  bases: [RuntimeErrorType],
  hasDict: true,
});

const exportOptionsType: PyType = nativeType("ExportOptions", {
  module: "torch.onnx",
  hasDict: true,
  allocate: (t) => new PyObject(t),
});
defineMethods(exportOptionsType, {
  "__init__(self, *, dynamic_shapes=None, fake_context=None, onnx_registry=None, diagnostic_options=None)": (
    _vm,
    self: PyObject,
    dynamicShapes: PyValue,
    fakeContext: PyValue,
    registry: PyValue,
    diagnostics: PyValue,
  ) => {
    self.attrs = new Map([
      ["dynamic_shapes", dynamicShapes],
      ["fake_context", fakeContext],
      ["onnx_registry", registry],
      ["diagnostic_options", diagnostics],
    ]);
    return null;
  },
});

/** Hands a captured program to the exporter and wraps what comes back. */
function perform(
  vm: Interpreter,
  program: ExportedProgram,
  model: PyValue,
  request: Omit<ExportRequest, "program" | "span" | "stack">,
): PyValue {
  const { services } = torchState(vm);
  if (services === null) return raise(vm, RuntimeErrorType, "no ONNX exporter is available here");
  try {
    const handle = services.exportOnnx({ ...request, program, span: vm.currentSpan(), stack: vm.stack() });
    return new PyOnnxProgram(handle, program, model);
  } catch (e) {
    if (!(e instanceof ExportFailed)) throw e;
    const exc = makeException(onnxExporterErrorType, `Failed to export the model to ONNX: ${e.message}`);
    setExceptionDetails(exc, { reported: true });
    return raiseException(vm, exc);
  }
}

/** Plain data of an option, for the exporter; what is no data stays out. */
function plain(vm: Interpreter, value: PyValue): unknown {
  if (value === null || typeof value === "boolean") return value;
  const text = asStr(value);
  if (text !== undefined) return text;
  const int = asInt(value);
  if (int !== undefined) return int;
  if (value instanceof PyList || value instanceof PyTuple) return value.items.map((v) => plain(vm, v));
  if (value instanceof PyDict) {
    return Object.fromEntries(value.entries().map(([k, v]) => [String(asStr(k) ?? asInt(k)), plain(vm, v)]));
  }
  return undefined;
}

function names(vm: Interpreter, value: PyValue): string[] | null {
  return value === null
    ? null
    : toArray(vm, value).map((v) => asStr(v) ?? raise(vm, TypeErrorType, "a name must be a string"));
}

/** `dynamic_axes={"x": {0: "batch"}}`, or a list of dimensions. */
function fromAxes(vm: Interpreter, axes: PyDict, inputNames: readonly string[] | null): ShapesRequest {
  return {
    kind: "leaves",
    of: (position, name) => {
      const spec = axes.getStr(inputNames?.[position] ?? name) ?? null;
      if (!(spec instanceof PyList || spec instanceof PyTuple)) return spec;
      const dims = new PyDict();
      for (const dim of spec.items) dims.set(vm, dim, new PyDimHint("AUTO"));
      return dims;
    },
  };
}

const EXPORT =
  "export(model, args=(), f=None, *, kwargs=None, verbose=None, input_names=None, output_names=None, opset_version=None, dynamo=True, " +
  "external_data=True, dynamic_shapes=None, custom_translation_table=None, report=False, optimize=True, verify=False, profile=False, " +
  "dump_exported_program=False, artifacts_dir='.', export_params=True, keep_initializers_as_inputs=False, dynamic_axes=None, " +
  "training=None, operator_export_type=None, do_constant_folding=True, custom_opsets=None, export_modules_as_functions=False, autograd_inlining=True, " +
  "fallback=False)";

const OPTION_NAMES = EXPORT.slice(EXPORT.indexOf("(") + 1, -1)
  .split(", ")
  .filter((p) => p !== "*")
  .map((p) => p.split("=")[0] ?? p);

function exportFunction(vm: Interpreter, ...values: PyValue[]): PyValue {
  const option = (name: string): PyValue => values[OPTION_NAMES.indexOf(name)] ?? null;
  const model = option("model");
  const given = option("args");
  const args =
    given instanceof PyTensor
      ? [given]
      : given instanceof PyTuple || given instanceof PyList
        ? [...given.items]
        : [given];
  const kwargsValue = option("kwargs");
  const kwargs = new Map(kwargsValue instanceof PyDict ? kwargsValue.attrMap : []);
  // A dictionary as the last argument holds keyword arguments, unless kwargs are given.
  const last = args.at(-1);
  if (kwargsValue === null && last instanceof PyDict && args.length > 1 && given instanceof PyTuple) {
    args.pop();
    for (const [k, v] of last.attrMap) kwargs.set(k, v);
  }
  const inputNames = names(vm, option("input_names"));
  const dynamicShapes = option("dynamic_shapes");
  const axes = option("dynamic_axes");
  const shapes: ShapesRequest =
    dynamicShapes !== null
      ? { kind: "spec", spec: dynamicShapes }
      : axes instanceof PyDict
        ? fromAxes(vm, axes, inputNames)
        : { kind: "none" };
  const program = model instanceof PyExportedProgram ? model.program : capture(vm, model, args, kwargs, { shapes });
  const opset = option("opset_version");
  const f = option("f");
  const options = new Map<string, unknown>();
  for (const [i, name] of OPTION_NAMES.entries()) {
    if (["model", "args", "f", "kwargs", "dynamic_shapes", "dynamic_axes"].includes(name)) continue;
    options.set(name, plain(vm, values[i] ?? null));
  }
  const result = perform(vm, program, model instanceof PyExportedProgram ? model.model : model, {
    api: "export",
    destination: f === null ? null : fileName(vm, f),
    opsetVersion: opset === null ? null : Number(index(vm, opset)),
    inputNames,
    outputNames: names(vm, option("output_names")),
    options,
  });
  return truth(vm, option("dynamo")) ? result : null;
}

function dynamoExport(
  vm: Interpreter,
  model: PyValue,
  args: PyValue[],
  options: PyValue,
  kwargs: Map<string, PyValue>,
): PyValue {
  const asked = options instanceof PyObject ? (options.getOwn("dynamic_shapes") ?? null) : null;
  const shapes: ShapesRequest = asked !== null && truth(vm, asked) ? { kind: "all" } : { kind: "none" };
  const program = capture(vm, model, args, kwargs, { shapes });
  return perform(vm, program, model, {
    api: "dynamo_export",
    destination: null,
    opsetVersion: null,
    inputNames: null,
    outputNames: null,
    options: new Map(),
  });
}

export function onnxModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.onnx", (vm) => ({
      export: fn(EXPORT, exportFunction),
      dynamo_export: fn("dynamo_export(model, /, *model_args, export_options=None, **model_kwargs)", dynamoExport),
      ExportOptions: exportOptionsType,
      ONNXProgram: onnxProgramType,
      OnnxExporterError: onnxExporterErrorType,
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
      errors: lazy(() => vm.importModule("torch.onnx.errors")),
    })),
    nativeModule("torch.onnx.errors", () => ({ OnnxExporterError: onnxExporterErrorType })),
  ];
}
