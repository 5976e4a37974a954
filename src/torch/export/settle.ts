/** After a capture: what the guards decided about the sizes is put into the graph, so that a fixed size is a number. */

import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import type { SymInt } from "../../shapes/types.ts";

export function settleSymbols(graph: Graph, shapes: ShapeEnv): void {
  if (shapes.symbols.length === 0) return;
  const size = (s: SymInt): SymInt => shapes.simplify(s);
  const meta = (m: TensorMeta): TensorMeta => ({
    ...m,
    shape: m.shape.map(size),
    strides: m.strides.map(size),
    storageOffset: size(m.storageOffset),
  });
  const value = (v: NodeValue): NodeValue => {
    if (v === null) return null;
    if (isTensorMeta(v)) return meta(v);
    if (isValueList(v)) return v.map(value);
    if ("kind" in v && v.kind === "symint") return { kind: "symint", expr: size(v.expr) };
    return v;
  };
  const argument = (a: Argument): Argument => {
    if (a instanceof Node || typeof a !== "object" || a === null) return a;
    if (isArgumentList(a)) return a.map(argument);
    if (a.kind === "graph") settleSymbols(a.graph, shapes);
    if (a.kind === "symint") {
      const settled = size(a.expr);
      return typeof settled === "number" ? settled : { kind: "symint", expr: settled };
    }
    return a;
  };
  for (const node of graph.nodes) {
    node.meta.value = value(node.meta.value);
    node.args = node.args.map(argument);
    node.kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([k, v]) => [k, argument(v)]));
  }
}

function isValueList(v: NodeValue): v is readonly NodeValue[] {
  return Array.isArray(v);
}
function isArgumentList(a: Argument): a is readonly Argument[] {
  return Array.isArray(a);
}
