/** What the worker thread does for each call, with the same session that the command line uses. */

import { basename, dirname, extname, join } from "node:path";
import type { WorkerService } from "../../src/protocol/worker_messages.ts";
import { WriteError } from "../../src/runtime/atomic_write.ts";
import { writeSarif } from "../../src/session/sarif_file.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { failed } from "../../src/session/types.ts";
import { coverageViewModel } from "../../src/viewmodel/op_coverage.ts";
import { loadGraph, loadSarif } from "./models.ts";

export function createService(): WorkerService {
  let opened: Promise<Session> | null = null;
  const session = (): Promise<Session> => {
    opened ??= openSession();
    return opened;
  };
  return {
    export: async (params, { progress, cancelled }) => {
      const { outputDirectory, opsetVersion, report, verbosity, ...same } = params;
      const { file } = params;
      const stem = basename(file, extname(file));
      let output = "";
      const outcome = await (await session()).exportFile(
        {
          ...same,
          outDir: outputDirectory,
          opset: opsetVersion,
          entry: null,
          // What the program asks for itself is recorded unless the setting says otherwise.
          ...(verbosity === "info" ? {} : { verbosity }),
          reportPath: report ? join(outputDirectory, `${stem}.md`) : null,
        },
        {
          onStage: progress,
          onOutput: (text) => {
            output += text;
          },
          cancelled,
        },
      );
      const diagnostics = [...outcome.diagnostics];
      const log = join(outputDirectory, `${stem}.sarif`);
      let sarifPath: string | null = null;
      if (failed(diagnostics)) {
        try {
          writeSarif(log, diagnostics, dirname(file));
          sarifPath = log;
        } catch (error) {
          if (!(error instanceof WriteError)) throw error;
          diagnostics.push({ ruleId: "DYN6001", level: "warning", message: error.message, span: null });
        }
      }
      return { exports: outcome.exports, diagnostics, sarifPath, output };
    },
    check: async ({ file, args, unsaved, stepBudget }, { cancelled }) => {
      const texts = new Map(unsaved.map(({ path, text }) => [path, text]));
      return { diagnostics: (await session()).checkFile(file, { args, unsaved: texts, stepBudget, cancelled }) };
    },
    graphModel: async (params) => loadGraph(params),
    sarifModel: async (params) => loadSarif(params),
    coverageModel: async () => coverageViewModel(),
  };
}
