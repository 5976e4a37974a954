/** Parses a program's file again for onnx-script, which translates functions from their syntax. */

import { ONNXSCRIPT_PARSER, type ScriptParser } from "../onnxscript/parser.ts";
import type { SourceCompiler } from "./source_compiler.ts";

export { ONNXSCRIPT_PARSER };

export function onnxScriptParser(compiler: SourceCompiler): ScriptParser {
  return (text, path) => compiler.compile(text, path).module;
}
