/** One opened core: parser loaded, caches shared. The command line opens one, the extension's worker keeps one. */

import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type CodeCache, createCodeCache } from "../dynamo/importer/code_cache.ts";
import { exportReport } from "../exporter/report.ts";
import type { StageTime } from "../exporter/stage.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { FXGraphExtractor } from "../fx/extractor.ts";
import { dumpAst } from "../python/ast_printer.ts";
import type { CodeObject } from "../python/code_object.ts";
import type { CompiledSource } from "../python/compile_source.ts";
import { disassemble } from "../python/disassembler.ts";
import { ensureDirectory, WriteError, writeTextAtomically } from "../runtime/atomic_write.ts";
import { nodeHost } from "../runtime/node_host.ts";
import { OrtClient } from "../runtime/ort_client.ts";
import { importPath } from "../runtime/python_environment.ts";
import { openCodeStore } from "./code_store.ts";
import { applyPolicy, loggingLevel } from "./diagnostic_policy.ts";
import { ENTRY_FILE, savedProgram } from "./entry_program.ts";
import { TorchExportError } from "./errors.ts";
import { type EvaluationOptions, type EvaluationOutcome, evaluateProgram } from "./evaluation.ts";
import { type ExportCallOptions, exportCall } from "./export_call.ts";
import { ExportService } from "./export_service.ts";
import { frontEnd, frozenModules } from "./front_end.ts";
import { mainPackage } from "./main_package.ts";
import type { ONNXProgram } from "./onnx_program.ts";
import { overlayHost } from "./overlay_host.ts";
import { SourceCompiler } from "./source_compiler.ts";
import { readProgram } from "./source_files.ts";
import { type DumpKind, type ExportFileOptions, type ExportOutcome, failed, type RunControl } from "./types.ts";
import { VERSION } from "./version.ts";

export interface ExportControl extends RunControl {
  /** Prints an intermediate form and, for `ast` and `bytecode`, stops there. */
  readonly dump?: { readonly kind: DumpKind; readonly write: (text: string) => void } | null;
}

export interface CheckOptions {
  /** Texts of unsaved editors by path. */
  readonly unsaved?: ReadonlyMap<string, string>;
  /** `sys.argv[1:]` of the program. */
  readonly args?: readonly string[];
  readonly stepBudget?: number | null;
  readonly cancelled?: () => boolean;
}

export interface CaptureOptions extends Pick<ExportFileOptions, "file" | "args"> {
  /** A class or function of the file, with its example inputs; without it the file's own calls are captured. */
  readonly entry?: ExportFileOptions["entry"];
  /** Make every input dimension dynamic where none is declared. */
  readonly dynamicShapes?: boolean;
  /** Which export call of the file, from 0. */
  readonly call?: number;
}

export interface Session {
  exportFile(options: ExportFileOptions, control: ExportControl): Promise<ExportOutcome>;
  /** The diagnostics of one file; writes nothing, runs no model of the user's. */
  checkFile(file: string, options?: CheckOptions): readonly Diagnostic[];
  /** The capture of a program's export call, or of `entry`: what `torch.export.export` gives. It is made when it is asked for. */
  extractor(options: CaptureOptions): FXGraphExtractor;
  /** `torch.onnx.export`: what an extractor captures, or a captured program. Throws `OnnxExporterError`. */
  export(source: FXGraphExtractor | ExportedProgram, options?: ExportCallOptions): ONNXProgram;
  /** Runs a program as `python FILE` would; returns its exit code. */
  evaluate(file: string, argv: readonly string[], output: Pick<EvaluationOptions, "stdout" | "stderr">): number;
  /** Writes what was compiled of installed libraries into the session's `codeDirectory`, if it has one. */
  saveCode(): void;
  /** ONNX Runtime, started when first asked for. */
  readonly runtime: OrtClient;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** A directory of code that earlier exports compiled of installed libraries; null keeps and reads none. */
  readonly codeDirectory?: string | null;
  /** The Python interpreter whose packages programs may import; null looks for the active environment. It is never run. */
  readonly interpreter?: string | null;
}

export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const { codeDirectory = null, interpreter = null } = options;
  const store = codeDirectory === null || frontEnd === null ? null : openCodeStore(codeDirectory, { frontEnd });
  return new NodeSession(new SourceCompiler({ store, frozen: frozenModules() }), interpreter);
}

class NodeSession implements Session {
  readonly runtime = new OrtClient();
  private readonly compiler: SourceCompiler;
  private readonly interpreter: string | null;
  /** Compiled modules, shared by all evaluations. */
  private readonly codeCache = createCodeCache();

  constructor(compiler: SourceCompiler, interpreter: string | null) {
    this.compiler = compiler;
    this.interpreter = interpreter;
  }

