/**
 * The package's API: `import { openSession } from "dynamo-onnx"`. docs/api.md describes it; what it does not export is
 * no part of the contract.
 */

export type { Diagnostic, Fix, Level } from "./diagnostics/diagnostic.ts";
export type { Span, StackFrame } from "./diagnostics/span.ts";
export type { OnnxProgram, SaveModelOptions, ValueDescription } from "./exporter/onnx_program.ts";
export type { ExportOptions } from "./exporter/options.ts";
export { type ExportResult, exportFrom } from "./exporter/pipeline.ts";
export { type CustomTranslation, OnnxRegistry, type RegisterOptions } from "./exporter/registry.ts";
export type { StageTime } from "./exporter/stage.ts";
export { BIN_EDGES, type VerificationInfo } from "./exporter/verification_info.ts";
export type { ExportedProgram, TensorData } from "./fx/exported_program.ts";
export { exportedProgramExtractor, type FXGraphExtractor } from "./fx/extractor.ts";
export { Graph as FxGraph } from "./fx/graph.ts";
export type { FunctionDef, Graph, Model, Node, TensorContent, Value, ValueType } from "./onnx/ir.ts";
export { printModel } from "./onnx/printer.ts";
export { readModel } from "./onnx/serde/read_model.ts";
export { isTensorOperand, loweringBuilder } from "./ops/custom_lowering.ts";
export type { LoweringBuilder, TensorOperand } from "./ops/lowering.ts";
export type { RuntimeOptions } from "./runtime/ort_protocol.ts";
export { ConversionError, OnnxExporterError, RuntimeFailure, TorchExportError } from "./session/errors.ts";
export type { ExportCallOptions } from "./session/export_call.ts";
export { elementsOf, fakeTensor, type ModelArgument, tensor } from "./session/model_arguments.ts";
export { ONNXProgram, type ONNXRuntimeOptions, type VerifyOptions } from "./session/onnx_program.ts";
export { saveExportedProgram } from "./session/save_exported_program.ts";
export {
  type CaptureOptions,
  type CheckOptions,
  openSession,
  type Session,
  type SessionOptions,
} from "./session/session.ts";
export type {
  ExportedFile,
  ExportFileOptions,
  ExportOutcome,
  InputSpec,
  RunControl,
  ValueInfo,
  Verbosity,
} from "./session/types.ts";
export { VERSION } from "./session/version.ts";
