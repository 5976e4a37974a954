/** Runs programs that export, with the whole exporter and ONNX Runtime, into a directory of their own. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import { LIBRARIES } from "../../src/libraries/index.ts";
import { nativeModules, provideServices } from "../../src/session/evaluation.ts";
import { ExportService } from "../../src/session/export_service.ts";
import { SourceCompiler } from "../../src/session/source_compiler.ts";
import { runProgram } from "../dynamo/helpers.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { EXPORT_DEFAULTS } from "./export_file.ts";

/** Python text: `mylib::f`, an operator without an ONNX function, which copies its operand. */
export const CUSTOM_OPERATOR = `@torch.library.custom_op("mylib::f", mutates_args=())
def f(x: torch.Tensor) -> torch.Tensor:
    return x.clone()
@f.register_fake
def _(x):
    return torch.empty_like(x)
`;

const client = testClient();

export interface ExportRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Of the program and of its exports. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files in the output directory, with their content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export async function runExport(source: string): Promise<ExportRun> {
  const outDir = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  try {
    const diagnostics: Diagnostic[] = [];
    const service = new ExportService({
      file: "/app/main.py",
      export: {
        file: "/app/main.py",
        outDir,
        ...EXPORT_DEFAULTS,
      },
      readsWeights: true,
      runtime: () => client,
      onStage: () => {},
      dump: null,
      report: (diagnostic) => diagnostics.push(diagnostic),
    });
    const compiler = new SourceCompiler();
    const result = await runProgram(
      source,
      {},
      {
        extra: nativeModules().slice(STDLIB.length),
        libraries: LIBRARIES,
        prepare: (vm) => {
          provideServices(vm, service, compiler);
        },
      },
    );
    const files = new Map<string, Uint8Array>();
    for (const name of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
      if (name.includes(".")) files.set(name.replaceAll("\\", "/"), readFileSync(join(outDir, name)));
    }
    return { ...result, diagnostics: [...diagnostics, ...result.diagnostics], files };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** What the program prints; a program that fails is an error of the test. */
export async function printed(source: string): Promise<string> {
  const run = await runExport(source);
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return run.stdout;
}
