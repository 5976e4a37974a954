/**
 * While a file is edited, a statement that cannot be read is replaced by its last version that could: functions and
 * classes are found by their names, other statements by their places. A definition without one raises its SyntaxError when
 * it is called.
 */

import type { Arg, ClassDef, Damaged, FunctionDef, Module, Stmt } from "./ast.ts";
import { blocksOf } from "./blocks.ts";
import { movedBy } from "./moved.ts";

/** `damaged` with its damaged parts taken from `good`, an earlier version of the same file, if there is one. */
export function withLastGood(damaged: Module, good: Module | null): Module {
  return { kind: "Module", body: mended(damaged.body, good?.body ?? []) };
}

type Definition = Extract<Stmt, { readonly kind: "FunctionDef" | "AsyncFunctionDef" | "ClassDef" }>;

function mended(body: readonly Stmt[], good: readonly Stmt[]): readonly Stmt[] {
  return body.map((stmt, i) => {
    if (!isDamaged(stmt)) return stmt;
    const name = nameOf(stmt);
    const version = name === null ? sameplace(body, good, i) : definition(good, name);
    if (version === undefined) return stmt.kind === "Damaged" && name !== null ? unread(stmt, name) : stmt;
    if (stmt.kind === "ClassDef" && version.kind === "ClassDef") return mendedClass(stmt, version);
    return movedBy(version, stmt.pos.line - version.pos.line);
  });
}

function mendedClass(stmt: ClassDef, good: ClassDef): ClassDef {
  return { ...stmt, body: mended(stmt.body, good.body) };
}

/** `def name(*args, **kwargs)` whose body is the damage. */
function unread(stmt: Damaged, name: string): FunctionDef {
  const { pos } = stmt;
  const arg = (text: string): Arg => ({ arg: text, annotation: null, pos });
  return {
    kind: "FunctionDef",
    name,
    namePos: pos,
    args: {
      posonlyargs: [],
      args: [],
      vararg: arg("args"),
      kwonlyargs: [],
      kwDefaults: [],
      kwarg: arg("kwargs"),
      defaults: [],
    },
    body: [stmt],
    decoratorList: [],
    returns: null,
    typeParams: [],
    pos,
  };
}

function nameOf(stmt: Stmt): string | null {
  return isDefinition(stmt) || stmt.kind === "Damaged" ? stmt.name : null;
}

function definition(good: readonly Stmt[], name: string): Definition | undefined {
  return good.findLast((stmt): stmt is Definition => isDefinition(stmt) && stmt.name === name);
}

function isDefinition(stmt: Stmt): stmt is Definition {
  return stmt.kind === "FunctionDef" || stmt.kind === "AsyncFunctionDef" || stmt.kind === "ClassDef";
}

/** The statement at the same place of a block that has as many of them. */
function sameplace(body: readonly Stmt[], good: readonly Stmt[], i: number): Stmt | undefined {
  const version = body.length === good.length ? good[i] : undefined;
  return version === undefined || isDefinition(version) ? undefined : version;
}

/** Whether something in the statement, at any depth, could not be read. */
export function isDamaged(stmt: Stmt): boolean {
  return stmt.kind === "Damaged" || blocksOf(stmt).some((block) => block.some(isDamaged));
}
