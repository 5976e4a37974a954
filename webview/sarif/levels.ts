/** The names of SARIF's levels for people. */

import type { LevelView } from "../../src/protocol/sarif_view.ts";

export const LEVELS: readonly LevelView[] = ["error", "warning", "note", "none"];

export function levelName(level: LevelView): string {
  return level === "none" ? "info" : level;
}