  private importPath(file: string): string[] {
    return importPath({ interpreter: this.interpreter, folder: dirname(file), variables: process.env });
  }

  async exportFile(options: ExportFileOptions, control: ExportControl): Promise<ExportOutcome> {
    const dump = control.dump ?? null;
    control.onStage("parse");
    const start = performance.now();
    const saved = options.file.endsWith(".pt2");
    const text = saved ? savedProgram(options.file) : readProgram(options.file);
    if (typeof text !== "string") return failure([text]);
    const compiled = this.compiler.compile(text, options.file);
    const parsed: StageTime = { name: "parse and compile", ms: performance.now() - start };
    if (dump?.kind === "ast" || dump?.kind === "bytecode") {
      printSource(compiled, dump);
      return failure(compiled.diagnostics);
    }
    if (compiled.code === null) return failure(compiled.diagnostics);
    const unwritable = outputDirectoryProblem(options.outDir);
    if (unwritable !== null) return failure([unwritable]);
    // Loads in its own thread while the program is evaluated here.
    if (options.verify) this.runtime.warm();

    control.onStage("evaluate");
    const diagnostics: Diagnostic[] = [];
    const service = new ExportService({
      file: options.file,
      export: options,
      readsWeights: true,
      runtime: () => this.runtime,
      onStage: control.onStage,
      dump,
      report: (diagnostic) => diagnostics.push(diagnostic),
    });
    const outcome = this.evaluateFile(options.file, text, {
      argv: [options.file, ...(options.args ?? [])],
      services: service,
      entry: options.entry,
      program: saved ? text : null,
      dynamicShapes: options.dynamicShapes,
      stdout: control.onOutput,
      stderr: control.onOutput,
      stepBudget: options.stepBudget ?? null,
      cancelled: control.cancelled,
    });
    diagnostics.push(...outcome.diagnostics);
    const exports = service.finish([parsed]);
    if (exports.length === 0 && !failed(diagnostics)) diagnostics.push(nothingExported(options.file, outcome.exitCode));
    const written = [...service.written];
    if (options.reportPath !== null) {
      try {
        const input = { source: options.file, producerVersion: VERSION, exports: service.reported, diagnostics };
        writeTextAtomically(options.reportPath, exportReport(input));
        written.push(options.reportPath);
      } catch (error) {
        if (!(error instanceof WriteError)) throw error;
        diagnostics.push({ ruleId: "DYN6001", level: "error", message: error.message, span: null });
      }
    }
    // Without a level of the caller's, what the program's own options recorded stays.
    const policy = {
      verbosity: options.verbosity === undefined ? 0 : loggingLevel(options.verbosity),
      warningsAsErrors: options.warningsAsErrors ?? false,
    };
    return { exports, diagnostics: applyPolicy(policy, diagnostics), written };
  }

  extractor(options: CaptureOptions): FXGraphExtractor {
    return { name: "source", generateFx: () => this.capture(options) };
  }

  export(source: FXGraphExtractor | ExportedProgram, options: ExportCallOptions = {}): ONNXProgram {
    return exportCall(source, options, () => this.runtime);
  }

  /** Services of an evaluation whose exports are not the caller's: they write and tell nothing but diagnostics. */
  private quietService(file: string, readsWeights: boolean, report: (diagnostic: Diagnostic) => void): ExportService {
    return new ExportService({
      file,
      export: null,
      readsWeights,
      runtime: () => this.runtime,
      onStage: () => {},
      dump: null,
      report,
    });
  }

  private capture({ file, args = [], entry = null, dynamicShapes = false, call = 0 }: CaptureOptions): ExportedProgram {
    const saved = file.endsWith(".pt2");
    const text = saved ? savedProgram(file) : readProgram(file);
    if (typeof text !== "string") throw new TorchExportError(text.message, [text]);
    const service = this.quietService(file, true, () => {});
    const { diagnostics } = this.evaluateFile(file, text, {
      argv: [file, ...args],
      services: service,
      entry,
      program: saved ? text : null,
      dynamicShapes,
      stdout: () => {},
      stderr: () => {},
      stepBudget: null,
      cancelled: () => false,
    });
    // With an entry, calls that the file makes when it is imported are not meant.
    const captured = service.captured.filter(({ file: of }) => entry === null || of === ENTRY_FILE);
    const program = captured[call]?.program;
    if (program !== undefined) return program;
    const errors = diagnostics.filter((d) => d.level === "error").map((d) => d.message);
    const none = `the program has ${captured.length} export calls; there is none with the number ${call}`;
    throw new TorchExportError(errors.length > 0 ? errors.join("\n") : none, diagnostics);
  }

