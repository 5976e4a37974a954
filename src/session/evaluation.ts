/** Evaluates one program with the whole Python that it can reach: builtins, standard library, torch. */

import { basename, dirname, extname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createBuiltins } from "../dynamo/builtins/index.ts";
import { createInterpreter } from "../dynamo/eval/interpreter.ts";
import type { CodeCache } from "../dynamo/importer/code_cache.ts";
import type { NativeModule } from "../dynamo/importer/native_module.ts";
import type { Interpreter } from "../dynamo/interpreter.ts";
import { STDLIB } from "../dynamo/stdlib/index.ts";
import type { Host } from "../host.ts";
import { LIBRARIES } from "../libraries/index.ts";
import { onnxModules } from "../onnx_packages/modules.ts";
import { ONNX_SERVICES, type OnnxServices } from "../onnx_packages/services.ts";
import { onnxScriptModules } from "../onnxscript/module.ts";
import { torchModules } from "../torch/modules.ts";
import { TORCH_SERVICES, type TorchServices } from "../torch/services.ts";
import { torchState } from "../torch/state.ts";
import { ENTRY_FILE, entryProgram } from "./entry_program.ts";
import type { MainPackage } from "./main_package.ts";
import { ONNXSCRIPT_PARSER, onnxScriptParser } from "./onnxscript_parser.ts";
import type { SourceCompiler } from "./source_compiler.ts";
import type { ExportFileOptions } from "./types.ts";

export interface EvaluationOptions {
  readonly file: string;
  readonly argv: readonly string[];
  readonly host: Host;
  readonly compiler: SourceCompiler;
  readonly services: ProgramServices;
  readonly codeCache: CodeCache;
  /** The package that the file lies in; null outside of any. */
  readonly package: MainPackage | null;
  /** Folders to import from, behind the program's own. */
  readonly importPath: readonly string[];
  readonly entry: ExportFileOptions["entry"];
  /** Python text that stands for a file that is no program; null when the file is run itself. */
  readonly program?: string | null;
  readonly dynamicShapes: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Null for the default. */
  readonly stepBudget: number | null;
  readonly cancelled: () => boolean;
}

export interface EvaluationOutcome {
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Python's own text of an uncaught exception. */
  readonly traceback: string | null;
}

/** Every module that is implemented here. */
export function nativeModules(): NativeModule[] {
  return [...STDLIB, ...torchModules(), ...onnxModules(), ...onnxScriptModules()];
}

/** What the packages of a program ask of the session. */
export function provideServices(vm: Interpreter, services: ProgramServices, compiler: SourceCompiler): void {
  vm.extensions.set(TORCH_SERVICES, services);
  vm.extensions.set(ONNX_SERVICES, services.onnx);
  vm.extensions.set(ONNXSCRIPT_PARSER, onnxScriptParser(compiler));
}

export type ProgramServices = TorchServices & { readonly onnx: OnnxServices };

export function evaluateProgram(options: EvaluationOptions): EvaluationOutcome {
  const { file, host, entry, compiler } = options;
  const text =
    options.program ?? (entry === null ? null : entryProgram(moduleName(options), entry, options.dynamicShapes));
  const entryHost = text === null ? host : hostWithEntry(host, text);
  const interpreter = createInterpreter({
    host: entryHost,
    opensFiles: options.services.readsWeights,
    modules: nativeModules(),
    createBuiltins,
    path: [...ownFolders(options), ...options.importPath],
    argv: options.argv,
    mainPackage: options.package?.name ?? null,
    stdout: options.stdout,
    stderr: options.stderr,
    ...(options.stepBudget === null ? {} : { budget: { steps: options.stepBudget } }),
    isCancelled: options.cancelled,
    compileSource: compiler.compileSource,
    indexSource: compiler.indexSource,
    parseSource: compiler.parseSource,
    libraries: LIBRARIES,
    codeCache: options.codeCache,
  });
  provideServices(interpreter, options.services, compiler);
  // An entry's own program declares its dynamic dimensions by name.
  torchState(interpreter).dynamicByDefault = options.dynamicShapes && entry === null;
  const { exitCode, diagnostics, traceback } = interpreter.runMain(text === null ? file : ENTRY_FILE);
  return {
    exitCode,
    diagnostics: diagnostics.map((d) => (d.span?.file === ENTRY_FILE ? { ...d, span: null } : d)),
    traceback,
  };
}

/** The program's own folders: a script's comes first, as Python has it; that of the package, when it is run as `-m`. */
function ownFolders({ file, package: own }: EvaluationOptions): string[] {
  const folder = dirname(file).replaceAll("\\", "/");
  if (own === null) return [folder];
  return own.name === null ? [folder, own.root] : [own.root, folder];
}

/** What the file is imported as. */
function moduleName({ file, package: own }: EvaluationOptions): string {
  const stem = basename(file, extname(file));
  if (own === null || own.name === null) return stem;
  return stem === "__init__" ? own.name : `${own.name}.${stem}`;
}

function hostWithEntry(host: Host, text: string): Host {
  return {
    ...host,
    readText: (path) => (path === ENTRY_FILE ? text : host.readText(path)),
    isFile: (path) => path === ENTRY_FILE || host.isFile(path),
  };
}
