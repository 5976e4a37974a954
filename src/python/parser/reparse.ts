/** Reading an edited text: top-level statements that the edit left alone are taken from what was read before. */

import type { Module } from "../ast.ts";
import { LineIndex } from "./line_index.ts";
import { type ParseResult, parsePython } from "./parser.ts";

/** What `parsePython(text, file)` gives; `previous` is what it gave for the text before an edit of any kind. */
export function reparse(previous: ParseResult, text: string, file: string): ParseResult {
  // A damaged line says little about the lines after it.
  if (previous.diagnostics.length > 0) return parsePython(text, file);
  const before = commonPrefix(previous.text, text);
  const kept = keptStatements(previous, before);
  const start = kept === 0 ? 0 : (previous.starts[kept] as number);
  const firstLine = new LineIndex(text).position(start, start).line;
  const rest = keptRest(previous, text, before, kept);
  if (rest !== null) {
    const middle = parsePython(text.slice(start, rest.start), file, { firstLine });
    if (middle.diagnostics.length === 0) return joined(previous, text, kept, start, middle, rest);
  }
  const tail = parsePython(text.slice(start), file, { firstLine });
  return joined(previous, text, kept, start, tail, null);
}

/** Statements at the end that are kept: from which on, and where they begin in the new text. */
interface Rest {
  readonly index: number;
  readonly start: number;
  /** How far they have moved. */
  readonly by: number;
}

function joined(
  previous: ParseResult,
  text: string,
  kept: number,
  start: number,
  middle: ParseResult,
  rest: Rest | null,
): ParseResult {
  const body = [...previous.module.body.slice(0, kept), ...middle.module.body];
  const starts = [...previous.starts.slice(0, kept), ...middle.starts.map((offset) => offset + start)];
  if (rest !== null) {
    body.push(...previous.module.body.slice(rest.index));
    for (const offset of previous.starts.slice(rest.index)) starts.push(offset + rest.by);
  }
  const module: Module = { kind: "Module", body };
  return { text, module, starts, diagnostics: middle.diagnostics };
}

/** How many statements at the beginning are kept: the next one, too, begins before the edit, and on a line of its own. */
function keptStatements({ text, starts }: ParseResult, before: number): number {
  let last = starts.length - 1;
  while (last >= 0 && (starts[last] as number) > before) last--;
  let kept = last < 0 ? 0 : firstOnLine(starts, last);
  // The statement before the touched one is read again: an edit may have made its next line a part of it.
  if (kept > 0) kept = firstOnLine(starts, kept - 1);
  return kept > 0 && isLineStart(text, starts[kept] as number) ? kept : 0;
}

/** Null when the edit changed the number of lines, or reaches to the last statement. */
function keptRest({ text: old, starts }: ParseResult, text: string, before: number, kept: number): Rest | null {
  const after = commonSuffix(old, text, before);
  const oldEnd = old.length - after;
  const by = text.length - old.length;
  if (lineEndings(old, before, oldEnd) !== lineEndings(text, before, oldEnd + by)) return null;
  let index = starts.length;
  while (index > kept && (starts[index - 1] as number) > oldEnd) index--;
  // A line that is shared with the statement before is not whole.
  while (index < starts.length && index > 0 && starts[index - 1] === starts[index]) index++;
  const start = starts[index];
  if (start === undefined || !isLineStart(old, start)) return null;
  return { index, start: start + by, by };
}

function firstOnLine(starts: readonly number[], index: number): number {
  let first = index;
  while (first > 0 && starts[first - 1] === starts[index]) first--;
  return first;
}

function isLineStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  return code === 0x0a || code === 0x0d;
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}

/** The common end, without what lies before offset `from`. */
function commonSuffix(a: string, b: string, from: number): number {
  const most = Math.min(a.length, b.length) - from;
  let i = 0;
  while (i < most && a.charCodeAt(a.length - 1 - i) === b.charCodeAt(b.length - 1 - i)) i++;
  return i;
}

/** Counted with a character on either side, so that half of a `\r\n` is noticed. */
function lineEndings(text: string, from: number, to: number): number {
  return text.slice(Math.max(0, from - 1), to + 1).split(/\r\n|[\r\n]/).length;
}
