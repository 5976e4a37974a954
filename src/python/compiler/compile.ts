/** The compiler's entry points: a module or a lone expression to a code object. */

import type { Expr, Module, Position, Stmt } from "../ast.ts";
import type { CodeObject } from "../code_object.ts";
import { CompileError } from "../compile_error.ts";
import type { DeferredBodies } from "../deferred_code.ts";
import { Opcode } from "../opcode.ts";
import { buildExpressionSymbolTable, buildSymbolTable } from "../symtable/build.ts";
import type { SymbolTable } from "../symtable/scope.ts";
import { hasAnnotations } from "./annotations.ts";
import { assemble } from "./assembler.ts";
import { strConstant } from "./constant_pool.ts";
import { compileExpr } from "./expressions.ts";
import { emitPrologue, finishUnit, splitDocstring } from "./functions.ts";
import { storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import { Unit } from "./unit.ts";

const START: Position = { line: 1, column: 0, endLine: 1, endColumn: 0 };

/**
 * Compiles a file; what its text shows to be wrong is thrown as CompileError. `postponed` keeps annotations as text
 * though the file does not ask for that; `deferred` functions have no body in the tree.
 */
export function compileModule(
  module: Module,
  filename: string,
  postponed = false,
  deferred: DeferredBodies | null = null,
): CodeObject {
  const futureAnnotations = checkFutures(module.body) || postponed;
  const unit = startModule(buildSymbolTable(module, futureAnnotations, deferred), filename, deferred);
  const [docstring, body] = splitDocstring(module.body);
  if (hasAnnotations(module.body)) unit.emit(Opcode.SETUP_ANNOTATIONS, 0, START);
  if (docstring !== null) {
    unit.docstring = docstring;
    const at = module.body[0]?.pos ?? START;
    unit.emitConst(strConstant(docstring), at);
    storeName(unit, "__doc__", at);
  }
  compileBody(unit, body);
  finishUnit(unit, module.body.at(-1)?.pos ?? START, null);
  return assemble(unit);
}

/** Compiles statements as if typed at the prompt: the values of expressions are shown. */
export function compileInteractive(module: Module, filename: string): CodeObject {
  const unit = startModule(buildSymbolTable(module, checkFutures(module.body)), filename);
  unit.interactive = true;
  if (hasAnnotations(module.body)) unit.emit(Opcode.SETUP_ANNOTATIONS, 0, START);
  compileBody(unit, module.body);
  finishUnit(unit, module.body.at(-1)?.pos ?? START, null);
  return assemble(unit);
}

/** Compiles an expression whose value the code object returns, as `eval` does. */
export function compileExpression(expr: Expr, filename: string): CodeObject {
  const unit = startModule(buildExpressionSymbolTable(expr), filename);
  compileExpr(unit, expr);
  unit.emit(Opcode.RETURN_VALUE, 0, expr.pos);
  return assemble(unit);
}

function startModule(table: SymbolTable, filename: string, deferred: DeferredBodies | null = null): Unit {
  const unit = new Unit({ table, filename, deferred }, null, table.top, "<module>", 1);
  emitPrologue(unit, { line: 0, column: 0, endLine: 1, endColumn: 0 });
  return unit;
}

const FEATURES = new Set([
  "nested_scopes",
  "generators",
  "division",
  "absolute_import",
  "with_statement",
  "print_function",
  "unicode_literals",
  "barry_as_FLUFL",
  "generator_stop",
  "annotations",
]);

/** Checks the `__future__` imports, which may only follow the docstring; returns whether annotations are postponed. */
function checkFutures(body: readonly Stmt[]): boolean {
  let annotations = false;
  let started = false;
  for (const [i, stmt] of body.entries()) {
    const isFuture = stmt.kind === "ImportFrom" && stmt.module === "__future__" && stmt.level === 0;
    if (!isFuture) {
      const isDocstring = i === 0 && stmt.kind === "Expr" && stmt.value.kind === "Constant";
      if (!isDocstring) started = true;
      continue;
    }
    if (started) {
      throw new CompileError("from __future__ imports must occur at the beginning of the file", stmt.pos);
    }
    for (const { name, pos } of stmt.names) {
      if (name === "braces") throw new CompileError("not a chance", pos);
      if (!FEATURES.has(name)) throw new CompileError(`future feature ${name} is not defined`, pos);
      if (name === "annotations") annotations = true;
    }
  }
  return annotations;
}
