/** `--sarif PATH`: writes the log; one that can't be written is one more error. */

import { resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { trySarif } from "../session/sarif_file.ts";

/** The diagnostics to show and to decide the exit code by. */
export function withSarif(path: string | undefined, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const problem = path === undefined ? null : trySarif(resolve(path), diagnostics, process.cwd());
  return problem === null ? diagnostics : [...diagnostics, problem];
}
