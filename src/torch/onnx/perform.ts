/** Hands a captured program to the exporter and wraps what comes back. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { ExceptionType, RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { Kwargs } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { str } from "../../dynamo/protocols/convert.ts";
import { isRaised, raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { exportedProgramExtractor, type FXGraphExtractor } from "../../fx/extractor.ts";
import { capture } from "../export/capture.ts";
import type { ShapesRequest } from "../export/dynamic_shapes.ts";
import { PyExportedProgram } from "../export/exported_program.ts";
import { ExportFailed, type ExportRequest, type ExportSettings, type TorchServices } from "../services.ts";
import { torchState } from "../state.ts";
import { dispatchErrorType, raiseCaptureFailed, raiseExportFailed } from "./errors.ts";
import { PyOnnxProgram, refusable } from "./program.ts";

export type RequestedExport = Omit<ExportRequest, "program" | "extractor" | "span" | "stack" | "vm">;

/** How `export` and `dynamo_export` capture: a program of `torch.export` as it is, anything else by evaluating its source. */
export function extractorFor(
  vm: Interpreter,
  model: PyValue,
  args: readonly PyValue[],
  kwargs: Kwargs,
  shapes: ShapesRequest,
): FXGraphExtractor {
  if (model instanceof PyExportedProgram) return exportedProgramExtractor(model.program);
  return { name: "source", generateFx: () => capture(vm, model, args, kwargs, { shapes, smallExamples: "vary" }) };
}

/** What the extractor raises goes on, after the report has been written. */
export function perform(
  vm: Interpreter,
  model: PyValue,
  request: RequestedExport,
  extractor: FXGraphExtractor,
  extra: Pick<PyOnnxProgram, "fakeContext" | "diagnosticOptions">,
): PyOnnxProgram {
  const { services } = torchState(vm);
  if (services === null) return raise(vm, RuntimeErrorType, "no ONNX exporter is available here");
  const program = captured(vm, services, model, request.settings, extractor);
  // Sources are evaluated with symbolic sizes and no second reading of the code: what torch.export calls non-strict.
  const captureStrategy = extractor.name === "source" ? "TorchExportNonStrictStrategy" : null;
  const kept = { ...extra, captureStrategy };
  try {
    const full = { ...request, program, extractor: extractor.name, vm, span: vm.currentSpan(), stack: vm.stack() };
    const handle = refusable(vm, () => services.exportOnnx(full));
    return new PyOnnxProgram(handle, program, model, kept);
  } catch (e) {
    if (!(e instanceof ExportFailed)) throw e;
    const missing = e.diagnostics.find((d) => d.ruleId === "FXE0011");
    return raiseExportFailed(
      vm,
      e.message,
      e.partial === null ? null : new PyOnnxProgram(e.partial, program, model, kept),
      missing === undefined ? null : { type: dispatchErrorType, message: missing.message },
    );
  }
}

function captured(
  vm: Interpreter,
  services: TorchServices,
  model: PyValue,
  settings: ExportSettings,
  extractor: FXGraphExtractor,
): ExportedProgram {
  const span = vm.currentSpan();
  try {
    return extractor.generateFx();
  } catch (e) {
    // SystemExit and KeyboardInterrupt end the program, not the export.
    if (!isRaised(e, ExceptionType)) throw e;
    const message = `${e.value.type.name}: ${str(vm, e.value)}`;
    services.captureFailed({ modelName: typeOf(model).name, message, settings, span });
    return raiseCaptureFailed(vm, e.value, message);
  }
}
