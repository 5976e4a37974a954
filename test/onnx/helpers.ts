/** Builds small models for the tests, and shows them as text. */

import { GraphBuilder } from "../../src/onnx/builder.ts";
import type { Dim, Model, ModuleScope, NodeSource, Value, ValueType } from "../../src/onnx/ir.ts";
import { printModel } from "../../src/onnx/printer.ts";

export const float = (...shape: Dim[]): ValueType => ({ kind: "tensor", dtype: "float", shape });
export const int64 = (...shape: Dim[]): ValueType => ({ kind: "tensor", dtype: "int64", shape });

export function modelOf(build: (g: GraphBuilder) => readonly Value[], opset = 18): Model {
  const builder = new GraphBuilder("main");
  builder.graph.outputs.push(...build(builder));
  return {
    irVersion: 10,
    opsetImports: new Map([["", opset]]),
    producerName: "test",
    producerVersion: "1",
    graph: builder.graph,
    functions: new Map(),
    metadata: new Map(),
  };
}

/** One output. */
export function emit(
  g: GraphBuilder,
  opType: string,
  inputs: (Value | null)[],
  options: Parameters<GraphBuilder["node"]>[2] = {},
): Value {
  const [value] = g.node(opType, inputs, { outputs: [float(2)], ...options });
  if (value === undefined) throw new Error("no output");
  return value;
}

/** A node's source inside these module calls: `"a"`, `"a.b#2"`. */
export function inModules(...paths: string[]): NodeSource {
  const modules = paths.map((text): ModuleScope => {
    const [path = "", call] = text.split("#");
    return {
      path,
      className: `pkg.${path.split(".").at(-1)?.toUpperCase()}`,
      packageVersion: "1.0",
      call: Number(call ?? 1),
    };
  });
  const root: ModuleScope = { path: "", className: "__main__.Root", packageVersion: null, call: 1 };
  return { span: null, stack: [], modules: [root, ...modules], fxNode: null, target: null };
}

/** The graphs alone, without headers. */
export function bodies(model: Model): string {
  return printModel(model)
    .replace(/<\n {3}(ir_version|domain)[^>]*>\n/g, "")
    .replace(/\[node_[^\]]*\] /g, "")
    .trim();
}
