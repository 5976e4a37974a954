/** Gives the model's random operators seeds, so that a comparison by moments has the same outcome on every run. */

import { allNodes } from "../../../src/onnx/graph_access.ts";
import type { Model } from "../../../src/onnx/ir.ts";

/** ONNX operators that draw; without the attribute ONNX Runtime takes its seed from the clock. */
const DRAWS = new Set([
  "RandomNormal",
  "RandomNormalLike",
  "RandomUniform",
  "RandomUniformLike",
  "Bernoulli",
  "Multinomial",
]);

export function seedDraws(model: Model): void {
  let seed = 1;
  for (const list of [model.graph.nodes, ...[...model.functions.values()].map((f) => f.nodes)])
    for (const node of allNodes(list))
      if (DRAWS.has(node.opType)) node.attributes.set("seed", { type: "float", value: seed++ });
}
