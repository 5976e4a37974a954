/**
 * A process that evaluates one program, for suites that give every program a process of its own. Bundled by `eval_bundle.ts`.
 *
 *   node eval_process.cjs '{"file": …, "path": […], "argv": […], "steps": …}'
 */

import { createBuiltins } from "../../src/dynamo/builtins/index.ts";
import { createInterpreter } from "../../src/dynamo/eval/interpreter.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import { nodeHost } from "../../src/runtime/node_host.ts";
import { SourceCompiler } from "../../src/session/source_compiler.ts";

export interface EvalRequest {
  readonly file: string;
  /** `sys.path`. */
  readonly path: readonly string[];
  readonly argv: readonly string[];
  readonly steps: number;
  readonly bytes: number;
}

async function main(request: EvalRequest): Promise<number> {
  const compiler = new SourceCompiler();
  const interpreter = createInterpreter({
    host: nodeHost(),
    compileSource: compiler.compileSource,
    parseSource: compiler.parseSource,
    createBuiltins,
    modules: STDLIB,
    path: request.path,
    argv: request.argv,
    budget: { steps: request.steps, bytes: request.bytes },
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
  });
  const { exitCode, diagnostics, traceback } = interpreter.runMain(request.file);
  if (traceback !== null) process.stderr.write(traceback);
  else for (const { level, message } of diagnostics) if (level === "error") process.stderr.write(`${message}\n`);
  return exitCode;
}

main(JSON.parse(process.argv[2] ?? "") as EvalRequest).then((code) => {
  process.exitCode = code;
});
