/** What `torch.onnx.export` does in a session: runs the pipeline, saves, verifies, and remembers each exported model. */

import { basename, extname, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { toSarif } from "../diagnostics/sarif.ts";
import { ComputeError, computeGraph } from "../exporter/compute_graph.ts";
import type { OnnxProgram } from "../exporter/onnx_program.ts";
import { exportProgram } from "../exporter/pipeline.ts";
import type { ReportedExport } from "../exporter/report.ts";
import type { StageTime } from "../exporter/stage.ts";
import type { TensorData } from "../fx/exported_program.ts";
import type { Graph } from "../fx/graph.ts";
import { printGraph } from "../fx/print.ts";
import { printModel } from "../onnx/printer.ts";
import { WriteError, writeAtomically } from "../runtime/atomic_write.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import {
  ExportFailed,
  type ExportRequest,
  type OnnxProgramHandle,
  type SaveOptions,
  type TorchServices,
} from "../torch/services.ts";
import { MaterializeError } from "../torch/tensor/value.ts";
import { ENTRY_FILE } from "./entry_program.ts";
import { runProgram, verifyProgram } from "./run_program.ts";
import type { DumpKind, ExportedFile, ExportFileOptions } from "./types.ts";
import { VERSION } from "./version.ts";

export interface ExportServiceOptions {
  readonly file: string;
  /** Null in an analysis: models are translated and checked, and nothing is written or run. */
  readonly export: ExportFileOptions | null;
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
}

export class ExportService implements TorchServices {
  readonly written: string[] = [];
  private readonly options: ExportServiceOptions;
  private readonly performed: Performed[] = [];
  /** When the evaluation began, or the last export ended: what lies between is evaluation and capture. */
  private since = performance.now();

  constructor(options: ExportServiceOptions) {
    this.options = options;
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
    const stages: StageTime[] = [{ name: "capture", ms: performance.now() - this.since }];
    const { dump, export: asked } = this.options;
    if (dump?.kind === "fx") dump.write(`${printGraph(request.program.graph)}\n`);
    const opset = asked?.opset ?? request.opsetVersion;
    const result = exportProgram(request.program, {
      ...(opset === null ? {} : { opset }),
      inputNames: request.inputNames ?? [],
      outputNames: request.outputNames ?? [],
      producerVersion: VERSION,
      onStage: this.options.onStage,
    });
    for (const diagnostic of result.diagnostics) this.options.report(withPlace(diagnostic, request));
    if (result.program === null) {
      this.since = performance.now();
      throw new ExportFailed(result.diagnostics);
    }
    if (dump?.kind === "onnx") dump.write(`${printModel(result.program.model)}\n`);
    const done: Performed = {
      name: request.program.modelName,
      program: result.program,
      stages: [...stages, ...result.stages],
      path: null,
    };
    if (!this.wants(request))
      return { ...this.handle(done, result.diagnostics), save: () => {}, saveDiagnostics: () => {} };
    this.performed.push(done);
    if (request.destination !== null) this.save(done, request.destination, DEFAULT_SAVE);
    this.since = performance.now();
    return this.handle(done, result.diagnostics);
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
      if (done.path === null) this.save(done, this.unusedName(stem), DEFAULT_SAVE);
      if (done.path === null) continue;
      if (asked.verify) this.verify(done, done.path);
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
    return this.performed.flatMap(({ name, path, program, stages }) =>
      path === null ? [] : [{ name, path, program, stages }],
    );
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
    if (this.options.export === null) return;
    const path = this.outputPath(destination);
    const start = performance.now();
    this.options.onStage("save");
    try {
      this.written.push(...done.program.save(path, { write: writeAtomically }, options));
      done.path = path;
    } catch (error) {
      const ruleId = error instanceof WriteError ? "DYN6001" : error instanceof MaterializeError ? "DYN4001" : null;
      if (ruleId === null || !(error instanceof Error)) throw error;
      this.options.report({ ruleId, level: "error", message: error.message, span: null });
    }
    addStage(done.stages, "save", performance.now() - start);
  }

  private verify(done: Performed, path: string): void {
    const start = performance.now();
    this.options.onStage("verify in ONNX Runtime");
    const problem = verifyProgram(done.program, path, this.options.runtime());
    if (problem !== null) this.options.report(problem);
    addStage(done.stages, "verify", performance.now() - start);
  }

  private handle(done: Performed, diagnostics: readonly Diagnostic[]): OnnxProgramHandle {
    const { program } = done;
    return {
      inputNames: program.inputs.map((value) => value.name),
      outputNames: program.outputs.map((value) => value.name),
      save: (destination, options) => this.save(done, destination, options),
      saveDiagnostics: (destination) => {
        if (this.options.export === null) return;
        const log = toSarif(diagnostics, {
          toolVersion: VERSION,
          root: this.options.export.outDir,
          executionSuccessful: true,
        });
        writeAtomically(this.outputPath(destination), [new TextEncoder().encode(`${JSON.stringify(log, null, 2)}\n`)]);
      },
      run: (inputs) => runProgram(program, inputs, this.options.runtime()),
      text: () => printModel(program.model),
    };
  }

  private outputPath(destination: string): string {
    return isAbsolute(destination) ? destination : resolve(this.requireExport().outDir, destination);
  }

  private requireExport(): ExportFileOptions {
    if (this.options.export === null) throw new Error("an analysis writes no file");
    return this.options.export;
  }
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
function withPlace(diagnostic: Diagnostic, request: ExportRequest): Diagnostic {
  return diagnostic.span === null ? { ...diagnostic, span: request.span, stack: request.stack } : diagnostic;
}
