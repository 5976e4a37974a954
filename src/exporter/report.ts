/** The Markdown report of an export: status, problems, the captured program, the model, an analysis, and the time of each stage. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { Node } from "../fx/graph.ts";
import { printGraph } from "../fx/print.ts";
import { printModel } from "../onnx/printer.ts";
import { guardTexts } from "./guards.ts";
import type { OnnxProgram } from "./onnx_program.ts";
import type { StageTime } from "./stage.ts";
import { BIN_EDGES, isAccurate, type VerificationInfo } from "./verification_info.ts";

export interface ReportedExport {
  readonly name: string;
  readonly path: string;
  readonly program: OnnxProgram;
  readonly stages: readonly StageTime[];
  /** What the run in ONNX Runtime came to; null when there was none. */
  readonly verification: ReportedVerification | null;
}

export interface ReportedVerification {
  /** One sentence. */
  readonly text: string;
  /** Whether the model ran; null when there was nothing to run it on. */
  readonly ran: boolean | null;
  /** One an output; null when the outputs were not compared. */
  readonly infos: readonly VerificationInfo[] | null;
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
  const problems = diagnostics.filter((d) => d.level !== "none");
  const errors = diagnostics.filter((d) => d.level === "error");
  const sections = [
    `# ONNX export report`,
    [
      `- Program: \`${source}\``,
      `- Exporter: dynamo-onnx ${producerVersion}`,
      `- Result: ${errors.length > 0 ? "❌ failed" : "✅ exported"}, ${count(exports.length, "model")}, ${count(errors.length, "error")}`,
    ].join("\n"),
    "## Status",
    statusBlock(exports, failed ?? null, diagnostics),
    "## Problems",
    problems.length === 0 ? "None." : problems.map(problemLine).join("\n"),
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
    ...verificationSections(verification),
    "### ONNX model",
    fenced("", printModel(program.model)),
    "### Time",
    table(
      ["stage", "ms"],
      stages.map((s) => [s.name, s.ms.toFixed(2)]),
    ),
  ];
}

/** The stages as PyTorch's report lists them: done, failed, or not reached. */
function statusBlock(
  exports: readonly ReportedExport[],
  failed: ExportedProgram | null,
  diagnostics: readonly Diagnostic[],
): string {
  const captured = exports.length > 0 || failed !== null;
  const refused = (rule: string) => diagnostics.some((d) => d.level === "error" && d.ruleId === rule);
  const prepared = captured ? !(failed !== null && refused("DYN2004")) : null;
  const invalid = failed !== null && refused("DYN3001");
  const translated = prepared === true ? failed === null || invalid : null;
  const all = (of: (verification: ReportedVerification | null) => boolean | null): boolean | null => {
    const found = exports.map(({ verification }) => of(verification)).filter((value) => value !== null);
    return found.length === 0 ? null : found.every((value) => value);
  };
  const rows: readonly (readonly [done: boolean | null, text: string])[] = [
    [captured, "Capture the model's graph"],
    [prepared, "Prepare the graph: no mutation, operators that have a translation"],
    [translated, "Translate the graph to ONNX"],
    [translated === true ? !invalid : null, "Check the ONNX model"],
    [all((verification) => verification?.ran ?? null), "Run the model in ONNX Runtime"],
    [all((verification) => verification?.infos?.every(isAccurate) ?? null), "Compare its outputs with the reference"],
  ];
  return fenced("", rows.map(([done, text]) => `${done === null ? "⚪" : done ? "✅" : "❌"} ${text}`).join("\n"));
}

/** The figures of each output, then how many of its elements differ by how much. */
function verificationSections(verification: ReportedVerification | null): string[] {
  if (verification === null) return ["Not run: ask for it with `verify=True`."];
  const { text, infos } = verification;
  if (infos === null) return [text];
  const figures = infos.map((info) => [
    `\`${info.name}\``,
    info.maxAbsDiff.toExponential(6),
    info.maxRelDiff.toExponential(6),
    info.expectedDtype,
    info.actualDtype,
  ]);
  const bins = BIN_EDGES.slice(0, -1).map((edge, i) => `${edge} to ${BIN_EDGES[i + 1]}`);
  const counts = infos.flatMap((info) => [
    [`\`${info.name}\``, "absolute", ...info.absDiffHist.map(String)],
    [`\`${info.name}\``, "relative", ...info.relDiffHist.map(String)],
  ]);
  return [
    text,
    table(["output", "max_abs_diff", "max_rel_diff", "expected dtype", "actual dtype"], figures),
    "Elements by their difference:",
    table(["output", "difference", ...bins], counts),
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
