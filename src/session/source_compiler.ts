/** Source text to code objects: parser and compiler behind one function, remembering what has not changed. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompileMode, SourceFault } from "../dynamo/eval/state.ts";
import type { Expr, Module } from "../python/ast.ts";
import type { CodeObject } from "../python/code_object.ts";
import { CompileError } from "../python/compile_error.ts";
import { compileExpression, compileModule } from "../python/compiler/compile.ts";
import type { PythonParser } from "../python/parser/parser.ts";

export interface CompiledSource {
  readonly module: Module;
  /** Null when the text is not valid Python. */
  readonly code: CodeObject | null;
  /** Every syntax error of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

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
    if (known?.text === text) {
      this.cache.delete(path);
      this.cache.set(path, known);
      return known.compiled;
    }
    const compiled = this.compileNow(text, path);
    this.cache.delete(path);
    this.cache.set(path, { text, compiled });
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= CAPACITY) break;
      this.cache.delete(oldest);
    }
    return compiled;
  }

  /** As the evaluator's importer wants it: a code object, or the first fault. */
  codeOrFault(text: string, path: string, mode: CompileMode = "exec"): CodeObject | SourceFault {
    const { code, diagnostics } = mode === "eval" ? this.compileNow(text, path, mode) : this.compile(text, path);
    if (code !== null) return code;
    const first = diagnostics[0];
    if (first?.span == null) throw new Error(`${path} did not compile and no diagnostic says why`);
    return { message: first.message, ...first.span };
  }

  private compileNow(text: string, path: string, mode: CompileMode = "exec"): CompiledSource {
    const { module, diagnostics, tree } = this.parser.parse(text, path);
    tree.dispose();
    if (diagnostics.length > 0) return { module, code: null, diagnostics };
    try {
      const code = mode === "eval" ? compileExpression(loneExpression(module), path) : compileModule(module, path);
      return { module, code, diagnostics };
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      const { line, column, endLine, endColumn } = error.position;
      const span = { file: path, line, column: column + 1, endLine, endColumn: endColumn + 1 };
      return { module, code: null, diagnostics: [{ ruleId: "DYN1001", level: "error", message: error.message, span }] };
    }
  }
}

/** The expression that `eval` was given. */
function loneExpression({ body }: Module): Expr {
  const [first, second] = body;
  if (first?.kind === "Expr" && second === undefined) return first.value;
  const place = (second ?? first)?.pos ?? { line: 1, column: 0, endLine: 1, endColumn: 0 };
  throw new CompileError("invalid syntax", place);
}
