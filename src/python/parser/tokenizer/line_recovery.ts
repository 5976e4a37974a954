/** Where a logical line ends that a bracket or a string left open: the tokenizer's guess at what was meant. */

import { afterNewline, isNewlineCode, lineEnd } from "./char_class.ts";

/** Words that begin a statement and cannot continue an expression. */
const STATEMENT =
  /(?:(?:def|class|return|import|while|with|try|raise|del|assert|pass|break|continue|global|nonlocal|except|finally|elif)\b|@|from\s+[\w.]+\s+import\b|async\s+(?:def|with)\b)/y;

/** Whether the physical line at `at` begins a statement although a bracket is open; the open line has its text in `column`. */
export function beginsStatement(text: string, at: number, column: number): boolean {
  let i = at;
  while (text[i] === " " || text[i] === "\t" || text[i] === "\f") i++;
  if (i >= text.length || text[i] === "#" || isNewlineCode(text.charCodeAt(i))) return false;
  STATEMENT.lastIndex = i;
  if (STATEMENT.test(text)) return true;
  return i - at <= column && !/[)\]}]/.test(text.charAt(i));
}

/** What a line after an open triple-quoted literal looks like when it is code again. */
const DEFINITION = /(?:def|class|async\s+def|@\w+|if __name__)/y;

/** Where reading goes on after an unterminated literal at `at`: the end of the line, or before the next definition. */
export function afterUnterminated(text: string, at: number, triple: boolean): number {
  let end = lineEnd(text, at);
  while (triple && end < text.length) {
    const next = afterNewline(text, end);
    DEFINITION.lastIndex = next;
    if (DEFINITION.test(text)) break;
    end = lineEnd(text, next);
  }
  return end;
}
