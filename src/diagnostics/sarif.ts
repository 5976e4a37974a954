/** Renders diagnostics as a SARIF 2.1.0 log (OASIS standard). Pure: the caller writes the text. */

import type { Location, Log, ReportingDescriptor, Result, Fix as SarifFix, Stack } from "sarif";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import { RULE_EXAMPLES } from "./rule_examples.ts";
import { ruleHelp } from "./rule_help.ts";
import { RULES, type Rule, type RuleId } from "./rules.ts";
import { ArtifactTable, directoryUri, physicalLocation, region } from "./sarif_artifacts.ts";
import { toCodeFlow, toGraph, toLogicalLocation } from "./sarif_flow.ts";
import type { StackFrame } from "./span.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HELP = "https://github.com/dynamo-onnx/dynamo-onnx/blob/main/docs/rules.md";

export interface SarifOptions {
  readonly toolVersion: string;
  /** The folder that relative URIs start from (`%SRCROOT%`); absolute, forward slashes. */
  readonly root: string;
  readonly executionSuccessful: boolean;
  /** The arguments of the command, for `invocation.commandLine`. */
  readonly commandLine?: string;
}

/** The log of one run: every rule with its help, one result a diagnostic, artifacts by first mention (SARIF §3.13, §3.14). */
export function toSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): Log {
  const artifacts = new ArtifactTable(options.root);
  const ruleIds = Object.keys(RULES) as RuleId[];
  const results = diagnostics.map((d) => toResult(d, ruleIds.indexOf(d.ruleId), artifacts));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "dynamo-onnx",
            fullName: "Dynamo ONNX: PyTorch to ONNX Exporter",
            semanticVersion: options.toolVersion,
            rules: ruleIds.map((id) => toDescriptor(id, RULES[id])),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: directoryUri(options.root) } },
        invocations: [
          {
            executionSuccessful: options.executionSuccessful,
            ...(options.commandLine === undefined ? {} : { commandLine: options.commandLine }),
          },
        ],
        artifacts: artifacts.list,
        results,
      },
    ],
  };
}

function toDescriptor(id: RuleId, rule: Rule): ReportingDescriptor {
  return {
    id,
    name: rule.name,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.summary },
    help: { text: `${rule.help} ${RULE_EXAMPLES[id].fix}`, markdown: ruleHelp(id) },
    helpUri: `${HELP}#${id.toLowerCase()}`,
    defaultConfiguration: { level: rule.level },
  };
}

function toResult(diagnostic: Diagnostic, ruleIndex: number, artifacts: ArtifactTable): Result {
  const { span, stack, related, fixes, logicalLocations, flow, graphs } = diagnostic;
  const location: Location = {
    ...(span === null ? {} : { physicalLocation: physicalLocation(span, artifacts) }),
    ...(logicalLocations === undefined ? {} : { logicalLocations: logicalLocations.map(toLogicalLocation) }),
  };
  return {
    ruleId: diagnostic.ruleId,
    ruleIndex,
    level: diagnostic.level,
    message: { text: diagnostic.message },
    locations: Object.keys(location).length === 0 ? [] : [location],
    ...(stack === undefined || stack.length === 0 ? {} : { stacks: [toStack(stack, artifacts)] }),
    ...(related === undefined || related.length === 0
      ? {}
      : {
          relatedLocations: related.map((r, i) => ({
            id: i + 1,
            physicalLocation: physicalLocation(r.span, artifacts),
            message: { text: r.message },
          })),
        }),
    ...(flow === undefined || flow.length === 0 ? {} : { codeFlows: [toCodeFlow(flow, artifacts)] }),
    ...(graphs === undefined || graphs.length === 0 ? {} : { graphs: graphs.map((g) => toGraph(g, artifacts)) }),
    ...(fixes === undefined || fixes.length === 0 ? {} : { fixes: fixes.map((f) => toFix(f, artifacts)) }),
  };
}

/** The Python call stack, innermost first as SARIF wants it (§3.44). */
function toStack(stack: readonly StackFrame[], artifacts: ArtifactTable): Stack {
  return {
    message: { text: "Python call stack" },
    frames: stack.map((frame) => ({
      location: {
        physicalLocation: physicalLocation(frame.span, artifacts),
        logicalLocations: [{ name: frame.name, kind: "function" }],
        message: { text: `in ${frame.name}` },
      },
    })),
  };
}

function toFix(fix: Fix, artifacts: ArtifactTable): SarifFix {
  const byFile = new Map<string, SarifFix["artifactChanges"][number]["replacements"]>();
  for (const edit of fix.edits) {
    const replacements = byFile.get(edit.span.file) ?? [];
    replacements.push({ deletedRegion: region(edit.span), insertedContent: { text: edit.newText } });
    byFile.set(edit.span.file, replacements);
  }
  return {
    description: { text: fix.title },
    artifactChanges: [...byFile].map(([file, replacements]) => ({
      artifactLocation: artifacts.location(file),
      replacements,
    })),
  };
}
