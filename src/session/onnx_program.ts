/** `ONNXProgram` in TypeScript: an exported model that is described, changed, run, compared and saved. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type AdaptStep, adaptInputs, adaptOutputs, inputSteps } from "../exporter/adapt.ts";
import type { OnnxProgram, SaveModelOptions, ValueDescription } from "../exporter/onnx_program.ts";
import type { StageTime } from "../exporter/stage.ts";
import type { VerificationInfo } from "../exporter/verification_info.ts";
import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import type { Model } from "../onnx/ir.ts";
import { type MessageView, protoView } from "../onnx/message_view.ts";
import type { OrtClient, OrtSession } from "../runtime/ort_client.ts";
import type { RuntimeOptions } from "../runtime/ort_protocol.ts";
import { ModelRefused, type OnnxProgramHandle, type SaveOptions } from "../torch/services.ts";
import type { ResultTensor } from "./difference.ts";
import { RuntimeFailure, refusal } from "./errors.ts";
import { dataOf, inputLeaves, type ModelArgument, onnxTensor, outputLeaves } from "./model_arguments.ts";
import { withData } from "./program_handle.ts";
import { runInSession } from "./run_program.ts";

export type KeywordArguments = Readonly<Record<string, ModelArgument>>;

/** Which tensors the program is compared on: the example inputs when no arguments are given. */
export interface VerifyOptions {
  readonly args?: readonly ModelArgument[];
  readonly kwargs?: KeywordArguments;
  /** The results of all FX nodes that the model has, in place of its outputs. */
  readonly compareIntermediates?: boolean;
}

/** How ONNX Runtime runs the model; its own defaults otherwise. */
export interface ONNXRuntimeOptions {
  readonly sessionOptions?: RuntimeOptions;
  /** There is one here, `CPUExecutionProvider`; another is a RangeError. */
  readonly executionProviders?: readonly string[];
}

export class ONNXProgram {
  private readonly program: OnnxProgram;
  private readonly handle: OnnxProgramHandle;
  private readonly runtime: () => OrtClient;
  /** What `initializeInferenceSession` opened. */
  private kept: OrtSession | null = null;

  /** Sessions make these. */
  constructor(program: OnnxProgram, handle: OnnxProgramHandle, runtime: () => OrtClient) {
    this.program = program;
    this.handle = handle;
    this.runtime = runtime;
  }

  /** The ONNX IR, which a caller may change. */
  get model(): Model {
    return this.program.model;
  }

  /** The model as `onnx.ModelProto` shows it; `serialize()` gives the file's bytes. */
  get modelProto(): MessageView {
    return protoView(this.program.model);
  }

  get exportedProgram(): ExportedProgram {
    return this.program.exported;
  }

  get inputs(): readonly ValueDescription[] {
    return this.program.inputs;
  }

  get outputs(): readonly ValueDescription[] {
    return this.program.outputs;
  }

  /** What the export found, as `diagnostic_context.diagnostics`. */
  get diagnostics(): readonly Diagnostic[] {
    return this.handle.diagnostics;
  }

  /** The time of each stage. */
  get stages(): readonly StageTime[] {
    return this.handle.stages;
  }

  /** What `adaptTorchInputsToOnnx` does, in order. */
  get adaptSteps(): readonly AdaptStep[] {
    return inputSteps(this.program.exported);
  }

  /** The tensors that the ONNX model takes for a call: nested values flat, None and constants left out, complex ones as real. */
  adaptTorchInputsToOnnx(args: readonly ModelArgument[], kwargs: KeywordArguments = {}): TensorData[] {
    return adaptInputs(this.program.exported, inputLeaves(this.program.exported, args, kwargs)).map(onnxTensor);
  }

  /** What the ONNX model gives of the original model's results. */
  adaptTorchOutputsToOnnx(outputs: ModelArgument): TensorData[] {
    return adaptOutputs(this.program.exported, outputLeaves(this.program.exported, outputs)).map(onnxTensor);
  }

  /**
   * Runs the model in ONNX Runtime on the original model's arguments; one tensor an ONNX output. With options it runs in a
   * session of its own. Throws `RuntimeFailure`, and a RangeError for a provider that is not there.
   */
  call(
    args: readonly ModelArgument[],
    kwargs: KeywordArguments = {},
    options: ONNXRuntimeOptions | null = null,
  ): TensorData[] {
    const inputs = this.adaptTorchInputsToOnnx(args, kwargs);
    if (options === null && this.kept === null) return this.run(inputs);
    return this.refusable(() =>
      withData(() => {
        const session = options === null ? this.kept : this.open(options);
        if (session === null) throw new Error("there is no session");
        try {
          return runInSession(this.program, inputs, session).map(resultTensor);
        } finally {
          if (options !== null) session.release();
        }
      }),
    );
  }

