/** Which diagnostics a verbosity shows: the numbers of Python's `logging` levels, as `DiagnosticOptions(verbosity_level)` takes them. */

import type { Diagnostic, Level } from "./diagnostic.ts";

export const DEBUG = 10;
export const INFO = 20;
export const WARNING = 30;

/** `none` is what a stage did, of use to those who look into it. */
const LOGGING_LEVELS: Readonly<Record<Level, number>> = { error: 40, warning: WARNING, note: INFO, none: DEBUG };

/** Errors are never left out. */
export function isReported({ level }: Diagnostic, verbosity: number): boolean {
  return level === "error" || LOGGING_LEVELS[level] >= verbosity;
}
