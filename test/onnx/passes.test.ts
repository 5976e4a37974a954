/** Each pass on a small graph, before and after. */

import { expect, test } from "vitest";
import type { GraphBuilder } from "../../src/onnx/builder.ts";
import { checkModel, issueText } from "../../src/onnx/checker/check_model.ts";
import type { Value } from "../../src/onnx/ir.ts";
import type { Pass } from "../../src/onnx/pass.ts";
import { cleanUp } from "../../src/onnx/passes/clean_up.ts";
import { shareSubexpressions } from "../../src/onnx/passes/common_subexpressions.ts";
import { removeDeadCode } from "../../src/onnx/passes/dead_code.ts";
import { dedupInitializers } from "../../src/onnx/passes/dedup_initializers.ts";
import { foldSizes } from "../../src/onnx/passes/fold_sizes.ts";
import { floatTensor, int64Tensor } from "../../src/onnx/tensor_content.ts";
import { bodies, emit, float, inModules, int64, modelOf } from "./helpers.ts";

/** The nodes and initializers that are left after the passes. */
function after(passes: readonly Pass[], build: (g: GraphBuilder) => readonly Value[]): string[] {
  const model = modelOf(build);
  expect(checkModel(model).map(issueText)).toEqual([]);
  for (const pass of passes) pass(model);
  expect(checkModel(model).map(issueText)).toEqual([]);
  for (const pass of passes) expect(pass(model).changed).toBe(false);
  return bodies(model)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.includes(" = ") || / \{.*\}/.test(line));
}

test("dead nodes and initializers go", () => {
  const left = after([removeDeadCode], (g) => {
    const x = g.input("x", float(2));
    const unused = g.initializer("unused", floatTensor([2], [1, 2]));
    emit(g, "Add", [x, unused], { names: ["dead"] });
    return [emit(g, "Neg", [x], { names: ["y"] })];
  });
  expect(left).toEqual(["y = Neg (x)"]);
});

test("one tensor is kept once, whatever it is called", () => {
  const identity = {};
  const left = after([dedupInitializers], (g) => {
    const tied = { ...floatTensor([2], [1, 2]), identity };
    const weights = [
      g.initializer("w1", tied),
      g.initializer("w2", tied),
      g.initializer("w3", floatTensor([2], [1, 2])),
    ];
    const literals = [g.initializer("l1", floatTensor([], [3]), true), g.initializer("l2", floatTensor([], [3]), true)];
    return [emit(g, "Sum", [...weights, ...literals], { names: ["y"] })];
  });
  expect(left).toEqual(["float[2] w1 {1, 2},", "float[2] w3 {1, 2},", "float l1 {3}", "y = Sum (w1, w1, w3, l1, l1)"]);
});

test("equal nodes of one module call share a result; random ones do not", () => {
  const left = after([shareSubexpressions], (g) => {
    const x = g.input("x", float(2));
    const source = inModules("a");
    const twice = [1, 2].map((i) => emit(g, "Exp", [x], { source, names: [`e${i}`] }));
    const logs = twice.map((value, i) => emit(g, "Log", [value], { source, names: [`l${i}`] }));
    const elsewhere = emit(g, "Exp", [x], { source: inModules("b"), names: ["f"] });
    const random = [1, 2].map((i) => emit(g, "RandomNormalLike", [x], { source, names: [`r${i}`] }));
    return [emit(g, "Sum", [...logs, elsewhere, ...random], { names: ["y"] })];
  });
  expect(left).toEqual([
    "e1 = Exp (x)",
    "l0 = Log (e1)",
    "f = Exp (x)",
    "r1 = RandomNormalLike (x)",
    "r2 = RandomNormalLike (x)",
    "y = Sum (l0, l0, f, r1, r2)",
  ]);
});

test("size arithmetic on known sizes is done now", () => {
  const left = after([foldSizes, removeDeadCode], (g) => {
    const x = g.input("x", float(6, "n"));
    const size = emit(g, "Shape", [x], { attributes: { end: { type: "int", value: 1 } }, outputs: [int64(1)] });
    const two = g.initializer("two", int64Tensor([], [2]), true);
    const half = emit(g, "Div", [emit(g, "Squeeze", [size], { outputs: [int64()] }), two], { outputs: [int64()] });
    const one = g.initializer("one", int64Tensor([1], [1]), true);
    const rest = g.initializer("rest", int64Tensor([1], [-1]), true);
    const first = emit(g, "Reshape", [half, one], { outputs: [int64(1)] });
    const shape = emit(g, "Concat", [first, rest], {
      attributes: { axis: { type: "int", value: 0 } },
      outputs: [int64(2)],
      names: ["shape"],
    });
    return [emit(g, "Reshape", [x, shape], { outputs: [float(3, null)], names: ["y"] })];
  });
  expect(left).toEqual(["int64[2] shape {3, -1}", "y = Reshape (x, shape)"]);
});

test("identities, equal casts, cancelling transposes and reshapes go; outputs keep their names", () => {
  const left = after([cleanUp, removeDeadCode], (g) => {
    const x = g.input("x", float(2, 3));
    const perm = (...axes: number[]) => ({ attributes: { perm: { type: "ints", value: axes } as const } });
    const there = emit(g, "Transpose", [x], { ...perm(1, 0), outputs: [float(3, 2)] });
    const back = emit(g, "Transpose", [there], { ...perm(1, 0), outputs: [float(2, 3)] });
    const cast = emit(g, "Cast", [back], { attributes: { to: { type: "int", value: 1 } }, outputs: [float(2, 3)] });
    const flat = g.initializer("flat", int64Tensor([1], [6]), true);
    const same = g.initializer("same", int64Tensor([2], [2, 3]), true);
    const reshaped = emit(g, "Reshape", [emit(g, "Reshape", [cast, flat], { outputs: [float(6)] }), same], {
      outputs: [float(2, 3)],
    });
    const y = emit(g, "Neg", [reshaped], { outputs: [float(2, 3)] });
    const passed = emit(g, "Identity", [x], { outputs: [float(2, 3)], names: ["passed"] });
    return [emit(g, "Identity", [y], { outputs: [float(2, 3)], names: ["y"] }), passed];
  });
  expect(left).toEqual(["y = Neg (x)", "passed = Identity (x)"]);
});

test("a size that was squeezed and reshaped back is itself", () => {
  const left = after([cleanUp, removeDeadCode], (g) => {
    const x = g.input("x", float("n"));
    const size = emit(g, "Shape", [x], { outputs: [int64(1)], names: ["size"] });
    const one = g.initializer("one", int64Tensor([1], [1]), true);
    const again = emit(g, "Reshape", [emit(g, "Squeeze", [size], { outputs: [int64()] }), one], { outputs: [null] });
    return [emit(g, "Expand", [x, again], { outputs: [float(null)], names: ["y"] })];
  });
  expect(left).toEqual(["size = Shape (x)", "y = Expand (x, size)"]);
});
