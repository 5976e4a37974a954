/** What the build says of the Python front end: its sum, and its own modules compiled. Nothing of it where sources run. */

import { readFileSync } from "node:fs";
import { type FrozenModules, readFrozen } from "../python/stored/frozen.ts";
import { bundledFile } from "../runtime/bundled_file.ts";

/** A sum over the sources of `src/python` and the texts of the frozen modules; written in by the build. */
declare const FRONT_END: string | undefined;

/** Null where the sources run: what they compile is kept nowhere, since they may change. */
export const frontEnd: string | null = typeof FRONT_END === "undefined" ? null : FRONT_END;

export const FROZEN_FILE = "frozen.bin";

let frozen: FrozenModules | null | undefined;

/** Null when there are none, or those of another build: the modules are compiled then. */
export function frozenModules(): FrozenModules | null {
  frozen ??= frontEnd === null ? null : readModules(frontEnd);
  return frozen;
}

function readModules(sum: string): FrozenModules | null {
  const file = bundledFile(FROZEN_FILE);
  if (file === null) return null;
  const bytes = readFileSync(file);
  return bytes.subarray(0, sum.length).toString("latin1") === sum ? readFrozen(bytes.subarray(sum.length)) : null;
}
