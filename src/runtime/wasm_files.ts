/** The parser's WebAssembly files as bytes. */

import { readFileSync } from "node:fs";
import { packageFile } from "./bundled_file.ts";

export interface WasmFiles {
  /** The tree-sitter runtime. */
  readonly runtime: Uint8Array;
  /** The Python grammar. */
  readonly python: Uint8Array;
}

export function readWasmFiles(): WasmFiles {
  return {
    runtime: readFileSync(packageFile("web-tree-sitter/web-tree-sitter.wasm")),
    python: readFileSync(packageFile("tree-sitter-python/tree-sitter-python.wasm")),
  };
}
