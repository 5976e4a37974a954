/** `torch.onnx.dynamo_export` with the signature it had in PyTorch 2.5, and `ExportOptions`. */

import { INFO } from "../../diagnostics/verbosity.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { fn, type Kwargs } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { index, isInstance, repr, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { PyExportedProgram } from "../export/exported_program.ts";
import { invalidExportOptionsErrorType } from "./errors.ts";
import { PyFakeContext } from "./fake_mode.ts";
import { diagnosticOptionsType, exportOptionsType } from "./options.ts";
import { extractorFor, perform } from "./perform.ts";
import { PyOnnxRegistry } from "./registry.ts";

export const dynamoExport = fn(
  "dynamo_export(model, /, *model_args, export_options=None, **model_kwargs)",
  (vm: Interpreter, model: PyValue, args: PyValue[], options: PyValue, kwargs: Kwargs) => {
    if (options !== null && !isInstance(vm, options, exportOptionsType)) {
      return raise(vm, TypeErrorType, `export_options must be a torch.onnx.ExportOptions, not ${repr(vm, options)}`);
    }
    const option = (name: string): PyValue => (options instanceof PyObject ? (options.getOwn(name) ?? null) : null);
    const dynamic = option("dynamic_shapes");
    const registry = checked(vm, option("onnx_registry"), "onnx_registry", (v) => v instanceof PyOnnxRegistry);
    const fake = checked(vm, option("fake_context"), "fake_context", (v) => v instanceof PyFakeContext);
    const diagnostics = checked(vm, option("diagnostic_options"), "diagnostic_options", (v) =>
      isInstance(vm, v, diagnosticOptionsType),
    );
    const diagnosing = (name: string): PyValue =>
      diagnostics instanceof PyObject ? (diagnostics.getOwn(name) ?? null) : null;
    const verbosity = diagnosing("verbosity_level");
    return perform(
      vm,
      model instanceof PyExportedProgram ? model.model : model,
      {
        api: "dynamo_export",
        destination: null,
        saveOptions: { includeInitializers: true, keepInitializersAsInputs: false, externalData: null },
        opsetVersion: null,
        olderOpset: null,
        inputNames: null,
        outputNames: null,
        translations: registry instanceof PyOnnxRegistry ? registry.translations : [],
        settings: {
          optimize: true,
          report: false,
          verify: false,
          dumpProgram: false,
          artifactsDir: ".",
          warningsAsErrors: truth(vm, diagnosing("warnings_as_errors")),
          verbosity: verbosity === null ? INFO : Number(index(vm, verbosity)),
          opLevelDebug: truth(vm, option("op_level_debug")),
        },
        notices: [],
      },
      extractorFor(vm, model, args, kwargs, { kind: truth(vm, dynamic) ? "all" : "none" }),
      { fakeContext: fake, diagnosticOptions: diagnostics },
    );
  },
);

function checked(vm: Interpreter, value: PyValue, name: string, fits: (value: PyValue) => boolean): PyValue {
  if (value === null || fits(value)) return value;
  return raise(vm, invalidExportOptionsErrorType, `ExportOptions.${name} can't be ${repr(vm, value)}`);
}
