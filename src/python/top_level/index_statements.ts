/** The index of a file's top level: which statement binds which name. Definitions are parsed only when compiled. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ImportFrom, Module, Stmt } from "../ast.ts";
import { type CompiledCode, codeOrDiagnostic } from "../compile_source.ts";
import { compileModule } from "../compiler/compile.ts";
import type { DeferredBodies } from "../deferred_code.ts";
import { parsePython } from "../parser/parser.ts";
import { statementEffects } from "./bound_names.ts";
import { parseDeferred } from "./parse_deferred.ts";
import { type StatementText, splitStatements } from "./split.ts";

export interface TopLevelStatement {
  /** The names that it binds; empty for a star import. */
  readonly binds: readonly string[];
  /** Names of the module whose objects it changes. */
  readonly changes: readonly string[];
  /** It acts on something that is not bound by the module's own top level, so it is to run in its turn. */
  readonly acts: boolean;
  readonly isClass: boolean;
  /** The last names of its decorators: `lru_cache` for `@functools.lru_cache(None)`. */
  readonly decorators: readonly string[];
  /** What it imports; a `*` binds whatever there is. */
  readonly imports: { readonly module: string; readonly level: number; readonly name: string | null } | null;
  /** Whether the text that runs at once (not the body of a function) mentions the name. */
  mentions(name: string): boolean;
  compile(): CompiledCode;
  /** Where a definition or a simple assignment stands; null for what is parsed with the file. */
  readonly place: StatementPlace | null;
  /** What `compile` gave; null while nobody asked. */
  readonly compiled: CompiledCode | null;
}

export interface StatementPlace {
  readonly start: number;
  readonly end: number;
  /** Of the first character, from 1. */
  readonly line: number;
  /** Where the body of a function begins. */
  readonly head: number;
}

export interface TopLevelIndex {
  readonly statements: readonly TopLevelStatement[];
}

