/** What went wrong, as data: stages return diagnostics, and SARIF, Problems and the report render them. */

import type { RuleId } from "./rules.ts";
import type { Span, StackFrame } from "./span.ts";

/** SARIF 2.1.0 §3.27.10 result levels. */
export type Level = "error" | "warning" | "note" | "none";

/** One text replacement; `span` may be empty for an insertion. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that the user can accept; becomes a quick fix and a SARIF fix (§3.55). */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A place that helps to understand the diagnostic. */
export interface RelatedLocation {
  readonly span: Span;
  readonly message: string;
}

/** A named thing in a graph that the diagnostic is about (SARIF §3.33). */
export interface LogicalLocation {
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly kind: "fxNode" | "onnxNode" | "module" | "function";
}

/** One step of the way to the problem: a place in the program, or a stage of the export (SARIF §3.38). */
export interface FlowStep {
  /** `capture`, `FX graph`, `translate to ONNX`, `ONNX Runtime` … */
  readonly stage: string;
  readonly message: string;
  readonly span: Span | null;
  /** Depth of the Python call. */
  readonly nesting: number;
  readonly logical?: LogicalLocation;
}

/** The part of a graph around what the diagnostic is about (SARIF §3.39). */
export interface GraphExcerpt {
  readonly title: string;
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly span: Span | null }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

export interface Diagnostic {
  readonly ruleId: RuleId;
  readonly level: Level;
  /** Says what happened and what to do next; plain text. */
  readonly message: string;
  /** Null only when no user source is involved (a missing file, a wrong option). */
  readonly span: Span | null;
  /** Innermost frame first. */
  readonly stack?: readonly StackFrame[];
  readonly fixes?: readonly Fix[];
  readonly related?: readonly RelatedLocation[];
  readonly logicalLocations?: readonly LogicalLocation[];
  /** From the program's call to where it stopped, in order. */
  readonly flow?: readonly FlowStep[];
  readonly graphs?: readonly GraphExcerpt[];
}
