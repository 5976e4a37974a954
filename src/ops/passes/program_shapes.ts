/** The knowledge about sizes that a captured program carries, for the passes that come after the capture. */

import type { ExportedProgram } from "../../fx/exported_program.ts";
import { ShapeConditionError, ShapeEnv } from "../../shapes/env.ts";

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