const DEFINITION = /(?:async\s+)?def\s+(\w+)|class\s+(\w+)/y;
const ASSIGNMENT = /([A-Za-z_]\w*)\s*=(?!=)/y;
const MAIN_ONLY = /if\s+__name__\s*==\s*['"]__main__['"]/y;

/** Null with diagnostics when the file is no valid Python as far as it was read. */
export function indexStatements(
  text: string,
  path: string,
): TopLevelIndex | { readonly diagnostics: readonly Diagnostic[] } {
  const chunks = splitStatements(text);
  const named = chunks.map((chunk) => namedChunk(text, chunk));
  const parsed = parseRest(text, path, chunks, named);
  if ("diagnostics" in parsed) return parsed;
  const statements: TopLevelStatement[] = [];
  let next = 0;
  for (const [i, chunk] of chunks.entries()) {
    const made = named[i];
    if (made === undefined) continue;
    if (made !== null) {
      statements.push(fromText(text, path, chunk, made));
      continue;
    }
    const after = lastLine(text, chunk);
    for (let stmt = parsed.body[next]; stmt !== undefined && stmt.pos.line <= after; stmt = parsed.body[++next])
      statements.push(...fromTree(stmt, path, statements.length === 0));
  }
  return { statements };
}

interface NamedChunk {
  readonly name: string;
  readonly isClass: boolean;
  readonly decorators: readonly string[];
  /** Where the body of a function begins, relative to the file. */
  readonly head: number;
}

/** A definition or an assignment to one name; null for anything else, undefined for what never runs in an import. */
function namedChunk(text: string, chunk: StatementText): NamedChunk | null | undefined {
  if (chunk.joined) return null;
  const { start } = chunk;
  MAIN_ONLY.lastIndex = start;
  if (MAIN_ONLY.test(text)) return undefined;
  ASSIGNMENT.lastIndex = start;
  const assignment = ASSIGNMENT.exec(text);
  if (assignment !== null) {
    const name = assignment[1] as string;
    // A chain binds more names than the first, and `:=` may hide in the value.
    return chunk.equals === 1 && !text.slice(start, chunk.end).includes(":=")
      ? { name, isClass: false, decorators: [], head: chunk.end }
      : null;
  }
  const decorators: string[] = [];
  let at = start;
  while (text[at] === "@") {
    const dotted = /@\s*([\w.]+)/y;
    dotted.lastIndex = at;
    decorators.push(dotted.exec(text)?.[1]?.split(".").at(-1) ?? "");
    // The next line in column 0 that is no comment: the decorator's brackets hold only indented lines or a closing one.
    const following = /\n(?=@|def\b|class\b|async\b)/g;
    following.lastIndex = at;
    const found = following.exec(text);
    if (found === null || found.index >= chunk.end) return null;
    at = found.index + 1;
  }
  DEFINITION.lastIndex = at;
  const definition = DEFINITION.exec(text);
  if (definition === null) return null;
  const isFunction = definition[1] !== undefined;
  const body = text.indexOf(":\n", at);
  return {
    name: (definition[1] ?? definition[2]) as string,
    isClass: !isFunction,
    decorators,
    head: isFunction && body >= 0 && body < chunk.end ? body : chunk.end,
  };
}

/** Parses the file with definitions and simple assignments blanked out: what is left is short. */
function parseRest(
  text: string,
  path: string,
  chunks: readonly StatementText[],
  named: readonly (NamedChunk | null | undefined)[],
): Module | { readonly diagnostics: readonly Diagnostic[] } {
  let rest = "";
  let line = 1;
  for (const [i, chunk] of chunks.entries()) {
    if (named[i] !== null) continue;
    const piece = text.slice(chunk.start, chunk.end);
    rest += "\n".repeat(Math.max(0, chunk.line - line)) + piece;
    line = chunk.line + (piece.match(/\n/g)?.length ?? 0);
  }
  const { module, diagnostics } = parsePython(rest, path);
  return diagnostics.length > 0 ? { diagnostics } : module;
}

function lastLine(text: string, chunk: StatementText): number {
  return chunk.line + (text.slice(chunk.start, chunk.end).match(/\n/g)?.length ?? 0);
}

function fromText(
  text: string,
  path: string,
  { start, end, line }: StatementText,
  { name, isClass, decorators, head }: NamedChunk,
): TopLevelStatement {
  const place = { start, end, line, head };
  return new ParsedStatement(
    { binds: [name], isClass, decorators, place },
    {
      mentions: (other) => placeMentions(text, place, other),
      compile: () => compilePlace(text, path, place),
    },
  );
}

/** Compiles the statement that stands there; the bodies of its functions wait. */
export function compilePlace(text: string, path: string, { start, end, line }: StatementPlace): CompiledCode {
  const { module, diagnostics, deferred } = parseDeferred(text.slice(start, end), path, line);
  return diagnostics.length > 0 ? { code: null, diagnostics } : compileBody(module.body, path, deferred);
}

export function placeMentions(text: string, { start, head }: StatementPlace, name: string): boolean {
  const own = text.slice(start, head);
  return own.includes(name) && new RegExp(`\\b${name}\\b`).test(own);
}

interface StatementActions {
  mentions(name: string): boolean;
  compile(): CompiledCode;
}

class ParsedStatement implements TopLevelStatement {
  readonly binds: readonly string[];
  readonly changes: readonly string[];
  readonly acts: boolean;
  readonly isClass: boolean;
  readonly decorators: readonly string[];
  readonly imports: TopLevelStatement["imports"];
  readonly place: StatementPlace | null;
  private readonly actions: StatementActions;
  private made: CompiledCode | null = null;

  constructor(facts: Partial<TopLevelStatement>, actions: StatementActions) {
    this.binds = facts.binds ?? [];
    this.changes = facts.changes ?? [];
    this.acts = facts.acts ?? false;
    this.isClass = facts.isClass ?? false;
    this.decorators = facts.decorators ?? [];
    this.imports = facts.imports ?? null;
    this.place = facts.place ?? null;
    this.actions = actions;
  }

  get compiled(): CompiledCode | null {
    return this.made;
  }

  mentions(name: string): boolean {
    return this.actions.mentions(name);
  }

  compile(): CompiledCode {
    this.made ??= this.actions.compile();
    return this.made;
  }
}

/** A statement of the parsed rest; an import of several names is one statement a name. */
function fromTree(stmt: Stmt, path: string, first: boolean): TopLevelStatement[] {
  if (stmt.kind === "ImportFrom") {
    if (stmt.module === "__future__") return [];
    return stmt.names.map((alias): TopLevelStatement => {
      const one: ImportFrom = { ...stmt, names: [alias] };
      const star = alias.name === "*";
      return statement(one, path, {
        binds: star ? [] : [alias.asname ?? alias.name],
        imports: { module: stmt.module ?? "", level: stmt.level, name: alias.name },
      });
    });
  }
  if (stmt.kind === "Import") {
    return stmt.names.map((alias) =>
      statement({ ...stmt, names: [alias] }, path, {
        binds: [alias.asname ?? (alias.name.split(".")[0] as string)],
        imports: { module: alias.name, level: 0, name: null },
      }),
    );
  }
  if (stmt.kind === "Pass") return [];
  if (stmt.kind === "Expr" && stmt.value.kind === "Constant") {
    return first && stmt.value.value.type === "str" ? [statement(stmt, path, { binds: ["__doc__"] })] : [];
  }
  const { binds, changes, acts } = statementEffects(stmt);
  return [statement(stmt, path, { binds: [...binds], changes: [...changes], acts })];
}

/** An import mentions nothing that a statement before it could have to be run for; of other statements that isn't known. */
function statement(stmt: Stmt, path: string, facts: Partial<TopLevelStatement>): TopLevelStatement {
  const isImport = facts.imports !== undefined;
  return new ParsedStatement(facts, { mentions: () => !isImport, compile: () => compileBody([stmt], path) });
}

function compileBody(body: readonly Stmt[], path: string, deferred: DeferredBodies | null = null): CompiledCode {
  return codeOrDiagnostic(path, () => compileModule({ kind: "Module", body }, path, true, deferred));
}
