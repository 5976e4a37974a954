/** After a syntax error: which fault is told, and where reading goes on, so that the damage stays in its statement. */

import type { Damaged, Stmt } from "../ast.ts";
import { type Fault, SyntaxFault } from "./fault.ts";
import { nameAt, type Parser, peek, span } from "./state.ts";
import { Token } from "./tokenizer/token.ts";
import type { Scope } from "./validity.ts";

/** Where a statement began. */
export interface Mark {
  readonly at: number;
  readonly scope: Scope;
  readonly loops: number;
  readonly exceptStars: number;
  readonly depth: number;
}

export function mark(p: Parser): Mark {
  const { at, scope, depth } = p;
  return { at, scope, loops: scope.loops, exceptStars: scope.exceptStars, depth };
}

/** Reports the fault, passes the statement that began at `before`, and stands for it. Rethrows what is no fault. */
export function recover(p: Parser, before: Mark, error: unknown): Stmt {
  if (!(error instanceof SyntaxFault)) throw error;
  p.scope = before.scope;
  p.stray = null;
  p.scope.loops = before.loops;
  p.scope.exceptStars = before.exceptStars;
  p.depth = before.depth;
  p.attempting = false;
  const fault = lexicalFault(p) ?? error;
  p.faults.push({ message: fault.message, start: fault.start, end: fault.end });
  pass(p, before.at);
  return damaged(p, before.at, fault);
}

/** A block whose indentation is a fault; the current token is its BadIndent. */
export function recoverBlock(p: Parser): Stmt[] {
  const fault = p.lexicalFaults[p.value[p.at] as number] as Fault;
  p.faults.push({ message: fault.message, start: fault.start, end: fault.end });
  const first = p.at++;
  passBlocks(p, 1);
  return [damaged(p, first, fault)];
}

function damaged(p: Parser, first: number, { message }: Fault): Damaged {
  const { at } = p;
  let begin = first;
  while (isLayout(p, begin) && begin < at - 1) begin++;
  while (p.at - 1 > begin && isLayout(p, p.at - 1)) p.at--;
  const pos = span(p, begin);
  p.at = at;
  return { kind: "Damaged", name: definedName(p, begin), message, pos };
}

/** The name in the header of a definition that begins at token `first`, behind its decorators. */
function definedName(p: Parser, first: number): string | null {
  let token = first;
  while (p.kind[token] === Token.At) {
    while (p.kind[token] !== Token.Newline && token < p.at) token++;
    token++;
  }
  if (p.kind[token] === Token.Async) token++;
  const isDefinition = p.kind[token] === Token.Def || p.kind[token] === Token.Class;
  return isDefinition && p.kind[token + 1] === Token.Name ? nameAt(p, token + 1) : null;
}

function isLayout(p: Parser, token: number): boolean {
  const kind = p.kind[token] as Token;
  return kind === Token.Newline || kind === Token.Indent || kind === Token.BadIndent || kind === Token.Dedent;
}

/**
 * The tokenizer's fault in the logical line where the parser stopped: it comes first, except that a bracket that is never
 * closed does so only from the next line on, and faults of f-strings never do.
 */
function lexicalFault(p: Parser): Fault | null {
  for (let token = p.at; ; token++) {
    const kind = p.kind[token] as Token;
    if (kind === Token.Fault || kind === Token.BadIndent) {
      const fault = p.lexicalFaults[p.value[token] as number];
      if (fault === undefined) return null;
      if (token === p.at) return fault;
      if (fault.message.startsWith("f-string")) return null;
      if (fault.bracketLine === 0) return fault;
      return (p.line[p.at] as number) > fault.bracketLine ? fault : null;
    }
    if (kind === Token.Newline || kind === Token.End) return null;
  }
}

/** Passes the rest of the statement that began at token `first`: its line, its block, its clauses. */
function pass(p: Parser, first: number): void {
  let open = 0;
  for (let token = first; token < p.at; token++) open += nesting(p, token);
  if (p.kind[p.at] === Token.Indent || p.kind[p.at] === Token.BadIndent) {
    if (p.at === first) {
      p.at++;
      passBlocks(p, 1);
      return;
    }
  } else if (p.at > first && startsLine(p, p.at)) {
    // The fault is what begins here: it is a statement of its own, unless blocks are open around it.
    passBlocks(p, open);
    return;
  }
  let decorator = p.kind[lineStart(p, p.at)] === Token.At;
  passLine(p);
  passBlocks(p, open);
  for (;;) {
    const kind = peek(p);
    if (kind === Token.Indent || kind === Token.BadIndent) {
      p.at++;
      passBlocks(p, 1);
    } else if (isClause(kind) || decorator) {
      decorator = kind === Token.At;
      passLine(p);
    } else return;
    if (peek(p) === Token.End) return;
  }
}

function isClause(kind: Token): boolean {
  return kind === Token.Elif || kind === Token.Else || kind === Token.Except || kind === Token.Finally;
}

function nesting(p: Parser, token: number): number {
  const kind = p.kind[token] as Token;
  return kind === Token.Indent || kind === Token.BadIndent ? 1 : kind === Token.Dedent ? -1 : 0;
}

function startsLine(p: Parser, token: number): boolean {
  return isLayout(p, token - 1);
}

function lineStart(p: Parser, token: number): number {
  let first = token;
  while (first > 0 && !startsLine(p, first)) first--;
  return first;
}

/** Passes everything to the end of the logical line. */
function passLine(p: Parser): void {
  while (peek(p) !== Token.Newline && peek(p) !== Token.End) p.at++;
  if (peek(p) === Token.Newline) p.at++;
}

/** Passes everything until `open` blocks have ended. */
function passBlocks(p: Parser, open: number): void {
  for (let left = open; left > 0 && peek(p) !== Token.End; p.at++) left += nesting(p, p.at);
}
