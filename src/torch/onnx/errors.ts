/** `torch.onnx.errors`: the exceptions of an export, which carry the program made so far, and the exporter's warning. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import type { PyException } from "../../dynamo/objects/exception.ts";
import { setExceptionDetails } from "../../dynamo/objects/exception_details.ts";
import { RuntimeErrorType, UserWarningType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { makeException, raiseException } from "../../dynamo/protocols/errors.ts";

function errorClass(name: string, base: PyType, module: string): PyType {
  return nativeType(name, { module, bases: [base], hasDict: true });
}

const PUBLIC = "torch.onnx.errors";
const STAGES = "torch.onnx._internal.exporter._errors";

export const onnxExporterErrorType = errorClass("OnnxExporterError", RuntimeErrorType, PUBLIC);
export const onnxExporterWarningType = errorClass("OnnxExporterWarning", UserWarningType, PUBLIC);
export const unsupportedOperatorErrorType = errorClass("UnsupportedOperatorError", onnxExporterErrorType, PUBLIC);
export const symbolicValueErrorType = errorClass("SymbolicValueError", onnxExporterErrorType, PUBLIC);
export const checkerErrorType = errorClass("CheckerError", onnxExporterErrorType, PUBLIC);
export const invalidExportOptionsErrorType = errorClass(
  "InvalidExportOptionsError",
  onnxExporterErrorType,
  "torch.onnx",
);

export const torchExportErrorType = errorClass("TorchExportError", onnxExporterErrorType, STAGES);
export const conversionErrorType = errorClass("ConversionError", onnxExporterErrorType, STAGES);
export const dispatchErrorType = errorClass("DispatchError", conversionErrorType, STAGES);
export const graphConstructionErrorType = errorClass("GraphConstructionError", conversionErrorType, STAGES);

export const PUBLIC_ERRORS: readonly PyType[] = [
  onnxExporterErrorType,
  onnxExporterWarningType,
  unsupportedOperatorErrorType,
  symbolicValueErrorType,
  checkerErrorType,
];
export const STAGE_ERRORS: readonly PyType[] = [
  torchExportErrorType,
  conversionErrorType,
  dispatchErrorType,
  graphConstructionErrorType,
];

/** The capture raised `cause`: PyTorch's exporter wraps whatever that is. */
export function raiseCaptureFailed(vm: Interpreter, cause: PyException, message: string): never {
  const exc = makeException(
    torchExportErrorType,
    `Failed to capture the model for the export to ONNX: ${message}\nChange the program where that was raised; torch.export.export(model, args) raises it too.`,
  );
  exc.attrs = new Map([["onnx_program", null]]);
  exc.cause = cause;
  exc.suppressContext = true;
  setExceptionDetails(exc, { subject: cause });
  return raiseException(vm, exc);
}

/** An export's failure whose diagnostics are reported; `program` is what there is of it (`error.onnx_program`). */
export function raiseExportFailed(
  vm: Interpreter,
  message: string,
  program: PyValue,
  cause: { readonly type: PyType; readonly message: string } | null,
): never {
  const exc: PyException = makeException(conversionErrorType, `Failed to export the model to ONNX: ${message}`);
  exc.attrs = new Map([["onnx_program", program]]);
  if (cause !== null) {
    const translating = makeException(conversionErrorType, cause.message);
    translating.cause = makeException(cause.type, cause.message);
    exc.cause = translating;
  }
  setExceptionDetails(exc, { reported: true });
  return raiseException(vm, exc);
}
