/**
 * What the `torch` package needs from the layers above it: constants computed, models exported. The driver hands in an
 * implementation; in an editor the same calls only analyse.
 */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import type { Graph } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";

/** The arguments of one `torch.onnx.export`, `dynamo_export` call, after Python's part of the work. */
export interface ExportRequest {
  /** Captures the model now; throws what the capture raises. `dynamic` is true for `dynamic_shapes=True`. */
  readonly program: ExportedProgram;
  readonly api: "export" | "dynamo_export";
  /** Destination given as `f`; null when the script saves later, or not at all. */
  readonly destination: string | null;
  readonly opsetVersion: number | null;
  readonly inputNames: readonly string[] | null;
  readonly outputNames: readonly string[] | null;
  /** Every further option by its Python name, as plain data. */
  readonly options: ReadonlyMap<string, unknown>;
  readonly span: Span | null;
  readonly stack: readonly StackFrame[];
}

export interface SaveOptions {
  readonly includeInitializers: boolean;
  readonly keepInitializersAsInputs: boolean;
  readonly externalData: boolean | null;
}

/** The exported model behind Python's `ONNXProgram`. */
export interface OnnxProgramHandle {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  save(destination: string, options: SaveOptions): void;
  saveDiagnostics(destination: string): void;
  /** Runs the model in ONNX Runtime; one result an output. */
  run(inputs: readonly TensorData[]): readonly { readonly meta: TensorMeta; readonly bytes: Uint8Array }[];
  /** The model as text, for `print(onnx_program)`. */
  text(): string;
}

export interface TorchServices {
  /** Runs a graph of constant tensors; `inputs` stand for the placeholders in order; returns contiguous bytes, one an output. */
  compute(graph: Graph, inputs: readonly TensorData[]): readonly Uint8Array[];
  exportOnnx(request: ExportRequest): OnnxProgramHandle;
}

/** The key under which the driver puts its `TorchServices` into an interpreter's extensions. */
export const TORCH_SERVICES: unique symbol = Symbol("torch services");

/** Thrown by `exportOnnx` when the model can't be exported; the diagnostics are reported by then. Python sees `OnnxExporterError`. */
export class ExportFailed extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join("\n"));
    this.diagnostics = diagnostics;
  }
}
