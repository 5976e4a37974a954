/** The exported model behind Python's `ONNXProgram`: described, changed, run and saved. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { OnnxProgram } from "../exporter/onnx_program.ts";
import { optimise } from "../exporter/pipeline.ts";
import { renameDims } from "../onnx/passes/rename_dims.ts";
import { printModel } from "../onnx/printer.ts";
import { modelToBytes } from "../onnx/serde/write_model.ts";
import { irModel } from "../onnx_packages/ir_native.ts";
import { modelMessage } from "../onnx_packages/model_message.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import { ModelRefused, type OnnxProgramHandle } from "../torch/services.ts";
import { MaterializeError } from "../torch/tensor/value.ts";
import { computeValues, runProgram } from "./run_program.ts";
import { verifyValues } from "./verify_values.ts";

export interface HandleActions extends Pick<OnnxProgramHandle, "save" | "saveDiagnostics" | "stages"> {
  readonly runtime: () => OrtClient;
}

export function programHandle(
  program: OnnxProgram,
  diagnostics: readonly Diagnostic[],
  { runtime, save, saveDiagnostics, stages }: HandleActions,
): OnnxProgramHandle {
  return {
    // A program may rename them.
    get inputNames() {
      return program.inputs.map((value) => value.name);
    },
    get outputNames() {
      return program.outputs.map((value) => value.name);
    },
    get inputShapes() {
      return program.inputs.map((value) => value.shape);
    },
    diagnostics,
    stages,
    save,
    saveDiagnostics,
    bytes: ({ includeInitializers, keepInitializersAsInputs }) =>
      withData(() => program.bytes({ includeInitializers, keepInitializersAsInputs })),
    run: (inputs, values) =>
      withData(() => {
        if (values === undefined) return runProgram(program, inputs, runtime());
        const model = program.withOutputs(values);
        if ("missing" in model) {
          const message = `Value '${model.missing}' not found in the model. Please provide a valid value name.`;
          throw new ModelRefused("ValueError", message);
        }
        return computeValues(program, modelToBytes(model), values, inputs, runtime());
      }),
    text: () => printModel(program.model),
    proto: (vm) => modelMessage(vm, program.model, program),
    model: (vm) => irModel(vm, program.model),
    applyWeight: (name, data) => {
      try {
        return program.applyWeight(name, data);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ModelRefused("ValueError", error.message);
      }
    },
    verify: (inputs, intermediates) => withData(() => verifyValues(program, inputs, intermediates, runtime())),
    renameAxes: (names) => renameDims(program.model, names),
    optimize: () => optimise(program.model),
  };
}

/** Work that reads weights or runs the model: data that can't be had, and the runtime's refusal, are the user's to mend. */
export function withData<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MaterializeError) {
      throw new ModelRefused("RuntimeError", `the model has weights without data: ${error.message}`, "DYN4001");
    }
    if (error instanceof OrtError) throw new ModelRefused("RuntimeError", error.message, "DYN5001");
    throw error;
  }
}
