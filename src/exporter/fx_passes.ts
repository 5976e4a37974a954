/** The passes over the FX graph that come before translation: no mutation, and only operators that have a translation. */

import type { ExportedProgram } from "../fx/exported_program.ts";
import { verifyProgram } from "../fx/verify.ts";
import { decompose } from "../ops/passes/decompose.ts";
import { functionalize } from "../ops/passes/functionalize.ts";
import type { ShapeEnv } from "../shapes/env.ts";
import type { OnnxRegistry } from "./registry.ts";

/** A program of its own, ready to be translated; the one handed in stays as it is. */
export function prepareProgram(program: ExportedProgram, env: ShapeEnv, registry: OnnxRegistry): ExportedProgram {
  verifyProgram(program);
  const functional = functionalize(program, env);
  if (functional !== program) verifyProgram(functional);
  const custom = registry.customTargets;
  const { graph, changed } = decompose(
    functional.graph,
    env,
    (entry) => entry.lower === null && !custom.has(entry.target),
  );
  if (!changed) return functional;
  const decomposed = { ...functional, graph };
  verifyProgram(decomposed);
  return decomposed;
}
