/** Compiles a function whose body was left out of its file's syntax tree, when the function is first called. */

import type { AsyncFunctionDef, ClassDef, Constant, Expr, FunctionDef, Stmt } from "../ast.ts";
import type { CodeObject } from "../code_object.ts";
import { CompileError } from "../compile_error.ts";
import { type DeferredBody, DeferredCode } from "../deferred_code.ts";
import { buildSymbolTable } from "../symtable/build.ts";
import { assemble } from "./assembler.ts";
import { functionUnit, startUnit } from "./functions.ts";
import { Unit } from "./unit.ts";

/** `header` is the function's unit in its file: it has the parameters and the free variables, and no instructions. */
export function deferredCode(header: Unit, stmt: FunctionDef | AsyncFunctionDef, body: DeferredBody): DeferredCode {
  const { filename } = header.compilation;
  const compile = (): CodeObject => {
    const definition = body.definition();
    try {
      if (!(definition instanceof CompileError)) return compileAt(header, definition);
      return compileAt(header, failing(stmt, filename, definition));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return compileAt(header, failing(stmt, filename, error));
    }
  };
  return new DeferredCode({ ...headerOf(header), filename }, { docstring: () => body.docstring(), whole: compile });
}

function headerOf({ name, qualname, firstlineno, argcount, posonlyargcount, kwonlyargcount, freevars }: Unit) {
  return { name, qualname, firstlineno, argcount, posonlyargcount, kwonlyargcount, freevars };
}

/** Compiles the function inside empty classes of the names of those around it: names and `__class__` are found as there. */
function compileAt(header: Unit, definition: FunctionDef | AsyncFunctionDef): CodeObject {
  const fn = { ...definition, decoratorList: [] };
  const classes: ClassDef[] = [];
  let outermost: Stmt = fn;
  for (let unit = header.parent; unit !== null && unit.ownScope.type === "class"; unit = unit.parent) {
    const around = emptyClass(unit.name, outermost);
    classes.unshift(around);
    outermost = around;
  }
  const table = buildSymbolTable({ kind: "Module", body: [outermost] }, header.compilation.table.futureAnnotations);
  const compilation = { table, filename: header.compilation.filename, deferred: null };
  let at = new Unit(compilation, null, table.top, "<module>", 1);
  for (const around of classes) at = startUnit(at, at.scopeOf(around), around.name, around.pos.line);
  // The closure was made for these.
  for (const name of header.freevars) at.scopeOf(fn).freevars.add(name);
  const code = assemble(functionUnit(at, fn, header.firstlineno));
  if (code.freevars.length !== header.freevars.length)
    throw new Error(`${header.qualname} has other free variables than its outline: ${code.freevars.join(", ")}`);
  return code;
}

function emptyClass(name: string, body: Stmt): ClassDef {
  const { pos } = body;
  return {
    kind: "ClassDef",
    name,
    namePos: pos,
    bases: [],
    keywords: [],
    body: [body],
    decoratorList: [],
    typeParams: [],
    pos,
  };
}

/** The function with a body that raises the SyntaxError: it is found where the function is called. */
function failing(
  stmt: FunctionDef | AsyncFunctionDef,
  filename: string,
  { message, position: pos }: CompileError,
): FunctionDef | AsyncFunctionDef {
  const text = (value: string): Constant => ({ kind: "Constant", value: { type: "str", value }, pos });
  const int = (value: number): Constant => ({ kind: "Constant", value: { type: "int", value }, pos });
  const none: Constant = { kind: "Constant", value: { type: "None" }, pos };
  const place: Expr = {
    kind: "Tuple",
    elts: [text(filename), int(pos.line), int(pos.column + 1), none, int(pos.endLine), int(pos.endColumn + 1)],
    ctx: "Load",
    pos,
  };
  const func: Expr = { kind: "Name", id: "SyntaxError", ctx: "Load", pos };
  const exc: Expr = { kind: "Call", func, args: [text(message), place], keywords: [], pos };
  return { ...stmt, body: [{ kind: "Raise", exc, cause: null, pos }] };
}
