/** The knowledge about sizes that a captured program carries, for the passes that come after the capture. */

import type { ExportedProgram } from "../../fx/exported_program.ts";
import { comparedInts } from "../../shapes/bool.ts";
import { ShapeConditionError, ShapeEnv } from "../../shapes/env.ts";
import { freeSymbols } from "../../shapes/expr.ts";
import { ALL } from "../../shapes/ranges.ts";
import type { SymExpr } from "../../shapes/types.ts";

/** What the capture knows of the program's sizes. */
export function programShapes(program: ExportedProgram): ShapeEnv {
  const env = new ShapeEnv();
  for (const range of program.ranges) {
    env.declare(range.symbol, range.hint, null, range.userName, { min: range.min, max: range.max });
  }
  // What the capture fixed to other sizes is in the guards alone: the equality that fixed it must be solved for it again.
  const declared = new Set<SymExpr>(program.ranges.map((range) => range.symbol));
  for (const guard of program.guards) {
    for (const side of comparedInts(guard.condition)) {
      for (const symbol of freeSymbols(side)) {
        if (declared.has(symbol) || symbol.kind !== "symbol") continue;
        declared.add(symbol);
        env.declare(symbol, null, null, null, ALL);
      }
    }
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
