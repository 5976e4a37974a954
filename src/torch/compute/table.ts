/** The operators that are computed on typed arrays. What is not here runs in ONNX Runtime, which takes longer to set up. */

import { BINARY } from "./binary.ts";
import { CREATION } from "./creation.ts";
import { JOINING } from "./joining.ts";
import type { Kernel, Kernels } from "./kernel.ts";
import { REDUCTIONS } from "./reductions.ts";
import { UNARY } from "./unary.ts";
import { VIEWS } from "./views.ts";

const GROUPS: readonly Kernels[] = [UNARY, BINARY, CREATION, VIEWS, JOINING, REDUCTIONS];

export const KERNELS: ReadonlyMap<string, Kernel> = collect();

function collect(): Map<string, Kernel> {
  const all = new Map<string, Kernel>();
  for (const group of GROUPS) {
    for (const [name, kernel] of Object.entries(group)) {
      if (all.has(name)) throw new Error(`the operator ${name} has two kernels`);
      all.set(name, kernel);
    }
  }
  return all;
}
