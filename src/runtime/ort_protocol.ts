/** What the client and the ONNX Runtime worker say to each other. */

import type { DataType } from "../onnx/data_type.ts";
import type { NamedTensors } from "../onnx/named_tensors.ts";

/** What a caller may choose of a session; ONNX Runtime's names. */
export interface RuntimeOptions {
  readonly graphOptimizationLevel?: "disabled" | "basic" | "extended" | "layout" | "all";
  readonly executionMode?: "sequential" | "parallel";
  readonly intraOpNumThreads?: number;
  readonly interOpNumThreads?: number;
  readonly logSeverityLevel?: 0 | 1 | 2 | 3 | 4;
  readonly logVerbosityLevel?: number;
  readonly logId?: string;
  readonly enableCpuMemArena?: boolean;
  readonly enableMemPattern?: boolean;
  readonly freeDimensionOverrides?: Readonly<Record<string, number>>;
  /** Session configuration entries by their dotted names. */
  readonly entries?: Readonly<Record<string, string>>;
}

/** An input or output of a loaded model. */
export interface RuntimeValue {
  readonly name: string;
  /** Null for what is no tensor. */
  readonly dtype: DataType | null;
  readonly shape: readonly (number | string)[];
}

export interface LoadedModel {
  readonly session: number;
  readonly inputs: readonly RuntimeValue[];
  readonly outputs: readonly RuntimeValue[];
}

export type Request =
  /** Loads ONNX Runtime itself. */
  | { readonly kind: "warm" }
  | { readonly kind: "load"; readonly model: Uint8Array | string; readonly options: RuntimeOptions }
  | { readonly kind: "run"; readonly session: number; readonly feeds: NamedTensors }
  | { readonly kind: "release"; readonly session: number }
  /** Loads, runs and releases. */
  | { readonly kind: "run_once"; readonly model: Uint8Array | string; readonly feeds: NamedTensors };

export type Reply =
  | { readonly kind: "done" }
  | { readonly kind: "loaded"; readonly model: LoadedModel }
  | { readonly kind: "outputs"; readonly outputs: NamedTensors }
  | { readonly kind: "error"; readonly message: string };

/** Index in the control array: how many replies the worker has posted. */
export const REPLIES = 0;
/** Index in the control array: above 0 when the worker has ended. */
export const ENDED = 1;
/** Index in the control array: above 0 when the worker's program runs. */
export const STARTED = 2;
/** Bytes of the control array. */
export const CONTROL_BYTES = 12;

/** Error text when the binding has no JavaScript form for an input's or output's type. */
export const UNSUPPORTED_TYPE = /Unsupported data type/i;
