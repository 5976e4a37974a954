/** What an export can be told. */

import { INFO } from "../diagnostics/verbosity.ts";
import { OnnxRegistry } from "./registry.ts";

export const DEFAULT_OPSET = 18;

export interface ExportOptions {
  /** ai.onnx version to target, 18 to 23. */
  readonly opset: number;
  /** An opset older than those that operators are translated for, to declare in its place where the model's operators allow it. */
  readonly olderOpset: number | null;
  /** Names for the inputs and outputs in order; those beyond the list keep their own. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Each `nn.Module` call becomes an ONNX function; false leaves one flat graph. */
  readonly moduleFunctions: boolean;
  /** Run the clean-up passes on the ONNX graph. */
  readonly optimize: boolean;
  readonly registry: OnnxRegistry;
  readonly producerVersion: string;
  /** What is reported, as a level of Python's `logging`: with 10 (DEBUG) also what each pass did. Errors always are. */
  readonly verbosity: number;
  /** Called when a stage begins. */
  readonly onStage: (name: string) => void;
}

let builtin: OnnxRegistry | undefined;

export function exportOptions(given: Partial<ExportOptions> = {}): ExportOptions {
  builtin ??= new OnnxRegistry();
  return {
    opset: DEFAULT_OPSET,
    olderOpset: null,
    inputNames: [],
    outputNames: [],
    moduleFunctions: true,
    optimize: true,
    registry: builtin,
    producerVersion: "0.1.0",
    verbosity: INFO,
    onStage: () => {},
    ...given,
  };
}

/** The IR version that came with an opset; functions' value types and node metadata need at least 10. */
export function irVersionFor(opset: number): number {
  return opset >= 23 ? 11 : 10;
}
