/**
 * Gives the model's random operators seeds, so that a comparison by moments has the same outcome on every run;
 * without them ONNX Runtime takes its seed from the clock.
 */

import { allNodes } from "../../../src/onnx/graph_access.ts";
import type { Model } from "../../../src/onnx/ir.ts";
import { RANDOM_OPERATORS } from "../../../src/onnx/random_operators.ts";

export function seedDraws(model: Model): void {
  let seed = 1;
  for (const list of [model.graph.nodes, ...[...model.functions.values()].map((f) => f.nodes)])
    for (const node of allNodes(list))
      if (RANDOM_OPERATORS.has(node.opType)) node.attributes.set("seed", { type: "float", value: seed++ });
}
