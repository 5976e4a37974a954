/** `torch.export.save` in TypeScript. */

import { resolve } from "node:path";
import type { ExportedProgram } from "../fx/exported_program.ts";
import { WriteError, writeAtomically } from "../runtime/atomic_write.ts";
import { ModelRefused } from "../torch/services.ts";
import { RuntimeFailure, refusal } from "./errors.ts";
import { savedProgramParts } from "./saved_program.ts";

/**
 * Writes a captured program as PyTorch's archive: `torch.export.load` reads it there, and `extractor({ file })` here when
 * the path ends in `.pt2`. Throws a RangeError for what has no form in the file, `RuntimeFailure` for weights without data
 * and for a file that can't be written.
 */
export function saveExportedProgram(program: ExportedProgram, path: string): void {
  try {
    writeAtomically(resolve(path), savedProgramParts(program, path));
  } catch (error) {
    if (error instanceof WriteError) {
      throw new RuntimeFailure(error.message, [
        { ruleId: "DYN6001", level: "error", message: error.message, span: null },
      ]);
    }
    if (!(error instanceof ModelRefused)) throw error;
    if (error.exception === "ValueError") throw new RangeError(error.message);
    throw new RuntimeFailure(error.message, [refusal(error)]);
  }
}
