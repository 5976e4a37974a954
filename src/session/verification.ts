/**
 * Compares the results of an exported model with reference results: those of the captured graph through the built-in
 * translations alone, unoptimised, for the newest opset, in ONNX Runtime. What the optimiser, the functions of modules,
 * registered functions and an older opset do is tested by it; an operator's own translation is not.
 */

import { exportProgram } from "../exporter/pipeline.ts";
import { OnnxRegistry } from "../exporter/registry.ts";
import { BIN_EDGES, type VerificationInfo } from "../exporter/verification_info.ts";
import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import { allNodes } from "../onnx/graph_access.ts";
import { MAX_OPSET } from "../onnx/opsets.ts";
import { RANDOM_OPERATORS } from "../onnx/random_operators.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import { elementToNumber, viewElements } from "../torch/tensor/elements.ts";
import type { ResultTensor } from "./difference.ts";
import { runProgram } from "./run_program.ts";

/** The reference results, one an output, or why there are none. */
export type Reference = readonly ResultTensor[] | { readonly missing: string };

export function referenceResults(
  exported: ExportedProgram,
  inputs: readonly TensorData[],
  runtime: OrtClient,
): Reference {
  const options = { opset: MAX_OPSET, optimize: false, moduleFunctions: false, registry: new OnnxRegistry() };
  const { program, diagnostics } = exportProgram(exported, options);
  if (program === null) return { missing: diagnostics.find((d) => d.level === "error")?.message ?? "it failed" };
  if ([...allNodes(program.model.graph.nodes)].some((node) => RANDOM_OPERATORS.has(node.opType))) {
    return { missing: "the model draws random numbers" };
  }
  try {
    return runProgram(program, inputs, runtime);
  } catch (error) {
    if (!(error instanceof OrtError)) throw error;
    return { missing: error.message };
  }
}

/** One an output; shapes are equal by then. */
export function verificationInfos(
  names: readonly string[],
  actual: readonly ResultTensor[],
  expected: readonly ResultTensor[],
): VerificationInfo[] {
  return names.flatMap((name, i) => {
    const [ours, theirs] = [actual[i], expected[i]];
    return ours === undefined || theirs === undefined ? [] : [verificationInfo(name, ours, theirs)];
  });
}

const EPSILON = 1e-7;

/** Equal infinities and two NaN are no difference; a NaN on one side alone is an infinite one. */
export function verificationInfo(name: string, actual: ResultTensor, expected: ResultTensor): VerificationInfo {
  const [ours, theirs] = [
    viewElements(actual.meta.dtype, actual.bytes),
    viewElements(expected.meta.dtype, expected.bytes),
  ];
  // Single precision, as the figures of a float32 output are in PyTorch.
  const rounded = expected.meta.dtype === "float32" ? Math.fround : (n: number) => n;
  const epsilon = rounded(EPSILON);
  const absolute = new Histogram();
  const relative = new Histogram();
  const count = Math.max(ours.length, theirs.length);
  for (let i = 0; i < count; i++) {
    const a = i < ours.length ? elementToNumber(ours.get(i)) : Number.NaN;
    const b = i < theirs.length ? elementToNumber(theirs.get(i)) : Number.NaN;
    const same = Object.is(a, b) || a === b;
    const difference = same ? 0 : rounded(Math.abs(a - b));
    const size = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    absolute.add(size);
    relative.add(
      size === 0 || size === Number.POSITIVE_INFINITY ? size : rounded(size / rounded(Math.abs(b) + epsilon)),
    );
  }
  return {
    name,
    maxAbsDiff: absolute.max,
    maxRelDiff: relative.max,
    absDiffHist: absolute.counts,
    relDiffHist: relative.counts,
    expectedDtype: expected.meta.dtype,
    actualDtype: actual.meta.dtype,
  };
}

class Histogram {
  readonly counts = BIN_EDGES.slice(1).map(() => 0);
  max = 0;

  add(value: number): void {
    if (value > this.max) this.max = value;
    const above = BIN_EDGES.findIndex((edge) => value < edge);
    const last = this.counts.length - 1;
    const bin = above > 0 ? above - 1 : value === BIN_EDGES[last + 1] ? last : null;
    if (bin !== null) this.counts[bin] = (this.counts[bin] ?? 0) + 1;
  }
}
