/** Which diagnostics an export keeps, and which of them fail it: `DiagnosticOptions`. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { DEBUG, INFO, isReported, WARNING } from "../diagnostics/verbosity.ts";
import type { Verbosity } from "./types.ts";

export interface DiagnosticPolicy {
  /** As a level of `logging`. */
  readonly verbosity: number;
  readonly warningsAsErrors: boolean;
}

const LOGGING: Readonly<Record<Verbosity, number>> = { debug: DEBUG, info: INFO, warning: WARNING, error: 40 };

export function loggingLevel(verbosity: Verbosity): number {
  return LOGGING[verbosity];
}

/** Warnings that are errors are kept whatever the verbosity is. */
export function applyPolicy(policy: DiagnosticPolicy, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const { verbosity, warningsAsErrors } = policy;
  return diagnostics
    .map((d): Diagnostic => (warningsAsErrors && d.level === "warning" ? { ...d, level: "error" } : d))
    .filter((d) => isReported(d, verbosity));
}
