/** How far an output of the ONNX model is from its reference: the figures of PyTorch's `VerificationInfo`. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { allNodes } from "../onnx/graph_access.ts";
import { atOnnxNode } from "./at_onnx_node.ts";
import type { OnnxProgram } from "./onnx_program.ts";

/** The edges of the histograms' bins; a bin holds its lower edge, the last one both. */
export const BIN_EDGES: readonly number[] = [0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 1e6];

export interface VerificationInfo {
  /** The output's name in the ONNX model. */
  readonly name: string;
  readonly maxAbsDiff: number;
  /** Of the differences relative to the reference's magnitude. */
  readonly maxRelDiff: number;
  /** How many elements differ by how much, one count a bin of `BIN_EDGES`. */
  readonly absDiffHist: readonly number[];
  readonly relDiffHist: readonly number[];
  /** PyTorch's names. */
  readonly expectedDtype: string;
  readonly actualDtype: string;
}

/** From these on PyTorch's exporter calls an output inaccurate. */
const ABSOLUTE_LIMIT = 5e-3;
const RELATIVE_LIMIT = 1e-1;

export function isAccurate({ maxAbsDiff, maxRelDiff }: VerificationInfo): boolean {
  return maxAbsDiff < ABSOLUTE_LIMIT && maxRelDiff < RELATIVE_LIMIT;
}

/** One DYN5002 an output that is not accurate, at the expression that makes it. */
export function accuracyDiagnostics(program: OnnxProgram, infos: readonly VerificationInfo[]): Diagnostic[] {
  return infos
    .filter((info) => !isAccurate(info))
    .map((info) => {
      const message =
        `The output ${info.name} differs from the reference by up to ${info.maxAbsDiff.toExponential(2)} ` +
        `(relative to it: ${info.maxRelDiff.toExponential(2)}). Ask for op-level debugging to find the operator.`;
      const problem = { ruleId: "DYN5002", level: "warning", message } as const;
      const { model } = program;
      const maker = [...allNodes(model.graph.nodes)].find((node) =>
        node.outputs.some((value) => value?.name === info.name),
      );
      return maker === undefined ? { ...problem, span: null } : atOnnxNode(model, maker, "verification", problem);
    });
}
