/** What `torch.onnx.export` does in a session: runs the pipeline, saves, verifies, and remembers each exported model. */

import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../diagnostics/span.ts";
import { WARNING } from "../diagnostics/verbosity.ts";
import { ComputeError, computeGraph } from "../exporter/compute_graph.ts";
import type { OnnxProgram } from "../exporter/onnx_program.ts";
import type { ExportOptions } from "../exporter/options.ts";
import { exportProgram } from "../exporter/pipeline.ts";
import { exportReport, type ReportedExport } from "../exporter/report.ts";
import type { StageTime } from "../exporter/stage.ts";
import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import type { Graph } from "../fx/graph.ts";
import { printGraph } from "../fx/print.ts";
import { printModel } from "../onnx/printer.ts";
import type { OnnxServices } from "../onnx_packages/services.ts";
import { ensureDirectory, WriteError, writeAtomically, writeTextAtomically } from "../runtime/atomic_write.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import {
  type CaptureFailure,
  ExportFailed,
  type ExportRequest,
  type ExportSettings,
  ModelRefused,
  type OnnxProgramHandle,
  type SaveOptions,
  type TorchServices,
} from "../torch/services.ts";
import { MaterializeError } from "../torch/tensor/value.ts";
import { customRegistry } from "./custom_registry.ts";
import { applyPolicy, type DiagnosticPolicy, loggingLevel } from "./diagnostic_policy.ts";
import { ENTRY_FILE } from "./entry_program.ts";
import { onnxServices } from "./onnx_services.ts";
import { opLevelDebug } from "./op_level_debug.ts";
import { programHandle, withData } from "./program_handle.ts";
import { writeSarif } from "./sarif_file.ts";
import { savedProgramParts } from "./saved_program.ts";
import { type DumpKind, type ExportedFile, type ExportFileOptions, failed } from "./types.ts";
import { outcomeOf, type Verification, verifyExport } from "./verify_export.ts";
import { VERSION } from "./version.ts";

export interface ExportServiceOptions {
  readonly file: string;
  /** Null in an analysis: models are translated and checked, and nothing is written or run. */
  readonly export: ExportFileOptions | null;
  /** Whether tensors may be read from weight files. */
  readonly readsWeights: boolean;
  readonly runtime: () => OrtClient;
  readonly onStage: (name: string) => void;
  readonly dump: { readonly kind: DumpKind; readonly write: (text: string) => void } | null;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** One export call of the program. */
interface Performed {
  readonly name: string;
  readonly program: OnnxProgram;
  readonly stages: StageTime[];
  path: string | null;
  verification: Verification | null;
  readonly policy: DiagnosticPolicy;
  /** The export call. */
  readonly span: Span | null;
  readonly stack: readonly StackFrame[];
  /** The program asked for a file that can't be written: it is not saved elsewhere. */
  refused: boolean;
}

export class ExportService implements TorchServices {
  readonly readsWeights: boolean;
  readonly written: string[] = [];
  /** What the export calls captured, in order, with the file of each call. */
  readonly captured: { readonly program: ExportedProgram; readonly file: string | null }[] = [];
  private readonly options: ExportServiceOptions;
  private readonly performed: Performed[] = [];
  private readonly programs = new WeakMap<OnnxProgramHandle, OnnxProgram>();
  /** What the `onnx` and `onnxruntime` packages of the program use. */
  readonly onnx: OnnxServices;
  /** Where exports were to be saved, by the path that the program gave. */
  private readonly saved = new Map<string, OnnxProgram>();
  /** When the evaluation began, or the last export ended: what lies between is evaluation and capture. */
  private since = performance.now();

  constructor(options: ExportServiceOptions) {
    this.options = options;
    this.readsWeights = options.readsWeights;
    this.onnx = onnxServices({
      outDir: options.export?.outDir ?? null,
      folder: dirname(options.file),
      runtime: options.runtime,
      exportedModel: (path) => this.saved.get(path)?.model ?? null,
      wrote: (path, origin) => {
        const done = this.performed.find(
          ({ program }) => origin !== null && (program === origin || program.model === origin),
        );
        if (done !== undefined) done.path = path;
        else this.written.push(path);
      },
    });
  }

