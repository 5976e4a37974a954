/** `torch.onnx.verification.verify_onnx_program`: the outputs, or the results of all FX nodes, against their reference. */

import type { OnnxProgram } from "../exporter/onnx_program.ts";
import { OnnxRegistry } from "../exporter/registry.ts";
import type { VerificationInfo } from "../exporter/verification_info.ts";
import type { TensorData } from "../fx/exported_program.ts";
import { modelToBytes } from "../onnx/serde/write_model.ts";
import { functionalize } from "../ops/passes/functionalize.ts";
import { programShapes } from "../ops/passes/program_shapes.ts";
import type { OrtClient } from "../runtime/ort_client.ts";
import { ModelRefused } from "../torch/services.ts";
import { computeValues } from "./run_program.ts";
import { referenceResults, verificationInfos } from "./verification.ts";
import { observable, watching } from "./watched_program.ts";

/** Throws `ModelRefused` when there is no reference, and `OrtError`. */
export function verifyValues(
  program: OnnxProgram,
  inputs: readonly TensorData[],
  intermediates: boolean,
  runtime: OrtClient,
): readonly VerificationInfo[] {
  const watched = intermediates ? operatorResults(program) : null;
  const names = watched?.names ?? program.outputs.map((value) => value.name);
  if (names.length === 0) return [];
  const reference = referenceResults(watched?.program ?? program.exported, inputs, runtime);
  if ("missing" in reference) {
    throw new ModelRefused("RuntimeError", `there is no reference to compare with: ${reference.missing}`);
  }
  const model = program.withOutputs(names);
  if ("missing" in model) throw new Error(`the model has no value ${model.missing}`);
  return verificationInfos(names, computeValues(program, modelToBytes(model), names, inputs, runtime), reference);
}

/** The FX nodes whose results the model still has as values of their names. */
function operatorResults(program: OnnxProgram) {
  const functional = functionalize(program.exported, programShapes(program.exported));
  const nodes = observable(functional.graph, new OnnxRegistry()).filter(
    ({ name }) => !("missing" in program.withOutputs([name])),
  );
  return { names: nodes.map((node) => node.name), program: watching(functional, nodes) };
}
