/** Runs Python programs through the whole front end: parse, compile, evaluate. */

import { createBuiltins } from "../../src/dynamo/builtins/index.ts";
import { createInterpreter, type InterpreterOptions, type RunResult } from "../../src/dynamo/eval/interpreter.ts";
import type { NativeModule } from "../../src/dynamo/importer/native_module.ts";
import type { Interpreter } from "../../src/dynamo/interpreter.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import type { Host } from "../../src/host.ts";
import { SourceCompiler } from "../../src/session/source_compiler.ts";

/** A host whose files are the given texts. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  const isDirectory = (path: string) => Object.keys(files).some((f) => f.startsWith(`${path}/`));
  return {
    readText: (path) => files[path] ?? null,
    readBytes: (path) => (files[path] === undefined ? null : new TextEncoder().encode(files[path])),
    size: (path) => (files[path] === undefined ? null : new TextEncoder().encode(files[path]).length),
    readRange: (path, offset, length) =>
      files[path] === undefined ? null : new TextEncoder().encode(files[path]).subarray(offset, offset + length),
    isFile: (path) => files[path] !== undefined,
    isDirectory,
    readDirectory: (path) => {
      const names = new Map<string, boolean>();
      for (const file of Object.keys(files)) {
        if (!file.startsWith(`${path}/`)) continue;
        const [first = "", ...rest] = file.slice(path.length + 1).split("/");
        names.set(first, rest.length > 0);
      }
      return [...names].map(([name, directory]) => ({ name, isDirectory: directory }));
    },
    stamp: (path) => (files[path] === undefined ? null : `${files[path].length}`),
    now: () => 0,
  };
}

export interface Run extends RunResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Evaluates `source` as the main program; other files of the program go into `files`. */
export async function runProgram(
  source: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<InterpreterOptions> & {
    readonly extra?: readonly NativeModule[];
    readonly prepare?: (vm: Interpreter) => void;
  } = {},
): Promise<Run> {
  const compiler = new SourceCompiler();
  let stdout = "";
  let stderr = "";
  const vm = createInterpreter({
    host: memoryHost({ "/app/main.py": source, ...files }),
    compileSource: compiler.compileSource,
    indexSource: compiler.indexSource,
    parseSource: compiler.parseSource,
    createBuiltins,
    modules: [...STDLIB, ...(options.extra ?? [])],
    path: ["/app"],
    argv: ["/app/main.py"],
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    ...options,
  });
  options.prepare?.(vm);
  const result = vm.runMain("/app/main.py");
  return { ...result, stdout, stderr: stderr + (result.traceback ?? "") };
}

/** What the program prints; an uncaught exception is an error of the test. */
export async function run(source: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const result = await runProgram(source, files);
  if (result.exitCode !== 0) throw new Error(result.stderr || JSON.stringify(result.diagnostics));
  return result.stdout;
}