  compute(graph: Graph, inputs: readonly TensorData[]): readonly Uint8Array[] {
    try {
      return computeGraph(graph, inputs, (model, feeds) => this.options.runtime().run(model, feeds));
    } catch (error) {
      if (error instanceof ComputeError || error instanceof OrtError) throw new MaterializeError(error.message);
      throw error;
    }
  }

  exportOnnx(request: ExportRequest): OnnxProgramHandle {
    this.captured.push({ program: request.program, file: request.span?.file ?? null });
    const stages: StageTime[] = [{ name: "capture", ms: performance.now() - this.since }];
    const { dump, export: asked } = this.options;
    if (dump?.kind === "fx") dump.write(`${printGraph(request.program.graph)}\n`);
    const policy = this.policy(request.settings);
    const opset = asked?.opset ?? request.opsetVersion;
    const options: Partial<ExportOptions> = {
      ...(opset === null ? {} : { opset }),
      olderOpset: asked?.opset == null ? request.olderOpset : null,
      inputNames: request.inputNames ?? [],
      outputNames: request.outputNames ?? [],
      optimize: request.settings.optimize,
      registry: customRegistry(request.vm, request.translations, asked?.registry ?? null),
      producerVersion: VERSION,
      // A warning that is an error is there whatever the verbosity is.
      verbosity: policy.warningsAsErrors ? Math.min(policy.verbosity, WARNING) : policy.verbosity,
      onStage: this.options.onStage,
    };
    const result = exportProgram(request.program, options);
    const debug = asked !== null && (request.settings.opLevelDebug || (asked.opLevelDebug ?? false));
    const differences = debug && result.program !== null ? this.debug(request, options, stages) : [];
    const found = [...request.notices, ...result.diagnostics, ...differences].map((d) => withPlace(d, request));
    const diagnostics = applyPolicy(policy, found);
    for (const diagnostic of diagnostics) this.options.report(diagnostic);
    const done: Performed | null =
      result.program === null
        ? null
        : {
            name: request.program.modelName,
            program: result.program,
            stages: [...stages, ...result.stages],
            span: request.span,
            stack: request.stack,
            path: null,
            verification: null,
            policy,
            refused: false,
          };
    if (done === null || failed(diagnostics)) {
      this.writeReport(request, "conversion", done, diagnostics);
      this.since = performance.now();
      throw new ExportFailed(diagnostics, done === null ? null : this.handle(done, diagnostics));
    }
    if (dump?.kind === "onnx") dump.write(`${printModel(done.program.model)}\n`);
    const handle = this.handle(done, diagnostics);
    if (!this.wants(request)) return { ...handle, save: () => {}, saveDiagnostics: () => {} };
    this.performed.push(done);
    if (request.destination !== null) this.save(done, request.destination, request.saveOptions);
    const verified = request.settings.verify && asked !== null ? this.verify(done, withoutPath(done), true) : null;
    if (verified !== null) diagnostics.push(...applyPolicy(policy, verified.problems));
    this.writeReport(request, verified === null ? "success" : outcomeOf(verified), done, diagnostics);
    if (policy.warningsAsErrors && failed(diagnostics)) throw new ExportFailed(diagnostics, handle);
    if (asked !== null && request.settings.dumpProgram) {
      const directory = this.artifactsDirectory(request.settings);
      if (directory !== null) this.saveProgram(request.program, join(directory, `onnx_export_${timestamp()}.pt2`));
    }
    this.since = performance.now();
    return handle;
  }

  private policy({ verbosity, warningsAsErrors }: ExportSettings): DiagnosticPolicy {
    const asked = this.options.export;
    return {
      verbosity: asked?.verbosity === undefined ? verbosity : loggingLevel(asked.verbosity),
      warningsAsErrors: warningsAsErrors || (asked?.warningsAsErrors ?? false),
    };
  }

  private debug(request: ExportRequest, options: Partial<ExportOptions>, stages: StageTime[]): Diagnostic[] {
    const start = performance.now();
    this.options.onStage("op-level debugging");
    const found = withData(() => opLevelDebug(request.program, options, this.options.runtime()));
    stages.push({ name: "op-level debugging", ms: performance.now() - start });
    return found;
  }

