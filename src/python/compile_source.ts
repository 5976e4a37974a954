/** Source text to a code object: parser and compiler as one step, with every syntax error as a diagnostic. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Expr, Module } from "./ast.ts";
import type { CodeObject } from "./code_object.ts";
import { CompileError } from "./compile_error.ts";
import { compileExpression, compileInteractive, compileModule } from "./compiler/compile.ts";
import { type ParseResult, parsePython } from "./parser/parser.ts";
import { reparse } from "./parser/reparse.ts";
import { parseDeferred } from "./top_level/parse_deferred.ts";

/** A file, the lone expression that `eval` is given, or statements typed at the prompt. */
export type CompileMode = "exec" | "eval" | "single";
/** `frozen` is a file that is known to be right: its functions are compiled when they are first called. */
export type SourceMode = CompileMode | "frozen";

export interface CompiledCode {
  /** Null when the text is not valid Python. */
  readonly code: CodeObject | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompiledSource extends CompiledCode {
  readonly module: Module;
  readonly parsed: ParseResult;
}

/** `previous` is what was read of the file before an edit; it saves time. */
export function compileSource(
  text: string,
  path: string,
  mode: SourceMode,
  previous: ParseResult | null = null,
): CompiledSource {
  if (mode === "frozen") return compileFrozen(text, path);
  const parsed = previous === null ? parsePython(text, path) : reparse(previous, text, path);
  const { module, diagnostics } = parsed;
  if (diagnostics.length > 0) return { module, parsed, code: null, diagnostics };
  return { module, parsed, ...compileParsed(module, path, mode) };
}

function compileFrozen(text: string, path: string): CompiledSource {
  const { deferred, ...parsed } = parseDeferred(text, path, 1);
  const { module, diagnostics } = parsed;
  if (diagnostics.length > 0) return { module, parsed, code: null, diagnostics };
  return { module, parsed, ...codeOrDiagnostic(path, () => compileModule(module, path, false, deferred)) };
}

/** The code of a syntax tree, or the diagnostic that says why there is none. */
export function compileParsed(module: Module, path: string, mode: CompileMode): CompiledCode {
  return codeOrDiagnostic(path, () => compileIn(mode, module, path));
}

/** A CompileError of `compile` becomes the file's diagnostic. */
export function codeOrDiagnostic(path: string, compile: () => CodeObject): CompiledCode {
  try {
    return { code: compile(), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { line, column, endLine, endColumn } = error.position;
    const span = { file: path, line, column: column + 1, endLine, endColumn: endColumn + 1 };
    return { code: null, diagnostics: [{ ruleId: "DYN1001", level: "error", message: error.message, span }] };
  }
}

function compileIn(mode: CompileMode, module: Module, path: string): CodeObject {
  switch (mode) {
    case "eval":
      return compileExpression(loneExpression(module), path);
    case "single":
      return compileInteractive(module, path);
    case "exec":
      return compileModule(module, path);
  }
}

function loneExpression({ body }: Module): Expr {
  const [first, second] = body;
  if (first?.kind === "Expr" && second === undefined) return first.value;
  throw new CompileError("invalid syntax", (second ?? first)?.pos ?? { line: 1, column: 0, endLine: 1, endColumn: 0 });
}
