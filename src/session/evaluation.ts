/** Evaluates one program with the whole Python that it can reach: builtins, standard library, torch. */

import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createBuiltins } from "../dynamo/builtins/index.ts";
import { createInterpreter } from "../dynamo/eval/interpreter.ts";
import type { CodeCache } from "../dynamo/importer/code_cache.ts";
import type { NativeModule } from "../dynamo/importer/native_module.ts";
import { STDLIB } from "../dynamo/stdlib/index.ts";
import type { Host } from "../host.ts";
import { LIBRARIES } from "../libraries/index.ts";
import { onnxScriptModules } from "../onnxscript/module.ts";
import { torchModules } from "../torch/modules.ts";
import { TORCH_SERVICES, type TorchServices } from "../torch/services.ts";
import { torchState } from "../torch/state.ts";
import { ENTRY_FILE, entryProgram } from "./entry_program.ts";
import { ONNXSCRIPT_PARSER, onnxScriptParser } from "./onnxscript_parser.ts";
import type { SourceCompiler } from "./source_compiler.ts";
import type { ExportFileOptions } from "./types.ts";

export interface EvaluationOptions {
  readonly file: string;
  readonly argv: readonly string[];
  readonly host: Host;
  readonly compiler: SourceCompiler;
  readonly services: TorchServices;
  readonly codeCache: CodeCache;
  /** Folders to import from, behind the program's own. */
  readonly importPath: readonly string[];
  readonly entry: ExportFileOptions["entry"];
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
  return [...STDLIB, ...torchModules(), ...onnxScriptModules()];
}

export function evaluateProgram(options: EvaluationOptions): EvaluationOutcome {
  const { file, host, entry, compiler } = options;
  const entryHost =
    entry === null ? host : hostWithEntry(host, entryProgram(file, entry.name, entry.inputs, options.dynamicShapes));
  const interpreter = createInterpreter({
    host: entryHost,
    modules: nativeModules(),
    createBuiltins,
    path: [dirname(file).replaceAll("\\", "/"), ...options.importPath],
    argv: options.argv,
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
  interpreter.extensions.set(TORCH_SERVICES, options.services);
  // An entry's own program declares its dynamic dimensions by name.
  torchState(interpreter).dynamicByDefault = options.dynamicShapes && entry === null;
  interpreter.extensions.set(ONNXSCRIPT_PARSER, onnxScriptParser(compiler));
  const { exitCode, diagnostics, traceback } = interpreter.runMain(entry === null ? file : ENTRY_FILE);
  return {
    exitCode,
    diagnostics: diagnostics.map((d) => (d.span?.file === ENTRY_FILE ? { ...d, span: null } : d)),
    traceback,
  };
}

function hostWithEntry(host: Host, text: string): Host {
  return {
    ...host,
    readText: (path) => (path === ENTRY_FILE ? text : host.readText(path)),
    isFile: (path) => path === ENTRY_FILE || host.isFile(path),
  };
}
