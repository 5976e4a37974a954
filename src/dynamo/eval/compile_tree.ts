/** `compile` of a tree of the `ast` module's objects. */

import type { Expr, Module } from "../../python/ast.ts";
import type { CodeObject } from "../../python/code_object.ts";
import { CompileError } from "../../python/compile_error.ts";
import type { CompileMode } from "../../python/compile_source.ts";
import { compileExpression, compileInteractive, compileModule } from "../../python/compiler/compile.ts";
import { syntaxError } from "../importer/importer.ts";
import { PyCode } from "../objects/code.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import type { PyValue } from "../objects/object.ts";
import { raise, raiseException } from "../protocols/errors.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import { classesIn } from "../stdlib/ast/build_nodes.ts";
import { readNode } from "../stdlib/ast/read_nodes.ts";
import type { Evaluator } from "./state.ts";

const ROOTS: Readonly<Record<CompileMode, string>> = { exec: "Module", eval: "Expression", single: "Interactive" };

/** The code of a tree; undefined when `value` is no node of the `ast` module. */
export function compileTree(vm: Evaluator, value: PyValue, filename: string, mode: CompileMode): PyCode | undefined {
  const ast = vm.modules.get("ast");
  if (!(ast instanceof PyModule)) return undefined;
  const classes = classesIn(ast.attrs);
  if (!typeOf(value).isSubtypeOf(classes("AST"))) return undefined;
  if (!typeOf(value).isSubtypeOf(classes(ROOTS[mode])))
    return raise(vm, TypeErrorType, `expected ${ROOTS[mode]} node, got ${typeName(value)}`);
  const root = readNode({ vm, classes }, value, "mod") as unknown;
  try {
    return new PyCode(compileRoot(root, filename, mode));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { line, column, endLine, endColumn } = error.position;
    const fault = { message: error.message, line, column: column + 1, endLine, endColumn: endColumn + 1 };
    return raiseException(vm, syntaxError(fault, filename, ""));
  }
}

function compileRoot(root: unknown, filename: string, mode: CompileMode): CodeObject {
  if (mode === "eval") return compileExpression((root as { readonly body: Expr }).body, filename);
  const module: Module = { kind: "Module", body: (root as Module).body };
  return mode === "exec" ? compileModule(module, filename) : compileInteractive(module, filename);
}
