/** Writes diagnostics as a SARIF log beside what was exported. */

import { resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { toSarif } from "../diagnostics/sarif.ts";
import { WriteError, writeTextAtomically } from "../runtime/atomic_write.ts";
import { failed } from "./types.ts";
import { VERSION } from "./version.ts";

/** `root` is the folder that the log's relative URIs start from. Throws `WriteError`. */
export function writeSarif(path: string, diagnostics: readonly Diagnostic[], root: string): void {
  const log = toSarif(diagnostics, {
    toolVersion: VERSION,
    root: resolve(root).replaceAll("\\", "/"),
    executionSuccessful: !failed(diagnostics),
  });
  writeTextAtomically(path, `${JSON.stringify(log, null, 2)}\n`);
}

/** As `writeSarif`; a path that can't be written is a diagnostic, in which the log's other results are not lost. */
export function trySarif(path: string, diagnostics: readonly Diagnostic[], root: string): Diagnostic | null {
  try {
    writeSarif(path, diagnostics, root);
    return null;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    return { ruleId: "DYN6001", level: "error", message: error.message, span: null };
  }
}
