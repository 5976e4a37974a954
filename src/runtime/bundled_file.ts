/** Finds files that lie beside the running bundle, or where they are when the sources run. */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Beside the bundle (`dist/`), or in `dist/` as seen from the sources; null when there is none. */
export function bundledFile(name: string): string | null {
  for (const path of [join(HERE, name), join(HERE, "..", "..", "dist", name)]) if (existsSync(path)) return path;
  return null;
}

/** A file that a package ships, `web-tree-sitter/web-tree-sitter.wasm`: copied beside the bundle, or in node_modules. */
export function packageFile(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const beside = join(HERE, name);
  if (existsSync(beside)) return beside;
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    throw new Error(`${name} is missing: it should lie in ${HERE}`);
  }
}
