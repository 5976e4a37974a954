/** What every function of the parser takes first: the tokens, the current one, and where in the program we are. */

import type { Position } from "../ast.ts";
import { type Fault, SyntaxFault } from "./fault.ts";
import { LineIndex } from "./line_index.ts";
import type { NameTable } from "./tokenizer/name_table.ts";
import { Token } from "./tokenizer/token.ts";
import type { LexicalFault, Tokens } from "./tokenizer/tokens.ts";
import { newScope, type Scope } from "./validity.ts";

/** Nesting that leaves the host's stack, and the compiler's, enough room. */
export const MAX_DEPTH = 1000;

export class Parser {
  readonly text: string;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly line: Int32Array;
  readonly column: Int32Array;
  readonly endLine: Int32Array;
  readonly endColumn: Int32Array;
  readonly value: Int32Array;
  readonly names: readonly string[];
  readonly lexicalFaults: readonly LexicalFault[];
  readonly faults: Fault[] = [];
  /** The index of the current token. */
  at = 0;
  scope: Scope = newScope("module", null);
  /** A `yield` or `await` out of place. It waits for the end of the statement: errors of the grammar come first. */
  stray: SyntaxFault | null = null;
  /** The token of the last `await`, or of an asynchronous comprehension; -1 for none. */
  lastAwait = -1;
  /** How many expressions are open. */
  depth = 0;
  /** The deepest that expressions were open in this statement, and its longest chain (`a.b[c] + d`), which nests without recursion. */
  deepest = 0;
  longest = 0;
  /** Whether the header of a compound statement may be too deep. */
  chained = false;
  /** Whether an attempt is made to read something that may not be there: no guesses at what was meant. */
  attempting = false;

  private readonly firstLine: number;
  private index: LineIndex | null = null;

  constructor(
    text: string,
    firstLine: number,
    tokens: Tokens,
    names: NameTable,
    lexicalFaults: readonly LexicalFault[],
  ) {
    this.text = text;
    this.firstLine = firstLine;
    this.kind = tokens.kind;
    this.start = tokens.start;
    this.end = tokens.end;
    this.line = tokens.line;
    this.column = tokens.column;
    this.endLine = tokens.endLine;
    this.endColumn = tokens.endColumn;
    this.value = tokens.value;
    this.names = names.texts;
    this.lexicalFaults = lexicalFaults;
  }

  /** Needed for faults alone. */
  get lines(): LineIndex {
    this.index ??= new LineIndex(this.text, this.firstLine);
    return this.index;
  }
}

/** The current token's kind. */
export function peek(p: Parser): Token {
  return p.kind[p.at] as Token;
}

export function kindAt(p: Parser, token: number): Token {
  return p.kind[token] as Token;
}

export function startOf(p: Parser, token: number): number {
  return p.start[token] as number;
}

export function endOf(p: Parser, token: number): number {
  return p.end[token] as number;
}

export function accept(p: Parser, kind: Token): boolean {
  if (p.kind[p.at] !== kind) return false;
  p.at++;
  return true;
}

export function expect(p: Parser, kind: Token): void {
  if (p.kind[p.at] !== kind) throw invalid(p);
  p.at++;
}

/** The span from token `first` to the token before the current one. */
export function span(p: Parser, first: number): Position {
  const last = p.at - 1;
  return {
    line: p.line[first] as number,
    column: p.column[first] as number,
    endLine: p.endLine[last] as number,
    endColumn: p.endColumn[last] as number,
  };
}

/** From token `first` to the end of a position that is already known. */
export function spanTo(p: Parser, first: number, last: Position): Position {
  return {
    line: p.line[first] as number,
    column: p.column[first] as number,
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

/** The text of the name at token `token`. */
export function nameAt(p: Parser, token: number): string {
  return p.names[p.value[token] as number] as string;
}

/** The name at the current token, which is passed. */
export function readName(p: Parser): string {
  if (p.kind[p.at] !== Token.Name) throw invalid(p);
  return nameAt(p, p.at++);
}

/** A fault that spans the current token. */
export function invalid(p: Parser, message = "invalid syntax"): SyntaxFault {
  return faultOn(p, p.at, p.at, message);
}

/** A fault from token `first` to token `last`, both included. */
export function faultOn(p: Parser, first: number, last: number, message: string): SyntaxFault {
  return new SyntaxFault(message, startOf(p, first), endOf(p, last));
}

/** A fault from token `first` to the token before the current one. */
export function faultSince(p: Parser, first: number, message: string): SyntaxFault {
  return faultOn(p, first, p.at - 1, message);
}

/** A fault at the position of a node. */
export function faultAt(p: Parser, pos: Position, message: string): SyntaxFault {
  return new SyntaxFault(message, p.lines.offset(pos.line, pos.column), p.lines.offset(pos.endLine, pos.endColumn));
}

/** Whether a fault says no more than that something cannot stand where it is. */
export function isGeneric(error: unknown): error is SyntaxFault {
  return error instanceof SyntaxFault && error.message === "invalid syntax";
}

/** At the end of a statement or header: throws for a `yield` or `await` in it that is out of place. */
export function checkStray(p: Parser): void {
  const fault = p.stray;
  if (fault === null) return;
  p.stray = null;
  throw fault;
}

/** Before an expression is read inside another; `p.depth--` after it. */
export function enter(p: Parser): void {
  if (++p.depth > MAX_DEPTH) throw invalid(p, "expression is too deeply nested");
  if (p.depth > p.deepest) p.deepest = p.depth;
}

/** Whether `read` succeeds from the current token on; the tokens it read are passed only then. */
export function attempt(p: Parser, read: () => void): boolean {
  const { at, depth, scope, attempting } = p;
  p.attempting = true;
  try {
    read();
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    p.at = at;
    p.depth = depth;
    p.scope = scope;
    return false;
  } finally {
    p.attempting = attempting;
  }
}
