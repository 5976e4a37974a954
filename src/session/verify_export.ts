/** The check of an exported model: it runs in ONNX Runtime, its outputs are what the capture says, and how far off they are. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { OnnxProgram } from "../exporter/onnx_program.ts";
import { accuracyDiagnostics, isAccurate, type VerificationInfo } from "../exporter/verification_info.ts";
import type { OrtClient } from "../runtime/ort_client.ts";
import { runOnExamples } from "./run_program.ts";
import { referenceResults, verificationInfos } from "./verification.ts";

export interface Verification {
  readonly problems: readonly Diagnostic[];
  /** One sentence for the report. */
  readonly text: string;
  /** Whether the model ran; null when there was nothing to run it on. */
  readonly ran: boolean | null;
  /** One an output; null when the outputs were not compared. */
  readonly infos: readonly VerificationInfo[] | null;
}

export function verifyExport(
  program: OnnxProgram,
  model: string | Uint8Array,
  runtime: OrtClient,
  accuracy: boolean,
): Verification {
  const { problem, inputs, results } = runOnExamples(program, model, runtime);
  if (results === null) {
    const problems = problem === null ? [] : [problem];
    return { problems, text: problem?.message ?? "", ran: problem?.level === "error" ? false : null, infos: null };
  }
  const outputs = program.outputs.map(({ name, dtype, shape }) => `${name}: ${dtype}[${shape.join(", ")}]`);
  const ran = `ONNX Runtime ran the model on the example inputs; the outputs are what the capture says: ${outputs.join(", ")}.`;
  if (!accuracy) return { problems: [], text: ran, ran: true, infos: null };
  const reference = referenceResults(program.exported, inputs, runtime);
  if ("missing" in reference) {
    const text = `${ran} They were not compared with a reference: ${reference.missing}`;
    return { problems: [], text, ran: true, infos: null };
  }
  const infos = verificationInfos(
    program.outputs.map((value) => value.name),
    results,
    reference,
  );
  const text = `${ran} The reference is the captured graph through the built-in translations, unoptimised, for the newest opset.`;
  return { problems: accuracyDiagnostics(program, infos), text, ran: true, infos };
}

/** What PyTorch's exporter calls the report of an export that came to this. */
export function outcomeOf({ ran, infos }: Verification): "success" | "runtime" | "accuracy" {
  if (ran === false) return "runtime";
  return infos !== null && !infos.every(isAccurate) ? "accuracy" : "success";
}
