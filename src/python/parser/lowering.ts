/** What every lowering function takes first: the flat tree, the source, and where in the program we are. */

import type { ExprContext, Name, Position } from "../ast.ts";
import type { Cst } from "./cst.ts";
import { type Fault, SyntaxFault } from "./fault.ts";
import type { LineIndex } from "./line_index.ts";
import { NO_REPAIRS, type Repairs } from "./repairs.ts";
import type { Kind } from "./syntax_kind.ts";
import { newScope, type Scope } from "./validity.ts";

/** A node is its index in `cst`. */
export type Node = number;

export interface Lowering {
  readonly text: string;
  readonly cst: Cst;
  readonly lines: LineIndex;
  /** Where `cst` is that of a text which recovery changed. */
  readonly repairs: Repairs;
  readonly faults: Fault[];
  scope: Scope;
}

export function newLowering(text: string, cst: Cst, lines: LineIndex, repairs: Repairs = NO_REPAIRS): Lowering {
  return { text, cst, lines, repairs, faults: [], scope: newScope("module", null) };
}

export function kindOf(c: Lowering, n: Node): Kind {
  return c.cst.kind[n] as Kind;
}

export function startOf(c: Lowering, n: Node): number {
  return c.cst.start[n] as number;
}

export function endOf(c: Lowering, n: Node): number {
  return c.cst.end[n] as number;
}

/** The index after the last descendant: where the next sibling begins, if there is one. */
export function after(c: Lowering, n: Node): Node {
  return c.cst.next[n] as number;
}

export function children(c: Lowering, n: Node): Node[] {
  const out: Node[] = [];
  const stop = after(c, n);
  for (let child = n + 1; child < stop; child = after(c, child)) out.push(child);
  return out;
}

/** The first child of a kind, or -1. */
export function childOfKind(c: Lowering, n: Node, kind: Kind): Node {
  const stop = after(c, n);
  for (let child = n + 1; child < stop; child = after(c, child)) if (c.cst.kind[child] === kind) return child;
  return -1;
}

export function lastChild(c: Lowering, n: Node): Node {
  const stop = after(c, n);
  let last = -1;
  for (let child = n + 1; child < stop; child = after(c, child)) last = child;
  return last;
}

export function sourceText(c: Lowering, n: Node): string {
  return c.text.slice(startOf(c, n), endOf(c, n));
}

export function positionOf(c: Lowering, n: Node): Position {
  return c.lines.position(startOf(c, n), endOf(c, n));
}

/** From the first offset to the second. */
export function span(c: Lowering, start: number, end: number): Position {
  return c.lines.position(start, end);
}

/** From an offset to the end of a position that is already known. */
export function spanTo(c: Lowering, start: number, last: Position): Position {
  const line = c.lines.line(start);
  return { line, column: c.lines.column(start), endLine: last.endLine, endColumn: last.endColumn };
}

export function fault(c: Lowering, n: Node, message: string): SyntaxFault {
  return new SyntaxFault(message, startOf(c, n), endOf(c, n));
}

/** A fault at a position of the finished tree. */
export function faultAt(c: Lowering, pos: Position, message: string): SyntaxFault {
  return new SyntaxFault(message, c.lines.offset(pos.line, pos.column), c.lines.offset(pos.endLine, pos.endColumn));
}

/** A broken expectation about the grammar: our fault, not the user's, unless the tree is damaged. */
export function unexpected(c: Lowering, n: Node): SyntaxFault {
  return fault(c, n, "invalid syntax");
}

/** The text of an identifier, normalised as PEP 3131 says. */
export function identifier(c: Lowering, n: Node): string {
  const text = sourceText(c, n);
  if (text === "async" || text === "await") throw unexpected(c, n);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return text.normalize("NFKC");
  if (text.length === 0) throw unexpected(c, n);
  return text;
}

export function nameExpr(c: Lowering, n: Node, ctx: ExprContext): Name {
  return { kind: "Name", id: identifier(c, n), ctx, pos: positionOf(c, n) };
}
