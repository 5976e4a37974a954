/**
 * What the `torch` package needs from the layers above it: constants computed, models exported. The driver hands in an
 * implementation; in an editor the same calls only analyse.
 */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RuleId } from "../diagnostics/rules.ts";
import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { Interpreter } from "../dynamo/interpreter.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import type { Graph } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";

/** A function of the user's for an operator: `custom_translation_table`, `OnnxRegistry.register_op`. */
export interface CustomTranslation {
  /** `aten.add.Tensor` */
  readonly target: string;
  readonly complex: boolean;
  /** An onnx-script function, or a Python function that calls onnx-script operators. */
  readonly function: PyValue;
}

/** What an export does beside making the model; paths as the program gave them. */
export interface ExportSettings {
  readonly optimize: boolean;
  /** Write the Markdown report, also for an export that fails. */
  readonly report: boolean;
  readonly verify: boolean;
  readonly dumpProgram: boolean;
  readonly artifactsDir: string;
  readonly warningsAsErrors: boolean;
  /** `DiagnosticOptions(verbosity_level)`, a level of Python's `logging`. */
  readonly verbosity: number;
  /** Compare each operator's result with a reference. */
  readonly opLevelDebug: boolean;
}

/** The arguments of one `torch.onnx.export`, `dynamo_export` call, after Python's part of the work. */
export interface ExportRequest {
  readonly program: ExportedProgram;
  /** The name of the `FXGraphExtractor` that made it. */
  readonly extractor: string;
  readonly api: "export" | "dynamo_export";
  /** Destination given as `f`; null when the script saves later, or not at all. */
  readonly destination: string | null;
  readonly saveOptions: SaveOptions;
  readonly opsetVersion: number | null;
  /** Asked for, and older than the opsets that operators are translated for. */
  readonly olderOpset: number | null;
  readonly inputNames: readonly string[] | null;
  readonly outputNames: readonly string[] | null;
  /** In order of registration. */
  readonly translations: readonly CustomTranslation[];
  readonly settings: ExportSettings;
  /** Found before the capture: options that have no effect. */
  readonly notices: readonly Diagnostic[];
  /** What the translations are called by; null when there are none. */
  readonly vm: Interpreter | null;
  readonly span: Span | null;
  readonly stack: readonly StackFrame[];
}

export interface SaveOptions {
  readonly includeInitializers: boolean;
  readonly keepInitializersAsInputs: boolean;
  readonly externalData: boolean | null;
}

/** How far a value of the model is from its reference; the histograms' edges are those of PyTorch's `VerificationInfo`. */
export interface OutputDifference {
  readonly name: string;
  readonly maxAbsDiff: number;
  readonly maxRelDiff: number;
  readonly absDiffHist: readonly number[];
  readonly relDiffHist: readonly number[];
  readonly expectedDtype: string;
  readonly actualDtype: string;
}

/** The exported model behind Python's `ONNXProgram`. */
export interface OnnxProgramHandle {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Of each input the sizes, a name for one that varies. */
  readonly inputShapes: readonly (readonly (number | string | null)[])[];
  readonly diagnostics: readonly Diagnostic[];
  /** The time of each stage, in order. */
  readonly stages: readonly { readonly name: string; readonly ms: number }[];
  /** Throws `ModelRefused` when weights have no data, and when the file can't be written. */
  save(destination: string, options: SaveOptions): void;
  bytes(options: SaveOptions): Uint8Array;
  saveDiagnostics(destination: string): void;
  /** Runs the model in ONNX Runtime; one result an output, or one a name in `values`. Throws `ModelRefused`. */
  run(
    inputs: readonly TensorData[],
    values?: readonly string[],
  ): readonly { readonly meta: TensorMeta; readonly bytes: Uint8Array }[];
  /** The model as text, for `print(onnx_program)`. */
  text(): string;
  /** `model_proto`: the model as an `onnx.ModelProto`. */
  proto(vm: Interpreter): PyValue;
  /** `model`: the model as an `onnx_ir.Model`; the same object each time. */
  model(vm: Interpreter): PyValue;
  /** False when the model has no such weight. Throws `ModelRefused` for data that does not fit. */
  applyWeight(name: string, data: TensorData): boolean;
  /** Compares the outputs, or the results of all FX nodes that the model has, with reference results. Throws `ModelRefused`. */
  verify(inputs: readonly TensorData[], intermediates: boolean): readonly OutputDifference[];
  renameAxes(names: ReadonlyMap<string, string>): void;
  optimize(): void;
}

/** Thrown by a handle for what the user can mend; Python sees `exception`. */
export class ModelRefused extends Error {
  readonly exception: "RuntimeError" | "ValueError" | "OSError" | "FileNotFoundError";
  /** The rule of the diagnostic when nothing catches the exception; null for a plain one. */
  readonly ruleId: RuleId | null;
  constructor(exception: ModelRefused["exception"], message: string, ruleId: RuleId | null = null) {
    super(message);
    this.exception = exception;
    this.ruleId = exception === "OSError" || exception === "FileNotFoundError" ? "DYN6001" : ruleId;
  }
}

/** An export that ended before there was a captured program, for the report. */
export interface CaptureFailure {
  readonly modelName: string;
  readonly message: string;
  readonly settings: ExportSettings;
  readonly span: Span | null;
}

export interface TorchServices {
  /** Whether the data of weight files may be read; an editor reads their heads alone. */
  readonly readsWeights: boolean;
  /** Runs a graph of constant tensors; `inputs` stand for the placeholders in order; returns contiguous bytes, one an output. */
  compute(graph: Graph, inputs: readonly TensorData[]): readonly Uint8Array[];
  exportOnnx(request: ExportRequest): OnnxProgramHandle;
  /** `torch.export.save`; false where nothing is written. Throws `ModelRefused`. */
  saveProgram(program: ExportedProgram, destination: string): boolean;
  /** The same as bytes, for an open file. Throws `ModelRefused`. */
  programBytes(program: ExportedProgram): Uint8Array;
  /** Told when the capture raised, so that the report can be written. */
  captureFailed(failure: CaptureFailure): void;
}

/** The key under which the driver puts its `TorchServices` into an interpreter's extensions. */
export const TORCH_SERVICES: unique symbol = Symbol("torch services");

/** Thrown by `exportOnnx` when the model can't be exported; the diagnostics are reported by then. Python sees `OnnxExporterError`. */
export class ExportFailed extends Error {
  readonly diagnostics: readonly Diagnostic[];
  /** What was made before a later stage failed. */
  readonly partial: OnnxProgramHandle | null;
  constructor(diagnostics: readonly Diagnostic[], partial: OnnxProgramHandle | null = null) {
    super(diagnostics.map((d) => d.message).join("\n"));
    this.diagnostics = diagnostics;
    this.partial = partial;
  }
}
