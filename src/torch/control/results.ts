/** What operators of control flow have in common: the order of lifted operands, and results as Python values. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { Node, NodeValue } from "../../fx/graph.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import type { SymInt } from "../../shapes/types.ts";
import { mapLeaves } from "../export/pytree.ts";
import { pySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { graphTensor } from "../tensor/dispatch.ts";
import type { PyTensor } from "../tensor/tensor.ts";
import type { Tracer } from "../tracer.ts";
import type { Body } from "./body.ts";

/** Tensors that two bodies use: shared ones, the first's own, the second's own; in each group by name. */
export function mergedOrder(
  [first, second]: readonly [Body, Body],
  names: ReadonlyMap<PyTensor, string>,
): readonly PyTensor[] {
  const sorted = (tensors: readonly PyTensor[]): readonly PyTensor[] =>
    tensors.toSorted((a, b) => {
      const [x, y] = [names.get(a) ?? "~", names.get(b) ?? "~"];
      return x < y ? -1 : x > y ? 1 : 0;
    });
  const [a, b] = [[...first.lifted.keys()], [...second.lifted.keys()]];
  return [
    ...sorted(a.filter((t) => second.lifted.has(t))),
    ...sorted(a.filter((t) => !second.lifted.has(t))),
    ...sorted(b.filter((t) => !first.lifted.has(t))),
  ];
}

export const isSize = (value: NodeValue): value is { readonly kind: "symint"; readonly expr: SymInt } =>
  value !== null && "kind" in value && value.kind === "symint";

/** The operator's results in the nesting of `like`. */
export function resultsOf(
  vm: Interpreter,
  tracer: Tracer,
  node: Node,
  like: PyValue,
  values: readonly NodeValue[],
): PyValue {
  const state = torchState(vm);
  return mapLeaves(vm, like, (_, i): PyValue => {
    const value = values[i] ?? null;
    if (isTensorMeta(value)) {
      const item = tracer.record("_operator.getitem", [node, i], {}, value, "getitem");
      return graphTensor(state, tracer, value, item);
    }
    if (!isSize(value)) return null;
    if (typeof value.expr !== "number") tracer.record("_operator.getitem", [node, i], {}, value, "getitem");
    return pySymInt(vm, value.expr);
  });
}
