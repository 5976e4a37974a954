/** How results are printed: for people, and as one JSON object. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedFile, ExportOutcome, ValueInfo } from "../session/types.ts";

/** `mlp.py:7:9: error DYN2004: message`, then the call stack when it says more. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { span } = diagnostic;
  const place = span === null ? "" : `${span.file}:${span.line}:${span.column}: `;
  const callers = (diagnostic.stack ?? [])
    .slice(1)
    .map((f) => `\n    called from ${f.span.file}:${f.span.line}:${f.span.column} in ${f.name}`);
  const level = diagnostic.level === "none" ? "debug" : diagnostic.level;
  return `${place}${level} ${diagnostic.ruleId}: ${diagnostic.message}${callers.join("")}`;
}

export function formatExport(exported: ExportedFile): string {
  const stages = exported.stages.map((s) => `  ${s.name.padEnd(24)} ${s.ms.toFixed(1).padStart(8)} ms`);
  const summary = [
    ["inputs", exported.inputs.map(formatValue).join(", ") || "none"],
    ["outputs", exported.outputs.map(formatValue).join(", ") || "none"],
    ["nodes", String(exported.nodeCount)],
    ["functions", String(exported.functionCount)],
    ["opset", String(exported.opset)],
    ["saved to", exported.path],
  ].map(([key = "", value = ""]) => `  ${key.padEnd(12)} ${value}`);
  return [
    `${exported.name}`,
    ...stages,
    `  ${"total".padEnd(24)} ${exported.totalMs.toFixed(1).padStart(8)} ms`,
    ...summary,
  ].join("\n");
}

function formatValue(value: ValueInfo): string {
  return `${value.name}: ${value.dtype}[${value.shape.map((d) => d ?? "?").join(", ")}]`;
}

export interface JsonDiagnostic {
  readonly ruleId: string;
  readonly level: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

export function toJsonDiagnostic({ ruleId, level, message, span }: Diagnostic): JsonDiagnostic {
  return {
    ruleId,
    level,
    message,
    file: span?.file ?? null,
    line: span?.line ?? null,
    column: span?.column ?? null,
    endLine: span?.endLine ?? null,
    endColumn: span?.endColumn ?? null,
  };
}

export function toJsonOutcome(outcome: Pick<ExportOutcome, "exports" | "diagnostics">): unknown {
  return { exports: outcome.exports, diagnostics: outcome.diagnostics.map(toJsonDiagnostic) };
}
