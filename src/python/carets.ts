/** The line under a traceback's source line that marks the failing expression (PEP 657), as CPython 3.11 prints it. */

import type { Expr, Module, Position } from "./ast.ts";

/** Parses one piece of text; null when it is not valid Python by itself. */
export type ParseSource = (text: string) => Module | null;

/** Offsets into the expression's text between which carets stand; tildes stand around them. */
interface Anchors {
  readonly left: number;
  readonly right: number;
}

/**
 * The marks under `line` (a whole source line, `position.line` of its file), to stand below the line's text without its
 * indentation. Null when there is nothing to mark: the expression is the whole line.
 */
export function caretLine(line: string, position: Position, parse: ParseSource): string | null {
  const stripped = line.trim();
  const trimmed = line.length - line.trimStart().length;
  const start = position.column;
  if (stripped === "" || start < trimmed) return null;
  const oneLine = position.line === position.endLine;
  const end = oneLine ? position.endColumn : line.trimEnd().length;
  if (end <= start) return null;
  const segment = line.slice(start, end);
  const anchors = oneLine ? caretAnchors(segment, parse) : null;
  if (end - start >= stripped.length && anchors === null) return null;
  const margin = " ".repeat(characters(line.slice(trimmed, start)));
  if (anchors === null) return margin + "^".repeat(characters(segment));
  const { left, right } = anchors;
  return (
    margin +
    "~".repeat(characters(segment.slice(0, left))) +
    "^".repeat(characters(segment.slice(left, right))) +
    "~".repeat(characters(segment.slice(right)))
  );
}

function characters(text: string): number {
  return [...text].length;
}

/** The operator of a binary operation, the brackets of a subscript; null for other expressions. */
function caretAnchors(segment: string, parse: ParseSource): Anchors | null {
  const body = parse(segment)?.body;
  const statement = body?.[0];
  if (body?.length !== 1 || statement?.kind !== "Expr" || segment.includes("\n")) return null;
  return anchorsOf(statement.value, segment);
}

function anchorsOf(expr: Expr, segment: string): Anchors | null {
  if (expr.kind === "BinOp") {
    const limit = expr.right.pos.column;
    let left = expr.left.pos.endColumn;
    // Closing parentheses of the left operand are not part of it.
    while (left < limit && /[\s)]/.test(segment[left] ?? "")) left++;
    const second = segment[left + 1] ?? " ";
    const isWide = left + 1 < limit && !/\s/.test(second);
    return { left, right: left + (isWide ? 2 : 1) };
  }
  if (expr.kind === "Subscript") {
    const left = segment.indexOf("[", expr.value.pos.endColumn);
    const right = segment.indexOf("]", expr.slice.pos.endColumn);
    return left < 0 || right < 0 ? null : { left, right: right + 1 };
  }
  return null;
}
