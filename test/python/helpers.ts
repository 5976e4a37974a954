/** Loads the Python parser from node_modules, once a test file. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initParser, type PythonParser } from "../../src/python/parser/parser.ts";

let parser: Promise<PythonParser> | undefined;

export function pythonParser(): Promise<PythonParser> {
  parser ??= initParser({
    runtimeWasm: wasm("web-tree-sitter/web-tree-sitter.wasm"),
    pythonWasm: wasm("tree-sitter-python/tree-sitter-python.wasm"),
  });
  return parser;
}

function wasm(path: string): Uint8Array {
  return new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(path)));
}
