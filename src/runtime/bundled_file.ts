/** Finds files that lie beside the running bundle, or where they are when the sources run. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Beside the bundle (`dist/`), or in `dist/` as seen from the sources; null when there is none. */
export function bundledFile(name: string): string | null {
  for (const path of [join(HERE, name), join(HERE, "..", "..", "dist", name)]) if (existsSync(path)) return path;
  return null;
}
