/** The passes over the FX graph that come before translation: no mutation, and only operators that have a translation. */

import type { ExportedProgram } from "../fx/exported_program.ts";
import { verifyProgram } from "../fx/verify.ts";
import { decompose } from "../ops/passes/decompose.ts";
import { functionalize } from "../ops/passes/functionalize.ts";
import { ShapeConditionError, ShapeEnv } from "../shapes/env.ts";
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

/** What the capture knows of the program's sizes. */
export function programShapes(program: ExportedProgram): ShapeEnv {
  const env = new ShapeEnv();
  for (const range of program.ranges) {
    env.declare(range.symbol, range.hint, null, range.userName, { min: range.min, max: range.max });
  }
  for (const guard of program.guards) {
    try {
      env.require(guard.condition, guard.reason);
    } catch (error) {
      // The capture has already judged its guards; one that the ranges contradict teaches nothing here.
      if (!(error instanceof ShapeConditionError)) throw error;
    }
  }
  return env;
}
