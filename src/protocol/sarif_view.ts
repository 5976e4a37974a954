/** What the SARIF view shows of a log, bounded and resolved: no index into the log is left to follow. */

import type { FrameView, LocationView } from "./location.ts";

export type LevelView = "error" | "warning" | "note" | "none";

export interface SarifViewModel {
  readonly title: string;
  readonly version: string;
  readonly tools: readonly string[];
  readonly rules: readonly RuleView[];
  readonly results: readonly ResultView[];
  /** How many results the log has; more than are listed when the log is very large. */
  readonly totalResults: number;
  /** What was odd about the log but did not stop it from being shown. */
  readonly notices: readonly string[];
}

export interface RuleView {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Markdown or plain text. */
  readonly help: string;
  readonly helpUri: string | null;
}

export interface ResultView {
  readonly ruleId: string;
  readonly level: LevelView;
  readonly message: string;
  readonly location: LocationView | null;
  /** Innermost frame first. */
  readonly stack: readonly FrameView[];
  readonly related: readonly RelatedView[];
  readonly logical: readonly LogicalView[];
  readonly fixes: readonly string[];
}

export interface RelatedView {
  readonly message: string;
  readonly location: LocationView | null;
}

export interface LogicalView {
  readonly kind: string;
  readonly name: string;
}
