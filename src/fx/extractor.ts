/** How a model becomes an FX graph: the interface that every capture implements. */

import type { ExportedProgram } from "./exported_program.ts";

/**
 * One way to capture one model: the evaluation of its source, a program that was captured before, or a caller's own.
 * What stands behind it (registry, passes, translation) is the same for all.
 */
export interface FXGraphExtractor {
  /** For the report and the list of stages: `source`, `ExportedProgram`. */
  readonly name: string;
  /** The graph of ATen operators with its signature, ranges, guards and state. Throws what the capture raises. */
  generateFx(): ExportedProgram;
}

/** A program that was captured already. */
export function exportedProgramExtractor(program: ExportedProgram): FXGraphExtractor {
  return { name: "ExportedProgram", generateFx: () => program };
}
