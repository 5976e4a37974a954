/** Source text to code: parser and compiler behind the one function that the evaluator is given. */

import type { CodeObject } from "../../python/code_object.ts";
import { CompileError } from "../../python/compile_error.ts";
import { compileExpression, compileModule } from "../../python/compiler/compile.ts";
import type { PythonParser } from "../../python/parser/parser.ts";
import type { CompileSource, SourceFault } from "./state.ts";

export function createCompileSource(parser: PythonParser): CompileSource {
  return (text, path, mode = "exec") => {
    const result = parser.parse(text, path);
    result.tree.dispose();
    const error = result.diagnostics.find((d) => d.level === "error");
    if (error !== undefined) {
      const { line = 1, column = 1, endLine = line, endColumn = column } = error.span ?? {};
      return { message: error.message, line, column, endLine, endColumn };
    }
    return compiled(() => {
      if (mode === "exec") return compileModule(result.module, path);
      const [stmt, ...rest] = result.module.body;
      if (stmt?.kind !== "Expr" || rest.length > 0) return fault("invalid syntax", 1, 1, 1, 1);
      return compileExpression(stmt.value, path);
    });
  };
}

function compiled(make: () => CodeObject | SourceFault): CodeObject | SourceFault {
  try {
    return make();
  } catch (e) {
    if (!(e instanceof CompileError)) throw e;
    const { line, column, endLine, endColumn } = e.position;
    return fault(e.message, line, column + 1, endLine, endColumn + 1);
  }
}

function fault(message: string, line: number, column: number, endLine: number, endColumn: number): SourceFault {
  return { message, line, column, endLine, endColumn };
}
