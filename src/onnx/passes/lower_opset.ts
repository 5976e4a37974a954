/** Declares an older ai.onnx version for a model whose operators have not changed since: nothing in the graph is rewritten. */

import { operatorSchema } from "../checker/operator_schemas.ts";
import { allNodes } from "../graph_access.ts";
import type { Model } from "../ir.ts";

/** The operators that `target` has not or has otherwise, sorted; when there are none, the model and its functions import `target`. */
export function lowerOpset(model: Model, target: number): readonly string[] {
  const opset = model.opsetImports.get("") ?? target;
  const lists = [model.graph.nodes, ...[...model.functions.values()].map((def) => def.nodes)];
  const newer = new Set<string>();
  for (const node of lists.flatMap((nodes) => [...allNodes(nodes)])) {
    if (node.domain !== "") continue;
    const since = operatorSchema(node.opType, opset)?.since ?? opset;
    if (since > target) newer.add(node.opType);
  }
  if (newer.size > 0) return [...newer].sort();
  model.opsetImports.set("", target);
  for (const def of model.functions.values()) if (def.opsetImports.has("")) def.opsetImports.set("", target);
  return [];
}
