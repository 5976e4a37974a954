/** What the worker thread does for each call, with the same session that the command line uses. */

import { basename, dirname, extname, join } from "node:path";
import type { WorkerService } from "../../src/protocol/worker_messages.ts";
import { writeSarif } from "../../src/session/sarif_file.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { failed } from "../../src/session/types.ts";
import { coverageViewModel } from "../../src/viewmodel/op_coverage.ts";
import { loadGraph, loadSarif } from "./models.ts";
import { UserError } from "./serve.ts";

export function createService(): WorkerService {
  let opened: Promise<Session> | null = null;
  const session = (): Promise<Session> => {
    opened ??= openSession();
    return opened;
  };
  return {
    export: async (params, { progress, cancelled }) => {
      const { file, outputDirectory, opsetVersion, report, verify, stepBudget } = params;
      const stem = basename(file, extname(file));
      let output = "";
      const outcome = await (await session()).exportFile(
        {
          file,
          outDir: outputDirectory,
          opset: opsetVersion,
          dynamicShapes: false,
          entry: null,
          verify,
          reportPath: report ? join(outputDirectory, `${stem}.md`) : null,
          stepBudget,
        },
        {
          onStage: progress,
          onOutput: (text) => {
            output += text;
          },
          cancelled,
        },
      );
      let sarifPath: string | null = null;
      if (failed(outcome.diagnostics)) {
        sarifPath = join(outputDirectory, `${stem}.sarif`);
        try {
          writeSarif(sarifPath, outcome.diagnostics, dirname(file));
        } catch (error) {
          throw new UserError(`the log can't be written: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      return { exports: outcome.exports, diagnostics: outcome.diagnostics, sarifPath, output };
    },
    check: async ({ file, unsaved, stepBudget }, { cancelled }) => {
      const texts = new Map(unsaved.map(({ path, text }) => [path, text]));
      return { diagnostics: (await session()).checkFile(file, { unsaved: texts, stepBudget, cancelled }) };
    },
    graphModel: async (params) => loadGraph(params),
    sarifModel: async (params) => loadSarif(params),
    coverageModel: async () => coverageViewModel(),
  };
}
