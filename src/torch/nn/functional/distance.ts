/** Distances between vectors. */

import { defineFunctional } from "./define.ts";

export const distanceFunctions = defineFunctional({
  "cosine_similarity(x1, x2, dim=1, eps=1e-08)": (f, ...args) => f.op("cosine_similarity", ...args),
  "pairwise_distance(x1, x2, p=2.0, eps=1e-06, keepdim=False)": (f, ...args) => f.op("pairwise_distance", ...args),
  "pdist(input, p=2)": (f, ...args) => f.op("pdist", ...args),
});
