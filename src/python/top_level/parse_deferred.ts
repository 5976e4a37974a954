/** Parses a text of which the functions' bodies are parsed when they are first asked for. */

import type { AsyncFunctionDef, FunctionDef, Stmt } from "../ast.ts";
import { blocksOf } from "../blocks.ts";
import { CompileError } from "../compile_error.ts";
import type { DeferredBodies, DeferredBody } from "../deferred_code.ts";
import { type ParseResult, parsePython } from "../parser/parser.ts";
import { type CutFunction, outlineOf } from "./outline.ts";

export interface ParsedOutline extends ParseResult {
  /** Null when the tree has all of the text. */
  readonly deferred: DeferredBodies | null;
}

/** `text` begins in the file's line `line`. What is wrong outside of the bodies shows at once. */
export function parseDeferred(text: string, path: string, line: number): ParsedOutline {
  const outline = outlineOf(text);
  if (outline !== null) {
    const parsed = parsePython(outline.text, path, { firstLine: line });
    const deferred =
      parsed.diagnostics.length > 0 ? null : bodiesOf(text, path, line, outline.functions, parsed.module.body);
    if (deferred !== null) return { ...parsed, deferred };
  }
  return { ...parsePython(text, path, { firstLine: line }), deferred: null };
}

/** Null when the functions of the tree are not those that were cut. */
function bodiesOf(
  text: string,
  path: string,
  line: number,
  functions: readonly CutFunction[],
  body: readonly Stmt[],
): DeferredBodies | null {
  const byLine = new Map(functions.map((cut) => [cut.line + line - 1, cut]));
  const found = new Map<FunctionDef | AsyncFunctionDef, DeferredBody>();
  eachFunction(body, (stmt) => {
    const cut = byLine.get(stmt.pos.line);
    if (cut !== undefined) found.set(stmt, deferredBody(text, path, line, cut));
  });
  return found.size === functions.length ? found : null;
}

function deferredBody(text: string, path: string, line: number, cut: CutFunction): DeferredBody {
  return {
    mentionsClass: cut.mentionsClass,
    docstring() {
      if (cut.docstring === null) return null;
      const { module } = parsePython(text.slice(cut.docstring.start, cut.docstring.end), path);
      const [first] = module.body;
      return first?.kind === "Expr" && first.value.kind === "Constant" && first.value.value.type === "str"
        ? first.value.value.value
        : null;
    },
    definition() {
      const own = text.slice(cut.start, cut.end);
      // What is indented stands in a block, as it does in the file.
      const [before, prefix] = cut.indented ? [1, "if 1:\n"] : [0, ""];
      const { module, diagnostics } = parsePython(prefix + own, path, { firstLine: line + cut.line - 1 - before });
      const span = diagnostics[0]?.span;
      if (span != null) {
        const { line: at, column, endLine, endColumn } = span;
        const position = { line: at, column: column - 1, endLine, endColumn: endColumn - 1 };
        return new CompileError(diagnostics[0]?.message ?? "invalid syntax", position);
      }
      const [first] = module.body;
      const stmt = first?.kind === "If" && cut.indented ? first.body[0] : first;
      if (stmt?.kind !== "FunctionDef" && stmt?.kind !== "AsyncFunctionDef")
        throw new Error(`no function in line ${cut.line + line - 1} of ${path}`);
      return stmt;
    },
  };
}

/** Functions that are not inside others. */
function eachFunction(body: readonly Stmt[], visit: (stmt: FunctionDef | AsyncFunctionDef) => void): void {
  for (const stmt of body) {
    if (stmt.kind === "FunctionDef" || stmt.kind === "AsyncFunctionDef") visit(stmt);
    else for (const block of blocksOf(stmt)) eachFunction(block, visit);
  }
}
