/** The Markdown report of an export: status, problems, the captured program, the model, an analysis, and the time of each stage. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { Node } from "../fx/graph.ts";
import { printGraph } from "../fx/print.ts";
import { printModel } from "../onnx/printer.ts";
import { guardTexts } from "./guards.ts";
import type { OnnxProgram } from "./onnx_program.ts";
import type { StageTime } from "./stage.ts";

export interface ReportedExport {
  readonly name: string;
  readonly path: string;
  readonly program: OnnxProgram;
  readonly stages: readonly StageTime[];
  /** What the run in ONNX Runtime came to; null when there was none. */
  readonly verification: string | null;
}

export interface ReportInput {
  /** The program's file. */
  readonly source: string;
  readonly producerVersion: string;
  readonly exports: readonly ReportedExport[];
  /** A captured program that could not be translated. */
  readonly failed?: ExportedProgram | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function exportReport({ source, producerVersion, exports, failed, diagnostics }: ReportInput): string {
  const errors = diagnostics.filter((d) => d.level === "error");
  const sections = [
    `# ONNX export report`,
    [
      `- Program: \`${source}\``,
      `- Exporter: dynamo-onnx ${producerVersion}`,
      `- Result: ${errors.length > 0 ? "❌ failed" : "✅ exported"}, ${count(exports.length, "model")}, ${count(errors.length, "error")}`,
    ].join("\n"),
    "## Problems",
    diagnostics.length === 0 ? "None." : diagnostics.map(problemLine).join("\n"),
    ...unsupportedSections(diagnostics),
    ...exports.flatMap(exportSections),
    ...(failed ? [`## ${failed.modelName}`, "Captured, and not translated to ONNX.", ...capturedSections(failed)] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function problemLine({ level, ruleId, message, span }: Diagnostic): string {
  const place = span === null ? "" : ` (\`${span.file}:${span.line}:${span.column}\`)`;
  return `- ${MARK[level]} **${ruleId}** ${message.replaceAll("\n", "\n  ")}${place}`;
}

const MARK: Readonly<Record<Diagnostic["level"], string>> = { error: "❌", warning: "⚠️", note: "ℹ️", none: "·" };

function exportSections({ name, path, program, stages, verification }: ReportedExport): string[] {
  const { exported } = program;
  return [
    `## ${name}`,
    `Saved to \`${path}\`: opset ${program.opset}, ${count(program.nodeCount, "node")}, ${count(program.functionCount, "function")}, ${program.weightBytes} bytes of weights.`,
    "### Inputs and outputs",
    table(
      ["", "name", "dtype", "shape"],
      [
        ...program.inputs.map((v) => ["input", v.name, v.dtype, `[${v.shape.join(", ")}]`]),
        ...program.outputs.map((v) => ["output", v.name, v.dtype, `[${v.shape.join(", ")}]`]),
      ],
    ),
    ...capturedSections(exported),
    "### Verification",
    verification ?? "Not run: ask for it with `verify=True`.",
    "### ONNX model",
    fenced("", printModel(program.model)),
    "### Time",
    table(
      ["stage", "ms"],
      stages.map((s) => [s.name, s.ms.toFixed(2)]),
    ),
  ];
}

function capturedSections(exported: ExportedProgram): string[] {
  return [
    "### Operators",
    table(["ATen operator", "nodes", "first at"], operatorRows(exported.graph.nodes)),
    "### Guards",
    exported.guards.length === 0
      ? "None: the model holds for every size that its inputs allow."
      : guardTexts(exported)
          .map((g) => `- \`${g.condition}\`: ${g.reason}${g.place === null ? "" : ` \`${g.place}\``}`)
          .join("\n"),
    "### Exported program",
    fenced("", printGraph(exported.graph)),
  ];
}

/** What has no translation, each call with its line. */
function unsupportedSections(diagnostics: readonly Diagnostic[]): string[] {
  const calls = diagnostics.filter((d) => d.ruleId === "FXE0011");
  if (calls.length === 0) return [];
  const rows = calls.map((d) => [d.logicalLocations?.[0]?.fullyQualifiedName ?? "", d.message, at(d.span).trim()]);
  return ["## Unsupported operators", table(["FX node", "why", "at"], rows)];
}

function operatorRows(nodes: readonly Node[]): string[][] {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) {
    if (node.op !== "call_function") continue;
    const group = groups.get(node.target);
    if (group === undefined) groups.set(node.target, [node]);
    else group.push(node);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([target, group]) => [`\`${target}\``, String(group.length), at(group[0]?.meta.span ?? null).trim()]);
}

function at(span: Diagnostic["span"]): string {
  return span === null ? "" : ` \`${span.file}:${span.line}:${span.column}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((c) => c.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A fence longer than any run of backticks inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
