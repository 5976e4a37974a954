/** What the checker finds. */

import { expect, test } from "vitest";
import type { GraphBuilder } from "../../src/onnx/builder.ts";
import { checkModel, issueText } from "../../src/onnx/checker/check_model.ts";
import type { Model, Value } from "../../src/onnx/ir.ts";
import { emit, float, int64, modelOf } from "./helpers.ts";

function issues(model: Model): string[] {
  return checkModel(model).map(issueText);
}

const BROKEN: readonly (readonly [string, (g: GraphBuilder, x: Value) => readonly Value[], RegExp])[] = [
  ["an unknown operator", (g, x) => [emit(g, "Foo", [x])], /ai\.onnx 18 has no operator Foo/],
  ["an unknown domain", (g, x) => [emit(g, "Foo", [x], { domain: "my" })], /the domain "my" is not imported/],
  ["an operator of a later opset", (g, x) => [emit(g, "Gelu", [x])], /no operator Gelu/],
  ["too few inputs", (g, x) => [emit(g, "Add", [x])], /it has 1 inputs; 2 are expected/],
  ["a missing input", (g, x) => [emit(g, "Add", [null, x])], /the input A is missing/],
  [
    "a wrong type",
    (g) => [emit(g, "IsNaN", [g.input("i", int64(2))], { outputs: [null] })],
    /the input X \(i\) is int64, which is not allowed/,
  ],
  [
    "mixed types",
    (g, x) => [emit(g, "Add", [x, g.input("i", int64(2))])],
    /the input B \(i\) is int64, others of type T are float/,
  ],
  [
    "an unknown attribute",
    (g, x) => [emit(g, "Neg", [x], { attributes: { a: { type: "int", value: 1 } } })],
    /Neg has no attribute a/,
  ],
  ["a missing attribute", (g, x) => [emit(g, "Concat", [x])], /the attribute axis is missing/],
  [
    "an attribute's type",
    (g, x) => [emit(g, "Softmax", [x], { attributes: { axis: { type: "float", value: 1 } } })],
    /axis is of type float; int is expected/,
  ],
  [
    "an output without producer",
    (g) => [modelOf((h) => [h.input("z", float(2))]).graph.inputs[0] ?? g.input("q", null)],
    /the output z has no producer/,
  ],
];

test.each(BROKEN)("%s", (_name, build, message) => {
  const model = modelOf((g) => build(g, g.input("x", float(2))));
  expect(issues(model)).toEqual([expect.stringMatching(message)]);
});

test("a use before its producer, and two producers", () => {
  const model = modelOf((g) => {
    const a = emit(g, "Exp", [g.input("x", float(2))], { names: ["a"] });
    return [emit(g, "Neg", [a], { names: ["b"] })];
  });
  model.graph.nodes.reverse();
  expect(issues(model)).toEqual([expect.stringContaining("the input a is used before it is made")]);
  model.graph.nodes.reverse();
  const [first] = model.graph.nodes;
  if (first) model.graph.nodes.push({ ...first, name: "again" });
  expect(issues(model)).toEqual([expect.stringContaining("a has more than one producer")]);
});

test("functions: imports, arity, order", () => {
  const model = modelOf((g) => [emit(g, "f", [g.input("x", float(2)), null], { domain: "d" })]);
  const body = modelOf((g) => [emit(g, "g", [g.input("x", float(2))], { domain: "d" })]).graph;
  const def = (name: string) => ({
    domain: "d",
    name,
    inputs: body.inputs,
    outputs: body.outputs,
    attributes: [],
    nodes: body.nodes,
    opsetImports: new Map([["d", 1]]),
    module: null,
  });
  model.functions.set("d::f", def("f"));
  expect(issues(model)).toEqual([
    expect.stringContaining("the model does not import its domain d"),
    expect.stringContaining('it imports "d", which the model does not'),
    expect.stringContaining('the domain "d" is not imported'),
  ]);
  model.opsetImports.set("d", 1);
  model.functions.set("d::g", def("g"));
  expect(issues(model)).toEqual([
    expect.stringContaining("function f calls g, which stands behind it"),
    expect.stringContaining("function g calls g, which stands behind it"),
    expect.stringContaining("it has 2 inputs; the function takes 1"),
  ]);
});
