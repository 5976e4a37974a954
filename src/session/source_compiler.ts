/** Compiles source files, remembering those whose text has not changed. */

import type { CompileSource, SourceFault } from "../dynamo/eval/state.ts";
import type { CodeObject } from "../python/code_object.ts";
import { type CompiledSource, compileSource } from "../python/compile_source.ts";
import type { PythonParser } from "../python/parser/parser.ts";

/** Files remembered; the least recently used goes first. */
const CAPACITY = 2000;

export class SourceCompiler {
  private readonly parser: PythonParser;
  private readonly cache = new Map<string, { readonly text: string; readonly compiled: CompiledSource }>();

  constructor(parser: PythonParser) {
    this.parser = parser;
  }

  compile(text: string, path: string): CompiledSource {
    const known = this.cache.get(path);
    this.cache.delete(path);
    const entry = known?.text === text ? known : { text, compiled: compileSource(this.parser, text, path, "exec") };
    this.cache.set(path, entry);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= CAPACITY) break;
      this.cache.delete(oldest);
    }
    return entry.compiled;
  }

  /** What the evaluator is given. Expressions for `eval` are not worth remembering. */
  readonly compileSource: CompileSource = (text, path, mode = "exec") =>
    codeOrFault(mode === "exec" ? this.compile(text, path) : compileSource(this.parser, text, path, mode));
}

function codeOrFault({ code, diagnostics }: CompiledSource): CodeObject | SourceFault {
  if (code !== null) return code;
  const first = diagnostics[0];
  if (first?.span == null) throw new Error("a file did not compile and no diagnostic says where");
  const { line, column, endLine, endColumn } = first.span;
  return { message: first.message, line, column, endLine, endColumn };
}
