/** Flattened arguments and results against the ONNX model's inputs and outputs. */

import { expect, test } from "vitest";
import { adaptInputs, adaptOutputs, inputSteps } from "../../src/exporter/adapt.ts";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { f32, programOf } from "./helpers.ts";

const program = programOf((p) => {
  const x = p.input("x", f32(2));
  p.constantInput("mask", null);
  p.constantInput("scale", 3);
  const y = p.input("y", f32(2));
  return [p.call("aten.add.Tensor", [x, y]), null, y];
});

test("None and constants are dropped on both sides, as the model has it", () => {
  expect(adaptInputs(program, ["x", null, 3, "y"])).toEqual(["x", "y"]);
  expect(adaptOutputs(program, ["sum", null, "y"])).toEqual(["sum", "y"]);
  const { program: result } = exportProgram(program);
  expect([result?.inputs.length, result?.outputs.length]).toEqual([2, 2]);
  expect(() => adaptInputs(program, ["x"])).toThrow("exported with 4 inputs, 1 were given");
  expect(() => adaptOutputs(program, [])).toThrow("exported with 3 outputs, 0 were given");
});

test("the steps are told", () => {
  expect(inputSteps(program).map((step) => step.description)).toEqual([
    "the model has no input for mask",
    "baked into the model: scale",
  ]);
});
