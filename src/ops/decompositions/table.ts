/** Every decomposition into core ATen operators by its target, as `torch.export.default_decompositions()` holds PyTorch's. */

import { creationDecompositions } from "./creation.ts";
import type { CoreDecomposition } from "./define.ts";
import { layerDecompositions } from "./layers.ts";
import { pointwiseDecompositions } from "./pointwise.ts";
import { productDecompositions } from "./products.ts";
import { recurrentDecompositions } from "./recurrent.ts";
import { viewDecompositions } from "./views.ts";

function byTarget(rows: readonly CoreDecomposition[]): ReadonlyMap<string, CoreDecomposition> {
  const table = new Map<string, CoreDecomposition>();
  for (const row of rows) {
    if (table.has(row.target)) throw new Error(`${row.target} has two decompositions`);
    table.set(row.target, row);
  }
  return table;
}

export const CORE_DECOMPOSITIONS: ReadonlyMap<string, CoreDecomposition> = byTarget([
  ...productDecompositions,
  ...viewDecompositions,
  ...layerDecompositions,
  ...creationDecompositions,
  ...pointwiseDecompositions,
  ...recurrentDecompositions,
]);
