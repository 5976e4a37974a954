/** Module calls become functions. */

import { expect, test } from "vitest";
import { checkModel, issueText } from "../../src/onnx/checker/check_model.ts";
import type { Model } from "../../src/onnx/ir.ts";
import { removeDeadCode } from "../../src/onnx/passes/dead_code.ts";
import { inlineFunctions } from "../../src/onnx/passes/inline_functions.ts";
import { outlineModules } from "../../src/onnx/passes/outline_modules.ts";
import { floatTensor } from "../../src/onnx/tensor_content.ts";
import { bodies, emit, float, inModules, modelOf } from "./helpers.ts";

function outlined(model: Model): string {
  expect(outlineModules(model).changed).toBe(true);
  removeDeadCode(model);
  expect(checkModel(model).map(issueText)).toEqual([]);
  return bodies(model);
}

const nested = () =>
  modelOf((g) => {
    const x = g.input("x", float(2));
    const w = g.initializer("a.b.w", floatTensor([2], [1, 2]));
    const two = g.initializer("two", floatTensor([], [2]), true);
    const first = emit(g, "Mul", [x, w], { source: inModules("a", "a.b"), names: ["first"] });
    const second = emit(g, "Add", [first, two], { source: inModules("a"), names: ["second"] });
    const third = emit(g, "Mul", [second, w], { source: inModules("a", "a.b#2"), names: ["third"] });
    return [emit(g, "Neg", [third], { source: inModules(), names: ["out"] })];
  });

test("nested as the modules are; weights are inputs, literals constants", () => {
  expect(outlined(nested())).toBe(
    `main (float[2] x) => (float[2] out)
<
   float[2] a.b.w {1, 2}
> {
   third = pkg.pkg.1.0.pkg_A_a_1 (x, a.b.w)
   out = Neg (third)
}

pkg_B_a_b_1 (x, a.b.w) => (first) {
   first = Mul (x, a.b.w)
}

pkg_B_a_b_2 (second, a.b.w) => (third) {
   third = Mul (second, a.b.w)
}

pkg_A_a_1 (x, a.b.w) => (third) {
   two = Constant <value = float[] {2}> ()
   first = pkg.pkg.1.0.pkg_B_a_b_1 (x, a.b.w)
   second = Add (first, two)
   third = pkg.pkg.1.0.pkg_B_a_b_2 (second, a.b.w)
}`,
  );
});

test("inlining gives the flat graph back", () => {
  const model = nested();
  outlineModules(model);
  expect(inlineFunctions(model).changed).toBe(true);
  expect(checkModel(model).map(issueText)).toEqual([]);
  expect(model.functions.size).toBe(0);
  expect(model.graph.nodes.map((node) => node.opType)).toEqual(["Constant", "Mul", "Add", "Mul", "Neg"]);
});

test("values that several readers outside use are outputs", () => {
  const model = modelOf((g) => {
    const x = g.input("x", float(2));
    const p = emit(g, "Exp", [x], { source: inModules("a"), names: ["p"] });
    const q = emit(g, "Log", [p], { source: inModules("a"), names: ["q"] });
    return [emit(g, "Add", [p, q], { source: inModules(), names: ["sum"] }), q];
  });
  expect(outlined(model)).toBe(
    `main (float[2] x) => (float[2] sum, float[2] q) {
   p, q = pkg.pkg.1.0.pkg_A_a_1 (x)
   sum = Add (p, q)
}

pkg_A_a_1 (x) => (p, q) {
   p = Exp (x)
   q = Log (p)
}`,
  );
});

test("nodes in between that do not depend on the call are moved aside", () => {
  const model = modelOf((g) => {
    const x = g.input("x", float(2));
    const p = emit(g, "Exp", [x], { source: inModules("a"), names: ["p"] });
    const other = emit(g, "Abs", [x], { source: inModules(), names: ["other"] });
    return [emit(g, "Add", [p, other], { source: inModules("a"), names: ["q"] })];
  });
  expect(outlined(model)).toContain(`{
   other = Abs (x)
   q = pkg.pkg.1.0.pkg_A_a_1 (x, other)
}`);
});

test("a call that goes through nodes outside and comes back stays open; the calls in it are outlined", () => {
  const model = modelOf((g) => {
    const x = g.input("x", float(2));
    const p = emit(g, "Exp", [x], { source: inModules("a", "a.b"), names: ["p"] });
    const outside = emit(g, "Abs", [p], { source: inModules(), names: ["outside"] });
    return [emit(g, "Neg", [outside], { source: inModules("a", "a.c"), names: ["q"] })];
  });
  expect(outlined(model)).toContain(`{
   p = pkg.pkg.1.0.pkg_B_a_b_1 (x)
   outside = Abs (p)
   q = pkg.pkg.1.0.pkg_C_a_c_1 (outside)
}`);
});

test("a subgraph's captures come in through the function", () => {
  const model = modelOf((g) => {
    const x = g.input("x", float(2));
    const condition = g.input("condition", { kind: "tensor", dtype: "bool", shape: [] });
    const branch = (name: string, opType: string) => {
      const inner = g.nested(name);
      inner.graph.outputs.push(emit(inner, opType, [x], { names: [`${name}_out`] }));
      return { type: "graph", value: inner.graph } as const;
    };
    const attributes = { then_branch: branch("yes", "Exp"), else_branch: branch("no", "Neg") };
    return [emit(g, "If", [condition], { attributes, source: inModules("a"), names: ["y"] })];
  });
  const text = outlined(model);
  expect(text).toContain("y = pkg.pkg.1.0.pkg_A_a_1 (condition, x)");
  expect(text).toContain("pkg_A_a_1 (condition, x) => (y)");
});
