/** What the TypeScript API throws, as `torch.onnx.errors`: each error carries the diagnostics and the program made so far. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ModelRefused } from "../torch/services.ts";
import type { ONNXProgram } from "./onnx_program.ts";

export class OnnxExporterError extends Error {
  override readonly name: string = "OnnxExporterError";
  readonly diagnostics: readonly Diagnostic[];
  /** What there was of the program when it failed; null when nothing was translated. */
  readonly onnxProgram: ONNXProgram | null;

  constructor(message: string, diagnostics: readonly Diagnostic[], onnxProgram: ONNXProgram | null = null) {
    super(message);
    this.diagnostics = diagnostics;
    this.onnxProgram = onnxProgram;
  }
}

/** The capture gave no program. */
export class TorchExportError extends OnnxExporterError {
  override readonly name = "TorchExportError";
}

/** The captured program could not be translated, or a warning that is an error was found. */
export class ConversionError extends OnnxExporterError {
  override readonly name = "ConversionError";
}

/** The model has weights without data, its file can't be written, or ONNX Runtime refused it. */
export class RuntimeFailure extends OnnxExporterError {
  override readonly name = "RuntimeFailure";
}

export function refusal({ ruleId, message }: ModelRefused): Diagnostic {
  return { ruleId: ruleId ?? "DYN5001", level: "error", message, span: null };
}
