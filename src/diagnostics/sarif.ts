/** Renders diagnostics as a SARIF 2.1.0 log (OASIS standard). Pure: the caller writes the text. */

import type {
  Artifact,
  Location,
  Log,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
  LogicalLocation as SarifLogicalLocation,
  Stack,
} from "sarif";
import type { Diagnostic, Fix, LogicalLocation } from "./diagnostic.ts";
import { RULES, type Rule, type RuleId } from "./rules.ts";
import type { Span, StackFrame } from "./span.ts";

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
    help: { text: rule.help, markdown: rule.help },
    helpUri: `${HELP}#${id.toLowerCase()}`,
    defaultConfiguration: { level: rule.level },
  };
}

function toResult(diagnostic: Diagnostic, ruleIndex: number, artifacts: ArtifactTable): Result {
  const { span, stack, related, fixes, logicalLocations } = diagnostic;
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
    ...(fixes === undefined || fixes.length === 0 ? {} : { fixes: fixes.map((f) => toFix(f, artifacts)) }),
  };
}

function toLogicalLocation(logical: LogicalLocation): SarifLogicalLocation {
  return { name: logical.name, fullyQualifiedName: logical.fullyQualifiedName, kind: logical.kind };
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

function physicalLocation(span: Span, artifacts: ArtifactTable): PhysicalLocation {
  return { artifactLocation: artifacts.location(span.file), region: region(span) };
}

function region(span: Span): Region {
  return { startLine: span.line, startColumn: span.column, endLine: span.endLine, endColumn: span.endColumn };
}

/** Gives every file one entry in `run.artifacts` and an artifactLocation that refers to it. */
class ArtifactTable {
  readonly list: Artifact[] = [];
  private readonly indices = new Map<string, number>();
  private readonly root: string;

  constructor(root: string) {
    this.root = root.endsWith("/") ? root : `${root}/`;
  }

  location(file: string): NonNullable<Artifact["location"]> {
    const known = this.indices.get(file);
    const base = file.startsWith(this.root)
      ? { uri: encodePath(file.slice(this.root.length)), uriBaseId: "SRCROOT" }
      : { uri: fileUri(file) };
    if (known !== undefined) return { ...base, index: known };
    const index = this.list.length;
    this.indices.set(file, index);
    this.list.push({ location: base, sourceLanguage: "python" });
    return { ...base, index };
  }
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** `file:///home/me/a.py`; a Windows drive becomes `file:///c:/…`. */
export function fileUri(path: string): string {
  const encoded = encodePath(path).replace(/^([A-Za-z])%3A/, "$1:");
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

function directoryUri(path: string): string {
  return fileUri(path.endsWith("/") ? path : `${path}/`);
}
