/** The messages between the extension host and each of its webviews. */

import type { CoverageViewModel } from "./coverage_view.ts";
import type { GraphViewModel } from "./graph_view.ts";
import type { LocationView } from "./location.ts";
import type { SarifViewModel } from "./sarif_view.ts";

/** The host's answer to `ready`, and again when the data changes. */
export interface ShowMessage<Model> {
  readonly type: "show";
  readonly model: Model;
}

/** The data could not be read; the text is the whole story. */
export interface FailureMessage {
  readonly type: "failure";
  readonly message: string;
}

/** The webview's script runs and waits for data. */
export interface ReadyMessage {
  readonly type: "ready";
}

/** Show this place in a text editor. */
export interface RevealMessage {
  readonly type: "reveal";
  readonly location: LocationView;
}

/** Open a web page; the host accepts http and https only. */
export interface OpenLinkMessage {
  readonly type: "openLink";
  readonly url: string;
}

export type GraphToWebview = ShowMessage<GraphViewModel> | FailureMessage;
export type GraphToHost = ReadyMessage | RevealMessage;

export type SarifToWebview = ShowMessage<SarifViewModel> | FailureMessage;
export type SarifToHost = ReadyMessage | RevealMessage | OpenLinkMessage;

export type CoverageToWebview = ShowMessage<CoverageViewModel> | FailureMessage;
export type CoverageToHost = ReadyMessage;