  saveProgram(program: ExportedProgram, destination: string): boolean {
    if (this.options.export === null) return false;
    const path = this.outputPath(destination);
    const parts = savedProgramParts(program, path);
    try {
      writeAtomically(path, parts);
    } catch (error) {
      if (error instanceof WriteError) throw new ModelRefused("OSError", error.message);
      throw error;
    }
    this.written.push(path);
    return true;
  }

  programBytes(program: ExportedProgram): Uint8Array {
    return Buffer.concat(savedProgramParts(program, "archive.pt2"));
  }

  captureFailed(failure: CaptureFailure): void {
    if (!failure.settings.report) return;
    const { message, span } = failure;
    const diagnostics: Diagnostic[] = [{ ruleId: "DYN1003", level: "error", message, span }];
    const input = { source: this.options.file, producerVersion: VERSION, exports: [], diagnostics };
    this.writeArtifact(failure.settings, `onnx_export_${timestamp()}_pt_export.md`, exportReport(input));
  }

  private writeReport(
    request: ExportRequest,
    status: "success" | "conversion" | "runtime" | "accuracy",
    done: Performed | null,
    diagnostics: readonly Diagnostic[],
  ): void {
    if (!request.settings.report) return;
    const exports = done === null ? [] : [{ ...done, path: done.path ?? "(not saved yet)" }];
    const failed = done === null ? request.program : null;
    const input = { source: this.options.file, producerVersion: VERSION, exports, failed, diagnostics };
    this.writeArtifact(request.settings, `onnx_export_${timestamp()}_${status}.md`, exportReport(input));
  }

  /** A file of the directory that `artifacts_dir` names. */
  private writeArtifact(settings: ExportSettings, name: string, text: string): void {
    const directory = this.artifactsDirectory(settings);
    if (directory === null) return;
    const path = join(directory, name);
    this.reportingWrites(
      () => writeTextAtomically(path, text),
      () => this.written.push(path),
    );
  }

  /** What `artifacts_dir` names, made when it is not there; null when nothing is written, or when it can't be made. */
  private artifactsDirectory(settings: ExportSettings): string | null {
    if (this.options.export === null) return null;
    const directory = this.outputPath(settings.artifactsDir);
    let made: string | null = null;
    this.reportingWrites(
      () => ensureDirectory(directory),
      () => {
        made = directory;
      },
    );
    return made;
  }

  private reportingWrites(write: () => void, done: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      this.options.report({ ruleId: "DYN6001", level: "error", message: error.message, span: null });
      return;
    }
    done();
  }

  /** With an entry, only its own export counts; calls that the file makes when it is imported are not asked for. */
  private wants(request: ExportRequest): boolean {
    const entry = this.options.export?.entry ?? null;
    return entry === null || request.span?.file === ENTRY_FILE;
  }

  /** After the program has ended: writes what it did not save itself, verifies, and describes each model. */
  finish(sourceStages: readonly StageTime[]): ExportedFile[] {
    const { export: asked } = this.options;
    if (asked === null) return [];
    const stem = basename(this.options.file, extname(this.options.file));
    const exported: ExportedFile[] = [];
    for (const done of this.performed) {
      if (done.path === null && !done.refused) this.saveUnsaved(done, this.unusedName(stem));
    }
    for (const [i, done] of this.performed.entries()) {
      if (done.path === null) continue;
      // A later export may have taken the file: then it no longer holds this model.
      const overwritten = this.performed.slice(i + 1).some(({ path }) => path === done.path);
      const saved = overwritten ? withoutPath(done) : done.path;
      if (asked.verify || asked.accuracy) this.verify(done, saved, asked.accuracy ?? false);
      const stages = [...(exported.length === 0 ? sourceStages : []), ...done.stages];
      const { program } = done;
      exported.push({
        name: done.name,
        path: done.path,
        opset: program.opset,
        inputs: program.inputs,
        outputs: program.outputs,
        nodeCount: program.nodeCount,
        functionCount: program.functionCount,
        stages,
        totalMs: stages.reduce((sum, stage) => sum + stage.ms, 0),
      });
    }
    return exported;
  }

  /** The models that were written, for the report. */
  get reported(): ReportedExport[] {
    return this.performed.flatMap(({ path, ...done }) => (path === null ? [] : [{ ...done, path }]));
  }

