/** How onnx-script gets the syntax tree of a file: the driver puts a function into the interpreter's extensions. */

import type { Module } from "../python/ast.ts";

export type ScriptParser = (text: string, path: string) => Module;

export const ONNXSCRIPT_PARSER: unique symbol = Symbol("onnx-script parser");
