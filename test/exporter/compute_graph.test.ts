/** Constants computed through the registry and ONNX Runtime. */

import { afterAll, expect, test } from "vitest";
import { computeGraph } from "../../src/exporter/compute_graph.ts";
import { Graph, type Node, type NodeValue } from "../../src/fx/graph.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { dataOf, f32, floats, tensor } from "./helpers.ts";

const client = testClient();
afterAll(() => client.close());

function graphOf(
  build: (add: (op: Node["op"], target: string, args: Node["args"], value: NodeValue) => Node) => Node[],
): Graph {
  const graph = new Graph();
  const meta = (value: NodeValue) => ({ value, span: null, stack: [], modules: [] });
  const outputs = build((op, target, args, value) => graph.add(op, target, args, {}, meta(value), target));
  graph.add("output", "output", [outputs], {}, meta(null), "output");
  return graph;
}

test("operands, several outputs, an output that is an operand", () => {
  const graph = graphOf((add) => {
    const x = add("placeholder", "x", [], f32(3));
    const y = add("placeholder", "y", [], f32(3));
    return [
      add("call_function", "aten.mul.Tensor", [x, y], f32(3)),
      x,
      add("call_function", "aten.neg.default", [y], f32(3)),
    ];
  });
  const results = computeGraph(graph, [floats([3], [1, 2, 3]), floats([3], [4, 5, 6])], (model, feeds) =>
    client.run(model, feeds),
  );
  expect(results.map((bytes) => [...new Float32Array(bytes.slice().buffer)])).toEqual([
    [4, 10, 18],
    [1, 2, 3],
    [-4, -5, -6],
  ]);
});

test("bfloat16 goes in and comes out exactly", () => {
  const meta = tensor("bfloat16", 2);
  const graph = graphOf((add) => [add("call_function", "aten.neg.default", [add("placeholder", "x", [], meta)], meta)]);
  const bytes = new Uint8Array(Uint16Array.of(0x3f81, 0x4049).buffer);
  const [result] = computeGraph(graph, [dataOf(meta, bytes)], (model, feeds) => client.run(model, feeds));
  expect([...new Uint16Array(result?.slice().buffer ?? new ArrayBuffer(0))]).toEqual([0xbf81, 0xc049]);
});

test("an unsupported operator names itself", () => {
  const graph = graphOf((add) => [add("call_function", "aten.no_such_op.default", [], f32(1))]);
  expect(() => computeGraph(graph, [], (model, feeds) => client.run(model, feeds))).toThrow("aten.no_such_op.default");
});
