/** What an export can be told. */

import { OnnxRegistry } from "./registry.ts";

export const DEFAULT_OPSET = 18;

export interface ExportOptions {
  /** ai.onnx version to target, 18 to 23. */
  readonly opset: number;
  /** Names for the inputs and outputs in order; those beyond the list keep their own. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Each `nn.Module` call becomes an ONNX function; false leaves one flat graph. */
  readonly moduleFunctions: boolean;
  /** Run the clean-up passes on the ONNX graph. */
  readonly optimize: boolean;
  readonly registry: OnnxRegistry;
  readonly producerVersion: string;
  /** Called when a stage begins. */
  readonly onStage: (name: string) => void;
}

let builtin: OnnxRegistry | undefined;

export function exportOptions(given: Partial<ExportOptions> = {}): ExportOptions {
  builtin ??= new OnnxRegistry();
  return {
    opset: DEFAULT_OPSET,
    inputNames: [],
    outputNames: [],
    moduleFunctions: true,
    optimize: true,
    registry: builtin,
    producerVersion: "0.1.0",
    onStage: () => {},
    ...given,
  };
}

/** The IR version that came with an opset; functions' value types and node metadata need at least 10. */
export function irVersionFor(opset: number): number {
  return opset >= 23 ? 11 : 10;
}
