/** Cuts the bodies of functions out of a definition's text, so that each can be parsed when the function is first called. */

import { eachLogicalLine } from "./logical_lines.ts";

export interface CutFunction {
  /** The line of `def`, from 1 in the text. */
  readonly line: number;
  /** The whole function in the text, from the beginning of the line of `def`, without its decorators. */
  readonly start: number;
  readonly end: number;
  /** Where the body begins: after the colon. */
  readonly body: number;
  readonly indented: boolean;
  /** The body's first logical line when that begins with a string. */
  readonly docstring: { readonly start: number; readonly end: number } | null;
  /** The body says `super` or `__class__`, or seems to. */
  readonly mentionsClass: boolean;
}

export interface Outline {
  /** The text with `pass` in place of the bodies, line by line as before. */
  readonly text: string;
  readonly functions: readonly CutFunction[];
}

const FUNCTION = /(?:async[ \t]+)?def[ \t]+[\w]+[ \t]*\(/y;
/** Generic functions and classes: what is inside may use their type parameters. */
const GENERIC = /(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*\[/y;
const STRING = /[rRuU]?["']/y;
const CLASS_CELL = /(?<![.\w])(?:super|__class__)\b/;
/** Shorter bodies are not worth it. */
const SHORTEST = 40;

interface Open {
  readonly indent: number;
  readonly line: number;
  readonly start: number;
  readonly body: number;
  docstring: { readonly start: number; readonly end: number } | null;
  end: number;
  isCut: boolean;
}

/** Null when there is nothing to cut. Functions inside functions stay with the outer one. */
export function outlineOf(text: string): Outline | null {
  const functions: CutFunction[] = [];
  let open: Open | null = null as Open | null;

  const close = (): void => {
    if (open?.isCut && open.end - open.body >= SHORTEST) {
      const { line, start, body, end, docstring, indent } = open;
      const mentionsClass = CLASS_CELL.test(text.slice(body, end));
      functions.push({ line, start, end, body, docstring, indented: indent > 0, mentionsClass });
    }
    open = null;
  };
  eachLogicalLine(text, ({ start, first, line, end, last }) => {
    const indent = first - start;
    if (open !== null && indent > open.indent) {
      STRING.lastIndex = first;
      if (open.end < 0 && STRING.test(text)) open.docstring = { start: first, end };
      open.end = end;
      return;
    }
    close();
    const fresh = { indent, line, start, docstring: null, end: -1 };
    GENERIC.lastIndex = first;
    if (GENERIC.test(text)) open = { ...fresh, body: end, isCut: false };
    FUNCTION.lastIndex = first;
    // A body on the line of `def` stays where it is.
    if (FUNCTION.test(text) && text[last] === ":") open = { ...fresh, body: last + 1, isCut: true };
  });
  close();
  if (functions.length === 0) return null;
  let rest = "";
  let from = 0;
  for (const { body, end } of functions) {
    rest += `${text.slice(from, body)} pass${"\n".repeat(countLines(text, body, end))}`;
    from = end;
  }
  return { text: rest + text.slice(from), functions };
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
