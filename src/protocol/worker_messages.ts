/** The calls that the extension host makes to its worker thread, and the envelopes they travel in. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CoverageViewModel } from "./coverage_view.ts";
import type { GraphViewModel } from "./graph_view.ts";
import type { SarifViewModel } from "./sarif_view.ts";

/** An unsaved editor's content, which stands for the file on disk. */
export interface UnsavedFile {
  readonly path: string;
  readonly text: string;
}

export interface ExportParams {
  readonly file: string;
  /** `sys.argv[1:]` of the program. */
  readonly args: readonly string[];
  readonly outputDirectory: string;
  readonly opsetVersion: number | null;
  readonly dynamicShapes: boolean;
  readonly report: boolean;
  readonly verify: boolean;
  readonly opLevelDebug: boolean;
  readonly accuracy: boolean;
  readonly verbosity: "debug" | "info" | "warning" | "error";
  readonly warningsAsErrors: boolean;
  readonly stepBudget: number | null;
}

export interface ExportedModel {
  readonly name: string;
  readonly path: string;
}

export interface ExportResult {
  readonly exports: readonly ExportedModel[];
  readonly diagnostics: readonly Diagnostic[];
  /** Path of the SARIF log, null when none was written. */
  readonly sarifPath: string | null;
  /** What the program printed. */
  readonly output: string;
}

export interface CheckParams {
  readonly file: string;
  readonly args: readonly string[];
  readonly unsaved: readonly UnsavedFile[];
  readonly stepBudget: number | null;
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
}

/** A file to show: its path, or its bytes when it is not on this machine's disk. */
export interface FileParams {
  readonly title: string;
  readonly source: string | Uint8Array;
}

/** Every call: what it takes, what it gives. */
export interface WorkerCalls {
  readonly export: { readonly params: ExportParams; readonly result: ExportResult };
  readonly check: { readonly params: CheckParams; readonly result: CheckResult };
  readonly graphModel: { readonly params: FileParams; readonly result: GraphViewModel };
  readonly sarifModel: { readonly params: FileParams; readonly result: SarifViewModel };
  readonly coverageModel: { readonly params: null; readonly result: CoverageViewModel };
}

export type WorkerMethod = keyof WorkerCalls;
export type Params<M extends WorkerMethod> = WorkerCalls[M]["params"];
export type Result<M extends WorkerMethod> = WorkerCalls[M]["result"];

/** What a call's implementation is given besides its parameters. */
export interface CallControl {
  /** Names the stage that begins. */
  readonly progress: (stage: string) => void;
  /** Polled from within long work, which can't receive messages meanwhile. */
  readonly cancelled: () => boolean;
}

/** The worker's side: one function a call. */
export type WorkerService = {
  readonly [M in WorkerMethod]: (params: Params<M>, control: CallControl) => Promise<Result<M>>;
};

export interface CallMessage<M extends WorkerMethod = WorkerMethod> {
  readonly type: "call";
  readonly id: number;
  readonly method: M;
  readonly params: Params<M>;
  /** One Int32; not 0 once the caller has cancelled. */
  readonly cancel: SharedArrayBuffer;
}

export type WorkerToHost =
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "error"; readonly id: number; readonly message: string }
  | { readonly type: "progress"; readonly id: number; readonly stage: string };