  private unusedName(stem: string): string {
    const taken = new Set(this.performed.map((done) => done.path));
    const { outDir } = this.requireExport();
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${stem}.onnx` : `${stem}_${n}.onnx`;
      if (!taken.has(join(outDir, name))) return name;
    }
  }

  private save(done: Performed, destination: string, options: SaveOptions): void {
    this.saved.set(destination, done.program);
    if (this.options.export === null) return;
    const path = this.outputPath(destination);
    const start = performance.now();
    this.options.onStage("save");
    try {
      withData(() => this.written.push(...done.program.save(path, { write: writeAtomically }, options)));
      done.path = path;
    } catch (error) {
      if (error instanceof WriteError) throw notWritten(error);
      throw error;
    } finally {
      done.refused = done.path === null;
      addStage(done.stages, "save", performance.now() - start);
    }
  }

  /** After the program: a model that it never saved may have weights without data, which is no fault of its own. */
  private saveUnsaved(done: Performed, destination: string): void {
    try {
      this.save(done, destination, DEFAULT_SAVE);
    } catch (error) {
      if (!(error instanceof ModelRefused)) throw error;
      const ruleId = error.ruleId ?? "DYN4001";
      const problem: Diagnostic = { ruleId, level: "error", message: error.message, span: null };
      this.options.report(withPlace(problem, done));
    }
  }

  private verify(done: Performed, model: string | Uint8Array, accuracy: boolean): Verification {
    const start = performance.now();
    this.options.onStage("verify in ONNX Runtime");
    const verified = verifyExport(done.program, model, this.options.runtime(), accuracy);
    const problems = applyPolicy(
      done.policy,
      verified.problems.map((problem) => withPlace(problem, done)),
    );
    for (const problem of problems) this.options.report(problem);
    // A run whose results were compared says more than a later one.
    if (done.verification?.infos == null || problems.length > 0) done.verification = verified;
    addStage(done.stages, "verify", performance.now() - start);
    return { ...verified, problems };
  }

  /** The model behind a handle that this service made. */
  programOf(handle: OnnxProgramHandle): OnnxProgram {
    const program = this.programs.get(handle);
    if (program === undefined) throw new Error("the handle is of another service");
    return program;
  }

  private handle(done: Performed, diagnostics: readonly Diagnostic[]): OnnxProgramHandle {
    const handle = programHandle(done.program, diagnostics, {
      stages: done.stages,
      runtime: this.options.runtime,
      save: (destination, options) => this.save(done, destination, options),
      saveDiagnostics: (destination) => {
        if (this.options.export === null) return;
        const path = this.outputPath(destination);
        try {
          writeSarif(path, diagnostics, this.options.export.outDir);
        } catch (error) {
          if (error instanceof WriteError) throw notWritten(error);
          throw error;
        }
        this.written.push(path);
      },
    });
    this.programs.set(handle, done.program);
    return handle;
  }

  private outputPath(destination: string): string {
    return isAbsolute(destination) ? destination : resolve(this.requireExport().outDir, destination);
  }

  private requireExport(): ExportFileOptions {
    if (this.options.export === null) throw new Error("an analysis writes no file");
    return this.options.export;
  }
}

/** The model as it would be saved, for a run before it is. */
function withoutPath(done: Performed): Uint8Array {
  return withData(() => done.program.bytes());
}

/** Local time as file names have it: `2026-01-31_09-05-00-123000`. */
function timestamp(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("-");
  return `${date}_${time}-${String(now.getMilliseconds() * 1000).padStart(6, "0")}`;
}

function notWritten(error: WriteError): ModelRefused {
  return new ModelRefused(error.noDirectory ? "FileNotFoundError" : "OSError", error.message);
}

const DEFAULT_SAVE: SaveOptions = { includeInitializers: true, keepInitializersAsInputs: false, externalData: null };

/** A stage that runs several times is one line. */
function addStage(stages: StageTime[], name: string, ms: number): void {
  const index = stages.findIndex((stage) => stage.name === name);
  const before = stages[index];
  if (before === undefined) stages.push({ name, ms });
  else stages[index] = { name, ms: before.ms + ms };
}

/** A diagnostic without a place of its own belongs to the export call. */
function withPlace(diagnostic: Diagnostic, call: Pick<ExportRequest, "span" | "stack">): Diagnostic {
  return diagnostic.span === null ? { ...diagnostic, span: call.span, stack: call.stack } : diagnostic;
}