  /** Opens a session over the model as it is now, for the calls until `release`. Throws as `call` does. */
  initializeInferenceSession(options: ONNXRuntimeOptions = {}): void {
    const session = this.refusable(() => withData(() => this.open(options)));
    this.release();
    this.kept = session;
  }

  /** Closes the session of `initializeInferenceSession`; calls open their own again. */
  release(): void {
    this.kept?.release();
    this.kept = null;
  }

  private open({ sessionOptions = {}, executionProviders = [] }: ONNXRuntimeOptions): OrtSession {
    const other = executionProviders.find((name) => name !== "CPUExecutionProvider");
    if (other !== undefined)
      throw new RangeError(`the execution provider ${other} is not there: models run on the CPU`);
    return this.runtime().load(this.program.bytes(), sessionOptions);
  }

  /** The named values of the graph. Throws a RangeError for a name that the graph does not have. */
  computeValues(names: readonly string[], args: readonly ModelArgument[], kwargs: KeywordArguments = {}): TensorData[] {
    return this.run(this.adaptTorchInputsToOnnx(args, kwargs), names);
  }

  private run(inputs: readonly TensorData[], names?: readonly string[]): TensorData[] {
    return this.refusable(() => this.handle.run(inputs, names)).map(resultTensor);
  }

  /** Writes the model, and `PATH.data` beside it when weights are external. Throws `RuntimeFailure`: no data, no such folder. */
  save(path: string, options: Omit<SaveModelOptions, "threshold"> = {}): void {
    this.refusable(() => this.handle.save(path, saveOptions(options)));
  }

  /** The file's bytes, weights inside. */
  bytes(options: Omit<SaveModelOptions, "threshold" | "externalData"> = {}): Uint8Array {
    return this.refusable(() => this.handle.bytes(saveOptions(options)));
  }

  /** Writes what the export found as a SARIF log. Throws a RangeError for a path that does not end in `.sarif`. */
  saveDiagnostics(path: string): void {
    if (!path.endsWith(".sarif")) throw new RangeError(`'destination' must have a .sarif extension, got ${path}`);
    this.refusable(() => this.handle.saveDiagnostics(path));
  }

  /** Gives weights other data. The names that the model does not have; throws a RangeError for data that does not fit. */
  applyWeights(state: Iterable<readonly [name: string, data: TensorData]>): string[] {
    return [...state].flatMap(([name, data]) =>
      this.refusable(() => this.handle.applyWeight(name, data)) ? [] : [name],
    );
  }

  renameAxes(names: ReadonlyMap<string, string>): void {
    this.handle.renameAxes(names);
  }

  optimize(): void {
    this.handle.optimize();
  }

  /** How far values of the model are from their reference. Throws `RuntimeFailure` when there is none. */
  verify(options: VerifyOptions = {}): readonly VerificationInfo[] {
    const { args, kwargs, compareIntermediates = false } = options;
    const examples = this.program.exported.exampleInputs.filter((input) => input !== null);
    if (args === undefined && kwargs === undefined && examples.length < this.inputs.length) {
      throw new RangeError("the exported program has no example inputs; give arguments");
    }
    const inputs =
      args === undefined && kwargs === undefined ? examples : this.adaptTorchInputsToOnnx(args ?? [], kwargs ?? {});
    return this.refusable(() => this.handle.verify(inputs, compareIntermediates));
  }

  /** The model as text. */
  toString(): string {
    return this.handle.text();
  }

  private refusable<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ModelRefused)) throw error;
      if (error.exception === "ValueError") throw new RangeError(error.message);
      throw new RuntimeFailure(error.message, [refusal(error)], this);
    }
  }
}

function resultTensor({ meta, bytes }: ResultTensor): TensorData {
  const shape = meta.shape.map((size) => {
    if (typeof size !== "number") throw new Error("a result of a run has a symbolic size");
    return size;
  });
  return dataOf(meta.dtype, shape, bytes);
}

function saveOptions(options: SaveModelOptions): SaveOptions {
  return {
    includeInitializers: options.includeInitializers ?? true,
    keepInitializersAsInputs: options.keepInitializersAsInputs ?? false,
    externalData: options.externalData ?? null,
  };
}