  checkFile(file: string, options: CheckOptions = {}): readonly Diagnostic[] {
    const unsaved = options.unsaved ?? new Map<string, string>();
    const text = unsaved.get(file) ?? readProgram(file);
    if (typeof text !== "string") return [text];
    const compiled = this.compiler.compile(text, file);
    // With syntax errors, what can be read is analysed all the same.
    const code = compiled.code ?? this.compiler.compileRest(file);
    if (code === null) return compiled.diagnostics;
    const diagnostics: Diagnostic[] = [];
    const service = this.quietService(file, false, (diagnostic) => diagnostics.push(diagnostic));
    const outcome = this.evaluateFile(file, text, {
      argv: [file, ...(options.args ?? [])],
      host: overlayHost(nodeHost(), unsaved),
      codeCache: compiled.code === null ? cacheWith(this.codeCache, file, code) : this.codeCache,
      services: service,
      entry: null,
      dynamicShapes: false,
      stdout: () => {},
      stderr: () => {},
      stepBudget: options.stepBudget ?? null,
      cancelled: options.cancelled ?? (() => false),
    });
    const found = [...diagnostics, ...outcome.diagnostics];
    return [...compiled.diagnostics, ...found.filter((diagnostic) => !repeats(diagnostic, compiled.diagnostics))];
  }

  evaluate(file: string, argv: readonly string[], output: Pick<EvaluationOptions, "stdout" | "stderr">): number {
    const text = readProgram(file);
    if (typeof text !== "string") {
      output.stderr(`dynamo-onnx: ${text.message}\n`);
      return 2;
    }
    const service = this.quietService(file, true, ({ message }) => output.stderr(`${message}\n`));
    const outcome = this.evaluateFile(file, text, {
      argv,
      // As `python FILE` has it: a script belongs to no package.
      package: null,
      services: service,
      entry: null,
      dynamicShapes: false,
      ...output,
      stepBudget: Number.POSITIVE_INFINITY,
      cancelled: () => false,
    });
    if (outcome.traceback !== null) output.stderr(outcome.traceback);
    return outcome.exitCode;
  }

  /** What all evaluations of a file have in common. */
  private evaluateFile(
    file: string,
    text: string,
    options: Omit<EvaluationOptions, Shared> & Partial<Pick<EvaluationOptions, "host" | "package" | "codeCache">>,
  ): EvaluationOutcome {
    const host = options.host ?? nodeHost();
    return evaluateProgram({
      file,
      compiler: this.compiler,
      codeCache: this.codeCache,
      importPath: this.importPath(file),
      package: mainPackage(host, file, this.compiler.compile(text, file).module),
      ...options,
      host,
    });
  }

  saveCode(): void {
    this.compiler.saveIndexes();
  }

  async close(): Promise<void> {
    this.runtime.close();
  }
}

type Shared = "file" | "host" | "compiler" | "codeCache" | "importPath" | "package";

/** The cache with `code` for one file, whatever its text is; nothing of it gets into `base`. */
function cacheWith(base: CodeCache, file: string, code: CodeObject): CodeCache {
  return {
    get: (path, stamp) => (path === file ? code : base.get(path, stamp)),
    set: (path, stamp, other) => {
      if (path !== file) base.set(path, stamp, other);
    },
  };
}

/** Whether a diagnostic is the SyntaxError that a damaged statement raised when it ran. */
function repeats(diagnostic: Diagnostic, faults: readonly Diagnostic[]): boolean {
  return faults.some(({ message }) => diagnostic.message.includes(message));
}

function failure(diagnostics: readonly Diagnostic[]): ExportOutcome {
  return { exports: [], diagnostics, written: [] };
}

function printSource(compiled: CompiledSource, dump: { kind: DumpKind; write: (text: string) => void }): void {
  if (dump.kind === "ast") dump.write(`${dumpAst(compiled.module)}\n`);
  else if (compiled.code !== null) dump.write(disassemble(compiled.code));
}

/** Found out before the work, not after it. */
function outputDirectoryProblem(directory: string): Diagnostic | null {
  try {
    ensureDirectory(directory);
    accessSync(directory, constants.W_OK);
    return null;
  } catch (error) {
    const reason = error instanceof WriteError ? error.message : `can't write into ${directory}: permission denied`;
    return { ruleId: "DYN6001", level: "error", message: `${reason}; choose another --out-dir`, span: null };
  }
}

function nothingExported(file: string, exitCode: number): Diagnostic {
  const ended =
    exitCode === 0
      ? "The program reached no torch.onnx.export call, so there is nothing to write."
      : `The program ended itself with exit code ${exitCode} before any torch.onnx.export call, so there is nothing to write. On the command line, a script's own arguments stand behind --.`;
  return {
    ruleId: "DYN1004",
    level: "error",
    message: `${ended} Add a call, or name what to export with --entry NAME --input 'x=f32[1,8]'.`,
    span: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
  };
}
